"""By how much prices change, exactly: a share, an amount, new amounts by currency, or the factors of a table."""

import re
from collections.abc import Mapping
from fractions import Fraction
from zoneinfo import ZoneInfo

import msgspec

from ratecard.currency import CURRENCIES
from ratecard.instants import Instant
from ratecard.keys.factor_tables import FactorTable
from ratecard.money import Money, amount_of

_NUMBER = r"(?P<number>\d{1,15}(?:\.\d{1,12})?)"
_SHARE = re.compile(rf"(?P<sign>[+\-−]) ?{_NUMBER} ?%", re.ASCII)
_AMOUNT = re.compile(rf"(?P<sign>[+\-−]) ?{_NUMBER} (?P<code>[A-Z]{{3}})", re.ASCII)
_PRICE = re.compile(rf"{_NUMBER} (?P<code>[A-Z]{{3}})", re.ASCII)

BY = "write a sign and a decimal point, for example +5 %, or -0.50 EUR"
SET = "write for example 14.99 EUR, 16.99 USD: each currency once"


class AmountFault(Exception):
    """A change of prices that cannot be read, or not be made of a price; `hint` says what to write instead."""

    def __init__(self, sentence: str, hint: str) -> None:
        super().__init__(sentence)
        self.sentence, self.hint = sentence, hint


class PriceUntil(msgspec.Struct, frozen=True):
    """A price that changes: `money` is what holds until then, None where nothing does, `currency` that from then on."""

    region: str
    at: Instant
    in_zone: ZoneInfo
    money: Money | None
    currency: str


class ByShare(msgspec.Struct, frozen=True):
    """The price before times a factor: 21/20 for +5 %."""

    factor: Fraction


class ByAmount(msgspec.Struct, frozen=True):
    """The price before and an amount, which may be below 0."""

    amount: Money


class ToAmounts(msgspec.Struct, frozen=True):
    """A new price for each currency, whatever it was before."""

    amounts: Mapping[str, Money]


class ByTable(msgspec.Struct, frozen=True):
    """The price before times the factor of its region."""

    table: FactorTable


PriceChange = ByShare | ByAmount | ToAmounts | ByTable


def parse_by(text: str) -> ByShare | ByAmount:
    """What `--by` states: "+5 %", "-0.50 EUR". Raises AmountFault."""
    share, amount = _SHARE.fullmatch(text.strip()), _AMOUNT.fullmatch(text.strip())
    if share is not None:
        part = Fraction(share["number"]) / 100
        return ByShare(1 + part if share["sign"] == "+" else 1 - part)
    if amount is None:
        raise AmountFault(f"{text} is neither a share nor an amount by which a price changes", BY)
    money = _money(amount["number"], amount["code"])
    return ByAmount(money if amount["sign"] == "+" else Money(-money.minor, money.currency))


def parse_set(text: str) -> ToAmounts:
    """What `--set` states: "14.99 EUR, 16.99 USD". Raises AmountFault."""
    found: dict[str, Money] = {}
    for part in text.split(","):
        match = _PRICE.fullmatch(part.strip())
        if match is None:
            raise AmountFault(f"{part.strip() or text} is not a price", SET)
        if match["code"] in found:
            raise AmountFault(f"{match['code']} has two prices", SET)
        found[match["code"]] = _money(match["number"], match["code"])
    return ToAmounts(found)


def _money(number: str, code: str) -> Money:
    currency = CURRENCIES.get(code)
    if currency is None:
        raise AmountFault(f"{code} is not a currency", "write a code of ISO 4217, for example EUR")
    money = amount_of(number, currency)
    if money is None:
        raise AmountFault(f"{number} {code} has more decimals than {code}", f"write at most {currency.exponent}")
    return money


def exact_price(change: PriceChange, before: PriceUntil) -> Fraction:
    """The new price in minor units, before any rounding: 13.99 EUR and 5 % are 1468.95. Raises AmountFault."""
    if isinstance(change, ToAmounts):
        price = change.amounts.get(before.currency)
        if price is None:
            hint = f"give one in --set, or choose others: currency in ({', '.join(sorted(change.amounts))})"
            raise AmountFault(f"--set has no price in {before.currency}", hint)
        return Fraction(price.minor)
    if before.money is None:
        raise AmountFault("it has no price before that day to count from", "state its new price by --set")
    if before.money.currency.code != before.currency:
        sentence = f"its currency becomes {before.currency} by then, and it is {before.money} before"
        raise AmountFault(sentence, "state its new price by --set")
    if isinstance(change, ByShare):
        return before.money.minor * change.factor
    if isinstance(change, ByAmount):
        if change.amount.currency.code != before.currency:
            hint = f"choose others: currency = {change.amount.currency}; or write a share, for example +5 %"
            raise AmountFault(f"it is in {before.currency}, and --by in {change.amount.currency}", hint)
        return Fraction(before.money.minor + change.amount.minor)
    factor = change.table.of(before.region, before.at, before.in_zone)
    if factor is None:
        hint = f"state one: factors: {{{change.table.id}: {{{before.region}: …}}}}, or one for all others: {{other: 1}}"
        raise AmountFault(f"the table {change.table.id} has no factor for {before.region}", hint)
    return before.money.minor * factor.value.fraction
