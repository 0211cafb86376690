"""`ratecard quote payout` and `ratecard explain payout`."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import rich_click as click

from ratecard.answers.payouts import PAYOUT_QUOTE
from ratecard.book.rulebook import RuleBook
from ratecard.cli.answers import answer_json, step_json, to_json
from ratecard.cli.blame import blame_json, blame_option, show_blame, source_to_blame
from ratecard.cli.explaining import replaced_by, show_library_values, show_open, show_trace
from ratecard.cli.options import (
    WholeNumber,
    answer_options,
    any_fact_option,
    book_options,
    creator_options,
    facts_or_refuse,
    instant_for,
    open_book,
    reader_for,
    refuse,
    stated_facts,
)
from ratecard.cli.payout_values import LotText, MoneyText, TypedLot, UsedText
from ratecard.cli.question_options import question_option, region_option, several_option
from ratecard.cli.tables import show_table
from ratecard.instants import datetime_of
from ratecard.loading import Source
from ratecard.locale.amounts import format_count, format_day, format_instant, format_money, format_rate
from ratecard.money import Diamonds, Money
from ratecard.questions import PAYOUT
from ratecard.quotes.amounts import twice, want_and_diamonds
from ratecard.quotes.facts import WrongFact
from ratecard.quotes.payouts.quoting import PayoutQuote
from ratecard.quotes.payouts.quoting import quote_payout as ask_payout
from ratecard.quotes.payouts.withholding import KeptBack
from ratecard.quotes.requests import Lot, PayoutRequest
from ratecard.quotes.tracing.library_values import of_payout
from ratecard.quotes.tracing.payouts import trace_payout
from ratecard.showing import MANY, Reader

UNKNOWN = "unknown"
"""Stands where a figure needs what the rules do not know."""


def payout_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The arguments of a payout, the same for `quote` and `explain`."""
    command = creator_options(any_fact_option(book_options(answer_options(command))))
    help_text = "The creator's age, the fact creator.age."
    command = click.option("--age", type=WholeNumber(0), default=None, help=help_text)(command)
    help_text = "What earlier payouts took of a limit: daily=120.50 USD, or weekly=2. May be repeated."
    command = several_option(PAYOUT, "used", "--used", help_text, UsedText())(command)
    help_text = "An amount to be paid, as 50 EUR: answers with the fewest diamonds that pay it."
    command = question_option(PAYOUT, "want", help_text, MoneyText())(command)
    help_text = (
        "Diamonds earned at one time, as 20000@2025-08-01; with :class and /US for class and source region, and "
        ",creator.grade=partner for another fact of that time. May be repeated."
    )
    command = several_option(PAYOUT, "lots", "--lot", help_text, LotText())(command)
    help_text = "How many diamonds to pay out.  [default: all of the lots]"
    command = question_option(PAYOUT, "diamonds", help_text)(command)
    command = question_option(PAYOUT, "method", "How to be paid, such as paypal or bank.")(command)
    return region_option(PAYOUT, "region", "Where the creator is")(command)


def _check_usage(diamonds: int | None, lots: tuple[TypedLot, ...], want: Money | None, limits: list[str]) -> None:
    """Raises a usage error for options that do not say what is paid out, or say it twice."""
    if diamonds is None and want is None and not lots:
        raise click.UsageError("state --diamonds, --lot or --want")
    if diamonds is not None and want is not None:
        raise click.UsageError(want_and_diamonds("--want", "--diamonds").message)
    for limit in limits:
        if limits.count(limit) > 1:
            raise click.UsageError(twice(limit))


def _answer(
    region: str,
    method: str,
    diamonds: int | None,
    lots: tuple[TypedLot, ...],
    want: Money | None,
    used: tuple[tuple[str, Money | int], ...],
    age: int | None,
    followers: int | None,
    grade: str | None,
    facts: tuple[tuple[str, str], ...],
    source: Source | None,
    output: str,
    at: date | datetime | None,
    locale: str | None,
) -> tuple[Reader, PayoutQuote]:
    _check_usage(diamonds, lots, want, [limit for limit, _ in used])
    book = open_book(source, output)
    own = {"creator.age": age, "creator.followers": followers, "creator.grade": grade}
    typed = facts_or_refuse(book, [*facts, *stated_facts(own)], output)
    request = PayoutRequest(
        region,
        method,
        instant_for(book, at, region),
        None if diamonds is None else Diamonds(diamonds),
        tuple(_lot(book, lot, region, output) for lot in lots),
        want,
        dict(used),
        typed,
    )
    quote = ask_payout(book, request)
    reader = reader_for(book, locale, output)
    if not isinstance(quote, PayoutQuote):
        refuse(quote, output, reader)
    return reader, quote


