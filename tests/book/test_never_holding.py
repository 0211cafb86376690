"""A value that holds in no market: a region's own, or a later step of one that held, is worth a warning."""

import pytest

from ratecard.diagnostics.diagnostic import Severity
from tests.book.asking import at, price
from tests.books import sound
from tests.cases.smallest import Changes, book, codes, germany, load

OWN = "platforms:\n  ios: {prices: {coins_100: %s}}\n  web: {prices: {coins_100: %s}}\n"


def on_platforms(ios: str, web: str, plain: str = "1.29") -> Changes:
    """Germany's plain price of the hundred beside one for each platform."""
    text = germany(("coins_100: 1.29", f"coins_100: {plain}"))["regions/de.yaml"]
    return {"regions/de.yaml": text + OWN % (ios, web)}


def in_group(group: str, germany_states: str, groups: str = "[eu]") -> Changes:
    """Germany's price of the hundred beside that of its group."""
    changes = germany(
        ("currency: EUR\n", f"currency: EUR\ngroups: {groups}\n"), ("coins_100: 1.29", f"coins_100: {germany_states}")
    )
    return {**changes, "regions/groups/eu.yaml": f"group: eu\nprices: {{coins_100: {group}}}\n"}


def warned(changes: Changes) -> list[tuple[str, int, int]]:
    """Where values stand that never hold, in a book without mistakes, where a group that is left ends some."""
    loaded = load(changes)
    assert sound(loaded)
    never = [each for each in loaded.diagnostics if each.code == "never-holds"]
    assert {each.code for each in loaded.diagnostics if each not in never} <= {"silent-after"}
    assert {each.severity for each in never} <= {Severity.WARNING}
    return [(p.file, p.line, p.column) for p in (each.place for each in never) if p is not None]


def test_a_price_beside_one_for_each_platform_never_holds_and_both_are_named() -> None:
    loaded = load(on_platforms("1.49", "1.19"))
    (warning,) = loaded.diagnostics
    assert (warning.code, warning.severity) == ("never-holds", Severity.WARNING)
    assert warning.sentence == (
        "this value of prices.coins_100 never holds: in every market another value holds in its place"
    )
    assert [note.place.line for note in warning.notes] == [13, 14]
    assert price(sound(loaded), when=at("2026-07-01")) == "1.19 EUR"


@pytest.mark.parametrize(
    ("ios", "web", "plain", "columns"),
    [
        ("{2025-01-01: 1.49}", "{2024-01-01: 1.19}", "1.29", [14]),
        ("{2025-06-01: 1.49}", "1.19", "{2025-01-01: 1.29, 2025-06-01: 1.39}", [45]),
        ("{2025-06-01: 1.49}", "1.19", "{2025-01-01: 1.29, 2025-06-01: none}", []),
        ("{2025-06-01: 1.49}", "1.19", "1.29", []),
        ("{2025-01-01: 1.49, 2027-01-01: inherit}", "1.19", "1.29", []),
        ("1.49", "inherit", "1.29", []),
        ("1.49", "1.19", "none", []),
        ("none", "1.19", "1.29", [14]),
    ],
)
def test_a_regions_value_never_holds_where_each_platform_has_its_own_at_all_of_its_times(
    ios: str, web: str, plain: str, columns: list[int]
) -> None:
    assert warned(on_platforms(ios, web, plain)) == [("regions/de.yaml", 10, column) for column in columns]


