"""The forms that a value can be written in: alone, with its source, as a time line; and how each is shown in a hint."""

from collections.abc import Container, Iterable

from ratecard.diagnostics.diagnostic import Place
from ratecard.rulefiles.keys.asking import asked
from ratecard.rulefiles.keys.shapes import KnownKeys, Shape, Table, Text, Value
from ratecard.rulefiles.stated import BEGINS, BROKEN, Stated
from ratecard.rulefiles.stating.telling import Origin
from ratecard.rulefiles.text.nodes import Mapping, Node
from ratecard.rulefiles.values.parsing import parse_value
from ratecard.rulefiles.values.scalars import looks_like_instant
from ratecard.rulefiles.values.types import LANGUAGE
from ratecard.rulefiles.wrong import Wrong

NO_ORIGIN: Origin = (None, None)

WRAPPER_KEYS = ("value", "source", "note")


def broken(place: Place) -> Stated[object]:
    """What stands for a value that was reported already."""
    return Stated(BROKEN, place)


def is_wrapped(node: Mapping) -> bool:
    """Whether the mapping is a value with its source: `{value: 19 %, source: …}`."""
    texts = {key.text for key, _ in node.entries}
    return "value" in texts and texts <= set(WRAPPER_KEYS)


def is_start(text: str, dates: Container[str] = ()) -> bool:
    """Whether a key was meant as one of a time line: an instant, `begins`, or one of these names of dates."""
    return text == BEGINS.name or text in dates or looks_like_instant(text)


def is_time_line(node: Mapping, dates: Container[str] = ()) -> bool:
    """Whether every key, apart from note and source, was meant as one of a time line; with `begins` the others were."""
    keys = [key.text for key, _ in node.entries if key.text not in ("source", "note")]
    return BEGINS.name in keys or (bool(keys) and all(is_start(text, dates) for text in keys))


def is_by_language(node: Node, shape: Text, dates: Iterable[str]) -> bool:
    """Whether a text stands there by languages, and not as one for all of them.

    A tag is a language, also where a date is named so, which is reported.
    """
    if type(node) is not Mapping or is_wrapped(node):
        return False
    if is_time_line(node, [name for name in dates if type(parse_value(LANGUAGE, name)) is Wrong]):
        return False
    return not shape.by_fact or all(key.text != "by" for key, _ in node.entries)


def unwrap(node: Node, origin: Origin) -> tuple[Node, Origin]:
    """The node under `value:`, where there is one; `origin` is what holds inside this mapping."""
    if type(node) is Mapping and is_wrapped(node):
        return next(value for key, value in node.entries if key.text == "value"), origin
    return node, origin


def example(shape: Shape) -> str:
    """How a value of this shape is written, for a hint."""
    match shape:
        case Value(type=kind):
            return kind.written
        case KnownKeys(keys=keys):
            return "{" + next(iter(keys)) + ": …}"
        case Table(noun=noun):
            return "{" + noun.replace(" ", "_") + ": …}"
        case _:
            return asked(shape)[1][0].text


def stated_by(key: str, shape: Shape) -> str:
    """What to say of a key that is missing: how to state it."""
    shown_by = asked(shape)[1]
    return f"state {key}, for example {key}: {shown_by[0].text}" if shown_by else f"state {key}: {example(shape)}"
