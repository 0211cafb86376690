"""The types of single values as JSON Schema: the forms in which an editor that reads YAML 1.2 sees them.

Such an editor types plain scalars before a schema sees them: `12.99` is a number, `true` a boolean, while `19 %`,
`5_000`, `2025-01-01` and `yes` are text. The text in quotes is right too, so a number is also a string with a pattern.
A pattern says what `rulefiles/values/` parses, as far as a pattern can.
"""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from ratecard.currency import CURRENCIES
from ratecard.rounding import RoundingMode
from ratecard.rulefiles.keys.units import OTHER_UNIT, UNIT
from ratecard.rulefiles.stated import NEVER, TO_A_PRICE_POINT
from ratecard.rulefiles.values.derives import FACTOR_OR_TABLE
from ratecard.rulefiles.values.envelope import PER_UNIT, SHARE_THAT_STAYS
from ratecard.rulefiles.values.factors import ABOVE_ONE, FACTOR, MOVE, OF_REGION, OTHER, PART, REGION_OR_OTHER
from ratecard.rulefiles.values.limits import GIFT_LIMIT
from ratecard.rulefiles.values.measure_mistakes import EXCHANGE_RATE_EXAMPLES
from ratecard.rulefiles.values.measures import (
    DURATION,
    EACH,
    EXCHANGE_RATE,
    PER_COIN,
    PERK,
    REST,
    SHARE_OR_REST,
    UNIT_PRICE,
)
from ratecard.rulefiles.values.numbers import DIGITS_MOST
from ratecard.rulefiles.values.offered import (
    CODE,
    CODE_LENGTH_MOST,
    COUNTED_LIMIT,
    DISCOUNT,
    EDGE,
    LAST_DAY,
    NO_CODES,
    PROMOTED_PRICE,
)
from ratecard.rulefiles.values.pair_rates import PAIR_RATE
from ratecard.rulefiles.values.paths import PATH, PATH_PATTERN
from ratecard.rulefiles.values.prices import EACH_PRICE, PRICE
from ratecard.rulefiles.values.types import (
    COUNT,
    COUNT_OR_RATE,
    CURRENCY,
    DATE_OR_NEVER,
    EDITION,
    FACT_NAME,
    IDENTIFIER,
    INSTANT,
    LANGUAGE,
    MONEY,
    PRICE_ROUNDING,
    PRODUCT,
    RATE,
    REGION,
    REGION_OR_GROUP,
    ROUNDING,
    TEXT,
    ZONE,
    ValueType,
)

JsonSchema = dict[str, object]


class Form(NamedTuple):
    """How a type is written: a pattern for its text, the other JSON types that it may have, and examples."""

    pattern: str
    examples: tuple[str, ...] = ()
    bare: tuple[str, ...] = ()


# No `\d`: Python's patterns take digits of every script for it, an editor's only those of ASCII.
_WHOLE = rf"(?:0|[1-9][0-9]{{0,{DIGITS_MOST - 1}}})"
_DECIMAL = rf"{_WHOLE}(?:\.[0-9]{{1,{DIGITS_MOST}}})?"
_COUNT = r"0|[1-9][0-9]{0,23}|[1-9][0-9]{0,2}(?:_[0-9]{3})+"
_RATE = rf"{_DECIMAL} ?(?:%|bps)|{_WHOLE}/[1-9][0-9]*"
_CODE = f"(?:{'|'.join(sorted(CURRENCIES))})"
_MODE = "|".join(mode.value for mode in RoundingMode)
_ROUNDING = rf"(?:{_MODE})(?: to (?!0+(?:\.0+)?$){_DECIMAL})?"
_DAY = (
    "(?:19[7-9]|2[0-9]{2})[0-9]-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])"
    "|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))"
    "|(?:19(?:7[26]|8[048]|9[26])|2[0-9](?:0[48]|[2468][048]|[13579][26])|2[048]00)-02-29"
)
_TIME = "(?:[01][0-9]|2[0-3]):[0-5][0-9]"
_INSTANT = rf"(?:{_DAY})(?:T{_TIME}(?::[0-5][0-9])?(?:Z|[+-]{_TIME}))?"
_ABOVE_ZERO = rf"(?!0+(?:\.0+)?(?![0-9.])){_DECIMAL}"
_UNIT = "(?:each|per [1-9][0-9]{0,11})"
_OF_COINS = rf"(?:{_COUNT}) coins?"
_COUNT_ABOVE_ZERO = r"(?:[1-9][0-9]{0,23}|[1-9][0-9]{0,2}(?:_[0-9]{3})+)"
_IDENTIFIER = "[a-z][a-z0-9_]{0,63}"
_REGION = "[A-Z]{2}(?:-[A-Z0-9]{1,3})?"


