"""Answers as bytes, kept for as long as they hold; their tags, and what other caches may do with them.

An answer is a pure function of the document, the operation, the variables, the rule book's digest, the caller's
audience and the period in which the question was asked. An answer that is not (a trace with its file places, an error,
one whose resolver names no period) is never kept.
"""

import re
from base64 import urlsafe_b64encode
from hashlib import blake2b
from importlib.metadata import version
from typing import NamedTuple

import babel
import msgspec

from ratecard import __version__
from ratecard.api.audience import Audience
from ratecard.api.documents.bounded import Bounded
from ratecard.api.http.codings import BROTLI, CODING_VERSIONS, GZIP, IDENTITY, coded
from ratecard.api.http.guarding import Header
from ratecard.api.http.negotiation import LEGACY, STRICT
from ratecard.instants import Instant
from ratecard.terms.market import Period

ENTRY_OVERHEAD_BYTES = 500

VERSIONS = " ".join(
    (
        *(__version__, babel.__version__, CODING_VERSIONS),
        *map(version, ("tzdata", "strawberry-graphql", "graphql-core")),
    )
)
"""What beside the rule book decides an answer's bytes: the program, the locale data, the time zones, the codings."""

_MEDIA = {LEGACY: b"", STRICT: b"-strict"}
_CODING = {IDENTITY: b"", GZIP: b"-gzip", BROTLI: b"-br"}

_TAG = re.compile(rb'(?:W/)?("[^"]*")')


class AnswerKey(NamedTuple):
    """What decides an answer, but for the period."""

    document: bytes
    operation: str | None
    variables: bytes
    digest: str
    audience: Audience


class KeptAnswer(msgspec.Struct):
    """The bytes of an answer, and the period in which they are the answer.

    `shown_until` is the earliest end of a period that the answer shows, also where `at` was given and it holds longer.
    `refusals` are the codes of those in it, `decision` is the header that names its record, where there is one.
    """

    body: bytes
    period: Period
    shown_until: Instant | None
    refusals: tuple[str, ...] = ()
    decision: tuple[Header, ...] = ()
    _digest: bytes = b""
    _coded: dict[str, bytes] = {}

    def tag(self, key: AnswerKey, media: str, coding: str) -> bytes:
        """The entity tag of this answer, under its key, as one media type and under one coding: its own for each."""
        if not self._digest:
            self._digest = digest_of(key, self.period)
        return b'"%s%s%s"' % (self._digest, _MEDIA[media], _CODING[coding])

    def coded(self, coding: str) -> bytes | None:
        """The bytes under a coding, where they are known already."""
        return self.body if coding == IDENTITY else self._coded.get(coding)

    def keep_coded(self, coding: str, body: bytes) -> None:
        """Keeps the bytes under a coding."""
        self._coded[coding] = body

    @property
    def size(self) -> int:
        """All of its bytes, under every coding."""
        return len(self.body) + sum(map(len, self._coded.values()))


class Answers:
    """The answers that are kept, up to a number of bytes."""

    def __init__(self, bytes_most: int) -> None:
        self._kept: Bounded[AnswerKey, KeptAnswer] = Bounded(bytes_most)

    def find(self, key: AnswerKey, now: Instant) -> KeptAnswer | None:
        """The answer that holds at this instant, or None."""
        found = self._kept.get(key)
        if found is None or not holds(found.period, now):
            return None
        return found

    def keep(self, key: AnswerKey, answer: KeptAnswer) -> None:
        """Keeps an answer in place of that of an earlier period."""
        self._kept.put(key, answer, _size(key, answer))

    def code(self, key: AnswerKey, answer: KeptAnswer, coding: str) -> bytes:
        """An answer's bytes under a coding. They are kept with it, and count as it does, where they fit."""
        body = coded(answer.body, coding)
        if key in self._kept and self._kept.takes(_size(key, answer) + len(body)):
            answer.keep_coded(coding, body)
            self.keep(key, answer)
        return body


def _size(key: AnswerKey, answer: KeptAnswer) -> int:
    return answer.size + len(key.variables) + 4 * len(key.operation or "") + ENTRY_OVERHEAD_BYTES


def holds(period: Period, now: Instant) -> bool:
    """Whether an instant lies in a period."""
    return period.start <= now and (period.end is None or now < period.end)


def digest_of(key: AnswerKey, period: Period) -> bytes:
    """What tells an answer from others: equal for equal answers, known without the answer's bytes."""
    parts = (key.document.hex(), key.operation, key.variables, key.digest, period.start, period.end, VERSIONS)
    return urlsafe_b64encode(blake2b(repr(parts).encode(), digest_size=15).digest())


def has_tag(if_none_match: bytes, tag: bytes) -> bool:
    """Whether a request's `If-None-Match` holds a tag. Weak ones count, as RFC 9110 has it; `*` is any answer."""
    return if_none_match == tag or if_none_match.strip() == b"*" or tag in _TAG.findall(if_none_match)


def cache_control(answer: KeptAnswer, now: Instant, seconds_most: int, stale_seconds_most: int) -> bytes:
    """What a shared cache may do with a public answer. All of it ends before the answer's period does.

    `now` is the second that has begun, so one more than it seems may have passed already.
    """
    fresh, stale = seconds_most, stale_seconds_most
    for end in (answer.period.end, answer.shown_until):
        if end is not None and end > now:
            left = end - now - 1
            fresh = min(fresh, left)
            stale = min(stale, left - fresh)
    return b"public, max-age=%d, s-maxage=%d, stale-while-revalidate=%d" % (fresh, fresh, stale)
