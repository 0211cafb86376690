"""Blanks at the ends of lines, and blank lines beyond one in a row, taken out; inside of texts they stay."""

from ratecard.rulefiles.rewriting.comments import scalars_in
from ratecard.rulefiles.rewriting.layout import FileLayout
from ratecard.rulefiles.text.nodes import Scalar

_BLANKS = " \t"


def without_needless_blanks(layout: FileLayout) -> str:
    """The text without them. Its lines end with line feeds."""
    inside = lines_inside(layout)
    kept: list[str] = []
    for number in range(1, layout.lines.count + 1):
        line = layout.lines.line(number)
        if number in inside:
            kept.append(line)
            continue
        line = line.rstrip(_BLANKS)
        if line or (kept and kept[-1]):
            kept.append(line)
    while kept and not kept[-1]:
        kept.pop()
    return "".join(f"{line}\n" for line in kept)


def lines_inside(layout: FileLayout) -> frozenset[int]:
    """The lines at whose end a text of several lines goes on."""
    found: set[int] = set()
    for scalar in scalars_in(layout.root):
        if scalar.place.line != scalar.place.end_line:
            found.update(range(scalar.place.line, _last_line(layout, scalar) + 1))
    return frozenset(found)


def _last_line(layout: FileLayout, scalar: Scalar) -> int:
    """The last line at whose end a text goes on. Of a block, blank lines behind it count only where it keeps them."""
    written = layout.written(scalar)
    if written[:1] not in ("|", ">"):
        return scalar.place.end_line - 1
    header = written.partition("\n")[0].partition("#")[0]
    return scalar.place.end_line - 1 if "+" in header else layout.last_line(scalar)
