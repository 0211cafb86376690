"""Statements are shown as rule files write them, whatever they state."""

import re

import pytest

from ratecard.book.provenance import provenance
from ratecard.terms.written import written
from tests.book.asking import at
from tests.books import shipped
from tests.quotes.small_chain import DE, GIFT, book, payouts

WHEN = (
    "{buyer.level: {at least: 5, below: 9}, creator.age: 18, "
    "any: [{buyer.level: {above: 6, at most: 8, none of: [7]}}, {creator.grade: {any of: [partner, standard]}}]}"
)
DIAMOND = "{by: creator.grade, is: {partner: 0.02 USD each}, other: 0.01 USD each}"
MINIMUM = "{by: creator.payouts, from: {0: 50.00 USD, 3: 25.00 USD}}"
REGION = f"{DE}{GIFT.replace('}}', f', when: {WHEN}, level: none}}}}')}prices: {{c: 1.00}}\n"
RULES = payouts(DIAMOND, currency="USD", order="[class, oldest]", minimum=MINIMUM, hold="1 month")
RULES += "earnings: {live: {base: coins, diamonds: 1 per 2, rounding: down, scope: each}}\n"


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("tax", "none"),
        ("prices.c", "1.00 EUR"),
        ("gifts.g.kinds", "[live]"),
        ("gifts.g.level", "none"),
        ("gifts.g.when", WHEN),
        ("packages.c.coins", "100"),
        ("payouts.order", "[class, oldest]"),
        ("payouts.diamond", DIAMOND),
        ("payouts.minimum", MINIMUM),
        ("payouts.hold", "1 month"),
        ("payouts.rounding", "down"),
        ("payouts.currency", "USD"),
        ("payouts.methods.bank.fee", "none"),
    ],
)
def test_a_statement_is_written_as_in_a_rule_file(path: str, text: str) -> None:
    rules = book(RULES, REGION)
    stated = {
        ".".join(stated_at): resolved.stated.value
        for key in (("DE", "ios"), ("DE", ""))
        for stated_at, resolved in provenance(rules.history(key), at("2026-01-01")).values()
    }
    assert written(stated[path]) == text


def test_no_statement_of_the_shipped_book_is_shown_as_python_would() -> None:
    rules, instant = shipped(), at("2026-07-01")
    for key in [*rules.markets(), *((region, "") for region in rules.regions)]:
        for path, resolved in provenance(rules.history(key), instant).values():
            for stated in (resolved.stated, *resolved.replaced):
                assert not re.search(r"[(=<]|Word|None|True|False", written(stated.value)) or "name" in path, path
