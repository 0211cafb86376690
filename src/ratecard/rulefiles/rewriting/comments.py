"""The comments of a rule file, and where the texts of its values are, in which `#` begins none."""

from collections.abc import Iterator

from ratecard.rulefiles.rewriting.texts import Lines
from ratecard.rulefiles.text.nodes import Mapping, Node, Scalar, Sequence


def scalars_in(node: Node) -> Iterator[Scalar]:
    """All scalars of a node, keys among them, in the order of the file."""
    if type(node) is Scalar:
        yield node
    elif type(node) is Mapping:
        for key, value in node.entries:
            yield key
            yield from scalars_in(value)
    elif type(node) is Sequence:
        for item in node.items:
            yield from scalars_in(item)


def comments_of(lines: Lines, root: Node) -> list[str]:
    """The texts of all comments, in the order of the file."""
    covered = bytearray(len(lines.text) + 1)
    for scalar in scalars_in(root):
        start, end = lines.span(scalar.place)
        covered[start:end] = b"\1" * (end - start)
    return [text for line in range(1, lines.count + 1) if (text := _comment(lines, line, covered))]


def _comment(lines: Lines, line: int, covered: bytearray) -> str:
    start, end = lines.start(line), lines.end(line)
    at = lines.text.find("#", start, end)
    while at >= 0:
        if not covered[at]:
            return lines.text[at:end].rstrip()
        at = lines.text.find("#", at + 1, end)
    return ""
