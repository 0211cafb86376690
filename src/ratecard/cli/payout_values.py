"""How lots, amounts and earlier use are written on the command line."""

import re
from datetime import date, datetime
from typing import Any

import msgspec
import rich_click as click

from ratecard.money import Money
from ratecard.quotes.limits import money_of, parse_used
from ratecard.rulefiles.values import parse_count, parse_instant, parse_money
from ratecard.rulefiles.wrong import Wrong

_LOT = re.compile(
    r"(?P<diamonds>[\d_]+)@(?P<earned>\d{4}-\d{2}-\d{2}(?:T[\d:]+(?:Z|[+-]\d{2}:\d{2})?)?)"
    r"(?::(?P<class>[a-z]\w*))?(?:/(?P<source>[A-Z]{2}(?:-[A-Z0-9]{1,3})?))?",
    re.ASCII,
)


class StatedLot(msgspec.Struct, frozen=True):
    """A lot as written; its date is not yet bound to a region."""

    diamonds: int
    earned: date | datetime
    lot_class: str | None
    source_region: str | None


class LotText(click.ParamType[Any]):
    """DIAMONDS@DATE[:CLASS][/REGION]."""

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
        return StatedLot(count, earned, match["class"], match["source"])


class Amount(click.ParamType[Any]):
    """Money with its currency: 50 EUR."""

    name = "money"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Money:
        """The money; a usage error for any other text, and for more decimals than the currency has."""
        if isinstance(value, Money):
            return value
        money = parse_money(str(value))
        if isinstance(money, Wrong):
            self.fail(f"{money.sentence}; {money.advice}", param, ctx)
        found = money_of(money)
        if found is None:
            self.fail(f"{value} is no amount of a currency; write 50 EUR", param, ctx)
        return found


class UsedText(click.ParamType[Any]):
    """LIMIT=AMOUNT: daily=120.50 USD, weekly=6700 diamonds, monthly=2 payouts, or a bare count."""

    name = "limit=amount"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, Money | int]:
        """The limit's id and what was used; a usage error for any other text."""
        if isinstance(value, tuple):
            return value
        limit, equals, text = str(value).partition("=")
        used = parse_used(text) if equals and limit else None
        if used is None:
            self.fail(f"{value} is not LIMIT=AMOUNT; write daily=120.50 USD, or monthly=2", param, ctx)
        return limit, used
