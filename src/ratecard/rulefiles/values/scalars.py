"""Texts to single values, a function for each type: the typed value, or a `Wrong` that says why it is not one."""

import re
from contextlib import suppress
from datetime import date, datetime
from fractions import Fraction
from functools import lru_cache

from ratecard.currency import CURRENCIES, currency
from ratecard.diagnostics.fixes import EXAMPLE, POSSIBLE, SURE, Suggestion, examples
from ratecard.instants import is_within_years, parse_moment, zone
from ratecard.money import rate
from ratecard.rounding import RoundingMode
from ratecard.rulefiles.characters import look_alike
from ratecard.rulefiles.near import slips
from ratecard.rulefiles.stated import NEVER, TO_A_PRICE_POINT, StatedMoney, StatedPointRounding, StatedRounding
from ratecard.rulefiles.values.instant_mistakes import instant_mistake, like_instant
from ratecard.rulefiles.values.money_mistakes import money_mistake, unknown_currency
from ratecard.rulefiles.values.name_mistakes import (
    fact_name_mistake,
    identifier_mistake,
    language_mistake,
    product_mistake,
    region_mistake,
    zone_mistake,
)
from ratecard.rulefiles.values.number_mistakes import RATE_EXAMPLES, count_mistake, rate_mistake
from ratecard.rulefiles.values.numbers import DECIMAL, DIGITS_MOST, WHOLE, plain_readings, readable
from ratecard.rulefiles.wrong import Wrong, shown

_MONEY = re.compile(rf"({WHOLE})(?:\.(\d+))?(?: ([A-Z]{{3}}))?", re.ASCII)
_RATE = re.compile(rf"({WHOLE})(?:\.(\d+))? ?(%|bps)|({WHOLE})/({WHOLE})", re.ASCII)
_COUNT = re.compile(r"0|[1-9]\d*|[1-9]\d{0,2}(?:_\d{3})+", re.ASCII)

MONEY_TEXT_MOST = DIGITS_MOST + 5
"""Characters of an amount with its point and its currency."""


def parse_money(text: str) -> StatedMoney | Wrong:
    """`12.99` or `12.99 USD`."""
    money = plain_money(text)
    if money is not None:
        return money
    match = _MONEY.fullmatch(text) if len(text) <= MONEY_TEXT_MOST else None
    return unknown_currency(match[3]) if match else money_mistake(text)


def plain_money(text: str) -> StatedMoney | None:
    """`12.99` or `12.99 USD`; None for any other text, without a word on what it might mean."""
    match = _MONEY.fullmatch(text) if len(text) <= MONEY_TEXT_MOST else None
    if match is None:
        return None
    whole, part, code = match.groups()
    if code is not None and code not in CURRENCIES:
        return None
    return StatedMoney(int(whole), 0, code) if part is None else StatedMoney(int(whole + part), len(part), code)


def parse_rate(text: str) -> object:
    """`19 %`, `1/2` or `40 bps`, as an exact rate."""
    match = _RATE.fullmatch(text)
    if match and len(text) <= DIGITS_MOST + 4:
        whole, part, unit, numerator, denominator = match.groups()
        if numerator is not None:
            if int(denominator) == 0:
                return Wrong("not-a-rate", f"{text} divides by zero", offers=examples("1/2"))
            return rate(Fraction(int(numerator), int(denominator)))
        scaled = Fraction(int(whole + (part or "")), 10 ** len(part or ""))
        return rate(scaled / (100 if unit == "%" else 10_000))
    return rate_mistake(text)


def parse_count(text: str) -> int | Wrong:
    """`5000` or `5_000`."""
    count = plain_count(text)
    return count_mistake(text) if count is None else count


def plain_count(text: str) -> int | None:
    """`5000` or `5_000`; None for any other text, without a word on what it might mean."""
    if len(text) > 2 * DIGITS_MOST or _COUNT.fullmatch(text) is None:  # a third of it may be underscores
        return None
    return int(text) if len(text) - text.count("_") <= DIGITS_MOST else None


