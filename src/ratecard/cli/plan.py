"""`ratecard plan`: what a change of the rules means in money, for whoever has to sign it."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import rich_click as click

from ratecard.book.memo import Memo
from ratecard.book.rulebook import RuleBook
from ratecard.cases.lost import lost_cases
from ratecard.cases.reading import cases_in
from ratecard.cli.books import BOOK_HELP, BookSource, book_or_default, source_of
from ratecard.cli.clock import now
from ratecard.cli.day_names import day_names_of
from ratecard.cli.plan_json import plan_json
from ratecard.cli.plan_texts import plan_markdown, plan_text
from ratecard.cli.sales import SalesOptions, impact_json, replayed, volume_of
from ratecard.diagnostics.diagnostic import Diagnostic
from ratecard.diagnostics.text import render_text
from ratecard.guards.weakened import weakenings
from ratecard.loading import Folder, Loaded, Revision, Source, load, load_texts, source_lines
from ratecard.loading.gathering import gather
from ratecard.loading.guarding import guarded
from ratecard.loading.sources import NoBook
from ratecard.loading.world import World
from ratecard.loading.worlds import world_in
from ratecard.plan.asking import TwoBooks
from ratecard.plan.impact_told import FIELDS, impact_parts
from ratecard.plan.parts import Words
from ratecard.plan.planning import plan
from ratecard.plan.verdicts import Verdicts, cases_judged, verdicts_of

NOTHING, WRONG, CHANGES = 0, 1, 2
"""The exit codes, which are those of `terraform plan -detailed-exitcode`."""


class PlanCommand(click.RichCommand):
    """A command of which wrong usage ends with 1, as every error does: 2 says that something changes."""

    def make_context(self, *args: Any, **extra: Any) -> click.Context:
        """As every command makes it."""
        with wrong_usage_is_an_error():
            return super().make_context(*args, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        """As every command is invoked."""
        with wrong_usage_is_an_error():
            return super().invoke(ctx)


@contextmanager
def wrong_usage_is_an_error() -> Iterator[None]:
    """Shows wrong usage, and ends with 1."""
    try:
        yield
    except click.UsageError as error:
        error.show()
        sys.exit(WRONG)


@click.command(name="plan", cls=PlanCommand)
@click.option("--book", "source", type=BookSource(), default=None, help=BOOK_HELP)
@click.option(
    "--against",
    default="HEAD",
    show_default=True,
    metavar="REVISION|BOOK",
    help="The older book: a git revision of the folder of this one, or another book.",
)
@click.option(
    "--world",
    "library",
    type=BookSource(),
    default=None,
    metavar="FOLDER|FOLDER@REVISION",
    help="In place of --against: the older book is this one, on another library of the world.",
)
@click.option(
    "--format",
    "output",
    type=click.Choice(("text", "json", "markdown")),
    default="text",
    show_default=True,
    help="A page for people, all of it as data, or a page for a pull request.",
)
@click.option("--no-guards", is_flag=True, help="Leave out which guards and cases judge otherwise.")
@click.option(
    "--sales",
    type=click.Path(path_type=Path, dir_okay=False),
    default=None,
    help="A CSV file of sales, asked of both books and summed: docs/plans.md says which columns it has.",
)
@click.option(
    "--at", default=None, metavar="DAY|own", help="As of which day sales are asked.  [default: the last change]"
)
@click.option(
    "--by",
    type=click.Choice(FIELDS),
    multiple=True,
    help="Sum by this too, beside the currency; may be repeated.",
)
@click.option("--volume", default=None, metavar="RATE", help="What is left if so many more units are sold: '-5 %'.")
def plan_command(
    source: Source | None,
    against: str,
    library: Source | None,
    output: str,
    no_guards: bool,
    sales: Path | None,
    at: str | None,
    by: tuple[str, ...],
    volume: str | None,
) -> None:
    """What a change means: every price, tax, bonus, promotion, gift, earning and payout that differs, from when on.

    Exit codes: 0 where both books mean the same, 2 where anything changes, 1 where one of the books has an error.
    """
    newer = book_or_default(source)
    memo = Memo()  # most of both books is the same
    if library is None:
        older = older_book(newer, against)
        before = sound_book(older, load(older, memo=memo))
    else:
        older = newer
        before = sound_book(newer, load_texts(gather(newer, _not_told), memo=memo, world=_world(library)))
    after = sound_book(newer, load(newer, memo=memo))
    found = plan(before, after, now())
    verdicts = None if no_guards else verdicts_between((older, newer), before, after)
    asked = SalesOptions(sales, at, by, volume_of(volume))
    impact = replayed(TwoBooks(before, after), found, asked) if asked.is_asked else None
    if output == "json":
        click.echo(plan_json(found, verdicts, None if impact is None else impact_json(impact, asked.volume)))
    else:
        words = Words(f"{older}" if library is None else f"{older} on {library}", f"{newer}", day_names_of(newer))
        render = plan_text if output == "text" else plan_markdown
        click.echo(render(found, verdicts, words, [] if impact is None else [*impact_parts(impact, by, asked.volume)]))
    is_same = found.is_empty and not found.is_of_names and (verdicts is None or verdicts.is_empty)
    sys.exit(NOTHING if is_same else CHANGES)


def _world(library: Source) -> World:
    """The library of the world of a folder or a revision of one; exit code 1 where that holds none."""
    try:
        if isinstance(library, Folder | Revision):
            return world_in(library)
        raise ValueError(f"{library} holds no library of the world")
    except (NoBook, ValueError, OSError) as wrong:
        click.echo(f"--world {library}: {wrong}", err=True)
        sys.exit(WRONG)


def _not_told(_: Diagnostic) -> None:
    """What is wrong with the files is told of the newer book."""


def older_book(newer: Source, against: str) -> Source:
    """The older book that a text names: a book as `--book` takes it, else a git revision of the folder of this one."""
    other = source_of(against)
    if isinstance(other, Folder) and not other.path.exists() and isinstance(newer, Folder):
        return Revision(newer.path, against)
    return other


def sound_book(source: Source, loaded: Loaded) -> RuleBook:
    """The book; its errors, and exit code 1, where it is not sound."""
    if loaded.book is None:
        name = "the book of this folder" if source == Folder(Path()) else f"{source}"
        click.echo(f"{name} has errors, and nothing can be planned", err=True)
        click.echo(render_text(loaded.diagnostics, source_lines(source)), err=True)
        sys.exit(WRONG)
    return loaded.book


def verdicts_between(both: tuple[Source, Source], before: RuleBook, after: RuleBook) -> Verdicts:
    """What is judged otherwise: by the guards, and by the cases of both books, each asked once."""
    today = now()
    was, cases = (cases_in(own).cases for own in both)
    every = {(own.sentence, str(own.place)): own for own in (*was, *cases)}
    place = after.history((after.regions[0], "")).place
    weaker = [*weakenings(before, after, today), *lost_cases(was, cases, today, place)]
    judged = cases_judged(before, after, every.values())
    return verdicts_of(guarded(before, today), guarded(after, today), weaker, judged)
