"""`ratecard gifts`, `ratecard quote gift` and `ratecard explain gift`."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import rich_click as click

from ratecard.answers.gifts import GIFT_LIST, GIFT_QUOTE
from ratecard.book.rulebook import RuleBook
from ratecard.cli.answers import answer_json, step_json, to_json
from ratecard.cli.blame import blame_json, blame_option, show_blame, source_to_blame
from ratecard.cli.explaining import each_once, replaced_by, show_library_values, show_open, show_trace
from ratecard.cli.limits import show_open_limits, show_uses, used_option
from ratecard.cli.options import (
    WholeNumber,
    answer_options,
    book_options,
    creator_options,
    fact_options,
    facts_or_refuse,
    instant_for,
    open_book,
    reader_for,
    refuse,
    stated_facts,
)
from ratecard.cli.promotions import show_gift_promotions
from ratecard.cli.question_options import code_option, market_options, question_option, region_option
from ratecard.cli.tables import show_table
from ratecard.currency import Currency
from ratecard.instants import datetime_of
from ratecard.loading import Source
from ratecard.locale.amounts import format_count, format_instant, format_money
from ratecard.money import Money
from ratecard.questions import GIFT, GIFTS
from ratecard.quotes.gifts.listing import list_gifts
from ratecard.quotes.gifts.lists import GiftList
from ratecard.quotes.gifts.quotes import GiftQuote
from ratecard.quotes.gifts.quoting import quote_gift as ask_gift
from ratecard.quotes.requests import GIFTS_MOST, GiftListRequest, GiftRequest, UsedBefore
from ratecard.quotes.tracing.gifts import trace_gift
from ratecard.quotes.tracing.library_values import of_gift
from ratecard.showing import MANY, Reader
from ratecard.terms.unknown import Unknowns


@click.command()
@market_options
@fact_options
@used_option(GIFTS)
@code_option
@book_options
@answer_options
def gifts(
    region: str,
    platform: str,
    facts: tuple[tuple[str, str], ...],
    age: int | None,
    used: tuple[UsedBefore, ...],
    codes: tuple[str, ...],
    source: Source | None,
    output: str,
    at: date | datetime | None,
    locale: str | None,
) -> None:
    """Show the gifts of a market in the reader's language, the cheapest first."""
    book = open_book(source, output)
    typed = facts_or_refuse(book, [*facts, *stated_facts({"buyer.age": age})], output)
    listed = list_gifts(book, GiftListRequest(region, platform, instant_for(book, at, region), typed, used, codes))
    if not isinstance(listed, GiftList):
        refuse(listed, output)
    reader = reader_for(book, locale, output)
    if output == "json":
        click.echo(to_json(answer_json(GIFT_LIST, listed, reader)))
        return
    if not listed.gifts and not listed.refused:
        _show_none(listed, reader)
        return
    _show_gifts(listed, reader)


def _show_gifts(listed: GiftList, reader: Reader) -> None:
    tag, currency, region = reader.locale, listed.market.currency, listed.request.region
    rows = [
        [
            entry.gift.id,
            reader.name(entry.gift.names, entry.gift.id),
            "-" if entry.gift.rarity is None else reader.rarity(entry.gift.rarity),
            format_count(entry.coins, tag),
            _worth(entry.worth_minor, entry.unknown, currency, tag),
            ", ".join(entry.gift.kinds),
            "-" if entry.gift.level is None else format_count(entry.gift.level, tag),
        ]
        for entry in listed.gifts
    ]
    show_table(("gift", "name", "rarity", reader.noun_of_coins(MANY), "worth", "for", "level"), rows, right=(3, 4, 6))
    for name, refusal in listed.refused:
        click.echo(f"withheld: {name}: {refusal.code}")
    show_gift_promotions([(entry, entry.gift, 1) for entry in listed.gifts], listed.codes, region, reader)
    _show_open(listed)


def _show_none(listed: GiftList, reader: Reader) -> None:
    click.echo(_no_gifts(listed, reader))
    _show_open(listed)


def _show_open(listed: GiftList) -> None:
    opened = each_once(condition for entry in listed.gifts for condition in entry.open)
    show_open(listed.assumed, opened, listed.unknown_values)


def _worth(minor: int | None, unknown: Unknowns, currency: Currency, tag: str) -> str:
    """A worth as people see it: that it is unknown where the rules do not know what it needs, a dash without one."""
    if minor is not None:
        return format_money(Money(minor, currency), tag)
    return "unknown" if unknown else "-"


def _no_gifts(listed: GiftList, reader: Reader) -> str:
    """That the market has no gifts, and for how long that is known to hold."""
    request, end = listed.request, listed.period.end
    where = f"there are no gifts in {request.region} on {request.platform}"
    if end is None:
        return f"{where}, and no change is known"
    return f"{where} before {format_instant(end, reader.book.time_zones[request.region], reader.locale)}"


