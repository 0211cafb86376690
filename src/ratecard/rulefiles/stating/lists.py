"""A list as the value of a key: its items, and what is said where no list stands."""

import re
from collections.abc import Callable, Iterable

from ratecard.diagnostics.fixes import EXAMPLE, POSSIBLE, SURE, Suggestion
from ratecard.rulefiles.keys.asking import asked
from ratecard.rulefiles.keys.shapes import ListOf
from ratecard.rulefiles.mending import taken_out
from ratecard.rulefiles.stated import BROKEN, INHERIT, NONE, Keyed, Stated, StatedAmounts
from ratecard.rulefiles.stating.forms import broken, is_wrapped, unwrap
from ratecard.rulefiles.stating.telling import Origin, Telling
from ratecard.rulefiles.stating.words import cannot_be_unknown
from ratecard.rulefiles.text.nodes import Mapping, Node, Scalar, Sequence, Unread
from ratecard.rulefiles.values.parsing import parse_value
from ratecard.rulefiles.values.types import MONEY, ValueType
from ratecard.rulefiles.wrong import Wrong, shown

OfMapping = Callable[[Mapping, Origin], Stated[object]]
"""Gives the value of an item that is a mapping: a range."""


def list_value(
    values: Telling, node: Node, shape: ListOf, origin: Origin, of_mapping: OfMapping | None = None
) -> Stated[object]:
    """What stands where a list may at one time: a list, `inherit` where it has dates, or `{value: …}`.

    A list of money is `StatedAmounts`, any other a tuple.
    """
    if type(node) is Mapping and is_wrapped(node):
        node, origin = unwrap(node, values.origin(node, origin))
    if shape.dated and type(node) is Scalar and node.text == "inherit":
        return Stated(INHERIT, node.place, origin[0], origin[1])
    if _may_be_none(shape) and type(node) is Scalar and node.text == "none":
        return Stated(NONE, node.place, origin[0], origin[1])
    if shape.or_one and type(node) is Scalar and node.text:
        node = Sequence((node,), node.place)
    if type(node) is Scalar and (wrong := cannot_be_unknown(node.text, shape, "a list")):
        values.tell_wrong(wrong, node.place)
        return broken(node.place)
    if type(node) is not Sequence:
        what = "one value stands" if type(node) is Scalar else "keys stand"
        offers = _list_meant(values, node, shape)
        values.tell("not-a-list", f"{what} where a list should", node.place, offers=offers)
        return broken(node.place)
    items = [_item(values, item, shape, origin, of_mapping) for item in node.items]
    once = _once_each(values, node, items)
    if any(item.value is BROKEN for item in items):
        return broken(node.place)
    whole = StatedAmounts(once) if shape.type is MONEY else once
    return Stated(whole, node.place, origin[0], origin[1])


def _may_be_none(shape: ListOf) -> bool:
    return shape.none or shape.table is not None


def _list_meant(values: Telling, node: Node, shape: ListOf) -> tuple[Suggestion, ...]:
    """What may be written for what is not a list: the list of the items that it names, else an example."""
    word = node.text.lower() if type(node) is Scalar else ""
    if word == "none" and _may_be_none(shape):
        return (Suggestion("none"),)
    if word == "none":
        return (Suggestion("[]", POSSIBLE, "for a list without entries"),)
    if word == "inherit" and shape.dated:
        return (Suggestion(word),)
    meant = _items_in(values, node.text, shape.type) if type(node) is Scalar and word != "inherit" else ()
    return (Suggestion(f"[{', '.join(meant)}]"),) if meant else asked(shape)[1]


def _once_each(values: Telling, node: Sequence, items: Iterable[Stated[object]]) -> tuple[Stated[object], ...]:
    """The sound ones of a list's items, each once; one that stands there again is reported."""
    once: list[Stated[object]] = []
    seen: set[object] = set()
    for index, (item, stated) in enumerate(zip(node.items, items, strict=True)):
        if stated.value in seen:
            removal = taken_out(node.items[index - 1].place, item.place) if index else None
            fixes, hint = ((removal,), "") if removal else ((), "keep one of the two")
            values.tell("listed-twice", f"{stated.value} stands in the list twice", item.place, hint, fixes=fixes)
        elif stated.value is not BROKEN:
            seen.add(stated.value)
            once.append(stated)
    return tuple(once)


def _item(values: Telling, item: Node, shape: ListOf, origin: Origin, of_mapping: OfMapping | None) -> Stated[object]:
    kind = shape.type
    if type(item) is Unread:
        return broken(item.place)
    if type(item) is Mapping and of_mapping is not None:
        return of_mapping(item, origin)
    if type(item) is Mapping and shape.keyed:
        return _keyed_item(values, item, shape, origin)
    if type(item) is not Scalar or not item.text:
        values.tell("not-a-value", f"an item is not {kind.name}", item.place, kind.hint, kind.offers)
        return broken(item.place)
    value = parse_value(kind, item.text, values.nearby)
    if type(value) is Wrong:
        items = _items_in(values, item.text, kind)
        if len(items) > 1:
            sentence = f"{shown(item.text)} is one item, because no comma stands between {' and '.join(items[:2])}"
            value = Wrong(value.code, sentence, offers=(Suggestion(", ".join(items)),))
        values.tell_wrong(value, item.place)
        return broken(item.place)
    return Stated(values.counted(value, kind, item.place), item.place, origin[0], origin[1])


def _items_in(values: Telling, text: str, kind: ValueType) -> tuple[str, ...]:
    """The items of a text that was meant as a list: "eu; euro" are two, "eu" is one; () where one does not fit."""
    if type(parse_value(kind, text, values.nearby)) is not Wrong:
        return (text,)
    parts = [part for part in re.split(r"[;,/|\s]+(?:- *)?|^-", text.strip("[]")) if part]
    items = tuple(_item_meant(values, part, kind) for part in parts)
    return items if all(items) else ()


def _item_meant(values: Telling, text: str, kind: ValueType) -> str:
    """An item as it is written here: itself, or what it was surely meant as; "" where that is not known."""
    value = parse_value(kind, text, values.nearby)
    if type(value) is not Wrong:
        return text
    sure = [offer.text for offer in value.offers if offer.certainty is SURE]
    return sure[0] if sure else ""


def _keyed_item(values: Telling, item: Mapping, shape: ListOf, origin: Origin) -> Stated[object]:
    """An item that says by a key what it names: `{platform: ios}`. A mapping of anything else is reported."""
    shown_by = tuple(Suggestion(text, EXAMPLE) for text in shape.shown_by[-1:])
    key, node = item.entries[0] if len(item.entries) == 1 else (None, None)
    kind = shape.keyed.get(key.text) if key is not None else None
    if kind is None or type(node) is not Scalar or not node.text:
        named = " or ".join(shape.keyed)
        what = f"{key.text} names nothing here" if key is not None and kind is None else "an item holds other keys"
        if kind is not None:
            what = f"{key.text if key is not None else named} has no name beside it"
        values.tell(
            "not-a-value", f"{what}: an item is {shape.type.name}, or {named} with one", item.place, "", shown_by
        )
        return broken(item.place)
    assert key is not None
    value = parse_value(kind, node.text, values.nearby)
    if type(value) is Wrong:
        values.tell_wrong(value, node.place)
        return broken(item.place)
    return Stated(Keyed(key.text, str(value)), node.place, origin[0], origin[1])
