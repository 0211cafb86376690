"""How lots, amounts and earlier use are written on the command line."""

import re
from datetime import date, datetime
from typing import Any

import msgspec
import rich_click as click

from ratecard.locale.territories import region_asked_for
from ratecard.money import Money
from ratecard.quotes.limits import money_of, parse_used
from ratecard.rulefiles.stated import StatedMoney
from ratecard.rulefiles.values import COUNT, MONEY, Wrong, parse_instant, parse_value
from ratecard.rulefiles.zeros import leading_zero_in

_LOT = re.compile(
    r"(?P<diamonds>[\d_]+)@(?P<earned>\d{4}-\d{2}-\d{2}(?:T[\d:]+(?:Z|[+-]\d{2}:\d{2})?)?)"
    r"(?::(?P<class>[a-z]\w*))?(?:/(?P<source>[A-Z]{3}|[A-Z]{2}(?:-[A-Z0-9]{1,3})?))?",
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
        count, earned = parse_value(COUNT, match["diamonds"]), parse_instant(match["earned"])
        for parsed in (count, earned):
            if isinstance(parsed, Wrong):
                self.fail(f"{parsed.sentence}; {parsed.hint}", param, ctx)
        assert isinstance(count, int)
        assert isinstance(earned, date)
        source = region_asked_for(match["source"]) if match["source"] else None
        return StatedLot(count, earned, match["class"], source)


class Amount(click.ParamType[Any]):
    """Money with its currency: 50 EUR."""

    name = "money"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Money:
        """The money; a usage error for any other text, and for more decimals than the currency has."""
        if isinstance(value, Money):
            return value
        money = parse_value(MONEY, str(value))
        if isinstance(money, Wrong):
            self.fail(f"{money.sentence}; {money.hint}", param, ctx)
        assert isinstance(money, StatedMoney)
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
            begun = leading_zero_in(text)
            if begun is not None:
                self.fail(f"{begun[0]} begins with a zero; write {limit}={begun[1]}", param, ctx)
            self.fail(f"{value} is not LIMIT=AMOUNT; write daily=120.50 USD, or monthly=2", param, ctx)
        return limit, used
