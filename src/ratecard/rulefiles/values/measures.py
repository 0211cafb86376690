"""Types of what is counted or measured: unit prices, diamonds per coin, exchange rates, durations.

Like those of `types.py`, each `parse` gives the typed value or a `Wrong`.
"""

import re
from collections.abc import Callable
from fractions import Fraction
from math import gcd

from ratecard.currency import CURRENCIES
from ratecard.diagnostics.fixes import EXAMPLE, POSSIBLE, Suggestion, examples
from ratecard.instants import Duration
from ratecard.money import ExchangeRate, PerCoin, Rate, UnitPrice
from ratecard.rulefiles.near import slips
from ratecard.rulefiles.nearby import Nearby
from ratecard.rulefiles.values.measure_mistakes import (
    DURATION_EXAMPLES,
    EXCHANGE_RATE_EXAMPLES,
    PER_COIN_EXAMPLES,
    TEXT_MOST,
    UNIT_PRICE_EXAMPLES,
    duration_mistake,
    exchange_rate_mistake,
    per_coin_mistake,
    unit_price_mistake,
)
from ratecard.rulefiles.values.money_mistakes import unknown_currency
from ratecard.rulefiles.values.numbers import DIGITS_MOST, WHOLE
from ratecard.rulefiles.values.scalars import parse_rate, plain_count
from ratecard.rulefiles.values.types import ValueType
from ratecard.rulefiles.wrong import Wrong, shown

REST = "rest"
"""What a recipient of a split gets who takes what the others leave."""

DURATION_MOST = 100_000
EACH_EXAMPLES = ("10 each", "1 per 3")
PER_MOST_DIGITS = 12


_DECIMAL = rf"{WHOLE}(?:\.\d+)?"
_UNIT_PRICE = re.compile(rf"({_DECIMAL}) ([A-Z]{{3}}) (?:(each)|per ([1-9]\d*))", re.ASCII)
_PER_COIN = re.compile(rf"({_DECIMAL}) (?:(each)|per ([1-9]\d*))", re.ASCII)
_EXCHANGE_RATE = re.compile(rf"({_DECIMAL})(?: per ({_DECIMAL}))?", re.ASCII)
_DURATION = re.compile(r"([1-9]\d*) (minutes?|hours?|days?|weeks?|months?|years?)", re.ASCII)


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
    return unit_price_mistake(text)


def parse_per_coin(text: str) -> PerCoin | Wrong:
    """`1 per 2` (one diamond for two coins), or `0.5 each`."""
    match = _PER_COIN.fullmatch(text)
    if match and len(match[1]) <= DIGITS_MOST and len(match[3] or "") <= PER_MOST_DIGITS:
        scaled, decimals = _scaled(match[1])
        ratio = Fraction(scaled, 10**decimals * int(match[3] or 1))
        if ratio:
            return PerCoin(ratio.numerator, ratio.denominator)
    share = parse_rate(text) if len(text) <= TEXT_MOST else None
    return per_coin_mistake(text, share.fraction if type(share) is Rate and share.numerator else None)


def parse_each(text: str) -> PerCoin | Wrong:
    """`10 each`, or `1 per 3`: how many of one unit another one gives."""
    found = parse_per_coin(text)
    if isinstance(found, PerCoin):
        return found
    return Wrong(found.code, f"{shown(text)} does not say how many each gives", offers=examples(*EACH_EXAMPLES))


def parse_exchange_rate(text: str) -> ExchangeRate | Wrong:
    """`1.1606`: how many units of this currency one unit of the base is; `1 per 0.8616`: how many so many of it are.

    Nobody has to divide: a rate that is published the other way round, or by way of a third currency, is written with
    the two numbers that are published.
    """
    match = _EXCHANGE_RATE.fullmatch(text)
    if match:
        units, base = match[1], match[2] or "1"
        if base == "1" and len(units) <= DIGITS_MOST:
            return _units_for_one(units) or exchange_rate_mistake(text)
        if max(len(units), len(base)) <= DIGITS_MOST and Fraction(units) and Fraction(base):
            exact = Fraction(units) / Fraction(base)
            return ExchangeRate(exact.numerator, exact.denominator)
    return exchange_rate_mistake(text)


def _units_for_one(units: str) -> ExchangeRate | None:
    """So many units for one of the base, of a plain decimal; None for none. Books have more of these than of others."""
    whole, _, part = units.partition(".")
    scaled, base = int(whole + part), 10 ** len(part)
    common = gcd(scaled, base)
    return ExchangeRate(scaled // common, base // common) if scaled else None


def parse_duration(text: str) -> Duration | Wrong:
    """`30 minutes`, `48 hours`, `14 days`, `2 weeks`, `1 month` or `1 year`."""
    match = _DURATION.fullmatch(text)
    if match and len(match[1]) <= 6 and int(match[1]) <= DURATION_MOST:
        unit = match[2] if match[2].endswith("s") else match[2] + "s"
        return Duration(int(match[1]), unit)
    return duration_mistake(text, DURATION_MOST)


def parse_perk(text: str) -> object:
    """What a perk comes to: yes or no, a count, a length of time, or else a text."""
    if text in ("yes", "no"):
        return text == "yes"
    count = plain_count(text)
    if count is not None:
        return count
    match = _DURATION.fullmatch(text)
    return text if match is None else parse_duration(text)


def parse_share_or_rest(text: str) -> object:
    """A share of a split, `30 %`, or `rest`."""
    if text == REST:
        return REST
    share = parse_rate(text)
    if type(share) is Wrong and share.code == "not-a-rate" and not re.search(r"\d", text):
        near = slips(text, (REST,))
        offers = tuple(map(Suggestion, near)) or (
            Suggestion(REST, POSSIBLE, "for what is left"),
            Suggestion("30 %", EXAMPLE),
        )
        hint = "" if near else "else write a share"
        return Wrong("not-a-rate", f"{shown(text)} is neither a share nor {REST}", hint, offers)
    return share


def _type(
    name: str,
    parse: Callable[[str], object],
    shown_by: tuple[str, ...],
    explain: Callable[[str, Nearby], Wrong] | None = None,
    written: str = "",
) -> ValueType:
    return ValueType(name, written or ", or ".join(shown_by), parse, examples=shown_by, explain=explain, numeric=True)


UNIT_PRICE = _type("the price of one unit", parse_unit_price, UNIT_PRICE_EXAMPLES, unit_price_mistake)
PER_COIN = _type("diamonds per coin", parse_per_coin, PER_COIN_EXAMPLES)
EACH = _type("how many each gives", parse_each, EACH_EXAMPLES)
EXCHANGE_RATE = _type("an exchange rate", parse_exchange_rate, EXCHANGE_RATE_EXAMPLES)
DURATION = _type(
    "a length of time",
    parse_duration,
    DURATION_EXAMPLES,
    written="30 minutes, 48 hours, 14 days, 2 weeks, 1 month or 1 year",
)
PERK = _type(
    "a perk",
    parse_perk,
    ("30 minutes", "5", "yes"),
    written="30 minutes, 5, yes or no, or a text",
)
SHARE_OR_REST = _type("a share or rest", parse_share_or_rest, ("30 %", "rest"))
