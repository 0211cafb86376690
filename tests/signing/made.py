"""Keys, quotes and tokens of the smallest book, in which quotes are valid for 15 minutes and honoured for a day."""

from base64 import urlsafe_b64decode
from typing import Any

import msgspec

from ratecard.audience import Audience
from ratecard.book.rulebook import RuleBook
from ratecard.instants import Instant
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.quotes.purchases.quoting import quote_purchase
from ratecard.quotes.requests import PurchaseRequest
from ratecard.signing.keys import QuoteKey, QuoteKeys, keys_of, private_key
from ratecard.signing.making import SignedQuote, SigningLife, life_of, signed_answer
from tests.books import sound
from tests.cases.smallest import DE, load

SEED, OTHER_SEED = bytes(range(32)), bytes(range(1, 33))
KEY, OTHER = private_key(SEED), private_key(OTHER_SEED)
KEYS: QuoteKeys = keys_of([KEY], KEY)
LIFE = "quotes: {valid: 15 minutes, honour: 24 hours}\n"
MINUTE, HOUR, DAY = 60, 3_600, 86_400


def book_with(german: str = LIFE, **files: str) -> RuleBook:
    """The smallest book with more in Germany's file; `files` are further ones, by their paths with __ for /."""
    more = {f"{path.replace('__', '/')}.yaml": text for path, text in files.items()}
    return sound(load({"regions/de.yaml": DE + german, **more}))


def quoted(book: RuleBook, request: PurchaseRequest) -> PurchaseQuote:
    """The quote of a purchase, which has figures."""
    found = quote_purchase(book, request)
    assert isinstance(found, PurchaseQuote), found
    return found


def signed(book: RuleBook, request: PurchaseRequest, ttl: int | None = None, key: QuoteKey = KEY) -> SignedQuote:
    """The token of a purchase, as it is made at the instant that it is asked about."""
    answer = quoted(book, request)
    life = life_of(answer, ttl, request.at)
    assert isinstance(life, SigningLife), life
    made = signed_answer(answer, book, life, key)
    assert isinstance(made, SignedQuote), made
    return made


def public(book: RuleBook) -> RuleBook:
    """The book as everybody sees it."""
    return book.seen_by(Audience.PUBLIC)


def read_without_us(token: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The header and the claims of a token, by nothing of the engine; its signature is not looked at."""
    header, claims, _ = (urlsafe_b64decode(part + "=" * (-len(part) % 4)) for part in token.split("."))
    return msgspec.json.decode(header), msgspec.json.decode(claims)


def later(at: Instant, seconds: int) -> Instant:
    """An instant so much later."""
    return Instant(at + seconds)
