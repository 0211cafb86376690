"""A region's value that hides a broader one, for a platform or from a day on: right by the rules, worth a warning."""

import pytest

from ratecard.diagnostics.diagnostic import Severity
from tests.book.asking import at, price, rates
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


@pytest.mark.parametrize("stated", ["1.29", "none", "{begins: inherit, 2025-06-01: 1.29}"])
def test_a_regions_plain_value_beats_a_groups_platform_value_and_a_warning_names_both(stated: str) -> None:
    loaded = load(hidden("0.99 EUR", stated=stated))
    assert price(sound(loaded), when=at("2025-07-01")) == ("NOT_SOLD" if stated == "none" else "1.29 EUR")
    silent = ["silent-before"] if "begins" in stated else []
    assert [each.code for each in loaded.diagnostics] == [*silent, "platform-value-hidden"]
    warning = loaded.diagnostics[-1]
    assert warning.severity is Severity.WARNING
    assert warning.place is not None
    assert (warning.place.file, warning.place.line) == ("regions/de.yaml", 11)
    assert [(note.place.file, note.place.line) for note in warning.notes] == [("regions/groups/eu.yaml", 2)]


@pytest.mark.parametrize(
    ("group", "groups", "stated"),
    [
        ("0.99 EUR", "{2025-01-01: [eu], 2025-06-01: []}", "{begins: inherit, 2025-06-01: 1.29}"),
        ("{2025-06-01: 0.99 EUR}", "[eu]", "{2025-01-01: 1.29, 2025-06-01: inherit}"),
        ("{2025-01-01: 0.99 EUR, 2025-06-01: inherit}", "[eu]", "{begins: inherit, 2025-06-01: 1.29}"),
        ("0.99 EUR", "[eu]", "inherit"),
    ],
)
def test_nothing_is_hidden_where_the_two_never_hold_at_once(group: str, groups: str, stated: str) -> None:
    on_ios = {"{begins": ["silent-before"], "{2025-01-01": ["silent-after"]}.get(stated.split(":", maxsplit=1)[0], [])
    book(hidden(group, groups, stated), *on_ios)


def test_nothing_is_hidden_where_the_region_states_the_platforms_value_too() -> None:
    files = hidden("0.99 EUR")
    files["regions/de.yaml"] += "platforms: {web: {prices: {coins_100: 1.09}}}\n"
    assert price(book(files)) == "1.09 EUR"


def changing(broader: str, stated: str, groups: str = "[eu]", layer: str = "eu") -> dict[str, str]:
    """Germany's rate beside one of its group, or of the rules, which changes with time."""
    files = germany(("currency: EUR\n", f"currency: EUR\ngroups: {groups}\n"), ("rate: 19 %", f"rate: {stated}"))
    line = f"tax: {{lines: {{vat: {{rate: {broader}}}}}}}\n"
    if layer == "eu":
        return {**files, "regions/groups/eu.yaml": f"group: eu\n{line}"}
    return {**files, "regions/groups/eu.yaml": "group: eu\ntax: {per: unit}\n", "rules/rate.yaml": line}


@pytest.mark.parametrize("layer", ["eu", "rules"])
@pytest.mark.parametrize(
    ("broader", "stated"),
    [
        ("{2025-01-01: 19 %, 2027-01-01: 20 %}", "19 %"),
        ("{2025-01-01: 19 %, 2027-01-01: none}", "19 %"),
        ("{2025-01-01: 19 %, 2027-01-01: 20 %}", "{value: 19 %, source: law}"),
        ("{2025-01-01: none, 2027-01-01: 20 %}", "19 %"),
    ],
)
def test_a_value_without_a_date_that_hides_a_later_change_is_warned_of(layer: str, broader: str, stated: str) -> None:
    loaded = load(changing(broader, stated, layer=layer))
    (warning,) = loaded.diagnostics
    assert (warning.code, warning.severity) == ("dated-change-hidden", Severity.WARNING)
    assert warning.sentence == (
        "this value of tax.lines.vat.rate has no date, and hides what a broader layer changes later"
    )
    assert warning.place is not None
    assert warning.place.file == "regions/de.yaml"
    assert [note.text for note in warning.notes] == ["hidden from 2027-01-01 on"]
    assert [note.place.file for note in warning.notes] == [
        "regions/groups/eu.yaml" if layer == "eu" else "rules/rate.yaml"
    ]
    assert warning.notes[0].place.column > len("tax: {lines: {vat: {rate: {2025-01-01: 19 %, 2027-01-01:") - 1
    assert rates(sound(loaded), when=at("2027-06-01")) == {"vat": "19 %"}


