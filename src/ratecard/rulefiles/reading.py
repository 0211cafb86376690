"""Text of a rule file to nodes with places, from the events of PyYAML's C parser.

Events, not `compose`: compose hides anchors and aliases, and a file of 100,000 levels of "[" kills the process.
No tag is resolved, so `NO` is Norway and `4.10` keeps its zero. Work is bounded by bytes, nodes and depth.
"""

import re
from collections.abc import Callable
from typing import Any

import yaml
from yaml import cyaml
from yaml.events import MappingEndEvent, ScalarEvent

from ratecard.diagnostics.diagnostic import Diagnostic, Fix, Note, Place, fixes_at
from ratecard.diagnostics.fixes import POSSIBLE, Offer
from ratecard.rulefiles.characters import (
    CURLY_QUOTES,
    look_alike,
    odd_space_behind_colon,
)
from ratecard.rulefiles.decoding import decoded, odd_indentation
from ratecard.rulefiles.mending import value_fixes
from ratecard.rulefiles.nodes import Mapping, Node, Scalar, Sequence, Unread
from ratecard.rulefiles.syntax import explain
from ratecard.rulefiles.values import looks_like_instant

NODES_MOST = 200_000
DEPTH_MOST = 32
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_WITH_DATES = {"source", "note"}
"""Keys that may stand among the dates of a time line."""


Report = Callable[[Diagnostic], None]


class _Stop(Exception):
    """Reading ends here; why was reported."""


def read(file: str, content: bytes, report: Report) -> Node | None:
    """The root node of a rule file, or None where it is empty or cannot be read; why is reported.

    Of syntax errors only the first is reported: what follows it would be guesswork.
    """
    text = decoded(file, content, report)
    if text is None:
        return None
    reader = _Reader(file, text, report)
    try:
        root = reader.document()
    except _Stop:
        return None
    except yaml.YAMLError as error:
        if not odd_indentation(file, text, reader.texts, report, failed=True):
            found = explain(file, text, error)
            if found.place not in reader.odd_spaces:
                report(found)
        return None
    if odd_indentation(file, text, reader.texts, report):
        return None
    if root is None:
        report(
            Diagnostic(
                code="empty-file",
                sentence=f"{file} states nothing",
                place=Place(file, 1, 1, 1, 1),
                hint="state something, or delete the file",
            )
        )
    return root


SEARCHED_MOST = 300
"""Characters before a value among which its anchor or tag is looked for."""

ANCHORED_MOST = 200
"""Characters of a value that is remembered for those who repeat it."""


