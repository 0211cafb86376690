"""Random sheets: prices, and the texts that people and stores would write for them, in every form that is read."""

import csv
import io
from collections.abc import Mapping, Sequence

import msgspec
from babel import Locale
from hypothesis import strategies as st

from ratecard.currency import CURRENCIES
from ratecard.money import Money
from ratecard.sheets.countries import LANGUAGES
from ratecard.sheets.reading import Sheet

OWN = {"DE": "EUR", "FR": "EUR", "US": "USD", "JP": "JPY", "KW": "KWD", "PE": "PEN", "GB": "GBP", "IN": "INR"}
"""Regions with their own currencies: with no, two and three decimals."""

PACKAGES = {
    "coins_100": ("coins_100", "100", "100 coins", "com.example.coins_100"),
    "coins_1000": ("coins_1000", "1,000"),
}
"""Packages, and what sheets call them."""

APPLE = ("Countries or Regions", "Currency Code", "Price", "Proceeds", "May Adjust Automatically")
GOOGLE = ("Product ID", "Published State", "Purchase Type", "Auto Fill Prices", "Price", "Pricing Template ID")

Prices = Mapping[tuple[str, str, str], Money]
"""By region, platform ("" for every one) and package."""


class Written(msgspec.Struct, frozen=True):
    """Sheets with what they say, and the decimal mark that has to be told, "" where it need not be."""

    sheets: tuple[Sheet, ...]
    prices: Prices
    mark: str


@st.composite
def sheets(draw: st.DrawFn) -> Written:
    """Sheets of one kind."""
    kind = draw(st.sampled_from(("table", "list", "apple", "google")))
    platforms = {"apple": ("ios",), "google": ("android",), "table": ("",), "list": ("ios", "web")}[kind]
    prices = draw(some_prices(platforms, own_money=kind == "google"))
    if kind == "google":
        return Written((_encoded(draw, "play.csv", google_rows(prices)),), prices, "")
    if kind == "apple":
        return Written(tuple(apple_sheets(draw, prices)), prices, "")
    mark = draw(st.sampled_from(".,"))
    rows = table_rows(draw, prices, mark) if kind == "table" else list_rows(draw, prices, mark)
    in_doubt = any(price.currency.exponent == 3 for price in prices.values())
    told = mark if in_doubt or draw(st.booleans()) else ""
    return Written((_encoded(draw, "prices.csv", rows),), prices, told)


@st.composite
def some_prices(draw: st.DrawFn, platforms: Sequence[str], *, own_money: bool = False) -> Prices:
    """Prices in a few regions, not all of them for each package; in each region in one currency."""
    prices: dict[tuple[str, str, str], Money] = {}
    for region in draw(st.lists(st.sampled_from(sorted(OWN)), min_size=1, max_size=6, unique=True)):
        codes = (OWN[region],) if own_money else (OWN[region], OWN[region], "USD")
        currency = CURRENCIES[draw(st.sampled_from(codes))]
        for platform in platforms:
            for package in PACKAGES:
                if draw(st.integers(0, 4)):
                    minor = draw(st.integers(1, 10**7))
                    prices[region, platform, package] = Money(minor, currency)
    prices.setdefault(("DE", platforms[0], "coins_100"), Money(139, CURRENCIES["EUR"]))
    return {key: prices[key] for key in prices if prices[key].currency == prices[_first(prices, key)].currency}


def _first(prices: Prices, key: tuple[str, str, str]) -> tuple[str, str, str]:
    return next(other for other in prices if other[:2] == key[:2])


def number(draw: st.DrawFn, price: Money, mark: str) -> str:
    """An amount as people write it: with groups of three or without."""
    whole, _, part = price.amount.partition(".")
    group = draw(st.sampled_from(("", "\u00a0", "'", " ", "," if mark == "." else ".")))
    grouped = f"{int(whole):,}".replace(",", group)
    return f"{grouped}{mark}{part}" if part else grouped


def amount(draw: st.DrawFn, price: Money, region: str, mark: str) -> str:
    """A price with its currency, or without where it is the region's own."""
    text = number(draw, price, mark)
    code = price.currency.code
    forms = [f"{text} {code}", f"{code} {text}", f"{text}\u00a0{code.lower()}"]
    return draw(st.sampled_from([text, *forms] if code == OWN[region] else forms))


def name(draw: st.DrawFn, region: str) -> str:
    """A region as people write it."""
    names = [str(Locale(language).territories[region]) for language in LANGUAGES]
    return draw(st.sampled_from([region, region.lower(), *names]))


def table_rows(draw: st.DrawFn, prices: Prices, mark: str) -> list[list[str]]:
    """A row for each region, a column for each package."""
    names = {package: draw(st.sampled_from(PACKAGES[package])) for package in PACKAGES}
    rows = [[draw(st.sampled_from(("region", "Land", "Country", "", "Market"))), *names.values()]]
    for region in dict.fromkeys(region for region, _, _ in prices):
        row = [name(draw, region)]
        for package in PACKAGES:
            price = prices.get((region, "", package))
            nothing = draw(st.sampled_from(("", "-", "–")))
            row.append(nothing if price is None else amount(draw, price, region, mark))
        rows.append(row)
    return rows


def list_rows(draw: st.DrawFn, prices: Prices, mark: str) -> list[list[str]]:
    """One price a row, with its columns in any order."""
    columns = draw(st.permutations(["region", "package", "price", "platform"]))
    rows = [list(columns)]
    for (region, platform, package), price in prices.items():
        cells = {
            "region": name(draw, region),
            "package": draw(st.sampled_from(PACKAGES[package][:2])),
            "price": amount(draw, price, region, mark),
            "platform": draw(st.sampled_from({"ios": ("ios", "App Store"), "web": ("web", "Website")}[platform])),
        }
        rows.append([cells[column] for column in columns])
    return rows


def google_rows(prices: Prices) -> list[list[str]]:
    """A row for each product, with all its prices in one cell, in micro-units."""
    rows = [list(GOOGLE)]
    for package in dict.fromkeys(package for _, _, package in prices):
        pairs = [
            f"{region}; {price.minor * 10 ** (6 - price.currency.exponent)}"
            for (region, _, own), price in prices.items()
            if own == package
        ]
        rows.append([package, "published", "managed_by_publisher", "false", "; ".join(pairs), ""])
    return rows


def apple_sheets(draw: st.DrawFn, prices: Prices) -> list[Sheet]:
    """A file for each package, with prices that end where they can: 12.0 for 12.00."""
    found = []
    for package in dict.fromkeys(package for _, _, package in prices):
        rows = [list(APPLE)]
        for (region, _, own), price in prices.items():
            if own == package:
                short = price.amount.rstrip("0") if "." in price.amount else f"{price.amount}."
                shown = f"{short}0" if short.endswith(".") else short
                rows.append([str(Locale("en").territories[region]), price.currency.code, shown, "1.00", "Y"])
        sheet = _encoded(draw, f"{package}.csv", rows)
        found.append(Sheet(sheet.name, sheet.content, package))
    return found


def _encoded(draw: st.DrawFn, file: str, rows: Sequence[Sequence[str]]) -> Sheet:
    out = io.StringIO()
    writer = csv.writer(
        out, delimiter=draw(st.sampled_from(",;\t")), lineterminator=draw(st.sampled_from(("\n", "\r\n")))
    )
    writer.writerows(rows)
    return Sheet(file, out.getvalue().encode(draw(st.sampled_from(("utf-8", "utf-8-sig", "utf-16")))))
