"""Lots of diamonds: in which order they leave, and what holds of each of them, settled lot by lot.

What a lot says of itself comes before what the question says. Only lots that are used are asked for anything.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from ratecard.quotes.requests import DIAMONDS_LEAST, DIAMONDS_MOST, Lot, PayoutRequest
from ratecard.refusals import FactNeeded, InvalidLot, Refusal
from tests.reference import fx
from tests.reference.facts import Facts, asks, said
from tests.reference.layering import Held, Market
from tests.reference.reading import Book, Path
from tests.reference.settling import Settled, settle, wrong_fact
from tests.reference.writing import rate, unit_price

DIAMOND, HOLD, WITHHOLDING = ("payouts", "diamond"), ("payouts", "hold"), ("payouts", "withholding")
CLASS = "lot.class"

Rates = Mapping[str, tuple[Fraction, str | None]]
"""The rate of each withholding line, and the region that it is of, None for the whole."""


@dataclass(frozen=True)
class Valued:
    """A lot with the exact value of one of its diamonds, in minor units of the value currency, and its own terms.

    `rates` and `mode` are those of a withholding that is settled lot by lot, else empty.
    """

    number: int
    diamonds: int
    earned: int
    source_region: str | None
    value: Fraction
    hold: str | None
    rates: Rates
    mode: str | None
    assumed: frozenset[str]

    def is_from(self, region: str) -> bool:
        """Whether its money came from that region or one in it."""
        return self.source_region is not None and f"{self.source_region}-".startswith(f"{region}-")


@dataclass(frozen=True)
class Asked:
    """What lots are settled by: the question, the region, and what holds there at the instant of the question."""

    book: Book
    here: Market
    request: PayoutRequest
    held: Mapping[Path, Held]
    currency: str
    by_earned: bool
    source_needed: bool


def in_order(book: Book, request: PayoutRequest, lots: Sequence[Lot], order: str) -> list[tuple[int, Lot]] | Refusal:
    """The lots with their numbers, in the order in which they leave; or what is wrong with the first that is wrong."""
    numbered = list(enumerate(lots, start=1))
    for number, lot in numbered:
        if not DIAMONDS_LEAST <= lot.diamonds <= DIAMONDS_MOST or lot.earned > request.at:
            return InvalidLot(number, "")
        wrong = wrong_fact(book, lot.facts)
        if wrong is not None:
            return wrong
    kinds = {number: {**request.facts, **lot.facts}.get(CLASS) for number, lot in numbered}
    classes = book.stated("facts", CLASS, "of") or []
    numbered.sort(key=lambda each: (each[1].earned, each[0]))
    for word in reversed(order.split(", ")):
        if word == "class":
            # Where no lot has a class, there is no order among them to need it for.
            if None in kinds.values() and any(kind is not None for kind in kinds.values()):
                return FactNeeded(CLASS)
            if None not in kinds.values():
                numbered.sort(key=lambda each: list(classes).index(said(kinds[each[0]])))  # type: ignore[arg-type]
        else:
            numbered.sort(key=lambda each: each[1].earned if word == "oldest" else -each[1].earned)
    return numbered


def by_lot(held: Mapping[Path, Held]) -> bool:
    """Whether anything of the withholding varies by a fact of a lot: then all of it is settled lot by lot."""
    return any((asks(each.says) or "").startswith("lot.") for path, each in held.items() if path[:2] == WITHHOLDING)


def settled_lot(asked: Asked, number: int, lot: Lot) -> Valued | Refusal:
    """A used lot with its value, its hold and what is kept back of it; or what is missing for that."""
    facts = {**asked.request.facts, **lot.facts}
    worth = _value(asked, number, lot, facts)
    if not isinstance(worth, tuple):
        return worth
    value, assumed = worth
    hold = settle(HOLD, asked.held, facts)
    if isinstance(hold, FactNeeded):
        return hold
    assumed |= hold.assumed
    rates: Rates = {}
    mode = None
    if by_lot(asked.held):
        own = {name: each for name, each in lot.facts.items() if name.startswith("lot.")}
        withholding = settle(WITHHOLDING, asked.held, {**asked.request.facts, **own})
        if isinstance(withholding, FactNeeded):
            return withholding
        rates, mode = rates_of(withholding), withholding.get(*WITHHOLDING, "rounding")
        assumed |= withholding.assumed
    domestic = any(share > 0 and region is not None for share, region in rates.values())
    if (domestic or asked.source_needed) and lot.source_region is None:
        return FactNeeded("lot.source_region")
    return Valued(
        number, lot.diamonds, lot.earned, lot.source_region, value, hold.get(*HOLD), rates, mode, assumed
    )  # fmt: skip


def _value(asked: Asked, number: int, lot: Lot, facts: Facts) -> tuple[Fraction, frozenset[str]] | Refusal:
    at = lot.earned if asked.by_earned else asked.request.at
    if at < asked.here.begins:
        return InvalidLot(number, "")
    stated = asked.here.held(DIAMOND, at)
    diamond = settle(DIAMOND, {DIAMOND: stated} if stated is not None else {}, facts)
    if isinstance(diamond, FactNeeded):
        return diamond
    written = diamond.get(*DIAMOND)
    if written is None:
        return InvalidLot(number, "")
    value, own = unit_price(written)
    between = fx.cross(asked.here, asked.held, own, asked.currency, asked.request.at)
    if not isinstance(between, Fraction):
        return between
    return fx.minor(value, own, asked.currency, between), diamond.assumed


def rates_of(withholding: Settled) -> Rates:
    """The rate of each line that holds, in order of id, and the region that it is of."""
    found: dict[str, tuple[Fraction, str | None]] = {}
    for path in sorted(withholding.says):
        share = withholding.get(*path)
        if path[:3] == (*WITHHOLDING, "lines") and path[4:] == ("rate",) and share is not None:
            domestic = withholding.get(*path[:4], "of") == "domestic"
            region = str(withholding.get(*path[:4], "domestic")) if domestic else None
            found[path[3]] = (rate(share), region)
    return found


def take(lots: Sequence[Valued], number: int) -> list[tuple[Valued, int]]:
    """So many diamonds, from the first lots on."""
    used: list[tuple[Valued, int]] = []
    for lot in lots:
        taken = min(lot.diamonds, number)
        if taken:
            used.append((lot, taken))
        number -= taken
    assert number == 0
    return used
