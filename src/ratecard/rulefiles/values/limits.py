"""The amounts of limits: money with its currency, or a whole number of something that a key counts.

Which units those are is the key's to say: payouts are limited in money, diamonds and payouts. Each `parse` gives the
typed value or a `Wrong`, like those of `types.py`.
"""

import re
from functools import cache, partial

import msgspec

from ratecard.diagnostics.fixes import examples
from ratecard.rulefiles.nearby import NOWHERE, Nearby
from ratecard.rulefiles.stated import StatedMoney
from ratecard.rulefiles.values.measure_mistakes import counted_mistake, limit_mistake, number_and_unit
from ratecard.rulefiles.values.money_mistakes import money_mistake
from ratecard.rulefiles.values.numbers import DIGITS_MOST
from ratecard.rulefiles.values.scalars import parse_count, parse_money, plain_money
from ratecard.rulefiles.values.types import ValueType
from ratecard.rulefiles.wrong import Wrong, shown

Units = tuple[str, ...]
"""What is counted, in the plural: ("diamonds", "payouts")."""

UNITS: Units = ("coins", "units", "items", "purchases", "gifts", "grants", "diamonds", "payouts")
"""All that limits count, beside money."""

_COUNTED = re.compile(r"([1-9]\d*|[1-9]\d{0,2}(?:_\d{3})+) (\w+)", re.ASCII)


class CountOf(msgspec.Struct, frozen=True):
    """A whole number of something: 6700 diamonds, 3 payouts. `unit` is plural; as text it agrees with the number."""

    count: int
    unit: str

    def __str__(self) -> str:
        return f"{self.count} {self.unit if self.count != 1 else self.unit.removesuffix('s')}"


def parse_limit(units: Units, text: str) -> StatedMoney | CountOf | Wrong:
    """`1000 USD`, `6700 diamonds` or `3 payouts`; the unit is required, because a bare number could mean any."""
    return plain_limit(units, text) or explain_limit(units, text, NOWHERE)


def plain_limit(units: Units, text: str) -> StatedMoney | CountOf | None:
    """What `parse_limit` reads; None for any other text, without a word on what it might mean."""
    match = _COUNTED.fullmatch(text)
    if match and len(match[1]) - match[1].count("_") <= DIGITS_MOST:
        unit = match[2] if match[2].endswith("s") else match[2] + "s"
        if unit in units:
            return CountOf(int(match[1]), unit)
    money = plain_money(text)
    return money if money is not None and money.currency is not None else None


def explain_limit(units: Units, text: str, nearby: Nearby, in_money: bool = True) -> Wrong:
    """What to say of a text that is not a limit: of a number of one of these units, or, with `in_money`, of money."""
    counted = number_and_unit(text)
    of = f"{counted[1].lower().removesuffix('s')}s" if counted else ""
    if counted and of in units:
        return counted_mistake(text, counted[0], of, parse_count(counted[0]))
    bare = type(parse_money(text)) is StatedMoney
    return limit_mistake(text, units, None if bare else money_mistake(text, nearby), nearby, in_money)


@cache
def limit_type(*stated: tuple[int, str]) -> ValueType:
    """The type of amounts that are limited in money or in the units of these examples.

    `limit_type((6700, "diamonds"), (3, "payouts"))` reads "1000 USD", "6700 diamonds" and "1 payout".
    """
    units = tuple(unit for _, unit in stated)
    shown_by = ("1000 USD", *(str(CountOf(*example)) for example in stated))
    return ValueType(
        "an amount of something",
        either(shown_by) if stated else shown_by[0],
        partial(parse_limit, units),
        examples=shown_by,
        explain=partial(explain_limit, units),
        numeric=True,
        counts=units,
    )


def parse_counted(shown_by: Units, counts_in: str, text: str) -> CountOf | Wrong:
    """`1 unit`, `5000 coins` or `3 gifts`: of what is never limited in money. `shown_by` has one of each unit."""
    units = _units_of(shown_by)
    found = parse_limit(units, text)
    if type(found) is StatedMoney:
        sentence = f"{shown(text)} is money, and {counts_in} {either(units)}"
        return Wrong("amount-without-unit", sentence, offers=examples(*shown_by))
    assert isinstance(found, CountOf | Wrong)
    return found


def explain_counted(shown_by: Units, counts_in: str, text: str, nearby: Nearby) -> Wrong:
    """What to say of a text that is not such a number: of money, that nothing is limited in it."""
    wrong = parse_counted(shown_by, counts_in, text)
    is_money = isinstance(parse_limit(_units_of(shown_by), text), StatedMoney)
    if is_money and isinstance(wrong, Wrong):
        return wrong
    return explain_limit(_units_of(shown_by), text, nearby, in_money=False)


def _units_of(shown_by: Units) -> Units:
    """The units of these examples, in the plural."""
    return tuple(f"{example.partition(' ')[2].removesuffix('s')}s" for example in shown_by)


def either(words: Units) -> str:
    """Words as alternatives: "coins or gifts"."""
    return f"{', '.join(words[:-1])} or {words[-1]}"


@cache
def counted_type(counts_in: str, *stated: tuple[int, str]) -> ValueType:
    """The type of amounts that are limited in the units of these examples, and in no money.

    `counts_in` is what is said of them: "limits of gifts count".
    """
    shown_by = tuple(str(CountOf(*example)) for example in stated)
    return ValueType(
        f"a number of {either(_units_of(shown_by))}",
        either(shown_by),
        partial(parse_counted, shown_by, counts_in),
        examples=shown_by,
        explain=partial(explain_counted, shown_by, counts_in),
        numeric=True,
    )


GIFT_LIMIT = counted_type("limits of gifts count", (6700, "coins"), (10, "gifts"))
