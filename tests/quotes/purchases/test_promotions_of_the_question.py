"""Promotions by the way of paying and by what a purchase states itself: worked by hand, for engine and reference."""

from typing import NamedTuple

import pytest

from ratecard.currency import CURRENCIES
from ratecard.instants import Instant
from ratecard.money import Money
from ratecard.quotes.purchases.listing import list_prices
from ratecard.quotes.purchases.lists import PriceList
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.quotes.purchases.quoting import quote_purchase
from ratecard.quotes.requests import NO_FACTS, PriceListRequest, PurchaseRequest, UsedBefore
from ratecard.refusals import AboveLimit
from ratecard.rulefiles.values.limits import CountOf
from ratecard.terms.facts import Facts
from tests.book.asking import NOON
from tests.cases.smallest import book, changed, codes, replaced
from tests.reference import answering, reading
from tests.reference.told import OverLimit, Told
from tests.reference.used_before import Used

FACTS = """facts:
  buyer.member: {type: yes or no}
  purchase.amount: {type: money}
  purchase.coins: {type: count}
  purchase.kind: {type: one of, of: [season]}
  purchase.quantity: {type: count}
"""
WAYS = "    ways: {card: {name: Card, order: 1}, paypal: {name: PayPal, order: 2}}\n"
RULES = {
    "rules/facts.yaml": FACTS,
    "rules/pricing.yaml": "pricing: {rounding: half up}\n",
    **replaced("rules/platforms.yaml", ("    name: Website\n", f"    name: Website\n{WAYS}")),
}
WAY = ("purchase.way",)
EUR = CURRENCIES["EUR"]


class Asked(NamedTuple):
    """A promotion, a purchase of the large package for 12.99 EUR, and one unit of what it comes to in cents."""

    promotion: str
    listed: int
    facts: Facts = NO_FACTS
    assumed: tuple[str, ...] = ()
    quantity: int = 1
    platform: str = "web"


BY_WAY = "{by: purchase.way, is: {paypal: 2.00 EUR}, other: 1.00 EUR}"
WORKED = (
    Asked(f"discount: {BY_WAY}", 1199, assumed=WAY),
    Asked(f"discount: {BY_WAY}", 1099, {"purchase.way": "paypal"}),
    Asked(f"discount: {BY_WAY}", 1199, {"purchase.way": "card"}),
    Asked(f"discount: {BY_WAY}", 1199, platform="ios"),
    Asked("discount: 1.00 EUR, when: {purchase.way: card}", 1199, assumed=WAY),
    Asked("discount: 1.00 EUR, when: {purchase.way: paypal}", 1299, assumed=WAY),
    Asked("discount: 1.00 EUR, when: {purchase.way: paypal}", 1199, {"purchase.way": "paypal"}),
    Asked("discount: 1.00 EUR, when: {purchase.way: paypal}", 1299, platform="ios"),
    Asked("discount: 1.00 EUR, when: {purchase.way: {none of: [paypal]}}", 1199, platform="ios"),
    Asked("discount: 1.00 EUR, when: {purchase.way: paypal, buyer.member: yes}", 1299, {"buyer.member": False}),
    Asked(
        "discount: 1.00 EUR, when: {any: [{purchase.way: paypal}, {buyer.member: yes}]}", 1199, {"buyer.member": True}
    ),
    Asked("discount: {by: purchase.quantity, from: {0: none, 10: 5 %}}", 1299, quantity=9),
    Asked("discount: {by: purchase.quantity, from: {0: none, 10: 5 %}}", 1234, quantity=10),
    Asked("discount: 1.00 EUR, when: {purchase.quantity: {at least: 2}}", 1299),
    Asked("discount: 1.00 EUR, when: {purchase.quantity: {at least: 2}}", 1199, quantity=2),
    Asked("price: {by: purchase.coins, from: {0: 0.99 EUR, 1000: 9.99 EUR}}", 999),
    Asked("discount: 1.00 EUR, when: {purchase.coins: {below: 1000}}", 1299),
    Asked("discount: {by: purchase.amount, from: {0: none, 12.99 EUR: 1.00 EUR}}", 1199),
    Asked("discount: {by: purchase.amount, from: {0: none, 13.00 EUR: 1.00 EUR}}", 1299),
    Asked("discount: 1.00 EUR, when: {purchase.amount: {at least: 12.99 EUR}}", 1199, quantity=3),
    Asked("discount: 1.00 EUR, when: {purchase.kind: {none of: [season]}}", 1199),
)


def with_promotion(promotion: str) -> dict[str, str]:
    """The rules with one promotion in Germany, and such facts and ways as it may ask for."""
    germany = replaced("regions/de.yaml", ("prices:", f"promotions: {{sale: {{name: Sale, {promotion}}}}}\nprices:"))
    return {**RULES, **germany}


@pytest.mark.parametrize("asked", WORKED, ids=lambda asked: f"{asked.promotion} {asked.platform} {dict(asked.facts)}")
def test_a_promotion_by_what_the_question_states(asked: Asked) -> None:
    files = with_promotion(asked.promotion)
    request = PurchaseRequest("DE", asked.platform, "coins_1000", Instant(NOON), asked.quantity, asked.facts)
    quote = quote_purchase(book(files), request)
    assert isinstance(quote, PurchaseQuote), quote
    known = answering.sell(reading.read(changed(files)), request)
    assert isinstance(known, answering.Sold), known
    for listed, assumed in (
        (quote.listed_minor, quote.assumed),
        (known.figures.listed, tuple(sorted(known.figures.assumed))),
    ):
        assert (listed, assumed) == (asked.listed * asked.quantity, asked.assumed)


