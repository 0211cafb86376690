"""Types of what is counted or measured: unit prices, diamonds per coin, exchange rates, durations, limits' amounts.

Like those of `values.py`, each `parse` gives the typed value or a `Wrong`.
"""

import re
from fractions import Fraction

import msgspec

from ratecard.currency import CURRENCIES
from ratecard.instants import Duration
from ratecard.money import ExchangeRate, PerCoin, Rate, UnitPrice
from ratecard.rulefiles.near import nearest
from ratecard.rulefiles.stated import StatedMoney
from ratecard.rulefiles.values import (
    DIGITS_MOST,
    WHOLE,
    ValueType,
    Wrong,
    number_mistake_in,
    parse_count,
    parse_money,
    parse_rate,
    shown,
    unknown_currency,
)

REST = "rest"
"""What a recipient of a split gets who takes what the others leave."""

DURATION_MOST = 100_000
PER_MOST_DIGITS = 12
TEXT_MOST = 80
"""Characters of a text of which a hint is worth working out; Python refuses to count with thousands of digits."""


class CountOf(msgspec.Struct, frozen=True):
    """A whole number of something: 6700 diamonds, 3 payouts. `unit` is plural; as text it agrees with the number."""

    count: int
    unit: str

    def __str__(self) -> str:
        return f"{self.count} {self.unit if self.count != 1 else self.unit.removesuffix('s')}"


_DECIMAL = rf"{WHOLE}(?:\.\d+)?"
_AMOUNT = re.compile(
    rf"(?:(?P<before>[A-Za-z]{{3,4}}) ?)?(?P<number>{_DECIMAL})(?: ?(?P<after>[A-Za-z]{{3,4}})(?<!each))?"
    r"(?: (?P<unit>each|per [\d,._' ]+))?",
    re.ASCII,
)
"""A price of one unit as people write it: the currency first, in small letters, or no price of one unit at all."""
_UNIT_PRICE = re.compile(rf"({_DECIMAL}) ([A-Z]{{3}}) (?:(each)|per ([1-9]\d*))", re.ASCII)
_PER_COIN = re.compile(rf"({_DECIMAL}) (?:(each)|per ([1-9]\d*))", re.ASCII)
_NUMBER = re.compile(_DECIMAL, re.ASCII)
_COUNTED = re.compile(r"([1-9]\d*|[1-9]\d{0,2}(?:_\d{3})+) (\w+)", re.ASCII)
_DURATION = re.compile(r"([1-9]\d*) (hours?|days?|weeks?|months?)", re.ASCII)


def _scaled(decimal: str) -> tuple[int, int]:
    """The digits of a decimal as a whole number, and how many of them are decimals."""
    whole, _, part = decimal.partition(".")
    return int(whole + part), len(part)


def parse_unit_price(text: str) -> UnitPrice | Wrong:
    """`0.005 USD each`, or `1 USD per 200`. The currency is always named: a diamond belongs to no region."""
    match = _UNIT_PRICE.fullmatch(text)
    if match and len(match[1]) <= DIGITS_MOST and len(match[4] or "") <= PER_MOST_DIGITS:
        number, code, _, per = match.groups()
        if code not in CURRENCIES:
            return unknown_currency(code)
        (scaled, decimals), held = _scaled(number), CURRENCIES[code]
        shift = held.exponent - decimals
        units = int(per or 1)
        return UnitPrice(scaled * 10 ** max(shift, 0), units * 10 ** max(-shift, 0), held)
    return _unit_price_mistake(text)


def _unit_price_mistake(text: str) -> Wrong:
    """What to say of a text that is no price of one unit: its number's mistake, its currency's, or how to write it."""
    sentence = f"{shown(text)} is not the price of one unit"
    if len(text) > TEXT_MOST:
        return Wrong("not-a-unit-price", sentence, "write 0.005 USD each, or 1 USD per 200")
    number = text.partition(" ")[0]
    mistake = None if _NUMBER.fullmatch(number) else number_mistake_in(number, text[len(number) :], text)
    if mistake is not None:
        return mistake
    named = _AMOUNT.fullmatch(text)
    if named and (named["before"] or named["after"]):
        code = (named["before"] or named["after"]).upper()
        if code not in CURRENCIES:
            return unknown_currency(named["before"] or named["after"])
        written = f"{named['number']} {code}"
        if not named["unit"]:
            return Wrong(
                "not-a-unit-price", sentence, f"write {written} each, or {written} per 200 for the price of 200"
            )
        unit = _plain_unit(named["unit"])
        hint = f"write {written} {unit}" if unit else f"write {written} each, or {written} per 200"
        return Wrong("not-a-unit-price", sentence, hint)
    if named:
        unit = _plain_unit(named["unit"] or "each") or "each"
        return Wrong("not-a-unit-price", sentence, f"name its currency, as in {named['number']} USD {unit}")
    return Wrong("not-a-unit-price", sentence, "write 0.005 USD each, or 1 USD per 200")


