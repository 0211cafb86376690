"""`ratecard markets`: every market of the book, as of an instant.

For people one line a region, so that a book of many regions can be read: platforms of which everything shown is the
same stand together. For programs one object a market.
"""

from collections.abc import Sequence
from datetime import date, datetime
from itertools import groupby
from pathlib import Path

import rich_click as click

from ratecard.cli.answers import Json, moment, to_json
from ratecard.cli.options import answer_options, book_options, instant_for, open_book
from ratecard.cli.tables import show_table
from ratecard.locale.amounts import format_rate
from ratecard.locale.territories import territory_name
from ratecard.quotes.purchase import list_prices
from ratecard.quotes.quotes import PriceList
from ratecard.quotes.requests import PriceListRequest
from ratecard.showing import Reader, rate_text
from ratecard.terms.market import MarketKey
from ratecard.terms.tax import TaxTerms

HEADER = ("region", "name", "currency", "tax", "platforms", "packages", "valid until")
TAX_WORDS = {"INCLUDED": "inside", "ADDED": "added", "UNDETERMINED": "by subdivision", "NONE": "none"}


@click.command()
@book_options
@answer_options
def markets(folder: Path | None, output: str, at: date | datetime | None, locale: str | None) -> None:
    """List the markets: where something is sold, in which currency, with which taxes."""
    book = open_book(folder, output)
    reader = Reader(book, locale or book.languages[0])
    rows = [_market(reader, key, at) for key in book.markets()]
    if output == "json":
        click.echo(to_json({"bookDigest": book.digest, "locale": reader.locale, "markets": rows}))
        return
    by_region = [region_lines(list(group)) for _, group in groupby(rows, key=lambda row: row["region"])]
    show_table(HEADER, [line for lines in by_region for line in lines], right=(5,))
    click.echo(f"{len(by_region)} regions, {len(rows)} markets; book {book.digest}")


def region_lines(rows: Sequence[Json]) -> list[list[str]]:
    """The lines of one region: one for all platforms that agree in everything shown, in the order of the first."""
    together: dict[tuple[str, ...], list[str]] = {}
    for row in rows:
        shown = (row["currency"] or "-", tax_text(row), str(row["packages"]), row["validUntil"] or "-")
        together.setdefault(shown, []).append(row["platform"])
    return [
        [rows[0]["region"], rows[0]["regionName"], currency, tax, ", ".join(platforms), packages, until]
        for (currency, tax, packages, until), platforms in together.items()
    ]


def tax_text(row: Json) -> str:
    """A market's taxes in words: "GST 5 % + QST 9.975 % added", "by subdivision", "none", "-" where nothing is sold."""
    lines = " + ".join(f"{tax['name']} {tax['rateFormatted']}" for tax in row["taxes"])
    return f"{lines} {TAX_WORDS.get(row['taxStatus'], '-')}".strip()


def _market(reader: Reader, key: MarketKey, at: date | datetime | None) -> Json:
    book = reader.book
    instant = instant_for(book, at, key.region)
    listed = list_prices(book, PriceListRequest(key.region, key.platform, instant))
    row: Json = {
        "region": key.region,
        "regionName": territory_name(key.region, reader.locale),
        "platform": key.platform,
        "platformName": reader.name(book.platforms[key.platform], key.platform),
        "timeZone": book.time_zones[key.region],
        "currency": None,
        "taxStatus": None,
        "taxes": [],
        "packages": 0,
        "validFrom": None,
        "validUntil": None,
    }
    if not isinstance(listed, PriceList):
        return row
    taxes = [quote.tax for quote in listed.packages]
    agreed = taxes[0] if taxes and all(tax == taxes[0] for tax in taxes) else None
    row.update(
        currency=listed.market.currency.code,
        taxStatus=agreed.status.value if agreed is not None else None,
        taxes=_taxes(agreed, reader) if agreed is not None else [],
        packages=len(listed.packages),
        validFrom=moment(listed.market.period.start),
        validUntil=moment(listed.market.period.end),
    )
    return row


def _taxes(terms: TaxTerms, reader: Reader) -> list[Json]:
    return [
        {
            "id": line.id,
            "name": reader.name(line.names, line.id),
            "rate": rate_text(line.rate),
            "rateFormatted": format_rate(line.rate, reader.locale),
        }
        for line in terms.lines
    ]
