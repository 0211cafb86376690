"""Single values of a rule file: scalars, `{value, source, note}`, time lines, choices, lists and conditions."""

import re
from collections.abc import Callable

from ratecard.diagnostics.diagnostic import Diagnostic, Note, Place, Severity
from ratecard.rulefiles.commas import split_keys, splits_conditions
from ratecard.rulefiles.conditions import condition_tree
from ratecard.rulefiles.facts import out_of_place
from ratecard.rulefiles.near import nearest
from ratecard.rulefiles.nodes import Mapping, Node, Scalar, Sequence, Unread
from ratecard.rulefiles.reading import Report
from ratecard.rulefiles.shapes import Conditions, ListOf, Requirements, Section, Shape, Table, Text, Value
from ratecard.rulefiles.stated import BROKEN, INHERIT, NONE, Choice, Leaf, Stated, StatedInstant, StatedTimeLine, Word
from ratecard.rulefiles.values import (
    FACT_NAME,
    INSTANT,
    TEXT,
    ValueType,
    Wrong,
    looks_like_instant,
    parse_value,
    shown,
)

Origin = tuple[str | None, str | None]
"""The source and the note that hold where a value stands."""

NO_ORIGIN: Origin = (None, None)

_WRAPPER_KEYS = {"value", "source", "note"}
_CHOICE_KEYS = {"by", "is", "from", "other", "source", "note"}
_FORM_KEYS = _WRAPPER_KEYS | _CHOICE_KEYS


def broken(place: Place) -> Stated[object]:
    """What stands for a value that was reported already."""
    return Stated(BROKEN, place)


def is_wrapped(node: Mapping) -> bool:
    """Whether the mapping is a value with its source: `{value: 19 %, source: …}`."""
    texts = {key.text for key, _ in node.entries}
    return "value" in texts and texts <= _WRAPPER_KEYS


def is_time_line(node: Mapping) -> bool:
    """Whether every key, apart from note and source, was meant as an instant."""
    keys = [key.text for key, _ in node.entries if key.text not in ("source", "note")]
    return bool(keys) and all(looks_like_instant(text) for text in keys)


def unwrap(node: Node, origin: Origin) -> tuple[Node, Origin]:
    """The node under `value:`, where there is one; `origin` is what holds inside this mapping."""
    if type(node) is Mapping and is_wrapped(node):
        return next(value for key, value in node.entries if key.text == "value"), origin
    return node, origin


def example(shape: Shape) -> str:
    """How a value of this shape is written, for a hint."""
    match shape:
        case Value(type=kind) | ListOf(type=kind):
            return f"[{kind.written}]" if type(shape) is ListOf else kind.written
        case Text():
            return "{en: Rose, de: Rose}"
        case Conditions() | Requirements():
            return "{buyer.age: {at least: 18}}"
        case Section(keys=keys):
            return "{" + next(iter(keys)) + ": …}"
        case Table(noun=noun):
            return "{" + noun.replace(" ", "_") + ": …}"


