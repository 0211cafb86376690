"""The checks that a browser makes before a page of another origin may ask, and may read what came back.

Written from the Fetch standard (fetch.spec.whatwg.org), in its own order and words: "CORS check", "CORS-preflight
fetch", "CORS-safelisted request-header", "CORS-safelisted response-header name". Bytes are text by Latin-1 here.
"""

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

Pairs = Sequence[tuple[str, str]]
Credentials = Literal["omit", "same-origin", "include"]

OK_STATUSES = range(200, 300)
SAFELISTED_METHODS = ("GET", "HEAD", "POST")
SAFELISTED_TYPES = ("application/x-www-form-urlencoded", "multipart/form-data", "text/plain")
NON_WILDCARD = "authorization"
SAFELISTED_RESPONSE_HEADERS = frozenset(
    {"cache-control", "content-language", "content-length", "content-type", "expires", "last-modified", "pragma"}
)
UNSAFE_BYTE = re.compile(r'[\x00-\x08\x0a-\x1f"():<>?@\[\\\]{}\x7f]')
UNSAFE_LANGUAGE_BYTE = re.compile(r"[^0-9A-Za-z *,\-.;=]")
VALUE_BYTES_MOST = 128
UNSAFE_BYTES_MOST = 1_024
TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")


class Response(NamedTuple):
    """A response as it came: its status, and each header line by itself."""

    status: int
    headers: Pairs


class Request(NamedTuple):
    """What a page asks for."""

    method: str
    origin: str
    headers: Pairs = ()
    credentials: Credentials = "same-origin"


def get(name: str, headers: Pairs) -> str | None:
    """The standard's "get": the values of all lines of this name, by comma and space; None where there is none."""
    values = [value.strip("\t\n\r ") for each, value in headers if each.lower() == name.lower()]
    return ", ".join(values) if values else None


def extract(name: str, headers: Pairs) -> list[str] | None:
    """The standard's "extract header list values", for names by commas. Raises ValueError for what is no such list."""
    text = get(name, headers)
    if text is None:
        return None
    items = [item.strip("\t ") for item in text.split(",") if item.strip("\t ")]
    if not all(TOKEN.fullmatch(item) for item in items):
        raise ValueError(f"{name} is not a list of names: {text}")
    return items


def cors_check(request: Request, response: Response) -> bool:
    """Whether the page may have this response at all."""
    origin = get("Access-Control-Allow-Origin", response.headers)
    if origin is None:
        return False
    if request.credentials != "include" and origin == "*":
        return True
    if origin != request.origin:
        return False
    if request.credentials != "include":
        return True
    return get("Access-Control-Allow-Credentials", response.headers) == "true"


def needs_preflight(request: Request) -> bool:
    """Whether the browser asks before it sends: for another method, or a header that no form could send."""
    return request.method not in SAFELISTED_METHODS or bool(unsafe_names(request.headers))


def preflight_of(request: Request) -> dict[str, str]:
    """The headers of the request by which a browser asks, which is made by OPTIONS."""
    names = ",".join(unsafe_names(request.headers))
    asked = {"Accept": "*/*", "Access-Control-Request-Method": request.method, "Origin": request.origin}
    return {**asked, "Access-Control-Request-Headers": names} if names else asked


def preflight_check(request: Request, response: Response) -> bool:
    """Whether the browser sends the request after this answer to its preflight."""
    if not cors_check(request._replace(credentials="same-origin"), response) or response.status not in OK_STATUSES:
        return False
    try:
        methods = extract("Access-Control-Allow-Methods", response.headers)
        names = extract("Access-Control-Allow-Headers", response.headers)
    except ValueError:
        return False
    with_credentials = request.credentials == "include"
    methods = [request.method] if methods is None else methods
    allowed = {name.lower() for name in names or ()}
    if (
        request.method not in methods
        and request.method not in SAFELISTED_METHODS
        and (with_credentials or "*" not in methods)
    ):
        return False
    sent = {name.lower() for name, _ in request.headers}
    if NON_WILDCARD in sent and NON_WILDCARD not in allowed:
        return False
    return all(name in allowed or (not with_credentials and "*" in allowed) for name in unsafe_names(request.headers))


def unsafe_names(headers: Pairs) -> list[str]:
    """The standard's "CORS-unsafe request-header names", sorted."""
    unsafe, suspected, size = set(), set(), 0
    for name, value in headers:
        if is_safelisted(name.lower(), value):
            suspected.add(name.lower())
            size += len(value)
        else:
            unsafe.add(name.lower())
    return sorted(unsafe | suspected if size > UNSAFE_BYTES_MOST else unsafe)


def is_safelisted(name: str, value: str) -> bool:
    """Whether a form could send this header too."""
    if len(value) > VALUE_BYTES_MOST:
        return False
    if name == "accept":
        return not UNSAFE_BYTE.search(value)
    if name in ("accept-language", "content-language"):
        return not UNSAFE_LANGUAGE_BYTE.search(value)
    if name == "content-type":
        essence = value.partition(";")[0].strip().lower()
        return not UNSAFE_BYTE.search(value) and essence in SAFELISTED_TYPES
    return name == "range" and re.fullmatch(r"bytes=[0-9]+-[0-9]*", value) is not None


def readable(request: Request, response: Response) -> set[str]:
    """The names of the headers that the page may read."""
    exposed = {name.lower() for name in extract("Access-Control-Expose-Headers", response.headers) or ()}
    names = {name.lower() for name, _ in response.headers}
    if "*" in exposed and request.credentials != "include":
        return names
    return names & (exposed | SAFELISTED_RESPONSE_HEADERS)


def sending(*names: str, origin: str, method: str = "POST") -> Request:
    """A request for JSON with these headers beside."""
    return Request(method, origin, (("Content-Type", "application/json"), *((name, "x") for name in names)))
