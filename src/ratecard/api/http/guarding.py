"""Whom a request is for and where it comes from: the server's own names, other sites, and what they may read."""

from ratecard.api.errors import BAD_REQUEST, Rejected
from ratecard.api.http.incoming import Headers
from ratecard.api.http.statuses import CROSS_SITE, FOREIGN_NAME

Header = tuple[bytes, bytes]

LOOPBACK_NAMES = frozenset({"127.0.0.1", "localhost"})
"""The names by which this machine may be asked. A page of another site can give its own name our address, and would
then read the answers as its own; it cannot change the name that the browser sends."""

SECURITY_HEADERS: tuple[Header, ...] = (
    (b"x-content-type-options", b"nosniff"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"same-origin"),
)
"""On every answer: it is data, for nobody to run, to frame, or to take in from another site without being let."""

PREFLIGHT_SECONDS = b"600"


class Guarding:
    """Which names the server answers to (None: any), and which origins of other sites may read its answers."""

    def __init__(self, names: frozenset[str] | None, origins: frozenset[str]) -> None:
        self._names = names
        self._origins = frozenset(origin.encode("latin-1") for origin in origins)

    def check(self, headers: Headers) -> None:
        """Raises Rejected for a request that means another server, or that another site makes unasked."""
        if self._names is not None and name_of(headers.host) not in self._names:
            message = "The request is for another server. Ask this one by its own name"
            listed = " or ".join(sorted(self._names))
            raise Rejected(BAD_REQUEST, f"{message}: {listed}.", reason=FOREIGN_NAME)
        if headers.sec_fetch_site == b"cross-site" and headers.origin not in self._origins:
            raise Rejected(BAD_REQUEST, "Other sites may not ask this server.", reason=CROSS_SITE)

    def headers_for(self, headers: Headers) -> tuple[Header, ...]:
        """The headers that let a page of another site read the answer, where its origin may."""
        if headers.origin is None or headers.origin not in self._origins:
            return ()
        return (
            (b"access-control-allow-origin", headers.origin),
            (b"access-control-expose-headers", b"ETag, RateLimit-Remaining, Retry-After"),
        )

    def preflight_for(self, headers: Headers) -> tuple[Header, ...]:
        """The answer's headers to a browser that asks whether it may send a request."""
        allowed = self.headers_for(headers)
        if not allowed:
            return ()
        return (
            allowed[0],
            (b"access-control-allow-methods", b"GET, POST"),
            (b"access-control-allow-headers", b"authorization, content-type, if-none-match"),
            (b"access-control-max-age", PREFLIGHT_SECONDS),
        )

    @property
    def vary(self) -> bytes:
        """Which request headers an answer depends on."""
        return b"Accept, Origin" if self._origins else b"Accept"


def name_of(host: bytes | None) -> str:
    """The name in a `Host`, without its port."""
    if host is None:
        return ""
    name, colon, port = host.decode("latin-1").rpartition(":")
    return (name if colon and port.isdigit() else f"{name}{colon}{port}").lower()
