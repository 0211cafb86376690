"""`ratecard fx review`: what moved since the last import of exchange rates."""

import sys
from datetime import date, datetime
from fractions import Fraction
from functools import partial

import rich_click as click

from ratecard.cli.answers import Json, moment, place_json, to_json
from ratecard.cli.books import BookSource
from ratecard.cli.layers import rate_text
from ratecard.cli.options import TypedRate, at_option, book_options, instant_for, open_book
from ratecard.cli.tables import counted, show_table
from ratecard.loading import Source
from ratecard.money import Rate
from ratecard.rates.review import Review, Reviewed, StatedRate, review

HEADER = ("currency", "before", "on", "now", "on", "change", "source")


@click.command("review")
@click.option(
    "--against",
    type=BookSource(),
    default=None,
    help="Another book to compare with, or this one as it was: mine@HEAD~1.  [default: each currency's rate before]",
)
@click.option(
    "--most", type=TypedRate(), default=None, help="Exit with 1 where a rate moved by more than this, as 5 %."
)
@book_options
@partial(at_option, default="now")
def fx_review(
    against: Source | None, most: Rate | None, source: Source | None, output: str, at: date | datetime | None
) -> None:
    """List what moved since the last import of exchange rates, the largest change first.

    Then the currencies that did not move, have no rate before, or none of the newest day, those whose rate is too old
    by maximum_age, and those whose rate has no date. Exit codes: 0; 1 where the book has errors or no rates, or a rate
    moved by more than --most; 2 for wrong usage.
    """
    book = open_book(source, output)
    as_of = instant_for(book, at, book.regions[0])
    reviewed = review(book, as_of, open_book(against, output) if against is not None else None)
    if reviewed is None:
        click.echo("error: the book states no exchange rates", err=True)
        sys.exit(1)
    if output == "json":
        click.echo(to_json(_json(reviewed)))
    else:
        _show(reviewed)
    bound = None if most is None else most.fraction
    above = [line.code for line in reviewed.moved if bound is not None and abs(line.change or Fraction()) > bound]
    if above:
        click.echo(f"moved by more than {most}: {', '.join(sorted(set(above)))}", err=True)
        sys.exit(1)


def _show(reviewed: Review) -> None:
    show_table(HEADER, [_row(line) for line in reviewed.moved], right=(1, 3, 5), title=_title(reviewed))
    others = (
        ("did not move", reviewed.same),
        ("has no rate before", reviewed.first),
        (f"has no rate of {reviewed.newest.day}", reviewed.behind),
        ("is too old to be used", reviewed.too_old),
    )
    for said, lines in others:
        if lines:
            click.echo(f"{said}: {', '.join(f'{_name(line)} ({line.now.day})' for line in lines)}")
    if reviewed.undated:
        click.echo(f"has no date: {', '.join(map(_name, reviewed.undated))}")


def _title(reviewed: Review) -> str:
    bases = sorted({line.base for line in (*reviewed.moved, *reviewed.same, *reviewed.first, *reviewed.undated)})
    what = counted(len(reviewed.moved), "rate")
    return f"{what} moved; units for one {' or '.join(bases)}, the newest of {reviewed.newest.day}"


def _row(line: Reviewed) -> list[str]:
    assert line.before is not None
    rates = [text for dated in (line.before, line.now) for text in (rate_text(dated.rate), str(dated.day))]
    return [_name(line), *rates, f"{line.percent} %", line.now.stated.source or "-"]


def _name(line: Reviewed) -> str:
    """The currency, with its regions where they are few: others have another rate."""
    return f"{line.code} in {', '.join(line.regions)}" if len(line.regions) <= 2 else line.code


def _json(reviewed: Review) -> Json:
    return {
        "newest": reviewed.newest.day.isoformat(),
        "moved": [_line_json(line) for line in reviewed.moved],
        "same": [_line_json(line) for line in reviewed.same],
        "first": [_line_json(line) for line in reviewed.first],
        "behind": [line.code for line in reviewed.behind],
        "tooOld": [line.code for line in reviewed.too_old],
        "undated": [_line_json(line) for line in reviewed.undated],
    }


def _line_json(line: Reviewed) -> Json:
    return {
        "currency": line.code,
        "base": line.base,
        "before": None if line.before is None else _dated_json(line.before),
        "now": _dated_json(line.now),
        "changePercent": line.percent,
        "expires": moment(line.expires),
        "regions": list(line.regions),
    }


def _dated_json(dated: StatedRate) -> Json:
    return {
        "rate": str(dated.rate),
        "since": moment(dated.since),
        "day": dated.day.isoformat(),
        "source": dated.stated.source,
        **place_json(dated.stated.place),
    }
