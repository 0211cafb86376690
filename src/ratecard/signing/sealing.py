"""The rest of a question, sealed: facts, codes, what was used of limits, budgets, lots. Only the server opens it.

Whoever holds a token may read it, browsers and logs among them, and these are what is known of a person. Sealing is
deterministic, so that the same question gives the same token, and is bound to the rest of the question and its instant.
"""

import zlib

import msgspec
from cryptography.exceptions import InvalidTag

from ratecard.signing.claims import SignedQuestion
from ratecard.signing.keys import QuoteKey, base64url, from_base64url, sealer

LEVEL = 9
OPENED_BYTES_MOST = 50_000


class SealedLot(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, array_like=True):
    """One lot: diamonds, the second in which they were earned, where the money came from, and its own facts."""

    diamonds: int
    earned: int
    source_region: str | None = None
    facts: dict[str, str] = {}


class Sealed(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What was stated beside the question itself, each in the words of rule files and callers.

    `used` has the name of each limit with an amount, `budget` the most and what was used of it, `want` an amount.
    """

    facts: dict[str, str] = {}
    codes: tuple[str, ...] = ()
    used: tuple[tuple[str, str], ...] = ()
    budget: tuple[str, str | None] | None = None
    lots: tuple[SealedLot, ...] = ()
    want: str | None = None


NOTHING_SEALED = Sealed()
_ENCODER = msgspec.json.Encoder(order="deterministic")


def sealed(rest: Sealed, question: SignedQuestion, issued: int, key: QuoteKey) -> str | None:
    """The rest of a question as a token holds it; None where there is none. `key` is one that signs."""
    if rest == NOTHING_SEALED:
        return None
    assert key.seal is not None, "a key that signs seals, too"
    text = zlib.compress(_ENCODER.encode(rest), LEVEL)
    return base64url(sealer(key.seal).encrypt(text, [_bound_to(question, issued)]))


def opened(text: str | None, question: SignedQuestion, issued: int, key: QuoteKey) -> Sealed | None:
    """The rest of a question; None where this key cannot open it."""
    if text is None:
        return NOTHING_SEALED
    raw = from_base64url(text)
    if raw is None or key.seal is None:
        return None
    try:
        packed = sealer(key.seal).decrypt(raw, [_bound_to(question, issued)])
        plain = zlib.decompressobj().decompress(packed, OPENED_BYTES_MOST)
        return msgspec.json.decode(plain, type=Sealed)
    except (InvalidTag, ValueError, zlib.error, msgspec.DecodeError):
        return None


def _bound_to(question: SignedQuestion, issued: int) -> bytes:
    return _ENCODER.encode((question, issued))
