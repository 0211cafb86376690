"""What lists choose: each package and each gift by its own facts; and the whole list says what it assumed."""

import pytest

from ratecard.book.rulebook import RuleBook
from ratecard.loading import load_book
from ratecard.quotes.gifts.listing import list_gifts
from ratecard.quotes.gifts.lists import GiftList
from ratecard.quotes.gifts.quotes import GiftQuote
from ratecard.quotes.gifts.quoting import quote_gift
from ratecard.quotes.purchases.listing import list_prices
from ratecard.quotes.purchases.lists import PriceList
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.quotes.purchases.quoting import quote_purchase
from ratecard.quotes.requests import GiftListRequest, GiftRequest, PriceListRequest, PurchaseRequest
from ratecard.refusals import InvalidFact, InvalidInput, NotSold, Refusal, SenderNotEligible, UnknownFact
from ratecard.terms.facts import Facts
from tests.books import sound
from tests.quotes.small_chain import DE, book, noon
from tests.refusing import BOOK

AT = noon("2026-11-01")
PURCHASES = "buyer.purchases"
EARNS = "earnings: {live: {base: coins, diamonds: 1 per 2, rounding: down, scope: total}}\n"


@pytest.fixture(scope="module")
def purchases() -> RuleBook:
    return sound(load_book(BOOK))


def listed(rules: RuleBook, facts: Facts | None = None, **packages: Facts) -> PriceList | Refusal:
    """Germany's price list on iOS, with facts of all packages and of single ones."""
    return list_prices(rules, PriceListRequest("DE", "ios", AT, facts or {}, packages))


def prices(rules: RuleBook, facts: Facts | None = None, **packages: Facts) -> dict[str, int]:
    """The listed price of each package."""
    answer = listed(rules, facts, **packages)
    assert isinstance(answer, PriceList), answer
    return {quote.package.id: quote.listed_minor for quote in answer.packages}


def gifts(rules: RuleBook, facts: Facts | None = None) -> GiftList:
    """The gifts of Germany on iOS."""
    answer = list_gifts(rules, GiftListRequest("DE", "ios", AT, facts or {}))
    assert isinstance(answer, GiftList), answer
    return answer


# Price lists.


def test_a_count_that_is_kept_for_each_package_is_taken_package_by_package(purchases: RuleBook) -> None:
    facts: Facts = {"buyer.member": True}
    assert prices(purchases, facts, adult={PURCHASES: 3})["adult"] == 200
    assert prices(purchases, facts, adult={PURCHASES: 2})["adult"] == 238
    assert prices(purchases, facts, plain={PURCHASES: 3})["adult"] == 238
    assert prices(purchases, {**facts, PURCHASES: 3}, adult={PURCHASES: 0})["adult"] == 238
    assert prices(purchases, {**facts, PURCHASES: 3})["adult"] == 200


def test_each_package_of_a_list_is_priced_as_its_own_quote(purchases: RuleBook) -> None:
    own: dict[str, Facts] = {"plain": {PURCHASES: 7}, "adult": {PURCHASES: 3}, "member": {PURCHASES: 0}}
    answer = listed(purchases, {"buyer.age": 30, "buyer.member": False}, **own)
    assert isinstance(answer, PriceList)
    for quote in answer.packages:
        facts = {"buyer.age": 30, "buyer.member": False, **own[quote.package.id]}
        alone = quote_purchase(purchases, PurchaseRequest("DE", "ios", quote.package.id, AT, 1, facts))
        assert isinstance(alone, PurchaseQuote)
        assert alone.listed_minor == quote.listed_minor
        assert quote.request.facts == facts
    assert answer.assumed == ()


OF_THINGS = "values of packages and items that the book has"


@pytest.mark.parametrize(
    ("package", "facts", "refusal"),
    [
        ("adult", {"buyer.height": 3}, UnknownFact("buyer.height", ("buyer.age", "buyer.member", PURCHASES))),
        ("adult", {PURCHASES: -1}, InvalidFact(PURCHASES, "-1", "a whole number from 0")),
        ("adult", {"buyer.age": 3}, InvalidFact("buyer.age/adult", "3", "one value, for all packages")),
        (
            "adlut",
            {PURCHASES: 3},
            InvalidFact(f"{PURCHASES}/adlut", "3", OF_THINGS),
        ),
    ],
)
def test_a_fact_of_a_package_that_cannot_be_one_is_refused(
    purchases: RuleBook, package: str, facts: Facts, refusal: Refusal
) -> None:
    assert listed(purchases, **{package: facts}) == refusal


