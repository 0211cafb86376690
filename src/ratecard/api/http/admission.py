"""Who asks, and whether they may ask now: decided from a request's headers, before anything else of it is read."""

from litestar.types import Scope

from ratecard.api.callers.buckets import Buckets
from ratecard.api.callers.callers import Caller, Callers, UnknownCaller
from ratecard.api.errors import RATE_LIMITED, UNAUTHENTICATED
from ratecard.api.http.incoming import Headers, address_of, text_of
from ratecard.api.http.replies import RejectedWith

CHALLENGE = (b"www-authenticate", b"Bearer")

COST_OF_UNKNOWN = 20
"""What a token that is not known costs the address that shows it: a signature may have been checked for it."""


class Admission:
    """Finds the caller of each request, and what that caller has left to spend."""

    def __init__(self, callers: Callers, buckets: Buckets) -> None:
        self.callers = callers
        self._buckets = buckets

    async def admit(self, headers: Headers, scope: Scope) -> Caller:
        """The caller, who has something left to spend. Raises Rejected for a token that is not known, and who has not.

        A token that is known already is believed at once. Any other one is looked up at the cost of the address that it
        comes from, and not at all where that address has nothing left: whoever tries tokens is not given work for them.
        """
        authorization, address = text_of(headers.authorization), address_of(scope)
        caller = self.known(headers, scope)
        if caller is None:
            self._check(address, known=True)
            caller = await self._looked_up(authorization, address)
        self.check(caller)
        return caller

    def known(self, headers: Headers, scope: Scope) -> Caller | None:
        """The caller as known now, where that takes no work; None where `admit` has to look."""
        return self.callers.at_once(text_of(headers.authorization), address_of(scope))

    def check(self, caller: Caller) -> None:
        """Raises Rejected where this caller, or all of them together, have nothing left to spend."""
        self._check(caller.id, caller.known)

    def charge(self, caller: Caller, cost: int) -> int:
        """Takes a cost out of the caller's bucket, and tells what is left."""
        return self._buckets.take(caller.id, cost)

    async def _looked_up(self, authorization: str | None, address: str) -> Caller:
        try:
            return await self.callers.find(authorization, address)
        except UnknownCaller as unknown:
            # From many addresses, such tokens must not use up what is kept for callers who are known.
            self._buckets.take(address, COST_OF_UNKNOWN, sparing=True)
            message, told = "Unknown bearer token, or one that is no longer valid.", [CHALLENGE]
            if unknown.retry_seconds:
                message = f"The bearer token cannot be checked yet; ask again in {unknown.retry_seconds} s."
                told.append((b"retry-after", b"%d" % unknown.retry_seconds))
            raise RejectedWith(UNAUTHENTICATED, message, tuple(told)) from None

    def _check(self, payer: str, known: bool) -> None:
        seconds, why = self._buckets.wait(payer), "Rate limit exceeded"
        if not seconds and self._buckets.ceiling is not None:
            seconds, why = self._buckets.ceiling.wait(known), "The rate limit of all callers together is exceeded"
        if seconds:
            wait = (b"retry-after", b"%d" % seconds)
            raise RejectedWith(RATE_LIMITED, f"{why}; ask again in {seconds} s.", (wait,))
