"""Facts: what rules may ask about, what a caller stated, and values that vary by one of them.

A fact that is not given is unknown, never false.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from typing import Any, Generic, TypeAlias, TypeVar, Union, cast

import msgspec

from ratecard.currency import CURRENCIES, Currency
from ratecard.diagnostics.diagnostic import Place
from ratecard.money import Money
from ratecard.refusals import FactNeeded, InvalidFact
from ratecard.rulefiles.echo import CHARACTERS_MOST
from ratecard.rulefiles.keys.facts import KIND, NO_KIND, STATED_BY_ENGINE, WAY
from ratecard.rulefiles.values.numbers import DIGITS_MOST
from ratecard.rulefiles.values.scalars import plain_money

T = TypeVar("T")

COUNT_DIGITS_MOST = 18
COUNTS_END: int = 10**COUNT_DIGITS_MOST
"""The first whole number that is not a count."""
_COUNT = re.compile(r"0|[1-9]\d*|[1-9]\d{0,2}(_\d{3})+", re.ASCII)

FactValue = str | int | bool | Money
Facts = Mapping[str, FactValue]


MINORS_END: int = 10 ** (DIGITS_MOST + max(currency.exponent for currency in CURRENCIES.values()))
"""The first number of minor units that no amount of money has."""


def _money(text: str) -> Money | None:
    """The money of a text that names its currency; None for any other text, and for one of too many decimals."""
    stated = plain_money(text)
    if stated is None or stated.currency is None:
        return None
    currency = CURRENCIES[stated.currency]
    shift = currency.exponent - stated.decimals
    return None if shift < 0 else Money(stated.scaled * 10**shift, currency)


class OtherCurrency(Exception):
    """A fact is known in another currency than the one that it is compared in. Nothing is converted silently."""

    def __init__(self, fact: str, value: Money, needed: Currency) -> None:
        allowed = f"an amount in {needed.code}, in which the rules compare it here"
        self.refusal = InvalidFact(fact, str(value), allowed)
        super().__init__(self.refusal.allowed)


def plain_number(value: FactValue) -> int:
    """The number of a count, or the minor units of money, where it is known that the currency is the same.

    Raises TypeError for a word.
    """
    if type(value) is Money:
        return value.minor
    if isinstance(value, int):
        return value
    raise TypeError(f"{value} is not a number")


def number_of(fact: str, value: FactValue, currency: Currency | None) -> int:
    """The number that is compared with thresholds: a count, or minor units. Raises `OtherCurrency`.

    TypeError for money where a count is compared, and the other way round: `FactType.accepts` neither.
    """
    if type(value) is not Money and currency is None:
        return plain_number(value)
    if type(value) is not Money or currency is None:
        raise TypeError(f"{fact} is {value}, where {currency or 'a count'} is compared")
    if value.currency.code != currency.code:
        raise OtherCurrency(fact, value, currency)
    return value.minor


def is_of_platforms(fact: str) -> bool:
    """Whether each platform has values of its own of the fact of this name."""
    return fact == WAY


class FactType(msgspec.Struct, frozen=True):
    """A declared fact. `kind` is "one of", "yes or no", "count" or "money"; `values` are those of "one of"."""

    name: str
    kind: str
    values: tuple[str, ...]
    each_package: bool
    names: Mapping[str, str]

    @property
    def allowed(self) -> str:
        """What a value of this fact looks like, for messages."""
        if self.name in STATED_BY_ENGINE:
            return "nothing, since the engine states it itself"
        if self.kind == "one of":
            return " or ".join(self.values)
        if self.kind == "money":
            return "an amount with its currency and no more decimals than that has, from 0, such as 12.34 EUR"
        return "yes or no" if self.kind == "yes or no" else "a whole number from 0"

    @property
    def is_of_platforms(self) -> bool:
        """Whether each platform has values of its own, so that cases are looked at in the markets that read them."""
        return is_of_platforms(self.name)

    @property
    def every_value(self) -> tuple[FactValue, ...]:
        """Every value that the fact can have which is not a number, that of a package without kinds among them."""
        if self.kind != "one of":
            return (True, False)
        return (*self.values, NO_KIND) if self.name == KIND else self.values

    @property
    def beyond_its_values(self) -> str:
        """What no case by this fact can name: "for packages without kinds"; "" where there is nothing."""
        return "for packages without kinds" if self.name == KIND else ""

    @property
    def is_numeric(self) -> bool:
        """Whether its values are compared with thresholds: a count, or money."""
        return self.kind in ("count", "money")

    def parse(self, text: str) -> FactValue | None:
        """The typed value of a text, or None where it is not one of this fact's.

        A way of paying may be any: the question says on which platform, and then it is seen whether that one has it.
        """
        if self.kind == "one of":
            return text if text in self.values or self.name == WAY else None
        if self.kind == "yes or no":
            return {"yes": True, "no": False}.get(text)
        if self.kind == "money":
            return _money(text)
        return int(text) if len(text) <= COUNT_DIGITS_MOST and _COUNT.fullmatch(text) else None

    def accepts(self, value: object) -> bool:
        """Whether a caller may state this typed value: none of a fact that the engine states."""
        return self.name not in STATED_BY_ENGINE and self.can_be(value)

    def can_be(self, value: object) -> bool:
        """Whether a typed value is one of this fact's."""
        if self.kind == "count":
            return type(value) is int and 0 <= value < COUNTS_END
        if self.kind == "one of":
            return value in self.values
        if self.kind == "yes or no":
            return type(value) is bool
        return type(value) is Money and 0 <= value.minor < MINORS_END and value.currency.code in CURRENCIES


