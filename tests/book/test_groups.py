"""Groups: what they state holds while a region is a member, and two of them never contradict each other."""

import pytest

from ratecard.diagnostics.diagnostic import Diagnostic, Severity
from tests.book.asking import at, price
from tests.cases.smallest import book, germany, load, only

BAVARIA = "region: DE-BY\n"
GROUP = "group: eu\ncurrency: EUR\n"


def test_a_group_holds_while_the_region_is_a_member() -> None:
    whole = book(
        {
            **germany(
                ("currency: EUR\n", "currency: EUR\ngroups: {2025-03-01: [eu], 2025-05-01: []}\n"),
                ("  coins_100: 1.29\n", ""),
            ),
            "rules/prices.yaml": "prices: {coins_100: 1.00 EUR}\n",
            "regions/groups/eu.yaml": "group: eu\nprices: {coins_100: 2.00 EUR}\n",
        }
    )
    for when, expected in [
        ("2025-02-28T23:59:59+01:00", "1.00 EUR"),
        ("2025-03-01T00:00:00+01:00", "2.00 EUR"),
        ("2025-04-30T23:59:59+02:00", "2.00 EUR"),
        ("2025-05-01T00:00:00+02:00", "1.00 EUR"),
    ]:
        assert price(whole, when=at(when)) == expected


def test_a_group_that_changes_while_nobody_is_a_member_holds_its_newest_value_on_joining() -> None:
    whole = book(
        {
            **germany(("currency: EUR\n", "currency: EUR\ngroups: {2025-06-01: [eu]}\n"), ("  coins_100: 1.29\n", "")),
            "regions/groups/eu.yaml": GROUP
            + "prices: {coins_100: {begins: none, 2025-02-01: 1.00, 2025-04-01: 2.00}}\n",
        },
    )
    assert [price(whole, when=at(day)) for day in ("2025-05-01", "2025-07-01")] == ["NOT_SOLD", "2.00 EUR"]


def test_a_subdivision_belongs_to_its_countrys_groups_unless_it_states_its_own() -> None:
    files = {
        **germany(("currency: EUR\n", "currency: EUR\ngroups: [one]\n"), ("  coins_100: 1.29\n", "")),
        "regions/de-by.yaml": BAVARIA,
        "regions/de-be.yaml": "region: DE-BE\ngroups: [two]\n",
        "regions/groups/one.yaml": "group: one\nprices: {coins_100: 1.00 EUR}\n",
        "regions/groups/two.yaml": "group: two\nprices: {coins_100: 2.00 EUR}\n",
    }
    whole = book(files, "country-group-dropped")
    assert [price(whole, region=code) for code in ("DE", "DE-BY", "DE-BE")] == ["1.00 EUR", "1.00 EUR", "2.00 EUR"]


def test_lists_replace_a_broader_list_whole() -> None:
    whole = book(
        {
            **germany(("currency: EUR\n", "currency: EUR\ngroups: [one, two]\n"), ("  coins_100: 1.29\n", "")),
            "regions/de-by.yaml": "region: DE-BY\ngroups: [two]\n",
            "regions/groups/one.yaml": "group: one\nprices: {coins_100: 1.00 EUR}\n",
            "regions/groups/two.yaml": "group: two\nprices: {coins_1000: 9.00 EUR}\n",
        },
        "country-group-dropped",
    )
    assert price(whole, region="DE") == "1.00 EUR"
    assert price(whole, region="DE-BY") == "NOT_SOLD"


@pytest.mark.parametrize(
    ("own", "by_day"),
    [
        ("inherit", ["1.00 EUR", "1.00 EUR"]),
        ("{2025-01-01: [], 2025-06-01: inherit}", ["NOT_SOLD", "1.00 EUR"]),
        ("{2025-01-01: inherit, 2025-06-01: []}", ["1.00 EUR", "NOT_SOLD"]),
    ],
)
def test_a_subdivisions_list_of_groups_may_inherit_its_countrys(own: str, by_day: list[str]) -> None:
    files = {
        **germany(("currency: EUR\n", "currency: EUR\ngroups: [one]\n"), ("  coins_100: 1.29\n", "")),
        "regions/de-by.yaml": f"{BAVARIA}groups: {own}\n",
        "regions/groups/one.yaml": "group: one\nprices: {coins_100: 1.00 EUR}\n",
    }
    silent = {"NOT_SOLD": "silent-before", "1.00 EUR": "silent-after"}[by_day[0]]
    whole = book(files, *(() if own == "inherit" else ("country-group-dropped", silent)))
    assert [price(whole, when=at(day), region="DE-BY") for day in ("2025-05-01", "2025-07-01")] == by_day


