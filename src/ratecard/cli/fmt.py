"""`ratecard fmt`: the rule files of a book in their one canonical form."""

import sys
from collections.abc import Mapping

import msgspec
import rich_click as click

from ratecard.cli.books import BOOK_HELP, BookSource
from ratecard.cli.rewriting import difference, folder_to_write
from ratecard.cli.tables import counted
from ratecard.diagnostics.diagnostic import Diagnostic, by_place
from ratecard.diagnostics.text import render_text, visible
from ratecard.files import UnwritableFile
from ratecard.loading import Source, source_lines
from ratecard.loading.rule_files import rule_files
from ratecard.loading.snapshots import BookMoved, Snapshot, put, snapshot_of
from ratecard.loading.sources import NoBook
from ratecard.rulefiles.rewriting.canonical import canonical
from ratecard.rulefiles.rewriting.edits import EditFault, EditRefused


class Formatted(msgspec.Struct, frozen=True):
    """The texts of a book in canonical form; what is wrong in files that were left alone, and why some others were."""

    texts: Mapping[str, bytes]
    errors: tuple[Diagnostic, ...]
    refused: tuple[str, ...]


@click.command("fmt")
@click.option("--book", "source", type=BookSource(), default=None, help=BOOK_HELP)
@click.option("--check", "checking", is_flag=True, help="Write nothing; exit code 1 where a file would change.")
@click.option(
    "--diff", "showing", is_flag=True, help="Write nothing, and show what would change. Exit code as --check."
)
def fmt(source: Source | None, checking: bool, showing: bool) -> None:
    """Lay out the rule files of a book in one form: indentation, spaces, quotes, and time lines in order of time.

    What the files say never changes, and neither do comments, the order of keys, or digits. A file with errors is left
    alone, and its errors are shown. Files of cases, in rules/tests/, are left alone too.
    """
    folder = folder_to_write(source, "fmt", library=True)
    try:
        before = snapshot_of(folder)
        found = formatted(before)
        after = before.with_texts(found.texts)
        if not checking and not showing:
            put(after, before)
    except (NoBook, BookMoved, UnwritableFile) as error:
        click.echo(f"error: {visible(str(error))}", err=True)
        sys.exit(1)
    changed = sorted(after.changed_since(before))
    if showing:
        click.echo(difference(before, after), nl=bool(changed))
    else:
        for path in changed:
            click.echo(f"{'would reformat' if checking else 'reformatted'} {visible(path)}")
    _tell(found, folder, len(changed), would=checking or showing)
    sys.exit(1 if found.errors or found.refused or (changed and (checking or showing)) else 0)


def formatted(book: Snapshot) -> Formatted:
    """The rule files of a book in canonical form."""
    texts: dict[str, bytes] = {}
    errors: list[Diagnostic] = []
    refused: list[str] = []
    for file in rule_files(book.texts):
        try:
            own = canonical(file)
        except (EditFault, EditRefused) as fault:
            refused.append(str(fault))
            continue
        texts[file.file] = own.content
        errors += own.errors
    return Formatted(texts, tuple(sorted(errors, key=by_place)), tuple(refused))


def _tell(found: Formatted, source: Source, changed: int, *, would: bool) -> None:
    """Errors, then one line for people: 2 files reformatted, 61 in canonical form already, 1 left alone."""
    if found.errors:
        click.echo(render_text(found.errors, source_lines(source)), err=True)
    for sentence in found.refused:
        click.echo(f"error: {visible(sentence)}", err=True)
    wrong = {error.place.file for error in found.errors if error.place is not None}
    alone = len(wrong) + len(found.refused)
    said = f"{counted(changed, 'file')} {'would be ' if would else ''}reformatted"
    said += f", {len(found.texts) - changed - len(wrong)} in canonical form already"
    click.echo(f"{said}, {alone} left alone" if alone else said, err=True)
