"""Lines that stand too far left: dates beside their price and not below it, a price outside of `prices:`."""

import re
from collections.abc import Callable, Mapping

from ratecard.diagnostics.diagnostic import Place
from ratecard.rulefiles.forms import is_time_line, is_wrapped
from ratecard.rulefiles.nodes import Mapping as MappingNode
from ratecard.rulefiles.nodes import Node, Scalar
from ratecard.rulefiles.shapes import ListOf, Shape, Table, Text, Value
from ratecard.rulefiles.values import looks_like_instant, parse_value
from ratecard.rulefiles.wrong import Wrong

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


def table_of(key: Scalar, node: Node, shapes: Mapping[str, Shape]) -> str:
    """The one table of values in which a key with this value could stand: prices for `coins_5000: 69.99`; else ""."""
    tables = [name for name, shape in shapes.items() if _holds(shape, key, node)]
    return tables[0] if len(tables) == 1 else ""


def _holds(shape: Shape, key: Scalar, node: Node) -> bool:
    if not isinstance(shape, Table) or not isinstance(shape.of, Value):
        return False
    if type(node) is MappingNode and node.entries and (is_time_line(node) or is_wrapped(node)):
        node = next((value for name, value in node.entries if name.text not in ("source", "note")), node)
    if type(node) is not Scalar or not node.text or type(parse_value(shape.key, key.text)) is Wrong:
        return False
    return type(parse_value(shape.of.type, node.text)) is not Wrong