DeclaredFacts = Mapping[str, FactType]
"""The facts that a book declares, by name."""


def fact_text(value: FactValue) -> str:
    """A fact's value as a rule file writes it; of a number that is too long to be said back, that it is.

    Python may refuse to write a number of thousands of digits.
    """
    if isinstance(value, int) and abs(value) >= 10**CHARACTERS_MOST:
        return f"a number of more than {CHARACTERS_MOST} digits"
    return ("yes" if value else "no") if type(value) is bool else str(value)


class Unsaid(msgspec.Struct, frozen=True):
    """What stands in place of a value that varies by a fact without `other`, where the fact is unknown."""

    fact: str


class ByFact(msgspec.Struct, Generic[T], frozen=True):
    """One of several terms, chosen by a fact. `other` is None where an unknown fact leaves nothing to take."""

    fact: str
    cases: Mapping[FactValue, "T | ByFact[T] | None"]
    other: "T | ByFact[T] | None"
    has_other: bool


class FromThreshold(msgspec.Struct, Generic[T], frozen=True):
    """One of several terms, chosen by how large a fact is: each holds from its start on, until the next one.

    Starts are counts, or with `currency` minor units of it.
    """

    fact: str
    starts: tuple[int, ...]
    values: tuple["T | ByFact[T] | FromThreshold[T] | None", ...]
    other: "T | ByFact[T] | FromThreshold[T] | None"
    has_other: bool
    currency: Currency | None = None


Varying: TypeAlias = Union[T, ByFact[T], FromThreshold[T]]  # noqa: UP007 (| gives no generic alias here)


VARYING = (ByFact, FromThreshold)
"""What `choose` has anything to do with; other terms are themselves."""


def choose(varying: object, facts: Facts, assumed: list[str]) -> object:
    """The terms that hold for these facts, or `FactNeeded`.

    Facts that were unknown and for which `other` was taken are appended to `assumed`.
    """
    found: Any = varying
    while type(found) in VARYING:
        value = facts.get(found.fact)
        if value is not None:
            found = case_for(found, value)
        elif found.has_other:
            if found.fact not in assumed:
                assumed.append(found.fact)
            found = found.other
        else:
            return FactNeeded(found.fact)
    return cast(object, found)


def choose_as(of: type[T], varying: Varying[T] | None, facts: Facts, assumed: list[str]) -> T | FactNeeded | None:
    """What `choose` gives, as terms of this type. Raises TypeError for any other, which is a fault of the engine."""
    terms = choose(varying, facts, assumed)
    if terms is None or isinstance(terms, (of, FactNeeded)):
        return terms
    raise TypeError(f"{type(terms).__name__} is not {of.__name__}")


def branches(varying: "ByFact[object] | FromThreshold[object]") -> tuple[object, ...]:
    """What a choice comes to in each of its cases, each of which may vary by another fact; `other` last."""
    cases = varying.cases.values() if isinstance(varying, ByFact) else varying.values
    return *cases, varying.other


def possible_terms(varying: object) -> list[object]:
    """Every set of terms that a varying one can come to; none of None."""
    if isinstance(varying, VARYING):
        return [terms for case in branches(varying) for terms in possible_terms(case)]
    return [] if varying is None else [varying]


def facts_of_choices(varying: object) -> Iterator[str]:
    """The facts that varying terms are chosen by, some of them often."""
    if isinstance(varying, VARYING):
        yield varying.fact
        for case in branches(varying):
            yield from facts_of_choices(case)


def varies_by(varying: object, prefix: str) -> bool:
    """Whether any choice of varying terms is by a fact whose name begins so: "lot." for those of a lot."""
    if not isinstance(varying, VARYING):
        return False
    return varying.fact.startswith(prefix) or any(varies_by(case, prefix) for case in branches(varying))


def case_for(varying: "ByFact[object] | FromThreshold[object]", value: FactValue) -> object:
    """What a choice holds for a known value of its fact, which may vary by another; None where nothing is stated."""
    if isinstance(varying, ByFact):
        return varying.cases.get(value, varying.other)
    if type(value) is int and varying.currency is None:
        position = bisect_right(varying.starts, value) - 1
    else:
        position = bisect_right(varying.starts, number_of(varying.fact, value, varying.currency)) - 1
    return varying.values[position] if position >= 0 else varying.other


class BoundChoice(msgspec.Struct, frozen=True):
    """A choice whose cases are typed by its fact; thresholds are sorted, and all in `currency` where they are money."""

    by: str
    thresholds: bool
    cases: tuple[tuple[FactValue, object], ...]
    other: object
    place: Place
    currency: Currency | None = None