def parse_count_or_rate(text: str) -> object:
    """A count, or a rate of something counted."""
    if text.endswith(("%", "bps")) or "/" in text:
        return parse_rate(text)
    if re.fullmatch(r"0\.\d+", text, re.ASCII):
        wrong = rate_mistake(text)
        return Wrong(wrong.code, wrong.sentence, "or a whole number", wrong.offers)
    count = parse_count(text)
    if type(count) is Wrong and re.search(r"[A-Za-z%\u2030]", text):
        wrong = rate_mistake(text)
        if examples(*RATE_EXAMPLES) != wrong.offers:
            return wrong
        if any(offer.certainty is EXAMPLE for offer in count.offers):
            sentence = f"{shown(text)} is neither a whole number nor a rate"
            return Wrong(count.code, sentence, offers=examples("50", "5 %"))
    return count


def parse_rounding(text: str) -> StatedRounding | Wrong:
    """`half up`, `half even`, `up` or `down`, each optionally `to 10` or `to 0.05`."""
    words, to, step = text.partition(" to ")
    mode = next((mode for mode in RoundingMode if mode.value == words), None)
    if mode is None:
        near = slips(words, [mode.value for mode in RoundingMode])
        steps = plain_readings(step) if to else (Suggestion(""),)
        certainty = SURE if len(near) == len(steps) == 1 else POSSIBLE
        offers = tuple(Suggestion(f"{name}{to}{size.text}", certainty, size.when) for name in near for size in steps)
        offers = readable(offers, parse_rounding)
        hint = "" if offers else "write half up, half even, up or down"
        return Wrong("not-a-rounding", f"{shown(text)} is not a rounding", hint, offers)
    if not to:
        return StatedRounding(mode)
    number = DECIMAL.fullmatch(step)
    if number is None or len(step) > DIGITS_MOST or not Fraction(step):
        sentence = f"{shown(step)} is not a step to round to"
        steps = () if number is not None else plain_readings(step)
        meant = readable(
            tuple(Suggestion(f"{words} to {offer.text}", offer.certainty) for offer in steps), parse_rounding
        )
        return Wrong("not-a-rounding", sentence, offers=meant or examples(f"{words} to 10", f"{words} to 0.05"))
    whole, part = number[1], number[2] or ""
    return StatedRounding(mode, (int(whole + part), len(part)))


def parse_price_rounding(text: str) -> object:
    """A rounding as above, or one `to a price point`: `half up to a price point`."""
    words, to, target = text.partition(" to ")
    if to and target == TO_A_PRICE_POINT.removeprefix("to "):
        mode = parse_rounding(words)
        if type(mode) is StatedRounding and mode.mode is RoundingMode.HALF_EVEN:
            sentence = f"{text} leaves open what lies halfway: of two points none is even"
            return Wrong("not-a-rounding", sentence, offers=(Suggestion(f"{RoundingMode.HALF_UP.value}{to}{target}"),))
        if type(mode) is StatedRounding:
            return StatedPointRounding(mode.mode)
        assert type(mode) is Wrong
        offers = tuple(Suggestion(f"{offer.text}{to}{target}", offer.certainty) for offer in mode.offers)
        return Wrong(mode.code, f"{shown(text)} is not a rounding", mode.hint, offers)
    if "point" in text:
        meant = (Suggestion(f"{words} {TO_A_PRICE_POINT}"),) if type(parse_rounding(words)) is StatedRounding else ()
        offers = meant or examples(f"{RoundingMode.HALF_UP.value} {TO_A_PRICE_POINT}")
        return Wrong("not-a-rounding", f"{shown(text)} is not a rounding", offers=offers)
    rounding = parse_rounding(text)
    step = rounding.step if type(rounding) is StatedRounding else None
    if step is not None and step[0] % 10 == NINE:
        multiples = ", ".join(str(StatedMoney(step[0] * number, step[1], None)) for number in (1, 2, 3))
        hint = f"write {words} {TO_A_PRICE_POINT}, and list prices that end so: price_points:"
        return Wrong("not-a-rounding", f"{shown(text)} leads to the multiples of {target}: {multiples} …", hint)
    return rounding


