"""Signing a quote: for how long it holds, its id, and its token."""

from hashlib import sha256
from typing import NamedTuple
from zoneinfo import ZoneInfo

import msgspec

from ratecard.book.rulebook import RuleBook
from ratecard.instants import Instant
from ratecard.quotes.payouts.quoting import PayoutQuote
from ratecard.signing.asking import SignableQuote, answer_again, question_of
from ratecard.signing.claims import TOKEN_CHARACTERS_MOST, Claims, audience_of_question
from ratecard.signing.figures import beyond_exact, signed_figures
from ratecard.signing.keys import QuoteKey, base64url
from ratecard.signing.sealing import sealed
from ratecard.terms.quotes import QuotesTerms

ID_BYTES = 16
_BEFORE_ID = b'{"jti":"'
_ENCODER = msgspec.json.Encoder()


class NotSigned(NamedTuple):
    """Why a quote is not signed: in a sentence, and at `ttl` where that is wrong."""

    message: str
    at_ttl: bool = False


class SignedQuote(NamedTuple):
    """A token, with its id and the instants that it says: when it was issued, and until when it is valid."""

    token: str
    id: str
    issued: Instant
    expires: Instant
    honoured: Instant


class SigningLife(NamedTuple):
    """When a quote is issued, from when on it is not valid, and from when on nothing bought at it is confirmed."""

    issued: Instant
    expires: Instant
    honoured: Instant


def life_of(answer: SignableQuote, ttl: int | None, now: Instant) -> SigningLife | NotSigned:
    """For how long a quote is to hold, by the rules of its market or region; `ttl` in seconds, None for all of it.

    It is issued at the instant that it was asked about. That may lie so far back that the quote is valid now, so that
    who asks again gets the same token; and not ahead of it.
    """
    issued, (terms, in_zone, where) = answer.request.at, _rules_of(answer)
    if terms is None:
        example = "for example quotes: {valid: 15 minutes, honour: 24 hours}"
        return NotSigned(f"the rules do not say how long a quote for {where} holds, so that none is signed; {example}")
    most = terms.expires_at_most(issued, in_zone)
    expires = most if ttl is None else Instant(issued + ttl)
    if ttl is not None and not 1 <= ttl <= most - issued:
        sentence = f"a quote for {where} cannot be valid for {ttl} seconds"
        return NotSigned(f"{sentence}; the rules say {terms.valid}, so write 1 to {most - issued}", at_ttl=True)
    if issued > now:
        return NotSigned("a quote is signed as of now or before, and `at` lies ahead")
    if expires <= now:
        return NotSigned(f"a quote of {most - issued} seconds at most, as of `at`, has expired by now")
    return SigningLife(issued, expires, terms.honoured_until(issued, in_zone))


def _rules_of(answer: SignableQuote) -> tuple[QuotesTerms | None, ZoneInfo, str]:
    """How long quotes hold where the answer is of, the zone of its days, and how people call the place."""
    if isinstance(answer, PayoutQuote):
        return answer.region.quotes, answer.region.in_zone, answer.region.code
    return answer.market.quotes, answer.market.in_zone, answer.market.key.shown


def signed_answer(answer: SignableQuote, book: RuleBook, life: SigningLife, key: QuoteKey) -> SignedQuote | NotSigned:
    """The token of an answer of any audience. What it says is what the audience of its question sees, and no more.

    `book` is the book of the answer; `key` is one that signs.
    """
    question, rest = question_of(answer)
    seen = book.seen_by(audience_of_question(question))
    if seen is not book:
        answered = answer_again(seen, question, rest, answer.request.at)
        if not isinstance(answered, SignableQuote):
            return NotSigned(f"what everybody may see of it has no figures: {answered.message}")
        answer = answered
    return signed_quote(answer, life, key)


def signed_quote(answer: SignableQuote, life: SigningLife, key: QuoteKey) -> SignedQuote | NotSigned:
    """The token of an answer of the book that its audience sees."""
    question, rest = question_of(answer)
    figures = signed_figures(answer)
    beyond = beyond_exact(figures)
    if beyond is not None:
        return NotSigned(f"{beyond} is a greater number than every reader of JSON keeps exact")
    issued, expires, honoured = life
    rest_sealed = sealed(rest, question, issued, key)
    body = _ENCODER.encode(Claims("", issued, expires, honoured, answer.digest, question, figures, rest_sealed))
    quote_id = base64url(sha256(body).digest()[:ID_BYTES])
    begun = len(_BEFORE_ID)
    payload = body[:begun] + quote_id.encode() + body[begun:]
    content = key.header + b"." + base64url(payload).encode()
    assert key.private is not None, "only a key with its private half signs"
    token = f"{content.decode()}.{base64url(key.private.sign(content))}"
    if len(token) > TOKEN_CHARACTERS_MOST:
        most = f"at most {TOKEN_CHARACTERS_MOST:,} are signed; ask with fewer facts, codes or lots"
        return NotSigned(f"the token would have {len(token):,} characters; {most}")
    return SignedQuote(token, quote_id, issued, expires, honoured)
