"""Pages of other origins that may ask: which origins, and by which headers, as an operator writes them."""

import re
from ipaddress import IPv4Address, IPv6Address
from socket import inet_aton
from urllib.parse import urlsplit

CORS_HEADERS = (
    *("content-type", "authorization", "accept", "if-none-match"),
    *("apollo-require-preflight", "apollographql-client-name", "apollographql-client-version"),
    *("traceparent", "tracestate", "baggage", "sentry-trace", "x-request-id"),
)
"""What pages send beside a question, by default: GraphQL clients, and those who trace requests from the browser on."""

PORTS = {"http": 80, "https": 443}

_HOST = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.?", re.ASCII)
_IPV4 = re.compile(r"(?:.*\.)?(?:[0-9]+|0x[0-9a-f]*)", re.ASCII)
_IN_OTHER_WAYS = re.compile("[\u00df\u03c2\u200c\u200d]")
"""Letters that IDNA 2003, which Python has, turns into others or leaves out, and browsers keep: "faß" is not "fass"."""

_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+", re.ASCII)


def wrong_origin(text: str) -> str | None:
    """Why a text is not an origin as browsers send it, with what to write; None where it is one."""
    if "*" in text or text == "null":
        whom = {"*": "every site", "null": "pages of no known site"}.get(text, "sites that nobody has named")
        return (
            f"--cors-origins {text} would let {whom} read the answers; name each origin, such as https://shop.example"
        )
    wanted = origin_of(text)
    if wanted == text:
        return None
    instead = wanted or "it as location.origin of the page shows it, such as https://shop.example"
    return f"--cors-origins {text} is not an origin as browsers send it, and would match none; write {instead}"


def origin_of(text: str) -> str | None:
    """The origin of a URL as browsers send it: scheme and host in small ASCII letters, and a port that is not usual.

    None where there is none, or where it is not known here how a browser writes the host.
    """
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
        host, port = _host_of(parts.hostname or ""), parts.port
    except (ValueError, OSError):
        return None
    if not parts.scheme:
        return None
    return f"{parts.scheme}://{host}" + ("" if port in (None, PORTS.get(parts.scheme)) else f":{port}")


def _host_of(text: str) -> str:
    """A host as browsers write it: "127.0.0.1" for "127.1". Raises ValueError or OSError where that is not known."""
    if ":" in text:
        return f"[{IPv6Address(text)}]"
    if _IN_OTHER_WAYS.search(text):
        raise ValueError(f"{text} is another host to browsers than to Python's older rules")
    host = text.encode("idna").decode("ascii")
    if _IPV4.fullmatch(host):
        return str(IPv4Address(inet_aton(host)))
    if not _HOST.fullmatch(host):
        raise ValueError(f"{host} is not a host")
    return host


def wrong_header(text: str) -> str | None:
    """Why a text is not a header that a page may be let send; None where it is one."""
    if text != "*" and _TOKEN.fullmatch(text):
        return None
    return f"--cors-headers {text} is not the name of a header; name each one that pages send, such as content-type"
