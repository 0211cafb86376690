"""A small document of another server over HTTP, such as a JWKS. Fetching blocks: the server does it in a thread."""

import http.client
import re
import socket
import ssl
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from email.message import Message
from threading import Timer
from typing import IO, Any
from urllib.parse import SplitResult, urlsplit

from ratecard.api.callers.addresses import is_loopback

SECONDS_MOST = 5.0
"""For the whole answer. Whoever sends a token waits for no longer."""

TOLD_CHARACTERS_MOST = 200
CHUNK_BYTES = 65_536
UNPRINTABLE = re.compile(r"[^\x21-\x7e]")


class NotFetched(Exception):
    """A document that did not come. The sentence says why; `status` is that of the answer, where there was one."""

    def __init__(self, sentence: str, status: int | None = None) -> None:
        super().__init__(sentence)
        self.status = status


def wrong_url(url: str) -> str | None:
    """Why nothing is fetched from a URL, or None. It is https, or http on this machine, and holds no password."""
    shown = _told(url)
    parts = _split(url)
    if parts is None or not parts.hostname:
        return f"{shown} is not a URL"
    if parts.username is not None or parts.password is not None:
        return f"a URL with a name or password in it is not fetched: {parts.scheme}://…@{parts.hostname}"
    if parts.scheme not in ("https", "http"):
        return f"{shown} is fetched neither by https nor, on this machine, by http"
    if parts.scheme == "http" and not is_loopback(parts.hostname):
        return f"{shown} would come over http, where anybody on the way can change it; write https"
    return None


def fetch(url: str, bytes_most: int, authorization: str | None = None) -> bytes:
    """The body of the answer 200 to a GET. Raises NotFetched for whatever else comes, is larger, or comes too late.

    A redirect is not followed: it would take the decision where keys come from to whoever sends it. What is on this
    machine is asked directly, and all else by the proxy that the environment names, if it names one.
    """
    problem = wrong_url(url)
    if problem:
        raise NotFetched(problem)
    headers = {"Accept": "application/jwk-set+json, application/json", "User-Agent": "ratecard"}
    if authorization is not None:
        headers["Authorization"] = authorization
    ends = time.monotonic() + SECONDS_MOST
    deadline, request = _Deadline(ends), urllib.request.Request(url, headers=headers)
    try:
        with _opener(url, deadline).open(request, timeout=SECONDS_MOST) as response:
            if response.status != http.client.OK:
                raise NotFetched(f"{url} answers {response.status}")
            return _body(url, response, bytes_most, ends)
    except urllib.error.HTTPError as error:
        with error:
            raise NotFetched(_answered(url, error), error.code) from None
    except TimeoutError:
        raise NotFetched(_too_slow(url)) from None
    except urllib.error.URLError as error:
        if isinstance(error.reason, TimeoutError) or time.monotonic() >= ends:
            raise NotFetched(_too_slow(url)) from None
        raise NotFetched(_told(f"{url} cannot be reached: {error.reason}")) from None
    except (OSError, http.client.HTTPException, ValueError) as error:
        if time.monotonic() >= ends:
            raise NotFetched(_too_slow(url)) from None
        raise NotFetched(_told(f"{url} cannot be fetched: {error or type(error).__name__}")) from None
    finally:
        deadline.close()


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Message, newurl: str
    ) -> None:
        """Nothing: the redirect is then an error like every answer but 200."""


class _Deadline:
    """Ends connections that have had their time. A timeout is of each read alone, and drops may keep coming."""

    def __init__(self, ends: float) -> None:
        self._ends = ends
        self._handles: list[socket.socket] = []
        self._timer = Timer(ends - time.monotonic(), self._cut)
        self._timer.daemon = True
        self._timer.start()

    def connect(self, *address: Any, **named: Any) -> socket.socket:
        """A connection as `socket.create_connection` makes it, with a second handle on it by which it can be ended.

        So it can be before its head, its proxy's answer or its handshake is there, of which the library says nothing.
        """
        connection = socket.create_connection(*address, **named)
        self._handles.append(connection.dup())
        if time.monotonic() >= self._ends:
            self._cut()
        return connection

    def close(self) -> None:
        """Lets go of the connections."""
        self._timer.cancel()
        for handle in self._handles:
            handle.close()

    def _cut(self) -> None:
        for handle in self._handles:
            with suppress(OSError):
                handle.shutdown(socket.SHUT_RDWR)


def _opener(url: str, deadline: _Deadline) -> urllib.request.OpenerDirector:
    """Opens URLs directly or by a proxy, by connections that end with the deadline."""
    parts = urlsplit(url)
    direct = urllib.request.ProxyHandler({} if is_loopback(parts.hostname or "") else None)
    context = None if parts.scheme == "http" else ssl.create_default_context()
    return urllib.request.build_opener(direct, _NoRedirects, *_bounded_by(deadline, context))


def _bounded_by(deadline: _Deadline, context: ssl.SSLContext | None) -> list[urllib.request.BaseHandler]:
    def made(kind: Callable[..., http.client.HTTPConnection]) -> Any:
        def connection(*given: Any, **named: Any) -> http.client.HTTPConnection:
            new = kind(*given, **named)
            new._create_connection = deadline.connect  # type: ignore[attr-defined]
            return new

        return connection

    class ByHttp(urllib.request.HTTPHandler):
        def http_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
            return self.do_open(made(http.client.HTTPConnection), req)

    class ByHttps(urllib.request.HTTPSHandler):
        def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
            return self.do_open(made(http.client.HTTPSConnection), req, context=context)

    return [ByHttp()] if context is None else [ByHttp(), ByHttps(context=context)]


def _body(url: str, response: http.client.HTTPResponse, bytes_most: int, ends: float) -> bytes:
    """The body as far as it is bounded. The clock is looked at after each part: drops that keep coming end, too."""
    body = b""
    while True:
        part = response.read1(CHUNK_BYTES)
        body += part
        if len(body) > bytes_most:
            raise NotFetched(f"{url} answers with more than {bytes_most:,} bytes")
        if time.monotonic() >= ends:
            raise NotFetched(_too_slow(url))
        if not part and response.length:
            raise NotFetched(f"{url} ends its answer before it is whole")
        if not part:
            return body


def _answered(url: str, error: urllib.error.HTTPError) -> str:
    location = error.headers.get("Location")
    if 300 <= error.code < 400 and location:
        return f"{url} redirects to {_told(location)}, which is not followed; name the URL that answers"
    return f"{url} answers {error.code}"


def _too_slow(url: str) -> str:
    return f"{url} took more than {SECONDS_MOST:g} seconds to answer"


def _split(url: str) -> SplitResult | None:
    """The parts of a URL of printable ASCII, or None where it is not one."""
    if UNPRINTABLE.search(url):
        return None
    try:
        parts = urlsplit(url)
        return None if parts.port == 0 else parts
    except ValueError:
        return None


def _told(text: str) -> str:
    """A text of others as it may be shown: in one line, and cut."""
    shown = "".join(character if character.isprintable() else "?" for character in text)
    return shown if len(shown) <= TOLD_CHARACTERS_MOST else shown[: TOLD_CHARACTERS_MOST - 1] + "…"
