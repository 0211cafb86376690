"""`ratecard check`: whether the book is sound."""

import sys
from pathlib import Path

import rich_click as click

from ratecard.cli.options import source_lines
from ratecard.diagnostics.json import render_json
from ratecard.diagnostics.text import render_lines, render_text
from ratecard.loading import load_book
from ratecard.shipped import shipped_book


@click.command()
@click.option(
    "--book",
    "folder",
    type=click.Path(path_type=Path),
    default=None,
    help="A folder that holds rules/ and regions/.  [default: the shipped book]",
)
@click.option(
    "--format",
    "output",
    type=click.Choice(["text", "lines", "json"]),
    default="text",
    show_default=True,
    help="With the lines and a caret, one line each, or JSON.",
)
def check(folder: Path | None, output: str) -> None:
    """Check a book: every mistake at once, with its line and what to write instead."""
    where = folder or shipped_book()
    loaded = load_book(where)
    if output == "json":
        click.echo(render_json(loaded.diagnostics, loaded.book.digest if loaded.book else None))
    elif output == "lines":
        if loaded.diagnostics:
            click.echo(render_lines(loaded.diagnostics))
    elif loaded.diagnostics:
        click.echo(render_text(loaded.diagnostics, source_lines(where)))
    if loaded.book is None:
        sys.exit(1)
    if output == "text":
        book = loaded.book
        regions, platforms, packages = len(book.regions), len(book.platforms), len(book.packages)
        click.echo(
            f"the book is sound: {regions} regions, {platforms} platforms, {packages} packages; digest {book.digest}"
        )
