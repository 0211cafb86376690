"""`ratecard prices`: the price list of one market, packages, items and what is chosen."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

import rich_click as click

from ratecard.answers.purchases import PRICE_LIST
from ratecard.cli.answers import answer_json, to_json
from ratecard.cli.beside import show_beside
from ratecard.cli.chosen_listed import show_chosen
from ratecard.cli.explaining import each_once, show_open
from ratecard.cli.limits import limit_options, show_limits
from ratecard.cli.options import (
    answer_options,
    book_options,
    facts_by_package,
    instant_for,
    open_book,
    package_fact_options,
    reader_for,
    refuse,
)
from ratecard.cli.promotions import show_promotions
from ratecard.cli.question_options import code_option, flag_option, market_options
from ratecard.cli.tables import show_table
from ratecard.loading import Source
from ratecard.locale.amounts import format_count, format_instant, format_money
from ratecard.money import Money
from ratecard.questions import PRICES
from ratecard.quotes.facts import WrongFact
from ratecard.quotes.purchases.listing import list_prices
from ratecard.quotes.purchases.lists import PriceList, RefusedItem, RefusedPackage
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.quotes.requests import Budget, PriceListRequest, UsedBefore
from ratecard.showing import Reader


@click.command()
@market_options
@limit_options(PRICES)
@code_option
@flag_option(PRICES, "ways", "Show the prices by each way of paying besides.")
@package_fact_options
@book_options
@answer_options
def prices(
    region: str,
    platform: str,
    used: tuple[UsedBefore, ...],
    budget: Budget | None,
    codes: tuple[str, ...],
    facts: tuple[tuple[str, str], ...],
    age: int | None,
    source: Source | None,
    output: str,
    at: date | datetime | None,
    locale: str | None,
    ways: bool,
) -> None:
    """Show the price list of a market in the reader's language."""
    book = open_book(source, output)
    typed = facts_by_package(book, facts, age)
    if isinstance(typed, WrongFact):
        refuse(typed, output)
    as_of = instant_for(book, at, region)
    known, own = typed
    asked = PriceListRequest(
        region, platform, as_of, known, package_facts=own, used=used, budget=budget, codes=codes, ways=ways
    )
    listed = list_prices(book, asked)
    if not isinstance(listed, PriceList):
        refuse(listed, output)
    reader = reader_for(book, locale, output)
    if output == "json":
        click.echo(to_json(answer_json(PRICE_LIST, listed, reader)))
        return
    _show_list(listed, reader)


def _show_list(listed: PriceList, reader: Reader) -> None:
    """Prints the table, and below it for how long it holds, what is withheld, and what is open."""
    if listed.sells_nothing:
        click.echo(_nothing_sold(listed, reader))
        click.echo(_validity(listed, reader))
        show_open(listed.assumed, ())
        return
    if listed.packages or listed.refused:
        _show_packages(listed.packages, listed.refused, reader)
    if listed.items or listed.refused_items:
        _show_items(listed.items, listed.refused_items, reader)
    if listed.chosen or listed.refused_chosen:
        show_chosen(listed.chosen, listed.refused_chosen, reader)
    for by_way in listed.by_way:
        title = f"{reader.name(by_way.way.names, by_way.way.id)} ({by_way.way.id})"
        if by_way.packages or by_way.refused:
            _show_packages(by_way.packages, by_way.refused, reader, title)
        if by_way.items or by_way.refused_items:
            _show_items(by_way.items, by_way.refused_items, reader, title)
        if by_way.chosen or by_way.refused_chosen:
            show_chosen(by_way.chosen, by_way.refused_chosen, reader, title)
    _show_period(listed, reader)
    show_promotions(listed.sold, listed.codes, reader)
    opened = each_once(condition for own in (listed.sold, listed.chosen) for sold in own for condition in sold.open)
    show_open(listed.assumed, opened, listed.unknown_values)
    show_limits(listed.sold)


def _show_packages(
    packages: Sequence[PurchaseQuote], refused: Iterable[RefusedPackage], reader: Reader, title: str = ""
) -> None:
    """A table of what is priced, with prices before promotions where any is lower; below it what is withheld."""
    reduced = any(quote.discount_minor for quote in packages)
    regular = ("regular",) if reduced else ()
    header = ("package", "label", "bonus", "total", *regular, "listed", "net", "tax", "gross")
    rows = [_row(quote, reader, reduced) for quote in packages]
    right = tuple(range(2, len(header) + 1))
    show_table((*header, f"per {reader.noun_of_coins(1)}"), rows, right=right, title=title)
    show_beside(packages, reader)
    for withheld in refused:
        click.echo(f"withheld: {withheld.package}: {withheld.refusal.code}")


def _show_items(
    items: Sequence[PurchaseQuote], refused: Iterable[RefusedItem], reader: Reader, title: str = ""
) -> None:
    """A table of the items that are priced; below it those that are withheld."""
    reduced = any(quote.discount_minor for quote in items)
    header = ("item", "label", *(("regular",) if reduced else ()), "listed", "net", "tax", "gross")
    rows = [
        [quote.package.id, reader.package_label(quote.package)[0], *_amounts(quote, reader, reduced)] for quote in items
    ]
    show_table(header, rows, right=tuple(range(2, len(header))), title=title)
    show_beside(items, reader)
    for withheld in refused:
        click.echo(f"withheld: {withheld.item}: {withheld.refusal.code}")


def _show_period(listed: PriceList, reader: Reader) -> None:
    """Prints the best value, for how long the list holds, and between which bounds prices are, where they have any."""
    if len(listed.packages) > 1 and listed.best_value is not None:
        click.echo(f"best value: {listed.best_value}")
    click.echo(_validity(listed, reader))
    if listed.price_bounds is not None:
        least, most = (
            format_money(edge, reader.locale) for edge in (listed.price_bounds.least, listed.price_bounds.most)
        )
        click.echo(f"prices from {least} to {most}")


def _row(quote: PurchaseQuote, reader: Reader, reduced: bool) -> list[str]:
    tag = reader.locale
    return [
        quote.package.id,
        reader.package_label(quote.package)[0],
        format_count(quote.bonus, tag),
        format_count(quote.total, tag),
        *_amounts(quote, reader, reduced),
        reader.unit_price_formatted(quote.per_coin),
    ]


def _amounts(quote: PurchaseQuote, reader: Reader, reduced: bool) -> list[str]:
    """Listed price, net, tax and gross, before them the regular price where any is lower."""
    regular = (quote.regular_minor,) if reduced else ()
    return [
        "-" if minor is None else format_money(Money(minor, quote.currency), reader.locale)
        for minor in (*regular, quote.listed_minor, quote.net_minor, quote.tax_minor, quote.gross_minor)
    ]


def _nothing_sold(listed: PriceList, reader: Reader) -> str:
    """That the market sells nothing, and until when."""
    request = listed.request
    where = f"nothing is sold in {request.region} on {request.platform}"
    if listed.sells_from is None:
        return f"{where}, and the rules name no day from which something is"
    until = format_instant(listed.sells_from, reader.book.time_zones[request.region], reader.locale)
    return f"{where} until {until}"


def _validity(listed: PriceList, reader: Reader) -> str:
    zone, tag = reader.book.time_zones[listed.request.region], reader.locale
    start = format_instant(listed.period.start, zone, tag)
    end = listed.period.end
    until = f"until {format_instant(end, zone, tag)}" if end is not None else "with no change known"
    statuses = sorted({quote.tax.status.value for quote in listed.sold})
    tax = f"tax {', '.join(statuses)}; " if statuses else ""
    return f"{tax}valid from {start} {until}; book {listed.market.digest}"
