"""Lines that stand too far left or right: dates or prices beside their key, a key of the file below another one."""

import re
from collections.abc import Callable, Mapping, Sequence

from ratecard.diagnostics.diagnostic import Place
from ratecard.rulefiles.keys.shapes import KnownKeys, ListOf, Shape, Table, Text, Value
from ratecard.rulefiles.stated import FREE_TEXT_KEYS
from ratecard.rulefiles.stating.forms import is_time_line, is_wrapped
from ratecard.rulefiles.text.nodes import Mapping as MappingNode
from ratecard.rulefiles.text.nodes import Node, Scalar
from ratecard.rulefiles.text.nodes import Sequence as SequenceNode
from ratecard.rulefiles.values.scalars import looks_like_instant
from ratecard.rulefiles.values.types import COUNT, PRODUCT, TEXT, ValueType
from ratecard.rulefiles.wrong import Wrong

Entry = tuple[Scalar, Node]

_KEY = re.compile(r"(?P<indent> *)(?P<key>[^\s:#][^:#]*?)\s*:(?:\s|$)")


def dates_beside(key: Scalar, line: Callable[[int], str]) -> list[Place]:
    """The dates that stand right below a key without a value, and no further right: they were meant as its time line.

    `line` gives a line of the file, counted from 1.
    """
    found: list[Place] = []
    number = key.place.end_line + 1
    while match := _KEY.match(line(number)):
        indent = len(match["indent"])
        if indent >= key.place.column or not looks_like_instant(match["key"]):
            break
        start = indent + 1
        found.append(Place(key.place.file, number, start, number, start + len(match["key"])))
        number += 1
    return found


def kinds_with_dates(shape: Shape) -> bool:
    """Whether a time line may stand there."""
    return isinstance(shape, Value | ListOf | Text) and shape.dated


def lines_beside(entries: Sequence[Entry], shapes: Callable[[str], Shape | None]) -> dict[Scalar, list[Scalar]]:
    """Keys without a value, each with those right behind it that would stand below it and cannot stand beside it.

    Of `prices:` and, no further right, `coins_100: 1.39`, the latter is a line of the former. `shapes` gives what may
    stand under a key, and None for a key that may not stand there.
    """
    found: dict[Scalar, list[Scalar]] = {}
    for index, (key, node) in enumerate(entries):
        above = shapes(key.text)
        if above is None or not isinstance(above, KnownKeys | Table) or not _is_empty(node):
            continue
        below: list[Scalar] = []
        for own, value in entries[index + 1 :]:
            beside = shapes(own.text)
            if own.text not in FREE_TEXT_KEYS and (
                (beside is not None and fits(beside, value)) or not _below(above, own, value)
            ):
                break
            below.append(own)
        while below and below[-1].text in FREE_TEXT_KEYS:
            below.pop()
        if below:
            found[key] = below
    return found


def table_of(key: Scalar, node: Node, shapes: Mapping[str, Shape]) -> str:
    """The one table in which a key with this value could stand: prices for `coins_5000: 69.99`; else "".

    Tables of texts or counts, and those with keys of their own as `shows`, take any other key with any value: that says
    nothing.
    """
    tables = [
        name
        for name, shape in shapes.items()
        if isinstance(shape, Table) and not _takes_anything(shape) and _may_hold(shape, key, node)
    ]
    return tables[0] if len(tables) == 1 else ""


def _takes_anything(shape: Table) -> bool:
    return bool(shape.named) or (isinstance(shape.of, Value) and shape.of.type in (TEXT, PRODUCT, COUNT))


def _may_hold(shape: Table, key: Scalar, node: Node) -> bool:
    """Whether an entry may stand in a table, or might if its value were written out: `vat: 19 %`."""
    named = _reads(shape.key, key.text)
    return _below(shape, key, node) or (named and bool(one_key_of(node, shape.of)))


def one_key_of(node: Node, shape: Shape) -> tuple[str, ...]:
    """The entry that a number was meant as where a mapping should stand, if one key alone may hold it: `rate: 19 %`."""
    if type(node) is not Scalar or not node.text[:1].isdigit() or not isinstance(shape, KnownKeys):
        return ()
    keys = [name for name, own in shape.keys.items() if isinstance(own, Value) and own.type.numeric and fits(own, node)]
    return tuple(f"{name}: {node.text}" for name in keys) if len(keys) == 1 else ()


def is_of_file(node: Node, own: Shape | None, table: Table) -> bool:
    """Whether a key that the file itself may state has a value of the file's key here, and none of the table's."""
    if own is None or _is_empty(node) or fits(table.of, node):
        return False
    if type(node) is MappingNode and (is_wrapped(node) or is_time_line(node) or {"by", "is"} & _names(node)):
        return False
    return fits(own, node)


def _is_empty(node: Node) -> bool:
    return type(node) is Scalar and node.plain and not node.text


def _names(node: MappingNode) -> set[str]:
    return {key.text for key, _ in node.entries} - set(FREE_TEXT_KEYS)


def _below(shape: KnownKeys | Table, key: Scalar, node: Node) -> bool:
    """Whether an entry may stand below a mapping of this shape."""
    if isinstance(shape, KnownKeys):
        return key.text in shape.keys
    return _reads(shape.key, key.text) and fits(shape.of, node)


def _reads(kind: ValueType, text: str) -> bool:
    """Whether a text is a value of this type. Where it is not, why is of no matter here, and costly to find."""
    return type(kind.parse(text)) is not Wrong


def fits(shape: Shape, node: Node) -> bool:
    """Whether a value may be of this shape, by its form and, where it is a single one, by its type."""
    if type(node) is MappingNode and node.entries and (is_time_line(node) or is_wrapped(node)):
        node = next((value for name, value in node.entries if name.text not in FREE_TEXT_KEYS), node)
    if isinstance(shape, Value):
        return type(node) is Scalar and bool(node.text) and _reads(shape.type, node.text)
    if isinstance(shape, ListOf):
        return type(node) is SequenceNode
    if isinstance(shape, KnownKeys):
        return type(node) is MappingNode and bool(node.entries) and _names(node) <= shape.keys.keys()
    if isinstance(shape, Table):
        return (
            type(node) is MappingNode and bool(node.entries) and any(fits(shape.of, value) for _, value in node.entries)
        )
    return type(node) is MappingNode
