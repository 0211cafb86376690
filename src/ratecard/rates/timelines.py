"""Where the time lines of rates stand in a rule file, line by line, so that more lines can be put among them."""

from datetime import UTC, datetime

import msgspec

from ratecard.rates.quotations import NotRates
from ratecard.rulefiles.text.nodes import Mapping, Node, Scalar, Sequence
from ratecard.rulefiles.text.reading import read
from ratecard.rulefiles.values.scalars import parse_instant


class BracedTimeline(msgspec.Struct, frozen=True):
    """A time line in braces on one line: the columns, from 0, where it begins and ends, and its entries as written."""

    start: int
    end: int
    entries: tuple[str, ...]


class TimeLineNode(msgspec.Struct, frozen=True):
    """One currency's time line: the line of its key, the last line of each entry by instant, and their indentation."""

    code: str
    line: int
    indent: str
    ends: tuple[tuple[datetime, int], ...]
    flow: BracedTimeline | None

    def line_before(self, start: datetime) -> int:
        """The line behind which a rate from `start` on belongs: the one of the last entry before it, or of the key."""
        if self.flow is not None:
            return self.line
        return max((end for at, end in self.ends if at <= start), default=self.line)


class RatesNode(msgspec.Struct, frozen=True):
    """The mapping `fx.rates` of a file: its line, the last line of each of its entries in their order, its time lines.

    `source` is what stands beside the rates as the source of all of them; "" where nothing does.
    """

    line: int
    source: str
    indent: str
    entries: tuple[tuple[str, int], ...]
    time_lines: dict[str, TimeLineNode]

    @classmethod
    def of(cls, file: str, content: bytes) -> "RatesNode":
        """Where the rates of a sound file stand. Raises NotRates where they are not one a line."""
        line, rates = _rates(read(file, content, lambda _: None))
        text = content.decode("utf-8-sig").splitlines()
        if not isinstance(rates, Mapping) or not rates.entries or _is_flow(text, rates):
            raise NotRates(f"{file} states fx.rates in braces; write one currency a line")
        entries = tuple([(code.text, _last_line(text, value)) for code, value in rates.entries])
        indent = " " * (rates.entries[0][0].place.column - 1)
        lines = {
            code.text: _time_line(file, code, value, text)
            for code, value in rates.entries
            if isinstance(value, Mapping)
        }
        source = next(
            (value.text for key, value in rates.entries if key.text == "source" and type(value) is Scalar), ""
        )
        return cls(line, source, indent, entries, lines)

    def place_of(self, code: str) -> tuple[int, str]:
        """The line behind which a new currency belongs, in order of codes, and its indentation."""
        after = self.line
        for other, end in self.entries:
            if other.isupper() and other > code:
                return after, self.indent
            after = end
        return after, self.indent


class Lines:
    """The lines of a file, and those that are put behind them. Line 1 is the first."""

    def __init__(self, lines: list[str], newline: str, ends: bool) -> None:
        self._lines, self._newline, self._ends = lines, newline, ends
        self._added: dict[int, list[tuple[tuple[str, int], list[str]]]] = {}

    @classmethod
    def of(cls, content: bytes) -> "Lines":
        """The lines of a file; new ones end as its first one does."""
        text = content.decode()
        newline = "\r\n" if "\r\n" in text else "\n"
        return cls(text.splitlines(), newline, text.endswith("\n"))

    def add(self, after: int, lines: list[str], order: tuple[str, int]) -> None:
        """Puts lines behind a line; what stands at one place is put in order of code and time."""
        self._added.setdefault(after, []).append((order, lines))

    def unfold(self, node: TimeLineNode) -> None:
        """Writes a time line in braces one entry a line; what stands behind it on its line stays there."""
        assert node.flow is not None
        line = self._lines[node.line - 1]
        self._lines[node.line - 1] = f"{line[: node.flow.start].rstrip()}{line[node.flow.end :]}".rstrip()
        for (at, _), entry in zip(node.ends, node.flow.entries, strict=True):
            self.add(node.line, [f"{node.indent}{entry}"], (node.code, int(at.timestamp())))

    def content(self) -> bytes:
        """The whole file."""
        lines: list[str] = []
        for number, line in enumerate(self._lines, start=1):
            lines.append(line)
            for _, more in sorted(self._added.get(number, ())):
                lines += more
        return (self._newline.join(lines) + self._newline * self._ends).encode()


def _rates(root: Node | None) -> tuple[int, Node]:
    node, line = root, 0
    for name in ("fx", "rates"):
        entries = {key.text: (key.place.line, value) for key, value in node.entries} if type(node) is Mapping else {}
        if name not in entries:
            raise NotRates("the file states no fx.rates")
        line, node = entries[name]
    assert node is not None
    return line, node


def _time_line(file: str, code: Scalar, node: Mapping, text: list[str]) -> TimeLineNode:
    dated = [(key, value, parse_instant(key.text)) for key, value in node.entries]
    instants = [(key, value, at.astimezone(UTC)) for key, value, at in dated if isinstance(at, datetime)]
    ends = tuple([(at, _last_line(text, value)) for _, value, at in instants])
    if not _is_flow(text, node):
        return TimeLineNode(code.text, code.place.line, " " * (node.entries[0][0].place.column - 1), ends, None)
    place = node.place
    if place.line != place.end_line or place.line != code.place.line or len(instants) != len(dated):
        raise NotRates(f"{file}:{place.line} has rates in braces over several lines; write one rate a line")
    line = text[place.line - 1]
    starts = [key.place.column - 1 for key, _, _ in instants]
    stops = [*(start for start in starts[1:]), place.end_column - 2]
    entries = tuple([line[start:stop].rstrip(", ") for start, stop in zip(starts, stops, strict=True)])
    flow = BracedTimeline(place.column - 1, place.end_column - 1, entries)
    return TimeLineNode(code.text, code.place.line, " " * (code.place.column + 1), ends, flow)


def _is_flow(text: list[str], node: Node) -> bool:
    return text[node.place.line - 1][node.place.column - 1 : node.place.column] in ("{", "[")


def _last_line(text: list[str], node: Node) -> int:
    """The last line of a value. The parser has a mapping in lines end where the next thing begins."""
    place = node.place
    inside: list[Node] = []
    if isinstance(node, Mapping):
        inside = [value for _, value in node.entries]
    elif isinstance(node, Sequence):
        inside = list(node.items)
    if inside and not _is_flow(text, node):
        return max(_last_line(text, value) for value in inside)
    return place.end_line - (place.end_column == 1 and place.end_line > place.line)
