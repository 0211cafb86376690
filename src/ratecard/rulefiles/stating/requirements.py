"""The requirements of `eligibility`: what each fact must be, as a leaf of its own.

`none` lifts a requirement, and `unknown` says that there is one which the book does not know; so a fact whose value is
the word none is required by `{any of: [none]}`, and so is one whose value is the word unknown.
"""

from sys import intern

from ratecard.diagnostics.fixes import examples
from ratecard.rulefiles.keys.shapes import Requirements
from ratecard.rulefiles.stated import FREE_TEXT_KEYS, INHERIT, NONE, UNKNOWN, KeyPath, Leaf, Leaves, Stated, Word
from ratecard.rulefiles.stating.conditions import condition_tree
from ratecard.rulefiles.stating.forms import broken, is_time_line, is_wrapped, unwrap
from ratecard.rulefiles.stating.leaves import Reading
from ratecard.rulefiles.stating.telling import Origin
from ratecard.rulefiles.stating.words import word_in_capitals
from ratecard.rulefiles.text.commas import split_keys, splits_conditions
from ratecard.rulefiles.text.nodes import Mapping, Node, Scalar, Unread
from ratecard.rulefiles.values.types import COUNT


def requirements(values: Reading, node: Node, shape: Requirements, path: KeyPath, out: Leaves, origin: Origin) -> None:
    """Requirements on facts, as leaves of `out` below `path`: one for each fact, and one for `any`.

    All of them may be `unknown`, as a table may: which there are is then not known.
    """
    if type(node) is not Mapping or is_wrapped(node):
        word, beside = unwrap(node, values.origin(node, origin)) if type(node) is Mapping else (node, origin)
        if type(word) is Scalar and (wrong := word_in_capitals(word.text, UNKNOWN)) is not None:
            values.tell_wrong(wrong, word.place)
            out[path] = broken(word.place)
            return
        unknown = type(word) is Scalar and word.text == UNKNOWN.value
        out[path] = Stated(UNKNOWN, word.place, *beside) if unknown else values.conditions(node, shape, origin)
        return
    below = values.origin(node, origin)
    entries = [entry for entry in node.entries if entry[0].text not in FREE_TEXT_KEYS]
    if not entries:
        out[path] = values.conditions(node, shape, origin)
    cut = split_keys(node, values.report, lambda _: COUNT)
    for key, value in entries:
        if key in cut:
            out[(*path, intern(key.text))] = broken(key.place)
            continue
        out[(*path, intern(key.text))] = _requirement(values, key, value, shape, below)


def _requirement(reading: Reading, key: Scalar, node: Node, shape: Requirements, origin: Origin) -> Leaf:
    """What stands under one fact, or under `any`: a requirement, one of the words, or a time line of them."""
    node, origin = reading.dated_inside(node, origin)
    if type(node) is not Mapping or not is_time_line(node, reading.nearby.dates):
        return _at_one_time(reading, key, node, shape, origin)
    inside = reading.origin(node, origin)
    return reading.time_line(node, lambda _, value: _at_one_time(reading, key, value, shape, inside))


def _at_one_time(reading: Reading, key: Scalar, node: Node, shape: Requirements, origin: Origin) -> Stated[object]:
    if type(node) is Unread:
        return broken(node.place)
    if type(node) is Mapping and is_wrapped(node):
        node, origin = unwrap(node, reading.origin(node, origin))
    if type(node) is Scalar and node.text in ("none", "inherit", UNKNOWN.value):
        return Stated(Word(node.text), node.place, *origin)
    if type(node) is Scalar and (wrong := word_in_capitals(node.text, NONE, INHERIT, UNKNOWN)) is not None:
        reading.tell_wrong(wrong, node.place)
        return broken(node.place)
    if type(node) is Scalar and node.plain and not node.text:
        reading.tell_empty(key, node, "write what it must be", examples("{at least: 18}", "yes"))
        return broken(key.place)
    if splits_conditions(node, reading.report):
        return broken(node.place)
    found = condition_tree(Mapping(((key, node),), node.place), reading.report)
    if found is None or reading.tells_out_of_place(found, shape):
        return broken(node.place)
    return Stated(found, node.place, *(reading.origin(node, origin) if type(node) is Mapping else origin))
