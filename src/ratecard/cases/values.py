"""How the figures of a case are written, and whether an answer has them: exact, in the words of rule files.

Money may leave its currency out: then it is in that of the answer. A day stands for its first instant in the region.
"""

from collections.abc import Callable
from datetime import date, datetime
from enum import Enum
from typing import Any

import msgspec

from ratecard.answers.figures import FigureType
from ratecard.instants import Instant, first_instant, instant_of, zone
from ratecard.money import Money, Rate, UnitPrice
from ratecard.refusals import Refused
from ratecard.rulefiles.stated import StatedMoney
from ratecard.rulefiles.values.measures import UNIT_PRICE
from ratecard.rulefiles.values.parsing import parse_value
from ratecard.rulefiles.values.scalars import parse_instant
from ratecard.rulefiles.values.types import COUNT, INSTANT, MONEY, RATE, TEXT, ValueType, one_of
from ratecard.rulefiles.wrong import Wrong, shown
from ratecard.showing import instant_text


class Nothing(Enum):
    """What expects that there is no figure: `none`, or `unknown` where it needs what the rules do not know."""

    NOTHING = "none"
    UNKNOWN = "unknown"


NOTHING, UNKNOWN = Nothing.NOTHING, Nothing.UNKNOWN

YES_OR_NO = one_of("yes", "no")
_NEGATIVE = "-"


class FigureValue(msgspec.Struct, frozen=True):
    """One kind of figure in cases: how its text is read, compared with an answer's value, and how that is shown.

    `read` gives a `Wrong` for a text that is not of this kind. `is_same` takes what was read, the answer's value and
    the time zone of the market.
    """

    read: Callable[[str], object]
    is_same: Callable[[Any, Any, str], bool]
    show: Callable[[Any], str]


def _read_money(text: str) -> object:
    """Money, which may be below zero in an answer: −0.35 EUR are proceeds too."""
    if not text.startswith(_NEGATIVE):
        return parse_value(MONEY, text)
    found = parse_value(MONEY, text.removeprefix(_NEGATIVE))
    return msgspec.structs.replace(found, scaled=-found.scaled) if isinstance(found, StatedMoney) else found


def _is_same_money(read: StatedMoney, value: Money, _: str) -> bool:
    named = read.currency in (None, value.currency.code)
    return named and read.scaled * 10**value.currency.exponent == value.minor * 10**read.decimals


def _read_count(text: str) -> object:
    return 0 if text == "0" else parse_value(COUNT, text)


def _is_same_price(read: UnitPrice, value: UnitPrice, _: str) -> bool:
    return read.currency is value.currency and read.fraction == value.fraction


def _is_same_instant(read: date, value: Instant, time_zone: str) -> bool:
    return moment_of(read, time_zone) == value


def _read_day(text: str) -> object:
    found = parse_instant(text)
    if isinstance(found, datetime):
        return Wrong("not-a-case", f"{text} is an instant, and this figure is a day", "write 2026-07-01")
    return parse_value(INSTANT, text)


def _word(value: object) -> str:
    return str(value.value if isinstance(value, Enum) else value).lower()


def _read_word(text: str) -> object:
    return text.lower()


def _read_refusal(text: str) -> object:
    return text if text.isupper() else Wrong("not-a-case", f"{shown(text)} is not the code of a refusal", "")


def moment_of(day: date, time_zone: str) -> Instant | None:
    """The instant of a date's beginning in a zone, or of a datetime; None for a day that the zone skipped."""
    if isinstance(day, datetime):
        return instant_of(day)
    in_zone = zone(time_zone)
    return None if in_zone is None else first_instant(day, in_zone)


_AS_TEXT = FigureValue(lambda text: parse_value(TEXT, text), lambda read, value, _: bool(read == value), str)
_COUNTED = FigureValue(_read_count, lambda read, value, _: bool(read == value), str)

VALUES: dict[FigureType, FigureValue] = {
    FigureType.TEXT: _AS_TEXT,
    FigureType.ID: _AS_TEXT,
    FigureType.LOCALE: _AS_TEXT,
    FigureType.REGION: _AS_TEXT,
    FigureType.PLATFORM: _AS_TEXT,
    FigureType.CURRENCY: FigureValue(
        lambda text: parse_value(TEXT, text),
        lambda read, value, _: bool(read == value.code),
        lambda value: str(value.code),
    ),
    FigureType.FLAG: FigureValue(
        lambda text: parse_value(YES_OR_NO, text),
        lambda read, value, _: (read == "yes") is value,
        lambda value: "yes" if value else "no",
    ),
    FigureType.COUNT: _COUNTED,
    FigureType.COINS: _COUNTED,
    FigureType.DIAMONDS: _COUNTED,
    FigureType.UNITS: _COUNTED,
    FigureType.MONEY: FigureValue(_read_money, _is_same_money, str),
    FigureType.UNIT_PRICE: FigureValue(lambda text: parse_value(UNIT_PRICE, text), _is_same_price, str),
    FigureType.RATE: FigureValue(
        lambda text: parse_value(RATE, text),
        lambda read, value, _: isinstance(read, Rate) and read.fraction == value.fraction,
        str,
    ),
    FigureType.INSTANT: FigureValue(lambda text: parse_value(INSTANT, text), _is_same_instant, instant_text),
    FigureType.DAY: FigureValue(_read_day, lambda read, value, _: bool(read == value), str),
    FigureType.WORD: FigureValue(_read_word, lambda read, value, _: read == _word(value), _word),
    FigureType.REFUSAL: FigureValue(
        _read_refusal,
        lambda read, value, _: isinstance(value, Refused) and read == value.code,
        lambda value: str(value.code),
    ),
}
"""How figures are written in cases, by what they are. Names in several languages are not expected of anybody."""

WRITTEN_AS: dict[object, ValueType] = {
    FigureType.TEXT: TEXT,
    FigureType.COUNT: COUNT,
    FigureType.COINS: COUNT,
    FigureType.DIAMONDS: COUNT,
    FigureType.UNITS: COUNT,
    FigureType.MONEY: MONEY,
    FigureType.UNIT_PRICE: UNIT_PRICE,
    FigureType.RATE: RATE,
}
"""The types of rule files as which figures with a number or a text are written."""
