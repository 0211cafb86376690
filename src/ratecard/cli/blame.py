"""`--blame`: who last changed the lines that decided an answer, when, and in which commit."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import rich_click as click

from ratecard.cli.answers import Json
from ratecard.cli.books import book_or_default
from ratecard.loading import Source
from ratecard.loading.blaming import FileLine, LineChange, blamed
from ratecard.quotes.tracing.steps import Step

COMMIT_LETTERS = 10
"""How much of a commit's name people are shown: enough to be the only one of a large repository."""


def blame_option(command: Any) -> Any:
    """`--blame`."""
    help_text = "Also who last changed each deciding line, when and in which commit, where git has the book."
    return click.option("--blame", is_flag=True, help=help_text)(command)


def source_to_blame(blame: bool, source: Source | None) -> Source | None:
    """The book of which git is asked; None where nobody wants to know."""
    return book_or_default(source) if blame else None


def _lines(steps: Iterable[Step]) -> list[FileLine]:
    """The lines that decided figures, each once, in order."""
    return sorted({(step.place.file, step.place.line) for step in steps if step.place is not None})


def show_blame(steps: Iterable[Step], source: Source | None) -> None:
    """Prints a line for each deciding line that git knows of; nothing where it is not asked."""
    if source is None:
        return
    lines = list(_told(blamed(source, _lines(steps))))
    if not lines:
        click.echo("git does not know who changed these lines", err=True)
    for line in lines:
        click.echo(line)


def _told(changes: Mapping[FileLine, LineChange]) -> Iterator[str]:
    for (file, number), change in changes.items():
        if not change.is_committed:
            yield f"{file}:{number}: not committed yet"
            continue
        day = "" if change.at is None else f", {change.at.date()}"
        yield f"{file}:{number}: {change.author}{day}, {change.commit[:COMMIT_LETTERS]}: {change.summary}"


def blame_json(steps: Iterable[Step], source: Source | None) -> Json:
    """`blame`: each deciding line that git knows of, with null for what a line that is not committed lacks."""
    if source is None:
        return {}
    changes = blamed(source, _lines(steps))
    return {"blame": [_line_json(line, change) for line, change in changes.items()]}


def _line_json(line: FileLine, change: LineChange) -> Json:
    file, number = line
    return {
        "file": file,
        "line": number,
        "committed": change.is_committed,
        "commit": change.commit or None,
        "author": change.author or None,
        "email": change.email or None,
        "at": None if change.at is None else change.at.isoformat(),
        "summary": change.summary or None,
    }
