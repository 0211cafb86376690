"""`ratecard check --fix` and `--diff`: what is sure is mended in the files, and what it changes is shown."""

from collections.abc import Callable, Iterable

import rich_click as click

from ratecard.cli.rewriting import difference
from ratecard.cli.tables import counted
from ratecard.diagnostics.diagnostic import Diagnostic
from ratecard.loading import Folder
from ratecard.loading.snapshots import Mended, Snapshot, mended, put, snapshot_of


def mend_book(folder: Folder, diagnose: Callable[[Snapshot], Iterable[Diagnostic]], *, write: bool) -> bool:
    """Shows what the sure fixes of a book change, and writes it where it is to; whether there is any.

    Raises BookMoved or UnwritableFile where it cannot be written, and NoBook where there is none.
    """
    before = snapshot_of(folder)
    result = mended(before, diagnose)
    shown = difference(before, result.book)
    if shown:
        click.echo(shown)
    if write and shown:
        put(result.book, before)
    click.echo(_summary(result, len(result.book.changed_since(before)), write=write), err=True)
    return bool(shown)


def _summary(result: Mended, files: int, *, write: bool) -> str:
    """One line for people: mended 2 mistakes in 1 file; 3 more have a fix that a person must choose."""
    done = f"{'mended' if write else 'would mend'} {counted(result.applied, 'mistake')} in {counted(files, 'file')}"
    said = done if files else "no mistake has a fix that is sure"
    choices = sum(bool(own.fixes) for own in result.left)
    more, have = "more " if files else "", "has" if choices == 1 else "have"
    return f"{said}; {choices} {more}{have} a fix that a person must choose" if choices else said
