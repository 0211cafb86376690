"""Answers as of another instant than the present one, for who looks at a sale before it begins."""

from ratecard.api.audience import Audience
from ratecard.api.context import Clock
from ratecard.api.errors import BAD_REQUEST, FORBIDDEN, Rejected
from ratecard.api.http.incoming import Headers, text_of
from ratecard.api.types.misread import Unreadable
from ratecard.api.types.scalars import parse_instant
from ratecard.instants import Instant

HEADER = "Ratecard-At"


def previewed(headers: Headers, audience: Audience) -> Instant | None:
    """The instant that a request wants to be the present one; None where it does not ask.

    Raises Rejected for what is not an instant with its offset, and for the public.
    """
    text = text_of(headers.ratecard_at)
    if text is None:
        return None
    if not audience.sees(Audience.SERVICE):
        raise Rejected(FORBIDDEN, f"{HEADER} is for the audience service.")
    try:
        return parse_instant(text)
    except Unreadable:
        message = f"{HEADER} is not an instant with its offset. Write for example 2026-11-27T00:00:00+01:00."
        raise Rejected(BAD_REQUEST, message) from None


def shifted(clock: Clock, present: Instant) -> Clock:
    """A clock that shows `present` now, and goes on from there as the other one does."""
    ahead = present - clock()
    return lambda: Instant(clock() + ahead)