def gift_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The arguments of a gift, the same for `quote` and `explain`."""
    command = creator_options(fact_options(book_options(answer_options(command))))
    help_text = "The creator's age, the fact creator.age."
    command = click.option("--creator-age", type=WholeNumber(0), default=None, help=help_text)(command)
    help_text = "The kind of spending, such as live or video.  [default: the gift's usual one]"
    command = question_option(GIFT, "kind", help_text)(command)
    command = code_option(used_option(GIFT)(command))
    command = question_option(GIFT, "count", f"How many, from 1 to {GIFTS_MOST:,}.")(command)
    command = question_option(GIFT, "gift", "The gift's id, such as rose.")(command)
    command = region_option(GIFT, "creator_region", "Where the creator is")(command)
    return market_options(command)


def _answer(
    region: str,
    platform: str,
    creator_region: str,
    gift: str,
    count: int,
    kind: str | None,
    creator_age: int | None,
    followers: int | None,
    grade: str | None,
    facts: tuple[tuple[str, str], ...],
    age: int | None,
    used: tuple[UsedBefore, ...],
    codes: tuple[str, ...],
    source: Source | None,
    output: str,
    at: date | datetime | None,
) -> tuple[RuleBook, GiftQuote]:
    book = open_book(source, output)
    own = {"creator.age": creator_age, "creator.followers": followers, "creator.grade": grade, "buyer.age": age}
    typed = facts_or_refuse(book, [*facts, *stated_facts(own)], output)
    instant = instant_for(book, at, region)
    request = GiftRequest(
        region, platform, creator_region, gift, instant, count=count, kind=kind, facts=typed, used=used, codes=codes
    )
    quote = ask_gift(book, request)
    if not isinstance(quote, GiftQuote):
        refuse(quote, output)
    return book, quote


def _title(quote: GiftQuote, reader: Reader) -> str:
    request = quote.request
    times = f"{format_count(request.count, reader.locale)} × " if request.count != 1 else ""
    name = reader.name(quote.gift.names, quote.gift.id)
    where = f"sent in {request.region} on {request.platform} to a creator in {request.creator_region}, as {quote.kind}"
    return f"{times}{name} ({quote.gift.id}) {where}"


@click.command("gift")
@gift_options
def quote_gift(locale: str | None, output: str, **asked: Any) -> None:
    """Quote a gift: its coins, what they are worth in money, and the diamonds that its creator earns."""
    book, quote = _answer(output=output, **asked)
    reader = reader_for(book, locale, output)
    if output == "json":
        click.echo(to_json(answer_json(GIFT_QUOTE, quote, reader)))
        return
    tag = reader.locale
    worth = _worth(quote.worth_minor, quote.worth_unknown, quote.market.currency, tag)
    parts = [[f"  {who.id}", format_count(part, tag)] for who, part in quote.shares]
    together = parts or (quote.diamonds is None and quote.amount is not None)
    reduced = quote.coins != quote.regular_coins
    rows = [
        *([[f"regular {reader.noun_of_coins(quote.regular_coins)}", format_count(quote.regular_coins, tag)]] * reduced),
        [reader.noun_of_coins(quote.coins), format_count(quote.coins, tag)],
        ["worth", worth],
        *([["subsidy", format_count(quote.subsidy, tag)]] if quote.subsidy else []),
        *([["all recipients", _counted(quote.amount, tag)], *parts] if together else []),
        [reader.noun_of_diamonds(quote.diamonds or 0), _counted(quote.diamonds, tag)],
    ]
    show_table(("figure", "value"), rows, right=(1,), title=_title(quote, reader))
    _show_promotions(quote, reader)
    show_open(quote.assumed, quote.open, quote.unknown_values)
    show_uses(quote.uses)
    show_open_limits(quote.open_limits)


def _show_promotions(quote: GiftQuote, reader: Reader) -> None:
    request = quote.request
    show_gift_promotions([(quote, quote.gift, request.count)], quote.codes, request.region, reader)


def _counted(diamonds: int | None, tag: str) -> str:
    return "unknown" if diamonds is None else format_count(diamonds, tag)


@click.command("gift")
@gift_options
@blame_option
def explain_gift(locale: str | None, output: str, blame: bool, **asked: Any) -> None:
    """Explain a gift: each figure with its arithmetic, and the line of the rule file that decided it."""
    book, quote = _answer(output=output, **asked)
    reader, where = reader_for(book, locale, output), source_to_blame(blame, asked["source"])
    steps, request = trace_gift(quote), quote.request
    keys = [(request.region, request.platform), (request.creator_region, "")]
    replaced = replaced_by(book, keys, request.at, steps)
    if output == "json":
        trace = [step_json(step) for step in steps]
        answer = answer_json(GIFT_QUOTE, quote, reader)
        click.echo(to_json({**answer, "trace": trace, "provenance": replaced, **blame_json(steps, where)}))
        return
    title = f"{_title(quote, reader)}, as of {datetime_of(request.at):%Y-%m-%d %H:%M:%S} UTC"
    show_trace(steps, replaced, title, reader)
    show_blame(steps, where)
    show_library_values(of_gift(reader.book, quote))
    _show_promotions(quote, reader)
    show_open(quote.assumed, quote.open, quote.unknown_values)
    show_uses(quote.uses)
    show_open_limits(quote.open_limits)
