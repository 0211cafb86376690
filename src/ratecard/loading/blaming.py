"""Who last changed the lines of a book's files, when and in which commit, as git knows it.

Only of a folder in a git repository, or of a revision of one. Nothing is said where git is not there, does not answer,
or knows nothing of the folder: whoever asks has their answer anyway.
"""

import re
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import msgspec

from ratecard.loading.git import ask_git
from ratecard.loading.revisions import Revision
from ratecard.loading.sources import LIBRARY_FOLDER, Folder, NoBook, Source

FileLine = tuple[str, int]
"""A file of a book, by its path in it, and the number of a line from 1 on."""

_HEAD = re.compile(r"([0-9a-f]{40,64}) [0-9]+ ([0-9]+)(?: [0-9]+)?")
_ZONE = re.compile(r"([+-])([0-9]{2})([0-5][0-9])")


class LineChange(msgspec.Struct, frozen=True):
    """The last change of a line: its author, when they made it in their own zone, the commit, and its first line.

    A line that is not committed yet has none of these: `commit` is "" then. Control characters are left out.
    """

    commit: str = ""
    author: str = ""
    email: str = ""
    at: datetime | None = None
    summary: str = ""

    @property
    def is_committed(self) -> bool:
        """Whether git has it."""
        return bool(self.commit)


NOT_COMMITTED = LineChange()


def blamed(source: Source, lines: Iterable[FileLine]) -> Mapping[FileLine, LineChange]:
    """The last change of each of these lines that git knows of, asked once a file; none of the library of the world."""
    where = _where(source)
    if where is None:
        return {}
    folder, commit = where
    by_file: dict[str, set[int]] = {}
    for file, line in lines:
        if not file.startswith(LIBRARY_FOLDER):
            by_file.setdefault(file, set()).add(line)
    return {
        (file, line): change
        for file, numbers in sorted(by_file.items())
        for line, change in _of_file(folder, commit, file, sorted(numbers))
    }


def _where(source: Source) -> tuple[Path, str] | None:
    """The folder, and the commit in which lines are looked at; "" for the folder as it is now."""
    if isinstance(source, Folder):
        return source.path, ""
    try:
        return (source.folder, source.commit) if isinstance(source, Revision) else None
    except NoBook:
        return None


def _of_file(folder: Path, commit: str, file: str, lines: list[int]) -> Iterator[tuple[int, LineChange]]:
    ranges = (part for line in lines for part in ("-L", f"{line},{line}"))
    said = _said(folder, "blame", "--porcelain", "--no-textconv", *ranges, *([commit] if commit else []), "--", file)
    if said is not None:
        yield from _changes(said)
    elif not commit and _is_new(folder, file):
        yield from ((line, NOT_COMMITTED) for line in lines)


def _is_new(folder: Path, file: str) -> bool:
    """Whether a folder is in a repository whose last commit has no such file."""
    is_inside = _said(folder, "rev-parse", "--is-inside-work-tree") == "true\n"
    return is_inside and _said(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"HEAD:./{file}") is None


def _said(folder: Path, *arguments: str) -> str | None:
    """What git says; None where it does not."""
    try:
        run = ask_git(folder, *arguments)
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return None
    return None if run.returncode else run.stdout.decode("utf-8", "replace")


def _changes(porcelain: str) -> Iterator[tuple[int, LineChange]]:
    """The changes that `git blame --porcelain` tells: a commit's fields stand where it comes first."""
    known: dict[str, dict[str, str]] = {}
    commit, line = "", 0
    for text in porcelain.split("\n"):
        head = _HEAD.fullmatch(text)
        if head is not None:
            commit, line = head[1], int(head[2])
            known.setdefault(commit, {})
        elif text.startswith("\t"):
            yield line, _change(commit, known[commit])
        elif commit:
            name, _, value = text.partition(" ")
            known[commit].setdefault(name, value)


def _change(commit: str, fields: Mapping[str, str]) -> LineChange:
    if not commit.strip("0"):
        return NOT_COMMITTED
    return LineChange(
        commit,
        _printable(fields.get("author", "")),
        _printable(fields.get("author-mail", "").strip("<>")),
        _moment(fields.get("author-time", ""), fields.get("author-tz", "")),
        _printable(fields.get("summary", "")),
    )


def _printable(text: str) -> str:
    """A text without characters that steer a terminal: anybody may be called anything in a commit."""
    return "".join(letter for letter in text if letter.isprintable())


def _moment(seconds: str, offset: str) -> datetime | None:
    """When a commit was made, in its author's zone; None for what no calendar has."""
    parts = _ZONE.fullmatch(offset)
    try:
        own = timedelta(hours=int(parts[2]), minutes=int(parts[3])) if parts else timedelta()
        zone = timezone(-own if parts and parts[1] == "-" else own)
        return datetime.fromtimestamp(int(seconds), UTC).astimezone(zone)
    except (ValueError, OverflowError, OSError):
        return None