class _Reader:
    """Builds the nodes of one document; recursion is bounded by `DEPTH_MOST`."""

    def __init__(self, file: str, text: str, report: Report) -> None:
        self.file = file
        self.text = text
        self.lines: list[str] | None = None
        self.report = report
        self.next_event: Callable[[], Any] = cyaml.CParser(text).get_event  # type: ignore[attr-defined]
        self.left = NODES_MOST
        self.texts: list[tuple[int, int]] = []
        self.odd_spaces: list[Place] = []
        self.anchored: dict[str, str] = {}

    def document(self) -> Node | None:
        self.next_event()  # the start of the stream
        event = self.next_event()
        if type(event) is yaml.StreamEndEvent:
            return None
        root = self.node(self.next_event(), 1)
        if type(root) is Scalar and self.is_entry(root):
            root = Unread(root.place)
        self.next_event()  # the end of the document
        event = self.next_event()
        if type(event) is not yaml.StreamEndEvent:
            self.stop("several-documents", "a second document starts here", event, "keep one document a file")
        return None if type(root) is Scalar and root.plain and not root.text else root

    def place(self, event: Any) -> Place:
        start, end = event.start_mark, event.end_mark
        return Place(self.file, start.line + 1, start.column + 1, end.line + 1, end.column + 1)

    def tell(self, code: str, sentence: str, event: Any, hint: str = "", fixes: tuple[Fix, ...] = ()) -> None:
        self.report(Diagnostic(code=code, sentence=sentence, place=self.place(event), hint=hint, fixes=fixes))

    def without(self, event: Any, mark: str) -> tuple[Fix, ...]:
        """The fix that takes an anchor or a tag away from before a value; () where it does not stand as it reads."""
        start = event.start_mark
        found = re.compile(rf"{re.escape(mark)} *").search(self.text, start.index, start.index + SEARCHED_MOST)
        if found is None or "\n" in self.text[start.index : found.end()]:
            return ()
        column = start.column + 1 + found.start() - start.index
        place = Place(self.file, start.line + 1, column, start.line + 1, column + len(found[0]))
        return fixes_at(place, (Offer(""),))

    def stop(self, code: str, sentence: str, event: Any, hint: str) -> None:
        self.tell(code, sentence, event, hint)
        raise _Stop

    def node(self, event: Any, depth: int) -> Node:
        if type(event) is ScalarEvent and event.anchor is None and event.tag is None and self.left > 0:
            self.left -= 1
            start: Any = event.start_mark
            end: Any = event.end_mark
            place = Place(self.file, start.line + 1, start.column + 1, end.line + 1, end.column + 1)
            if start.line != end.line:
                self.texts.append((place.line, place.end_line))
            return Scalar(event.value, not event.style, place)
        return self.other_node(event, depth)

    def other_node(self, event: Any, depth: int) -> Node:
        """A node that is no plain scalar, or a scalar with something that rule files do not have."""
        self.left -= 1
        if self.left < 0:
            self.stop("file-too-large", f"more than {NODES_MOST:,} values stand in one file", event, "split the file")
        kind = type(event)
        if kind is yaml.AliasEvent:
            hint = "what many regions share belongs in a group"
            meant = self.anchored.get(event.anchor)
            fixes = value_fixes(self.place(event), (Offer(meant, POSSIBLE, "itself"),) if meant else ())
            hint = hint if fixes else f"write the value out; {hint}"
            sentence = f"*{event.anchor} is an alias, which rule files do not have"
            self.tell("anchor-or-alias", sentence, event, hint, fixes)
            return Unread(self.place(event))
        if event.anchor is not None:
            hint = "what many regions share belongs in a group"
            if kind is ScalarEvent and not event.style and len(event.value) <= ANCHORED_MOST:
                self.anchored[event.anchor] = event.value
            sentence = f"&{event.anchor} is an anchor, which rule files do not have"
            self.tell("anchor-or-alias", sentence, event, hint, self.without(event, f"&{event.anchor}"))
        if event.tag is not None:
            written = str(event.tag).replace("tag:yaml.org,2002:", "!!")
            fixes = self.without(event, written)
            hint = f"{'' if fixes else 'delete the tag: '}the key says what type its value has"
            self.tell("tag", f"{written} is a tag, which rule files do not have", event, hint, fixes)
        if kind is ScalarEvent and event.tag is not None and not event.value:
            return Unread(self.place(event))
        if kind is ScalarEvent:
            return Scalar(event.value, not event.style, self.place(event))
        if depth > DEPTH_MOST:
            sentence = f"values are nested more than {DEPTH_MOST} deep"
            self.stop(
                "nested-too-deep", sentence, event, "no rule needs such depth: check the brackets and the indentation"
            )
        return self.mapping(event, depth) if kind is yaml.MappingStartEvent else self.sequence(event, depth)

    def sequence(self, start: Any, depth: int) -> Sequence:
        items = []
        event = self.next_event()
        while type(event) is not yaml.SequenceEndEvent:
            items.append(self.node(event, depth + 1))
            event = self.next_event()
        return Sequence(tuple(items), self.span(start, event, items[-1] if items else None))

    def span(self, start: Any, end: Any, last: Node | None) -> Place:
        """From a start to an end; a block ends with its last node, since its own end is the start of what follows."""
        place = Place(
            self.file,
            start.start_mark.line + 1,
            start.start_mark.column + 1,
            end.end_mark.line + 1,
            end.end_mark.column + 1,
        )
        if start.flow_style or last is None:
            return place
        return Place(self.file, place.line, place.column, last.place.end_line, last.place.end_column)

    def unreported(self, depth: int) -> Node:
        """The next node, read without a word: the value of a key that is reported itself."""
        report, self.report = self.report, lambda _: None
        try:
            return self.node(self.next_event(), depth)
        finally:
            self.report = report

    def mapping(self, start: Any, depth: int) -> Mapping | Unread:
        entries: dict[str, tuple[Scalar, Node]] = {}
        unread = False
        next_event, node = self.next_event, self.node
        value: Node | None = None
        event = next_event()
        while type(event) is not MappingEndEvent:
            key = node(event, depth + 1)
            odd = type(key) is Scalar and key.plain and not key.text.isascii()
            if odd:
                key = self.without_curly_quotes(key)  # type: ignore[arg-type]
            merge = type(key) is Scalar and key.text == "<<" and key.plain
            value = self.unreported(depth + 1) if merge else node(next_event(), depth + 1)
            if type(value) is Scalar and value.place.line > key.place.line and self.is_entry(value):
                value = Unread(value.place)
            elif odd and (end := self.is_entry(key)):  # type: ignore[arg-type]
                key, value = Scalar(key.text[:end], True, key.place), Unread(key.place)  # type: ignore[union-attr]
            if start.flow_style and type(value) is Scalar and not value.text and type(key) is Scalar:
                value = self.at_its_key(key, value)
            event = next_event()
            if type(key) is Scalar and not merge and key.text not in entries:
                entries[key.text] = (key, value)
            elif type(key) is Scalar:
                self.unfit_key(key, value, merge, entries)
            else:
                unread = True
                if type(key) is not Unread:
                    self.key_is_no_text(key)
        place = self.span(start, event, value)
        return Unread(place) if unread else Mapping(tuple(entries.values()), place)

    def at_its_key(self, key: Scalar, nothing: Scalar) -> Scalar:
        """The missing value of a key in braces: right behind it where no colon stands between, as in `{a, b: 1}`."""
        start, end = key.place, nothing.place
        lines = self.all_lines()[start.end_line - 1 : end.line]
        if start.end_line == end.line:
            between = lines[0][start.end_column - 1 : end.column - 1]
        else:
            between = "".join((lines[0][start.end_column - 1 :], *lines[1:-1], lines[-1][: end.column - 1]))
        if not nothing.plain or ":" in between:
            return nothing
        behind = Place(self.file, start.end_line, start.end_column, start.end_line, start.end_column)
        return Scalar("", True, behind)

    def all_lines(self) -> list[str]:
        if self.lines is None:
            self.lines = self.text.split("\n")
        return self.lines

    def is_entry(self, text: Scalar) -> int:
        """Where the key ends in a text that was meant as a key with its value; 0 in any other text.

        An odd space behind the colon made one text of both, which is reported.
        """
        found = odd_space_behind_colon(text.text) if text.plain else None
        if found is None:
            return 0
        column = text.place.column + found[1]
        place = Place(self.file, text.place.line, column, text.place.line, column + 1)
        sentence = f"{found[0]} stands after the colon"
        self.odd_spaces.append(place)
        fixes = fixes_at(place, (Offer(" "),))
        self.report(Diagnostic(code="odd-space", sentence=sentence, place=place, fixes=fixes))
        return found[1] - 1

    def without_curly_quotes(self, key: Scalar) -> Scalar:
        """The key as it was meant: where curly quotes stand around it, that is reported here, once."""
        bare = key.text.strip(CURLY_QUOTES)
        alike = look_alike(key.text[:1])
        if key.text[:1] not in CURLY_QUOTES or not bare or alike is None or key.text[-1:] not in CURLY_QUOTES:
            return key
        sentence = f"the key {bare[:60]} stands in curly quotes: {alike[0]}"
        fixes = fixes_at(key.place, (Offer(bare),))
        self.report(Diagnostic(code="look-alike", sentence=sentence, place=key.place, fixes=fixes))
        return Scalar(bare, key.plain, key.place)

    def key_is_no_text(self, key: Node) -> None:
        sentence = "a list or a mapping stands where a key should"
        self.report(Diagnostic(code="key-is-no-text", sentence=sentence, place=key.place, hint="write a plain key"))

    def unfit_key(self, key: Scalar, value: Node, merge: bool, entries: dict[str, tuple[Scalar, Node]]) -> None:
        if merge:
            hint = "write the values out; what many regions share belongs in a group"
            sentence = "<< is a merge key, which rule files do not have"
            self.report(Diagnostic(code="merge-key", sentence=sentence, place=key.place, hint=hint))
            return
        if _DAY.match(key.text) and not all(looks_like_instant(other) for other in entries.keys() - _WITH_DATES):
            return  # dates that are not indented below their price, which is reported there
        notes = (Note(entries[key.text][0].place, "stated here first"),)
        sentence = f"{key.text} is stated twice in one mapping"
        first = entries[key.text][1]
        same = type(value) is Scalar and type(first) is Scalar and value.text == first.text
        fixes = self.without_entry(key, value) if same else ()
        hint = "" if fixes else "keep one of the two"
        code = "duplicate-key"
        self.report(Diagnostic(code=code, sentence=sentence, place=key.place, hint=hint, notes=notes, fixes=fixes))

    def without_entry(self, key: Scalar, value: Node) -> tuple[Fix, ...]:
        """The fix that takes out an entry that has a line of its own, or the last one in braces; () for any other."""
        place = value.place
        if place.end_line != key.place.line:
            return ()
        line = self.all_lines()[key.place.line - 1]
        ahead, rest = line[: key.place.column - 1], line[place.end_column - 1 :]
        if not ahead.strip() and not rest.strip():
            whole = Place(self.file, key.place.line, 1, key.place.line + 1, 1)
            return fixes_at(whole, (Offer(""),))
        comma = re.search(r",\s*$", ahead)
        if comma is None:
            return ()
        gap = Place(self.file, key.place.line, comma.start() + 1, place.end_line, place.end_column)
        return fixes_at(gap, (Offer(""),))
