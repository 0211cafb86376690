"""`make kills`: a server is killed at random moments while its rule files change; each start answers from a whole book.

`python -m tests.live.kills [NUMBER [SEED]]`. The files are edited, broken and mended all the time, also at the kill.
"""

import os
import random
import signal
import sys
import tempfile
import threading
import time
from pathlib import Path

import httpx

from ratecard.loading import load_book
from tests.api.http.running import children_of, running
from tests.live.books import book_in, break_book, digest_in, mend_book, state

NUMBER = 200
STATES = range(5_000, 5_020)
QUESTION = {"query": '{ ruleBook { digest } priceList(region: "DE", platform: "ios", locale: "en") { ...p } } '
            "fragment p on PriceList { packages { price { listed { minorUnits } } } }"}  # fmt: skip


class Editing(threading.Thread):
    """Edits the files on and on until it is ended."""

    def __init__(self, book: Path, seed: int) -> None:
        super().__init__(daemon=True)
        self._book, self._random, self.ended = book, random.Random(seed), threading.Event()

    def run(self) -> None:
        """Edits, breaks and mends."""
        while not self.ended.wait(self._random.random() / 20):
            state(self._book, self._random.choice(STATES))
            if self._random.random() < 0.2:
                break_book(self._book)
                time.sleep(self._random.random() / 20)
                mend_book(self._book)


def killed_once(folder: Path, book: Path, seed: int, digests: dict[str, int]) -> str:
    """Starts a server, asks it, kills all of its processes at a random moment; the digest that it began with."""
    arguments = ("--book", str(book), "--watch", "--workers", "2", "--no-guards", "--state", str(folder / "state"))
    editing = Editing(book, seed)
    with running(folder, *arguments) as server, httpx.Client(base_url=server.url, trust_env=False) as client:
        body = client.post("/graphql", json=QUESTION).json()["data"]
        digest: str = body["ruleBook"]["digest"]
        prices = {int(own["price"]["listed"]["minorUnits"]) for own in body["priceList"]["packages"]}
        assert prices == {digests[digest]}, (digest, prices)
        editing.start()
        time.sleep(random.Random(seed).random() / 2)
        for process in (*children_of(server.process.pid), server.process.pid):
            os.kill(process, signal.SIGKILL)
    editing.ended.set()
    editing.join()
    return digest


def main(arguments: list[str]) -> int:
    """Kills as often as asked; says what came of it."""
    number, seed = int(arguments[0]) if arguments else NUMBER, int(arguments[1]) if arguments[1:] else 2026
    started, broken = time.monotonic(), 0
    seen: set[str] = set()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        book = book_in(folder)
        digests: dict[str, int] = {}
        for cents in STATES:
            state(book, cents)
            digests[digest_in(book)] = cents
        for turn in range(number):
            if turn % 5 == 4:
                break_book(book)
                broken += load_book(book).book is None
            seen.add(killed_once(folder, book, seed + turn, digests))
            if (book / "rules" / "broken.yaml").exists():
                mend_book(book)
    seconds = time.monotonic() - started
    print(f"{number} kills, {broken} starts with broken files: each from a whole book, of {len(seen)}; {seconds:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
