"""The smallest book in a folder of a test, whose two prices, always equal, say which state of it is answered from."""

import re
import shutil
from pathlib import Path

from ratecard.instants import Instant
from ratecard.live.board import Board
from ratecard.live.loader import Loader, Reloading, first_message
from ratecard.live.messages import BookMessage, decoded
from ratecard.live.starting import Start, start_of
from ratecard.live.watched_halts import WatchedHalts
from ratecard.loading import Folder, load_book
from tests.api.http.running import SMALLEST

NOW = Instant(1_700_000_000)
SECRET = b"secret of a test" * 2


def book_in(folder: Path) -> Path:
    """A copy of the smallest book."""
    shutil.copytree(SMALLEST, folder / "book")
    return folder / "book"


def state(book: Path, cents: int) -> None:
    """Puts the book in a state, of which both prices of its region tell; the file is replaced as a whole."""
    region, new = book / "regions" / "de.yaml", book / "new"
    price = f"{cents // 100}.{cents % 100:02}"
    new.write_text(re.sub("(coins_1000?): .*", rf"\1: {price}", region.read_text("utf-8")), "utf-8")
    new.replace(region)


def break_book(book: Path) -> None:
    """Makes the book one that cannot be answered from."""
    (book / "rules" / "broken.yaml").write_text("nothing_known: 1\n", "utf-8")


def mend_book(book: Path) -> None:
    """Takes that back."""
    (book / "rules" / "broken.yaml").unlink()


def digest_in(book: Path) -> str:
    """The digest of a sound book."""
    found = load_book(book).book
    assert found is not None
    return found.digest


class Desk:
    """A loading process's work, done here, and what it has handed over."""

    def __init__(self, book: Path, reloading: Reloading | None = None) -> None:
        self.reloading = reloading or Reloading(watch=True, guards=False)
        start = start_of(Folder(book), self.reloading, NOW, lambda _: None)
        assert isinstance(start, Start)
        self.start, self.board = start, Board(SECRET)
        halts = WatchedHalts(self.reloading.halts)
        self.first = first_message(start.book, halts, self.reloading, NOW, start.failure)
        self.loader = self.new_loader()

    def new_loader(self) -> Loader:
        """A loader as one that starts after another has ended."""
        start = self.start
        assert start.source is not None
        return Loader(start.source, start.memo, self.board, SECRET, self.reloading, self.first, start.book)

    def told(self) -> BookMessage:
        """The newest message."""
        known = self.board.read()
        return self.first if known is None else decoded(known[1])
