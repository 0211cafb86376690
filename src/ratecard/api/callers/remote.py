"""The public keys at an issuer's URL: fetched, kept for a while, and fetched again for a key id that is not known.

A fetch runs in a thread of its own, one at a time, so that requests which need no new key never wait for it.
"""

import asyncio
import logging
import time
from collections.abc import Callable
from contextlib import suppress
from math import ceil, inf
from threading import Thread

from ratecard.api.callers.callers import ComesLater, State
from ratecard.api.callers.fetching import NotFetched, fetch
from ratecard.api.callers.key_sets import FILE_BYTES_MOST, NO_KEYS, KeySet, UnreadableKeySet, key_set_of

LOG = logging.getLogger("ratecard.api")

SECONDS_AFTER_NOTHING = 10.0
"""Tokens with key ids that nobody has may come by the thousand: after a fetch that did not bring the key that it was
for, the issuer is left alone for this long. One that did bring it was worth it, and another may follow at once."""

SECONDS_AWAITED_MOST = 5.0
"""For how long a request waits for the key of its token."""

FetchedKeys = tuple[bytes, KeySet] | UnreadableKeySet


def fetch_key_set(url: str) -> KeySet:
    """The keys at a URL, fetched now. Blocks. Raises UnreadableKeySet, also where it has none."""
    found = key_set_of(_content(url), url)
    if not found:
        raise UnreadableKeySet(f"{url} holds no key")
    return found


class RemoteKeySet:
    """The keys at a URL. They are believed for `seconds_most` after they were asked for, and asked for again at half.

    So a key that the issuer withdrew is refused after that time at the latest, and an issuer that cannot be reached
    for half of it is not noticed. Nothing is fetched before a token comes.
    """

    def __init__(self, url: str, seconds_most: int, seconds: Callable[[], float] = time.monotonic) -> None:
        self._url = url
        self._seconds_most = seconds_most
        self._seconds = seconds
        self._bytes = b""
        self._keys = NO_KEYS
        self._asked_at = -inf
        self._quiet_until = -inf
        self._wanted: set[str] = set()
        self._fetching: asyncio.Future[None] | None = None
        self._problem: str | None = None

    def content(self) -> KeySet:
        """The keys that are believed now; none before the first fetch. Where it is time, a fetch begins beside."""
        age = self._seconds() - self._asked_at
        if age >= self._seconds_most / 2 and self._fetching is None and self._wait() == 0:
            self._begin()
        return self._keys if age < self._seconds_most else NO_KEYS

    async def newer(self, key_id: str) -> KeySet:
        """The keys as the issuer has them now, asked for one that is not known yet.

        Raises ComesLater where the issuer may not be asked yet, fails, or does not answer soon.
        """
        if self._fetching is None:
            wait = self._wait()
            if wait:
                raise ComesLater(wait)
            self._begin()
        assert self._fetching is not None
        self._wanted.add(key_id)
        done, _ = await asyncio.wait((self._fetching,), timeout=SECONDS_AWAITED_MOST)
        if not done or self._problem is not None:
            raise ComesLater(max(1, self._wait()))
        return self.content()

    def state(self) -> State:
        """Whether the keys can be fetched; nothing is fetched for this."""
        if self._problem is None:
            return State.READ
        is_old = self._seconds() - self._asked_at >= self._seconds_most
        return State.REFUSED if is_old else State.FAILING

    def _wait(self) -> int:
        """In how many seconds the issuer may be asked again; 0 for now."""
        return ceil(max(0.0, self._quiet_until - self._seconds()))

    def _begin(self) -> None:
        """Starts a fetch. Its result is taken in by the event loop, which alone reads and writes what is kept here."""
        loop = asyncio.get_running_loop()
        began_at, kept = self._seconds(), (self._bytes, self._keys)
        future = loop.create_future()

        def work() -> None:
            result = _fetched(self._url, *kept)
            with suppress(RuntimeError):  # the loop has ended meanwhile
                loop.call_soon_threadsafe(self._end, future, began_at, result)

        Thread(target=work, name="jwks", daemon=True).start()
        self._fetching = future

    def _end(self, future: asyncio.Future[None], began_at: float, result: FetchedKeys) -> None:
        self._fetching = None
        if isinstance(result, UnreadableKeySet):
            self._tell(str(result))
        else:
            self._bytes, self._keys = result
            self._asked_at = began_at
            self._tell(None)
        if isinstance(result, UnreadableKeySet) or not self._wanted <= self._keys.keys():
            self._quiet_until = self._seconds() + SECONDS_AFTER_NOTHING
        self._wanted.clear()
        if not future.done():
            future.set_result(None)

    def _tell(self, problem: str | None) -> None:
        """Logs what has changed: why keys do not come any more, or that they do again."""
        if problem == self._problem:
            return
        self._problem = problem
        if problem is None:
            LOG.warning("%s is read again", self._url)
        else:
            LOG.error("%s; its keys are believed for %s seconds after they last came", problem, self._seconds_most)


def _fetched(url: str, before: bytes, keys: KeySet) -> FetchedKeys:
    """The bytes at a URL, and their keys: the same object for the same bytes, so that checked tokens stay known."""
    try:
        content = _content(url)
        return content, keys if content == before else key_set_of(content, url)
    except UnreadableKeySet as problem:
        return problem
    except Exception as error:
        return UnreadableKeySet(f"{url} cannot be fetched: {type(error).__name__}")


def _content(url: str) -> bytes:
    try:
        return fetch(url, FILE_BYTES_MOST)
    except NotFetched as problem:
        raise UnreadableKeySet(str(problem)) from None
