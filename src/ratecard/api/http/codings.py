"""How an answer's bytes are coded for the way: which codings a request's `Accept-Encoding` takes, and the coding.

Convention: what only finance may see is not compressed unless the caller takes nothing else. Its length would tell
somebody who listens, and who can put text of his own beside it, a little of it each time (BREACH).
"""

import gzip
import zlib
from collections.abc import Callable, Mapping
from functools import lru_cache

import brotli

from ratecard.api.http.negotiation import quality_of

IDENTITY, GZIP, BROTLI = "identity", "gzip", "br"

BYTES_LEAST = 1_000
"""What is shorter fits into one packet as it is."""

GZIP_LEVEL = 6
BROTLI_QUALITY = 5
"""About as fast as gzip's level 6, and smaller."""

ACCEPT_CHARACTERS_MOST = 200
"""What is longer is read each time rather than remembered; browsers send about twenty."""

CODING_VERSIONS = f"{zlib.ZLIB_RUNTIME_VERSION} {GZIP_LEVEL} {brotli.__version__} {BROTLI_QUALITY}"
"""What decides the compressed bytes of given ones."""

Codings = tuple[str, ...]
"""Codings that a request takes, the best first."""

_ALIASES = {"x-gzip": GZIP}
_SMALLEST_FIRST = (BROTLI, GZIP, IDENTITY)
_ITEMS_MOST = 30
_LEAST_QUALITY = 0.0001
"""Below every quality that a request can state: what it does not name and does not refuse either."""

_CODERS: Mapping[str, Callable[[bytes], bytes]] = {
    GZIP: lambda body: gzip.compress(body, GZIP_LEVEL, mtime=0),
    BROTLI: lambda body: brotli.compress(body, quality=BROTLI_QUALITY),
}


def accepted_codings(accept_encoding: str | None) -> Codings:
    """The codings that an `Accept-Encoding` takes, the best first; none where it refuses all that there are.

    Without one, an answer goes as it is. By RFC 9110 `identity` is taken unless it is refused, by name or by `*`. br is
    taken by its name only: not everybody who writes `*` can read it.
    """
    if not accept_encoding:
        return (IDENTITY,)
    if len(accept_encoding) > ACCEPT_CHARACTERS_MOST:
        return _accepted(accept_encoding)
    return _remembered(accept_encoding)


def coding_for(codings: Codings, size: int, *, secret: bool) -> str:
    """The coding for an answer of so many bytes: none for a small or secret one, if the caller takes it uncoded."""
    if (secret or size < BYTES_LEAST) and IDENTITY in codings:
        return IDENTITY
    return codings[0]


def coded(body: bytes, coding: str) -> bytes:
    """The bytes under a coding, the same at every time."""
    return _CODERS[coding](body) if coding in _CODERS else body


def _accepted(accept_encoding: str) -> Codings:
    """All codings of a quality above 0: by quality, then those that are named, then the smaller answer."""
    stated: dict[str, float] = {}
    for item in accept_encoding.lower().split(",")[:_ITEMS_MOST]:
        name, _, parameters = item.partition(";")
        name = name.strip()
        stated.setdefault(_ALIASES.get(name, name), quality_of(parameters))
    unnamed = {BROTLI: 0.0, GZIP: stated.get("*", 0.0), IDENTITY: stated.get("*", _LEAST_QUALITY)}
    found = [(stated.get(coding, unnamed[coding]), coding in stated, coding) for coding in _SMALLEST_FIRST]
    found.sort(key=lambda coding: coding[:2], reverse=True)
    return tuple(coding for quality, _, coding in found if quality > 0)


_remembered = lru_cache(maxsize=256)(_accepted)
