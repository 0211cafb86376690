"""`ratecard change`: many values of the rules at once, with the plan of what that means before anything is written."""

import sys
from typing import Any

import rich_click as click

from ratecard.book.memo import Memo
from ratecard.cli.books import BOOK_HELP, BookSource, book_or_default
from ratecard.cli.change_asked import AskedInWords, ChangeRefused, chosen_in, known_names, wave_asked
from ratecard.cli.change_texts import refusal_text, wave_json, wave_text
from ratecard.cli.clock import now
from ratecard.cli.day_names import day_names_of
from ratecard.cli.plan import CHANGES, NOTHING, WRONG, PlanCommand, sound_book, verdicts_between
from ratecard.cli.plan_texts import plan_text
from ratecard.cli.rewriting import difference, folder_to_write
from ratecard.diagnostics.diagnostic import Severity
from ratecard.diagnostics.text import render_text, visible
from ratecard.files import UnwritableFile
from ratecard.loading import Folder, Loaded, Source, load, source_lines
from ratecard.loading.rule_files import rule_files
from ratecard.loading.snapshots import BookMoved, Snapshot, put, snapshot_of
from ratecard.loading.sources import NoBook
from ratecard.plan.parts import Words
from ratecard.plan.planning import Plan, plan
from ratecard.rulefiles.rewriting.editor import edited
from ratecard.rulefiles.rewriting.edits import EditFault, EditRefused, RuleFile
from ratecard.waves.checking import FollowingMoved, checked
from ratecard.waves.lines import PriceLines
from ratecard.waves.making import wave_of
from ratecard.waves.rounding import ROUNDINGS
from ratecard.waves.wave import Wave, WaveRefused

WHERE_HELP = (
    "Which prices: region, country, group, platform, package, item, currency or file, each with =, !=, in (A, B) or "
    "not in (A, B), joined by and, or and parentheses."
)
FROM_HELP = "From when on: a day in each market's own calendar, an instant, or the name of a date of the book."
ROUNDING_HELP = f"How a price is rounded that does not come out even: {ROUNDINGS}."


@click.group()
def change() -> None:
    """Change many values of the rules at once; the plan of what that means comes first."""


@change.command(name="prices", cls=PlanCommand)
@click.option("--book", "source", type=BookSource(), default=None, help=BOOK_HELP)
@click.option("--where", required=True, metavar="EXPRESSION", help=WHERE_HELP)
@click.option("--by", metavar="CHANGE", help='By how much, with its sign: "+5 %", "-0.50 EUR".')
@click.option("--factor-table", "table", metavar="TABLE", help="Times each region's factor of a table of factors.")
@click.option("--set", "amounts", metavar="PRICES", help='To these, one for each currency: "14.99 EUR, 16.99 USD".')
@click.option("--rounding", metavar="ROUNDING", help=ROUNDING_HELP)
@click.option("--from", "start", metavar="DATE", help=FROM_HELP)
@click.option("--undated", is_flag=True, help="Correct values where they stand, also for the past.")
@click.option("--backdated", is_flag=True, help="Let the wave begin in the past.")
@click.option("--split", "splits", is_flag=True, help="Where a line decides for others too, add lines for these alone.")
@click.option("--pin", "pins", is_flag=True, help="State the chosen prices that follow others, too.")
@click.option("--write", "writing", is_flag=True, help="Write it into the files; nothing is written without this.")
@click.option("--diff", "showing", is_flag=True, help="Show how the files change, too.")
@click.option("--no-guards", is_flag=True, help="Leave out which guards and cases judge otherwise.")
@click.option("--format", "output", type=click.Choice(("text", "json")), default="text", show_default=True)
def change_prices(
    source: Source | None, writing: bool, showing: bool, no_guards: bool, output: str, **asked: Any
) -> None:
    """A price wave: a new value from a day on in every line that decides a chosen price, and the old one kept.

    It counts from the price just before that day: the same command twice gives the same prices, not twice the change.
    Prices that follow others are not written, they move with what they follow. What the files state for later days
    stays, and is told. The plan of what the wave means is shown; only --write writes.

    Exit codes: 0 where no price changes, 2 where any does, 1 where the wave is refused or the book has an error.
    """
    folder = folder_to_write(source, "--write") if writing else book_or_default(source)
    if not isinstance(folder, Folder):
        raise click.UsageError(f"lines of a folder change, and {folder} never does")
    try:
        made = _Made(folder, AskedInWords(**asked))
        found = made.shown(output, showing=showing, with_guards=not no_guards)
        if writing and found == CHANGES:
            put(made.after, made.before)
            click.echo(f"written: {made.files}", err=True)
        elif found == CHANGES and output == "text":
            click.echo("nothing is written: add --write", err=True)
    except ChangeRefused as refused:
        click.echo(refused.text, err=True)
        found = WRONG
    except WaveRefused as refused:
        click.echo(refusal_text(refused), err=True)
        found = WRONG
    except (NoBook, BookMoved, UnwritableFile, EditRefused, EditFault) as error:
        click.echo(f"error: {visible(str(error))}", err=True)
        found = WRONG
    sys.exit(found)