def _lot(book: RuleBook, lot: TypedLot, region: str, output: str) -> Lot:
    """A lot with its date bound to the region's days, and its class and other facts typed."""
    own = [*lot.facts, *([("lot.class", lot.lot_class)] if lot.lot_class is not None else [])]
    typed = facts_or_refuse(book, own, output)
    assert not isinstance(typed, WrongFact)
    return Lot(Diamonds(lot.diamonds), instant_for(book, lot.earned, region), lot.source_region, typed)


@click.command("payout")
@payout_options
def quote_payout(output: str, **asked: Any) -> None:
    """Quote a payout: what diamonds are worth, every deduction, what arrives, and on which day."""
    reader, quote = _answer(output=output, **asked)
    if output == "json":
        click.echo(to_json(answer_json(PAYOUT_QUOTE, quote, reader)))
        return
    show_table(("figure", "value"), _figures(quote, reader), right=(1,), title=_title(quote, reader))
    _show_open(quote, reader)


def _title(quote: PayoutQuote, reader: Reader) -> str:
    request, diamonds = quote.request, quote.diamonds
    taken = reader.diamonds(diamonds)[0] if diamonds is not None else f"{UNKNOWN} {reader.noun_of_diamonds(MANY)}"
    return f"{taken} by {reader.name(quote.offer.method.names, request.method)} in {request.region}"


def _figures(quote: PayoutQuote, reader: Reader) -> list[list[str]]:
    tag, figures, offer = reader.locale, quote.figures, quote.offer
    zone = quote.region.in_zone.key or "UTC"

    def shown(money: Money | None) -> str:
        return UNKNOWN if money is None else format_money(money, tag)

    def value(minor: int | None) -> str:
        return shown(quote.in_value(minor))

    lots = [
        [f"  earned {format_instant(used.valued.lot.earned, zone, tag)}", format_count(used.diamonds, tag)]
        for used in quote.used
    ]
    lines = [[_withheld(kept, reader), value(kept.minor)] for kept in quote.withholding]
    rows = [
        [
            reader.noun_of_diamonds(MANY if quote.diamonds is None else quote.diamonds),
            UNKNOWN if quote.diamonds is None else format_count(quote.diamonds, tag),
        ],
        *lots,
        ["value", value(figures.value)],
        *([["withheld", value(figures.withheld)], *lines] if lines or figures.withheld is None else []),
        ["fee", value(figures.fee)],
        ["remainder", value(figures.remainder)],
        ["paid", shown(quote.in_paid(figures.paid))],
    ]
    if offer.exchange is not None or quote.exchange_cost is None:
        rows.append(["exchange cost", shown(quote.in_paid(quote.exchange_cost))])
    return [*rows, ["paid on", UNKNOWN if quote.paid_on is None else format_day(quote.paid_on, tag)]]


def _withheld(kept: KeptBack, reader: Reader) -> str:
    """A tax by its name and rate; by its name alone where the rate differs between lots."""
    name = f"  {reader.name(kept.line.names, kept.line.id)}"
    return name if kept.rate is None else f"{name} {format_rate(kept.rate, reader.locale)}"


def _show_open(quote: PayoutQuote, reader: Reader) -> None:
    if quote.raised and quote.diamonds is not None:
        wanted, paid, minimum = [
            format_money(money, reader.locale)
            for money in (quote.request.want, quote.in_paid(quote.figures.paid), quote.minimum)
            if money is not None
        ]
        taken = reader.diamonds(quote.diamonds)[0]
        click.echo(f"raised: {wanted} was wanted; the least that is paid is {paid}, for {taken} worth {minimum}")
    if quote.lots_assumed:
        noun = reader.noun_of_diamonds(MANY)
        click.echo(f"assumed: the {noun} were earned at the instant asked about; state --lot for others")
    show_open(quote.assumed, quote.open, quote.unknown_values)
    for limit in quote.open_limits:
        window = "" if limit.per is None else f" for each {limit.per}"
        click.echo(f"open: {limit.id} allows {reader.limit(limit)}{window}; state --used {limit.id}=…")


@click.command("payout")
@payout_options
@blame_option
def explain_payout(output: str, blame: bool, **asked: Any) -> None:
    """Explain a payout: each figure with its arithmetic, and the line of the rule file that decided it."""
    where = source_to_blame(blame, asked["source"])
    reader, quote = _answer(output=output, **asked)
    steps, request = trace_payout(quote), quote.request
    replaced = replaced_by(reader.book, [(request.region, "")], request.at, steps)
    if output == "json":
        trace = [step_json(step) for step in steps]
        answer = answer_json(PAYOUT_QUOTE, quote, reader)
        click.echo(to_json({**answer, "trace": trace, "provenance": replaced, **blame_json(steps, where)}))
        return
    title = f"{_title(quote, reader)}, as of {datetime_of(request.at):%Y-%m-%d %H:%M:%S} UTC"
    show_trace(steps, replaced, title, reader)
    show_blame(steps, where)
    show_library_values(of_payout(reader.book, quote))
    _show_open(quote, reader)
