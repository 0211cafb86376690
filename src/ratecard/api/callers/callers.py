"""Who asks: by a bearer token, which is an API key or a JWT; or nobody in particular."""

from typing import Protocol

import msgspec

from ratecard.api.audience import Audience


class Caller(msgspec.Struct, frozen=True):
    """Whoever asks. `id` is what cost is charged to; `audience` is the narrowest that the caller belongs to."""

    id: str
    audience: Audience
    known: bool


class Directory(Protocol):
    """Something that knows callers by their tokens."""

    def find(self, token: str) -> Caller | None:
        """The caller with this token, or None where it is not valid here."""


class UnknownCaller(Exception):
    """The token is of nobody that may ask."""


TOKEN_CHARACTERS_MOST = 8_000


class Callers:
    """Finds callers in its directories. Without one, every caller may see everything."""

    def __init__(self, directories: tuple[Directory, ...] = ()) -> None:
        self._directories = directories

    def find(self, authorization: str | None, address: str) -> Caller:
        """The caller of a request, by its `Authorization` or else by its address. Raises UnknownCaller.

        Whoever shows no token is of the public. A token is never ignored where callers are known by theirs.
        """
        if not self._directories:
            return Caller(address, Audience.FINANCE, known=False)
        if authorization is None:
            return Caller(address, Audience.PUBLIC, known=False)
        scheme, _, token = authorization.partition(" ")
        token = token.strip()
        if scheme.lower() == "bearer" and token and len(token) <= TOKEN_CHARACTERS_MOST:
            for each in self._directories:
                found = each.find(token)
                if found is not None:
                    return found
        raise UnknownCaller
