"""Sheets for tests: texts read with what a small world knows."""

from collections.abc import Mapping
from datetime import date

from ratecard.sheets.faults import SheetsRefused
from ratecard.sheets.prices import Knowledge, PricedSheets
from ratecard.sheets.reading import Sheet, prices_in
from ratecard.sheets.timelines import BEGINS, Line

CURRENCIES = {
    "AU": "AUD",
    "CA": "CAD",
    "CN": "CNY",
    "DE": "EUR",
    "EC": "USD",
    "FR": "EUR",
    "GB": "GBP",
    "IN": "INR",
    "JP": "JPY",
    "KR": "KRW",
    "KW": "KWD",
    "MX": "MXN",
    "PE": "PEN",
    "US": "USD",
}


def read(
    text: str | bytes,
    *,
    package: str = "",
    coins: Mapping[str, int] | None = None,
    mark: str = "",
    without: frozenset[str] = frozenset(),
    coin: str = "",
    platforms_told: bool = False,
    begins: date = BEGINS,
    currency_lines: Mapping[str, Line[str]] = {},
    starts: str = "",
    date_order: str = "",
) -> PricedSheets:
    """The prices of one sheet, prices.csv."""
    content = text.encode() if isinstance(text, str) else text
    known = Knowledge(
        CURRENCIES, coins or {}, mark, without, coin, platforms_told, begins, currency_lines, starts, date_order
    )
    return prices_in([Sheet("prices.csv", content, package)], known)


def prices(text: str | bytes, **more: str) -> dict[str, str]:
    """The prices of one sheet, each "1.39 EUR" by "DE/ios/coins_100"; without a platform where none is said."""
    found = read(text, package=more.get("package", ""), mark=more.get("mark", ""))
    return {"/".join(filter(None, key)): str(money) for key, money in found.prices.items()}


def refusals(text: str | bytes, **more: str) -> list[str]:
    """All that is wrong with one sheet, each with its cell; none where it is taken."""
    try:
        read(text, package=more.get("package", ""), mark=more.get("mark", ""))
    except SheetsRefused as refused:
        return [str(fault) for fault in refused.faults]
    return []
