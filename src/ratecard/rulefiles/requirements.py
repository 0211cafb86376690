"""One requirement of `eligibility`: what a fact must be, as a leaf of its own.

`none` lifts a requirement, so a fact whose value is the word none is required by `{any of: [none]}`.
"""

from ratecard.diagnostics.fixes import examples
from ratecard.rulefiles.commas import splits_conditions
from ratecard.rulefiles.conditions import condition_tree
from ratecard.rulefiles.forms import broken, is_time_line, is_wrapped, unwrap
from ratecard.rulefiles.leaves import Reading
from ratecard.rulefiles.nodes import Mapping, Node, Scalar, Unread
from ratecard.rulefiles.stated import Leaf, Stated, Word
from ratecard.rulefiles.telling import Origin


def requirement(reading: Reading, key: Scalar, node: Node, origin: Origin) -> Leaf:
    """What stands under one fact, or under `any`: a requirement, `none`, `inherit`, or a time line of them."""
    node, origin = reading.dated_inside(node, origin)
    if type(node) is not Mapping or not is_time_line(node):
        return _at_one_time(reading, key, node, origin)
    inside = reading.origin(node, origin)
    return reading.time_line(node, lambda _, value: _at_one_time(reading, key, value, inside))


def _at_one_time(reading: Reading, key: Scalar, node: Node, origin: Origin) -> Stated[object]:
    if type(node) is Unread:
        return broken(node.place)
    if type(node) is Mapping and is_wrapped(node):
        node, origin = unwrap(node, reading.origin(node, origin))
    if type(node) is Scalar and node.text in ("none", "inherit"):
        return Stated(Word(node.text), node.place, *origin)
    if type(node) is Scalar and node.plain and not node.text:
        reading.tell_empty(key, node, "write what it must be", examples("{at least: 18}", "yes"))
        return broken(key.place)
    if splits_conditions(node, reading.report):
        return broken(node.place)
    found = condition_tree(Mapping(((key, node),), node.place), reading.report)
    if found is None:
        return broken(node.place)
    return Stated(found, node.place, *(reading.origin(node, origin) if type(node) is Mapping else origin))
