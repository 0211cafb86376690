"""Ways of paying, facts that a purchase states itself, products of stores, and what is shown: worked by hand."""

import pytest

from ratecard.instants import Instant
from ratecard.quotes.purchases.listing import list_prices
from ratecard.quotes.purchases.lists import PriceList
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.quotes.purchases.quoting import quote_purchase
from ratecard.quotes.requests import PriceListRequest, PurchaseRequest
from ratecard.refusals import InvalidInput, NotEligible, QuantityOutOfRange
from ratecard.terms.facts import Facts
from ratecard.terms.shows import PerkKind
from tests.book.asking import NOON, at
from tests.cases.smallest import book, found, germany, replaced

FACTS = """facts:
  buyer.member: {type: yes or no}
  purchase.amount: {type: money}
  purchase.coins: {type: count}
  purchase.kind: {type: one of, of: [subscription, season]}
  purchase.quantity: {type: count}
"""
WAYS = "    ways: {paypal: {name: PayPal, order: 2}, card: {name: Card, order: {begins: 1, 2026-06-01: 3}}}\n"
RULES = {
    "rules/facts.yaml": FACTS,
    **replaced(
        "rules/platforms.yaml",
        ("    name: Website\n", f"    name: Website\n{WAYS}"),
        ("{rate: 2.9 %, base: gross}", "{rate: {by: purchase.way, is: {paypal: 5 %}, other: 2.9 %}, base: gross}"),
    ),
}


def asked(
    changes: dict[str, str], facts: Facts | None = None, platform: str = "web", quantity: int = 1, day: str = ""
) -> object:
    """The answer to a purchase of the large package: 12.99 EUR with 19 % inside, so 10.92 net."""
    when = at(day) if day else NOON
    request = PurchaseRequest("DE", platform, "coins_1000", Instant(when), quantity, facts or {})
    return quote_purchase(book({**RULES, **changes}), request)


def quoted(changes: dict[str, str], facts: Facts | None = None, **more: object) -> PurchaseQuote:
    """The quote of it."""
    answer = asked(changes, facts, **more)  # type: ignore[arg-type]
    assert isinstance(answer, PurchaseQuote), answer
    return answer


@pytest.mark.parametrize(
    ("day", "facts", "way", "assumed", "proceeds"),
    [
        ("2026-05-31", {}, "card", ("purchase.way",), 1054),  # 10.9160 − 2.9 % of 12.99
        ("2026-06-01", {}, "paypal", ("purchase.way",), 1027),  # 10.9160 − 5 % of 12.99
        ("2026-06-01", {"purchase.way": "card"}, "card", (), 1054),
        ("2026-05-31", {"purchase.way": "paypal"}, "paypal", (), 1027),
    ],
)
def test_the_way_of_the_least_order_holds_untold_and_says_so(
    day: str, facts: Facts, way: str, assumed: tuple[str, ...], proceeds: int
) -> None:
    quote = quoted({}, facts, day=day)
    assert (quote.way, quote.assumed, quote.proceeds_minor) == (way, assumed, proceeds)


def test_where_there_is_no_way_other_holds_and_nothing_is_assumed() -> None:
    quote = quoted(germany(("12.99", "{by: purchase.way, is: {card: 11.99}, other: 12.99}")), platform="ios")
    assert (quote.listed_minor, quote.assumed, quote.way) == (1299, (), None)


@pytest.mark.parametrize(
    ("platform", "facts", "said"),
    [
        ("web", {"purchase.way": "cash"}, "cash is not a way of paying of DE on web; it has"),
        ("ios", {"purchase.way": "card"}, "card is not a way of paying of DE on ios; it has none"),
        ("web", {"purchase.way": "c" * 200}, "… is not a way of paying of DE on web"),
        ("web", {"purchase.coins": 1000}, "purchase.coins is of the question itself"),
        ("web", {"purchase.quantity": 1}, "purchase.quantity is of the question itself"),
    ],
)
def test_a_way_that_is_not_there_and_what_the_engine_states_are_refused(platform: str, facts: Facts, said: str) -> None:
    refused = asked({}, facts, platform=platform)
    assert isinstance(refused, InvalidInput)
    assert said in refused.message
    assert len(refused.message) < 200
    listed = list_prices(book(RULES), PriceListRequest("DE", platform, Instant(NOON), facts))
    assert listed == refused


def test_a_list_by_each_way_has_the_first_one_first_and_no_way_beside_it() -> None:
    rules = book({**RULES, **germany(("12.99", "{by: purchase.way, is: {card: 12.99}, other: 13.49}"))})
    listed = list_prices(rules, PriceListRequest("DE", "web", Instant(at("2026-01-01")), ways=True))
    assert isinstance(listed, PriceList)
    prices = [(each.way.id, [quote.listed_minor for quote in each.packages]) for each in listed.by_way]
    assert prices == [("card", [129, 1299]), ("paypal", [129, 1349])]
    assert [each.assumed for each in listed.by_way] == [(), ()]
    assert listed.assumed == ("purchase.way",)
    both = list_prices(rules, PriceListRequest("DE", "web", Instant(NOON), {"purchase.way": "card"}, ways=True))
    assert isinstance(both, InvalidInput)
    assert both.path == ("ways",)


