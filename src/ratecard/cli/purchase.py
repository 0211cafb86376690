"""`ratecard quote purchase` and `ratecard explain purchase`."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, TypeVar

import rich_click as click

from ratecard.answers.figures import Record
from ratecard.answers.purchases import PURCHASE_QUOTE
from ratecard.book.rulebook import RuleBook
from ratecard.cli.answers import answer_json, step_json, to_json
from ratecard.cli.beside import beside_rows
from ratecard.cli.blame import blame_json, blame_option, show_blame, source_to_blame
from ratecard.cli.explaining import replaced_by, show_library_values, show_open, show_trace
from ratecard.cli.limits import limit_options, show_limits, show_uses
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
from ratecard.cli.question_options import code_option, market_options, question_option
from ratecard.cli.tables import show_table
from ratecard.instants import datetime_of
from ratecard.loading import Source
from ratecard.locale.amounts import format_count, format_money, format_rate
from ratecard.money import Money
from ratecard.questions import PURCHASE, Question
from ratecard.quotes.facts import WrongFact
from ratecard.quotes.purchases import quoting as engine
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.quotes.requests import QUANTITY_MOST, Budget, PurchaseRequest, UsedBefore
from ratecard.quotes.tracing.library_values import of_purchase
from ratecard.quotes.tracing.purchases import trace_purchase
from ratecard.refusals import Refusal
from ratecard.showing import Reader

Command = TypeVar("Command", bound=Callable[..., Any])


def sold_options(question: Question, thing: str, example: str) -> Callable[[Command], Command]:
    """The arguments of a question about a package or an item, the same for `quote` and `explain`."""

    def with_options(command: Command) -> Command:
        command = limit_options(question)(package_fact_options(book_options(answer_options(command))))
        command = code_option(command)
        command = question_option(question, "quantity", f"How many, from 1 to {QUANTITY_MOST:,}.")(command)
        command = question_option(question, thing, f"The {thing}'s id, such as {example}.")(command)
        return market_options(command)

    return with_options


purchase_options = sold_options(PURCHASE, "package", "coins_1000")


def answer_sold(
    ask: Callable[[RuleBook, PurchaseRequest], PurchaseQuote | Refusal],
    thing: str,
    *,
    region: str,
    platform: str,
    quantity: int,
    used: tuple[UsedBefore, ...],
    budget: Budget | None,
    codes: tuple[str, ...],
    facts: tuple[tuple[str, str], ...],
    age: int | None,
    source: Source | None,
    output: str,
    at: date | datetime | None,
) -> tuple[RuleBook, PurchaseQuote]:
    """The book, and the quote of a package or an item as the engine gives it when it is asked so."""
    book = open_book(source, output)
    typed = facts_by_package(book, facts, age)
    if isinstance(typed, WrongFact):
        refuse(typed, output)
    own = {**typed[0], **typed[1].get(thing, {})}
    as_of = instant_for(book, at, region)
    request = PurchaseRequest(region, platform, thing, as_of, quantity, own, used=used, budget=budget, codes=codes)
    quote = ask(book, request)
    if not isinstance(quote, PurchaseQuote):
        refuse(quote, output)
    return book, quote


@click.command("purchase")
@purchase_options
def quote_purchase(locale: str | None, output: str, package: str, **asked: Any) -> None:
    """Quote one purchase: what the buyer pays, what tax takes, and what the seller keeps."""
    show_quote(*answer_sold(engine.quote_purchase, package, output=output, **asked), PURCHASE_QUOTE, locale, output)


def show_quote(book: RuleBook, quote: PurchaseQuote, record: Record, locale: str | None, output: str) -> None:
    """Prints the quote of a package or an item, described by this record."""
    reader = reader_for(book, locale, output)
    if output == "json":
        click.echo(to_json(answer_json(record, quote, reader)))
        return
    show_table(("figure", "value"), _figures(quote, reader), right=(1,), title=_title(quote, reader))
    show_promotions([quote], quote.codes, reader)
    show_open(quote.assumed, quote.open, quote.unknown_values)
    show_limits([quote])
    show_uses(quote.uses)


def _title(quote: PurchaseQuote, reader: Reader) -> str:
    request = quote.request
    times = f"{format_count(request.quantity, reader.locale)} × " if request.quantity != 1 else ""
    return (
        f"{times}{reader.package_label(quote.package)[0]} ({request.package}) in {request.region} on {request.platform}"
    )


def _figures(quote: PurchaseQuote, reader: Reader) -> list[list[str]]:
    tag, open_word = reader.locale, "unknown" if quote.figures_unknown else "undetermined"

    def money(minor: int | None) -> str:
        return open_word if minor is None else format_money(Money(minor, quote.currency), tag)

    lines = [
        [f"  {reader.name(line.names, line.id)} {format_rate(line.rate, tag)}", money(minor)]
        for line, minor in quote.tax_lines
    ]
    return [
        *([["way of paying", _way(quote, reader)]] if quote.way is not None else []),
        *([["store product", quote.store_product_id]] if quote.store_product_id is not None else []),
        *(_coins(quote, reader) if not quote.package.is_item else ()),
        *_taken_off(quote, money),
        ["listed", money(quote.listed_minor)],
        ["net", money(quote.net_minor)],
        [f"tax ({quote.tax.status.value.lower()})", money(quote.tax_minor)],
        *lines,
        ["gross", money(quote.gross_minor)],
        ["commission", money(quote.commission_minor)],
        *([["withheld", money(quote.withheld_minor)]] if quote.withheld else []),
        ["proceeds", money(quote.proceeds_minor)],
        ["remittance", money(quote.remittance_minor)],
        *(_per_coin(quote, reader) if not quote.package.is_item else ()),
        *beside_rows(quote, reader),
    ]


def _coins(quote: PurchaseQuote, reader: Reader) -> list[list[str]]:
    tag = reader.locale
    return [
        [reader.noun_of_coins(quote.coins), format_count(quote.coins, tag)],
        ["bonus", format_count(quote.bonus, tag)],
        ["total", format_count(quote.total, tag)],
        *[["with it", reader.units(unit, count)[0]] for unit, count in quote.units],
    ]


def _per_coin(quote: PurchaseQuote, reader: Reader) -> list[list[str]]:
    return [[f"price per {reader.noun_of_coins(1)}", reader.unit_price_formatted(quote.per_coin)]]


def _taken_off(quote: PurchaseQuote, money: Callable[[int | None], str]) -> list[list[str]]:
    """The price before promotions, and what they take off; nothing where nothing is taken off."""
    if not quote.discount_minor:
        return []
    return [["regular", money(quote.regular_minor)], ["discount", money(quote.discount_minor)]]


def _way(quote: PurchaseQuote, reader: Reader) -> str:
    """What people call the way of paying, or its id."""
    way = quote.market.ways.get(quote.way or "")
    return str(quote.way) if way is None else reader.name(way.names, way.id)


@click.command("purchase")
@purchase_options
@blame_option
def explain_purchase(locale: str | None, output: str, package: str, blame: bool, **asked: Any) -> None:
    """Explain one purchase: each figure with its arithmetic, and the line of the rule file that decided it."""
    where = source_to_blame(blame, asked["source"])
    answer = answer_sold(engine.quote_purchase, package, output=output, **asked)
    show_explained(*answer, PURCHASE_QUOTE, locale, output, where)


def show_explained(
    book: RuleBook, quote: PurchaseQuote, record: Record, locale: str | None, output: str, where: Source | None
) -> None:
    """Prints why each figure of a quote of a package or an item is what it is.

    With the source `where` the book comes from, also who changed its lines.
    """
    reader = reader_for(book, locale, output)
    steps = trace_purchase(quote)
    replaced = replaced_by(book, [(quote.request.region, quote.request.platform)], quote.request.at, steps)
    if output == "json":
        answer = answer_json(record, quote, reader)
        trace = [step_json(step) for step in steps]
        click.echo(to_json({**answer, "trace": trace, "provenance": replaced, **blame_json(steps, where)}))
        return
    title = f"{_title(quote, reader)}, as of {datetime_of(quote.request.at):%Y-%m-%d %H:%M:%S} UTC"
    show_trace(steps, replaced, title, reader)
    show_blame(steps, where)
    show_library_values(of_purchase(book, quote))
    show_promotions([quote], quote.codes, reader)
    show_open(quote.assumed, quote.open, quote.unknown_values)
    show_limits([quote])
    show_uses(quote.uses)