NINE = 9
"""The last digit of prices as they are shown, and of no step of a rounding."""

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:\d{2})", re.ASCII)


def looks_like_instant(text: str) -> bool:
    """Whether a key was meant as an instant, rightly written or not: it begins like a date, maybe after "from"."""
    if not text.isascii():
        text = (look_alike(text) or ("", text))[1]
    return like_instant(text)


@lru_cache(maxsize=4096)
def parse_instant(text: str) -> date | datetime | Wrong:
    """`2026-07-01`, or `2025-09-05T22:00-07:00`."""
    with suppress(ValueError):
        if _DATE.fullmatch(text):
            day = date.fromisoformat(text)
            return day if is_within_years(day) else instant_mistake(text)
        if _MOMENT.fullmatch(text):
            instant = parse_moment(text)
            return instant if is_within_years(instant) else instant_mistake(text)
    return instant_mistake(text)


def parse_date_or_never(text: str) -> object:
    """A date or an instant that a name stands for, or `never`."""
    return text if text == NEVER else parse_instant(text)


def parse_currency(text: str) -> object:
    """An ISO 4217 code."""
    return currency(text) or unknown_currency(text)


def parse_zone(text: str) -> str | Wrong:
    """A name of the tz database, such as Europe/Berlin."""
    return text if zone(text) is not None else zone_mistake(text)


_REGION = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,3})?")


def parse_region(text: str) -> str | Wrong:
    """`DE`, or a subdivision: `US-NY`."""
    return text if _REGION.fullmatch(text) else region_mistake(text)


def parse_region_or_group(text: str) -> str | Wrong:
    """`DE` or `US-NY`, or the name of a group, in small letters."""
    return text if _IDENTIFIER.fullmatch(text) else parse_region(text)


def parse_edition(text: str) -> str | Wrong:
    """`world 2026.11`: the library, and its edition. `world` alone takes the edition that is installed."""
    if _EDITION.fullmatch(text):
        return text
    bare = re.fullmatch(r"(?:world[ @=:v-]*)?(\d{4}\.\d{1,2})", text.strip(), re.IGNORECASE)
    offers = (Suggestion(f"world {bare[1]}"),) if bare else examples("world 2026.11")
    return Wrong("not-an-edition", f"{shown(text)} is not an edition of the library", offers=offers)


def parse_identifier(text: str) -> str | Wrong:
    """Lower-case letters, digits and underscores, a letter first: coins_1000."""
    return text if _IDENTIFIER.fullmatch(text) else identifier_mistake(text)


_EDITION = re.compile(r"world( \d{4}\.\d{1,2})?")
_IDENTIFIER = re.compile(r"[a-z][a-z0-9_]{0,63}")
_FACT_NAME = re.compile(r"(buyer|creator|gift|lot|purchase)\.[a-z][a-z0-9_]{0,63}")
_PRODUCT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,254}")
_TAG = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|\d{3}))?")


def parse_fact_name(text: str) -> str | Wrong:
    """`buyer.age`: what it is about, a point, an identifier."""
    return text if _FACT_NAME.fullmatch(text) else fact_name_mistake(text)


def parse_product(text: str) -> str | Wrong:
    """The id of a store's product: letters, digits, points, hyphens and underscores, a letter or digit first."""
    return text if _PRODUCT.fullmatch(text) else product_mistake(text)


def parse_language(text: str) -> str | Wrong:
    """The form of a BCP 47 tag; whether CLDR knows it is asked when the book is put together."""
    return text if _TAG.fullmatch(text) else language_mistake(text)


def parse_text(text: str) -> str:
    """Text for people, or text that the engine passes through."""
    return text
