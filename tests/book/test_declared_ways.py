"""The fact of how somebody pays has the ways of platforms as its values: those that are stated wrongly may be some."""

import pytest

from tests.cases.smallest import DE, found, replaced

FACT = {"rules/facts.yaml": "facts: {purchase.way: {type: one of}}\n"}


@pytest.mark.parametrize(
    ("ways", "code"),
    [
        ("wayys: {card: {name: Card}}", "unknown-key"),
        ("ways: {card: }", "empty-value"),
        ("ways: card", "not-a-mapping"),
        ("ways:", "empty-value"),
    ],
)
def test_what_is_wrong_with_ways_is_told_once(ways: str, code: str) -> None:
    platforms = replaced("rules/platforms.yaml", ("    name: Website\n", f"    name: Website\n    {ways}\n"))
    assert [diagnostic.code for diagnostic in found(FACT | platforms)] == [code]


@pytest.mark.parametrize("ways", ["wayys: {card: {name: Card}}", "ways: card"])
def test_what_varies_by_ways_that_are_stated_wrongly_is_not_told_as_well(ways: str) -> None:
    rate = "{by: purchase.way, is: {card: 2.9 %}, other: 3.4 %}"
    stated = ("    name: Website\n", f"    name: Website\n    {ways}\n"), ("{rate: 2.9 %,", f"{{rate: {rate},")
    (diagnostic,) = found(replaced("rules/platforms.yaml", *stated))
    assert diagnostic.code in ("unknown-key", "not-a-mapping")


def test_without_any_way_the_fact_has_no_values() -> None:
    assert [diagnostic.code for diagnostic in found(FACT)] == ["bad-fact"]


WAYS = "    ways: {card: {name: Card}, paypal: {name: PayPal}}\n"
RATE = "{by: purchase.way, is: {card: 2.9 %, paypal: 3.4 %}}"


def with_ways(ways: str, rate: str = RATE, **more: str) -> dict[str, str]:
    stated = ("    name: Website\n", f"    name: Website\n{ways}"), ("{rate: 2.9 %,", f"{{rate: {rate},")
    ios = ("    name: App Store\n", "    name: App Store\n    ways: {store: {name: Store}}\n")
    return {**replaced("rules/platforms.yaml", *stated, ios), **more}


@pytest.mark.parametrize(("old", "new"), [("ways:", "Ways:"), ("ways:", "wаys:"), ("{card: {name: Card}", "{card: 5")])
def test_where_one_platforms_ways_are_wrong_no_case_is_unknown(old: str, new: str) -> None:
    assert found(with_ways(WAYS)) == ()
    assert len(found(with_ways(WAYS.replace(old, new)))) == 1


def test_savings_against_a_way_are_not_told_beside_ways_that_are_stated_wrongly() -> None:
    savings = {"rules/savings.yaml": "savings: {against: [{way: paypal}], floor: 0 %, rounding: half up}\n"}
    told = [diagnostic.code for diagnostic in found(with_ways(WAYS.replace("ways:", "Ways:"), **savings))]
    assert "unknown-fact" not in told
    assert "unknown-fact-value" not in told


def test_a_case_of_no_way_is_not_doubted_beside_an_error() -> None:
    rate = "{by: purchase.way, is: {card: 2.9 %, paypal: 3.4 %, store: 1 %}}"
    assert [diagnostic.code for diagnostic in found(with_ways(WAYS, rate))] == ["never-holds"]
    wrong = {"regions/de.yaml": DE.replace("19 %", "19")}
    assert [diagnostic.code for diagnostic in found(with_ways(WAYS, rate) | wrong)] == ["rate-without-unit"]


def test_cases_by_ways_of_another_platform_need_no_terms_here() -> None:
    """Tax is per unit in the store alone, and the website's rates name its own two ways: by no other is paid there."""
    per = replaced("rules/tax.yaml", ("per: unit", "per: {by: purchase.way, is: {store: unit}, other: order}"))
    rates = "platforms: {web: {tax: {lines: {vat: {rate: {by: purchase.way, is: {card: 19 %, paypal: 20 %}}}}}}}\n"
    assert found({**with_ways(WAYS), **per, "regions/de.yaml": f"{DE}{rates}"}) == ()
