"""Nodes to stated values: one walk of a file's tree along the shapes of the language.

The walk is generic: it knows shapes and never a key. A value that is wrong is reported once and stated as
`BROKEN`, so that later stages neither use it nor report it as missing.
"""

import re
from collections.abc import Mapping
from sys import intern

from ratecard.diagnostics.diagnostic import Place
from ratecard.diagnostics.fixes import Suggestion, examples
from ratecard.rulefiles.characters import look_alike, odd_space
from ratecard.rulefiles.keys.asking import asked
from ratecard.rulefiles.keys.shapes import (
    PLURAL_FORMS,
    Conditions,
    KnownKeys,
    ListOf,
    Requirements,
    Shape,
    Table,
    Text,
    Value,
)
from ratecard.rulefiles.near import nearest
from ratecard.rulefiles.stated import ANY_LANGUAGE, FREE_TEXT_KEYS, KeyPath, Leaf, Leaves, Stated
from ratecard.rulefiles.stating.choices import CHOICE_KEYS
from ratecard.rulefiles.stating.forms import (
    WRAPPER_KEYS,
    broken,
    is_by_language,
    is_start,
    is_time_line,
    is_wrapped,
    unwrap,
)
from ratecard.rulefiles.stating.indentation import dates_beside, kinds_with_dates
from ratecard.rulefiles.stating.keyless import YES, dated_inside, holds_no_keys
from ratecard.rulefiles.stating.missing_keys import tell_missing
from ratecard.rulefiles.stating.requirements import requirements
from ratecard.rulefiles.stating.telling import Origin
from ratecard.rulefiles.stating.unknown_keys import FileKeys
from ratecard.rulefiles.stating.words import cannot_be_unknown, may_be_name, whole_word
from ratecard.rulefiles.text.commas import split_keys
from ratecard.rulefiles.text.nodes import Mapping as MappingNode
from ratecard.rulefiles.text.nodes import Node, Scalar, Unread
from ratecard.rulefiles.values.types import CURRENCY, LANGUAGE, TEXT, ValueType

SAYING_YES = frozenset({YES, "true", "on", "y"})
_OF_A_VALUE = frozenset({*WRAPPER_KEYS, *CHOICE_KEYS})
"""The keys of the forms that a single value can be written in."""


