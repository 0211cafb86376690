"""`ratecard quote eligibility`."""

from datetime import date, datetime

import rich_click as click

from ratecard.answers.eligibility import ELIGIBILITY_CHECK
from ratecard.cli.answers import answer_json, to_json
from ratecard.cli.explaining import show_open
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
from ratecard.cli.question_options import region_option
from ratecard.cli.tables import show_table
from ratecard.loading import Source
from ratecard.questions import ELIGIBILITY
from ratecard.quotes.eligibility import EligibilityAnswer, answer_eligibility
from ratecard.quotes.requests import EligibilityRequest
from ratecard.showing import Reader


@click.command("eligibility")
@region_option(ELIGIBILITY, "region", "Where they are")
@click.option("--age", type=WholeNumber(0), default=None, help="The age, of buyer.age and creator.age alike.")
@creator_options
@any_fact_option
@book_options
@answer_options
def quote_eligibility(
    region: str,
    age: int | None,
    followers: int | None,
    grade: str | None,
    facts: tuple[tuple[str, str], ...],
    source: Source | None,
    output: str,
    at: date | datetime | None,
    locale: str | None,
) -> None:
    """Show whether a buyer and a creator may take part: each requirement, met, unmet or open."""
    book = open_book(source, output)
    ages = {name: age for name in ("buyer.age", "creator.age") if name in book.facts}
    own = {**ages, "creator.followers": followers, "creator.grade": grade}
    typed = facts_or_refuse(book, [*facts, *stated_facts(own)], output)
    answer = answer_eligibility(book, EligibilityRequest(region, instant_for(book, at, region), typed))
    if not isinstance(answer, EligibilityAnswer):
        refuse(answer, output)
    reader = reader_for(book, locale, output)
    if output == "json":
        click.echo(to_json(answer_json(ELIGIBILITY_CHECK, answer, reader)))
        return
    rows = [
        [who, _name(reader, condition.fact), condition.requirement, condition.actual or "-", verdict]
        for who, result in (("buyer", answer.buyer), ("creator", answer.creator))
        for verdict, conditions in (("unmet", result.unmet), ("open", result.open), ("met", result.met))
        for condition in conditions
    ]
    show_table(("who", "fact", "required", "actual", "verdict"), rows)
    show_open((), (), answer.unknown_values)
    click.echo(f"buyer {answer.buyer.verdict.value}; creator {answer.creator.verdict.value}")


def _name(reader: Reader, fact: str) -> str:
    declared = reader.book.facts.get(fact)
    return f"{reader.name(declared.names, fact)} ({fact})" if declared is not None else fact
