"""`ratecard quote exchange` and `ratecard explain exchange`."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import rich_click as click

from ratecard.answers.exchanges import EXCHANGE_QUOTE
from ratecard.book.rulebook import RuleBook
from ratecard.cli.answers import answer_json, step_json, to_json
from ratecard.cli.blame import blame_json, blame_option, show_blame, source_to_blame
from ratecard.cli.explaining import replaced_by, show_library_values, show_open, show_trace
from ratecard.cli.options import (
    answer_options,
    book_options,
    fact_options,
    facts_or_refuse,
    instant_for,
    open_book,
    reader_for,
    refuse,
    stated_facts,
)
from ratecard.cli.question_options import market_options, question_option
from ratecard.cli.tables import show_table
from ratecard.instants import datetime_of
from ratecard.loading import Source
from ratecard.questions import EXCHANGE
from ratecard.quotes.exchanges import quoting as engine
from ratecard.quotes.exchanges.quoting import ExchangeQuote
from ratecard.quotes.requests import EXCHANGED_MOST, ExchangeRequest
from ratecard.quotes.tracing.exchanges import trace_exchange
from ratecard.quotes.tracing.library_values import of_exchange
from ratecard.showing import Reader


def exchange_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The arguments of an exchange, the same for `quote` and `explain`."""
    command = fact_options(book_options(answer_options(command)))
    command = question_option(EXCHANGE, "count", f"How many are given, from 1 to {EXCHANGED_MOST:,}.")(command)
    command = question_option(EXCHANGE, "unit", "The id of the unit that is given, such as gem.")(command)
    return market_options(command)


def _answer(
    region: str,
    platform: str,
    unit: str,
    count: int,
    facts: tuple[tuple[str, str], ...],
    age: int | None,
    source: Source | None,
    output: str,
    at: date | datetime | None,
) -> tuple[RuleBook, ExchangeQuote]:
    book = open_book(source, output)
    typed = facts_or_refuse(book, [*facts, *stated_facts({"buyer.age": age})], output)
    request = ExchangeRequest(region, platform, unit, instant_for(book, at, region), count, typed)
    quote = engine.quote_exchange(book, request)
    if not isinstance(quote, ExchangeQuote):
        refuse(quote, output)
    return book, quote


def _title(quote: ExchangeQuote, reader: Reader) -> str:
    request = quote.request
    return f"{reader.units(request.unit, request.count)[0]} in {request.region} on {request.platform}"


@click.command("exchange")
@exchange_options
def quote_exchange(locale: str | None, output: str, **asked: Any) -> None:
    """Quote an exchange: what so many of one unit give of another."""
    book, quote = _answer(output=output, **asked)
    reader = reader_for(book, locale, output)
    if output == "json":
        click.echo(to_json(answer_json(EXCHANGE_QUOTE, quote, reader)))
        return
    rows = [["received", reader.units(quote.terms.into, quote.received)[0]]]
    show_table(("figure", "value"), rows, right=(1,), title=_title(quote, reader))
    show_open(quote.assumed, ())


@click.command("exchange")
@exchange_options
@blame_option
def explain_exchange(locale: str | None, output: str, blame: bool, **asked: Any) -> None:
    """Explain an exchange: its arithmetic, and the line of the rule file that decided it."""
    book, quote = _answer(output=output, **asked)
    reader, where = reader_for(book, locale, output), source_to_blame(blame, asked["source"])
    steps = trace_exchange(quote)
    replaced = replaced_by(book, [(quote.request.region, quote.request.platform)], quote.request.at, steps)
    if output == "json":
        answer = answer_json(EXCHANGE_QUOTE, quote, reader)
        trace = [step_json(step) for step in steps]
        click.echo(to_json({**answer, "trace": trace, "provenance": replaced, **blame_json(steps, where)}))
        return
    title = f"{_title(quote, reader)}, as of {datetime_of(quote.request.at):%Y-%m-%d %H:%M:%S} UTC"
    show_trace(steps, replaced, title, reader)
    show_blame(steps, where)
    show_library_values(of_exchange(book, quote))
    show_open(quote.assumed, ())
