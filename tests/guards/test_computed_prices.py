"""Guards over prices that follow others: looked at as any price, but for what somebody stated on purpose."""

from tests.books import Texts
from tests.guards.world import guarded, region_text, world

DERIVED = """region: TR
currency: TRY
time_zone: Europe/Istanbul
tax: {lines: {vat: {name: {en: VAT}, rate: 20 %}}}
pricing: {derive: {from: DE, fx: none, FACTOR tax: keep}}
"""
PRICING = "pricing: {rounding: half up}\n"


def guards(factor: str = "", more: str = "") -> list[tuple[str, str]]:
    """What is found in Turkey, where its prices follow the German ones: the guard, and of which package."""
    own = DERIVED.replace("FACTOR", f"factor: {factor}," if factor else "")
    texts: Texts = world({"rules/pricing.yaml": PRICING + more, "regions/tr.yaml": own})
    findings = guarded(texts).findings
    return [(found.guard, found.of) for found in findings if found.market and found.market.region == "TR"]


def test_a_list_that_follows_another_with_the_same_digits_was_not_copied_but_is_told_to_be_far_off() -> None:
    """A lira for a euro: whoever wrote fx: none may have meant it, and then accepts it."""
    assert guards() == [("level", "")]
    assert guards("35") == []


def test_a_list_that_follows_one_that_is_far_off_is_not_told_beside_it() -> None:
    own = DERIVED.replace("FACTOR", "factor: 35,")
    hundredfold = region_text("DE", ("139", "699", "1349", "6499"))
    texts: Texts = world({"rules/pricing.yaml": PRICING, "regions/tr.yaml": own, "regions/de.yaml": hundredfold})
    found = [own for own in guarded(texts).findings if own.guard == "level"]
    assert [own.market.region for own in found] == ["DE"]


def test_each_computed_price_is_looked_at_for_price_points_though_all_stand_in_one_line() -> None:
    points = "price_points: {TRY: [{least: 0.69, most: 4999.99, step: 0.10}]}\n"
    every = ("coins_100", "coins_1000", "coins_500", "coins_5000")
    assert sorted(guards("35", points)) == [("price_points", package) for package in every]
