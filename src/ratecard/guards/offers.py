"""What one unit of a package costs at least, what is left of it, and what it holds: in each market, over all time."""

from collections.abc import Iterator
from fractions import Fraction

import msgspec

from ratecard.book.markets import MarketHistory
from ratecard.book.section_terms import held_terms
from ratecard.diagnostics.diagnostic import Place
from ratecard.guards.findings import Unproved
from ratecard.guards.ladders import PACKAGES, PRICES
from ratecard.instants import Instant
from ratecard.keys.proceeds import proceeds_of_unit
from ratecard.money import Money
from ratecard.quotes.purchases.choice import Candidate
from ratecard.terms.cases import TooManyCases, cases_of
from ratecard.terms.commission import CommissionTerms
from ratecard.terms.effects import Effect
from ratecard.terms.facts import DeclaredFacts
from ratecard.terms.packages import PackageTerms
from ratecard.terms.prices import PriceTerms
from ratecard.terms.promoted import Promoted
from ratecard.terms.tax import TaxTerms, split_price

MARGIN = "margin"


class Offer(msgspec.Struct, frozen=True):
    """One unit of a package in one market from an instant on, in one case of facts.

    `listed` and `left`, what stays after tax and commission, are in minor units; `left` is None where it is not known.
    `net` is the price without tax, and `gross` what the buyer pays. `applied` are the promotions that make it so, of
    this `content`.
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
        return 1 - Fraction(self.left, self.net) if self.net and self.left is not None else Fraction(0)

    @property
    def money(self) -> Money:
        """What it costs."""
        return Money(self.listed, self.price.currency)


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
    """What four terms come to in one case: the price, net and gross, what is left of it, the coins, the commission."""

    price: PriceTerms
    net: int | None
    gross: int | None
    left: int | None
    coins: int
    commission: CommissionTerms


class Offers:
    """The regular offers of markets. What four terms come to is found once, however many markets have them."""

    def __init__(self, declared: DeclaredFacts) -> None:
        self._declared = declared
        self._found: dict[tuple[int, ...], tuple[Found, ...]] = {}
        self.unproved: dict[Unproved, None] = {}

    def of(self, history: MarketHistory, also: set[Instant]) -> Iterator[Offer]:
        """Each package from each instant on at which anything of it may change; `also` are instants that count too."""
        taken, taxed = history.sections.get(("commission",)), history.sections.get(("tax",))
        if taken is None or taxed is None:
            return
        common = {*taken.starts, *taxed.starts, *also}
        for section, priced in history.sections.items():
            held = history.sections.get((PACKAGES, section[1])) if section[0] == PRICES and len(section) == 2 else None
            if held is None:
                continue
            starts = common | {*priced.starts, *held.starts}
            for since in sorted(start for start in starts if start >= history.begins):
                terms = tuple([held_terms(timeline, since) for timeline in (priced, taxed, taken, held)])
                if None not in terms:
                    found = self._of_terms(history, section[1], terms)
                    yield from (_offer(own, history, section[1], since) for own in found)

    def _of_terms(self, history: MarketHistory, package: str, terms: tuple[object, ...]) -> tuple[Found, ...]:
        key = tuple(map(id, terms))
        if key not in self._found:
            plain = found_in(*terms)
            self._found[key] = (plain,) if plain is not None else tuple(self._of_cases(history, package, terms))
            if any(own.left is None for own in self._found[key]):
                of = f"what tax and commission leave in {history.key.shown}"
                self.unproved[Unproved(MARGIN, "it is unknown", of)] = None
        return self._found[key]

    def _of_cases(self, history: MarketHistory, package: str, terms: tuple[object, ...]) -> Iterator[Found]:
        """The same of terms that vary by facts, jointly; each different result once."""
        try:
            cases = cases_of(self._declared, *terms)
        except TooManyCases as too_many:
            self.unproved[Unproved(MARGIN, f"undecided, {too_many}", f"{package} in {history.key.shown}")] = None
            return
        found = (found_in(*case.terms) for case in cases)
        distinct = {(id(own.price), own.left, own.gross, own.coins): own for own in found if own is not None}
        yield from distinct.values()


def _offer(found: Found, history: MarketHistory, package: str, since: Instant) -> Offer:
    return Offer(
        history=history,
        package=package,
        since=since,
        price=found.price,
        listed=found.price.listed_minor,
        net=found.net,
        left=found.left,
        coins=found.coins,
        commission=found.commission,
        gross=found.gross,
    )


def found_in(price: object, tax: object, commission: object, content: object) -> Found | None:
    """What plain terms come to; None where one of them is none, or varies."""
    if not isinstance(price, PriceTerms) or not isinstance(content, PackageTerms):
        return None
    if not isinstance(tax, TaxTerms) or not isinstance(commission, CommissionTerms):
        return None
    net, gross, left = leaves(price.listed_minor, tax, commission)
    return Found(price, net, gross, left, content.total, commission)


def leaves(listed: int, tax: TaxTerms, commission: CommissionTerms) -> tuple[int | None, int | None, int | None]:
    """Net and gross of a listed price, and what is left of it, in minor units; each None where it is not known."""
    left = None if commission.unknown else proceeds_of_unit(commission, tax, listed)
    net, _, _, gross = split_price(tax, listed)
    return net, gross, left


def cut_of(commission: CommissionTerms, listed: int) -> Place | None:
    """Where the rate, or the fixed part, is stated that takes most of a listed price; None of no commission."""
    parts: list[tuple[Fraction, Place]] = []
    for line in commission.lines:
        if line.rate is not None and line.rate_stated is not None:
            parts.append((line.rate.fraction * listed, line.rate_stated.place))
        if line.fixed_stated is not None:
            parts.append((Fraction(line.fixed_minor), line.fixed_stated.place))
    return max(parts, default=(Fraction(0), None))[1]