def test_a_list_of_groups_that_inherits_where_there_is_none_is_as_if_nothing_stood_there() -> None:
    files = {**germany(("currency: EUR\n", "currency: EUR\ngroups: inherit\n")), "regions/de-by.yaml": BAVARIA}
    assert price(book(files)) == "1.29 EUR"
    ended = germany(("currency: EUR\n", "currency: EUR\ngroups: {2025-01-01: [one], 2025-06-01: inherit}\n"))
    files = {**ended, "regions/groups/one.yaml": "group: one\nprices: {coins_1000: 9.00 EUR}\n"}
    assert price(book(files), when=at("2025-07-01")) == "1.29 EUR"


def test_what_follows_an_inherited_list_of_groups_is_looked_at_too() -> None:
    error = only(germany(("currency: EUR\n", "currency: EUR\ngroups: {2025-01-01: inherit, 2025-06-01: [nope]}\n")))
    assert (error.code, error.sentence) == ("unknown-group", "nope is a group that no file states")


def dropped(country: str, own: str) -> list[Diagnostic]:
    """What is said of the groups of DE-BE beside those of DE; each group states one thing that the others do not."""
    keys = {"one": "rounding: half up", "two": "per: unit", "three": "collected_by: store"}
    files = {f"regions/groups/{name}.yaml": f"group: {name}\ntax: {{{stated}}}\n" for name, stated in keys.items()}
    files |= germany(("currency: EUR\n", f"currency: EUR\ngroups: {country}\n"))
    found = load({**files, "regions/de-be.yaml": f"region: DE-BE\ngroups: {own}\n"}).diagnostics
    return [each for each in found if each.code != "group-without-members"]


@pytest.mark.parametrize(
    ("country", "own", "names"),
    [
        ("[one, two]", "[two]", "one"),
        ("[one, two]", "[three]", "one, two"),
        ("[one]", "[]", "one"),
        ("{2025-01-01: [], 2026-01-01: [one]}", "[two]", "one"),
        ("[one]", "{2026-01-01: [two]}", "one"),
        ("{2025-01-01: [one], 2026-01-01: [two]}", "{2026-06-01: [one]}", "two"),
    ],
)
def test_a_subdivision_that_leaves_out_groups_of_its_country_is_told_which(country: str, own: str, names: str) -> None:
    (warning,) = dropped(country, own)
    assert (warning.code, warning.severity) == ("country-group-dropped", Severity.WARNING)
    assert warning.sentence == f"DE-BE leaves out {names} of its country's groups, which this list replaces"
    assert warning.place is not None
    assert warning.place.file == "regions/de-be.yaml"
    assert [note.place.file for note in warning.notes] == ["regions/de.yaml"]


@pytest.mark.parametrize(
    ("country", "own"),
    [
        ("[one]", "[two, one]"),
        ("[]", "[two]"),
        ("{2025-01-01: [one], 2026-01-01: []}", "{2026-01-01: [two]}"),
        ("{2020-01-01: [one], 2024-01-01: []}", "[two]"),
        ("[one]", "inherit"),
        ("[one]", "{2024-01-01: [two], 2024-06-01: inherit}"),
        ("{2025-01-01: [one], 2026-01-01: [two]}", "{2025-01-01: [one], 2026-01-01: [two, three]}"),
    ],
)
def test_a_subdivision_that_keeps_the_groups_of_its_country_is_not_warned_of(country: str, own: str) -> None:
    assert [each for each in dropped(country, own) if each.code == "country-group-dropped"] == []


TWO_GROUPS = "regions/groups/one.yaml", "regions/groups/two.yaml"


@pytest.mark.parametrize(
    ("groups", "one", "two", "conflict"),
    [
        ("[one, two]", "1.00 EUR", "2.00 EUR", True),
        ("[one, two]", "1.00 EUR", "1.00 EUR", True),
        ("{2025-01-01: [one], 2025-06-01: [two]}", "1.00 EUR", "2.00 EUR", False),
        ("{2025-01-01: [one], 2025-06-01: [one, two]}", "1.00 EUR", "2.00 EUR", True),
        ("[one, two]", "1.00 EUR", "{2025-06-01: 2.00 EUR}", True),
        ("{2025-01-01: [one, two], 2025-06-01: [two]}", "1.00 EUR", "{2025-06-01: 2.00 EUR}", False),
        ("{2025-01-01: [one, two], 2025-06-02: [two]}", "1.00 EUR", "{2025-06-01: 2.00 EUR}", True),
    ],
)
def test_two_groups_may_state_one_path_only_for_different_times(
    groups: str, one: str, two: str, conflict: bool
) -> None:
    first, second = TWO_GROUPS
    files = {
        **germany(("currency: EUR\n", f"currency: EUR\ngroups: {groups}\n"), ("  coins_100: 1.29\n", "")),
        first: f"group: one\nprices: {{coins_100: {one}}}\n",
        second: f"group: two\nprices: {{coins_100: {two}}}\n",
    }
    if not conflict:
        book(files)
        return
    found = only(files)
    assert found.code == "group-conflict"
    assert found.place is not None
    assert (found.place.file, found.notes[0].place.file) == (second, first)
    assert "prices.coins_100" in found.sentence


