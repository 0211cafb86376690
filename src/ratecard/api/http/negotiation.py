"""Which media type an answer is written in, by the request's `Accept`."""

import re
from functools import lru_cache

STRICT = "application/graphql-response+json"
LEGACY = "application/json"

_QUALITY = re.compile(r"(?:0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)", re.ASCII)
_RANGES_MOST = 30


@lru_cache(maxsize=256)
def negotiated(accept: str) -> str | None:
    """The media type for an `Accept`, or None where it takes none that there is.

    Without a preference of the caller's, application/json is taken, which every client reads. A more specific range
    decides over a wider one, as RFC 9110 has it.
    """
    if not accept.strip():
        return LEGACY
    found = {LEGACY: (-1, 0.0), STRICT: (-1, 0.0)}
    for text in accept.split(",")[:_RANGES_MOST]:
        name, _, parameters = text.partition(";")
        specific, types = _matched(name.strip().lower())
        quality = _quality(parameters)
        for each in types:
            if specific > found[each][0] or (specific == found[each][0] and quality > found[each][1]):
                found[each] = (specific, quality)
    best = max(found, key=lambda each: (found[each][1], found[each][0], each == LEGACY))
    return best if found[best][1] > 0 else None


def _matched(name: str) -> tuple[int, tuple[str, ...]]:
    """How specific a range is, and the types of ours that are in it."""
    if name in (STRICT, LEGACY):
        return 2, (name,)
    if name == "application/*":
        return 1, (LEGACY, STRICT)
    return 0, (LEGACY, STRICT) if name == "*/*" else ()


def _quality(parameters: str) -> float:
    for text in parameters.split(";"):
        name, _, value = text.partition("=")
        if name.strip().lower() == "q":
            value = value.strip()
            return float(value) if _QUALITY.fullmatch(value) else 0.0
    return 1.0


@lru_cache(maxsize=256)
def is_json(content_type: str) -> bool:
    """Whether a request's `Content-Type` says JSON in UTF-8."""
    name, _, parameters = content_type.partition(";")
    if name.strip().lower() != LEGACY:
        return False
    for text in parameters.split(";"):
        key, _, value = text.partition("=")
        if key.strip().lower() == "charset" and value.strip().strip('"').lower() not in ("utf-8", "utf8"):
            return False
    return True
