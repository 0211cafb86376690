"""A value that varies by one fact: `{by: fact, is: {…}, other: …}`, or the same with `from:` and thresholds."""

from collections.abc import Callable, Iterable, Mapping

from ratecard.rulefiles.keys.asking import asked
from ratecard.rulefiles.keys.facts import out_of_place
from ratecard.rulefiles.keys.shapes import Value
from ratecard.rulefiles.stated import BROKEN, FREE_TEXT_KEYS, INHERIT, Choice, Stated
from ratecard.rulefiles.stating.forms import broken
from ratecard.rulefiles.stating.telling import Origin, Telling
from ratecard.rulefiles.text.commas import split_keys
from ratecard.rulefiles.text.nodes import Mapping as MappingNode
from ratecard.rulefiles.text.nodes import Node, Scalar, Unread
from ratecard.rulefiles.values.parsing import parse_value
from ratecard.rulefiles.values.types import FACT_NAME
from ratecard.rulefiles.wrong import Wrong, shown

CHOICE_KEYS = ("by", "is", "from", "other", *FREE_TEXT_KEYS)

Entries = Mapping[str, tuple[Scalar, Node]]
"""The keys of a choice with what stands under each, by the key's text."""

CaseReader = Callable[[Scalar, Node, Origin], Stated[object]]
"""Gives the value of one case, from its key, what stands under it, and the source and note that hold there."""


def choice(values: Telling, node: MappingNode, shape: Value, origin: Origin, case: CaseReader) -> Stated[object]:
    """What a mapping with the keys of a choice states; `case` types the value of each case."""
    keys = {key.text: (key, value) for key, value in node.entries}
    if not _may_stand(values, node, shape, keys):
        return broken(node.place)
    by = keys.get("by", (None, None))[1]
    names = [name for name in ("is", "from") if name in keys]
    table = keys[names[0]][1] if len(names) == 1 else None
    if type(by) is not Scalar or type(table) is not MappingNode:
        hint = "write {by: buyer.member, is: {yes: …}, other: …}, or from: with thresholds"
        values.tell("not-a-choice", "a choice states by: a fact, and its cases under is: or from:", node.place, hint)
        return broken(node.place)
    if not _names_a_fact(values, keys["by"][0], by, shape):
        return broken(node.place)
    inner = values.origin(table, origin)
    if split_keys(table, values.report):
        return broken(node.place)
    entries = [(key, value) for key, value in table.entries if key.text not in FREE_TEXT_KEYS]
    cases = tuple((Stated(key.text, key.place), case(key, value, inner)) for key, value in entries)
    other = case(*keys["other"], origin) if "other" in keys else None
    all_values = [value for _, value in cases] + ([other] if other else [])
    if _varies_again(values, all_values):
        return broken(node.place)
    if not cases:
        hint = "write each case with its value"
        values.tell("empty-value", f"{names[0]} states no case", table.place, hint)
    if not cases or any(value.value is BROKEN for value in all_values):
        return broken(node.place)
    return Stated(Choice(by.text, names[0] == "from", cases, other), by.place, origin[0], origin[1])


def _may_stand(values: Telling, node: MappingNode, shape: Value, keys: Entries) -> bool:
    """Whether a choice may stand here and has no other keys than a choice's; what is wrong is reported."""
    if not shape.by_fact:
        values.tell("not-by-fact", "this value cannot vary by a fact", node.place, *asked(shape))
        return False
    unknown = [key for key, _ in node.entries if key.text not in CHOICE_KEYS]
    for key in unknown:
        values.tell_unknown(key, f"{shown(key.text)} is not a key of a choice", CHOICE_KEYS, keys)
    return not unknown and not any(type(value) is Unread for _, value in node.entries)


def _names_a_fact(values: Telling, key: Scalar, by: Scalar, shape: Value) -> bool:
    """Whether `by:` names a fact that is known where the value is chosen; what is wrong with it is reported."""
    if not by.text:
        values.tell_empty(key, by, "write the name of a fact", FACT_NAME.offers)
        return False
    fact = parse_value(FACT_NAME, by.text)
    if type(fact) is Wrong:
        values.tell_wrong(fact, by.place)
        return False
    unknown_here = out_of_place(by.text, shape)
    if unknown_here is not None:
        sentence, hint, offers = unknown_here
        values.tell("fact-not-known-here", sentence, by.place, hint, offers)
    return unknown_here is None


def _varies_again(values: Telling, all_values: Iterable[Stated[object]]) -> bool:
    """Whether a case is a choice itself, or `inherit`; the first one is reported."""
    for value in all_values:
        if type(value.value) is Choice or value.value is INHERIT:
            inner_name = "a choice" if type(value.value) is Choice else "inherit"
            hint = "let a value vary by one fact" if type(value.value) is Choice else "write the value itself"
            values.tell("not-a-value", f"{inner_name} stands inside a choice", value.place, hint)
            return True
    return False
