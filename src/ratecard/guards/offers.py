"""What one unit of a package costs at least, what is left of it, and what it holds: in each market, over all time."""

from fractions import Fraction
from typing import Any, NamedTuple

import msgspec

from ratecard.book.markets import MarketHistory
from ratecard.diagnostics.diagnostic import Place
from ratecard.guards.chosen_cases import extremes, range_of_all, terms_at_numbers
from ratecard.instants import Instant
from ratecard.keys.proceeds import left_of_unit
from ratecard.money import Money
from ratecard.quotes.purchases.choice import Candidate
from ratecard.terms.cases import TooManyCases, cases_of
from ratecard.terms.chosen import ChosenOffer
from ratecard.terms.commission import CommissionTerms
from ratecard.terms.effects import Effect
from ratecard.terms.facts import DeclaredFacts
from ratecard.terms.kept import lefts
from ratecard.terms.packages import PackageTerms
from ratecard.terms.prices import PriceTerms
from ratecard.terms.promoted import Promoted
from ratecard.terms.tax import TaxTerms, split_price

MARGIN = "margin"


class UnitOnSale(msgspec.Struct, frozen=True):
    """One unit of a package in one market from an instant on, in one case of facts.

    `listed` and `left`, what stays after tax and commission, are in minor units; `left` is None where it is not known.
    `net` is the price without tax, and `gross` what the buyer pays. `applied` are the promotions that make it so, of
    this `content`. `number` is the number of coins where the buyer chooses that.
    """

    history: MarketHistory
    package: str
    since: Instant
    price: PriceTerms
    listed: int
    net: int | None
    left: int | None
    coins: int
    commission: CommissionTerms
    applied: tuple[Candidate, ...] = ()
    content: PackageTerms | None = None
    gross: int | None = None
    number: int | None = None

    @property
    def question(self) -> str:
        """The question of the command line that shows what it costs."""
        market = f"--region {self.history.key.region} --platform {self.history.key.platform}"
        if self.number is not None:
            return f"ratecard quote chosen {market} --thing {self.package} --coins {self.number}"
        return f"ratecard quote purchase {market} --package {self.package}"

    @property
    def cut(self) -> Place | None:
        """Where the greatest part of the commission is stated; None of no commission."""
        return cut_of(self.commission, self.listed)

    @property
    def promotions(self) -> tuple[str, ...]:
        """The ids of the promotions that make it so."""
        return tuple([own.id for own in self.applied])

    @property
    def by(self) -> Place | None:
        """Where the promotion is stated that gives most of it away; None without any."""
        if not self.applied or self.content is None:
            return None
        content = self.content
        greatest = max(self.applied, key=lambda own: (given_away(own.effect, self.price, content), own.id))
        return place_of(greatest.promoted, greatest.effect)

    @property
    def taken(self) -> Fraction:
        """The share of the net that the commission takes; 0 where that is not known."""
        return taken_of(self.net, self.left)

    @property
    def money(self) -> Money:
        """What it costs."""
        return Money(self.listed, self.price.currency)


def taken_of(net: int | None, left: int | None) -> Fraction:
    """The share of a net that is not left of it; 0 where that is not known."""
    return 1 - Fraction(left, net) if net and left is not None else Fraction(0)


def given_away(effect: Effect, price: PriceTerms, content: PackageTerms) -> Fraction:
    """About what share of a package an effect gives away: 25 % off are a quarter, and a doubled content is a half."""
    off, by = effect.off(price.listed_minor)
    bonus = effect.bonus_of(content.coins)
    taken_off = Fraction(off, by * price.listed_minor) if price.listed_minor else Fraction(0)
    return taken_off + Fraction(bonus, content.coins + bonus)


def place_of(promoted: Promoted, effect: Effect) -> Place:
    """Where a promotion says what it gives."""
    stated = effect.discount or effect.price or effect.bonus
    return promoted.terms.stated.place if stated is None else stated.place


class Found(msgspec.Struct, frozen=True):
    """What four terms come to in one case: the price, net and gross, what is left of it, the coins, the commission.

    `listed` is what one unit costs with the promotions that are `applied` to this `content`; `is_limited` says whether
    one of them is, so that nobody has it for ever. `number` is the number of coins where the buyer chooses that.
    """

    price: PriceTerms
    listed: int
    net: int | None
    gross: int | None
    left: int | None
    coins: int
    commission: CommissionTerms
    applied: tuple[Candidate, ...] = ()
    content: PackageTerms | None = None
    is_limited: bool = False
    number: int | None = None

    def offered(self, history: MarketHistory, package: str, since: Instant) -> UnitOnSale:
        """The same as a unit on sale in a market from an instant on."""
        return UnitOnSale(
            history=history,
            package=package,
            since=since,
            price=self.price,
            listed=self.listed,
            net=self.net,
            left=self.left,
            coins=self.coins,
            commission=self.commission,
            applied=self.applied,
            content=self.content,
            gross=self.gross,
            number=self.number,
        )