def test_two_groups_may_state_one_path_for_different_platforms() -> None:
    first, second = TWO_GROUPS
    whole = book(
        {
            **germany(("currency: EUR\n", "currency: EUR\ngroups: [one, two]\n"), ("  coins_100: 1.29\n", "")),
            first: "group: one\nplatforms: {web: {prices: {coins_100: 1.00 EUR}}}\n",
            second: "group: two\nplatforms: {ios: {prices: {coins_100: 2.00 EUR}}}\n",
        }
    )
    assert [price(whole, platform=platform) for platform in ("web", "ios")] == ["1.00 EUR", "2.00 EUR"]


def test_a_group_that_removes_what_another_states_is_in_conflict_with_it() -> None:
    first, second = TWO_GROUPS
    found = only(
        {
            **germany(("currency: EUR\n", "currency: EUR\ngroups: [one, two]\n")),
            first: "group: one\ntax: {lines: {levy: {name: Levy, rate: 5 %}}}\n",
            second: "group: two\ntax: none\n",
        }
    )
    assert found.code == "group-conflict"


def conflict(own: str, one: str = "1.00 EUR", two: str = "2.00 EUR") -> dict[str, str]:
    """Two groups that state one price, and what Germany states itself."""
    return {
        **germany(("currency: EUR\n", "currency: EUR\ngroups: [one, two]\n"), ("  coins_100: 1.29\n", own)),
        "regions/groups/one.yaml": f"group: one\nprices: {{coins_100: {one}}}\n",
        "regions/groups/two.yaml": f"group: two\nprices: {{coins_100: {two}}}\n",
    }


def test_following_the_advice_and_stating_the_value_in_the_region_mends_the_conflict() -> None:
    error = only(conflict(""))
    assert (error.code, error.advice) == (
        "group-conflict",
        "keep one of the two, or state prices.coins_100 in the region",
    )
    whole = book(conflict("  coins_100: 1.29\n"))
    assert price(whole) == "1.29 EUR"


@pytest.mark.parametrize(
    ("own", "one", "two", "settled"),
    [
        ("none", "1.00 EUR", "2.00 EUR", True),
        ("inherit", "1.00 EUR", "2.00 EUR", False),
        ("{2025-06-01: 1.29}", "1.00 EUR", "2.00 EUR", False),
        ("{2025-06-01: 1.29}", "1.00 EUR", "{2025-06-01: 2.00 EUR}", True),
        ("{2025-06-02: 1.29}", "1.00 EUR", "{2025-06-01: 2.00 EUR}", False),
        ("{2025-01-01: 1.29, 2025-06-01: inherit}", "1.00 EUR", "{2025-01-01: 2.00 EUR, 2025-06-01: inherit}", True),
        ("{2025-01-01: 1.29, 2025-05-01: inherit}", "1.00 EUR", "{2025-01-01: 2.00 EUR, 2025-06-01: inherit}", False),
    ],
)
def test_a_region_settles_a_conflict_where_it_speaks_at_every_such_instant(
    own: str, one: str, two: str, settled: bool
) -> None:
    loaded = load(conflict(f"  coins_100: {own}\n", one, two))
    errors = {each.code for each in loaded.diagnostics}
    assert ("group-conflict" in errors) is not settled
    assert (loaded.book is not None) is settled


def test_a_platforms_own_value_settles_a_conflict_for_that_platform_alone() -> None:
    of_web = "platforms: {{web: {{prices: {{coins_100: {}}}}}}}\n"
    files = {
        **conflict("  coins_100: 1.29\n"),
        "regions/groups/one.yaml": "group: one\n" + of_web.format("1.00 EUR"),
        "regions/groups/two.yaml": "group: two\n" + of_web.format("2.00 EUR"),
    }
    loaded = load(files)
    assert [each.code for each in loaded.diagnostics] == ["platform-value-hidden"]
    files["regions/de.yaml"] = files["regions/de.yaml"].replace("  coins_100: 1.29\n", "") + of_web.format("1.09")
    assert price(book(files)) == "1.09 EUR"
    plain = conflict("")
    plain["regions/de.yaml"] += of_web.format("1.09")
    assert only(plain).code == "group-conflict"