@pytest.mark.parametrize(
    ("group", "stated", "groups", "columns"),
    [
        ("{2025-01-01: 1 EUR, 2026-06-01: 2 EUR}", "{2026-01-01: 1.29}", "[eu]", [53]),
        ("{2025-01-01: 1 EUR, 2026-06-01: 2 EUR, 2027-01-01: 3 EUR}", "{2026-01-01: 1.29}", "[eu]", [53, 72]),
        ("{2025-01-01: 1 EUR, 2026-06-01: 2 EUR}", "inherit", "{2025-01-01: [eu], 2026-01-01: []}", [53]),
        ("{2025-01-01: 1 EUR, 2026-06-01: 2 EUR}", "{2026-01-01: 1.29, 2027-01-01: inherit}", "[eu]", []),
        (
            "{2025-01-01: 1 EUR, 2026-06-01: 2 EUR, 2027-01-01: 3 EUR}",
            "{2026-01-01: 1, 2027-01-01: inherit}",
            "[eu]",
            [],
        ),
        ("{2025-01-01: 1 EUR, 2026-06-01: none}", "{2026-01-01: 1.29}", "[eu]", []),
        ("{2025-01-01: 1 EUR, 2026-06-01: 2 EUR}", "{2025-01-01: 1.29}", "[eu]", []),
        ("{2020-01-01: 1 EUR, 2021-06-01: 2 EUR, 2024-01-01: 3 EUR}", "inherit", "[eu]", [34, 53]),
        ("{2020-01-01: 1 EUR, 2026-06-01: 2 EUR}", "{2022-01-01: 1.29}", "[eu]", []),
        ("1 EUR", "1.29", "[eu]", []),
    ],
)
def test_a_groups_last_steps_never_hold_where_no_region_hears_them(
    group: str, stated: str, groups: str, columns: list[int]
) -> None:
    assert warned(in_group(group, stated, groups)) == [("regions/groups/eu.yaml", 2, column) for column in columns]


def test_a_step_that_begins_when_no_region_is_in_the_group_says_so() -> None:
    changes = in_group("{2025-01-01: 1 EUR, 2026-06-01: 2 EUR}", "inherit", "{2025-01-01: [eu], 2026-01-01: []}")
    left, warning = load(changes).diagnostics
    assert left.code == "silent-after"
    assert warning.sentence == "this value of prices.coins_100 never holds: no region reads it at that time"
    assert warning.notes == ()


def test_a_step_that_another_region_of_the_group_hears_holds() -> None:
    france = (
        "region: FR\ncurrency: EUR\ntime_zone: Europe/Paris\ngroups: [eu]\ntax: none\nprices: {coins_1000: 12.99}\n"
    )
    changes = in_group("{2025-01-01: 1 EUR, 2026-06-01: 2 EUR}", "{2026-01-01: 1.29}")
    book({**changes, "regions/fr.yaml": france})


FRANCE_LEAVES = """region: FR
currency: EUR
time_zone: Europe/Paris
groups: {2025-01-01: [eu], 2026-01-01: []}
tax: none
prices: {coins_1000: 12.99}
"""


def test_a_change_that_another_warning_names_as_hidden_is_not_named_twice() -> None:
    changes = in_group("{2025-01-01: 1 EUR, 2026-06-01: 2 EUR}", "1.29")
    assert codes({**changes, "regions/fr.yaml": FRANCE_LEAVES}) == ["dated-change-hidden", "silent-after"]


def test_a_platforms_value_that_another_warning_names_as_hidden_is_not_named_twice() -> None:
    changes = in_group("1 EUR", "{begins: inherit, 2026-01-01: 1.29}")
    web = "{web: {prices: {coins_100: {2025-01-01: 1 EUR, 2026-06-01: 2 EUR}}}}"
    found = codes({**changes, "regions/groups/eu.yaml": f"group: eu\nplatforms: {web}\n"})
    assert found == ["silent-before", "platform-value-hidden"]


def test_a_value_that_won_only_before_the_book_begins_never_held() -> None:
    rules = "prices: {coins_100: {2020-01-01: 1 EUR, 2026-06-01: 2 EUR}}\n"
    book({**germany(("coins_100: 1.29", "coins_100: {2022-01-01: 1.29}")), "rules/prices.yaml": rules})


def test_what_never_holds_beside_an_error_is_not_looked_for() -> None:
    assert codes({**on_platforms("1.49", "1.19"), "rules/more.yaml": "zodiac: 5\n"}) == ["unknown-key"]