def test_a_list_has_the_promotions_of_each_way() -> None:
    rules = book(with_promotion(f"discount: {BY_WAY}"))
    listed = list_prices(rules, PriceListRequest("DE", "web", Instant(NOON), ways=True))
    assert isinstance(listed, PriceList), listed
    prices = {by_way.way.id: [quote.listed_minor for quote in by_way.packages] for by_way in listed.by_way}
    assert prices == {"card": [29, 1199], "paypal": [0, 1099]}
    assert ([quote.listed_minor for quote in listed.packages], listed.assumed) == ([29, 1199], WAY)


def test_a_choice_by_the_way_says_something_for_each_way_of_the_platform() -> None:
    assert codes(with_promotion("discount: {by: purchase.way, is: {card: 1.00 EUR}}")) == ["choice-without-other"]


LIMITS = {**RULES, "rules/limits.yaml": "purchases: {limits: {daily: {most: 20 EUR, per: calendar day, of: way}}}\n"}


@pytest.mark.parametrize(
    ("facts", "way", "fits", "assumed"),
    [
        ({}, "card", True, WAY),
        ({"purchase.way": "card"}, "card", True, ()),
        ({"purchase.way": "paypal"}, "paypal", False, ()),
    ],
)
def test_a_limit_of_each_way_counts_by_the_way_of_the_answer(
    facts: Facts, way: str, fits: bool, assumed: tuple[str, ...]
) -> None:
    told = [("card", "7.01 EUR", 701), ("paypal", "7.02 EUR", 702)]
    used = tuple(UsedBefore("daily", Money(minor, EUR), way=of) for of, _, minor in told)
    request = PurchaseRequest("DE", "web", "coins_1000", Instant(NOON), 1, facts)
    answer = quote_purchase(book(LIMITS), PurchaseRequest("DE", "web", "coins_1000", Instant(NOON), 1, facts, used))
    mine = Told(used=tuple(Used("daily", amount, way=of) for of, amount, _ in told))
    known = answering.sell(reading.read(changed(LIMITS)), request, mine)
    if not fits:
        assert isinstance(answer, AboveLimit)
        assert isinstance(known, OverLimit)
        return
    assert isinstance(answer, PurchaseQuote), answer
    assert isinstance(known, answering.Sold), known
    assert (answer.way, answer.assumed) == (way, assumed)
    assert [(use.limit_id, use.way) for use in answer.uses] == [("purchases.limits.daily", way)]
    assert [(use.limit, use.way) for use in known.uses] == [("purchases.limits.daily", way)]


@pytest.mark.parametrize(
    ("facts", "used", "listed", "way", "assumed"),
    [
        ({"purchase.way": "card"}, (("1 unit", "card"),), 1199, "card", ()),
        ({"purchase.way": "card"}, (("2 units", "card"),), 1299, None, ()),
        ({"purchase.way": "card"}, (("3 units", "card"), ("0 units", "paypal")), 1299, None, ()),
        ({"purchase.way": "paypal"}, (("3 units", "card"), ("1 unit", "paypal")), 1199, "paypal", ()),
        ({"purchase.way": "paypal"}, (("3 units", "card"), ("1 unit", None)), 1199, "paypal", ()),
        ({}, (("1 unit", "card"), ("2 units", "paypal")), 1199, "card", WAY),
        ({}, (("2 units", "card"), ("1 unit", "paypal")), 1299, None, WAY),
        ({}, (("1 unit", "paypal"),), 1299, None, WAY),
    ],
)
def test_a_promotions_limit_of_each_way_counts_by_the_way_of_the_answer(
    facts: Facts, used: tuple[tuple[str, str | None], ...], listed: int, way: str | None, assumed: tuple[str, ...]
) -> None:
    files = with_promotion("discount: 1.00 EUR, limits: {twice: {most: 2 units, of: way}}")
    told = tuple(UsedBefore("twice", CountOf(int(amount[0]), "units"), way=of) for amount, of in used)
    answer = quote_purchase(book(files), PurchaseRequest("DE", "web", "coins_1000", Instant(NOON), 1, facts, told))
    request = PurchaseRequest("DE", "web", "coins_1000", Instant(NOON), 1, facts)
    mine = Told(used=tuple(Used("twice", amount, way=of) for amount, of in used))
    known = answering.sell(reading.read(changed(files)), request, mine)
    assert isinstance(answer, PurchaseQuote), answer
    assert isinstance(known, answering.Sold), known
    assert (answer.listed_minor, answer.assumed) == (listed, assumed)
    assert (known.figures.listed, tuple(sorted(known.figures.assumed))) == (listed, assumed)
    uses = [] if way is None else [("promotions.sale.limits.twice", way)]
    assert [(use.limit_id, use.way) for use in answer.uses] == uses
    assert [(use.limit, use.way) for use in known.uses] == uses
    assert [opened.needs.limits for opened in answer.open_promotions] == (
        [("promotions.sale.limits.twice",)] if used == (("1 unit", "paypal"),) else []
    )
