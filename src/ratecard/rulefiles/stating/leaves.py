"""Single values of a rule file: scalars, `{value, source, note}`, time lines, choices, lists and conditions."""

from collections.abc import Callable, Iterable

from ratecard.diagnostics.diagnostic import Diagnostic, Note, Place
from ratecard.diagnostics.fixes import EXAMPLE, POSSIBLE, SURE, Certainty, Suggestion, possible
from ratecard.rulefiles.keys.asking import asked
from ratecard.rulefiles.keys.shapes import Conditions, ListOf, Ranges, Requirements, Value
from ratecard.rulefiles.near import slips
from ratecard.rulefiles.nearby import NOWHERE, OTHERS, Nearby
from ratecard.rulefiles.stated import BEGINS, INHERIT, NONE, DateName, Leaf, Stated, StatedStart, StatedTimeLine, Word
from ratecard.rulefiles.stating.choices import CHOICE_KEYS, choice
from ratecard.rulefiles.stating.conditions import condition_tree
from ratecard.rulefiles.stating.edges import named_edge, start_of
from ratecard.rulefiles.stating.forms import WRAPPER_KEYS, broken, is_start, is_time_line, is_wrapped, unwrap
from ratecard.rulefiles.stating.lists import list_value
from ratecard.rulefiles.stating.parts import is_of_parts, parts_value
from ratecard.rulefiles.stating.ranges import RANGE_KEYS, is_range, range_value, tell_no_range
from ratecard.rulefiles.stating.telling import Origin, Telling
from ratecard.rulefiles.stating.words import (
    cannot_be_unknown,
    is_text_for,
    miswritten,
    slip_of_word,
    word_in,
    word_in_capitals,
)
from ratecard.rulefiles.text.commas import split_keys, splits_conditions
from ratecard.rulefiles.text.decoding import Report
from ratecard.rulefiles.text.nodes import Mapping, Node, Scalar, Sequence, Unread
from ratecard.rulefiles.values.offered import EDGE, LAST_DAY
from ratecard.rulefiles.values.parsing import parse_value
from ratecard.rulefiles.values.scalars import parse_identifier
from ratecard.rulefiles.values.types import TEXT, ValueType
from ratecard.rulefiles.wrong import Wrong, shown

ONE = "a value of several parts"

_FORM_KEYS = {*WRAPPER_KEYS, *CHOICE_KEYS, *RANGE_KEYS}


def _beside(kind: ValueType) -> str:
    """What to write where only a source stands."""
    return f"write value: and {kind.name} beside it"


def _certainty_of(node: Node) -> Certainty:
    """How sure it is that what stands alone inside a list or mapping was meant: it is, unless a key says something."""
    keys = {key.text for key, _ in node.entries} if type(node) is Mapping else set()
    return SURE if keys <= {"value"} else POSSIBLE


