"""For how long an answer holds: what caches may keep it until.

A resolver that takes the present instant for a missing `at` says afterwards in which period its answer stays the same,
by `Context.depends_on`. One that does not say so has an answer of this second only, which no cache keeps.
"""

from ratecard.instants import Instant
from ratecard.quotes.requests import QUANTITY_LEAST, QUANTITY_MOST
from ratecard.refusals import (
    DiamondsOutOfRange,
    InvalidInput,
    QuantityOutOfRange,
    Refusal,
    UnknownGift,
    UnknownItem,
    UnknownPackage,
    UnknownPlatform,
    UnknownRegion,
    UnknownUnit,
)
from ratecard.rulefiles.keys.facts import WAY
from ratecard.terms.market import Period

FIRST_INSTANT = Instant(-(2**62))
ALWAYS = Period(FIRST_INSTANT, None)
"""What does not change while the book stays the same."""

OF_THE_BOOK_ALONE = (
    UnknownRegion,
    UnknownPlatform,
    UnknownPackage,
    UnknownItem,
    UnknownGift,
    UnknownUnit,
    QuantityOutOfRange,
    DiamondsOutOfRange,
    InvalidInput,
)
"""Refusals that are the same at every instant. The others name the instant, or depend on what holds then."""


def _depends_on_time(refusal: Refusal) -> bool:
    """Whether what a market says then gives the refusal: its ways of paying, how many units are sold, its limits."""
    if isinstance(refusal, QuantityOutOfRange):
        return QUANTITY_LEAST <= refusal.quantity <= QUANTITY_MOST
    return isinstance(refusal, InvalidInput) and (refusal.at_instant or refusal.path == ("facts", WAY))


class AnswerPeriod:
    """What one request has learned about how long its answer holds. The only thing in a request that changes.

    Each time the present instant is taken, a period is awaited. If the next one is taken while one is still awaited,
    the answer cannot be kept: some resolver forgot to say. Forgetting so costs speed, and never a stale price.
    """

    __slots__ = ("_awaited", "_barred", "_end", "_present", "_shown_until", "_start")

    def __init__(self) -> None:
        self._start = FIRST_INSTANT
        self._end: Instant | None = None
        self._shown_until: Instant | None = None
        self._present = False
        self._awaited = False
        self._barred = False

    def take_given(self) -> None:
        """An instant that the caller gave is about to decide an answer."""
        self._barred = self._barred or self._awaited
        self._present = self._awaited = False

    def take_present(self) -> None:
        """The present instant is about to decide an answer."""
        self._barred = self._barred or self._awaited
        self._present = self._awaited = True

    def depends_on(self, period: Period) -> None:
        """What was answered last holds in this period, which holds the instant that it was answered as of.

        May be said several times of one look at the clock: an answer holds while all that it depends on does.
        """
        if period.end is not None and (self._shown_until is None or period.end < self._shown_until):
            self._shown_until = period.end
        if not self._present:
            return  # `at` was given: the answer is of that instant for ever
        self._awaited = False
        self._start = max(self._start, period.start)
        if period.end is not None and (self._end is None or period.end < self._end):
            self._end = period.end

    def changes_always(self) -> None:
        """What is being answered is of this instant alone, as what was used in the last 24 hours is."""
        self._barred = self._barred or self._present

    def refused(self, refusal: Refusal) -> None:
        """What was answered last is this refusal."""
        if isinstance(refusal, OF_THE_BOOK_ALONE) and not _depends_on_time(refusal):
            self.depends_on(ALWAYS)
        elif self._present:
            self._barred = True

    def keep_never(self) -> None:
        """What is being answered is kept by no cache, whatever instant it is of."""
        self._barred = True

    @property
    def period(self) -> Period | None:
        """In which the whole answer stays as it is, or None where no cache may keep it."""
        return None if self._barred or self._awaited else Period(self._start, self._end)

    @property
    def shown_until(self) -> Instant | None:
        """The earliest end of a period that the answer may show, also where `at` was given."""
        return self._shown_until
