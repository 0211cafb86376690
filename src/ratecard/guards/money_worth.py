"""What a coin is worth at most to creators who earn a share of money: of the net or the proceeds of a market's coins.

Coins are sent from where they are bought, as a question about a gift has it. Their money is that of the package whose
price tells the worth of coins there, exactly, in every joint case of facts.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

import msgspec

from ratecard.book.markets import MarketHistory
from ratecard.book.rulebook import RuleBook
from ratecard.book.section_terms import held_terms
from ratecard.currency import Currency
from ratecard.guards.findings import Unproved
from ratecard.guards.net_coins import exact_net
from ratecard.guards.offers import MARGIN
from ratecard.instants import Instant
from ratecard.keys.sending import Sending, Sent
from ratecard.keys.worth import DIAMOND, EARNINGS, GreatestWorth, most_per_coin, value_of
from ratecard.terms.cases import TooManyCases, cases_of
from ratecard.terms.commission import CommissionTerms
from ratecard.terms.earnings import COINS, PROCEEDS, EarningsTerms
from ratecard.terms.facts import possible_terms
from ratecard.terms.fx import CrossRate, FxTerms, cross_rate
from ratecard.terms.market import Market
from ratecard.terms.offers import Offer, offer_of
from ratecard.terms.packages import PackageTerms
from ratecard.terms.payouts import DiamondTerms
from ratecard.terms.prices import PriceTerms
from ratecard.terms.tax import TaxTerms


class Earner(msgspec.Struct, frozen=True):
    """Creators who earn a share of money: by which terms, in the first region that has them."""

    region: str
    kind: str
    earnings: EarningsTerms
    diamond: DiamondTerms
    fx: FxTerms | None


class MoneyOfCoin(msgspec.Struct, frozen=True):
    """The most money that one coin stands for in a market, in minor units of a currency, as net and as proceeds."""

    currency: Currency
    by_base: Mapping[str, Fraction]


class MoneyWorths:
    """What coins of a market are worth to creators who earn a share of money. Found once for the same terms."""

    def __init__(self, book: RuleBook, creators: Iterable[MarketHistory]) -> None:
        self._book = book
        self._creators = [history for history in creators if _earns_of_money(history)]
        sections = [
            timeline
            for history in self._creators
            for section, timeline in history.sections.items()
            if section[0] == EARNINGS or section in (DIAMOND, ("fx",))
        ]
        self.instants = tuple(sorted({start for timeline in sections for start in timeline.starts}))
        self._earners: dict[Instant, tuple[Earner, ...]] = {}
        self._money: dict[tuple[int, ...], MoneyOfCoin | None] = {}
        self._best: dict[tuple[object, ...], tuple[GreatestWorth, ...]] = {}
        self.unproved: dict[Unproved, None] = {}

    def instants_of(self, history: MarketHistory) -> tuple[Instant, ...]:
        """When what a coin of a market is worth may change; never where nobody earns a share of money."""
        return (*history.starts, *self.instants) if self._creators else ()

    def at(self, history: MarketHistory, at: Instant, sending: Sending) -> tuple[GreatestWorth, ...]:
        """The greatest worth of a coin of a market in each currency of diamonds, at an instant."""
        if not self._creators:
            return ()
        market = self._book.market(history.key, at)
        money = self._money_of(market) if isinstance(market, Market) else None
        if money is None:
            return ()
        sent = sending.at(at)
        key = (id(money), id(sent), at)
        if key not in self._best:
            best: dict[Currency, GreatestWorth] = {}
            for earner in self._earners_at(at):
                worth = self._worth(earner, money, sent.get(earner.kind, ()), at)
                if worth is not None and (worth.currency not in best or worth.each > best[worth.currency].each):
                    best[worth.currency] = worth
            self._best[key] = tuple(best.values())
        return self._best[key]

    def _worth(self, earner: Earner, money: MoneyOfCoin, gifts: Sequence[Sent], at: Instant) -> GreatestWorth | None:
        own = money.by_base.get(earner.earnings.base)
        if own is None or not earner.diamond.minor:
            return None
        currency = earner.diamond.currency
        rate = Fraction(1)
        if currency != money.currency:
            found = None if earner.fx is None else cross_rate(earner.fx, money.currency, currency, at)
            if not isinstance(found, CrossRate):
                why, of = "no rate of exchange compares them", f"{money.currency} and {currency}"
                self.unproved[Unproved(MARGIN, why, of)] = None
                return None
            rate = found.value
        in_diamonds = own / 10**money.currency.exponent * rate / value_of(earner.diamond)
        most, gift = most_per_coin(earner.earnings, in_diamonds, gifts)
        return GreatestWorth(
            most * value_of(earner.diamond), currency, earner.region, earner.earnings, earner.diamond, gift
        )

    def _earners_at(self, at: Instant) -> tuple[Earner, ...]:
        """Those who earn a share of money at an instant, each distinct terms once."""
        if at not in self._earners:
            found: dict[tuple[int, ...], Earner] = {}
            for history in self._creators:
                for earner in _earners_in(history, at):
                    found.setdefault((id(earner.earnings), id(earner.diamond), id(earner.fx)), earner)
            self._earners[at] = tuple(found.values())
        return self._earners[at]

    def _money_of(self, market: Market) -> MoneyOfCoin | None:
        """What a coin stands for in a market; None where the rules tell no worth of coins there."""
        offer = None if market.worth is None else market.offers.get(market.worth.package or "")
        if market.worth is not None and market.worth.package_unknown is not None:
            self._is_unknown(market, "worth_at.package")
        if offer is None:
            return None
        terms = (offer.price, market.tax, market.commission, offer.package)
        key = (*map(id, terms), id(market.currency))
        if key not in self._money:
            self._money[key] = self._of_terms(market, terms)
        return self._money[key]

    def _of_terms(self, market: Market, terms: tuple[object, ...]) -> MoneyOfCoin | None:
        by_base: dict[str, Fraction] = {}
        of = f"what coins are worth in {market.key.shown}"
        try:
            cases = [case.terms for case in cases_of(self._book.facts, *terms)]
        except TooManyCases as too_many:
            self.unproved[Unproved(MARGIN, f"undecided, {too_many}", of)] = None
            return None
        for price, tax, commission, content in cases:
            if not (isinstance(price, PriceTerms) and isinstance(tax, TaxTerms) and isinstance(content, PackageTerms)):
                continue
            whole = {"net": exact_net(tax, price.listed_minor)}
            if isinstance(commission, CommissionTerms):
                whole[PROCEEDS] = _exact_proceeds(offer_of(content, price, tax, commission))
            for base, money in whole.items():
                if money is None:
                    self._is_unknown(market, f"the {base} of coins")
                else:
                    by_base[base] = max(by_base.get(base, Fraction(0)), money / content.total)
        return MoneyOfCoin(market.currency, by_base)

    def _is_unknown(self, market: Market, what: str) -> None:
        self.unproved[Unproved(MARGIN, "it is unknown", f"{what} in {market.key.shown}")] = None


def _exact_proceeds(offer: Offer) -> Fraction | None:
    """The exact proceeds of a package's listed price, in minor units; None where they are not known."""
    if offer.kept is None:
        return None
    return Fraction(max(offer.price.listed_minor * offer.kept - offer.fixed, 0), offer.divisor)


def _earns_of_money(history: MarketHistory) -> bool:
    """Whether creators of a region ever earn a share of money."""
    timelines = (timeline for section, timeline in history.sections.items() if section[0] == EARNINGS)
    every = (terms for timeline in timelines for own in timeline.values for terms in possible_terms(own.terms))
    return any(isinstance(terms, EarningsTerms) and terms.base != COINS for terms in every)


def _earners_in(history: MarketHistory, at: Instant) -> Iterator[Earner]:
    """Those of one region, in every case of facts."""

    def held(section: tuple[str, ...]) -> list[object]:
        timeline = history.sections.get(section)
        return [] if timeline is None else possible_terms(held_terms(timeline, at))

    rates: list[FxTerms | None] = [terms for terms in held(("fx",)) if isinstance(terms, FxTerms)]
    diamonds = [terms for terms in held(DIAMOND) if isinstance(terms, DiamondTerms)]
    for section in history.sections:
        for terms in held(section) if section[0] == EARNINGS else ():
            if isinstance(terms, EarningsTerms) and terms.base != COINS and not terms.amount_unknown:
                for diamond in diamonds:
                    yield from (Earner(history.key.region, section[1], terms, diamond, fx) for fx in rates or [None])
