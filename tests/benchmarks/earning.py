"""Payout and gift quotes a second on the shipped book, without and with their traces; and the inverse of a payout.

Every request is distinct, made beforehand, and asked by the public function that the API calls.
"""

from collections.abc import Callable, Sequence
from itertools import cycle, islice, product
from typing import TypeVar

from ratecard.book.rulebook import RuleBook
from ratecard.currency import CURRENCIES
from ratecard.instants import Instant
from ratecard.money import Diamonds, Money
from ratecard.quotes.gifts.quotes import GiftQuote
from ratecard.quotes.gifts.quoting import quote_gift
from ratecard.quotes.payouts.quoting import PayoutQuote, quote_payout
from ratecard.quotes.requests import GiftRequest, Lot, PayoutRequest
from ratecard.quotes.tracing.gifts import trace_gift
from ratecard.quotes.tracing.payouts import trace_payout
from ratecard.terms.facts import Facts
from tests.benchmarks.rounds import Times, take_turns
from tests.books import shipped

AT = Instant(1_793_000_000)  # 2026-10-25
PER_ROUND = 250
FACTS: Facts = {"creator.age": 21, "creator.followers": 1500, "creator.live_days": 5, "creator.payouts": 3}

T = TypeVar("T")

PAYOUTS, GIFTS, LOTS, WANTED = "payout quotes", "gift quotes", "payout quotes of three lots", "fewest diamonds"


def traced(name: str) -> str:
    """The same questions, answered with a trace as well."""
    return f"{name}, with trace"


PAYOUTS_OWED = 100_000
"""Payout quotes a second on one core that are owed."""


def measure(rounds: int) -> Times:
    """The time of each kind of question in each round of 250; who begins changes from round to round."""
    book = shipped()
    count = rounds * PER_ROUND
    payouts, lots = payout_requests(book, count, lots=0), payout_requests(book, count, lots=3)
    gifts, wanted = gift_requests(book, count), wanted_requests(count)
    assert all(isinstance(quote_payout(book, each), PayoutQuote) for each in (*payouts, *lots, *wanted))
    assert all(isinstance(quote_gift(book, each), GiftQuote) for each in gifts)
    runners: dict[str, Callable[[int], object]] = {
        PAYOUTS: lambda number: [quote_payout(book, each) for each in part(payouts, number)],
        traced(PAYOUTS): lambda number: _trace_payouts(book, part(payouts, number)),
        LOTS: lambda number: [quote_payout(book, each) for each in part(lots, number)],
        GIFTS: lambda number: [quote_gift(book, each) for each in part(gifts, number)],
        traced(GIFTS): lambda number: _trace_gifts(book, part(gifts, number)),
        WANTED: lambda number: [quote_payout(book, each) for each in part(wanted, number)],
    }
    return take_turns(runners, rounds)


def part(requests: Sequence[T], number: int) -> Sequence[T]:
    """The questions of one round."""
    return requests[number * PER_ROUND : (number + 1) * PER_ROUND]


def payout_requests(book: RuleBook, count: int, lots: int) -> list[PayoutRequest]:
    """Distinct payouts over all regions and methods, without lots or with as many of these."""
    found: list[PayoutRequest] = []
    pairs = cycle(product([code for code in book.regions if "-" not in code], ("paypal", "bank")))
    for number, (region, method) in enumerate(islice(pairs, count)):
        diamonds = Diamonds(60_000 + 7 * number)
        facts: Facts = {**FACTS, "creator.tax_form": "w9"}
        held = tuple(Lot(Diamonds(diamonds // lots), Instant(AT - 40 * 86_400 * each), "DE") for each in range(lots))
        found.append(PayoutRequest(region, method, AT, None if lots else diamonds, held, facts=facts))
    return found


def wanted_requests(count: int) -> list[PayoutRequest]:
    """Distinct wanted amounts of money, in euro."""
    pairs = cycle(("DE", "FR", "IT"))
    return [
        PayoutRequest(region, "paypal", AT, want=Money(6_000 + 3 * number, CURRENCIES["EUR"]), facts=FACTS)
        for number, region in enumerate(islice(pairs, count))
    ]


def gift_requests(book: RuleBook, count: int) -> list[GiftRequest]:
    """Distinct gifts that are available, over all markets and creators' regions."""
    senders = [key for key in book.markets() if key.platform == "web"]
    regions = cycle(book.regions)
    asked = (
        GiftRequest(key.region, key.platform, next(regions), gift, AT, 1 + number % 97, None, FACTS)
        for number, (gift, key) in enumerate(cycle(product(sorted(book.gifts), senders)))
    )
    return list(islice((each for each in asked if isinstance(quote_gift(book, each), GiftQuote)), count))


def _trace_payouts(book: RuleBook, requests: Sequence[PayoutRequest]) -> None:
    for request in requests:
        quote = quote_payout(book, request)
        if type(quote) is PayoutQuote:
            trace_payout(quote)


def _trace_gifts(book: RuleBook, requests: Sequence[GiftRequest]) -> None:
    for request in requests:
        quote = quote_gift(book, request)
        if type(quote) is GiftQuote:
            trace_gift(quote)
