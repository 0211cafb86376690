"""The digest: equal exactly where every answer is, whatever the files look like."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cases.smallest import DE, Changes, book, germany, replaced

CHECKOUT = Path(__file__).resolve().parents[2]
BASE = book({}).digest
FACTS = {"rules/facts.yaml": "facts: {buyer.member: {type: yes or no}, buyer.age: {type: count}}\n"}


def digest(changes: Changes) -> str:
    return book(changes).digest


def test_it_is_thirty_two_hexadecimal_digits() -> None:
    assert re.fullmatch(r"[0-9a-f]{32}", BASE)


@pytest.mark.parametrize(
    "changes",
    [
        germany(("region: DE\n", "# Germany\nregion: DE\n")),
        germany(("rate: 19 %", "rate: 19%")),
        germany(("rate: 19 %", "rate: 19/100")),
        germany(("rate: 19 %", "rate: 1900 bps")),
        germany(("rate: 19 %", "rate: 19.00 %")),
        germany(("rate: 19 %", 'rate: {value: "19 %", source: law, note: since 2007}')),
        germany(("1.29", "1.29 EUR")),
        germany(("1.29", '"1.29"')),
        germany(("1.29", "{2025-01-01: 1.29}")),
        germany(("1.29", "{2020-01-01: 1.29}")),
        germany(("1.29", "{begins: 1.29}")),
        germany(("1.29", "{2025-01-01: 1.29, 2025-06-01: 1.29}")),
        germany(("1.29", "{2025-01-01T00:00+01:00: 1.29}")),
        germany(("name: VAT", "name: 'VAT'")),
        germany(("prices:\n", "source: example\nprices:\n  note: all of them\n")),
        germany(("  coins_100: 1.29\n  coins_1000: 12.99\n", "  coins_1000: 12.99\n  coins_100: 1.29\n")),
        germany(
            ("prices:\n  coins_100: 1.29\n  coins_1000: 12.99\n", "prices: {coins_1000: 12.99, coins_100: 1.29}\n")
        ),
        {"regions/de.yaml": DE.replace("\n", "\r\n")},
        {"regions/de.yaml": "\ufeff" + DE},
        replaced("rules/packages.yaml", ("coins: 1000", "coins: 1_000")),
        {"rules/prices.yaml": "prices: {coins_100: 9.99 EUR}\n"},
    ],
)
def test_what_changes_no_answer_leaves_it_alone(changes: Changes) -> None:
    assert digest(changes) == BASE


@pytest.mark.parametrize(
    "changes",
    [
        germany(("1.29", "1.30")),
        germany(("12.99", "12.98")),
        germany(("1.29", "none")),
        germany(("1.29", "{2025-01-01: 1.29, 2030-01-01: 1.30}")),
        germany(("1.29", "{begins: none, 2025-01-02: 1.29}")),
        germany(("  coins_100: 1.29\n", "")),
        germany(("rate: 19 %", "rate: 19.01 %")),
        germany(("name: VAT", "name: USt.")),
        germany(("name: VAT", "name: {en: VAT}")),
        germany(("EUR", "USD")),
        germany(("Europe/Berlin", "Europe/London")),
        germany(("prices:\n", "platforms: {web: {prices: {coins_100: 1.28}}}\nprices:\n")),
        replaced("rules/packages.yaml", ("coins: 100}", "coins: 101}")),
        replaced("rules/packages.yaml", ("bonus: 50", "bonus: 51")),
        replaced("rules/packages.yaml", ("bonus: 50", "bonus: 50, order: 1")),
        replaced("rules/packages.yaml", ("bonus: 50", "bonus: 50, name: Big")),
        replaced("rules/tax.yaml", ("inclusive", "exclusive")),
        replaced("rules/tax.yaml", ("half up", "half even")),
        replaced("rules/tax.yaml", ("half up", "half up to 0.05")),
        replaced("rules/tax.yaml", ("per: unit", "per: order")),
        replaced("rules/tax.yaml", ("store", "seller")),
        replaced("rules/platforms.yaml", ("30 %", "15 %")),
        replaced("rules/platforms.yaml", ("base: net", "base: gross")),
        replaced("rules/platforms.yaml", ("App Store", "Apple")),
        replaced("rules/units.yaml", ("coins}", "pieces}")),
        replaced("rules/units.yaml", ("extra_digits: 3", "extra_digits: 4")),
        replaced("rules/book.yaml", ("2025-01-01", "2025-01-02")),
        replaced("rules/book.yaml", ("2025-01-01", "2024-12-31")),
        {"regions/at.yaml": DE.replace("DE", "AT").replace("Berlin", "Vienna")},
        FACTS,
    ],
)
def test_what_can_change_an_answer_changes_it(changes: Changes) -> None:
    assert digest(changes) != BASE


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("{by: buyer.member, is: {yes: 1.00}, other: 2.00}", "{other: 2.00, is: {yes: 1.00 EUR}, by: buyer.member}"),
        ("{by: buyer.age, from: {0: 1.00, 18: 2.00}}", "{by: buyer.age, from: {18: 2.00, 0: 1.00}}"),
    ],
)
def test_the_order_of_a_choices_cases_makes_no_difference(one: str, two: str) -> None:
    assert digest({**FACTS, **germany(("1.29", one))}) == digest({**FACTS, **germany(("1.29", two))})


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("{by: buyer.member, is: {yes: 1.00}, other: 2.00}", "{by: buyer.member, is: {yes: 1.01}, other: 2.00}"),
        ("{by: buyer.member, is: {yes: 1.00}, other: 2.00}", "{by: buyer.member, is: {no: 1.00}, other: 2.00}"),
        ("{by: buyer.member, is: {yes: 1.00}, other: 2.00}", "{by: buyer.member, is: {yes: 1.00, no: 2.00}}"),
        ("{by: buyer.age, from: {0: 1.00, 18: 2.00}}", "{by: buyer.age, from: {0: 1.00, 21: 2.00}}"),
    ],
)
def test_each_part_of_a_choice_counts(one: str, two: str) -> None:
    assert digest({**FACTS, **germany(("1.29", one))}) != digest({**FACTS, **germany(("1.29", two))})


def conditional(when: str) -> str:
    return digest({**FACTS, "rules/when.yaml": f"packages: {{coins_100: {{when: {when}}}}}\n"})


def test_the_order_of_conditions_makes_no_difference_and_each_of_them_counts() -> None:
    both = conditional("{buyer.member: yes, buyer.age: {at least: 18, below: 65}}")
    assert both == conditional("{buyer.age: {below: 65, at least: 18}, buyer.member: yes}")
    assert both != conditional("{buyer.member: yes, buyer.age: {at least: 18}}")
    assert both != conditional("{buyer.member: no, buyer.age: {at least: 18, below: 65}}")
    either = conditional("{any: [{buyer.member: yes}, {buyer.age: {at least: 18}}]}")
    assert either == conditional("{any: [{buyer.age: {at least: 18}}, {buyer.member: yes}]}")
    assert either != conditional("{buyer.member: yes, buyer.age: {at least: 18}}")


cents = st.integers(0, 10**6)


@given(cents, cents)
def test_two_prices_give_one_digest_exactly_if_they_are_equal(one: int, two: int) -> None:
    def of(minor: int) -> str:
        return digest(germany(("1.29", f"{minor // 100}.{minor % 100:02d}")))

    assert (of(one) == of(two)) == (one == two)


def test_a_value_moved_to_a_broader_layer_keeps_the_answers_and_the_digest() -> None:
    assert digest(
        {**germany(("  coins_100: 1.29\n", "")), "rules/prices.yaml": "prices: {coins_100: 1.29 EUR}\n"}
    ) == digest({})


def test_none_and_nothing_stated_are_the_same_answer_for_a_price() -> None:
    assert digest(germany(("coins_100: 1.29", "coins_100: none"))) == digest(germany(("  coins_100: 1.29\n", "")))


def test_it_does_not_depend_on_the_process() -> None:
    code = "from tests.cases.smallest import book; print(book({}).digest)"
    for seed in ("0", "1", "2"):
        run = subprocess.run(
            [sys.executable, "-c", code],
            cwd=CHECKOUT,
            env={"PYTHONPATH": f"{CHECKOUT}/src", "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        )
        assert run.stdout.strip() == BASE
