"""How much what a guard finds matters, from which number on, and what of it is accepted.

What a book does not state of a guard is as here: warnings, with bounds that real price lists keep. The record on
guards in `docs/decisions` says how they were chosen.
"""

from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

import msgspec

from ratecard.diagnostics.diagnostic import Diagnostic, Place, Severity
from ratecard.instants import Duration, Instant, instant_after
from ratecard.keys.factor_tables import FactorTable, factor_tables
from ratecard.money import Rate
from ratecard.rulefiles.keys.guards import ACCEPTED, BOUNDED, FACTOR_TABLE, INFORMING, OFF, SEVERITY, WEAKENED
from ratecard.rulefiles.stated import KeyPath, Leaf, Stated

GUARDS = "guards"

USUAL: Mapping[str, Mapping[str, Fraction | Duration]] = {
    "spread": {"above": Fraction(25, 10)},
    "splitting": {"above": Fraction(1, 100)},
    "margin": {"least": Fraction(0)},
    "shape": {"beyond": Fraction(135, 100)},
    "level": {"above": Fraction(25, 10), "below": Fraction(12, 100), "beyond": Fraction(3, 2)},
    "copied_row": {"beyond": Fraction(16, 10)},
    "change": {"beyond": Fraction(40, 100)},
    "rate": {"beyond": Fraction(12, 10)},
    "commission": {"above": Fraction(1, 2)},
    "bonus": {"above": Fraction(1)},
    "sale_length": {"shortest": Duration(15, "minutes"), "longest": Duration(1, "years")},
    "tax_moved": {"beyond": Fraction(1, 100)},
    "drifted": {"beyond": Fraction(1, 4)},
    "share": {"beyond": Fraction(16, 10)},
    "payout_terms": {"minimum": Fraction(200), "fee": Fraction(1, 4), "hold": Duration(45, "days")},
    "dates": {"ahead": Duration(2, "years")},
    "age": {"above": Fraction(30)},
    "moved": {"beyond": Fraction(40, 100)},
    "payout_moved": {"beyond": Fraction(25, 10)},
    "backdated": {"beyond": Duration(31, "days")},
}
"""The bounds that hold where a book states none."""


BLOCKING = frozenset({"envelope"})
"""The guards of which a finding is an error where a book does not say otherwise: it would be refused when asked."""


RANKS: Mapping[Severity | None, int] = {Severity.ERROR: 2, Severity.WARNING: 1, None: 0}
"""How much severities matter."""


class Accepted(msgspec.Struct, frozen=True):
    """One finding, or several, that the book means: of which guard, where, up to which number, and until when.

    `place` is where it stands, and `until_place` where its end does. `until` is a day, on which it still counts (in
    UTC), or an instant, from which on it counts no more.
    """

    id: str
    guard: str
    at: tuple[str, ...]
    number: Fraction | None
    reason: str
    owner: str
    until: date | datetime
    place: Place
    until_place: Place


class GuardSettings(msgspec.Struct, frozen=True):
    """The severity of each guard, None for one that is off; its bounds; and what is accepted, by id.

    That the guards themselves are weakened is an error, whatever a book says.

    `informing` are guards of which the book states nothing, and which then only inform: they are off too.
    `table` is the table of factors by which levels are compared; None where the book names none.
    """

    severities: Mapping[str, Severity | None]
    bounds: Mapping[str, Mapping[str, Fraction | Duration]]
    accepted: tuple[Accepted, ...]
    informing: frozenset[str] = frozenset()
    table: FactorTable | None = None

    def of(self, guards: Collection[str]) -> "GuardSettings":
        """The same, with all other guards off."""
        own = {name: severity if name in guards else None for name, severity in self.severities.items()}
        return msgspec.structs.replace(self, severities=own)

    def bound_of(self, guard: str, name: str) -> Fraction | None:
        """A bound that is a factor, None where the guard only informs."""
        return None if guard in self.informing else self.factor(guard, name)

    def factor(self, guard: str, name: str) -> Fraction:
        """A bound that is a factor."""
        found = self.bounds[guard][name]
        assert isinstance(found, Fraction)
        return found

    def length(self, guard: str, name: str) -> Duration:
        """A bound that is a length of time."""
        found = self.bounds[guard][name]
        assert isinstance(found, Duration)
        return found


def settings_of(stated: Mapping[KeyPath, Leaf]) -> GuardSettings:
    """The settings of a book, of what it states below `guards`, by path."""
    said = {path[1:]: leaf for path, leaf in stated.items() if path[0] == GUARDS and isinstance(leaf, Stated)}
    informing = frozenset(INFORMING) - {path[0] for path in said}
    named = said.get(("level", FACTOR_TABLE))
    return GuardSettings(
        severities={
            name: None if name in informing else _severity(name, said.get((name,)) or said.get((name, SEVERITY)))
            for name in BOUNDED
        }
        | {WEAKENED: Severity.ERROR},
        informing=informing,
        bounds={name: _bounds(name, said) for name in USUAL},
        accepted=tuple(_accepted(name, said) for name in sorted({path[1] for path in said if path[0] == ACCEPTED})),
        table=None if named is None else factor_tables(stated).get(str(named.value)),
    )


def crossed_bounds(stated: Mapping[KeyPath, Leaf]) -> Iterator[Diagnostic]:
    """Two bounds of which the lower one is above the higher one: nothing could ever lie between them."""
    said = {path[1:]: leaf for path, leaf in stated.items() if path[0] == GUARDS and isinstance(leaf, Stated)}
    own = [said[path] for path in (("sale_length", "shortest"), ("sale_length", "longest")) if path in said]
    bounds = _bounds("sale_length", said)
    shortest, longest = bounds["shortest"], bounds["longest"]
    assert isinstance(shortest, Duration)
    assert isinstance(longest, Duration)
    ends = [instant_after(Instant(0), length, ZoneInfo("UTC")) for length in (shortest, longest)]
    if own and ends[1] < ends[0]:
        yield Diagnostic(
            code="cap-below-floor",
            sentence=f"no promotion may be open for at least {shortest} and at most {longest}",
            place=own[0].place,
            hint="turn them round: shortest is the least time, longest the most",
        )


def _severity(guard: str, stated: Stated[object] | None) -> Severity | None:
    if stated is None:
        return Severity.ERROR if guard in BLOCKING else Severity.WARNING
    return None if stated.value == OFF else Severity(stated.value)


def _bounds(guard: str, said: Mapping[KeyPath, Stated[object]]) -> dict[str, Fraction | Duration]:
    found = dict(USUAL[guard])
    for name in found:
        stated = said.get((guard, name))
        if stated is not None:
            value = stated.value
            assert isinstance(value, Rate | Duration)
            found[name] = value.fraction if isinstance(value, Rate) else value
    return found


def _accepted(name: str, said: Mapping[KeyPath, Stated[object]]) -> Accepted:
    own = {path[2]: stated for path, stated in said.items() if path[:2] == (ACCEPTED, name) and path[2:]}
    number, until = own.get("number"), own["until"].value
    assert isinstance(until, date)
    return Accepted(
        id=name,
        guard=str(own["guard"].value),
        at=tuple(word.rpartition("/")[2].removesuffix(".yaml") for word in str(own["at"].value).split()),
        number=number.value.fraction if number is not None and isinstance(number.value, Rate) else None,
        reason=str(own["reason"].value),
        owner=str(own["owner"].value),
        until=until,
        place=own["guard"].place,
        until_place=own["until"].place,
    )
