"""Whether coins that come back as diamonds bring more than they cost: proved over all markets, packages and creators.

`round_trip`: nobody buys coins, sends them to a creator and is paid more than the coins cost. `margin`: what is left of
a package after tax and commission is at least what its coins are worth to the creator who earns most of them.

The worth is of the gift by which a coin brings most, with its roundings, in every region, kind and case of facts, at
the value of a diamond of that instant, by the rates of the market in which the coins are bought. Fees of payouts and
withholding are left out: they only take from it. Prices are the regular ones, and those of all promotions that go
together; promotions with a limit count for the margin alone. Shares of net or proceeds are not looked at, and said to
be unproved.
"""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

import msgspec

from ratecard.book.markets import MarketHistory
from ratecard.book.rulebook import RuleBook
from ratecard.currency import Currency
from ratecard.diagnostics.diagnostic import Note, Place
from ratecard.guards.deals import Deals
from ratecard.guards.findings import Finding, Meeting, Unproved, decimal
from ratecard.guards.levels import Rates
from ratecard.guards.offers import MARGIN, Offer, Offers
from ratecard.instants import Instant
from ratecard.keys.worth import Worth, Worths
from ratecard.money import Money
from ratecard.terms.market import MarketKey

ROUND_TRIP = "round_trip"

EARNS = "what a coin earns"

TAKES_MUCH = Fraction(3, 2)
"""A commission is probably wrong if it takes so many times the usual share."""


class Breach(msgspec.Struct, frozen=True):
    """An offer whose coins are worth too much to a creator: `value`, in minor units of its currency."""

    guard: str
    offer: Offer
    worth: Worth
    value: Fraction
    is_trip: bool


class Proof:
    """Looks for chains that are broken."""

    def __init__(self, book: RuleBook, worths: Worths, rates: Rates, least: Fraction) -> None:
        self.worths, self.rates, self.least = worths, rates, least
        self.offers, self.deals = Offers(book.facts), Deals(book)
        self.unproved: dict[Unproved, None] = {Unproved(MARGIN, why, of): None for why, of in worths.unproved()}
        self.taken: dict[MarketKey, Fraction] = {}
        self.broken: set[MarketKey] = set()
        self._dearest: dict[tuple[str, Instant, Currency], tuple[Fraction, Worth] | None] = {}
        self._seen: set[tuple[object, ...]] = set()

    def of(self, history: MarketHistory) -> Iterator[Breach]:
        """The packages of a market of which less is left than their coins are worth, or that cost no more than that."""
        broken: set[str] = set()
        also = {*self.worths.instants, *self.rates.instants(history.key.region)}
        for offer in self.offers.of(history, also):
            self.taken.setdefault(history.key, offer.taken)
            for breach in self._breaches(offer, is_limited=False):
                broken.add(offer.package)
                yield breach
        for deal in self.deals.of(history):
            if deal.offer.package not in broken:
                yield from self._breaches(deal.offer, is_limited=deal.is_limited)

    def _breaches(self, offer: Offer, *, is_limited: bool) -> Iterator[Breach]:
        found = self._worth(offer.history.key.region, offer.since, offer.price.currency)
        if found is None:
            return
        each, worth = found  # in minor units: whole numbers are compared, and not fractions
        value, by = each.numerator * offer.coins, each.denominator
        kept = 1 - self.least
        is_trip = value >= offer.listed * by
        is_loss = offer.left is not None and value * kept.denominator > offer.left * by * kept.numerator
        if not is_trip and (not is_loss or is_limited):
            return
        if not offer.promotions:
            self.broken.add(offer.history.key)
        key = (id(offer.price.listed_stated), offer.listed, offer.left, offer.coins, each, offer.promotions)
        if key in self._seen:
            return
        self._seen.add(key)
        minors = Fraction(value, by)
        if is_trip:
            yield Breach(ROUND_TRIP, offer, worth, minors, is_trip)
        if is_loss:
            yield Breach(MARGIN, offer, worth, minors, is_trip)

    def _worth(self, region: str, at: Instant, into: Currency) -> tuple[Fraction, Worth] | None:
        """What a coin is worth at most, in minor units by a region's rates; None where nothing is earned."""
        key = (region, at, into)
        if key not in self._dearest:
            every: list[tuple[Fraction, Worth]] = []
            for currency, worth in self.worths.at(at).items():
                rate = self.rates.between(region, currency, into, at)
                if rate is not None:
                    every.append((worth.each * rate * 10**into.exponent, worth))
                else:
                    why = "no rate of exchange compares them"
                    self.unproved[Unproved(MARGIN, why, f"{currency} and {into}")] = None
            self._dearest[key] = max(every, key=lambda entry: entry[0], default=None)
        return self._dearest[key]


