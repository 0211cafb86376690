"""What a token is worth: whether it is ours, whether it is valid, and what the rules say by now.

Every bound is looked at before any work that grows with what came in. Exactly one form of a token is taken: three
parts, our type, one algorithm, no further header, base64url written in its one way.
"""

from enum import Enum
from typing import NamedTuple

import msgspec

from ratecard.book.rulebook import RuleBook
from ratecard.instants import Instant
from ratecard.refusals import Refusal
from ratecard.signing.asking import SignableQuote, answer_again
from ratecard.signing.claims import ALGORITHM, TOKEN_CHARACTERS_MOST, TYPE, Claims, audience_of_question
from ratecard.signing.figures import FigureChange, changes_between, signed_figures
from ratecard.signing.keys import QuoteKeys, from_base64url
from ratecard.signing.sealing import opened

PARTS = 3
SECONDS_AHEAD = 30
"""Clocks of several machines differ: so far ahead of ours an instant of issue may lie."""


class QuoteStatus(Enum):
    """What a token is worth."""

    VALID = "valid"
    HONOURED = "honoured"
    EXPIRED = "expired"
    INVALID = "invalid"


class InvalidQuote(Enum):
    """Why a token is not a signed quote."""

    TOO_LARGE = f"it has more than {TOKEN_CHARACTERS_MOST:,} characters"
    NOT_A_TOKEN = "it is not three parts of base64url with a header and claims in JSON"
    WRONG_TYPE = f"its type is not {TYPE}: it is a token for something else"
    WRONG_ALGORITHM = f"its algorithm is not {ALGORITHM}"
    UNKNOWN_KEY = "it names a key that is not known here, or not believed any more"
    WRONG_SIGNATURE = "its signature is not of the key that it names"
    WRONG_CLAIMS = "its claims are not those of a signed quote"
    ISSUED_AHEAD = "it says that it was issued in the future"


class TokenHeader(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The first part of a token. There is nothing else in it: no key, no address of one, nothing critical."""

    alg: str
    kid: str
    typ: str = ""


class QuoteVerdict(NamedTuple):
    """What a token is worth at an instant.

    `confirmed`: what was bought at it, at the instant asked about, is to be sold so. `compared`: the rules were asked
    what they say now, which is `changes`, or `refused`; where they were not, only the promise itself is judged.
    """

    status: QuoteStatus
    reason: InvalidQuote | None = None
    claims: Claims | None = None
    confirmed: bool = False
    compared: bool = False
    changes: tuple[FigureChange, ...] = ()
    refused: Refusal | None = None


_CLAIMS = msgspec.json.Decoder(Claims)
_HEADER = msgspec.json.Decoder(TokenHeader)


def claims_of(token: str, keys: QuoteKeys, now: Instant) -> Claims | InvalidQuote:
    """What a token says, once its signature is right; or why it is not one of ours. Whether it has expired is open."""
    if len(token) > TOKEN_CHARACTERS_MOST:
        return InvalidQuote.TOO_LARGE
    parts = token.split(".")
    if len(parts) != PARTS or not token.isascii():
        return InvalidQuote.NOT_A_TOKEN
    header, payload, signature = map(from_base64url, parts)
    if header is None or payload is None or signature is None:
        return InvalidQuote.NOT_A_TOKEN
    try:
        stated = _HEADER.decode(header)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return InvalidQuote.NOT_A_TOKEN
    if stated.typ != TYPE:
        return InvalidQuote.WRONG_TYPE
    if stated.alg != ALGORITHM:
        return InvalidQuote.WRONG_ALGORITHM
    key = keys.by_id.get(stated.kid)
    if key is None or not key.holds(now):
        return InvalidQuote.UNKNOWN_KEY
    if not key.has_signed(signature, f"{parts[0]}.{parts[1]}".encode()):
        return InvalidQuote.WRONG_SIGNATURE
    try:
        claims = _CLAIMS.decode(payload)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return InvalidQuote.WRONG_CLAIMS
    return claims if claims.iat <= now + SECONDS_AHEAD else InvalidQuote.ISSUED_AHEAD


def verdict_of(
    token: str, keys: QuoteKeys, now: Instant, purchased: Instant | None = None, book: RuleBook | None = None
) -> QuoteVerdict:
    """What a token is worth now.

    `purchased` is when something was bought at it, None for now. With a `book`, what that says by now is compared.
    """
    claims = claims_of(token, keys, now)
    if isinstance(claims, InvalidQuote):
        return QuoteVerdict(QuoteStatus.INVALID, claims)
    bought, is_valid = now if purchased is None else purchased, now < claims.exp
    confirmed = claims.iat - SECONDS_AHEAD <= bought < claims.exp and bought <= now + SECONDS_AHEAD
    confirmed = confirmed and (is_valid or now < claims.honoured)
    status = QuoteStatus.VALID if is_valid else QuoteStatus.EXPIRED
    verdict = QuoteVerdict(status, None, claims, confirmed)
    return verdict if book is None else _compared(verdict, claims, book, _kid_of(token), keys, now)


def _compared(
    verdict: QuoteVerdict, claims: Claims, book: RuleBook, kid: str, keys: QuoteKeys, now: Instant
) -> QuoteVerdict:
    """The verdict with what the book says by now. One whose question cannot be opened here is left as it is."""
    rest = opened(claims.sealed, claims.question, claims.iat, keys.by_id[kid])
    if rest is None:
        return verdict
    seen = book.seen_by(audience_of_question(claims.question))
    answer = answer_again(seen, claims.question, rest, now)
    if not isinstance(answer, SignableQuote):
        changed = verdict._replace(compared=True, refused=answer)
    else:
        changed = verdict._replace(compared=True, changes=changes_between(claims.figures, signed_figures(answer)))
    if verdict.status is QuoteStatus.VALID and (changed.changes or changed.refused is not None):
        return changed._replace(status=QuoteStatus.HONOURED)
    return changed


def _kid_of(token: str) -> str:
    """The key that a token names, of which that was read before."""
    header = from_base64url(token.partition(".")[0])
    assert header is not None
    return _HEADER.decode(header).kid
