"""Where the texts of a book come from: a folder, a git revision of one, or a wheel, behind one interface.

What may be read of them is decided in `gathering`, the same for all.
"""

import os
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path
from typing import Protocol

import msgspec

from ratecard.shipped import shipped_library

PARTS = ("rules", "regions")
LIBRARY_FOLDER = "world/"
"""What the paths of the library of the world begin with: it comes with the product, and lies in no book."""

NEW_BOOK = "name a folder that holds both, by --book; or make a new book: ratecard init FOLDER"


class NoBook(Exception):
    """Where there should be rules, there are none. The sentence says why, and `hint` what to do."""

    def __init__(self, sentence: str, hint: str = NEW_BOOK) -> None:
        super().__init__(sentence)
        self.hint = hint


class File(msgspec.Struct, frozen=True, kw_only=True):
    """One file of a book, by its path in it: "regions/de.yaml".

    `read` gives what it holds, one byte beyond a bound at most, or why it cannot be read. `link` is "file" for a
    link that leads out of the book or to a folder, and "folder" for a part of the book that leads out of it.
    `regular` is False for folders, pipes and devices.
    """

    path: str
    read: Callable[[int], bytes | str]
    regular: bool = True
    link: str = ""


class Source(Protocol):
    """Where the texts of one book come from. `str` of it is what people call it."""

    def files(self) -> Iterable[File]:
        """The files below rules/ and regions/, in order of their paths. Raises NoBook where there is neither."""
        ...

    def content(self, path: str) -> bytes | None:
        """What a file holds, for showing its lines; None where it cannot be read or lies outside the book."""
        ...


class Folder(msgspec.Struct, frozen=True):
    """A folder that holds `rules/` and `regions/`, read as it is now."""

    path: Path

    def __str__(self) -> str:
        return str(self.path)

    def files(self) -> Iterable[File]:
        """The files, and whatever else has a name there; links are told as such."""
        inside = self.path.resolve()
        parts = [part for part in PARTS if (self.path / part).is_dir()]
        if not parts:
            raise NoBook(f"{self.path} holds no rules/ and regions/")
        for part in parts:
            if not _lies_in(self.path / part, inside):
                yield File(path=part, read=_unread, regular=False, link="folder")
        for path in sorted(path for part in parts for path in (self.path / part).rglob("*")):
            name = os.fsencode(path.relative_to(self.path).as_posix()).decode("utf-8", "backslashreplace")
            leads_out = path.is_symlink() and (path.is_dir() or not _lies_in(path, inside))
            link = "file" if leads_out else ""
            yield File(path=name, read=reader_of(path), regular=path.is_file(), link=link)

    def content(self, path: str) -> bytes | None:
        """What a file holds now."""
        file = self.path / path
        try:
            return file.read_bytes() if file.is_file() and file.resolve().is_relative_to(self.path.resolve()) else None
        except OSError:
            return None


def reader_of(path: Path) -> Callable[[int], bytes | str]:
    """How to read a file: what it holds, one byte beyond the bound at most; or why it cannot be read."""

    def read(most: int) -> bytes | str:
        try:
            if not path.is_file():
                return "Is a directory" if path.is_dir() else "it is not a plain file"
            with path.open("rb") as opened:
                return opened.read(most + 1)
        except OSError as error:
            return error.strerror or "the system does not say why"

    return read


def _unread(_: int) -> str:
    return "it is a link"


def _lies_in(path: Path, folder: Path) -> bool:
    """Whether a path, its links followed, lies in a folder. One to itself counts as if: it cannot be read anyway."""
    try:
        return path.resolve().is_relative_to(folder)
    except (OSError, RuntimeError):
        return True


def source_lines(source: Source) -> Callable[[str], list[str]]:
    """The lines of a book's files, for showing them; none where a file cannot be read or lies outside the book."""

    @lru_cache(maxsize=64)
    def lines_of(file: str) -> list[str]:
        content = source.content(file)
        if content is None and file.startswith(LIBRARY_FOLDER):
            content = Folder(shipped_library().parent).content(file)
        if content is None or b"\0" in content:
            return []
        text = content.decode("utf-8-sig", "replace")
        return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")

    return lines_of