def broken_chains(
    book: RuleBook, markets: Sequence[MarketHistory], creators: Iterable[MarketHistory], rates: Rates, least: Fraction
) -> Iterator[Finding | Unproved | Meeting]:
    """Each package of which less is left than its coins are worth to a creator, or that costs no more than that.

    Beside them stand the promotions that go together.
    """
    proof = Proof(book, Worths(markets, creators), rates, least)
    breaches = [breach for history in markets for breach in proof.of(history)]
    shares = sorted(proof.taken.values())
    usual = shares[len(shares) // 2] if shares else Fraction(0)
    is_wide = 2 * len(proof.broken) > len(proof.taken)
    told = [breach for breach in breaches if not (is_wide and breach.offer.promotions)]  # those only follow
    yield from (_finding(breach, _place(breach, usual, is_wide=is_wide)) for breach in told)
    yield from proof.deals.meetings()
    for unproved in (*proof.unproved, *proof.offers.unproved):
        yield unproved
        if unproved not in proof.offers.unproved or unproved.why.startswith("undecided"):
            yield Unproved(ROUND_TRIP, unproved.why, unproved.of)


def _place(breach: Breach, usual: Fraction, *, is_wide: bool) -> Place:
    """The promotion; where most markets break, what coins earn; else a commission that takes much, or the price."""
    offer, earnings = breach.offer, breach.worth.earnings
    if offer.by is not None:
        return offer.by
    if is_wide:
        earns_much = earnings.numerator > earnings.denominator
        return earnings.stated.place if earns_much else breach.worth.diamond.stated.place
    if offer.cut is not None and offer.taken > usual * TAKES_MUCH:
        return offer.cut
    return offer.price.listed_stated.place


def _finding(breach: Breach, place: Place) -> Finding:
    offer, worth, minors = breach.offer, breach.worth, breach.value
    currency, market, kind = offer.price.currency, offer.history.key, worth.earnings.kind
    money = offer.money if breach.guard == ROUND_TRIP else Money(offer.left or 0, currency)
    verb = "costs" if breach.guard == ROUND_TRIP else "leaves"
    shown = f"{decimal(minors / 10**currency.exponent, currency.exponent)} {currency}"
    beside = f" with {' and '.join(offer.promotions)}" if offer.promotions else ""
    each = decimal(worth.each, worth.currency.exponent + 4)
    others = (
        (worth.earnings.stated.place, EARNS),
        (worth.diamond.stated.place, "the value of a diamond"),
        (offer.price.listed_stated.place, "the price"),
    )
    return Finding(
        guard=breach.guard,
        market=market,
        of=offer.package,
        since=offer.since,
        seen=minors / money.minor if money.minor > 0 else minors + 1,
        sentence=(
            f"{offer.package} in {market.shown}{beside} {verb} {money}, and its {offer.coins:,} coins are worth up to "
            f"{shown} to a creator, as {kind}"
        ),
        place=place,
        hint=_hint(offer, worth),
        notes=tuple(Note(own, text) for own, text in others if own != place),
        question=_asked(offer),
        together=f"{breach.guard} {market if place == offer.price.listed_stated.place else place}",
        price=offer.price.listed_stated.place,
        beside=(currency.code, worth.currency.code),
        follows=ROUND_TRIP if breach.guard == MARGIN and breach.is_trip else "",
        table=(
            ("hop", "amount"),
            (f"{offer.package}{beside} {verb}", str(money)),
            ("coins", f"{offer.coins:,}"),
            (f"a coin, as {kind} in {worth.region}", f"{each} {worth.currency}"),
            ("all of them", shown),
        ),
    )


def _asked(offer: Offer) -> str:
    region, platform = offer.history.key
    return f"ratecard quote purchase --region {region} --platform {platform} --package {offer.package}"


def _hint(offer: Offer, worth: Worth) -> str:
    """What to do about it."""
    if offer.by is not None:
        return "give less, limit it, or keep it from going together with others: exclusive: yes"
    return f"raise the price, or lower what a coin earns or the value of a diamond ({worth.diamond.stated.value})"
