"""Whether coins that come back as diamonds bring more than they cost: proved over all markets, packages and creators.

`round_trip`: nobody buys coins, sends them to a creator and is paid more than the coins cost. `margin`: what is left of
a package after tax and commission is at least what its coins are worth to the creator who earns most of them.

The worth is of the gift by which a coin brings most, with its roundings, in every region, kind and case of facts, at
the value of a diamond of that instant, by the rates of the market in which the coins are bought. Fees of payouts and
withholding are left out: they only take from it. Prices are the regular ones, and those of all promotions that go
together, of packages and of gifts; with one that has a limit only the round trip is looked at. Of a share of net or
proceeds coins are sent from where they are bought.
"""

from collections.abc import Container, Iterable, Iterator, Sequence
from fractions import Fraction

import msgspec

from ratecard.book.markets import MarketHistory
from ratecard.book.rulebook import RuleBook
from ratecard.currency import Currency
from ratecard.diagnostics.diagnostic import Note, Place
from ratecard.guards.breaches import ROUND_TRIP, Breach, worst_of_numbers
from ratecard.guards.chosen_cases import BETWEEN
from ratecard.guards.deals import Worst
from ratecard.guards.dearest import Dearest, Way, Worthy
from ratecard.guards.findings import Finding, Meeting, Unproved, decimal, percent
from ratecard.guards.levels import ExactRates
from ratecard.guards.money_worth import MoneyWorths
from ratecard.guards.offered import Offered
from ratecard.guards.offers import MARGIN, Found, UnitOnSale, taken_of
from ratecard.guards.on_sale import AllOnSale
from ratecard.guards.payout_terms import PAYOUT_TERMS
from ratecard.guards.sending import ways_of_sending
from ratecard.instants import Instant
from ratecard.keys.worth import GreatestWorth, Worths
from ratecard.terms.market import MarketKey

EARNS, DIAMOND = "what a coin earns", "the value of a diamond"

LITTLE = Fraction(1, 20)
"""The least part of what is left of a package that its coins are worth to creators, where they earn anything."""
MILLION = 10**6

TAKES_MUCH = Fraction(3, 2)
"""A commission is probably wrong if it takes so many times the usual share."""


