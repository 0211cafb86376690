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
from tests.reference.unknown import MARK, Says, entries, plainly, unknown_at
from tests.reference.writing import rate, unit_price

DIAMOND, HOLD, WITHHOLDING = ("payouts", "diamond"), ("payouts", "hold"), ("payouts", "withholding")
CLASS = "lot.class"

Paths = frozenset[str]

Rates = Mapping[str, tuple[Fraction, str | None]]
"""The rate of each withholding line, and the region that it is of, None for the whole."""


@dataclass(frozen=True)
class Valued:
    """A lot with the exact value of one of its diamonds, in minor units of the value currency, and its own terms.

    `rates` and `mode` are those of a withholding that is settled lot by lot, else empty; `kept` is all that is said of
    it. The value counts where nothing of it is `unknown`. `worth_assumed` are of what is `assumed` those of the value.
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
    worth_assumed: frozenset[str]
    unknown: frozenset[str]
    hold_unknown: frozenset[str]
    kept: Says | None
    exchanged: bool

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
    currency: str | None
    by_earned: bool
    source_needed: bool
    by_unknown: frozenset[str] = frozenset()


def in_order(book: Book, request: PayoutRequest, lots: Sequence[Lot], order: str) -> list[tuple[int, Lot]] | Refusal:
    """The lots with their numbers, in the order in which they leave; or what is wrong with the first that is wrong."""
    numbered = list(enumerate(lots, start=1))
    for number, lot in numbered:
        if not DIAMONDS_LEAST <= lot.diamonds <= DIAMONDS_MOST or lot.earned > request.at:
            return InvalidLot(number, "")
        wrong = wrong_fact(book, lot.facts)
        if wrong is not None:
            return wrong
    if not order:  # nobody knows it
        return numbered
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
    value, assumed, unknown, exchanged = worth
    worth_assumed = assumed
    hold = settle(HOLD, asked.held, facts)
    if isinstance(hold, FactNeeded):
        return hold
    assumed |= hold.assumed
    rates: Rates = {}
    mode = None
    kept: Says | None = None
    if by_lot(asked.held):
        own = {name: each for name, each in lot.facts.items() if name.startswith("lot.")}
        withholding = settle(WITHHOLDING, asked.held, {**asked.request.facts, **own})
        if isinstance(withholding, FactNeeded):
            return withholding
        rates, mode, kept = rates_of(withholding), withholding.known(*WITHHOLDING, "rounding"), withholding.says
        assumed |= withholding.assumed
    domestic = any(share > 0 and region is not None for share, region in rates.values())
    domestic = domestic or (kept is not None and needs_source(kept))
    if (domestic or asked.source_needed) and lot.source_region is None:
        return FactNeeded("lot.source_region")
    return Valued(
        number, lot.diamonds, lot.earned, lot.source_region, value, hold.known(*HOLD), rates, mode, assumed,
        worth_assumed, unknown, unknown_at(hold.says, *HOLD), kept, exchanged,
    )  # fmt: skip


def _value(asked: Asked, number: int, lot: Lot, facts: Facts) -> tuple[Fraction, Paths, Paths, bool] | Refusal:
    """The exact value of one diamond, the facts assumed, what of it is unknown, and whether it was exchanged."""
    if asked.by_unknown and lot.earned < fx.period(asked.here, asked.request.at)[0]:
        return Fraction(0), frozenset(), asked.by_unknown, False
    at = lot.earned if asked.by_earned else asked.request.at
    if at < asked.here.begins:
        return InvalidLot(number, "")
    paths: tuple[Path, ...] = (DIAMOND[:1], DIAMOND)
    above = {path: each for path in paths if (each := asked.here.held(path, at)) is not None}
    diamond = settle(DIAMOND, above, facts)
    if isinstance(diamond, FactNeeded):
        return diamond
    unknown = unknown_at(diamond.says, *DIAMOND)
    if unknown:
        return Fraction(0), diamond.assumed, unknown, False
    written = diamond.get(*DIAMOND)
    if written is None:
        return InvalidLot(number, "")
    if asked.currency is None:
        return Fraction(0), diamond.assumed, unknown_at(plainly(asked.held), *DIAMOND), False
    value, own = unit_price(written)
    between = fx.cross(asked.here, asked.held, own, asked.currency, asked.request.at)
    if isinstance(between, frozenset):
        return Fraction(0), diamond.assumed, between, False
    if not isinstance(between, Fraction):
        return between
    return fx.minor(value, own, asked.currency, between), diamond.assumed, frozenset(), own != asked.currency


def needs_source(says: Says) -> bool:
    """Whether a line of one region is kept back of which something is unknown: then the region of lots is asked for."""
    lines = (*WITHHOLDING, "lines")
    for name in entries(says, *lines):
        of, region = says.get((*lines, name, "of")), says.get((*lines, name, "domestic"), MARK)
        if of == "domestic" and not region.startswith(MARK) and unknown_at(says, *lines, name, "rate"):
            return says.get((*lines, name, "rate")) != "none"
    return False


def rates_of(withholding: Settled) -> Rates:
    """The rate of each line that holds and is known, in order of id, and the region that it is of."""
    found: dict[str, tuple[Fraction, str | None]] = {}
    for path in sorted(withholding.says):
        share = withholding.known(*path)
        if path[:3] == (*WITHHOLDING, "lines") and path[4:] == ("rate",) and share is not None:
            of, region = withholding.known(*path[:4], "of"), withholding.known(*path[:4], "domestic")
            if of == "whole" or (of == "domestic" and region is not None):
                found[path[3]] = (rate(share), region if of == "domestic" else None)
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
