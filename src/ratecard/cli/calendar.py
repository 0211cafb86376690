"""`ratecard calendar`: what changes on the coming days, for a person in the morning, for cron, and for chat."""

import re
import sys
from typing import Any
from zoneinfo import ZoneInfo

import rich_click as click

from ratecard.answers.figures import FigureType
from ratecard.calendar.collecting import calendar_of
from ratecard.calendar.entries import Calendar
from ratecard.calendar.telling import told_days
from ratecard.cli.books import book_or_default
from ratecard.cli.calendar_json import calendar_json
from ratecard.cli.clock import now
from ratecard.cli.day_names import day_names_of
from ratecard.cli.options import book_options, open_book, refuse
from ratecard.cli.question_options import TYPES
from ratecard.instants import Duration, datetime_of, instant_after, local_day
from ratecard.loading import Source
from ratecard.refusals import UnknownPlatform, UnknownRegion
from ratecard.rulefiles.values.measures import parse_duration
from ratecard.rulefiles.wrong import Wrong
from ratecard.terms.market import MarketKey

DUE = 2
"""The exit code where anything falls due; 0 where nothing does, and 1 where the book has an error."""

UTC = ZoneInfo("UTC")
_SHORT = re.compile(r"([1-9][0-9]*)([hdw])", re.ASCII)
_UNITS = {"h": "hours", "d": "days", "w": "weeks"}


class Ahead(click.ParamType[Any]):
    """A length of time, as rule files write it, 2 weeks, or short, 7d."""

    name = "duration"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Duration:
        """The duration; a usage error for any other text."""
        if isinstance(value, Duration):
            return value
        short = _SHORT.fullmatch(str(value))
        parsed = parse_duration(f"{short[1]} {_UNITS[short[2]]}" if short else str(value))
        if isinstance(parsed, Wrong):
            self.fail(f"{parsed.sentence}; {parsed.advice}", param, ctx)
        return parsed


@click.command()
@click.option(
    "--due",
    type=Ahead(),
    default="30d",
    show_default=True,
    help="How far to look ahead: 7d, 2w, or as rule files write it: 2 weeks, 1 month. Its last day is included.",
)
@click.option("--region", type=TYPES[FigureType.REGION], help="Only what changes in this region: DE or DEU, or US-NY.")
@click.option("--platform", default=None, help="Only what changes on this platform: ios, android, web.")
@book_options
def calendar(due: Duration, region: str | None, platform: str | None, source: Source | None, output: str) -> None:
    """Show what changes on the coming days: prices, taxes, promotions that open and end, and whatever else has a date.

    Each line says what changes from what to what, in which markets, and where it stands. Days are local: what changes
    at midnight in each country is one line. Exceptions of guards that end and exchange rates that grow too old are
    told, too.

    Exit codes: 0 where nothing changes, 2 where anything does, 1 where the book has an error.
    """
    book = open_book(source, output)
    if region is not None and region not in book.regions:
        refusal = book.market((region, ""), now())
        assert isinstance(refusal, UnknownRegion)
        refuse(refusal, output)
    if platform is not None and platform not in book.platforms:
        refuse(UnknownPlatform(platform, tuple(sorted(book.platforms))), output)
    begins = now()
    last = local_day(instant_after(begins, due, UTC), UTC)

    def is_wanted(key: MarketKey) -> bool:
        is_there = region is None or key.region == region
        return is_there and (platform is None or key.platform == platform)

    found = calendar_of(book, begins, last, is_wanted)
    if output == "json":
        click.echo(calendar_json(found))
    else:
        click.echo(_page(found, book_or_default(source)))
    sys.exit(DUE if found.entries else 0)


def _page(found: Calendar, source: Source) -> str:
    stretch = f"{datetime_of(found.now).date()} to {found.last}"
    if not found.entries:
        return f"{stretch}: nothing changes"
    number, days = len(found.entries), len(list(found.days()))
    counted = f"{number:,} change{'' if number == 1 else 's'} on {days:,} day{'' if days == 1 else 's'}"
    parts = [f"{stretch}: {counted}"]
    for head, lines in told_days(found, day_names_of(source)):
        parts.append("\n".join([head, *(f"  {line}" for line in lines)]))
    return "\n\n".join(parts)
