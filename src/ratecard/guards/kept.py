"""What a book states for what looks at the whole of it, so that two books can be compared: a text, and a number."""

from fractions import Fraction

import msgspec

from ratecard.book.rulebook import RuleBook
from ratecard.diagnostics.diagnostic import Place
from ratecard.guards.findings import DIGITS_MOST, decimal
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


def place_near(path: KeyPath, was: Place | None, book: RuleBook) -> Place:
    """Where a line that is gone would stand: beside what is left of its file, of its key, or at the first region."""
    same_file = [leaf.place for leaf in book.kept.values() if was is not None and leaf.place.file == was.file]
    if was is not None and same_file:
        return min(same_file, key=lambda place: (abs(place.line - was.line), place))
    same_key = (leaf.place for own, leaf in book.kept.items() if own[0] == path[0])
    return min(same_key, default=book.history((book.regions[0], "")).place)


def is_wider_envelope(path: KeyPath, was: KeptStatement, now: KeptStatement) -> bool:
    """Whether a bound of answers allows more than it did."""
    if was.number is None or now.number is None:
        return was.text != now.text and now.number is None
    return now.number < was.number if path[-1] == LEAST else now.number > was.number
