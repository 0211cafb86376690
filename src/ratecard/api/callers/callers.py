"""Who asks: by a bearer token, which is an API key or a JWT; or nobody in particular."""

from enum import Enum
from typing import Protocol

import msgspec

from ratecard.api.audience import Audience


class Caller(msgspec.Struct, frozen=True):
    """Whoever asks. `id` is what cost is charged to; `audience` is the narrowest that the caller belongs to."""

    id: str
    audience: Audience
    known: bool


class UnreadableCallers(Exception):
    """A file or URL that does not hold what callers are known by. The sentence says why."""


class State(Enum):
    """How it stands with what callers are known by.

    FAILING: it cannot be read, and what was read before is still believed. REFUSED: nobody is known by it for now.
    """

    READ = "read"
    FAILING = "failing"
    REFUSED = "refused"


class Directory(Protocol):
    """Something that knows callers by their tokens."""

    name: str
    """What callers are known by: "keys" or "tokens"."""

    def at_once(self, token: str) -> Caller | None:
        """The caller with this token where that takes no work; None where it has to be looked up, or is not valid."""

    async def find(self, token: str) -> Caller | None:
        """The caller with this token, or None where it is not valid here. Raises ComesLater."""

    def state(self) -> State:
        """Whether what callers are known by can be read."""


class ComesLater(Exception):
    """What the token would be checked by is not here yet, and may be after this many seconds."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class UnknownCaller(Exception):
    """The token is not known. `retry_seconds` says when it might be; 0 where asking again would change nothing."""

    def __init__(self, retry_seconds: int = 0) -> None:
        super().__init__(retry_seconds)
        self.retry_seconds = retry_seconds


TOKEN_CHARACTERS_MOST = 8_000


class Callers:
    """Finds callers in its directories. Without one, every caller may see everything."""

    def __init__(self, directories: tuple[Directory, ...] = ()) -> None:
        self._directories = directories

    @property
    def directories(self) -> tuple[Directory, ...]:
        """Where callers are looked for, in order."""
        return self._directories

    @property
    def stranger(self) -> Audience:
        """The audience of whoever shows no token."""
        return Audience.PUBLIC if self._directories else Audience.FINANCE

    def at_once(self, authorization: str | None, address: str) -> Caller | None:
        """The caller of a request, where no work is needed to know it; None where `find` has to look."""
        if not self._directories:
            return Caller(address, self.stranger, known=False)
        if authorization is None:
            return Caller(address, self.stranger, known=False)
        token = _token(authorization)
        if token is None:
            return None
        found = (directory.at_once(token) for directory in self._directories)
        return next((caller for caller in found if caller is not None), None)

    async def find(self, authorization: str | None, address: str) -> Caller:
        """The caller of a request, by its `Authorization` or else by its address. Raises UnknownCaller.

        Whoever shows no token is of the public. A token is never ignored where callers are known by theirs.
        """
        caller = self.at_once(authorization, address)
        token = _token(authorization or "")
        if caller is None and token is not None:
            caller = await self._bearer(token)
        if caller is None:
            raise UnknownCaller
        return caller

    async def _bearer(self, token: str) -> Caller:
        retry_seconds = 0
        for directory in self._directories:
            try:
                caller = await directory.find(token)
            except ComesLater as later:
                retry_seconds = later.seconds
                continue
            if caller is not None:
                return caller
        raise UnknownCaller(retry_seconds)


def _token(authorization: str) -> str | None:
    """The bearer token of an `Authorization`, or None where it has none that could be one."""
    scheme, _, token = authorization.partition(" ")
    token = token.strip()
    return token if scheme.lower() == "bearer" and token and len(token) <= TOKEN_CHARACTERS_MOST else None
