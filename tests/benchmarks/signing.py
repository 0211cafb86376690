"""Purchase quotes a second on the shipped book, unsigned and signed, and how many tokens are verified; on one core.

Every request is distinct, made beforehand, and asked by the public functions that the API calls. Each token is looked
at once before anything is timed: it is valid, and says the figures of the unsigned quote.
"""

from collections.abc import Callable, Sequence
from itertools import cycle, islice, product

from ratecard.audience import Audience
from ratecard.book.rulebook import RuleBook
from ratecard.instants import Instant
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.quotes.purchases.quoting import quote_purchase
from ratecard.quotes.requests import PurchaseRequest
from ratecard.signing.figures import signed_figures
from ratecard.signing.keys import QuoteKey, QuoteKeys, keys_of, private_key
from ratecard.signing.making import SignedQuote, SigningLife, life_of, signed_quote
from ratecard.signing.verifying import verdict_of
from tests.benchmarks.earning import AT, PER_ROUND, part
from tests.benchmarks.rounds import Times, take_turns
from tests.books import shipped

UNSIGNED, SIGNED, VERIFIED = "purchase quotes", "signed purchase quotes", "tokens verified, the rules asked again"

SIGNED_OWED = 10_000
"""Signed quotes a second on one core that are owed."""

PACKAGES = ("coins_100", "coins_500", "coins_1000", "coins_5000")


def measure(rounds: int) -> Times:
    """The time of each in each round of 250; who begins changes from round to round."""
    book = shipped().seen_by(Audience.PUBLIC)
    key = private_key(bytes(range(32)))
    keys, requests = keys_of([key], key), purchase_requests(book, rounds * PER_ROUND)
    tokens = [token_of(book, request, key) for request in requests]
    for request, token in zip(requests[:PER_ROUND], tokens, strict=False):
        _check(book, request, token, keys)
    runners: dict[str, Callable[[int], object]] = {
        UNSIGNED: lambda number: [quote_purchase(book, request) for request in part(requests, number)],
        SIGNED: lambda number: [token_of(book, request, key) for request in part(requests, number)],
        VERIFIED: lambda number: [verdict_of(token, keys, AT, None, book) for token in part(tokens, number)],
    }
    return take_turns(runners, rounds)


def token_of(book: RuleBook, request: PurchaseRequest, key: QuoteKey) -> str:
    """The token of a purchase, from the question to the signature."""
    answer = quote_purchase(book, request)
    assert isinstance(answer, PurchaseQuote)
    life = life_of(answer, 600, AT)
    assert isinstance(life, SigningLife)
    made = signed_quote(answer, life, key)
    assert isinstance(made, SignedQuote)
    return made.token


def purchase_requests(book: RuleBook, count: int) -> Sequence[PurchaseRequest]:
    """Distinct purchases that have figures, over all markets and four packages."""
    asked = (
        PurchaseRequest(market.region, market.platform, package, Instant(AT), 1 + number % 997)
        for number, (package, market) in enumerate(cycle(product(PACKAGES, book.markets())))
    )
    return list(
        islice((request for request in asked if isinstance(quote_purchase(book, request), PurchaseQuote)), count)
    )


def _check(book: RuleBook, request: PurchaseRequest, token: str, keys: QuoteKeys) -> None:
    answer, verdict = quote_purchase(book, request), verdict_of(token, keys, AT, None, book)
    assert isinstance(answer, PurchaseQuote)
    assert verdict.claims is not None
    assert verdict.confirmed
    assert not verdict.changes
    assert verdict.claims.figures == signed_figures(answer)
