"""What commands share that write rule files anew: where they may write, and the difference that they show."""

from difflib import unified_diff

import rich_click as click

from ratecard.cli.books import book_or_default
from ratecard.diagnostics.text import visible
from ratecard.loading import Folder, Source
from ratecard.loading.snapshots import Snapshot
from ratecard.shipped import shipped_book, shipped_library


def folder_to_write(source: Source | None, option: str, *, library: bool = False) -> Folder:
    """The folder that a command may write into. A usage error for what never changes, and what is nobody's to change.

    The shipped book is written only where its own folder is the one that is named, or stood in; the `library` only
    where that is meant, as to those who keep it.
    """
    where = book_or_default(source)
    if not isinstance(where, Folder):
        raise click.UsageError(f"{option} writes into a folder, and {where} never changes")
    if not library and where.path.resolve() == shipped_library().resolve():
        raise click.UsageError(f"{option} writes into a book, and {where} is the library of the world")
    if source is None and where == Folder(shipped_book()):
        raise click.UsageError(f"{option} writes into a book, and this folder holds none; name one by --book")
    return where


def difference(before: Snapshot, after: Snapshot) -> str:
    """What changes, as a unified diff of all files; "" where nothing does."""
    lines: list[str] = []
    for path, text in sorted(after.changed_since(before).items()):
        old, new = before.texts[path].decode(errors="replace"), text.decode(errors="replace")
        of_windows = "\r\n" in old and "\r\n" in new
        lines += unified_diff(_lines(old, of_windows), _lines(new, of_windows), path, path, lineterm="")
    return "\n".join(visible(line) if line != " " else "" for line in lines)


def _lines(text: str, of_windows: bool) -> list[str]:
    """The lines of a text, with a remark on a last one that does not end."""
    whole = text.replace("\r\n", "\n") if of_windows else text
    *lines, last = whole.split("\n")
    return [*lines, f"{last} (no line end)"] if last else lines
