"""What differs between the figures that a case expects and those of an answer."""

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from ratecard.answers.figures import Figure, FigureType, Record
from ratecard.cases.expecting import Expected, ExpectedRecord, ExpectedRecords, Single, id_of
from ratecard.cases.known_ids import KnownIds
from ratecard.cases.values import NOTHING, UNKNOWN, VALUES, Nothing
from ratecard.diagnostics.diagnostic import Place
from ratecard.rulefiles.near import nearest
from ratecard.showing import Reader


class Difference(msgspec.Struct, frozen=True):
    """One figure that is not as expected: its name in the answer, both texts, and where the case expects it."""

    figure: str
    expected: str
    actual: str
    place: Place


class ComparedBy(msgspec.Struct, frozen=True):
    """What an answer is compared by: the reader, the zone in which a day of the case begins, and the book's ids.

    `unknown` says that something which figures of the answer need is unknown: `needs_unknown`.
    """

    reader: Reader
    time_zone: str
    ids: KnownIds
    unknown: bool


def needs_unknown(answer: object) -> bool:
    """Whether figures of an answer may be missing because the rules do not know what they need.

    What decides only whether something is allowed leaves none missing, though the answer lists it.
    """
    return bool(getattr(answer, "figures_unknown", ()))


def differences(
    expected: Sequence[Expected], answer: object, against: ComparedBy, within: str = ""
) -> Iterator[Difference]:
    """Every figure of an answer that is not as expected."""
    for figure in expected:
        name = f"{within}{figure.name}"
        value = answer
        for step in figure.way:
            value = None if value is None else _read(step, value, against.reader)
        yield from _differing(figure, name, value, against)


def _read(figure: Figure, source: Any, reader: Reader) -> Any:
    return figure.read(source, reader) if figure.for_readers else figure.read(source)


def _differing(expected: Expected, name: str, value: Any, against: ComparedBy) -> Iterator[Difference]:
    wanted, kind = expected.wanted, expected.way[-1].type
    if isinstance(wanted, Nothing) or value is None:
        absent = UNKNOWN if against.unknown else NOTHING
        if value is not None:
            yield Difference(name, _wanted(wanted), _shown(kind, value), expected.place)
        elif not isinstance(wanted, Nothing) or (wanted is UNKNOWN and absent is NOTHING):
            yield Difference(name, _wanted(wanted), absent.value, expected.place)
    elif isinstance(wanted, ExpectedRecords):
        assert isinstance(kind, Record)
        yield from _differing_parts(wanted, expected.place, name, kind, value, against)
    elif isinstance(wanted, Single):
        assert isinstance(kind, FigureType)
        if not VALUES[kind].is_same(wanted.value, value, against.time_zone):
            yield Difference(name, wanted.text, VALUES[kind].show(value), wanted.place)
    else:
        assert isinstance(kind, FigureType)
        read = [single.value for single in wanted]
        same = len(read) == len(value) and all(
            VALUES[kind].is_same(single, own, against.time_zone) for single, own in zip(read, value, strict=True)
        )
        if not same:
            yield Difference(name, _wanted(wanted), _shown(kind, value), expected.place)


def _differing_parts(
    wanted: ExpectedRecords, place: Place, name: str, record: Record, value: Sequence[Any], against: ComparedBy
) -> Iterator[Difference]:
    if wanted.in_order:
        if len(wanted.parts) != len(value):
            yield Difference(name, f"{len(wanted.parts)} of them", f"{len(value)} of them", place)
            return
        for number, (part, own) in enumerate(zip(wanted.parts, value, strict=True), start=1):
            yield from differences(part.expected or (), own, against, f"{name}.{number}.")
        return
    identity = id_of(record)
    assert identity is not None, "only records with an id are expected by it"
    by_id = {str(_read(identity, own, against.reader)): own for own in value}
    for part in wanted.parts:
        own = by_id.get(str(part.id))
        if part.expected is None and own is None:
            yield from _made_up(part, f"{name}.{part.id}", identity, against)
        yield from _differing_part(part, f"{name}.{part.id}", own, against)


def _made_up(part: ExpectedRecord, name: str, identity: Figure, against: ComparedBy) -> Iterator[Difference]:
    """That the book has nothing of an id of which none is expected: such a case could not fail."""
    known = against.ids.of(identity.name)
    if known is not None and part.id not in known:
        meant = nearest(str(part.id), known)
        hint = f"; did you mean {meant[0]}?" if meant else ""
        yield Difference(name, NOTHING.value, f"nothing of the book has this id{hint}", part.place)


def _differing_part(part: ExpectedRecord, name: str, own: Any, against: ComparedBy) -> Iterator[Difference]:
    if part.expected is None or own is None:
        if (part.expected is None) != (own is None):
            there, not_there = "there", NOTHING.value
            expected, actual = (not_there, there) if part.expected is None else (there, not_there)
            yield Difference(name, expected, actual, part.place)
        return
    yield from differences(part.expected, own, against, f"{name}.")


def _wanted(wanted: object) -> str:
    """What is expected, as the case writes it; of records only that there are some."""
    if isinstance(wanted, Nothing):
        return wanted.value
    if isinstance(wanted, Single):
        return wanted.text
    if isinstance(wanted, tuple):
        return f"[{', '.join(single.text for single in wanted)}]"
    return "there"


def _shown(kind: FigureType | Record, value: Any) -> str:
    """An answer's value as a case would write it."""
    if isinstance(kind, Record):
        return "there"
    if isinstance(value, tuple | list):
        return f"[{', '.join(map(VALUES[kind].show, value))}]"
    return VALUES[kind].show(value)
