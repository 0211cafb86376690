"""`ratecard markets`: every market of the book, as of an instant."""

from datetime import date, datetime
from pathlib import Path

import rich_click as click

from ratecard.cli.answers import Json, moment, to_json
from ratecard.cli.options import answer_options, book_options, instant_for, open_book
from ratecard.cli.tables import show_table
from ratecard.locale.territories import territory_name
from ratecard.quotes.purchase import list_prices
from ratecard.quotes.quotes import PriceList
from ratecard.quotes.requests import PriceListRequest
from ratecard.showing import Reader
from ratecard.terms.market import MarketKey


@click.command()
@book_options
@answer_options
def markets(folder: Path | None, output: str, at: date | datetime | None, locale: str | None) -> None:
    """List the markets: where something is sold, in which currency, with which tax."""
    book = open_book(folder, output)
    reader = Reader(book, locale or book.languages[0])
    rows = [_market(reader, key, at) for key in book.markets()]
    if output == "json":
        click.echo(to_json({"bookDigest": book.digest, "locale": reader.locale, "markets": rows}))
        return
    header = ("region", "platform", "currency", "tax", "packages", "valid until", "where")
    table = [
        [
            str(row["region"]),
            str(row["platform"]),
            str(row["currency"] or "-"),
            str(row["taxStatus"] or "-"),
            str(row["packages"]),
            str(row["validUntil"] or "-"),
            f"{row['regionName']}, {row['platformName']}",
        ]
        for row in rows
    ]
    show_table(header, table, right=(4,))


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
        "packages": 0,
        "validFrom": None,
        "validUntil": None,
    }
    if not isinstance(listed, PriceList):
        return row
    statuses = {quote.tax.status.value for quote in listed.packages}
    row.update(
        currency=listed.market.currency.code,
        taxStatus=statuses.pop() if len(statuses) == 1 else None,
        packages=len(listed.packages),
        validFrom=moment(listed.market.period.start),
        validUntil=moment(listed.market.period.end),
    )
    return row
