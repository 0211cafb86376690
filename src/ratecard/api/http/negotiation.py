"""Which media type an answer is written in, by the request's `Accept`."""

import re
from functools import lru_cache

STRICT = "application/graphql-response+json"
LEGACY = "application/json"
HTML = "text/html"

MediaTypes = tuple[str, ...]
"""Media types that an answer can be written in, the one that is taken without a preference first."""

DATA: MediaTypes = (LEGACY, STRICT)
PAGE_OR_DATA: MediaTypes = (LEGACY, STRICT, HTML)

_QUALITY = re.compile(r"(?:0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)", re.ASCII)
_RANGES_MOST = 30
_CHARACTERS_REMEMBERED_MOST = 300


def negotiated(accept: str | None, offers: MediaTypes = DATA) -> str | None:
    """The media type for an `Accept`, or None where it takes none of those on offer.

    Without a preference of the caller's, application/json is taken, which every client reads. A more specific range
    decides over a wider one, as RFC 9110 has it.
    """
    if accept is None or not accept.strip():
        return offers[0]
    return _remembered(accept, offers) if len(accept) <= _CHARACTERS_REMEMBERED_MOST else _negotiated(accept, offers)


def _negotiated(accept: str, offers: MediaTypes) -> str | None:
    found = dict.fromkeys(offers, (-1, 0.0))
    for text in accept.split(",")[:_RANGES_MOST]:
        name, _, parameters = text.partition(";")
        name, quality = name.strip().lower(), quality_of(parameters)
        for media, (specific, best) in found.items():
            here = _specificity(name, media)
            if here is not None and (here, quality) > (specific, best):
                found[media] = (here, quality)
    chosen = max(found, key=lambda media: (found[media][1], found[media][0], -offers.index(media)))
    return chosen if found[chosen][1] > 0 else None


_remembered = lru_cache(maxsize=256)(_negotiated)


def _specificity(name: str, media: str) -> int | None:
    """How specific a range is that a media type is in; None where it is not in it."""
    if name == media:
        return 2
    if name == f"{media.partition('/')[0]}/*":
        return 1
    return 0 if name == "*/*" else None


def quality_of(parameters: str) -> float:
    """The quality that the parameters of one range state: 1 where they state none, 0 where it is malformed."""
    for text in parameters.split(";"):
        name, _, value = text.partition("=")
        if name.strip().lower() == "q":
            value = value.strip()
            return float(value) if _QUALITY.fullmatch(value) else 0.0
    return 1.0


def is_json(content_type: str) -> bool:
    """Whether a request's `Content-Type` says JSON in UTF-8."""
    is_short = len(content_type) <= _CHARACTERS_REMEMBERED_MOST
    return _is_json_remembered(content_type) if is_short else _is_json(content_type)


def _is_json(content_type: str) -> bool:
    name, _, parameters = content_type.partition(";")
    if name.strip().lower() != LEGACY:
        return False
    for text in parameters.split(";"):
        key, _, value = text.partition("=")
        if key.strip().lower() == "charset" and value.strip().strip('"').lower() not in ("utf-8", "utf8"):
            return False
    return True


_is_json_remembered = lru_cache(maxsize=256)(_is_json)
