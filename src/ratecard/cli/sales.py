"""What `ratecard plan` says of sales, and `ratecard sample-sales`, which makes some up."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from fractions import Fraction
from pathlib import Path

import msgspec
import rich_click as click

from ratecard.cli.answers import Json
from ratecard.cli.books import BOOK_HELP, BookSource, book_or_default
from ratecard.cli.clock import now
from ratecard.cli.options import WholeNumber, WholeRange, open_book
from ratecard.instants import datetime_of
from ratecard.loading import Source
from ratecard.money import Rate
from ratecard.plan.asking import TwoBooks
from ratecard.plan.grouping import timeline_of
from ratecard.plan.impact import Impact, Sums, impact_of, supposed_sales, with_volume
from ratecard.plan.planning import Plan
from ratecard.plan.sales import Sale, UnreadableSales, read_sales
from ratecard.plan.sampling import sample_of
from ratecard.rulefiles.values.scalars import parse_rate

OWN_DAYS = "own"
ROWS_MOST = 10_000_000


class SalesOptions(msgspec.Struct, frozen=True):
    """What was asked for of sales. `at` None is the last day on which the plan changes anything."""

    file: Path | None
    at: str | None
    by: tuple[str, ...]
    volume: Fraction | None

    @property
    def is_asked(self) -> bool:
        """Whether anything was."""
        return self.file is not None or self.volume is not None


def volume_of(text: str | None) -> Fraction | None:
    """A change in units sold as it is written: "-5 %", "+2.5 %". A usage error for any other text."""
    if text is None:
        return None
    sign = -1 if text.startswith(("-", "−")) else 1
    rate = parse_rate(text.lstrip("+-−"))
    if not isinstance(rate, Rate):
        raise click.UsageError(f"--volume {text}: write how many more or fewer units are sold, for example -5 %")
    return sign * rate.fraction


def replayed(books: TwoBooks, plan: Plan, options: SalesOptions) -> Impact:
    """The impact on the sales of a file; without one, on a thousand units of each thing that changes."""
    day = _day(plan, options)
    if options.file is None:
        if day is None:
            raise click.UsageError("--at own is of the days of a file; name it by --sales")
        return msgspec.structs.replace(impact_of(books, supposed_sales(plan, day), day), supposed=True)
    with _opened(options.file) as lines:
        sales = read_sales(lines, books.before)
        every = _with_progress(sales, options.file)
        return impact_of(books, _each_dated(every) if day is None else every, day)


def _day(plan: Plan, options: SalesOptions) -> date | None:
    if options.at == OWN_DAYS:
        return None
    if options.at is not None:
        try:
            return date.fromisoformat(options.at)
        except ValueError:
            raise click.UsageError(f"--at {options.at}: write a day, as 2027-01-12, or {OWN_DAYS}") from None
    days = timeline_of(plan)
    return days[-1].day if days else datetime_of(plan.now).date()


@contextmanager
def _opened(file: Path) -> Iterator[Iterable[str]]:
    """The lines of a file; exit code 1 where it cannot be read."""
    try:
        with file.open("r", encoding="utf-8-sig", newline="") as lines:
            yield lines
    except UnreadableSales as unreadable:
        for fault in unreadable.faults:
            column = f", column {fault.column}" if fault.column else ""
            click.echo(f"{file}:{fault.line}{column}: {fault.why}", err=True)
        click.echo(f"nothing of {file} was replayed", err=True)
        sys.exit(1)
    except (OSError, UnicodeDecodeError) as error:
        click.echo(f"{file} cannot be read: {error}", err=True)
        sys.exit(1)


def _each_dated(sales: Iterable[Sale]) -> Iterator[Sale]:
    for number, sale in enumerate(sales, 1):
        if sale.at is None:
            raise click.UsageError(f"--at {OWN_DAYS}: row {number:,} tells no day; give the file a column at")
        yield sale


def _with_progress(sales: Iterator[Sale], file: Path) -> Iterable[Sale]:
    """The sales; on a terminal with a bar that shows how far they are."""
    if not sys.stderr.isatty():
        return sales
    from rich.console import Console
    from rich.progress import track

    with file.open("rb") as counted:
        total = max(sum(chunk.count(b"\n") for chunk in iter(lambda: counted.read(1 << 20), b"")) - 1, 0)
    return track(sales, description="replaying", total=total, console=Console(stderr=True), transient=True)


def impact_json(impact: Impact, volume: Fraction | None) -> Json:
    """All groups, each with its sums by both books."""
    groups = []
    for group, both in impact.groups.items():
        sums = {name: _sums_json(own) for name, own in zip(("was", "now"), both, strict=True)}
        keys = zip(("what", "region", "platform", "id", "currency"), group, strict=True)
        own: Json = {name: value or None for name, value in keys}
        if volume is not None:
            left = with_volume(both.now, volume)
            own["proceedsAtVolume"] = {"numerator": str(left.numerator), "denominator": str(left.denominator)}
        groups.append({**own, **sums})
    return {
        "rows": impact.rows,
        "day": None if impact.day is None else impact.day.isoformat(),
        "supposed": impact.supposed,
        "groups": groups,
    }


def _sums_json(sums: Sums) -> Json:
    return {
        "units": sums.units,
        "coins": sums.coins,
        "diamonds": sums.diamonds,
        "minorUnits": {name: str(amount) for name, amount in sums.amounts.items()},
        "undetermined": sums.unknown,
        "refused": dict(sums.refused),
    }


@click.command(name="sample-sales")
@click.option("--book", "source", type=BookSource(), default=None, help=BOOK_HELP)
@click.option("--rows", type=WholeRange(1, ROWS_MOST), default=1_000, show_default=True, help="How many orders.")
@click.option("--seed", type=WholeNumber(), default=1, show_default=True, help="Another number makes up other sales.")
def sample_sales(source: Source | None, rows: int, seed: int) -> None:
    """Make up believable sales of a book as CSV, to try `ratecard plan --sales` with.

    They are of the last 90 days: some regions sell far more than others, and small packages more often than large ones.
    """
    lines: Sequence[str] | Iterator[str] = sample_of(open_book(book_or_default(source), "text"), rows, seed, now())
    for line in lines:
        click.echo(line)
