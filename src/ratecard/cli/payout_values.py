"""How lots, amounts and earlier use are written on the command line."""

import re
from datetime import date, datetime
from typing import Any

import msgspec
import rich_click as click

from ratecard.currency import CURRENCIES
from ratecard.locale.territories import region_asked_for, wrong_country
from ratecard.money import Money
from ratecard.quotes.amounts import used_amount, wanted
from ratecard.refusals import InvalidInput
from ratecard.rulefiles.stated import StatedMoney
from ratecard.rulefiles.values.parsing import parse_value
from ratecard.rulefiles.values.scalars import parse_instant
from ratecard.rulefiles.values.types import COUNT, MONEY
from ratecard.rulefiles.values.zeros import leading_zero_in
from ratecard.rulefiles.wrong import Wrong

_LOT = re.compile(
    r"(?P<diamonds>[\d_]+)@(?P<earned>\d{4}-\d{2}-\d{2}(?:T[\d:]+(?:Z|[+-]\d{2}:\d{2})?)?)"
    r"(?::(?P<class>[a-z]\w*))?(?:/(?P<source>[A-Z]{3}|[A-Z]{2}(?:-[A-Z0-9]{1,3})?))?"
    r"(?P<facts>(?:,[a-z]+\.\w+=[^,=]+)*)",
    re.ASCII,
)


class TypedLot(msgspec.Struct, frozen=True):
    """A lot as written; its date is not yet bound to a region. `facts` are further ones of its own, by name."""

    diamonds: int
    earned: date | datetime
    lot_class: str | None
    source_region: str | None
    facts: tuple[tuple[str, str], ...] = ()


class LotText(click.ParamType[Any]):
    """DIAMONDS@DATE[:CLASS][/REGION][,FACT=VALUE…]."""

    name = "diamonds@date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> TypedLot:
        """The lot; a usage error for any other text."""
        if isinstance(value, TypedLot):
            return value
        match = _LOT.fullmatch(str(value))
        if match is None:
            self.fail(f"{value} is not a lot; write 20000@2025-08-01, or 20000@2025-08-01:earned/US", param, ctx)
        count, earned = parse_value(COUNT, match["diamonds"]), parse_instant(match["earned"])
        for parsed in (count, earned):
            if isinstance(parsed, Wrong):
                self.fail(f"{parsed.sentence}; {parsed.advice}", param, ctx)
        assert isinstance(count, int)
        assert isinstance(earned, date)
        source = region_asked_for(match["source"]) if match["source"] else None
        wrong = wrong_country(source) if source is not None else None
        if wrong is not None:
            self.fail(wrong, param, ctx)
        pairs = (pair.partition("=") for pair in match["facts"].split(",")[1:])
        facts = tuple((name, text) for name, _, text in pairs)
        return TypedLot(count, earned, match["class"], source, facts)


class MoneyText(click.ParamType[Any]):
    """Money with its currency: 50 EUR."""

    name = "money"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Money:
        """The money; a usage error for any other text, and for more decimals than the currency has."""
        if isinstance(value, Money):
            return value
        stated = parse_value(MONEY, str(value))
        if isinstance(stated, Wrong):
            self.fail(f"{stated.sentence}; {stated.advice}", param, ctx)
        assert isinstance(stated, StatedMoney)
        if stated.currency is None:
            self.fail(f"{value} does not name its currency; write it behind the number, as in 50 EUR", param, ctx)
        money = wanted(str(value).removesuffix(stated.currency).strip(), CURRENCIES[stated.currency])
        if isinstance(money, InvalidInput):
            self.fail(money.message, param, ctx)
        return money


class UsedText(click.ParamType[Any]):
    """LIMIT=AMOUNT: daily=120.50 USD, weekly=6700 diamonds, monthly=2 payouts, or a bare count."""

    name = "limit=amount"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, Money | int]:
        """The limit's id and what was used; a usage error for any other text."""
        if isinstance(value, tuple):
            return value
        limit, equals, text = str(value).partition("=")
        if not equals or not limit:
            self.fail(f"{value} is not LIMIT=AMOUNT; write daily=120.50 USD, or monthly=2", param, ctx)
        begun = leading_zero_in(text)
        if begun is not None:
            self.fail(f"{begun[0]} begins with a zero; write {limit}={begun[1]}", param, ctx)
        used = used_amount(text)
        if isinstance(used, str):
            self.fail(used, param, ctx)
        return limit, used
