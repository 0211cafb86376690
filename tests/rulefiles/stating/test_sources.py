"""The nearest source and note upwards from a value, wherever the value stands."""

import pytest

from ratecard.rulefiles.stated import Choice, Stated, StatedTimeLine
from tests.rulefiles.stating.statements import leaf, one, stating


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("prices: {coins_100: 1.29}\n", None),
        ("source: file\nprices: {coins_100: 1.29}\n", "file"),
        ("prices: {coins_100: 1.29}\nsource: file\n", "file"),
        ("source: file\nprices: {source: section, coins_100: 1.29}\n", "section"),
        ("prices: {coins_100: 1.29, source: section}\n", "section"),
        ("source: file\nprices: {source: section, coins_100: {value: 1.29, source: own}}\n", "own"),
        ("prices: {source: section, coins_100: {value: 1.29}}\n", "section"),
        ("source: file\nprices: {coins_500: {value: 5.00, source: other}, coins_100: 1.29}\n", "file"),
        ('prices: {source: "a: b, c", coins_100: 1.29}\n', "a: b, c"),
        ("prices: {source: 42, coins_100: 1.29}\n", "42"),
    ],
)
def test_the_nearest_source_upwards_counts_for_a_value(text: str, source: str | None) -> None:
    found = leaf(text, "prices", "coins_100")
    assert type(found) is Stated
    assert found.source == source


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        ("prices: {source: s, coins_100: {2025-01-01: 1.29, 2026-01-01: 1.39}}\n", ["s", "s"]),
        ("prices: {source: s, coins_100: {source: line, 2025-01-01: 1.29, 2026-01-01: 1.39}}\n", ["line", "line"]),
        (
            "prices: {coins_100: {source: line, 2025-01-01: 1.29, 2026-01-01: {value: 1.39, source: own}}}\n",
            ["line", "own"],
        ),
        (
            "prices: {coins_100: {value: {2025-01-01: 1.29, 2026-01-01: 1.39}, source: whole}}\n",
            ["whole", "whole"],
        ),
    ],
)
def test_the_nearest_source_counts_for_each_entry_of_a_time_line(text: str, sources: list[str]) -> None:
    found = leaf(text, "prices", "coins_100")
    assert type(found) is StatedTimeLine
    assert [stated.source for _, stated in found.entries] == sources


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("source: file\nplatforms: {web: {prices: {coins_100: 1.29}}}\n", "file"),
        ("platforms: {source: all, web: {prices: {coins_100: 1.29}}}\n", "all"),
        ("source: file\nplatforms: {web: {source: one, prices: {coins_100: 1.29}}}\n", "one"),
        ("prices: {source: plain}\nplatforms: {web: {prices: {coins_100: 1.29}}}\n", None),
    ],
)
def test_the_nearest_source_counts_under_a_platform_too(text: str, source: str | None) -> None:
    stated, _ = stating(text)
    assert stated is not None
    found = stated.by_platform["web"]["prices", "coins_100"]
    assert type(found) is Stated
    assert found.source == source


def test_a_note_is_found_like_a_source_and_both_are_independent() -> None:
    found = leaf("note: file\nprices: {source: s, coins_100: {value: 1.29, note: own}}\n", "prices", "coins_100")
    assert type(found) is Stated
    assert (found.source, found.note) == ("s", "own")


def test_none_lists_and_choices_have_sources() -> None:
    text = (
        "groups: {value: [eu], source: a}\n"
        "tax: {value: none, source: b}\n"
        "prices: {coins_100: {by: buyer.member, is: {yes: 1.09, source: d}, other: 1.29, source: c}}\n"
    )
    groups, tax, price = (leaf(text, *path) for path in (("groups",), ("tax",), ("prices", "coins_100")))
    assert type(groups) is type(tax) is type(price) is Stated
    assert (groups.source, tax.source, price.source) == ("a", "b", "c")
    assert type(price.value) is Choice
    assert price.value.cases[0][1].source == "d"
    assert price.value.other is not None
    assert price.value.other.source == "c"


@pytest.mark.parametrize("written", ["[a, b]", "{a: b}", "", '""'])
@pytest.mark.parametrize(
    "text",
    [
        "source: {}\n",
        "tax: {{source: {}, display: inclusive}}\n",
        "prices: {{source: {}, coins_100: 1.29}}\n",
        "prices: {{coins_100: {{value: 1.29, source: {}}}}}\n",
        "prices: {{coins_100: {{2025-01-01: 1.29, note: {}}}}}\n",
        "groups: {{value: [eu], note: {}}}\n",
        "tax: {{value: none, note: {}}}\n",
        "tax: {{lines: {{vat: {{name: {{en: VAT, note: {}}}}}}}}}\n",
        "packages: {{coins_100: {{when: {{buyer.member: yes, note: {}}}}}}}\n",
        "prices: {{coins_100: {{by: buyer.member, is: {{yes: 1.09, source: {}}}, other: 1.29}}}}\n",
        "platforms: {{source: {}, web: {{tax: none}}}}\n",
        "platforms: {{web: {{tax: none, source: {}}}}}\n",
    ],
)
def test_a_source_that_is_no_text_is_one_error_wherever_it_stands(text: str, written: str) -> None:
    found = one(text.format(written))
    assert found.code == "not-text"
