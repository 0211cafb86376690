"""How lots, amounts and earlier use are written on the command line."""

import re
from datetime import date, datetime
from typing import Any

import msgspec
import rich_click as click

from ratecard.currency import CURRENCIES
from ratecard.money import Money
from ratecard.quotes.amounts import used_amount, wanted
from ratecard.refusals import InvalidInput
from ratecard.rulefiles.values import parse_count, parse_instant, parse_money
from ratecard.rulefiles.wrong import Wrong

_LOT = re.compile(
    r"(?P<diamonds>[\d_]+)@(?P<earned>\d{4}-\d{2}-\d{2}(?:T[\d:]+(?:Z|[+-]\d{2}:\d{2})?)?)"
    r"(?::(?P<class>[a-z]\w*))?(?:/(?P<source>[A-Z]{2}(?:-[A-Z0-9]{1,3})?))?(?P<facts>(?:,[a-z]+\.\w+=[^,=]+)*)",
    re.ASCII,
)


class StatedLot(msgspec.Struct, frozen=True):
    """A lot as written; its date is not yet bound to a region. `facts` are further ones of its own, by name."""

    diamonds: int
    earned: date | datetime
    lot_class: str | None
    source_region: str | None
    facts: tuple[tuple[str, str], ...] = ()


class LotText(click.ParamType[Any]):
    """DIAMONDS@DATE[:CLASS][/REGION][,FACT=VALUE…]."""

    name = "diamonds@date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> StatedLot:
        """The lot; a usage error for any other text."""
        if isinstance(value, StatedLot):
            return value
        match = _LOT.fullmatch(str(value))
        if match is None:
            self.fail(f"{value} is no lot; write 20000@2025-08-01, or 20000@2025-08-01:earned/US", param, ctx)
        count, earned = parse_count(match["diamonds"]), parse_instant(match["earned"])
        for parsed in (count, earned):
            if isinstance(parsed, Wrong):
                self.fail(f"{parsed.sentence}; {parsed.advice}", param, ctx)
        assert isinstance(count, int)
        assert isinstance(earned, date)
        pairs = (pair.partition("=") for pair in match["facts"].split(",")[1:])
        facts = tuple((name, text) for name, _, text in pairs)
        return StatedLot(count, earned, match["class"], match["source"], facts)


class Amount(click.ParamType[Any]):
    """Money with its currency: 50 EUR."""

    name = "money"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Money:
        """The money; a usage error for any other text, and for more decimals than the currency has."""
        if isinstance(value, Money):
            return value
        stated = parse_money(str(value))
        if isinstance(stated, Wrong):
            self.fail(f"{stated.sentence}; {stated.advice}", param, ctx)
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
        used = used_amount(text)
        if isinstance(used, str):
            self.fail(used, param, ctx)
        return limit, used
