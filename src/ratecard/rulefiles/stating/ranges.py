"""A range of values, as in `{least: 30, most: 2_500_000, step: 50}`: one leaf, of counts or of money.

A range of counts is whole once it is read. One of money waits for its currency, without which nobody knows its step.
"""

import re
from collections.abc import Callable, Iterable, Mapping

from ratecard.diagnostics.fixes import POSSIBLE, Suggestion, possible
from ratecard.ranges import Range, range_of
from ratecard.rulefiles.keys.asking import asked
from ratecard.rulefiles.keys.shapes import Ranges, Value
from ratecard.rulefiles.near import slips
from ratecard.rulefiles.stated import BROKEN, FREE_TEXT_KEYS, Stated, StatedRange
from ratecard.rulefiles.stating.forms import broken
from ratecard.rulefiles.stating.telling import Origin, Telling
from ratecard.rulefiles.text.nodes import Mapping as MappingNode
from ratecard.rulefiles.text.nodes import Node, Scalar
from ratecard.rulefiles.values.parsing import parse_value
from ratecard.rulefiles.values.prices import PRICE
from ratecard.rulefiles.values.types import MONEY
from ratecard.rulefiles.wrong import Wrong, shown

RANGE_KEYS = ("least", "most", "step")
_SAME_AS = (
    dict.fromkeys(("min", "minimum", "at least"), "least")
    | dict.fromkeys(("max", "maximum", "at most", "up to"), "most")
    | dict.fromkeys(("steps", "increment", "multiple", "multiples of"), "step")
)
"""Words of other languages for the parts of a range."""

_ENDS = _SAME_AS | {"from": "least", "to": "most", "until": "most"}
"""The same, with words by which nothing else is known to be a range."""

_TWO_NUMBERS = re.compile(r"(?P<least>\d[\w.]*) ?(?:-|–|to|\.\.+|…) ?(?P<most>\d[\w. ]*)")

PartReader = Callable[[Scalar, Node, Value], Stated[object]]
"""Gives the value of one part, from its key, what stands under it, and the shape of a part."""


def is_range(texts: Iterable[str], shape: Value) -> bool:
    """Whether a mapping with these keys was meant as a range, where one may stand."""
    return shape.ranges is not Ranges.NEVER and any(
        text in RANGE_KEYS or text in _SAME_AS or slips(text, RANGE_KEYS) for text in texts
    )


def range_value(values: Telling, node: MappingNode, shape: Value, origin: Origin, part: PartReader) -> Stated[object]:
    """What a mapping with the keys of a range states; `part` types the value of each."""
    keys = {key.text: (key, value) for key, value in node.entries if key.text not in FREE_TEXT_KEYS}
    unknown = [key for key, _ in keys.values() if key.text not in RANGE_KEYS]
    for key in unknown:
        _tell_unknown(values, key, keys)
    kind = MONEY if shape.type is PRICE else shape.type
    of_part = Value(type=kind, about=shape.about, dated=False, by_fact=False, inherits=False)
    parts = {name: part(*keys[name], of_part) for name in RANGE_KEYS if name in keys}
    if unknown or any(stated.value is BROKEN for stated in parts.values()):
        return broken(node.place)
    if kind is MONEY:
        of_money = StatedRange(parts.get("least"), parts.get("most"), parts.get("step"))  # type: ignore[arg-type]
        return Stated(of_money, node.place, *origin)
    counts: dict[str, int] = {name: stated.value for name, stated in parts.items()}  # type: ignore[misc]
    found = range_of(counts.get("least"), counts.get("most"), counts.get("step"))
    if isinstance(found, Range):
        return Stated(found, node.place, *origin)
    offers = possible(*map(str, found.instead))
    values.tell(found.code, found.sentence, parts[found.part].place, found.hint, offers)
    return broken(node.place)


def _tell_unknown(values: Telling, key: Scalar, keys: Mapping[str, object]) -> None:
    sentence, same = f"{shown(key.text)} is not a key of a range", _ENDS.get(key.text, "")
    if same and same not in keys:
        values.tell("unknown-key", sentence, key.place, offers=(Suggestion(same),))
    else:
        values.tell_unknown(key, sentence, RANGE_KEYS, keys)


def tell_no_range(values: Telling, node: Scalar, shape: Value) -> bool:
    """Reports a single value, or two numbers as in "30-1000", where a range was meant, and says whether it did."""
    ends = _TWO_NUMBERS.fullmatch(node.text) if shape.ranges is not Ranges.NEVER else None
    two = tuple(parse_value(shape.type, text) for text in ends.groups()) if ends else (Wrong("", ""),)
    if ends is not None and not any(type(end) is Wrong for end in two):
        meant = Suggestion(f"{{least: {ends['least']}, most: {ends['most']}}}", POSSIBLE)
        values.tell("not-a-mapping", f"{shown(node.text)} is not how a range is written", node.place, offers=(meant,))
        return True
    if shape.ranges is Ranges.ALWAYS and node.text.strip():
        sentence = f"{shown(node.text)} stands where a range should"
        values.tell("not-a-mapping", sentence, node.place, *asked(shape))
        return True
    return False
