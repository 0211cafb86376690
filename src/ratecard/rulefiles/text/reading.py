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

from ratecard.diagnostics.diagnostic import Diagnostic, Fix, Place, fixes_at
from ratecard.diagnostics.fixes import POSSIBLE, Suggestion
from ratecard.rulefiles.mending import problem, value_fixes
from ratecard.rulefiles.text.decoding import Report, decoded, odd_indentation
from ratecard.rulefiles.text.entries import EntryChecks, KeyedEntries
from ratecard.rulefiles.text.nodes import Mapping, Node, Scalar, Sequence, Unread
from ratecard.rulefiles.text.syntax import explain

NODES_MOST = 200_000
DEPTH_MOST = 32


class _Stop(Exception):
    """Reading ends here; why was reported."""


def read(file: str, content: bytes, report: Report) -> Node | None:
    """The root node of a rule file, or None where it is empty or cannot be read; why is reported.

    Of syntax errors only the first is reported: what follows it would be guesswork.
    """
    text = decoded(file, content, report)
    if text is None:
        return None
    composer = _Composer(file, text, report)
    try:
        root = composer.document()
    except _Stop:
        return None
    except yaml.YAMLError as error:
        if not odd_indentation(file, text, composer.texts, report, failed=True):
            found = explain(file, text, error)
            if found.place not in composer.odd_spaces:
                report(found)
        return None
    if odd_indentation(file, text, composer.texts, report):
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


class _Composer(EntryChecks):
    """Builds the nodes of one document; recursion is bounded by `DEPTH_MOST`."""

    def __init__(self, file: str, text: str, report: Report) -> None:
        super().__init__(file, text, report)
        self.next_event: Callable[[], Any] = cyaml.CParser(text).get_event  # type: ignore[attr-defined]
        self.left = NODES_MOST
        self.texts: list[tuple[int, int]] = []
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
        self.report(problem(code, sentence, self.place(event), hint, fixes=fixes))

    def without(self, event: Any, mark: str) -> tuple[Fix, ...]:
        """The fix that takes an anchor or a tag away from before a value; () where it does not stand as it reads."""
        start = event.start_mark
        found = re.compile(rf"{re.escape(mark)} *").search(self.text, start.index, start.index + SEARCHED_MOST)
        if found is None or "\n" in self.text[start.index : found.end()]:
            return ()
        column = start.column + 1 + found.start() - start.index
        place = Place(self.file, start.line + 1, column, start.line + 1, column + len(found[0]))
        return fixes_at(place, (Suggestion(""),))

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
        """A node that is not a plain scalar, or a scalar with something that rule files do not have."""
        self.left -= 1
        if self.left < 0:
            self.stop("file-too-large", f"more than {NODES_MOST:,} values stand in one file", event, "split the file")
        kind = type(event)
        if kind is yaml.AliasEvent:
            hint = "what many regions share belongs in a group"
            meant = self.anchored.get(event.anchor)
            fixes = value_fixes(self.place(event), (Suggestion(meant, POSSIBLE, "itself"),) if meant else ())
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
        entries = KeyedEntries()
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
            elif type(key) is Scalar and not merge and entries.goes_on(key, value):
                entries[f"{key.text}\n{len(entries)}"] = (key, value)
            elif type(key) is Scalar:
                self.unfit_key(key, value, merge, entries)
            else:
                unread = True
                if type(key) is not Unread:
                    self.key_is_no_text(key)
        place = self.span(start, event, value)
        return Unread(place) if unread else Mapping(tuple(entries.values()), place)