@pytest.mark.parametrize(
    ("broader", "stated", "groups"),
    [
        ("20 %", "19 %", "[eu]"),
        ("{2025-01-01: 20 %}", "19 %", "[eu]"),
        ("{2020-01-01: 18 %, 2024-01-01: 20 %}", "19 %", "[eu]"),
        ("{2027-01-01: 20 %}", "19 %", "[eu]"),
        ("{2025-01-01: 20 %, 2027-01-01: 20 %}", "19 %", "[eu]"),
        ("{2025-01-01: 19 %, 2027-01-01: 20 %}", "{2025-01-01: 19 %, 2027-01-01: inherit}", "[eu]"),
        ("{2025-01-01: 19 %, 2027-01-01: 20 %}", "{2025-01-01: 19 %}", "[eu]"),
        ("{2025-01-01: 19 %, 2027-01-01: 20 %}", "none", "[eu]"),
        ("{2025-01-01: 19 %, 2027-01-01: 20 %}", "19 %", "{2025-01-01: [eu], 2026-01-01: []}"),
        ("{2025-01-01: 19 %, 2026-01-01: 20 %}", "19 %", "{2026-06-01: [eu]}"),
    ],
)
def test_where_no_later_change_is_hidden_nothing_is_said(broader: str, stated: str, groups: str) -> None:
    found = load(changing(broader, stated, groups)).diagnostics
    assert [each for each in found if each.code == "dated-change-hidden"] == []


def test_a_change_that_a_layer_between_removes_is_not_hidden() -> None:
    files = changing("{2025-01-01: 19 %, 2027-01-01: 20 %}", "19 %", layer="rules")
    book({**files, "regions/groups/eu.yaml": "group: eu\ntax: {lines: none}\n"})


def test_a_change_that_a_subdivision_states_itself_is_not_hidden_there() -> None:
    files = changing("{2025-01-01: 19 %, 2027-01-01: 20 %}", "{2025-01-01: 19 %, 2027-01-01: inherit}")
    both = "tax: {lines: {vat: {rate: {2025-01-01: 19 %, 2027-01-01: 20 %}}}}\n"
    book({**files, "regions/de-by.yaml": f"region: DE-BY\n{both}"})
    undated = {**files, "regions/de-by.yaml": "region: DE-BY\ntax: {lines: {vat: {rate: 19 %}}}\n"}
    assert [each.place.file for each in load(undated).diagnostics if each.place] == ["regions/de-by.yaml"]


def test_a_platforms_value_without_a_date_hides_a_later_change_too() -> None:
    files = changing("{2025-01-01: 19 %, 2027-01-01: 20 %}", "{2025-01-01: 19 %, 2027-01-01: inherit}")
    files["regions/de.yaml"] += "platforms: {web: {tax: {lines: {vat: {rate: 7 %}}}}}\n"
    book(files, "dated-change-hidden")


def test_what_is_hidden_for_one_platform_is_said_once() -> None:
    files = hidden("{2025-01-01: 0.99 EUR, 2027-01-01: 1.19 EUR}")
    assert [each.code for each in load(files).diagnostics] == ["platform-value-hidden"]


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
    on_ios, warning = loaded.diagnostics
    assert warning.place is not None
    assert (warning.code, warning.place.file) == ("platform-value-hidden", "regions/groups/eu.yaml")
    assert on_ios.code == "silent-after"


@pytest.mark.parametrize(
    ("group", "codes"),
    [
        ("prices: {coins_100: {begins: 1.19 EUR, 2027-01-01: 1.29 EUR}}", []),
        ("platforms: {web: {prices: {coins_100: {begins: 1.19 EUR, 2027-01-01: 1.29 EUR}}}}", ["dated-change-hidden"]),
    ],
)
def test_a_platforms_own_price_stands_beside_those_of_all_platforms(group: str, codes: list[str]) -> None:
    """A website keeps its price when a store moves its tiers; a group's price for the website is hidden."""
    files = germany(("currency: EUR\n", "currency: EUR\ngroups: [eu]\n"), ("  coins_100: 1.29\n", ""))
    files["regions/de.yaml"] += "platforms: {ios: {prices: {coins_100: 1.29}}, web: {prices: {coins_100: 1.09}}}\n"
    files["regions/groups/eu.yaml"] = f"group: eu\n{group}\n"
    told = [own.code for own in load(files).diagnostics]
    assert [code for code in told if code == "dated-change-hidden"] == codes
