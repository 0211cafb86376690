"""Types of what is counted or measured: unit prices, diamonds per coin, exchange rates, durations, limits' amounts.

Like those of `values.py`, each `parse` gives the typed value or a `Wrong`.
"""

import re
from fractions import Fraction

import msgspec

from ratecard.currency import CURRENCIES
from ratecard.instants import Duration
from ratecard.money import ExchangeRate, PerCoin, UnitPrice
from ratecard.rulefiles.stated import StatedMoney
from ratecard.rulefiles.values import (
    DIGITS_MOST,
    ValueType,
    Wrong,
    number_mistake_in,
    parse_money,
    parse_rate,
    shown,
    unknown_currency,
)

REST = "rest"
"""What a recipient of a split gets who takes what the others leave."""

DURATION_MOST = 100_000
PER_MOST_DIGITS = 12


class CountOf(msgspec.Struct, frozen=True):
    """A whole number of something: 6700 diamonds, 3 payouts. `unit` is plural."""

    count: int
    unit: str

    def __str__(self) -> str:
        return f"{self.count} {self.unit}"


_DECIMAL = r"\d+(?:\.\d+)?"
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
    if match and len(text) <= DIGITS_MOST + PER_MOST_DIGITS + 10:
        number, code, _, per = match.groups()
        if code not in CURRENCIES:
            return unknown_currency(code)
        (scaled, decimals), held = _scaled(number), CURRENCIES[code]
        shift = held.exponent - decimals
        units = int(per or 1)
        return UnitPrice(scaled * 10 ** max(shift, 0), units * 10 ** max(-shift, 0), held)
    hint = "write 0.005 USD each, or 1 USD per 200"
    number = text.partition(" ")[0]
    mistake = None if _NUMBER.fullmatch(number) else number_mistake_in(number, text[len(number) :], text)
    if mistake is not None:
        return mistake
    if re.fullmatch(rf"({_DECIMAL}) [A-Z]{{3}}", text):
        hint = f"write {text} each, or {text} per 200 for the price of 200"
    elif _PER_COIN.fullmatch(text) or _NUMBER.fullmatch(text):
        rest = text[len(number) :] or " each"
        hint = f"name its currency, as in {number} USD{rest}"
    return Wrong("not-a-unit-price", f"{shown(text)} is not the price of one unit", hint)


def parse_per_coin(text: str) -> PerCoin | Wrong:
    """`1 per 2` (one diamond for two coins), or `0.5 each`."""
    match = _PER_COIN.fullmatch(text)
    if match and len(text) <= DIGITS_MOST + PER_MOST_DIGITS + 6:
        scaled, decimals = _scaled(match[1])
        ratio = Fraction(scaled, 10**decimals * int(match[3] or 1))
        if ratio:
            return PerCoin(ratio.numerator, ratio.denominator)
    hint = "write 1 per 2 for one diamond for two coins, or 0.5 each"
    bare = _NUMBER.fullmatch(text)
    if bare and Fraction(text):
        hint = f"write {text} each, for {text} diamonds a coin"
    share = parse_rate(text)
    if type(share) is not Wrong and not bare:
        ratio = share.fraction  # type: ignore[attr-defined]
        hint = f"write {ratio.numerator} per {ratio.denominator}, diamonds for coins" if ratio else hint
    number = text.partition(" ")[0]
    mistake = None if _NUMBER.fullmatch(number) else number_mistake_in(number, text[len(number) :], text)
    return mistake or Wrong("not-per-coin", f"{shown(text)} does not say how many diamonds a coin gives", hint)


def parse_exchange_rate(text: str) -> ExchangeRate | Wrong:
    """`1.1606`: how many units of this currency one unit of the base is."""
    if _NUMBER.fullmatch(text) and len(text) <= DIGITS_MOST and Fraction(text):
        exact = Fraction(text)
        return ExchangeRate(exact.numerator, exact.denominator)
    hint = "write how many units of this currency one unit of the base is, as 1.1606"
    mistake = number_mistake_in(text, "", text)
    return mistake or Wrong("not-an-exchange-rate", f"{shown(text)} is not an exchange rate", hint)


def parse_duration(text: str) -> Duration | Wrong:
    """`48 hours`, `14 days`, `2 weeks` or `1 month`."""
    match = _DURATION.fullmatch(text)
    if match and len(match[1]) <= 6 and int(match[1]) <= DURATION_MOST:
        unit = match[2] if match[2].endswith("s") else match[2] + "s"
        return Duration(int(match[1]), unit)
    hint = "write 48 hours, 14 days, 2 weeks or 1 month"
    if re.fullmatch(r"[1-9]\d{0,4}", text, re.ASCII):
        hint = f"write {text} days, or {text} hours"
    if re.match(r"0+ ?\w*$", text):
        hint = "write none where there is nothing to wait for"
    return Wrong("not-a-duration", f"{shown(text)} is not a length of time", hint)


COUNTED = ("diamonds", "payouts")


def parse_limit(text: str) -> StatedMoney | CountOf | Wrong:
    """`1000 USD`, `6700 diamonds` or `3 payouts`; the unit is required, because a bare number could mean any."""
    match = _COUNTED.fullmatch(text)
    if match and len(match[1]) <= DIGITS_MOST:
        unit = match[2] if match[2].endswith("s") else match[2] + "s"
        if unit in COUNTED:
            return CountOf(int(match[1]), unit)
    money = parse_money(text)
    if type(money) is StatedMoney and money.currency is not None:
        return money
    if type(money) is StatedMoney:
        hint = f"write {text} USD, {text} diamonds or {text} payouts"
        return Wrong("amount-without-unit", f"{text} does not say of what", hint)
    assert type(money) is Wrong
    if money.code == "unknown-currency" and match:
        hint = f"write {match[1]} diamonds, {match[1]} payouts, or money with its currency"
        return Wrong("amount-without-unit", f"{shown(text)} is no amount that can be limited", hint)
    return money


def parse_share_or_rest(text: str) -> object:
    """A share of a split, `30 %`, or `rest`."""
    return REST if text == REST else parse_rate(text)


UNIT_PRICE = ValueType("the price of one unit", "0.005 USD each, or 1 USD per 200", parse_unit_price)
PER_COIN = ValueType("diamonds per coin", "1 per 2, or 0.5 each", parse_per_coin)
EXCHANGE_RATE = ValueType("an exchange rate", "1.1606", parse_exchange_rate)
DURATION = ValueType("a length of time", "48 hours, 14 days, 2 weeks or 1 month", parse_duration)
LIMIT = ValueType("an amount of something", "1000 USD, 6700 diamonds or 3 payouts", parse_limit)
SHARE_OR_REST = ValueType("a share or rest", "30 %, or rest", parse_share_or_rest)
