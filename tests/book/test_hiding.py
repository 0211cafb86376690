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
