"""The rule book in force, and how it stands with it: the one thing that changes while the server runs."""

import time
from collections.abc import Callable
from typing import NamedTuple

from ratecard.api.audience import SEEN_AS, Audience
from ratecard.book.rulebook import RuleBook
from ratecard.guards.running import Guarded
from ratecard.guards.verdicts import Summary, summary_of
from ratecard.instants import Instant
from ratecard.live.standing import BookStanding

EARLIER_MOST = 3
"""So many books of before are kept, to tell a caller who saw their prices what has changed."""


class BesideBook(NamedTuple):
    """What is known of the book in force beside the book: what its guards found, and how it stands with it.

    `guarded` is None where they did not run or have not ended yet. `earlier` are the whole books before it, the newest
    first, and `whole` is itself as finance sees it.
    """

    standing: BookStanding
    guarded: Summary | None = None
    earlier: tuple[RuleBook, ...] = ()
    whole: RuleBook | None = None


class CurrentBook:
    """The rule book in force: the one reference that ever changes. A request reads it once and keeps what it got.

    `beside` is what is known of it beside, and `heard` is called after each change.
    """

    def __init__(self, book: RuleBook, guarded: Guarded | None = None, standing: BookStanding | None = None) -> None:
        self._book = book
        self.heard: list[Callable[[], None]] = []
        self._since: dict[Audience, tuple[str, Instant]] = {}
        found = None if guarded is None else summary_of(guarded)
        self.beside = BesideBook(standing or _standing_now(), found, whole=book)

    def read(self) -> RuleBook:
        """The book in force."""
        return self._book

    def seen_by(self, audience: Audience) -> RuleBook:
        """The book in force as an audience may see it."""
        return self._book.seen_by(SEEN_AS[audience])

    def since(self, audience: Audience) -> Instant:
        """Since when the book in force is what an audience sees of it: what it may not see tells it nothing."""
        digest = self.seen_by(audience).digest
        known = self._since.get(audience)
        if known is None or known[0] != digest:
            known = self._since[audience] = (digest, self.beside.standing.since)
        return known[1]

    def replace(self, book: RuleBook, guarded: Guarded | None = None) -> None:
        """Puts another book in force, with what its guards found, for requests that begin from now on."""
        self.put(book, None if guarded is None else summary_of(guarded), _standing_now())

    def put(self, book: RuleBook, found: Summary | None, standing: BookStanding) -> None:
        """Puts a book in force, or what has become known of it, for requests that begin from now on."""
        earlier = self.beside.earlier
        if book.digest != self._book.digest:
            kept = (self._book, *earlier)
            earlier = kept[:EARLIER_MOST]
            for gone in kept[EARLIER_MOST:]:
                gone.let_go()
        elif book is not self._book:
            self._book.let_go()
        self._book, self.beside = book, BesideBook(standing, found, earlier, book)
        for audience in self._since:
            self.since(audience)
        for hear in self.heard:
            hear()


def _standing_now() -> BookStanding:
    return BookStanding(Instant(int(time.time())))
