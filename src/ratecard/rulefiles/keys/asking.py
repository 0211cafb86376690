"""What to write where a value is missing, by what may stand there."""

from ratecard.diagnostics.fixes import Suggestion, examples
from ratecard.rulefiles.keys.shapes import (
    Conditions,
    KnownKeys,
    ListOf,
    Ranges,
    Requirements,
    Shape,
    Table,
    Text,
    Value,
)

KEYS_SHOWN = 12
"""How many keys of a mapping are named where all of them are missing."""


def asked(shape: Shape) -> tuple[str, tuple[Suggestion, ...]]:
    """What to write where a value of this shape is missing: a hint, and examples of it."""
    match shape:
        case Value(ranges=Ranges.ALWAYS):
            return "write a range", examples("{least: 1, most: 1000}")
        case Value(type=kind):
            return kind.hint or f"write {kind.name}", kind.offers
        case ListOf(type=kind, shown_by=shown_by):
            listed = shown_by or kind.examples or kind.words
            return "write a list", examples(f"[{', '.join(listed[:2])}]")
        case Text():
            return "write what people read", examples("{en: Rose, de: Rose}")
        case Conditions() | Requirements():
            return "write what facts must be", examples("{buyer.age: {at least: 18}}")
        case KnownKeys(keys=keys):
            more = ", …" if len(keys) > KEYS_SHOWN else ""
            return f"write its keys: {', '.join(list(keys)[:KEYS_SHOWN])}{more}", ()
        case Table(noun=noun):
            return f"write each {noun} by its id", ()
