"""What a case expects of an answer: any part of its figures, read from nodes of YAML by the description of the answer.

A figure that lies in a part of the answer may be named alone where no other has its name: `gross` for `price: {gross}`.
"""

from collections.abc import Iterator

import msgspec

from ratecard.answers.figures import Figure, FigureType, Record
from ratecard.cases.values import NOTHING, UNKNOWN, VALUES, WRITTEN_AS, Nothing
from ratecard.diagnostics.diagnostic import Place
from ratecard.diagnostics.fixes import Suggestion
from ratecard.rulefiles.mending import problem
from ratecard.rulefiles.near import meant_or
from ratecard.rulefiles.text.commas import split_keys
from ratecard.rulefiles.text.decoding import Report
from ratecard.rulefiles.text.nodes import Mapping, Node, Scalar, Sequence, Unread
from ratecard.rulefiles.wrong import Wrong, shown


class Single(msgspec.Struct, frozen=True):
    """One value: the text that stands there, and what was read of it."""

    text: str
    value: object
    place: Place


class ExpectedRecord(msgspec.Struct, frozen=True):
    """One of several records: by the id that it has, or by its place in the list where `id` is None.

    `expected` is None where there must be none of this id.
    """

    id: str | None
    place: Place
    expected: "tuple[Expected, ...] | None"


class ExpectedRecords(msgspec.Struct, frozen=True):
    """Records of a list. Where they stand by id, there may be others; where they stand in order, they are all."""

    parts: tuple[ExpectedRecord, ...]
    in_order: bool


Wanted = Nothing | Single | tuple[Single, ...] | ExpectedRecords


class Expected(msgspec.Struct, frozen=True):
    """One figure that is expected: the way to it through the records of the answer, and what it must be."""

    way: tuple[Figure, ...]
    wanted: Wanted
    place: Place

    @property
    def name(self) -> str:
        """The figure's name as cases write it."""
        return self.way[-1].name


def tell(
    report: Report, sentence: str, place: Place, *offers: Suggestion, hint: str = "", code: str = "not-a-case"
) -> None:
    """Reports what is wrong with a case."""
    report(problem(code, sentence, place, hint, offers=offers))


def code_of(wrong: Wrong) -> str:
    """The code of a value that is not one of its type: a comma in a number is told as it is in rules."""
    return wrong.code if wrong.code in ("decimal-comma", "grouped-digits") else "not-a-case"


def expected_of(
    node: Node, record: Record, report: Report, way: tuple[Figure, ...] = (), *, in_order: bool = False
) -> tuple[Expected, ...]:
    """The figures that a mapping expects of a record. What cannot be expected is reported and left out.

    So is that nothing is expected, unless it is one of several records `in_order`, of which the number is compared.
    """
    if type(node) is not Mapping:
        if type(node) is not Unread:
            tell(report, "the expected figures are a mapping", node.place, hint="write gross: 12.90")
        return ()
    if not node.entries and not in_order:
        _tell_empty(node, report)
    ways = _ways(record)
    found: list[Expected] = []
    cut = split_keys(node, report, lambda name: WRITTEN_AS.get(ways[name][-1].type) if name in ways else None, ways)
    for key, value in node.entries:
        if key in cut:
            continue
        beside = ways.get(key.text)
        if beside is None:
            hint, offers = meant_or(key.text, ways, "see ratecard quote … --format json")
            tell(report, f"{shown(key.text)} is not a figure of this answer", key.place, *offers, hint=hint)
        else:
            found.extend(_figure((*way, *beside), key, value, report))
    return tuple(found)


def _ways(record: Record) -> dict[str, tuple[Figure, ...]]:
    """The way to each figure of a record, by name; those in its parts where their name means one thing alone."""
    own = {figure.name: (figure,) for figure in record.figures if figure.type is not FigureType.NAMES}
    below: dict[str, list[tuple[Figure, ...]]] = {}
    for figure, part in _single_parts(record):
        for name, way in _ways(part).items():
            below.setdefault(name, []).append((figure, *way))
    return {**{name: ways[0] for name, ways in below.items() if len(ways) == 1}, **own}


