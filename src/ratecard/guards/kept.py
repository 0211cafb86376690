"""What a book states for what looks at the whole of it, so that two books can be compared: a text, and a number."""

from fractions import Fraction

import msgspec

from ratecard.book.rulebook import RuleBook
from ratecard.diagnostics.diagnostic import Place
from ratecard.guards.findings import DIGITS_MOST, decimal
from ratecard.guards.near import NearLines
from ratecard.guards.saying import value_said
from ratecard.guards.statements import amount_in
from ratecard.rulefiles.stated import KeyPath, Leaf, Stated, StatedTimeLine

ENVELOPE, LEAST, MOST = "envelope", "least", "most"


class KeptStatement(msgspec.Struct, frozen=True):
    """One statement: its text, the texts of the items of a list, its number where it is one, and where it stands."""

    text: str
    items: tuple[str, ...]
    number: Fraction | None
    place: Place


def kept_of(book: RuleBook) -> dict[KeyPath, KeptStatement]:
    """What a book keeps for what looks at the whole of it, by path."""
    return {path: _kept(path, leaf) for path, leaf in book.kept.items()}


def _kept(path: KeyPath, leaf: Leaf) -> KeptStatement:
    if isinstance(leaf, StatedTimeLine):
        entries = (f"{start.value}: {value_said(value)}" for start, value in leaf.entries)
        return KeptStatement(", ".join(entries), (), None, leaf.place)
    value = leaf.value
    items = value if isinstance(value, tuple) else ()
    texts = tuple(value_said(item) if isinstance(item, Stated) else str(item) for item in items)
    amount = amount_in(value)
    number = None if amount is None else amount[1]
    is_per_unit = number is not None and path[0] == ENVELOPE and len(path) > 3
    text = decimal(number, DIGITS_MOST).rstrip("0").rstrip(".") if is_per_unit and number else value_said(leaf)
    return KeptStatement(text, texts, number, leaf.place)


def place_near(path: KeyPath, was: Place | None, lines: NearLines, after: RuleBook) -> Place:
    """Where a line that is gone would stand: at the key that held it, in its file; else at its key in another one."""
    files = lines.now.mappings.values()
    of_key = next((keys[path[:1]] for keys in files if path[:1] in keys), None)
    other = of_key or after.history((after.regions[0], "")).place
    return other if was is None else lines.near(path, was, other)


def is_wider_envelope(path: KeyPath, was: KeptStatement, now: KeptStatement) -> bool:
    """Whether a bound of answers allows more than it did."""
    if was.number is None or now.number is None:
        return was.text != now.text and now.number is None
    return now.number < was.number if path[-1] == LEAST else now.number > was.number
