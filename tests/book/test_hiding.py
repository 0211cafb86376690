"""A region's plain value that hides a broader one for a platform: right by the rules, and worth a warning."""

import pytest

from ratecard.diagnostics.diagnostic import Severity
from tests.book.asking import at, price
from tests.books import sound
from tests.cases.smallest import book, germany, load


def hidden(group: str, groups: str = "[eu]", stated: str = "1.29") -> dict[str, str]:
    """Germany's plain price beside a group's price for web."""
    return {
        **germany(
            ("currency: EUR\n", f"currency: EUR\ngroups: {groups}\n"), ("coins_100: 1.29", f"coins_100: {stated}")
        ),
        "regions/groups/eu.yaml": f"group: eu\nplatforms: {{web: {{prices: {{coins_100: {group}}}}}}}\n",
    }


@pytest.mark.parametrize("stated", ["1.29", "none", "{2025-06-01: 1.29}"])
def test_a_regions_plain_value_beats_a_groups_platform_value_and_a_warning_names_both(stated: str) -> None:
    loaded = load(hidden("0.99 EUR", stated=stated))
    assert price(sound(loaded), when=at("2025-07-01")) == ("NOT_SOLD" if stated == "none" else "1.29 EUR")
    assert [(each.code, each.severity) for each in loaded.diagnostics] == [("platform-value-hidden", Severity.WARNING)]
    warning = loaded.diagnostics[0]
    assert warning.place is not None
    assert (warning.place.file, warning.place.line) == ("regions/de.yaml", 11)
    assert [(note.place.file, note.place.line) for note in warning.notes] == [("regions/groups/eu.yaml", 2)]


@pytest.mark.parametrize(
    ("group", "groups", "stated"),
    [
        ("0.99 EUR", "{2025-01-01: [eu], 2025-06-01: []}", "{2025-06-01: 1.29}"),
        ("{2025-06-01: 0.99 EUR}", "[eu]", "{2025-01-01: 1.29, 2025-06-01: inherit}"),
        ("{2025-01-01: 0.99 EUR, 2025-06-01: inherit}", "[eu]", "{2025-06-01: 1.29}"),
        ("0.99 EUR", "[eu]", "inherit"),
    ],
)
def test_nothing_is_hidden_where_the_two_never_hold_at_once(group: str, groups: str, stated: str) -> None:
    book(hidden(group, groups, stated))


def test_nothing_is_hidden_where_the_region_states_the_platforms_value_too() -> None:
    files = hidden("0.99 EUR")
    files["regions/de.yaml"] += "platforms: {web: {prices: {coins_100: 1.09}}}\n"
    assert price(book(files)) == "1.09 EUR"


@pytest.mark.parametrize(
    ("own", "line", "when"),
    [
        ("{2025-06-01: 1.09}", 11, "2025-05-31"),
        ("{2025-01-01: 1.09, 2025-06-01: inherit}", 11, "2025-06-01"),
        ("{2025-03-01: 1.09, 2025-06-01: inherit}", 11, "2025-02-01"),
    ],
)
def test_what_is_hidden_before_or_after_the_regions_own_value_for_the_platform_is_warned_of_too(
    own: str, line: int, when: str
) -> None:
    files = hidden("0.99 EUR")
    files["regions/de.yaml"] += f"platforms: {{web: {{prices: {{coins_100: {own}}}}}}}\n"
    loaded = load(files)
    assert price(sound(loaded), when=at(when)) == "1.29 EUR"
    (warning,) = loaded.diagnostics
    assert warning.code == "platform-value-hidden"
    assert warning.place is not None
    assert (warning.place.file, warning.place.line) == ("regions/de.yaml", line)


def test_a_groups_plain_value_hides_that_of_the_rules_until_the_region_speaks() -> None:
    files = {
        **germany(("currency: EUR\n", "currency: EUR\ngroups: [eu]\n"), ("coins_100: 1.29", "coins_100: inherit")),
        "regions/groups/eu.yaml": "group: eu\nprices: {coins_100: {2025-01-01: 1.19 EUR, 2025-06-01: inherit}}\n",
        "rules/prices.yaml": "platforms: {web: {prices: {coins_100: 0.99 EUR}}}\n",
    }
    loaded = load(files)
    assert [price(sound(loaded), when=at(day)) for day in ("2025-05-31", "2025-07-01")] == ["1.19 EUR", "0.99 EUR"]
    (warning,) = loaded.diagnostics
    assert warning.place is not None
    assert (warning.code, warning.place.file) == ("platform-value-hidden", "regions/groups/eu.yaml")
