"""`--book`: which book a command reads."""

from pathlib import Path
from typing import Any

import rich_click as click

from ratecard.loading import Folder, Revision, Source, Wheel
from ratecard.shipped import shipped_book

BOOK_HELP = (
    "A folder that holds rules/ and regions/, that folder at a git revision (mine@HEAD~1), or a wheel of Ratecard.  "
    "[default: the book of the current folder, or else the shipped one]"
)


class BookSource(click.ParamType[Any]):
    """A folder, a folder at a git revision, or a wheel that carries a book."""

    name = "book"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Source:
        """The source; a folder that is not there is told when it is read, as one without rules is."""
        if "\0" in str(value):
            self.fail("a path has no NUL character", param, ctx)
        return source_of(str(value))


def source_of(text: str) -> Source:
    """The source that a text names: mine, mine@v1.2 or ratecard-0.1.0-py3-none-any.whl.

    What stands before an @ is a folder where there is one of that name; a folder may have an @ in its name itself.
    """
    path = Path(text)
    if path.suffix == ".whl" and path.is_file():
        return Wheel(path)
    for at in (index for index, character in enumerate(text) if character == "@" and not path.exists()):
        folder = Path(text[:at] or ".")
        if folder.is_dir():
            return Revision(folder, text[at + 1 :])
    return Folder(path)


def book_or_default(source: Source | None) -> Source:
    """The book that a command was given; else that of the current folder, or the shipped one where there is none.

    Whoever stands in a book's folder means that book: the shipped one would be sound, and say nothing of theirs.
    """
    if source is not None:
        return source
    here = Path()
    is_book = (here / "rules" / "book.yaml").is_file() or all((here / name).is_dir() for name in ("rules", "regions"))
    return Folder(here if is_book else shipped_book())