class Reading(Telling):
    """Types the single values of one file. `dates_used` are the names of dates that stand as keys of time lines."""

    def __init__(self, content: bytes, report: Report, nearby: Nearby = NOWHERE) -> None:
        super().__init__(content, report, nearby)
        self.dates_used: list[Stated[str]] = []

    def leaf(self, node: Node, shape: Value, origin: Origin) -> Leaf:
        """What stands where one value may: a scalar, `{value: …}`, a choice or a time line."""
        if type(node) is Scalar:
            return self._scalar(node, shape, origin)
        if type(node) is Unread:
            return broken(node.place)
        if type(node) is Sequence:
            self._no_value(node, f"a list stands where {shape.type.name} should", shape, node.items)
            return broken(node.place)
        assert isinstance(node, Mapping)
        if split_keys(node, self.report, lambda _: shape.type, {*_FORM_KEYS, *shape.parts}, self.nearby):
            return broken(node.place)
        texts = [key.text for key, _ in node.entries]
        if "source" in texts or "note" in texts:
            origin = self.origin(node, origin)
        dates = self.nearby.dates
        if texts and is_start(texts[0], dates):
            return self._time_line(node, shape, origin)
        if "value" in texts:
            return self._wrapped(node, shape, origin)
        if "by" in texts or "is" in texts or "other" in texts:
            return choice(self, node, shape, origin, lambda key, case, above: self._entry(key, case, shape, above))
        if is_of_parts(texts, shape):
            return parts_value(self, node, shape, origin, lambda key, part, of: self._entry(key, part, of, origin, ONE))
        if is_range(texts, shape):
            return range_value(self, node, shape, origin, lambda key, part, of: self._entry(key, part, of, origin))
        if any(is_start(text, dates) or (dates and slips(text, dates)) for text in texts):
            return self._time_line(node, shape, origin)
        if any(self.tell_glued(key, value, _FORM_KEYS) for key, value in node.entries):
            return broken(node.place)
        if OTHERS in dates and all(parse_identifier(text) == text for text in texts):
            return broken(node.place)
        if not set(texts) - {"source", "note"}:
            self.tell("empty-value", "a source stands here without a value", node.place, _beside(shape.type))
        else:
            sentence = f"a mapping with {', '.join(sorted(texts)[:4])} stands where {shape.type.name} should"
            bare = len(node.entries) == 1 and type(node.entries[0][1]) is Scalar and not node.entries[0][1].text
            self._no_value(node, shown_sentence(sentence), shape, [entry[not bare] for entry in node.entries], bare)
        return broken(node.place)

    def _no_value(self, node: Node, sentence: str, shape: Value, inside: Iterable[Node], bare: bool = False) -> None:
        """Reports keys or a list where one value should stand; where just one is inside, that was probably meant.

        `bare`: it stands in braces without a key, as in {1.29}.
        """
        values = list(inside)
        alone = values[0].text if len(values) == 1 and type(values[0]) is Scalar else ""
        if alone and type(parse_value(shape.type, alone, self.nearby)) is not Wrong:
            certainty = SURE if bare else _certainty_of(node)
            self.tell("not-a-value", sentence, node.place, offers=(Suggestion(alone, certainty),))
            return
        hint = shape.type.hint or f"write {shape.type.name}"
        self.tell("not-a-value", sentence, node.place, hint, shape.type.offers)

    def _scalar(self, node: Scalar, shape: Value, origin: Origin) -> Stated[object]:
        text = node.text
        word = word_in(text, shape)
        if word is not None:
            return Stated(word, node.place, origin[0], origin[1])
        if not text.strip():
            sentence = f"an empty text stands where {shape.type.name} should"
            self.tell("empty-value", sentence, node.place, shape.type.hint, shape.type.offers)
            return broken(node.place)
        if tell_no_range(self, node, shape):
            return broken(node.place)
        if shape.type in (EDGE, LAST_DAY) and (named := named_edge(node, shape.type, self.nearby)) is not None:
            self.dates_used.append(Stated(text, node.place))
            return Stated(named, node.place, *origin)
        value = parse_value(shape.type, text, self.nearby) if is_text_for(shape.type, text) else None
        if value is None or type(value) is Wrong:
            self._wrong_scalar(node, shape, value)
            return broken(node.place)
        if shape.type is TEXT:
            self.cut_by_comment(node)
        return Stated(self.counted(value, shape.type, node.place), node.place, origin[0], origin[1])

    def _wrong_scalar(self, node: Scalar, shape: Value, value: Wrong | None) -> None:
        """Reports a text that is not a value of its type, nor a word that may stand there."""
        text = node.text
        meant = miswritten(text, shape)
        if meant is not None:
            code = value.code if value is not None else "cannot-be-unknown"
            self.tell(code, f"{text} is not how {meant} is written", node.place, offers=(Suggestion(meant),))
            return
        unknown = cannot_be_unknown(text, shape, shape.type.name)
        if unknown is not None or value is None:
            assert unknown is not None
            self.tell_wrong(unknown, node.place)
            return
        offers = tuple(offer for offer in value.offers if shape.none or offer.text != "none")
        hint = value.hint
        if all(offer.certainty is EXAMPLE for offer in offers) and (near := slip_of_word(text, shape)):
            offers, hint = possible(*near), ""
        if text.lower() == "none" and self.removable:
            hint = f"{hint or f'write {shape.type.name}'}, or {self.removable}: none where there is none of it"
            offers = ()
        self.tell_wrong(Wrong(value.code, value.sentence, hint, offers), node.place)

    def _wrapped(self, node: Mapping, shape: Value, origin: Origin) -> Leaf:
        inner: Node | None = None
        for key, value in node.entries:
            if key.text == "value":
                inner = value
            elif key.text not in WRAPPER_KEYS:
                stated = [other.text for other, _ in node.entries]
                self.tell_unknown(key, f"{shown(key.text)} is not a key beside value", WRAPPER_KEYS, stated)
        assert inner is not None
        if type(inner) is Mapping and any(key.text == "value" for key, _ in inner.entries):
            self._no_value(inner, "value: stands inside value:", shape, [value for _, value in inner.entries])
            return broken(inner.place)
        if type(inner) is Scalar and inner.plain and not inner.text:
            self.tell("empty-value", "value has no value", node.place, _beside(shape.type))
            return broken(node.place)
        return self.leaf(inner, shape, origin)

    def _time_line(self, node: Mapping, shape: Value | ListOf, origin: Origin) -> Leaf:
        if not shape.dated:
            self._not_datable(node, shape)
            return broken(node.place)
        return self.time_line(node, lambda key, value: self._entry(key, value, shape, origin, "a time line"))

    def _not_datable(self, node: Mapping, shape: Value | ListOf) -> None:
        """Reports a time line of what cannot change with time; where it has one entry, that value was meant."""
        alone = node.entries[0][1] if len(node.entries) == 1 else None
        text = alone.text if type(alone) is Scalar and type(shape) is Value else ""
        fits = bool(text) and type(parse_value(shape.type, text, self.nearby)) is not Wrong
        hint = "" if fits else "write one value, without dates"
        self.tell(
            "not-datable", "this value cannot change with time", node.place, hint, (Suggestion(text),) if fits else ()
        )

    def time_line(self, node: Mapping, entry: Callable[[Scalar, Node], Stated[object]]) -> Leaf:
        """A mapping of instants as a time line; `entry` types what stands at each."""
        entries: list[tuple[Stated[StatedStart], Stated[object]]] = []
        seen: dict[object, Place] = {}
        sound = True
        for key, value in node.entries:
            if key.text in ("source", "note"):
                continue
            start = start_of(key.text, self.nearby)
            if type(start) is DateName and start != BEGINS:
                self.dates_used.append(Stated(key.text, key.place))
            if type(start) is Wrong:
                self.tell_wrong(start, key.place)
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
            self.tell_empty(key, node, *asked(shape))
            return broken(key.place)
        if type(shape) is ListOf:
            return self._list_value(node, shape, origin)
        assert type(shape) is Value
        leaf = self.leaf(node, shape, origin)
        if type(leaf) is StatedTimeLine:
            sentence = f"a time line stands inside {inside}"
            self.tell("not-a-value", sentence, node.place, *asked(shape))
            return broken(node.place)
        assert type(leaf) is Stated
        return leaf

    def list_leaf(self, node: Node, shape: ListOf, origin: Origin) -> Leaf:
        """What stands where a list may: a list, `inherit` where it has dates, `{value: …}`, or a time line of them."""
        node, origin = self.dated_inside(node, origin)
        if type(node) is Mapping and split_keys(node, self.report):
            return broken(node.place)
        if type(node) is Mapping and is_time_line(node, self.nearby.dates):
            return self._time_line(node, shape, self.origin(node, origin))
        return self._list_value(node, shape, origin)

    def _list_value(self, node: Node, shape: ListOf, origin: Origin) -> Stated[object]:
        """What stands where a list may at one time; where its items may be ranges, a mapping among them is one."""
        if shape.ranges is Ranges.NEVER:
            return list_value(self, node, shape, origin)
        of = Value(type=shape.type, about=shape.about, dated=False, by_fact=False, inherits=False, ranges=shape.ranges)

        def range_among(item: Mapping, above: Origin) -> Stated[object]:
            leaf = self.leaf(item, of, above)
            assert type(leaf) is Stated
            return leaf

        return list_value(self, node, shape, origin, range_among)

    def dated_inside(self, node: Node, origin: Origin) -> tuple[Node, Origin]:
        """The time line in `{value: {2026-01-01: …}, source: …}`, with the source that holds there; else `node`."""
        if type(node) is Mapping and is_wrapped(node):
            inner, _ = unwrap(node, origin)
            if type(inner) is Mapping and is_time_line(inner, self.nearby.dates):
                return inner, self.origin(node, origin)
        return node, origin

    def conditions(self, node: Node, shape: Conditions | Requirements, origin: Origin) -> Leaf:
        """What stands under `when:`: one value, replaced whole by a narrower layer; where `dated`, or a time line."""
        dated = isinstance(shape, Conditions) and shape.dated
        inner, below = self.dated_inside(node, origin) if dated else (node, origin)
        if dated and type(inner) is Mapping and is_time_line(inner, self.nearby.dates):
            above = self.origin(inner, below)
            return self.time_line(inner, lambda _, entry: self._conditions(entry, shape, above))
        return self._conditions(node, shape, origin)

    def _conditions(self, node: Node, shape: Conditions | Requirements, origin: Origin) -> Stated[object]:
        if type(node) is Unread:
            return broken(node.place)
        if type(node) is Mapping and is_wrapped(node):
            node, origin = unwrap(node, self.origin(node, origin))
        if type(node) is Scalar and node.text in ("none", "inherit"):
            return Stated(Word(node.text), node.place, origin[0], origin[1])
        if type(node) is Scalar and (wrong := word_in_capitals(node.text, NONE, INHERIT)) is not None:
            self.tell_wrong(wrong, node.place)
            return broken(node.place)
        if splits_conditions(node, self.report):
            return broken(node.place)
        found = condition_tree(node, self.report)
        if found is None or self.tells_out_of_place(found, shape):
            return broken(node.place)
        return Stated(found, node.place, *(self.origin(node, origin) if type(node) is Mapping else origin))


def shown_sentence(text: str) -> str:
    """A sentence that quotes what a person wrote, bounded."""
    return text if len(text) <= 200 else text[:197] + "…"
