"""A mapping of known keys that is one value, and replaces a broader one whole: `{from: US, fx: none, tax: swap}`."""

from collections.abc import Callable, Iterable

from ratecard.rulefiles.keys.shapes import ListOf, Value
from ratecard.rulefiles.near import slips
from ratecard.rulefiles.stated import BROKEN, FREE_TEXT_KEYS, Stated, StatedParts
from ratecard.rulefiles.stating.forms import broken, stated_by
from ratecard.rulefiles.stating.telling import Origin, Telling
from ratecard.rulefiles.text.nodes import Mapping, Node, Scalar
from ratecard.rulefiles.wrong import shown

ReadPart = Callable[[Scalar, Node, Value | ListOf], Stated[object]]
"""Gives the value of one part, from its key, what stands under it, and its shape."""


def is_of_parts(texts: Iterable[str], shape: Value) -> bool:
    """Whether a mapping with these keys was meant as a value of parts, where one may stand."""
    return bool(shape.parts) and any(text in shape.parts or slips(text, shape.parts) for text in texts)


def parts_value(values: Telling, node: Mapping, shape: Value, origin: Origin, part: ReadPart) -> Stated[object]:
    """What a mapping of parts states; `part` types the value of each. A part that must be there and is not, is told."""
    keys = {key.text: (key, value) for key, value in node.entries if key.text not in FREE_TEXT_KEYS}
    unknown = [key for key, _ in keys.values() if key.text not in shape.parts]
    meant: set[str] = set()
    for key in unknown:
        sentence = f"{shown(key.text)} is not a key beside {next(name for name in shape.parts if name != key.text)}"
        meant.update(values.tell_unknown(key, sentence, shape.parts, keys))
    missing = [name for name, own in shape.parts.items() if own.required and name not in keys and name not in meant]
    for name in missing:
        sentence = f"{next(iter(keys))} stands here without {name}"
        values.tell("missing-key", sentence, node.place, stated_by(name, shape.parts[name]))
    parts = {name: part(*keys[name], own) for name, own in shape.parts.items() if name in keys}
    if unknown or missing or any(stated.value is BROKEN for stated in parts.values()):
        return broken(node.place)
    return Stated(StatedParts(tuple(parts.items())), node.place, *origin)