class Leaving:
    """What one tax and one commission leave of listed prices. Each price is taken apart once."""

    def __init__(self, tax: TaxTerms, commission: CommissionTerms) -> None:
        self._tax, self._commission, self._ways = tax, commission, lefts(commission, tax)
        self._known: dict[int, tuple[int | None, int | None, int | None]] = {}

    def of(self, listed: int) -> tuple[int | None, int | None, int | None]:
        """Net and gross of a listed price, and what is left of it, in minor units; each None where it is not known."""
        known = self._known.get(listed)
        if known is None:
            net, _, _, gross = split_price(self._tax, listed)
            left = None if self._commission.unknown else left_of_unit(self._commission, self._ways, listed, net)
            known = self._known[listed] = (net, gross, left)
        return known


class Leavings:
    """What is left of prices, by tax and commission."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], Leaving] = {}

    def by(self, tax: TaxTerms, commission: CommissionTerms) -> Leaving:
        """What this tax and this commission leave."""
        key = (id(tax), id(commission))
        if key not in self._known:
            self._known[key] = Leaving(tax, commission)
        return self._known[key]


class TermCases(NamedTuple):
    """What terms come to in each of their cases. `undecided` says why they were not looked at; "" where they were."""

    cases: tuple[Found, ...]
    undecided: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it is not known of a case what is left."""
        cases = self.cases
        return cases[0].left is None if len(cases) == 1 else any(own.left is None for own in cases)


class AllTermCases:
    """What terms come to, found once for each price, tax, commission and content: for all guards that look at it."""

    def __init__(self, declared: DeclaredFacts, leavings: Leavings) -> None:
        self._declared, self._leavings = declared, leavings
        self._known: dict[tuple[int, ...], TermCases] = {}
        self.odd: set[int] = set()

    def of(self, price: object, tax: object, commission: object, content: object, pricing: object = None) -> TermCases:
        """What these terms come to. The ids of groups that are open or undecided are among `odd`.

        `pricing` is how prices are rounded, where the buyer chooses the number of coins.
        """
        key = (id(price), id(tax), id(commission), id(content), id(pricing))
        known = self._known.get(key)
        if known is None:
            known = None if pricing is None else self._of_chosen(price, tax, commission, content, pricing)
            known = self._known[key] = known or self._found(price, tax, commission, content)
            if known.undecided or known.is_open:
                self.odd.add(id(known))
        return known

    def _found(self, *terms: object) -> TermCases:
        plain = self._in_case(*terms)
        if plain is not None:
            return TermCases((plain,))
        try:
            cases = cases_of(self._declared, *terms)
        except TooManyCases as too_many:
            return TermCases((), f"undecided, {too_many}")
        found = (self._in_case(*case.terms) for case in cases)
        distinct = {(id(own.price), own.left, own.gross, own.coins): own for own in found if own is not None}
        return TermCases(tuple(distinct.values()))

    def _of_chosen(self, price: Any, tax: Any, cut: Any, content: Any, pricing: Any) -> TermCases:
        """What terms come to at the numbers at which a coin leaves least, or costs least or most."""
        within, every = range_of_all(content), list[Found]()
        if within is None:
            return TermCases((), "undecided, as the numbers that may be chosen depend on facts")
        offer = ChosenOffer("", is_item=False, package=content, price=price, tax=tax, commission=cut, pricing=pricing)
        for number, terms in terms_at_numbers(within, offer):
            found = self._found(*terms)
            if found.undecided:
                return found
            every += [msgspec.structs.replace(case, number=number) for case in found.cases]
        return TermCases(tuple(extremes(every)))

    def _in_case(self, price: object, tax: object, commission: object, content: object) -> Found | None:
        """What plain terms come to; None where one of them is none, or varies."""
        if not isinstance(price, PriceTerms) or not isinstance(content, PackageTerms):
            return None
        if not isinstance(tax, TaxTerms) or not isinstance(commission, CommissionTerms):
            return None
        net, gross, left = self._leavings.by(tax, commission).of(price.listed_minor)
        return Found(price, price.listed_minor, net, gross, left, content.total, commission)


def cut_of(commission: CommissionTerms, listed: int) -> Place | None:
    """Where the rate, or the fixed part, is stated that takes most of a listed price; None of no commission."""
    parts: list[tuple[Fraction, Place]] = []
    for line in commission.lines:
        if line.rate is not None and line.rate_stated is not None:
            parts.append((line.rate.fraction * listed, line.rate_stated.place))
        if line.fixed_stated is not None:
            parts.append((Fraction(line.fixed_minor), line.fixed_stated.place))
    return max(parts, default=(Fraction(0), None))[1]
