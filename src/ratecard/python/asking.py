"""What Python callers state, as the engine takes it.

Convention: a value of the wrong type is a wrong call, and raises TypeError or ValueError. A text that somebody may have
typed, and a fact that the rules do not know, are expected: they come back as refusals, as over GraphQL.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TypeVar, cast

from ratecard.book.rulebook import RuleBook
from ratecard.instants import EARLIEST, LATEST, Instant, datetime_of, instant_of, is_within_years
from ratecard.locale.territories import region_asked_for
from ratecard.refusals import InvalidInput
from ratecard.rulefiles.values.asked import parse_asked_region, parse_platform
from ratecard.rulefiles.wrong import Wrong
from ratecard.terms.facts import Facts, FactType

Key = TypeVar("Key")
Value = TypeVar("Value")

DIGITS_MOST = 100
"""Digits of a whole number that is read, as over GraphQL."""

GivenFacts = Mapping[str, str | int | bool | None]
"""Facts by declared name: {"buyer.age": 21, "buyer.member": True, "buyer.spent": "12.34 EUR"}.

None is unknown, as if it were left out.
"""


def instant(name: str, value: datetime) -> Instant:
    """The instant of an aware datetime, fractions of a second dropped.

    Raises TypeError for what is not a datetime, and ValueError for one without an offset or beyond 1970 to 2999.
    """
    if not isinstance(value, datetime):
        raise TypeError(f"{name} is a datetime with an offset from UTC, and {value!r} is a {type(value).__name__}")
    if value.utcoffset() is None:
        raise ValueError(f"{name} is {value.isoformat()}, which has no offset from UTC; give it a tzinfo, such as UTC")
    if not is_within_years(value):
        first, last = datetime_of(EARLIEST).date(), datetime_of(LATEST).date()
        raise ValueError(f"{name} is {value.isoformat()}, which is not from {first} to {last}")
    return instant_of(value)


def whole(name: str, value: int) -> int:
    """The whole number; TypeError for any other value, a float with no fraction among them.

    ValueError for one of more than 100 digits, which nothing counts and which Python may refuse to write.
    """
    if type(value) is not int:
        raise TypeError(f"{name} is an int, and {value!r} is a {type(value).__name__}")
    if abs(value) >= 10**DIGITS_MOST:
        raise ValueError(f"{name} is a whole number of up to {DIGITS_MOST} digits, and this one has more")
    return value


def text(name: str, value: str) -> str:
    """The text; TypeError for any other value."""
    if not isinstance(value, str):
        raise TypeError(f"{name} is a str, and {value!r} is a {type(value).__name__}")
    return value


def texts(name: str, values: Sequence[str]) -> tuple[str, ...]:
    """The texts; TypeError for a single text, and for anything else that is not a sequence of texts."""
    if isinstance(values, str) or not isinstance(values, Sequence):
        raise TypeError(f"{name} must be a sequence of str, and {values!r} is a {type(values).__name__}")
    return tuple(text(f"{name}[{index}]", value) for index, value in enumerate(values))


def mapping(name: str, value: Mapping[Key, Value]) -> Mapping[Key, Value]:
    """The mapping; TypeError for any other value, None and an empty list among them."""
    if not isinstance(value, Mapping):
        raise TypeError(f"{name} must be a mapping, and {value!r} is a {type(value).__name__}")
    return value


def read_region(value: str, *path: str) -> str | InvalidInput:
    """The code that books have of a region: "DE" for "DE" and "DEU"; or why this is not how one is written."""
    code = region_asked_for(text(path[-1], value))
    found = parse_asked_region(code)
    return _unreadable(path, found) if isinstance(found, Wrong) else code


def read_platform(value: str) -> str | InvalidInput:
    """The platform's id, or why this is not how one is written."""
    found = parse_platform(text("platform", value))
    return _unreadable(("platform",), found) if isinstance(found, Wrong) else found


def read_market(region: str, platform: str) -> tuple[str, str] | InvalidInput:
    """The codes of region and platform, or why the first of them that is not written like one is not."""
    where, way = read_region(region, "region"), read_platform(platform)
    if isinstance(where, InvalidInput):
        return where
    return way if isinstance(way, InvalidInput) else (where, way)


def _unreadable(path: tuple[str, ...], found: Wrong) -> InvalidInput:
    return InvalidInput(path, f"{found.sentence}; {found.advice}")


def facts_of(book: RuleBook, given: GivenFacts) -> Facts:
    """A copy of the facts without those that are unknown. The engine looks at the rest.

    An unknown one of an undeclared name stays: that is a misspelling, and is refused like any other.
    """
    for name in mapping("facts", given):
        text("the name of a fact", name)
    kept = {name: value for name, value in given.items() if value is not None or name not in book.facts}
    return cast(Facts, {name: _typed(book.facts.get(name), value) for name, value in kept.items()})


def _typed(fact: FactType | None, value: object) -> object:
    """The money of a text where the fact is one of money; anything else as it is, which the engine may refuse."""
    if fact is None or fact.kind != "money" or not isinstance(value, str):
        return value
    money = fact.parse(value)
    return value if money is None else money