def test_a_price_list_says_which_facts_it_assumed() -> None:
    rules = book(
        EARNS,
        f"{DE}prices: {{c: {{by: creator.grade, is: {{partner: 1.00}}, other: 2.00}}}}\n"
        "tax: {display: inclusive, rounding: half up, per: unit, collected_by: store, "
        "lines: {v: {name: V, rate: {by: creator.form, is: {treaty: 5 %}, other: 19 %}}}}",
    )
    unknown = listed(rules)
    assert isinstance(unknown, PriceList)
    assert unknown.assumed == ("creator.form", "creator.grade")
    known = listed(rules, {"creator.grade": "partner", "creator.form": "plain"})
    assert isinstance(known, PriceList)
    assert known.assumed == ()


def test_a_list_without_a_package_that_some_may_buy_says_why_it_is_not_there() -> None:
    rules = book(EARNS, f"{DE}prices: {{c: {{by: creator.grade, is: {{partner: 1.00}}, other: none}}}}")
    unknown = listed(rules)
    assert isinstance(unknown, PriceList)
    assert (unknown.packages, unknown.assumed) == ((), ("creator.grade",))
    assert [(each.package, type(each.refusal)) for each in unknown.refused] == [("c", NotSold)]
    standard = listed(rules, {"creator.grade": "standard"})
    assert isinstance(standard, PriceList)
    assert (standard.packages, standard.assumed) == ((), ())
    assert [(each.package, type(each.refusal)) for each in standard.refused] == [("c", NotSold)]


# Gifts.


def test_a_list_of_gifts_says_which_facts_it_assumed_also_for_gifts_that_are_not_there() -> None:
    rules = book(
        f"{EARNS}gifts:\n"
        "  a: {coins: 1, kinds: [live]}\n"
        "  b: {coins: {by: creator.grade, is: {partner: 5}, other: none}, kinds: [live]}\n"
        "  c: {coins: {by: creator.form, is: {plain: 7}, other: 9}, kinds: [live]}\n"
    )
    unknown = gifts(rules)
    assert [each.gift.id for each in unknown.gifts] == ["a", "c"]
    assert [each.assumed for each in unknown.gifts] == [(), ("creator.form",)]
    assert unknown.assumed == ("creator.form", "creator.grade")
    assert gifts(rules, {"creator.form": "plain", "creator.grade": "partner"}).assumed == ()


GIFTS = "gifts:\n  small: {coins: 5, kinds: [live]}\n  large: {coins: 500, kinds: [live]}\n"
WHEN = GIFTS.replace("500, kinds: [live]", "500, kinds: [live], when: {gift.coins: {below: 100}}")


def test_a_condition_on_what_a_gift_costs_is_judged_for_each_gift_by_its_own_coins() -> None:
    rules = book(EARNS + WHEN)
    answer = gifts(rules)
    assert [(each.gift.id, each.open) for each in answer.gifts] == [("small", ())]
    ((name, refusal),) = answer.refused
    assert name == "large"
    quote = quote_gift(rules, GiftRequest("DE", "ios", "DE", "large", AT))
    assert isinstance(quote, SenderNotEligible)
    assert refusal == quote


def test_a_list_of_gifts_is_not_told_what_each_gift_costs() -> None:
    rules = book(EARNS + WHEN)
    refused = list_gifts(rules, GiftListRequest("DE", "ios", AT, {"gift.coins": 5}))
    said = "gift.coins is of the question itself, and the engine states it; leave it out"
    assert refused == InvalidInput(("facts", "gift.coins"), said)


def test_the_worth_of_gifts_is_told_at_the_price_of_one_unit_of_the_package() -> None:
    rules = book(
        f"{EARNS}{GIFTS}worth_at: {{package: c, rounding: half up}}\n",
        f"{DE}prices: {{c: {{by: purchase.coins, from: {{0: 2.00, 100: 1.00}}}}}}",
    )
    listed_worth = {each.gift.id: each.worth_minor for each in gifts(rules).gifts}
    assert listed_worth == {"small": 5, "large": 500}  # the package has 100 coins, and costs 1.00
    for gift, worth in listed_worth.items():
        quote = quote_gift(rules, GiftRequest("DE", "ios", "DE", gift, AT))
        assert isinstance(quote, GiftQuote)
        assert quote.worth_minor == worth