@pytest.mark.parametrize(
    ("price", "quantity", "listed"),
    [
        ("{by: purchase.coins, from: {0: 12.99, 1001: 10.00}}", 1, 1299),
        ("{by: purchase.coins, from: {0: 12.99, 1000: 10.00}}", 1, 1000),
        ("{by: purchase.quantity, from: {0: 12.99, 3: 12.00}}", 2, 2598),
        ("{by: purchase.quantity, from: {0: 12.99, 3: 12.00}}", 3, 3600),
    ],
)
def test_a_price_varies_by_coins_and_units(price: str, quantity: int, listed: int) -> None:
    quote = quoted(germany(("12.99", price)), quantity=quantity)
    assert (quote.listed_minor, quote.assumed) == (listed, ("purchase.way",))  # the fee varies by the way


@pytest.mark.parametrize(("kinds", "rate"), [("", 19), ("kinds: [subscription, season], ", 7)])
def test_a_tax_varies_by_the_first_kind_and_none_is_known(kinds: str, rate: int) -> None:
    tax = germany(("rate: 19 %", "rate: {by: purchase.kind, is: {subscription: 7 %}, other: 19 %}"))
    packages = f"packages: {{coins_100: {{coins: 100}}, coins_1000: {{{kinds}coins: 1000}}}}\n"
    quote = quoted({**tax, "rules/packages.yaml": packages})
    assert quote.tax.lines[0].rate.fraction * 100 == rate
    assert "purchase.kind" not in quote.assumed


def test_a_commission_varies_by_the_price_of_one_unit_and_a_bare_nothing_is_in_its_currency() -> None:
    line = "{store: {rate: {by: purchase.amount, from: {0: 30 %, 12.99 EUR: 10 %}}, base: net}}"
    platforms = replaced("rules/platforms.yaml", ("{store: {rate: 30 %, base: net}}", line))
    quote = quoted({**platforms, "rules/facts.yaml": FACTS}, platform="ios", quantity=2)
    assert quote.proceeds_minor == 2 * 982  # 90 % of 10.9160
    small = PurchaseRequest("DE", "ios", "coins_100", Instant(NOON), 10)
    cheap = quote_purchase(book({**RULES, **platforms}), small)
    assert isinstance(cheap, PurchaseQuote)
    assert cheap.proceeds_minor == 10 * 76  # 70 % of 1.0840: the price of one decides, not that of all


def test_a_condition_on_the_price_is_judged_by_it() -> None:
    packages = (
        "packages: {coins_100: {coins: 100}, coins_1000: {coins: 1000, when: {purchase.amount: {below: 10 EUR}}}}\n"
    )
    refused = asked({"rules/packages.yaml": packages})
    assert isinstance(refused, NotEligible)
    assert refused.unmet[0].actual == "12.99 EUR"


def test_a_package_has_a_product_and_a_greatest_quantity() -> None:
    product = "product: {ios: com.example.a, web: {2025-01-01: w1, 2026-06-01: w2}}"
    packages = (
        f"packages: {{coins_100: {{coins: 100}}, coins_1000: {{coins: 1000, {product}, quantity: {{most: 3}}}}}}\n"
    )
    changes = {"rules/packages.yaml": packages}
    assert quoted(changes, quantity=3, day="2026-05-31").store_product_id == "w1"
    assert quoted(changes, day="2026-06-01").store_product_id == "w2"
    assert asked(changes, quantity=4) == QuantityOutOfRange(4, 1, 3)


def test_what_is_shown_varies_by_the_price_and_makes_no_figure() -> None:
    shows = "{pinned: {by: purchase.amount, from: {0: none, 10 EUR: 30 minutes}}, badge: {en: Best}, recommended: yes}"
    packages = f"packages: {{coins_100: {{coins: 100, shows: {shows}}}, coins_1000: {{coins: 1000, shows: {shows}}}}}\n"
    plain, quote = quoted({}), quoted({"rules/packages.yaml": packages})
    assert [(perk.id, perk.kind, perk.value) for perk in quote.shows.perks] == [
        ("pinned", PerkKind.DURATION, "30 minutes")
    ]
    assert (quote.shows.badge, quote.shows.recommended, quote.shows.image) == ({"en": "Best"}, True, None)
    assert (plain.shows.perks, plain.listed_minor, plain.taxed) == ((), quote.listed_minor, quote.taxed)
    assert book({**RULES, "rules/packages.yaml": packages}).digest != book(RULES).digest


def test_the_old_name_in_earnings_is_an_error_with_its_fix() -> None:
    earnings = "earnings: {live: {base: coins, diamonds: {by: purchase.coins, from: {0: 1 per 2}}, rounding: down}}\n"
    wrong = [each for each in found({"rules/earnings.yaml": earnings, "rules/facts.yaml": FACTS}) if each.fixes]
    assert [(each.code, fix.text) for each in wrong for fix in each.fixes] == [("fact-not-known-here", "gift.coins")]