def _counted(kind: ValueType) -> Form:
    """A number of what the examples of a type count."""
    units = [f"{example.partition(' ')[2].removesuffix('s')}s?" for example in kind.examples]
    return Form(f"{_COUNT_ABOVE_ZERO} (?:{'|'.join(units)})", kind.examples)


FORMS: dict[ValueType, Form] = {
    MONEY: Form(rf"{_DECIMAL}(?: {_CODE})?", ("12.99", "12.99 USD"), ("number",)),
    RATE: Form(_RATE, ("19 %", "1/2", "40 bps")),
    COUNT: Form(_COUNT, ("5000", "5_000"), ("integer",)),
    COUNT_OR_RATE: Form(f"{_COUNT}|{_RATE}", ("50", "5 %"), ("integer",)),
    ROUNDING: Form(_ROUNDING, (*(mode.value for mode in RoundingMode), "half up to 0.05")),
    PRICE_ROUNDING: Form(
        rf"(?!.*9$){_ROUNDING}|(?:half up|up|down) {TO_A_PRICE_POINT}",
        (*(mode.value for mode in RoundingMode), "half up to 0.05", f"half up {TO_A_PRICE_POINT}"),
    ),
    INSTANT: Form(_INSTANT, ("2026-07-01", "2025-09-05T22:00-07:00")),
    DATE_OR_NEVER: Form(f"{_INSTANT}|{NEVER}", ("2026-07-01", NEVER)),
    EDGE: Form(f"{_INSTANT}|{_IDENTIFIER}", EDGE.examples),
    LAST_DAY: Form(f"{_DAY}|{_IDENTIFIER}", LAST_DAY.examples),
    # A bare number is taken for money by its decimals, which a number of JSON does not keep: only a text can be told.
    DISCOUNT: Form(
        rf"{_RATE}|(?!0\.[1-9]$){_WHOLE}\.[0-9]{{1,{DIGITS_MOST}}}|{_DECIMAL} {_CODE}|{_OF_COINS}",
        DISCOUNT.examples,
        ("number",),
    ),
    FACTOR: Form(rf"{_ABOVE_ZERO}(?: ?(?:%|bps))?|[1-9][0-9]*/[1-9][0-9]*", FACTOR.examples, ("number",)),
    MOVE: Form(rf"{_ABOVE_ZERO}(?: ?(?:%|bps))?|[1-9][0-9]*/[1-9][0-9]*", MOVE.examples, ("number",)),
    ABOVE_ONE: Form(rf"{_ABOVE_ZERO}(?: ?(?:%|bps))?|[1-9][0-9]*/[1-9][0-9]*", ABOVE_ONE.examples, ("number",)),
    PART: Form(rf"{_ABOVE_ZERO}(?: ?(?:%|bps))?|[1-9][0-9]*/[1-9][0-9]*", PART.examples, ("number",)),
    OF_REGION: Form(rf"{_ABOVE_ZERO}(?: ?(?:%|bps))?|[1-9][0-9]*/[1-9][0-9]*", OF_REGION.examples, ("number",)),
    FACTOR_OR_TABLE: Form(
        rf"{_ABOVE_ZERO}(?: ?(?:%|bps))?|[1-9][0-9]*/[1-9][0-9]*|{_IDENTIFIER}", FACTOR_OR_TABLE.examples, ("number",)
    ),
    PER_UNIT: Form(_ABOVE_ZERO, PER_UNIT.examples, ("number",)),
    SHARE_THAT_STAYS: Form(rf"-?(?:{_RATE})", SHARE_THAT_STAYS.examples),
    REGION_OR_OTHER: Form(f"{_REGION}|{OTHER}", REGION_OR_OTHER.examples),
    PATH: Form(PATH_PATTERN, PATH.examples),
    PROMOTED_PRICE: Form(rf"{_DECIMAL}(?: {_CODE})?|{_COUNT}|{_OF_COINS}", PROMOTED_PRICE.examples, ("number",)),
    COUNTED_LIMIT: _counted(COUNTED_LIMIT),
    GIFT_LIMIT: _counted(GIFT_LIMIT),
    CODE: Form(
        rf"sha256:[0-9a-f]{{64}}|(?!sha-?256|(?:{'|'.join(NO_CODES)})$)\S(?:.{{0,{CODE_LENGTH_MOST - 2}}}\S)?",
        CODE.examples,
        ("number",),
    ),
    CURRENCY: Form(_CODE, ("EUR", "USD", "JPY")),
    # The tz database has new names each year, and a schema that listed them would be wrong by then.
    ZONE: Form(r"[A-Za-z0-9_+-]+(?:/[A-Za-z0-9_+-]+)*", ("Europe/Berlin", "America/New_York")),
    REGION: Form(_REGION, ("DE", "US-NY")),
    REGION_OR_GROUP: Form(f"{_REGION}|{_IDENTIFIER}", REGION_OR_GROUP.examples),
    EDITION: Form(r"world(?: [0-9]{4}\.[0-9]{1,2})?", EDITION.examples),
    IDENTIFIER: Form(_IDENTIFIER),
    UNIT: Form(_IDENTIFIER, UNIT.examples),
    FACT_NAME: Form(rf"(?:buyer|creator|gift|lot|purchase)\.{_IDENTIFIER}", ("buyer.age",)),
    PRODUCT: Form("[A-Za-z0-9][A-Za-z0-9._-]{0,254}", PRODUCT.examples, ("integer",)),
    LANGUAGE: Form("[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|[0-9]{3}))?", ("en", "pt-BR")),
    UNIT_PRICE: Form(f"{_DECIMAL} {_CODE} {_UNIT}", ("0.005 USD each", "1 USD per 200")),
    PRICE: Form(rf"{_DECIMAL}(?: {_CODE}(?: {_UNIT})?)?", (*PRICE.examples, *EACH_PRICE.examples), ("number",)),
    EACH_PRICE: Form(f"{_DECIMAL} {_CODE} {_UNIT}", EACH_PRICE.examples),
    OTHER_UNIT: Form(f"(?!(?:coin|diamond)$){_IDENTIFIER}", OTHER_UNIT.examples),
    PER_COIN: Form(f"{_ABOVE_ZERO} {_UNIT}", ("1 per 2", "0.5 each")),
    EACH: Form(f"{_ABOVE_ZERO} {_UNIT}", EACH.examples),
    EXCHANGE_RATE: Form(f"{_ABOVE_ZERO}(?: per {_ABOVE_ZERO})?", EXCHANGE_RATE_EXAMPLES, ("number",)),
    # Not two equal codes: one group alone is captured in the whole pattern.
    PAIR_RATE: Form(rf"(?!.* ([A-Z]{{3}}) per \1$){_ABOVE_ZERO} {_CODE} per {_CODE}", PAIR_RATE.examples),
    DURATION: Form("[1-9][0-9]{0,5} (?:minute|hour|day|week|month|year)s?", ("48 hours", "14 days", "1 month")),
    SHARE_OR_REST: Form(f"{_RATE}|{REST}", ("30 %", REST)),
    # What an editor takes for a number or a boolean is text here.
    PERK: Form(r"[\s\S]*\S[\s\S]*", PERK.examples, ("integer", "boolean")),
    TEXT: Form(r"[\s\S]*\S[\s\S]*", bare=("number", "boolean")),
}


