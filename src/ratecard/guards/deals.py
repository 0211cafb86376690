"""The cheapest that promotions make a package: all that go together, those without a limit, and each exclusive one."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

import msgspec

from ratecard.book.markets import MarketHistory
from ratecard.book.rulebook import RuleBook
from ratecard.diagnostics.diagnostic import Place
from ratecard.guards.findings import Meeting
from ratecard.guards.offers import Offer, cut_of, leaves
from ratecard.guards.takings import limits_much
from ratecard.quotes.purchases.choice import Candidate, Regular, Unit, unit_with
from ratecard.terms.commission import CommissionTerms
from ratecard.terms.effects import NO_EFFECT, Effect
from ratecard.terms.facts import possible_terms
from ratecard.terms.limits import LimitTerms
from ratecard.terms.market import Market, MarketKey
from ratecard.terms.offers import Offer as PlainOffer
from ratecard.terms.offers import VaryingOffer
from ratecard.terms.packages import PackageTerms
from ratecard.terms.prices import PriceTerms
from ratecard.terms.pricing import PricingTerms
from ratecard.terms.promoted import Promoted
from ratecard.terms.promotions import PROMOTIONS
from ratecard.terms.tax import TaxTerms


class Deal(msgspec.Struct, frozen=True):
    """An offer with promotions, and whether one of them is limited, so that nobody has it for ever."""

    offer: Offer
    is_limited: bool


class Deals:
    """The deals of markets. What the same promotions make of the same terms is found once."""

    def __init__(self, book: RuleBook) -> None:
        self._book = book
        self._known: dict[tuple[object, ...], tuple[Deal, ...]] = {}
        self._together: dict[tuple[str, ...], tuple[set[str], set[MarketKey]]] = {}

    def of(self, history: MarketHistory) -> Iterator[Deal]:
        """Each package with the promotions that go together, in each period of a market.

        Facts and codes are taken as met. What promotions give is the most of all cases of facts; prices, contents,
        taxes and commissions are of any case.
        """
        if not any(section[0] == PROMOTIONS for section in history.sections):
            return
        for since in history.starts:
            market = self._book.market(history.key, since)
            if isinstance(market, Market) and market.promotions is not None:
                for package, offer in market.offers.items():
                    promoted = market.promotions.of(package)
                    for deal in self._of_offer(history, market, promoted, offer) if promoted else ():
                        own = msgspec.structs.replace(deal.offer, history=history, since=since)
                        packages, markets = self._together.setdefault(own.promotions, (set(), set()))
                        packages.add(package)
                        markets.add(history.key)
                        yield Deal(own, deal.is_limited)

    def meetings(self) -> Iterator[Meeting]:
        """The promotions that go together in what was looked at, several of them."""
        for promotions, (packages, markets) in sorted(self._together.items()):
            if len(promotions) > 1:
                yield Meeting(promotions, tuple(sorted(packages)), len(markets))

    def _of_offer(
        self, history: MarketHistory, market: Market, promoted: Sequence[Promoted], offer: PlainOffer | VaryingOffer
    ) -> tuple[Deal, ...]:
        varying = (offer.price, offer.package, market.tax, market.commission, market.pricing)
        key = (*(id(own.terms) for own in promoted), *(tuple(map(id, possible_terms(terms))) for terms in varying))
        if key not in self._known:
            prices, contents = possible_terms(offer.price), possible_terms(offer.package)
            self._known[key] = tuple(
                deal
                for price in prices
                for content in contents
                if isinstance(price, PriceTerms) and isinstance(content, PackageTerms)
                for deal in _deals(history, market, promoted, price, content)
            )
        return self._known[key]


def _deals(
    history: MarketHistory, market: Market, promoted: Sequence[Promoted], price: PriceTerms, content: PackageTerms
) -> Iterator[Deal]:
    pricing = next((own for own in possible_terms(market.pricing) if isinstance(own, PricingTerms)), None)
    regular = Regular(price.listed_minor, content.coins, content.bonus, pricing)
    candidates = [Candidate(own, deepest(own, regular)) for own in promoted]
    together = [own for own in candidates if not own.promoted.terms.exclusive]
    sets = [together, [own for own in together if not _is_limited(own.promoted)]]
    sets += [[own] for own in candidates if own.promoted.terms.exclusive]
    for chosen in {tuple(own.id for own in chosen): chosen for chosen in sets if chosen}.values():
        unit = unit_with(regular, chosen)
        for offer in _offers(history, market, price, content, unit):
            yield Deal(offer, any(_is_limited(own.promoted) for own in chosen))


def deepest(promoted: Promoted, regular: Regular) -> Effect:
    """The most that a promotion may give with one unit: what takes off most in any case, with the most coins of any."""
    effects = [own for own in possible_terms(promoted.effect) if isinstance(own, Effect)]
    if not effects:
        return NO_EFFECT
    off = max(effects, key=lambda own: Fraction(*own.off(regular.minor)))
    more = max(effects, key=lambda own: own.bonus_of(regular.coins))
    return msgspec.structs.replace(off, bonus=more.bonus)


def _given(effect: Effect, price: PriceTerms, content: PackageTerms) -> Fraction:
    """About what share of a package an effect gives away: 25 % off are a quarter, and a doubled content is a half."""
    off, by = effect.off(price.listed_minor)
    bonus = effect.bonus_of(content.coins)
    taken_off = Fraction(off, by * price.listed_minor) if price.listed_minor else Fraction(0)
    return taken_off + Fraction(bonus, content.coins + bonus)


def _is_limited(promoted: Promoted) -> bool:
    """Whether a limit lets nobody have it often, in every case of facts."""
    every = [possible_terms(limit) for _, limit in promoted.limits]
    return any(all(isinstance(own, LimitTerms) and limits_much(own) for own in cases) for cases in every if cases)


def _offers(
    history: MarketHistory, market: Market, price: PriceTerms, content: PackageTerms, unit: Unit
) -> Iterator[Offer]:
    """One unit with promotions as an offer, in each case of tax and commission."""
    greatest = max(unit.applied, key=lambda own: (_given(own.effect, price, content), own.id))
    stated = greatest.effect.discount or greatest.effect.price or greatest.effect.bonus
    for tax in possible_terms(market.tax):
        for commission in possible_terms(market.commission):
            if isinstance(tax, TaxTerms) and isinstance(commission, CommissionTerms):
                net, gross, left = leaves(unit.listed_minor, tax, commission)
                yield Offer(
                    history=history,
                    package=content.id,
                    since=market.period.start,
                    price=price,
                    listed=unit.listed_minor,
                    net=net,
                    left=left,
                    coins=content.coins + unit.bonus,
                    cut=cut_of(commission),
                    promotions=tuple(own.id for own in unit.applied),
                    by=_place(greatest.promoted, stated),
                    gross=gross,
                )


def _place(promoted: Promoted, stated: object) -> Place:
    place = getattr(stated, "place", None)
    return place if isinstance(place, Place) else promoted.terms.stated.place
