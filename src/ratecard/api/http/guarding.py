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
"""On every answer that has none of its own: it is data, for nobody to run, to frame, or to take in from another site
without being let."""

METHODS = b"GET, HEAD, POST"
PREFLIGHT_SECONDS = b"600"

EXPOSED = (
    b"Allow",
    b"Date",
    b"ETag",
    b"Ratecard-Book",
    b"Ratecard-Decision",
    b"RateLimit-Remaining",
    b"Retry-After",
    b"WWW-Authenticate",
    b"X-Request-Id",
)
"""What a page of another origin may read beside the headers that the Fetch standard lets it read anyway."""


class Guarding:
    """Which names the server answers to (None: any), and which origins may read its answers, by which headers."""

    def __init__(
        self, names: frozenset[str] | None, origins: frozenset[str] = frozenset(), request_headers: tuple[str, ...] = ()
    ) -> None:
        self._names = names
        self._origins = frozenset(origin.encode("latin-1") for origin in origins)
        self._preflight: tuple[Header, ...] = (
            (b"access-control-allow-methods", METHODS),
            (b"access-control-allow-headers", ", ".join(request_headers).encode("latin-1")),
            (b"access-control-max-age", PREFLIGHT_SECONDS),
        )

    def check_name(self, headers: Headers) -> None:
        """Raises Rejected for a request that means another server, or of which it is not clear what it means."""
        if headers.repeated is not None:
            raise Rejected(BAD_REQUEST, f"The header {headers.repeated} comes twice.")
        if self._names is not None and name_of(headers.host) not in self._names:
            message = "The request is for another server. Ask this one by its own name"
            listed = " or ".join(sorted(self._names))
            raise Rejected(BAD_REQUEST, f"{message}: {listed}.", reason=FOREIGN_NAME)

    def check_site(self, headers: Headers) -> None:
        """Raises Rejected for a request that another site makes unasked."""
        site = headers.sec_fetch_site
        if site is not None and site.lower() == b"cross-site" and headers.origin not in self._origins:
            raise Rejected(BAD_REQUEST, "Other sites may not ask this server.", reason=CROSS_SITE)

    def reading_headers(self, headers: Headers) -> tuple[Header, ...]:
        """The headers that let a page of another origin read the answer, where it may."""
        if headers.origin is None or headers.origin not in self._origins:
            return ()
        return (
            (b"access-control-allow-origin", headers.origin),
            (b"access-control-expose-headers", b", ".join(EXPOSED)),
        )

    def preflight_headers(self, headers: Headers) -> tuple[Header, ...]:
        """What tells a browser which requests a page of another origin may send, where it may send any."""
        return self._preflight if headers.origin in self._origins else ()

    @property
    def varies_by_origin(self) -> bool:
        """Whether an answer depends on the origin that asks."""
        return bool(self._origins)


def is_preflight(method: str, headers: Headers) -> bool:
    """Whether a browser asks, for a page of another origin, what it may send."""
    return method == "OPTIONS" and headers.origin is not None and headers.access_control_request_method is not None


def name_of(host: bytes | None) -> str:
    """The name in a `Host`, without its port."""
    if host is None:
        return ""
    name, colon, port = host.decode("latin-1").rpartition(":")
    return (name if colon and port.isascii() and port.isdigit() else f"{name}{colon}{port}").lower()
