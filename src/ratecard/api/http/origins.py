"""Pages of other origins that may ask: which origins, and by which headers, as an operator writes them."""

import re
from urllib.parse import urlsplit

CORS_HEADERS = (
    *("content-type", "authorization", "accept", "if-none-match"),
    *("apollo-require-preflight", "apollographql-client-name", "apollographql-client-version"),
    *("traceparent", "tracestate", "baggage", "sentry-trace"),
)
"""What pages send beside a question, by default: GraphQL clients, and those who trace requests from the browser on."""

PORTS = {"http": 80, "https": 443}

_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+", re.ASCII)


def wrong_origin(text: str) -> str | None:
    """Why a text is not an origin as browsers send it, with what to write; None where it is one."""
    if text in ("*", "null"):
        whom = "every site" if text == "*" else "pages of no known site"
        return (
            f"--cors-origins {text} would let {whom} read the answers; name each origin, such as https://shop.example"
        )
    wanted = origin_of(text)
    if wanted == text:
        return None
    instead = wanted or "https://shop.example"
    return f"--cors-origins {text} is not an origin as browsers send it, and would match none; write {instead}"


def origin_of(text: str) -> str | None:
    """The origin of a URL as browsers send it: scheme and host in small ASCII letters, and a port that is not usual."""
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
        host, port = (parts.hostname or "").encode("idna").decode("ascii"), parts.port
    except ValueError:
        return None
    if not host or not parts.scheme:
        return None
    if ":" in host:
        host = f"[{host}]"
    return f"{parts.scheme}://{host}" + ("" if port in (None, PORTS.get(parts.scheme)) else f":{port}")


def wrong_header(text: str) -> str | None:
    """Why a text is not a header that a page may be let send; None where it is one."""
    if text != "*" and _TOKEN.fullmatch(text):
        return None
    return f"--cors-headers {text} is not the name of a header; name each one that pages send, such as content-type"