class Reading:
    """Types the single values of one file."""

    def __init__(self, content: bytes, report: Report) -> None:
        self.content = content
        self.report = report
        self.lines: list[str] | None = None

    def _tell(self, code: str, sentence: str, place: Place, hint: str, severity: Severity = Severity.ERROR) -> None:
        self.report(Diagnostic(code=code, sentence=sentence, place=place, hint=hint, severity=severity))

    def free_text(self, node: Node) -> str | None:
        """The text of a source or note; None where no text stands."""
        if type(node) is Unread:
            return ""
        if type(node) is not Scalar or not node.text:
            return None
        self._cut_by_comment(node)
        return node.text

    def _cut_by_comment(self, node: Scalar) -> None:
        """Warns where ` #` ended a text that was probably meant to go on: `name: Rank #1`."""
        if not node.plain or b" #" not in self.content:
            return
        if self.lines is None:
            self.lines = self.content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n").split("\n")
        after = self.lines[node.place.end_line - 1][node.place.end_column - 1 :]
        if re.match(r"\s+#[^\s#]", after):
            sentence = f"the text ends at “{shown(node.text)}”, because a space and # begin a comment"
            hint = f'write "{shown(node.text + after.rstrip())}" in quotes, or put a space after #'
            self._tell("text-cut-by-comment", sentence, node.place, hint, Severity.WARNING)

    def leaf(self, node: Node, shape: Value, origin: Origin) -> Leaf:
        """What stands where one value may: a scalar, `{value: …}`, a choice or a time line."""
        if type(node) is Scalar:
            return self._scalar(node, shape, origin)
        if type(node) is Unread:
            return broken(node.place)
        if type(node) is Sequence:
            self._tell(
                "not-a-value",
                f"a list stands where {shape.type.name} should",
                node.place,
                f"write {shape.type.written}",
            )
            return broken(node.place)
        assert isinstance(node, Mapping)
        if split_keys(node, self.report, lambda _: shape.type, _FORM_KEYS):
            return broken(node.place)
        texts = [key.text for key, _ in node.entries]
        if "source" in texts or "note" in texts:
            origin = self.origin(node, origin)
        if looks_like_instant(texts[0] if texts else ""):
            return self._time_line(node, shape, origin)
        if "value" in texts:
            return self._wrapped(node, shape, origin)
        if "by" in texts or "is" in texts or "other" in texts:
            return self._choice(node, shape, origin)
        if any(looks_like_instant(text) for text in texts):
            return self._time_line(node, shape, origin)
        if not set(texts) - {"source", "note"}:
            self._tell(
                "empty-value", "a source stands here without a value", node.place, f"write value: {shape.type.written}"
            )
        else:
            known = f"write {shape.type.written}" + (", or a date with the value from then on" if shape.dated else "")
            sentence = f"a mapping with {', '.join(sorted(texts)[:4])} stands where {shape.type.name} should"
            self._tell("not-a-value", shown_sentence(sentence), node.place, known)
        return broken(node.place)

    def origin(self, node: Mapping, above: Origin) -> Origin:
        """The source and note that hold inside a mapping: its own, else those from above."""
        source, note = above
        for key, value in node.entries:
            if key.text in ("source", "note"):
                text = self.free_text(value)
                if text is None:
                    self._tell(
                        "not-text", f"{key.text} holds no text", value.place, "write one line of text, or quote it"
                    )
                elif key.text == "source":
                    source = text
                else:
                    note = text
        return source, note

    def _scalar(self, node: Scalar, shape: Value, origin: Origin) -> Stated[object]:
        text = node.text
        if text == "none" and shape.none:
            return Stated(NONE, node.place, origin[0], origin[1])
        if text == "inherit" and shape.inherits:
            return Stated(INHERIT, node.place, origin[0], origin[1])
        if not text.strip():
            self._tell(
                "empty-value",
                f"an empty text stands where {shape.type.name} should",
                node.place,
                f"write {shape.type.written}",
            )
            return broken(node.place)
        value = parse_value(shape.type, text)
        if type(value) is Wrong:
            self._tell(value.code, value.sentence, node.place, value.hint)
            return broken(node.place)
        if shape.type is TEXT:
            self._cut_by_comment(node)
        return Stated(value, node.place, origin[0], origin[1])

    def _wrapped(self, node: Mapping, shape: Value, origin: Origin) -> Leaf:
        inner: Node | None = None
        for key, value in node.entries:
            if key.text == "value":
                inner = value
            elif key.text not in _WRAPPER_KEYS:
                near = nearest(key.text, _WRAPPER_KEYS)
                hint = f"did you mean {near[0]}?" if near else "known here: value, source, note"
                self._tell("unknown-key", f"{shown(key.text)} is no key beside value", key.place, hint)
        assert inner is not None
        if type(inner) is Mapping and any(key.text == "value" for key, _ in inner.entries):
            self._tell("not-a-value", "value: stands inside value:", inner.place, f"write {shape.type.written}")
            return broken(inner.place)
        if type(inner) is Scalar and inner.plain and not inner.text:
            self._tell("empty-value", "value has no value", node.place, f"write value: {shape.type.written}")
            return broken(node.place)
        return self.leaf(inner, shape, origin)

    def _time_line(self, node: Mapping, shape: Value | ListOf, origin: Origin) -> Leaf:
        if not shape.dated:
            hint = f"write one value, such as {shape.type.written}"
            self._tell("not-datable", "this value can not change with time", node.place, hint)
            return broken(node.place)
        return self.time_line(node, lambda key, value: self._entry(key, value, shape, origin, "a time line"))

    def time_line(self, node: Mapping, entry: Callable[[Scalar, Node], Stated[object]]) -> Leaf:
        """A mapping of instants as a time line; `entry` types what stands at each."""
        entries: list[tuple[Stated[StatedInstant], Stated[object]]] = []
        seen: dict[object, Place] = {}
        sound = True
        for key, value in node.entries:
            if key.text in ("source", "note"):
                continue
            start = parse_value(INSTANT, key.text)
            if type(start) is Wrong:
                self._tell(start.code, start.sentence, key.place, start.hint)
                sound = False
                continue
            if start in seen:
                sound = self._same_instant(key, seen[start])
                continue
            seen[start] = key.place
            entries.append((Stated(start, key.place), entry(key, value)))  # type: ignore[arg-type]
        return StatedTimeLine(tuple(entries), node.place, sound) if entries else broken(node.place)

    def _same_instant(self, key: Scalar, first: Place) -> bool:
        notes, hint = (Note(first, "stated here first"),), "keep one of the two"
        sentence = f"{key.text} is an instant that this time line has already"
        code = "same-instant-twice"
        self.report(Diagnostic(code=code, sentence=sentence, place=key.place, hint=hint, notes=notes))
        return False

    def _entry(
        self, key: Scalar, node: Node, shape: Value | ListOf, origin: Origin, inside: str = "a choice"
    ) -> Stated[object]:
        if type(node) is Scalar and node.plain and not node.text:
            hint = f"write {example(shape)}, or delete the key"
            self._tell("empty-value", f"{key.text} has no value", key.place, hint)
            return broken(key.place)
        if type(shape) is ListOf:
            return self._list_value(node, shape, origin)
        assert type(shape) is Value
        leaf = self.leaf(node, shape, origin)
        if type(leaf) is StatedTimeLine:
            sentence = f"a time line stands inside {inside}"
            self._tell("not-a-value", sentence, node.place, f"write {shape.type.written}")
            return broken(node.place)
        assert type(leaf) is Stated
        return leaf

    def list_leaf(self, node: Node, shape: ListOf, origin: Origin) -> Leaf:
        """What stands where a list may: a list, `{value: …}`, or a time line of lists."""
        node, origin = self.dated_inside(node, origin)
        if type(node) is Mapping and split_keys(node, self.report):
            return broken(node.place)
        if type(node) is Mapping and is_time_line(node):
            return self._time_line(node, shape, self.origin(node, origin))
        return self._list_value(node, shape, origin)

    def dated_inside(self, node: Node, origin: Origin) -> tuple[Node, Origin]:
        """The time line in `{value: {2026-01-01: …}, source: …}`, with the source that holds there; else `node`."""
        if type(node) is Mapping and is_wrapped(node):
            inner, _ = unwrap(node, origin)
            if type(inner) is Mapping and is_time_line(inner):
                return inner, self.origin(node, origin)
        return node, origin

    def _list_value(self, node: Node, shape: ListOf, origin: Origin) -> Stated[object]:
        if type(node) is Mapping and is_wrapped(node):
            node, origin = unwrap(node, self.origin(node, origin))
        if shape.or_one and type(node) is Scalar and node.text:
            node = Sequence((node,), node.place)
        if type(node) is not Sequence:
            written = node.text if type(node) is Scalar and node.text else shape.type.written
            what = "one value stands" if type(node) is Scalar else "keys stand"
            self._tell("not-a-list", f"{what} where a list should", node.place, f"write [{written}]")
            return broken(node.place)
        items: list[Stated[object]] = []
        seen: set[object] = set()
        all_items = [self._list_item(item, shape.type, origin) for item in node.items]
        for item, stated in zip(node.items, all_items, strict=True):
            if stated.value in seen:
                self._tell(
                    "listed-twice", f"{stated.value} stands in the list twice", item.place, "keep one of the two"
                )
            elif stated.value is not BROKEN:
                seen.add(stated.value)
                items.append(stated)
        if any(stated.value is BROKEN for stated in all_items):
            return broken(node.place)
        return Stated(tuple(items), node.place, origin[0], origin[1])

    def _list_item(self, item: Node, kind: ValueType, origin: Origin) -> Stated[object]:
        if type(item) is Unread:
            return broken(item.place)
        if type(item) is not Scalar or not item.text:
            self._tell("not-a-value", f"an item is not {kind.name}", item.place, f"write {kind.written}")
            return broken(item.place)
        value = parse_value(kind, item.text)
        if type(value) is Wrong:
            self._tell(value.code, value.sentence, item.place, value.hint)
            return broken(item.place)
        return Stated(value, item.place, origin[0], origin[1])

    def _choice(self, node: Mapping, shape: Value, origin: Origin) -> Stated[object]:
        """`{by: fact, is: {…}, other: …}`, or the same with `from:` and thresholds."""
        keys = {key.text: (key, value) for key, value in node.entries}
        if not shape.by_fact:
            self._tell("not-by-fact", "this value can not vary by a fact", node.place, f"write {shape.type.written}")
            return broken(node.place)
        unknown = [key for key, _ in node.entries if key.text not in _CHOICE_KEYS]
        for key in unknown:
            near = nearest(key.text, _CHOICE_KEYS)
            hint = f"did you mean {near[0]}?" if near else "known here: by, is, from, other"
            self._tell("unknown-key", f"{shown(key.text)} is no key of a choice", key.place, hint)
        if unknown:
            return broken(node.place)
        if any(type(value) is Unread for _, value in node.entries):
            return broken(node.place)
        by = keys.get("by", (None, None))[1]
        cases = [name for name in ("is", "from") if name in keys]
        if type(by) is not Scalar or len(cases) != 1 or type(keys[cases[0]][1]) is not Mapping:
            hint = "write {by: buyer.member, is: {yes: …}, other: …}, or from: with thresholds"
            self._tell("not-a-choice", "a choice states by: a fact, and its cases under is: or from:", node.place, hint)
            return broken(node.place)
        if not by.text:
            self._tell("empty-value", "by has no value", keys["by"][0].place, "write the name of a fact, as buyer.age")
            return broken(node.place)
        fact = parse_value(FACT_NAME, by.text)
        if type(fact) is Wrong:
            self._tell(fact.code, fact.sentence, by.place, fact.hint)
            return broken(node.place)
        unknown_here = out_of_place(by.text, shape)
        if unknown_here is not None:
            self._tell("fact-not-known-here", unknown_here[0], by.place, unknown_here[1])
            return broken(node.place)
        table = keys[cases[0]][1]
        assert type(table) is Mapping
        inner = self.origin(table, origin)
        comma = split_keys(table, self.report)
        if comma:
            return broken(node.place)
        entries = [(key, value) for key, value in table.entries if key.text not in ("source", "note")]
        stated = tuple((Stated(key.text, key.place), self._entry(key, value, shape, inner)) for key, value in entries)
        other = self._entry(*keys["other"], shape, origin) if "other" in keys else None
        values = [value for _, value in stated] + ([other] if other else [])
        for value in values:
            if type(value.value) is Choice or value.value is INHERIT:
                inner_name = "a choice" if type(value.value) is Choice else "inherit"
                hint = "let a value vary by one fact" if type(value.value) is Choice else f"write {shape.type.written}"
                self._tell("not-a-value", f"{inner_name} stands inside a choice", value.place, hint)
                return broken(node.place)
        if not stated or any(value.value is BROKEN for value in values):
            if not stated:
                self._tell(
                    "empty-value", f"{cases[0]} states no case", table.place, f"write {{yes: {shape.type.written}}}"
                )
            return broken(node.place)
        return Stated(Choice(by.text, cases[0] == "from", stated, other), by.place, origin[0], origin[1])

    def conditions(self, node: Node, origin: Origin) -> Stated[object]:
        """What stands under `when:`: one value, replaced whole by a narrower layer."""
        if type(node) is Unread:
            return broken(node.place)
        if type(node) is Mapping and is_wrapped(node):
            node, origin = unwrap(node, self.origin(node, origin))
        if type(node) is Scalar and node.text in ("none", "inherit"):
            return Stated(Word(node.text), node.place, origin[0], origin[1])
        if splits_conditions(node, self.report):
            return broken(node.place)
        found = condition_tree(node, self.report)
        if found is None:
            return broken(node.place)
        return Stated(found, node.place, *(self.origin(node, origin) if type(node) is Mapping else origin))


def shown_sentence(text: str) -> str:
    """A sentence that quotes what a person wrote, bounded."""
    return text if len(text) <= 200 else text[:197] + "…"