def _plain_unit(unit: str) -> str | None:
    """`each` or `per 200` as it is written here, of a unit that is written in another way; None where it is no unit."""
    digits = re.sub(r"[,._' ]", "", unit.removeprefix("per"))
    if unit == "each":
        return unit
    return f"per {int(digits)}" if digits.isdigit() and int(digits) else None


def parse_per_coin(text: str) -> PerCoin | Wrong:
    """`1 per 2` (one diamond for two coins), or `0.5 each`."""
    match = _PER_COIN.fullmatch(text)
    if match and len(match[1]) <= DIGITS_MOST and len(match[3] or "") <= PER_MOST_DIGITS:
        scaled, decimals = _scaled(match[1])
        ratio = Fraction(scaled, 10**decimals * int(match[3] or 1))
        if ratio:
            return PerCoin(ratio.numerator, ratio.denominator)
    hint = "write 1 per 2 for one diamond for two coins, or 0.5 each"
    if len(text) > TEXT_MOST:
        return Wrong("not-per-coin", f"{shown(text)} does not say how many diamonds a coin gives", hint)
    bare = _NUMBER.fullmatch(text)
    if bare and Fraction(text):
        hint = f"write {text} each, for {text} diamonds a coin"
    share = parse_rate(text)
    if type(share) is Rate and share.numerator:
        hint = f"write {share.numerator} per {share.denominator}, diamonds for coins"
    number, _, unit = text.partition(" ")
    meant = _plain_unit(unit.removesuffix(" coins").removesuffix(" coin")) if unit else None
    if meant and _NUMBER.fullmatch(number) and Fraction(number):
        hint = f"write {number} {meant}"
    mistake = None if _NUMBER.fullmatch(number) else number_mistake_in(number, text[len(number) :], text)
    return mistake or Wrong("not-per-coin", f"{shown(text)} does not say how many diamonds a coin gives", hint)


def parse_exchange_rate(text: str) -> ExchangeRate | Wrong:
    """`1.1606`: how many units of this currency one unit of the base is."""
    if _NUMBER.fullmatch(text) and len(text) <= DIGITS_MOST and Fraction(text):
        exact = Fraction(text)
        return ExchangeRate(exact.numerator, exact.denominator)
    hint = "write how many units of this currency one unit of the base is, as 1.1606"
    named = re.fullmatch(rf"({_DECIMAL}) ?[A-Za-z]{{3}}", text, re.ASCII)
    if named and len(text) <= DIGITS_MOST + 4 and Fraction(named[1]):
        hint = f"write {named[1]}, if that is how many units of this currency one unit of the base is"
    mistake = number_mistake_in(text, "", text)
    return mistake or Wrong("not-an-exchange-rate", f"{shown(text)} is not an exchange rate", hint)


def parse_duration(text: str) -> Duration | Wrong:
    """`48 hours`, `14 days`, `2 weeks` or `1 month`."""
    match = _DURATION.fullmatch(text)
    if match and len(match[1]) <= 6 and int(match[1]) <= DURATION_MOST:
        unit = match[2] if match[2].endswith("s") else match[2] + "s"
        return Duration(int(match[1]), unit)
    return _duration_mistake(text)


_MEANT = {"h": "hours", "d": "days", "w": "weeks", "hour": "hours", "day": "days", "week": "weeks", "month": "months"}