def _single_parts(record: Record) -> Iterator[tuple[Figure, Record]]:
    """The parts of a record of which figures may be named alone."""
    parts = ((figure, figure.type) for figure in record.figures if not figure.many)
    return ((figure, part) for figure, part in parts if isinstance(part, Record) and not part.apart)


def _figure(way: tuple[Figure, ...], key: Scalar, node: Node, report: Report) -> Iterator[Expected]:
    figure = way[-1]
    absent = _absent(figure, node) if any(step.nullable for step in way) else None
    if absent is not None:
        yield Expected(way, absent, key.place)
    elif isinstance(figure.type, Record) and not figure.many:
        yield from expected_of(node, figure.type, report, way)
    elif isinstance(figure.type, Record):
        parts = _parts(figure.type, node, report)
        if parts is not None:
            yield Expected(way, parts, key.place)
    elif figure.many:
        yield from _many(way, figure.type, key, node, report)
    else:
        single = _single(figure.type, node, report)
        if single is not None:
            yield Expected(way, single, key.place)


def _absent(figure: Figure, node: Node) -> Nothing | None:
    """The word for a figure that is not there; a text may be the word `unknown` itself."""
    words = (NOTHING,) if figure.type is FigureType.TEXT else (NOTHING, UNKNOWN)
    return next((word for word in words if type(node) is Scalar and node.text == word.value), None)


def _many(way: tuple[Figure, ...], kind: FigureType, key: Scalar, node: Node, report: Report) -> Iterator[Expected]:
    if type(node) is not Sequence:
        if type(node) is not Unread:
            tell(report, f"{key.text} is a list", node.place, hint="write it in brackets: []")
        return
    read = [_single(kind, item, report) for item in node.items]
    if all(single is not None for single in read):
        yield Expected(way, tuple(single for single in read if single is not None), key.place)


def _single(kind: FigureType, node: Node, report: Report) -> Single | None:
    if type(node) is not Scalar:
        if type(node) is not Unread:
            tell(report, "one value is expected here, and not several", node.place, hint="write one value")
        return None
    read = VALUES[kind].read(node.text)
    if isinstance(read, Wrong):
        tell(report, read.sentence, node.place, *read.offers, hint=read.hint, code=code_of(read))
        return None
    return Single(node.text, read, node.place)


def _parts(record: Record, node: Node, report: Report) -> ExpectedRecords | None:
    """The records of a list that are expected: a mapping by id, or a list of all of them in order."""
    if type(node) is Sequence:
        parts = [
            ExpectedRecord(None, item.place, expected_of(item, record, report, in_order=True)) for item in node.items
        ]
        return ExpectedRecords(tuple(parts), in_order=True)
    if type(node) is Unread:
        return None
    if type(node) is not Mapping or id_of(record) is None:
        hint = "list them with their figures: [{…}]" if id_of(record) is None else "write them by id: coins_100: {…}"
        tell(report, "several are expected here", node.place, hint=hint)
        return None
    if not node.entries:
        _tell_empty(node, report, "write [] where there are none, or a line by its id")
        return None
    found = []
    for key, value in node.entries:
        nothing = type(value) is Scalar and value.text == NOTHING.value
        found.append(ExpectedRecord(key.text, key.place, None if nothing else expected_of(value, record, report)))
    return ExpectedRecords(tuple(found), in_order=False)


def _tell_empty(node: Node, report: Report, hint: str = "write gross: 12.90, or another figure of the answer") -> None:
    tell(report, "nothing is expected here, so this case could not fail", node.place, hint=hint)


def id_of(record: Record) -> Figure | None:
    """The figure by which the records of a list are told apart, None where they have none."""
    return next((figure for figure in record.figures if figure.type is FigureType.ID), None)
