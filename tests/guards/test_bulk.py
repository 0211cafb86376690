"""Ladders are proved: brute force over all bundles of small ones finds the same, both ways."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from ratecard.guards import bulk
from ratecard.guards.bulk import TRAP, bulk_is_better, bundle_trap, cheapest_bundle
from ratecard.guards.findings import Finding, Unproved
from ratecard.guards.ladders import VARIES, WITH_UNITS, ladders_of
from ratecard.loading import load_texts
from tests.books import sound
from tests.cases.smallest import changed, replaced
from tests.guards.world import RULES, guarded, region_text

Thing = tuple[int, int]

THINGS = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 40)), max_size=4)


def _by_force(things: Sequence[Thing], price: int, coins: int) -> int | None:
    """The least that a bundle costs which gives so many coins for less than a price; None where none does."""
    most = [-(-coins // each) for _, each in things]
    costs = [
        sum(number * minor for number, (minor, _) in zip(numbers, things, strict=True))
        for numbers in product(*(range(number + 1) for number in most))
        if sum(number * each for number, (_, each) in zip(numbers, things, strict=True)) >= coins
    ]
    return min((cost for cost in costs if cost < price), default=None)


@given(things=THINGS, price=st.integers(0, 200), coins=st.integers(1, 60))
def test_the_cheapest_bundle_is_that_of_all_bundles(things: list[Thing], price: int, coins: int) -> None:
    found = cheapest_bundle(things, price, coins)
    assert found is not None
    cost = sum(number * minor for number, (minor, _) in zip(found, things, strict=True))
    given_coins = sum(number * each for number, (_, each) in zip(found, things, strict=True))
    expected = _by_force(things, price, coins)
    assert (cost if sum(found) else None) == expected
    assert not sum(found) or given_coins >= coins


PRICES = st.lists(st.integers(1, 400), min_size=4, max_size=4)


@given(prices=PRICES)
def test_a_ladder_is_told_of_each_package_that_costs_more_per_coin(prices: list[int]) -> None:
    stated = [f"{price // 100}.{price % 100:02}" for price in prices]
    texts = {**RULES, "regions/de.yaml": region_text("DE", (stated[0], stated[1], stated[2], stated[3]))}
    ladders = ladders_of([sound(load_texts(texts)).history(("DE", "ios"))]).distinct
    found = [finding for finding in bulk_is_better(ladders) if isinstance(finding, Finding)]
    coins = {"coins_100": 100, "coins_500": 520, "coins_1000": 1050, "coins_5000": 5400}
    each = {name: Fraction(price, coins[name]) for name, price in zip(coins, prices, strict=True)}
    dearer = {name for name in coins if any(coins[other] < coins[name] and each[other] < each[name] for other in coins)}
    assert {finding.of for finding in found} == dearer
    for finding in found:
        cheapest = min(each[other] for other in coins if coins[other] < coins[finding.of])
        assert finding.seen == each[finding.of] / cheapest


def test_a_bundle_of_several_packages_is_shown_with_its_numbers() -> None:
    packages = "packages:\n  a: {coins: 100}\n  b: {coins: 330}\n  c: {coins: 400}\n"
    region = region_text("DE").partition("prices:")[0] + "prices: {a: 1.09, b: 3.20, c: 4.75}\n"
    texts = {**RULES, "rules/packages.yaml": packages, "regions/de.yaml": region}
    assert [finding.guard for finding in guarded(texts).findings] == [bulk.BULK]
    (trap,) = guarded({**texts, "rules/guards.yaml": "guards: {bulk_is_better: off}\n"}).findings
    assert trap.guard == TRAP
    assert trap.sentence == "c in DE on ios is 400 coins for 4.75 EUR, and 1 × a and 1 × b are 430 for 4.29 EUR"
    assert trap.table == (
        ("package", "coins", "price", "100 coins"),
        ("a", "100", "1.09 EUR", "1.090000"),
        ("b", "330", "3.20 EUR", "0.969696"),
        ("c", "400", "4.75 EUR", "1.187500"),
    )


def test_huge_numbers_take_no_longer() -> None:
    assert cheapest_bundle([(1, 1)], 10**15, 10**14) == (10**14,)
    assert cheapest_bundle([(10**9, 1), (10**9 + 1, 1)], 10**12, 10**15) == (0, 0)
    assert cheapest_bundle([(0, 1)], 10, 10**15) == (10**15,)
    assert cheapest_bundle([(3, 10**12), (1, 7)], 10**12, 10**15 + 5) == (1000, 1)


def test_what_takes_too_long_is_undecided_and_not_sound() -> None:
    hard = [(10_007 + 13 * index, 10_000 + 13 * index) for index in range(14)]
    assert cheapest_bundle(hard, 10**9, 10**7 + 1) is None


def test_packages_that_vary_by_facts_are_not_proved() -> None:
    price = "coins_1000: {by: buyer.age, from: {0: 12.99, 18: 13.99}}"
    facts = {"rules/facts.yaml": "facts: {buyer.age: {type: count}}\n"}
    texts = changed({**facts, **replaced("regions/de.yaml", ("coins_1000: 12.99", price))})
    unproved = [found for found in guarded(texts).unproved if found.guard in (bulk.BULK, TRAP)]
    assert unproved == [Unproved(guard, VARIES, "coins_1000 in DE on ios") for guard in (bulk.BULK, TRAP)]


def test_the_table_of_the_public_coin_guide_is_dearer_in_bulk_three_times() -> None:
    packages = "packages:\n" + "".join(f"  coins_{coins}: {{coins: {coins}}}\n" for coins in (100, 500, 1000, 5000))
    region = region_text("US", ("1.29", "6.49", "12.99", "64.99"))
    found = guarded({**RULES, "rules/packages.yaml": packages, "regions/us.yaml": region})
    dearer = [finding.of for finding in found.findings if finding.guard == bulk.BULK]
    assert dearer == ["coins_500", "coins_1000", "coins_5000"]
    (diagnostic,) = found.diagnostics
    assert diagnostic.sentence.endswith(", and 2 more like it")
    assert not list(bundle_trap([]))


def _found_with(units: str, price: str) -> tuple[list[tuple[str, str]], list[tuple[str, str, str]]]:
    """What is found, and not proved, of 520 coins that cost more than six times 100, with these units."""
    packages = str(RULES["rules/packages.yaml"]).replace("coins_500: {coins: 500,", f"coins_500: {{coins: 500,{units}")
    texts = {
        **RULES,
        "rules/packages.yaml": packages,
        "regions/de.yaml": region_text("DE", ("1.39", price, "13.49", "64.99")),
    }
    texts["rules/tickets.yaml"] = "units: {ticket: Ticket}\n"
    checked = guarded(texts)
    told = [
        (own.guard, own.of) for own in checked.findings if own.guard in ("bulk_is_better", "bundle_trap", "no_cliff")
    ]
    why = [(own.guard, own.why, own.of) for own in checked.unproved if own.why == WITH_UNITS]
    return told, why


def test_a_package_with_which_other_units_come_may_cost_more_and_is_not_proved() -> None:
    told, why = _found_with("", "7.49")
    assert (told, why) == ([("bulk_is_better", "coins_500")], [])
    of = "coins_500 in DE on ios"
    told, why = _found_with(" with: {ticket: 5},", "7.49")
    assert told == []
    assert why == [(guard, WITH_UNITS, of) for guard in ("bulk_is_better", "bundle_trap")]
    told, why = _found_with(" with: {ticket: 5},", "13.99")
    assert told == []
    assert why == [(guard, WITH_UNITS, of) for guard in ("bulk_is_better", "bundle_trap", "no_cliff")]
    assert _found_with(" with: {ticket: 5},", "6.99") == ([], [])


def test_what_is_cheaper_though_units_come_with_it_makes_the_dearer_one_dearer() -> None:
    told, _ = _found_with(" with: {ticket: 5},", "5.49")
    assert ("bulk_is_better", "coins_1000") in told