def _duration_mistake(text: str) -> Wrong:
    """What to say of a text that is no length of time; a length of zero has no meaning, and `none` may have another."""
    hint = "write 48 hours, 14 days, 2 weeks or 1 month"
    found = re.fullmatch(rf"(-?{_DECIMAL})[ -]?([a-z]*)", text.lower(), re.ASCII)
    if found and found[1].startswith("-"):
        return Wrong("negative-number", f"{text} is below nothing", "write the length without the minus sign")
    if found and len(text) <= TEXT_MOST:
        exact, word = Fraction(found[1]), found[2]
        unit = _MEANT.get(word, _MEANT.get(word.removesuffix("s"), ""))
        if exact == 0:
            hint = "write at least 1 hour, or none where no time is set"
        elif not word and exact.denominator == 1:
            hint = f"write {exact} days, or {exact} hours"
        elif word in ("year", "years", "y") and exact.denominator == 1:
            hint = f"write {12 * exact} months"
        elif unit and exact.denominator == 1:
            hint = f"write {exact} {unit}" if exact <= DURATION_MOST else f"write at most {DURATION_MOST} {unit}"
        elif unit == "days" and (24 * exact).denominator == 1:
            hint = f"write {24 * exact} hours"
    return Wrong("not-a-duration", f"{shown(text)} is not a length of time", hint)


COUNTED = ("diamonds", "payouts")


def parse_limit(text: str) -> StatedMoney | CountOf | Wrong:
    """`1000 USD`, `6700 diamonds` or `3 payouts`; the unit is required, because a bare number could mean any."""
    match = _COUNTED.fullmatch(text)
    if match and len(match[1]) <= DIGITS_MOST:
        unit = match[2] if match[2].endswith("s") else match[2] + "s"
        if unit in COUNTED:
            return CountOf(int(match[1]), unit)
    counted = re.fullmatch(r"([^\sA-Za-z]*\d[^\sA-Za-z]*) ?([A-Za-z]+)", text, re.ASCII)
    of = f"{counted[2].lower().removesuffix('s')}s" if counted else ""
    if counted and of in COUNTED:
        return _counted_mistake(text, counted[1], of)
    money = parse_money(text)
    if type(money) is StatedMoney and money.currency is not None:
        return money
    if type(money) is StatedMoney:
        hint = f"write {text} USD, {text} diamonds or {text} payouts"
        return Wrong("amount-without-unit", f"{text} does not say of what", hint)
    assert type(money) is Wrong
    if money.code == "unknown-currency" and match and not match[2].isupper():
        near = nearest(match[2], COUNTED)
        either = f"{match[1]} {near[0]}" if near else f"{match[1]} diamonds, {match[1]} payouts"
        hint = f"write {either}, or money with its currency"
        return Wrong("amount-without-unit", f"{shown(text)} is no amount that can be limited", hint)
    return money


def _counted_mistake(text: str, number: str, unit: str) -> Wrong:
    """What to say of diamonds or payouts that are not a whole number of them, above zero."""
    count = parse_count(number)
    code = count.code if type(count) is Wrong else "not-a-count"
    if code == "grouped-digits":
        hint = f"write {re.sub('[^0-9]', '', number)} {unit}"
        return Wrong(code, f"{shown(text)} is written in groups of digits", hint)
    if code == "negative-number":
        return Wrong(code, f"{shown(text)} is below nothing", "write the number without the minus sign")
    hint = f"write {count} {unit}" if type(count) is int else f"write a whole number of {unit}"
    if count == 0:
        hint = f"write none where there is no limit, or a number of {unit} above 0"
    return Wrong("not-a-count", f"{shown(text)} is not a whole number of {unit} above zero", hint)


def parse_share_or_rest(text: str) -> object:
    """A share of a split, `30 %`, or `rest`."""
    if text == REST:
        return REST
    share = parse_rate(text)
    if type(share) is Wrong and share.code == "not-a-rate" and not re.search(r"\d", text):
        hint = f"did you mean {REST}?" if nearest(text.lower(), (REST,)) else f"write 30 %, or {REST} for what is left"
        return Wrong("not-a-rate", f"{shown(text)} is neither a share nor {REST}", hint)
    return share


UNIT_PRICE = ValueType("the price of one unit", "0.005 USD each, or 1 USD per 200", parse_unit_price, numeric=True)
PER_COIN = ValueType("diamonds per coin", "1 per 2, or 0.5 each", parse_per_coin, numeric=True)
EXCHANGE_RATE = ValueType("an exchange rate", "1.1606", parse_exchange_rate, numeric=True)
DURATION = ValueType("a length of time", "48 hours, 14 days, 2 weeks or 1 month", parse_duration, numeric=True)
LIMIT = ValueType("an amount of something", "1000 USD, 6700 diamonds or 3 payouts", parse_limit, numeric=True)
SHARE_OR_REST = ValueType("a share or rest", "30 %, or rest", parse_share_or_rest, numeric=True)