def _form_of(kind: ValueType) -> Form | None:
    """How a type is written; None of one that has just its words."""
    if kind.counts:
        units = "|".join(f"{unit}?" for unit in kind.counts)
        return Form(f"{_DECIMAL} {_CODE}|{_COUNT_ABOVE_ZERO} (?:{units})", kind.examples)
    if kind.windows:
        return Form(rf"{'|'.join(kind.windows)}|rolling [1-9][0-9]{{0,3}} (?:hours?|days?)", kind.examples)
    return FORMS.get(kind)


def pattern_of(kind: ValueType, *words: str) -> str:
    """The pattern of a type's whole text; `words` are texts that may stand there too."""
    form = _form_of(kind)
    either = kind.words if form is None else (form.pattern,)
    return f"^(?:{'|'.join([*either, *words])})$"


def scalar(kind: ValueType, words: Sequence[str] = ()) -> JsonSchema:
    """One scalar of a type; `words` (`none`, `inherit`) may stand there too.

    An editor shows `errorMessage` in place of its own, which would print the pattern.
    """
    form = _form_of(kind)
    if form is None:
        return {"enum": [*kind.words, *words]}
    said = f"This should be {kind.name}, written {kind.written}" + "".join(f", or {word}" for word in words)
    found: JsonSchema = {
        "type": ["string", *form.bare] if form.bare else "string",
        "pattern": pattern_of(kind, *words),
        "errorMessage": said,
    }
    if kind is not TEXT and form.bare:
        above_zero = (EXCHANGE_RATE, FACTOR, FACTOR_OR_TABLE, MOVE, ABOVE_ONE, PART, OF_REGION, PER_UNIT)
        least = "exclusiveMinimum" if kind in above_zero else "minimum"
        found |= {least: 0, "maximum": 10 ** (DIGITS_MOST + 5)}
    return found


def examples(kind: ValueType, words: Sequence[str] = ()) -> list[object]:
    """Values as an editor would see them: a number where the type may be one."""
    form = _form_of(kind)
    if form is None:
        return []
    numbers = form.bare and kind is not TEXT
    texts = [*form.examples, *(word for word in words if word != "inherit" and form.examples)]
    return [_number(text) if numbers and re.fullmatch(r"[0-9.]+", text) else text for text in texts]


def _number(text: str) -> int | Decimal:
    return Decimal(text) if "." in text else int(text)
