"""Items, worked by hand: what is sold for money and holds no coins."""

from fractions import Fraction

import pytest

from ratecard.book.rulebook import RuleBook
from ratecard.instants import Instant
from ratecard.loading import load_book, load_texts
from ratecard.money import Money
from ratecard.quotes.purchases.listing import list_prices
from ratecard.quotes.purchases.lists import PriceList
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.quotes.purchases.quoting import quote_item, quote_purchase
from ratecard.quotes.requests import ItemRequest, PriceListRequest, PurchaseRequest, UsedBefore
from ratecard.quotes.tracing.purchases import trace_purchase
from ratecard.refusals import AboveLimit, ItemNotEligible, ItemNotSold, UnknownItem, UnknownPackage
from ratecard.rulefiles.values.limits import CountOf
from ratecard.terms.facts import Facts
from tests.books import folder_texts, sound
from tests.reference.dates import second
from tests.refusing_items import BOOK

AT = Instant(second("2026-07-01T12:00+00:00", "UTC"))
IN_SPRING = Instant(second("2026-04-01T12:00+00:00", "UTC"))
FILES = folder_texts(BOOK)
RULES, DE = "rules/book.yaml", "regions/de.yaml"


@pytest.fixture(scope="module")
def book() -> RuleBook:
    return sound(load_book(BOOK))


def changed(text: str, instead: str, file: str = RULES) -> RuleBook:
    """The book with another text, which stands there once."""
    assert FILES[file].count(text) == 1
    return sound(load_texts({**FILES, file: FILES[file].replace(text, instead)}))


def item(
    book: RuleBook, name: str = "tier_1", platform: str = "ios", quantity: int = 1, **facts: object
) -> PurchaseQuote:
    told: Facts = {name.replace("__", "."): value for name, value in facts.items()}  # type: ignore[misc]
    answer = quote_item(book, ItemRequest("DE", platform, name, AT, quantity, told))
    assert isinstance(answer, PurchaseQuote), answer
    return answer


def test_an_item_has_price_tax_and_commission_by_its_kind_and_no_coins(book: RuleBook) -> None:
    quote = item(book)
    assert (quote.coins, quote.bonus, quote.total) == (0, 0, 0)
    assert (quote.listed_minor, quote.net_minor, quote.tax_minor, quote.gross_minor) == (499, 419, 80, 499)
    assert (quote.commission_minor, quote.proceeds_minor) == (63, 356)  # 15 % of 4.1932…
    assert item(book, "shout", buyer__age=16).commission_minor == 50  # 30 % of 1.6806…: 1.1764… is left
    assert quote.store_product_id == "com.example.tier1"
    assert quote.package.kinds == ("subscription",)


def test_an_item_holds_0_coins_where_something_asks_for_them() -> None:
    rules = FILES[RULES].replace(
        "{by: purchase.kind, is: {subscription: 15 %}, other: 30 %}", "{by: purchase.coins, from: {0: 20 %, 1: 30 %}}"
    )
    rules = rules.replace(
        "  buyer.age: {type: count}\n", "  buyer.age: {type: count}\n  purchase.coins: {type: count}\n"
    )
    by_coins = sound(load_texts({**FILES, RULES: rules}))
    assert item(by_coins).proceeds_minor == 335  # 419.3277… less a fifth is 335.46…
    package = quote_purchase(by_coins, PurchaseRequest("DE", "ios", "coins_100", AT))
    assert isinstance(package, PurchaseQuote)
    assert package.proceeds_minor == 70


def test_an_item_is_compared_with_itself_elsewhere_by_its_price(book: RuleBook) -> None:
    quote = item(book, platform="web", quantity=3)
    (saved,) = quote.savings
    assert (saved.against.shown, saved.amount) == ("platform ios", Money(300, quote.currency))
    assert saved.rate.fraction == Fraction(300, 1497)
    steps = {step.figure: step.output for step in trace_purchase(quote)}
    assert steps["saved against platform ios"] == Money(300, quote.currency)
    assert not {"coins", "total", "price per coin"} & steps.keys()
    assert item(book).savings == ()


def test_a_promotion_of_items_is_for_no_package_and_one_without_a_list_for_no_item() -> None:
    for promotion, expected in (
        ("items: [tier_1]\n    discount: 20 %", {"tier_1": 399, "coins_100": 119}),
        ("discount: 20 %", {"tier_1": 499, "coins_100": 95}),
        ("discount: {tier_1: 20 %}", {"tier_1": 399, "coins_100": 119}),
        ("items: [tier_1]\n    packages: [coins_100]\n    discount: 1.00 EUR", {"tier_1": 399, "coins_100": 19}),
        ("kinds: [subscription]\n    discount: 20 %", {"tier_1": 399, "coins_100": 119}),
        ("items: [tier_1]\n    price: 3.50 EUR", {"tier_1": 350, "coins_100": 119}),
    ):
        book = changed("items: [tier_1]\n    discount: 20 %", promotion)
        answer = list_prices(book, PriceListRequest("DE", "ios", IN_SPRING))
        assert isinstance(answer, PriceList)
        listed = {quote.package.id: quote.listed_minor for quote in answer.sold}
        assert {name: listed[name] for name in expected} == expected, promotion


