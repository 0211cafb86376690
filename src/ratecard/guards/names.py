"""Whether the id of a line is one slip from another one's: `stor` beside `store` takes a commission twice."""

from collections.abc import Iterable, Iterator
from fractions import Fraction

from ratecard.book.library import is_of_library
from ratecard.book.markets import MarketHistory, distinct_bundles
from ratecard.diagnostics.diagnostic import Note, Place
from ratecard.guards.findings import Finding
from ratecard.rulefiles.near import slips
from ratecard.rulefiles.stated import ABSENT, NONE, KeyPath
from ratecard.terms.resolved import Resolved

SLIP = "slip"

TABLES: tuple[KeyPath, ...] = (
    ("commission", "lines"),
    ("tax", "lines"),
    ("payouts", "withholding", "lines"),
    ("payouts", "methods"),
    ("payouts", "limits"),
    ("purchases", "limits"),
    ("spending", "limits"),
    ("promotions",),
    ("packages",),
    ("prices",),
)
"""The tables in which an id that is misspelt is a line of its own."""

ALIKE_BY_LAW = frozenset({"cgst", "sgst", "igst"})
"""India's taxes of the union, of a state, and between states: the first two are taken side by side."""

USUAL_LEAST = 3
"""In how many files more an id stands that is usual."""


class _Named:
    """One id of a table: who first reads it, how many do, where it stands, and the ids that stand beside it."""

    def __init__(self, history: MarketHistory) -> None:
        self.history = history
        self.places: set[Place] = set()
        self.beside: set[str] = set()
        self.readers = 0

    @property
    def files(self) -> set[str]:
        """The files in which it stands."""
        return {place.file for place in self.places}


def ids_one_slip_apart(histories: Iterable[MarketHistory]) -> Iterator[Finding]:
    """Each id that is one slip from one beside it, or that stands in one file alone, from one that stands in many.

    Two that differ in their first letter alone are names: `cgst`, `sgst` and `igst`.
    """
    tables: dict[KeyPath, dict[str, _Named]] = {}
    for key, bundle, history in distinct_bundles(histories):
        for table in (table for table in TABLES if table[0] == key):
            own: dict[str, set[Place]] = {}
            for path, timeline in bundle.paths.items():
                if path[: len(table)] == table and len(path) > len(table):
                    own.setdefault(path[len(table)], set()).update(_places(timeline.values))
            named = tables.setdefault(table, {})
            own = {name: places for name, places in own.items() if places}
            for name, places in own.items():
                entry = named.setdefault(name, _Named(history))
                entry.readers += 1
                entry.places |= places
                entry.beside |= own.keys()
    for table, named in tables.items():
        yield from _in_table(table, named)


def _places(values: Iterable[Resolved[object]]) -> set[Place]:
    """Where the values stand that count: one that is ended counts nothing."""
    return {resolved.stated.place for resolved in values if resolved.stated.value not in (NONE, ABSENT)}


def _in_table(table: KeyPath, named: dict[str, _Named]) -> Iterator[Finding]:
    for name, own in named.items():
        if any(is_of_library(place) for place in own.places):
            continue
        for other in (other for other in slips(name, named) if name[1:] != other[1:]):
            if {name, other} <= ALIKE_BY_LAW:
                continue
            usual = named[other]
            is_beside, is_alone = other in own.beside, len(own.files) == 1
            is_usual = len(usual.files) >= len(own.files) + USUAL_LEAST
            is_rarer = (-own.readers, min(own.places)) > (-usual.readers, min(usual.places))
            if (is_beside and is_rarer) or (is_alone and is_usual):
                yield _finding(table, name, other, own, usual)
                break


def _finding(table: KeyPath, name: str, other: str, own: _Named, usual: _Named) -> Finding:
    path = ".".join(table)
    return Finding(
        guard=SLIP,
        market=own.history.key,
        of=name,
        since=own.history.begins,
        seen=Fraction(1),
        sentence=f"{path}.{name} and {path}.{other} differ in one letter, and both count",
        place=min(own.places),
        hint=f"write {other} if that is meant",
        notes=(Note(min(usual.places), f"{other} stands here"),),
    )