class Proof:
    """Looks for chains that are broken."""

    def __init__(self, offered: Offered, dearest: Dearest, least: Fraction) -> None:
        self.dearest, self.kept = dearest, 1 - least
        self.offers, self.deals = AllOnSale(offered.groups), offered.deals
        self.taken: dict[MarketKey, Fraction] = {}
        self.broken: dict[MarketKey, str] = {}
        self.part = 0
        self.best: tuple[UnitOnSale, GreatestWorth] | None = None
        self._seen: set[tuple[object, ...]] = set()

    def of(self, history: MarketHistory) -> Iterator[Breach]:
        """The packages of a market of which less is left than their coins are worth, or that cost no more than that."""
        broken: set[str] = set()
        also = self.dearest.instants_of(history)
        known: dict[tuple[Instant, Currency], Worthy] = {}
        for package, since, group in self.offers.of(history, also):
            found: list[Breach] = []
            for case in group.cases:
                if history.key not in self.taken:
                    self.taken[history.key] = taken_of(case.net, case.left)
                key = (since, case.price.currency)
                if key not in known:
                    known[key] = self.dearest.of(history, *key)
                if self._may_break(case, known[key]):
                    found += self._breaches(case.offered(history, package, since), known[key], is_limited=False)
            if found:
                broken.add(package)
                yield from self._new(worst_of_numbers(found))
        yield from self._of_deals(history, broken)

    def _of_deals(self, history: MarketHistory, broken: Container[str]) -> Iterator[Breach]:
        """The same with promotions, of packages that are not broken without."""
        met: set[int] = set()
        for since, deals in self.deals.of(history):
            if id(deals) not in met:
                met.add(id(deals))
                self.deals.meet(deals, history.key)
            by_currency = {currency: self.dearest.of(history, since, currency) for currency, _ in deals.worst}
            if not any(self._may_be_among(worst, by_currency[currency]) for currency, worst in deals.worst):
                continue
            for package, deal in deals.every:
                if package not in broken:
                    offer, worthy = deal.offered(history, package, since), by_currency[deal.price.currency]
                    yield from self._new(self._breaches(offer, worthy, is_limited=deal.is_limited))

    def takes_of_others(self, offer: UnitOnSale, much: Fraction) -> bool:
        """Whether the commission takes more than a share of another package of the market too, where there is one."""
        groups = (group for package, _, group in self.offers.of(offer.history, set()) if package != offer.package)
        others = [case for group in groups for case in group.cases]
        return not others or any(taken_of(case.net, case.left) > much for case in others)

    def _may_break(self, found: Found, worthy: Worthy) -> bool:
        """Whether an offer may be a breach, or that of which creators get most: then it is looked at way by way."""
        if worthy.most is None:
            return False
        coins, left, (each, by) = found.coins, found.left, worthy.most
        if each * coins >= found.listed * by:
            return True
        if left is None:
            return False
        kept = self.kept
        if each * coins * kept.denominator > left * by * kept.numerator:
            return True
        if worthy.plain is None:
            return False
        each, by = worthy.plain
        return each * coins * MILLION >= self.part * left * by

    def _may_be_among(self, worst: Worst, worthy: Worthy) -> bool:
        """Whether a breach may be among deals of which these are the worst."""
        kept = self.kept
        if worst.is_negative or kept <= 0:
            return True
        for most, (coins, money), share in (
            (worthy.most, worst.of_listed, 1),
            (worthy.unlimited, worst.of_left, kept),
        ):
            if most is not None and most[0] * coins * share.denominator >= money * most[1] * share.numerator:
                return True
        return False

    def _new(self, breaches: Sequence[Breach]) -> Iterator[Breach]:
        """Those that were not met before, in another market of the same terms."""
        for breach in breaches:
            offer, worth = breach.offer, breach.worth
            key = (breach.guard, id(offer.price.listed_stated), offer.listed, offer.left, offer.coins, breach.value)
            if (*key, offer.promotions, worth.by) not in self._seen:
                self._seen.add((*key, offer.promotions, worth.by))
                yield breach

    def _breaches(self, offer: UnitOnSale, worthy: Worthy, *, is_limited: bool) -> list[Breach]:
        """The breaches of an offer, for each guard by the first way of sending gifts by which there is one."""
        first: dict[str, Breach] = {}
        for amount, worth, is_way_limited in worthy.by_way:
            for breach in self._by_way(offer, amount, worth, is_limited=is_limited or is_way_limited):
                first.setdefault(breach.guard, breach)
        if ROUND_TRIP in first and MARGIN in first:
            first[MARGIN] = msgspec.structs.replace(first[MARGIN], is_trip=True)
        return [*first.values()]

    def _by_way(self, offer: UnitOnSale, each: Fraction, worth: GreatestWorth, *, is_limited: bool) -> list[Breach]:
        """The breaches of an offer of which a coin is worth so much, in minor units: whole numbers are compared."""
        value, by = each.numerator * offer.coins, each.denominator
        kept = self.kept
        if offer.left and not offer.promotions and worth.by is None:
            part = value * MILLION // (offer.left * by)
            if part >= self.part:
                self.part, self.best = part, (offer, worth)
        is_trip = value >= offer.listed * by
        is_loss = offer.left is not None and value * kept.denominator > offer.left * by * kept.numerator
        if not is_trip and (not is_loss or is_limited):
            return []
        if not offer.promotions and worth.by is None:
            self.broken.setdefault(offer.history.key, MARGIN if is_loss else ROUND_TRIP)
        guards = [name for name, breaks in ((ROUND_TRIP, is_trip), (MARGIN, is_loss)) if breaks]
        return [Breach(guard, offer, worth, Fraction(value, by), is_trip) for guard in guards]


