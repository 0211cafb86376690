"""What differs between the figures that a case expects and those of an answer."""

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from ratecard.answers.figures import Figure, FigureType, Record
from ratecard.cases.expecting import Expected, Part, Parts, Single, id_of
from ratecard.cases.values import NOTHING, VALUES
from ratecard.diagnostics.diagnostic import Place
from ratecard.showing import Reader


class Difference(msgspec.Struct, frozen=True):
    """One figure that is not as expected: its name in the answer, both texts, and where the case expects it."""

    figure: str
    expected: str
    actual: str
    place: Place


def differences(
    expected: Sequence[Expected], answer: object, reader: Reader, time_zone: str, within: str = ""
) -> Iterator[Difference]:
    """Every figure of an answer that is not as expected. `time_zone` is that in which a day of the case begins."""
    for figure in expected:
        name = f"{within}{figure.name}"
        value = answer
        for step in figure.way:
            value = None if value is None else _read(step, value, reader)
        yield from _differing(figure, name, value, reader, time_zone)


def _read(figure: Figure, source: Any, reader: Reader) -> Any:
    return figure.read(source, reader) if figure.for_readers else figure.read(source)


def _differing(expected: Expected, name: str, value: Any, reader: Reader, time_zone: str) -> Iterator[Difference]:
    wanted, kind = expected.wanted, expected.way[-1].type
    if wanted is NOTHING or value is None:
        if value is not None:
            yield Difference(name, NOTHING.value, _shown(kind, value), expected.place)
        elif wanted is not NOTHING:
            yield Difference(name, _wanted(wanted), NOTHING.value, expected.place)
    elif isinstance(wanted, Parts):
        assert isinstance(kind, Record)
        yield from _differing_parts(wanted, expected.place, name, kind, value, reader, time_zone)
    elif isinstance(wanted, Single):
        assert isinstance(kind, FigureType)
        if not VALUES[kind].is_same(wanted.value, value, time_zone):
            yield Difference(name, wanted.text, VALUES[kind].show(value), wanted.place)
    else:
        assert isinstance(kind, FigureType)
        read = [single.value for single in wanted]
        same = len(read) == len(value) and all(
            VALUES[kind].is_same(single, own, time_zone) for single, own in zip(read, value, strict=True)
        )
        if not same:
            yield Difference(name, _wanted(wanted), _shown(kind, value), expected.place)


def _differing_parts(
    wanted: Parts, place: Place, name: str, record: Record, value: Sequence[Any], reader: Reader, time_zone: str
) -> Iterator[Difference]:
    if wanted.in_order:
        if len(wanted.parts) != len(value):
            yield Difference(name, f"{len(wanted.parts)} of them", f"{len(value)} of them", place)
            return
        for number, (part, own) in enumerate(zip(wanted.parts, value, strict=True), start=1):
            yield from differences(part.expected or (), own, reader, time_zone, f"{name}.{number}.")
        return
    identity = id_of(record)
    assert identity is not None, "only records with an id are expected by it"
    by_id = {str(_read(identity, own, reader)): own for own in value}
    for part in wanted.parts:
        yield from _differing_part(part, f"{name}.{part.id}", by_id.get(str(part.id)), reader, time_zone)


def _differing_part(part: Part, name: str, own: Any, reader: Reader, time_zone: str) -> Iterator[Difference]:
    if part.expected is None or own is None:
        if (part.expected is None) != (own is None):
            there, not_there = "there", NOTHING.value
            expected, actual = (not_there, there) if part.expected is None else (there, not_there)
            yield Difference(name, expected, actual, part.place)
        return
    yield from differences(part.expected, own, reader, time_zone, f"{name}.")


def _wanted(wanted: object) -> str:
    """What is expected, as the case writes it; of records only that there are some."""
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
