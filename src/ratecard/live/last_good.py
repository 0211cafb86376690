"""The newest sound book's texts, kept in a folder of the server's own, for a start at which the rule files are broken.

They are one file, which is replaced as a whole: however a process ends, there is the one before or the new one.
"""

from collections.abc import Mapping
from pathlib import Path

import msgspec

from ratecard.files import UnreadableFile, UnwritableFile, read_regular, replace_whole
from ratecard.instants import Instant

FILE = "last-good-book.json"
FORMAT = 1
BYTES_MOST = 128_000_000
MODE = 0o600


class LastGood(msgspec.Struct, frozen=True):
    """The texts of a sound book by path, its digest, and when it was put in force."""

    digest: str
    since: Instant
    texts: Mapping[str, bytes]
    format: int = FORMAT


class UnreadableLastGood(Exception):
    """The file does not hold the texts of a book. The sentence says why."""


def keep(folder: Path, kept: LastGood) -> None:
    """Keeps the texts of a book in place of those kept before. Raises UnwritableFile, and those before are kept."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise UnwritableFile(f"{folder} cannot be made: {error.strerror}") from None
    replace_whole(folder / FILE, msgspec.json.encode(kept), MODE)


def last_good(folder: Path) -> LastGood | None:
    """What was kept last; None where nothing was. Raises UnreadableLastGood."""
    file = folder / FILE
    if not file.exists():
        return None
    try:
        kept = msgspec.json.decode(read_regular(file, BYTES_MOST), type=LastGood)
    except (UnreadableFile, msgspec.DecodeError) as error:
        raise UnreadableLastGood(f"{file} does not hold the texts of a book: {error}") from None
    if kept.format != FORMAT:
        raise UnreadableLastGood(f"{file} was written by another version of ratecard")
    return kept
