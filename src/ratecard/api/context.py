"""What a request is answered from: the rule book and the instant, each read once. Nothing here knows of HTTP."""

import logging
import time
from collections.abc import Callable

import msgspec
import strawberry

from ratecard.api.answer_period import AnswerPeriod
from ratecard.api.current import BesideBook
from ratecard.api.errors import BadInput
from ratecard.book.rulebook import RuleBook
from ratecard.instants import Instant
from ratecard.refusals import OutsideEnvelope, Refusal
from ratecard.showing import Reader, reader_of
from ratecard.signing.keys import QuoteKeys
from ratecard.terms.market import Period

LOG = logging.getLogger("ratecard.api")

KeysNow = Callable[[], QuoteKeys]
"""Tells the keys that sign and check quotes at present; none of them where they cannot be read."""

Clock = Callable[[], Instant]
"""Tells the present instant; tests give one that stands still."""


def system_clock() -> Instant:
    """The machine's clock, in whole seconds."""
    return Instant(time.time_ns() // 1_000_000_000)


class Context:
    """One request's rule book and its present instant. Everything in one answer is of the same book.

    `beside` is what is known of that book beside, as what its guards found; None where no server asks.

    A resolver takes its instant by `instant`, and then says by `depends_on` or `refused` for how long its answer holds;
    what does not say so is kept by no cache. One that takes no instant answers from the book alone, and says nothing.
    `outside_envelope` is how many answers lay outside of an envelope, `refusals` are the codes of those given.
    `decisions` are the questions with their answers, where they are to be recorded.
    """

    __slots__ = ("_keys", "_now", "answer_period", "beside", "book", "decisions", "outside_envelope", "refusals")

    def __init__(
        self, book: RuleBook, now: Instant, beside: BesideBook | None = None, keys: KeysNow | None = None
    ) -> None:
        self.book, self.beside, self._keys = book, beside, keys
        self.answer_period = AnswerPeriod()
        self.outside_envelope = 0
        self.refusals: list[str] = []
        self.decisions: list[tuple[msgspec.Struct, object]] | None = None
        self._now = now

    @property
    def now(self) -> Instant:
        """The present instant, on which the answer then depends."""
        self.answer_period.take_present()
        return self._now

    def instant(self, at: Instant | None) -> Instant:
        """The instant asked about, or the present one where none was given."""
        if at is None:
            return self.now
        self.answer_period.take_given()
        return at

    def depends_on(self, period: Period) -> None:
        """Says that what was just answered stays the same in this period, and no longer."""
        self.answer_period.depends_on(period)

    def changes_always(self) -> None:
        """Says that what was just answered may be another answer at each instant: no cache keeps it."""
        self.answer_period.changes_always()

    def keep_never(self) -> None:
        """Says that what is being answered is kept by no cache, whatever instant it is of: it is signed, say."""
        self.answer_period.keep_never()

    def signing_keys(self) -> QuoteKeys:
        """The keys that sign and check quotes. Raises BadInput where the server has none."""
        if self._keys is None:
            raise BadInput("This server signs no quotes and checks none. Start it with --signing-keys.")
        keys = self._keys()
        if keys.current is None:
            raise BadInput("This server cannot read its keys for signed quotes now. Its log says why.")
        return keys

    def books_of(self, digest: str | None) -> list[RuleBook]:
        """The books that an answer may come from: those that anybody sees under a digest, or all; this one first.

        A backend asks with the digest that its buyer's list had, which is that of the public.
        """
        beside = self.beside
        wholes = (self.book,) if beside is None or beside.whole is None else (beside.whole, *beside.earlier)
        return [book.seen_by(self.book.audience) for book in wholes if digest is None or book.is_seen_as(digest)]

    def decided(self, request: msgspec.Struct, answer: object) -> None:
        """Keeps a question with its answer, where the operation is to be recorded."""
        if self.decisions is not None:
            self.decisions.append((request, answer))

    def refused(self, refusal: Refusal) -> None:
        """Says that what was just answered is this refusal."""
        self.refusals.append(refusal.code)
        self.answer_period.refused(refusal)
        self.alarm(refusal)

    def alarm(self, *refusals: Refusal) -> None:
        """Counts and logs answers that lay outside of the envelope, alone or in a list: people have to look at them."""
        for refusal in refusals:
            if isinstance(refusal, OutsideEnvelope):
                self.outside_envelope += 1
                self.answer_period.keep_never()
                where = f"{refusal.package_id} in {refusal.region} on {refusal.platform}"
                LOG.error(
                    "outside the envelope: %s, %s is %s, and the rules give %s (book %s)",
                    *(where, refusal.bound, refusal.bounded_to, refusal.seen, self.book.digest),
                )

    def reader(self, locale: str | None) -> Reader:
        """Whom to write for; in the book's first language where no locale was given."""
        return reader_of(self.book, locale)


Info = strawberry.Info[Context, None]
"""What Strawberry hands to a resolver of `Query`."""