class _Made:
    """A wave over the book of a folder, made and looked at: nothing is written here. Raises what refuses it."""

    def __init__(self, folder: Folder, words: AskedInWords) -> None:
        self.memo = Memo()  # most of both books is the same
        self.before = snapshot_of(folder)
        self.today = now()
        own_files = list(rule_files(self.before.texts))
        self.book = sound_book(self.before, load(self.before, memo=self.memo))
        asked = wave_asked(words, self.book, own_files[0].dates if own_files else {})
        chosen = chosen_in(words.where, asked, known_names(self.book, self.before, words.where), self.today)
        self.wave: Wave = wave_of(self.book, PriceLines(own_files), chosen, asked, self.today)
        self.after = self.before.with_texts(_texts(self.wave, own_files))
        newer = _newer(self.after, load(self.after, memo=self.memo))
        self.newer = newer
        self.plan: Plan = plan(self.book, newer, self.today)
        self.moved: FollowingMoved = checked(self.wave, self.plan, newer)

    @property
    def files(self) -> str:
        """The files that change."""
        return ", ".join(sorted(self.after.changed_since(self.before)))

    def shown(self, output: str, *, showing: bool, with_guards: bool) -> int:
        """Shows the wave and its plan, and gives the exit code."""
        verdicts = verdicts_between((self.before, self.after), self.book, self.newer) if with_guards else None
        shown = difference(self.before, self.after)
        if output == "json":
            click.echo(wave_json(self.wave, self.moved, self.plan, verdicts))
        else:
            click.echo(wave_text(self.wave, self.moved))
            if self.wave.lines:
                words = Words(f"{self.before}", "after this wave", day_names_of(self.before))
                click.echo(f"\n{plan_text(self.plan, verdicts, words)}")
        if showing and shown and output == "text":
            click.echo(f"\n{shown}")
        return CHANGES if self.wave.lines else NOTHING


def _texts(wave: Wave, files: list[RuleFile]) -> dict[str, bytes]:
    """The files that change, by path. Raises EditRefused or EditFault where one cannot be edited so."""
    edits = wave.edits
    return {file.file: edited(file, edits[file.file]) for file in files if file.file in edits}


def _newer(after: Snapshot, loaded: Loaded) -> Any:
    """The book with the wave in it. Raises ChangeRefused with its errors where it is not sound."""
    if loaded.book is None:
        errors = [own for own in loaded.diagnostics if own.severity is Severity.ERROR]
        head = "the book would not be sound with this wave, and nothing is written"
        raise ChangeRefused(f"error: {head}\n{render_text(errors, source_lines(after))}")
    return loaded.book
