"""`ratecard markets`: every market of the book, as of an instant.

For people one line a region, so that a book of many regions can be read: platforms of which everything shown is the
same stand together. For programs one object a market.
"""

from collections.abc import Sequence
from datetime import date, datetime
from itertools import groupby

import msgspec
import rich_click as click

from ratecard.cli.answers import Json, moment, money_json, to_json
from ratecard.cli.explaining import show_open
from ratecard.cli.options import answer_options, book_options, instant_for, open_book, reader_for
from ratecard.cli.tables import counted, show_table
from ratecard.loading import Source
from ratecard.locale.amounts import format_rate
from ratecard.locale.territories import territory_name
from ratecard.quotes.purchases.listing import list_prices
from ratecard.quotes.purchases.lists import PriceList
from ratecard.quotes.requests import PriceListRequest
from ratecard.showing import Reader, rate_text
from ratecard.terms.facts import varies_by
from ratecard.terms.market import MarketKey
from ratecard.terms.price_points import PriceBounds
from ratecard.terms.tax import TaxTerms

HEADER = ("region", "name", "currency", "tax", "platforms", "packages", "valid until")
TAX_WORDS = {"INCLUDED": "inside", "ADDED": "added", "UNDETERMINED": "by subdivision", "NONE": "none"}


class TaxShown(msgspec.Struct, frozen=True, rename="camel"):
    """One tax of a market, named for the reader."""

    tax_line_id: str
    name: str
    name_locale: str | None
    rate: str
    rate_formatted: str


class BoundsShown(msgspec.Struct, frozen=True, rename="camel"):
    """The least and the most that a price of a market may be, for programs, and how people read them."""

    least: Json
    most: Json

    @property
    def text(self) -> str:
        """For people: "€0.29 to €999.99"."""
        return f"{self.least['formatted']} to {self.most['formatted']}"


class MarketShown(msgspec.Struct, frozen=True, rename="camel", kw_only=True):
    """One market. Currency, taxes and validity are None and empty where the instant is before the book begins.

    `price_bounds` are None where the rules bound no price.
    `assumed_facts` are those that nobody gives here, while its packages or taxes vary by them, `unknown_values` the
    paths of what figures of its packages need and the rules do not know.
    """

    region: str
    region_name: str
    region_name_locale: str | None
    platform: str
    platform_name: str
    platform_name_locale: str | None
    time_zone: str
    currency: str | None = None
    price_bounds: BoundsShown | None = None
    tax_status: str | None = None
    taxes: tuple[TaxShown, ...] = ()
    packages: int = 0
    valid_from: str | None = None
    valid_until: str | None = None
    assumed_facts: tuple[str, ...] = ()
    unknown_values: tuple[str, ...] = ()

    @property
    def money(self) -> str:
        """The currency, with the bounds of prices where there are any: "EUR, €0.29 to €999.99"; "-" for none."""
        bounds = self.price_bounds
        return f"{self.currency or '-'}{f', {bounds.text}' if bounds is not None else ''}"

    @property
    def tax(self) -> str:
        """The taxes in words: "GST 5% + QST 9.975% added", "by subdivision", "unknown", "none", "-" for no sale."""
        if self.tax_status == "UNDETERMINED" and any(path.partition(".")[0] == "tax" for path in self.unknown_values):
            return "unknown"
        lines = " + ".join(f"{tax.name} {tax.rate_formatted}" for tax in self.taxes)
        return f"{lines} {TAX_WORDS.get(self.tax_status or '', '-')}".strip()


@click.command()
@book_options
@answer_options
def markets(source: Source | None, output: str, at: date | datetime | None, locale: str | None) -> None:
    """List the markets: where something is sold, in which currency, with which taxes."""
    book = open_book(source, output)
    reader = reader_for(book, locale, output)
    shown = [_market(reader, key, at) for key in book.markets()]
    if output == "json":
        rows = msgspec.to_builtins(shown)
        click.echo(to_json({"bookDigest": book.digest, "locale": reader.locale, "markets": rows}))
        return
    by_region = [region_lines(list(group)) for _, group in groupby(shown, key=lambda market: market.region)]
    show_table(HEADER, [line for lines in by_region for line in lines], right=(5,))
    click.echo(f"{counted(len(by_region), 'region')}, {counted(len(shown), 'market')}; book {book.digest}")
    show_open(tuple(sorted({fact for market in shown for fact in market.assumed_facts})), ())


def region_lines(of_region: Sequence[MarketShown]) -> list[list[str]]:
    """The lines of one region: one for all platforms that agree in everything shown, in the order of the first."""
    together: dict[tuple[str, ...], list[str]] = {}
    for market in of_region:
        facts = (market.money, market.tax, str(market.packages), market.valid_until or "-")
        together.setdefault(facts, []).append(market.platform)
    first = of_region[0]
    return [
        [first.region, first.region_name, currency, tax, ", ".join(platforms), packages, until]
        for (currency, tax, packages, until), platforms in together.items()
    ]


def _market(reader: Reader, key: MarketKey, at: date | datetime | None) -> MarketShown:
    book = reader.book
    names = book.platforms[key.platform]
    region_name, region_name_locale = territory_name(key.region, reader.preferences)
    shown = MarketShown(
        region=key.region,
        region_name=region_name,
        region_name_locale=region_name_locale,
        platform=key.platform,
        platform_name=reader.name(names, key.platform),
        platform_name_locale=reader.name_locale(names),
        time_zone=book.time_zones[key.region],
    )
    listed = list_prices(book, PriceListRequest(key.region, key.platform, instant_for(book, at, key.region)))
    if not isinstance(listed, PriceList):
        return shown
    taxes = [quote.tax for quote in listed.sold]
    agreed = taxes[0] if taxes and all(tax == taxes[0] for tax in taxes) else None
    return msgspec.structs.replace(
        shown,
        currency=listed.market.currency.code,
        price_bounds=_bounds(listed.price_bounds, reader),
        tax_status=agreed.status.value if agreed is not None else None,
        taxes=_taxes(agreed, reader) if agreed is not None else (),
        packages=len(listed.packages),
        assumed_facts=_assumed(listed),
        unknown_values=listed.unknown_values,
        valid_from=moment(listed.market.period.start),
        valid_until=moment(listed.market.period.end),
    )


def _bounds(bounds: PriceBounds | None, reader: Reader) -> BoundsShown | None:
    if bounds is None:
        return None
    return BoundsShown(money_json(bounds.least, reader.locale), money_json(bounds.most, reader.locale))


def _assumed(listed: PriceList) -> tuple[str, ...]:
    """The facts that were assumed for packages, prices or taxes; what the seller keeps is not shown here."""
    offers = listed.market.offers.values()
    shown = [terms for offer in offers for terms in (offer.price, offer.package, offer.tax)]
    return tuple(fact for fact in listed.assumed if any(varies_by(terms, fact) for terms in shown))


def _taxes(terms: TaxTerms, reader: Reader) -> tuple[TaxShown, ...]:
    return tuple(
        TaxShown(
            tax_line_id=line.id,
            name=reader.name(line.names, line.id),
            name_locale=reader.name_locale(line.names),
            rate=rate_text(line.rate),
            rate_formatted=format_rate(line.rate, reader.locale),
        )
        for line in terms.lines
    )
