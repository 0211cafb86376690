"""What is assumed of one fact in a case of terms: that it is not given, one of some values, or a stretch of numbers."""

from collections.abc import Iterable, Mapping
from enum import Enum
from types import MappingProxyType
from typing import TypeAlias

import msgspec

from ratecard.currency import Currency
from ratecard.money import Money
from ratecard.terms.conditions import BOUNDS, Test, currency_of
from ratecard.terms.facts import COUNTS_END, MINORS_END, ByFact, FactValue, FromThreshold, plain_number


class NotGiven(Enum):
    """That a fact is unknown: nobody states it."""

    NOT_GIVEN = "not given"


NOT_GIVEN = NotGiven.NOT_GIVEN


class Counts(msgspec.Struct, frozen=True):
    """Every count from `start` up to, and without, `end`; None is without an end. [18, 65) are 18 to 64.

    With `currency` they are minor units of money.
    """

    start: int
    end: int | None
    currency: Currency | None = None

    def at(self, number: int) -> FactValue:
        """One of them as a value of the fact."""
        return number if self.currency is None else Money(number, self.currency)


class Among(msgspec.Struct, frozen=True):
    """One of these values of a fact, all of which lead to the same terms; several where `other` is for them."""

    values: tuple[FactValue, ...]


Assumption: TypeAlias = Counts | Among | NotGiven
"""What is assumed of one fact."""

Assumptions = Mapping[str, Assumption]
NOTHING_ASSUMED: Assumptions = MappingProxyType({})


def cut(known: Assumption, by: object) -> list[Assumption]:
    """The pieces of what is assumed of a fact that a choice or a requirement by it tells apart."""
    if type(known) is Counts:
        return _cut_counts(known, _edges(by)) if _currency_by(by) == known.currency else [known]
    if type(known) is not Among:
        return [known]
    named = _named(by)
    listed = tuple(value for value in known.values if value in named)
    others = tuple(value for value in known.values if value not in named)
    parts = [(value,) for value in listed] if type(by) is ByFact else [listed]
    return [Among(values) for values in (*parts, others) if values]


def _named(by: object) -> tuple[FactValue, ...]:
    """The values that a choice or a requirement names. TypeError for what names none."""
    if isinstance(by, Test):
        return by.operands
    if isinstance(by, ByFact):
        return tuple(by.cases)
    raise TypeError(f"{by} names no values")


def _currency_by(by: object) -> Currency | None:
    """The currency in which a choice or a requirement compares its fact."""
    if type(by) is Test:
        return currency_of(by)
    return by.currency if type(by) is FromThreshold else None


def _edges(by: object) -> set[int]:
    """The counts at which a choice or requirement says something else than just below."""
    if type(by) is FromThreshold:
        return set(by.starts)
    numbers = _named(by)
    if type(by) is Test and by.word in BOUNDS:
        past = by.word in ("above", "at most")
        return {plain_number(number) + past for number in numbers}
    return {edge for number in map(plain_number, numbers) for edge in (number, number + 1)}


def _cut_counts(known: Counts, edges: Iterable[int]) -> list[Assumption]:
    most = COUNTS_END if known.currency is None else MINORS_END
    end = most if known.end is None else known.end
    inside = sorted(edge for edge in edges if known.start < edge < end)
    starts = (known.start, *inside)
    return [Counts(start, end, known.currency) for start, end in zip(starts, (*inside, known.end), strict=True)]


def least(assumed: Assumption) -> FactValue | None:
    """The least count or first value of which this is true; None of a fact that is not given."""
    if type(assumed) is Counts:
        return assumed.at(assumed.start)
    return assumed.values[0] if type(assumed) is Among else None


def admits(assumed: Assumption, value: FactValue | None) -> bool:
    """Whether a value, or with None that none is given, is what is assumed: 64 is of [18, 65), and 65 is not."""
    if value is None or type(assumed) is NotGiven:
        return value is None and type(assumed) is NotGiven
    if type(assumed) is Counts:
        if assumed.currency is not None and (type(value) is not Money or value.currency != assumed.currency):
            return False
        return assumed.start <= plain_number(value) and (assumed.end is None or plain_number(value) < assumed.end)
    return type(assumed) is Among and value in assumed.values