def test_of_promotions_of_an_item_the_least_price_wins() -> None:
    book = changed(
        "    items: [tier_1]\n    discount: 20 %\n",
        "    items: [tier_1]\n    discount: 20 %\n  fixed: {name: {en: Fixed}, items: [tier_1], price: 3.50 EUR, "
        "exclusive: yes, from: 2026-03-01, before: 2026-06-01}\n",
    )
    answer = quote_item(book, ItemRequest("DE", "ios", "tier_1", IN_SPRING))
    assert isinstance(answer, PurchaseQuote)
    assert (answer.listed_minor, [own.terms.id for own in answer.promotions]) == (350, ["fixed"])
    assert answer.deal is not None
    assert [(loser.terms.id, loser.reason) for loser in answer.deal.losers] == [
        ("spring", "another choice costs no more")
    ]


def test_a_limit_of_an_item_refuses_the_second_one_and_says_what_is_used_of_it(book: RuleBook) -> None:
    used = (UsedBefore("items.tier_2.limits.once", CountOf(1, "units"), item="tier_2"),)
    request = ItemRequest("DE", "ios", "tier_2", AT, facts={"buyer.member": True})
    refused = quote_item(book, ItemRequest("DE", "ios", "tier_2", AT, facts={"buyer.member": True}, used=used))
    assert isinstance(refused, AboveLimit)
    assert (refused.limit_id, refused.left) == ("items.tier_2.limits.once", "0 units")
    first = quote_item(book, request)
    assert isinstance(first, PurchaseQuote)
    assert first.uses == (UsedBefore("items.tier_2.limits.once", CountOf(1, "units"), item="tier_2"),)
    other = (UsedBefore("items.tier_2.limits.once", CountOf(1, "units"), item="tier_1"),)
    again = quote_item(book, ItemRequest("DE", "ios", "tier_2", AT, facts={"buyer.member": True}, used=other))
    assert isinstance(again, PurchaseQuote)
    assert [limit.limit_id for limit in again.open_limits] == ["items.tier_2.limits.once"]


def test_items_are_listed_apart_by_their_order_and_are_no_best_value(book: RuleBook) -> None:
    answer = list_prices(book, PriceListRequest("DE", "ios", AT, {"buyer.member": True, "buyer.age": 15}))
    assert isinstance(answer, PriceList)
    assert [quote.package.id for quote in answer.items] == ["tier_2", "tier_1"]
    assert [quote.package.id for quote in answer.packages] == ["coins_100"]
    assert answer.best_value == "coins_100"
    assert [(own.item, type(own.refusal)) for own in answer.refused_items] == [("shout", ItemNotEligible)]
    assert answer.refused == ()


def test_a_market_that_sells_items_alone_sells_something() -> None:
    book = changed("  coins_100: 1.19\n", "", DE)
    answer = list_prices(book, PriceListRequest("DE", "ios", AT))
    assert isinstance(answer, PriceList)
    assert (answer.packages, answer.sells_nothing, answer.best_value) == ((), False, None)


def test_a_package_is_no_item_and_an_item_no_package(book: RuleBook) -> None:
    assert quote_item(book, ItemRequest("DE", "ios", "coins_100", AT)) == UnknownItem("coins_100", ())
    assert quote_item(book, ItemRequest("DE", "ios", "tier_3", AT)) == UnknownItem("tier_3", ("tier_2", "tier_1"))
    assert quote_item(book, ItemRequest("DE", "ios", "away", AT)) == ItemNotSold("DE", "ios", "away", AT)
    answer = quote_purchase(book, PurchaseRequest("DE", "ios", "tier_1", AT))
    assert isinstance(answer, UnknownPackage)


def test_what_is_shown_beside_an_item_is_in_its_quote(book: RuleBook) -> None:
    assert [(perk.id, perk.value) for perk in item(book, "shout").shows.perks] == [("pinned", "10 minutes")]


def test_an_envelope_bounds_what_coins_cost_and_no_item() -> None:
    book = changed("savings:", "envelope: {gross_per_coin: {EUR: {least: 0.0105, most: 0.02}}}\nsavings:")
    assert item(book).gross_minor == 499


@pytest.mark.parametrize(
    ("text", "instead", "code"),
    [
        ("  coins_100: {coins: 100", "  tier_1: {coins: 5}\n  coins_100: {coins: 100", "id-twice"),
        ("items: [tier_1]", "items: [tier_9]", "unknown-item"),
        ("kinds: [message]", "kinds: [massage]", "unknown-fact-value"),
        ("items: [tier_1]\n    discount: 20 %", "items: [tier_1]\n    bonus: 20 %", "unfitting-promotion"),
        ("items: [tier_1]", "items: [tier_1]\n    limits: {each: {most: 1 unit, of: package}}", "unfitting-promotion"),
        ("against: [coins_100", "against: [tier_1", "unknown-package"),
        ("{ios: com.example.tier1}", "{console: com.example.tier1}", "unknown-platform"),
        ("  away: {name: {en: Away}}", "  away: {order: 9}", "name-lacks-language"),
        ("kinds: [message], when", "coins: 5, when", "unknown-key"),
    ],
)
def test_what_is_wrong_with_items_is_told(text: str, instead: str, code: str) -> None:
    assert FILES[RULES].count(text) == 1, text
    found = load_texts({**FILES, RULES: FILES[RULES].replace(text, instead)})
    assert code in {diagnostic.code for diagnostic in found.diagnostics}, found.diagnostics


def test_a_price_of_neither_a_package_nor_an_item_is_told_with_both_in_mind() -> None:
    found = load_texts({**FILES, DE: FILES[DE].replace("  tier_1: 4.99", "  teir_1: 4.99")})
    (diagnostic,) = found.diagnostics
    assert diagnostic.code == "unknown-package"
    assert diagnostic.sentence == "teir_1 is a package to which no file gives coins, and none of the items"
    assert {fix.text for fix in diagnostic.fixes} == {"tier_1"}
