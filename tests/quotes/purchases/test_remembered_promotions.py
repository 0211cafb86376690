"""What promotions made of questions before is kept for alike ones, and an answer is the same whatever came before."""

from itertools import product
from random import Random

from ratecard.book.rulebook import RuleBook
from ratecard.instants import Instant
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.quotes.purchases.quoting import quote_purchase
from ratecard.quotes.purchases.remembered import KEPT_MOST, Remembered
from ratecard.quotes.requests import NO_FACTS, PurchaseRequest, UsedBefore
from ratecard.rulefiles.values.limits import CountOf
from ratecard.terms.facts import Facts
from ratecard.terms.market import Market
from tests.cases.smallest import book as book_of
from tests.keys.test_promotions import FILE, FRIDAY, HALF_UP

AT = Instant(FRIDAY)
RULES = (
    HALF_UP
    + "facts: {buyer.member: {type: yes or no}, buyer.age: {type: count}}\n"
    + "promotions:\n"
    + "  first: {name: F, bonus: 100 %, limits: {each: {most: 150 units}}}\n"
    + "  second: {name: S, discount: 10 %, limits: {each: {most: 2 units, of: package}}}\n"
    + "  third: {name: T, bonus: {by: buyer.age, from: {0: 1, 18: 7}, other: 3}, when: {buyer.member: yes}}\n"
)


BUYERS: tuple[Facts, ...] = (
    {},
    {"buyer.age": 20},
    *({"buyer.member": member} for member in (True, False)),
    *({"buyer.member": member, "buyer.age": age} for member in (True, False) for age in (17, 18)),
)


def sold() -> RuleBook:
    return book_of({FILE: RULES})


def asked(first: int, second: int | None, quantity: int, facts: Facts = NO_FACTS) -> PurchaseRequest:
    used = [UsedBefore("promotions.first.limits.each", CountOf(first, "units"))]
    if second is not None:
        used.append(UsedBefore("promotions.second.each", CountOf(second, "units"), package="coins_100"))
    return PurchaseRequest("DE", "web", "coins_100", AT, quantity, facts, tuple(used))


def figures(book: RuleBook, request: PurchaseRequest) -> object:
    quote = quote_purchase(book, request)
    assert isinstance(quote, PurchaseQuote)
    opened = [(own.terms.id, own.needs, own.unit and own.unit.runs) for own in quote.open_promotions]
    return quote.runs, quote.uses, quote.assumed, quote.promotions, opened


def test_an_answer_is_the_same_whatever_was_asked_before() -> None:
    every = [asked(*parts) for parts in product((0, 148, 150), (None, 0, 1, 2), (1, 2, 4))]
    every += [asked(0, 1, 2, facts) for facts in BUYERS]
    alone = [figures(sold(), request) for request in every]
    book, order = sold(), Random(15)
    for _ in range(3):
        positions = list(range(len(every)))
        order.shuffle(positions)
        for position in positions:
            assert figures(book, every[position]) == alone[position]


def test_what_is_kept_is_bounded() -> None:
    book = sold()
    for used in range(3 * KEPT_MOST):
        figures(book, asked(used, 0, 1))
    market = book.market(("DE", "web"), AT)
    assert isinstance(market, Market)
    assert market.promotions is not None
    (remembered,) = market.promotions.kept.of_packages.values()
    assert isinstance(remembered, Remembered)
    assert 0 < len(remembered.kept) <= KEPT_MOST
