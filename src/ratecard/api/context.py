"""What a request is answered from: the rule book and the instant, each read once. Nothing here knows of HTTP."""

import time
from collections.abc import Callable

import msgspec
import strawberry

from ratecard.api.scalars import LocaleTag
from ratecard.book.rulebook import RuleBook
from ratecard.instants import Instant
from ratecard.showing import Reader

Clock = Callable[[], Instant]
"""Tells the present instant; tests give one that stands still."""


def system_clock() -> Instant:
    """The machine's clock, in whole seconds."""
    return Instant(time.time_ns() // 1_000_000_000)


class CurrentBook:
    """The rule book in force: the one reference that ever changes. A request reads it once and keeps what it got."""

    def __init__(self, book: RuleBook) -> None:
        self._book = book

    def read(self) -> RuleBook:
        """The book in force."""
        return self._book

    def replace(self, book: RuleBook) -> None:
        """Puts another book in force, for requests that begin from now on."""
        self._book = book


class Context(msgspec.Struct, frozen=True):
    """One request's rule book and its present instant. Everything in one answer is of the same book."""

    book: RuleBook
    now: Instant

    def instant(self, at: Instant | None) -> Instant:
        """The instant asked about, or the present one where none was given."""
        return self.now if at is None else at

    def reader(self, locale: LocaleTag | None) -> Reader:
        """Whom to write for; in the book's first language where no locale was given."""
        return Reader(self.book, self.book.languages[0] if locale is None else locale)


def open_context(current: CurrentBook, clock: Clock) -> Context:
    """The context of a request that begins now."""
    return Context(current.read(), clock())


Info = strawberry.Info[Context, None]
"""What Strawberry hands to a resolver of `Query`."""