class Walk(FileKeys):
    """One file's walk; `Reading` types the single values that it meets."""

    def keys(self, node: MappingNode, shapes: Mapping[str, Shape], path: KeyPath, out: Leaves, origin: Origin) -> None:
        """What the keys of a mapping state, along the shapes that may stand there."""
        missing = {name for name, shape in shapes.items() if shape.required}
        comma = split_keys(node, self.values.report, lambda name: _kind(shapes.get(name)), shapes, self.values.nearby)
        stated: set[str] = set()
        moved = {name: own for name, own in self.grammar.keys_of[self.kind].items() if path and name not in shapes}
        self.beside(node.entries, lambda name: shapes.get(name) or moved.get(name), moved)
        for key, value in node.entries:
            shape = shapes.get(key.text)
            if shape is not None:
                missing.discard(key.text)
                if comma and key in comma:
                    out[(*path, key.text)] = broken(key.place)
                    continue
                self.node(value, key, shape, (*path, key.text), out, origin)
            elif key.text not in FREE_TEXT_KEYS and not (comma and key in comma):
                if key.place.line in self.values.beside:
                    continue
                stated = stated or {other.text for other, _ in node.entries}
                meant = self.unknown_key(key, value, stated, shapes, path)
                missing.difference_update(meant)
                for name in meant:
                    out.setdefault((*path, name), broken(key.place))
        if missing:
            tell_missing(self, node, shapes, path, missing if path else missing - self.moved)

    def node(self, node: Node, key: Scalar, shape: Shape, path: KeyPath, out: Leaves, origin: Origin) -> None:
        """What stands under one key, by its shape."""
        kind = type(shape)
        if key.place in self.without_lines:
            out[path] = broken(key.place)
        elif type(node) is Scalar and node.plain and not node.text:
            self.empty(key, node, shape)
            out[path] = broken(key.place)
        elif type(node) is Unread:
            out[path] = broken(node.place)
        elif (kind is Value or kind is ListOf) and (table := self.long_form(node, shape)):  # type: ignore[arg-type]
            self.node(node, key, table, path, out, origin)
        elif kind is Value:
            out[path] = self.values.leaf(node, shape, origin)  # type: ignore[arg-type]
        elif kind is ListOf:
            out[path] = self.values.list_leaf(node, shape, origin)  # type: ignore[arg-type]
        elif kind is Text:
            self.text(node, shape, path, out, origin)  # type: ignore[arg-type]
        elif kind is Conditions:
            out[path] = self.values.conditions(node, shape, origin)  # type: ignore[arg-type]
        elif kind is Requirements:
            requirements(self.values, node, shape, path, out, origin)  # type: ignore[arg-type]
        elif type(node) is MappingNode and (mistaken := self.mistaken_leaf(node, key, shape)):
            out[path] = broken(mistaken)
        elif type(node) is MappingNode and not is_wrapped(node):
            self.mapping_places[self.whole(path)] = key.place
            below = self.values.origin(node, origin)
            if not node.entries:
                hint = asked(shape)[0] + (", or none" if shape.none else "")  # type: ignore[union-attr]
                self.tell("empty-value", f"{key.text} has no value", node.place, hint)
                out[path] = broken(node.place)
            else:
                self.below(node, shape, path, out, below)  # type: ignore[arg-type]
        elif kind is KnownKeys and (said := self.alone(node, shape, origin)) is not None:  # type: ignore[arg-type]
            out[(*path, *said[0])] = said[1]
        else:
            out[path] = self.absence(node, key, shape, origin)

    def alone(self, node: Node, shape: KnownKeys, origin: Origin) -> tuple[KeyPath, Leaf] | None:
        """What one value says that stands for a whole mapping, of its short key or `yes`, and at which path."""
        if type(node) is Scalar and shape.short and may_be_name(node.text):
            own = shape.keys[shape.short]
            if isinstance(own, Value):
                return (shape.short,), self.values.leaf(node, own, origin)
            name = Value(type=TEXT, about=shape.about, by_fact=False, dated=False)
            return (shape.short, ANY_LANGUAGE, PLURAL_FORMS[-1]), self.values.leaf(node, name, origin)
        if not shape.yes:
            return None
        inner, beside = unwrap(node, origin)
        if type(inner) is not Scalar or inner.text != YES:
            return None
        beside = self.values.origin(node, beside) if type(node) is MappingNode else beside
        return (shape.yes,), Stated(YES, inner.place, *beside)

    def long_form(self, node: Node, shape: ListOf | Value) -> Table | None:
        """The shape of the long form of a list or a value, where a mapping of identifiers stands; else None."""
        if shape.table is None or type(node) is not MappingNode or not node.entries or is_wrapped(node):
            return None
        texts = [key.text for key, _ in node.entries if key.text not in FREE_TEXT_KEYS]
        dates = self.values.nearby.dates
        of_a_value = any(text in _OF_A_VALUE or is_start(text, dates) for text in texts)
        is_form = type(shape) is Value and (not texts or of_a_value)
        return None if is_form or is_time_line(node, dates) else shape.table

    def empty(self, key: Scalar, node: Scalar, shape: Shape) -> None:
        """Reports a key without a value; where its dates stand beside it, that they are to be indented."""
        dates = dates_beside(key, self.values.line) if kinds_with_dates(shape) else []
        self.values.beside.update(place.line for place in dates)
        if not dates:
            self.values.tell_empty(key, node, *asked(shape))
            return
        which = f"these {len(dates)} lines" if len(dates) > 1 else "this line"
        sentence = f"the dates of {key.text} stand beside it, and not below it"
        self.tell("empty-value", sentence, dates[0], f"indent {which} by two spaces more than {key.text}")

    def below(self, node: MappingNode, shape: KnownKeys | Table, path: KeyPath, out: Leaves, origin: Origin) -> None:
        """What stands below a mapping, which is remembered where `none` could stand for the whole of it."""
        around = self.values.removable
        if shape.none:
            self.values.removable = ".".join(path)
        if type(shape) is KnownKeys:
            if shape.counting:
                self.values.counts_coins = any(key.text in shape.counting for key, _ in node.entries)
            self.keys(node, shape.keys, path, out, origin)
            if shape.counting:
                self.values.counts_coins = False
        elif not self.nameless(node, shape, path, out):  # type: ignore[arg-type]
            self.table(node, shape, path, out, origin)  # type: ignore[arg-type]
        self.values.removable = around

    def mistaken_leaf(self, node: MappingNode, key: Scalar, shape: Shape) -> Place | None:
        """Reports a time line or a choice where a whole mapping stands, and gives its place; else None."""
        if is_time_line(node):
            sentence = f"{key.text} is a mapping, and only single values have dates"
            self.tell("not-datable", sentence, node.place, dated_inside(node, shape))
            return node.place
        if {"by", "is"} <= {entry.text for entry, _ in node.entries}:
            sentence = f"{key.text} is a mapping, and only single values vary by a fact"
            self.tell("not-by-fact", sentence, node.place, "write the choice inside, at each value that varies")
            return node.place
        return None

    def absence(self, node: Node, key: Scalar, shape: Shape, origin: Origin) -> Leaf:
        """`none` or `unknown` where a mapping stands; anything else there is reported."""
        wrapped = unwrap(node, self.values.origin(node, origin)) if type(node) is MappingNode else (node, origin)
        inner, origin = wrapped
        if type(inner) is Scalar and isinstance(shape, KnownKeys) and shape.yes and inner.text.lower() in SAYING_YES:
            self.tell(
                "not-a-mapping", f"{inner.text} is not how {YES} is written", inner.place, offers=(Suggestion(YES),)
            )
            return broken(node.place)
        if type(inner) is Scalar and (word := whole_word(inner.text, shape)) is not None:
            if inner.text == word.value:
                return Stated(word, inner.place, *origin)
            sentence = f"{inner.text} is not how {word.value} is written"
            self.tell("not-a-mapping", sentence, inner.place, offers=(Suggestion(word.value),))
            return broken(node.place)
        if type(inner) is Scalar and (wrong := cannot_be_unknown(inner.text, shape, f"{key.text} with its keys")):
            self.values.tell_wrong(wrong, inner.place)
            return broken(node.place)
        if self.values.tell_rows("not-a-mapping", key, node):
            return broken(node.place)
        inside = self.values.entries_in_brackets(node)
        sentence, hint, offers = holds_no_keys(key, inner, shape, inside)
        self.tell("not-a-mapping", sentence, node.place, hint, offers)
        return broken(node.place)

    def table(self, node: MappingNode, shape: Table, path: KeyPath, out: Leaves, origin: Origin) -> None:
        """What stands under the identifiers of a table."""
        comma = split_keys(node, self.values.report, lambda _: _kind(shape.of), (), self.values.nearby)
        known = shape.of.keys if isinstance(shape.of, KnownKeys) else ()
        self.beside(node.entries, lambda name: None if name in known else shape.of)
        above = ""
        for key, value in node.entries:
            if comma and key in comma:
                out[(*path, key.text)] = broken(key.place)
                continue
            if key.text in FREE_TEXT_KEYS or key.place.line in self.values.beside:
                continue
            if self.too_far_right(key, value, shape, path):
                out.setdefault((key.text,), broken(key.place))
                continue
            if not self.good_key(key, shape.key, value):
                for meant in self.meant(key.text, shape.key):
                    out.setdefault((*path, meant), broken(key.place))
                continue
            if above and self.too_far_left(key, value, shape, path, above):
                out[(*path, above, key.text)] = broken(key.place)
                continue
            above = key.text if type(value) is MappingNode else ""
            below = (*path, intern(key.text))
            self.id_places.setdefault(below, key.place)
            self.values.in_currency = key.text if shape.key is CURRENCY else ""
            self.node(value, key, shape.shape_of(key.text), below, out, origin)
        self.values.in_currency = ""

    def meant(self, text: str, kind: ValueType) -> tuple[str, ...]:
        """The names that a wrong key of a table was probably meant as, to miss none of them.

        A currency that is like no other may have been any of them: its own text stands for it, which is not a currency.
        """
        glued = re.split(r"[:= ]", text)[0] if re.search(r"\w[:= ]", text) else ""
        alike = look_alike(text) or odd_space(text)
        if glued or alike:
            return tuple(filter(None, (glued or alike[1].strip(),)))  # type: ignore[index]
        if kind is not CURRENCY:
            return nearest(text, kind.words)
        return self.values.nearby.currencies_meant(text) or (text,)

    def text(self, node: Node, shape: Text, path: KeyPath, out: Leaves, origin: Origin) -> None:
        """A text for people, as a leaf for each language."""
        value = Value(
            type=TEXT, about=shape.about, by_fact=shape.by_fact, knows=shape.knows, none=True, dated=shape.dated
        )
        if not is_by_language(node, shape, self.values.nearby.dates):
            if shape.plural:
                self.values.tell_no_languages(node)
                out[path] = broken(node.place)
                return
            out[(*path, ANY_LANGUAGE)] = self.values.leaf(node, value, origin)
            return
        assert type(node) is MappingNode
        if not node.entries:
            self.tell("empty-value", f"{path[-1]} has no value", node.place, *asked(shape))
        if shape.plural and node.entries and {key.text for key, _ in node.entries} <= set(PLURAL_FORMS):
            self.values.tell_no_languages(node)
            out[path] = broken(node.place)
            return
        below = self.values.origin(node, origin)
        cut = split_keys(node, self.values.report, lambda _: TEXT)
        for key, text in node.entries:
            if key.text in FREE_TEXT_KEYS or key in cut or not self.good_key(key, LANGUAGE, text):
                continue
            self.id_places.setdefault((self.platform, *path, key.text), key.place)
            if not shape.plural:
                self.node(text, key, value, (*path, key.text), out, below)
            elif type(text) is MappingNode and text.entries:
                forms = dict.fromkeys(PLURAL_FORMS, value)
                self.keys(text, forms, (*path, key.text), out, self.values.origin(text, below))
            else:
                code = "empty-value" if type(text) is MappingNode else "not-a-mapping"
                own = text.text if type(text) is Scalar and text.text else "coin"
                hint, shown_by = "write its plural forms", examples(f"{{one: {own}, other: {own}s}}")
                if type(text) is not Unread:
                    self.tell(code, f"{key.text} states no plural forms", text.place, hint, shown_by)
                out[(*path, key.text)] = broken(text.place)


def _kind(shape: Shape | None) -> ValueType | None:
    """The type of the value that a shape is, where it is one."""
    return TEXT if isinstance(shape, Text) else shape.type if isinstance(shape, Value) else None