def broken_chains(
    book: RuleBook,
    markets: Sequence[MarketHistory],
    creators: Iterable[MarketHistory],
    offered: Offered,
    rates: ExactRates,
    least: Fraction,
) -> Iterator[Finding | Unproved | Meeting]:
    """Each package of which less is left than its coins are worth to a creator, or that costs no more than that.

    Beside them stand the promotions that go together.
    """
    every = list(creators)
    sent = ways_of_sending(markets, offered.periods)
    ways = [Way(sending, Worths(sending, every), is_limited) for sending, is_limited in sent]
    proof = Proof(offered, Dearest(ways, MoneyWorths(book, every), rates), least)
    breaches = [breach for history in markets for breach in proof.of(history)]
    shares = sorted(proof.taken.values())
    usual = shares[len(shares) // 2] if shares else Fraction(0)
    is_wide = 2 * len(proof.broken) > len(proof.taken)
    wide = next(iter(proof.broken.values())) if is_wide else ""
    for breach in breaches:
        found = _finding(breach, _place(breach, proof, usual * TAKES_MUCH, is_wide=is_wide))
        is_promoted = bool(breach.offer.promotions) or breach.worth.by is not None
        yield msgspec.structs.replace(found, follows=wide) if is_wide and is_promoted else found
    if proof.best is not None and proof.part < LITTLE * MILLION:
        yield _little(*proof.best, Fraction(proof.part, MILLION))
    yield from proof.deals.meetings()
    for unproved in (*proof.dearest.unproved, *proof.dearest.money.unproved, *proof.offers.unproved):
        yield unproved
        if unproved not in proof.offers.unproved or unproved.is_undecided or unproved.why == BETWEEN:
            yield Unproved(ROUND_TRIP, unproved.why, unproved.of)


def _little(offer: UnitOnSale, worth: GreatestWorth, part: Fraction) -> Finding:
    """That creators get hardly anything of what is left of any package: a digit too few, in one of two places."""
    return Finding(
        guard=PAYOUT_TERMS,
        market=offer.history.key,
        of=worth.earnings.kind,
        since=offer.since,
        seen=LITTLE / part if part else Fraction(MILLION),
        sentence=(
            f"creators get at most {percent(part)} of what is left of any package, of {offer.package} in "
            f"{offer.history.key.shown} as {worth.earnings.kind}, and less than {percent(LITTLE)} is unusual"
        ),
        place=worth.diamond.stated.place,
        hint="look for a digit in the wrong place, here or in what a coin earns",
        notes=(Note(worth.earnings.stated.place, EARNS),),
        question=offer.question,
    )


def _place(breach: Breach, proof: Proof, much: Fraction, *, is_wide: bool) -> Place:
    """The promotion; where most markets break, what coins earn; else a commission that takes much, or the price.

    Where it takes `much` of nothing else in the market, the price is too small: a fixed part is a great share of that.
    """
    offer, earnings = breach.offer, breach.worth.earnings
    if breach.worth.by is not None or offer.by is not None:
        return breach.worth.by or offer.by or offer.price.listed_stated.place
    if is_wide:
        earns_much = earnings.numerator > earnings.denominator
        return earnings.stated.place if earns_much else breach.worth.diamond.stated.place
    if offer.cut is not None and offer.taken > much and proof.takes_of_others(offer, much):
        return offer.cut
    return offer.price.listed_stated.place


def _finding(breach: Breach, place: Place) -> Finding:
    offer, worth, minors = breach.offer, breach.worth, breach.value
    currency, market, kind = offer.price.currency, offer.history.key, worth.earnings.kind
    money = breach.money
    verb = "costs" if breach.guard == ROUND_TRIP else "leaves"
    shown = f"{decimal(minors / 10**currency.exponent, currency.exponent)} {currency}"
    beside = f" with {' and '.join(offer.promotions)}" if offer.promotions else ""
    each = decimal(worth.each, worth.currency.exponent + 4)
    others = (
        (worth.earnings.stated.place, EARNS),
        (worth.diamond.stated.place, DIAMOND),
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
            f"{shown} to a creator, as {kind}{_sale(worth)}"
        ),
        place=place,
        hint=_hint(offer, worth, place),
        notes=tuple(Note(own, text) for own, text in others if own != place),
        question=offer.question,
        together=f"{breach.guard} {market if place == offer.price.listed_stated.place else place}",
        price=offer.price.listed_stated.place,
        beside=(currency.code, worth.currency.code),
        follows=ROUND_TRIP if breach.guard == MARGIN and breach.is_trip else "",
        table=(
            ("hop", "amount"),
            (f"{offer.package}{beside} {verb}", str(money)),
            ("coins", f"{offer.coins:,}"),
            (f"a coin, as {kind} in {worth.region}{_sale(worth)}", f"{each} {worth.currency}"),
            ("all of them", shown),
        ),
    )


def _sale(worth: GreatestWorth) -> str:
    """The promotions with which gifts are sent, in words; "" where there are none."""
    return f" with {' and '.join(worth.sent.promotions)}" if worth.sent is not None and worth.sent.promotions else ""


def _hint(offer: UnitOnSale, worth: GreatestWorth, place: Place) -> str:
    """What to do about it."""
    if worth.by is not None:
        return "take less off gifts, let creators bear it (borne_by: creator), or limit it"
    if offer.by is not None:
        return "give less, limit it, or keep it from going together with others: exclusive: yes"
    if place == offer.cut:
        return "look for a digit in the wrong place of this part of the commission; or raise the price"
    return f"raise the price, or lower what a coin earns or the value of a diamond ({worth.diamond.stated.value})"
