"""Each region's currency is CLDR's on each day, its zone is one of its territory in tzdata, its groups are real."""

from collections.abc import Mapping
from datetime import date, timedelta
from importlib.resources import files as resources
from typing import Any

import pytest
from babel.core import get_global
from babel.numbers import get_territory_currencies

from tests.world.library import WORLD, country, read, regions, time_line

# The library looks no further back than the sources of its rates.
FIRST_DAY = date(2016, 1, 1)
# What the CLDR data of Babel 2.18 does not know yet: Bulgaria has the euro since 2026-01-01.
CHANGED_SINCE = {("BG", "EUR")}


def zones_by_territory() -> dict[str, set[str]]:
    """The zones of each territory by tzdata: `{"AD": {"Europe/Andorra"}, …}`."""
    table = (resources("tzdata") / "zoneinfo" / "zone.tab").read_text(encoding="utf-8")
    rows = [row.split("\t") for row in table.splitlines() if not row.startswith("#")]
    return {territory: {row[2] for row in rows if row[0] == territory} for territory in {row[0] for row in rows}}


def odd_currencies(region: str, leaf: Any) -> list[tuple[str, str, str]]:
    """Each currency of a region that is not tender there by CLDR on the first day from which it holds."""
    territory = country(region)
    days = {FIRST_DAY if day == "begins" else date.fromisoformat(day): code for day, code in time_line(leaf).items()}
    return [
        (region, day.isoformat(), code)
        for day, code in days.items()
        if code not in get_territory_currencies(territory, day, day) and (region, code) not in CHANGED_SINCE
    ]


def currencies_left_out(region: str, leaf: Any) -> list[tuple[str, str]]:
    """Currencies that became a territory's only tender after the first day by CLDR, and that the region lacks."""
    stated = set(time_line(leaf).values())
    for code, start, _, tender in get_global("territory_currencies")[country(region)]:
        if tender and start and date(*start) > FIRST_DAY and code not in stated:
            alone = get_territory_currencies(country(region), date(*start) + timedelta(days=400))
            if alone == [code]:
                return [(region, code)]
    return []


def test_each_currency_is_cldrs_on_the_day_from_which_it_holds() -> None:
    assert [odd for region, stated in regions().items() for odd in odd_currencies(region, stated["currency"])] == []


def test_no_change_of_currency_is_left_out() -> None:
    assert [
        lost for region, stated in regions().items() for lost in currencies_left_out(region, stated["currency"])
    ] == []


def test_a_currency_of_elsewhere_and_one_that_came_too_early_are_found() -> None:
    assert odd_currencies("CH", "EUR") == [("CH", "2016-01-01", "EUR")]
    assert odd_currencies("HR", {"begins": "HRK", "2022-12-31": "EUR"}) == [("HR", "2022-12-31", "EUR")]
    assert currencies_left_out("HR", "HRK") == [("HR", "EUR")]


def test_each_zone_is_one_of_its_territory_in_tzdata() -> None:
    zones = zones_by_territory()
    odd = [
        (region, stated["time_zone"])
        for region, stated in regions().items()
        if stated["time_zone"] not in zones[country(region)]
    ]
    assert odd == []


def test_a_file_is_named_as_its_region() -> None:
    names = {path.stem.upper(): read(path)["region"] for path in WORLD.glob("regions/*.yaml")}
    assert {name: region for name, region in names.items() if name != region} == {}


def groups_on(region: str, day: str) -> set[str]:
    """A region's groups on a day: those of the latest entry that does not begin after it."""
    leaf = regions()[region].get("groups", [])
    if not isinstance(leaf, Mapping):
        return set(leaf)
    started = [start for start in leaf if start != "begins" and start <= day]
    return set(leaf[max(started, default="begins")])


@pytest.mark.parametrize("day", ["2022-12-31", "2025-12-31", "2026-11-27"])
def test_the_groups_have_the_members_that_their_treaties_name(day: str) -> None:
    members = {
        group: {region for region in regions() if group in groups_on(region, day)}
        for group in ("eu", "eea", "euro", "efta")
    }
    assert len(members["eu"]) == 27
    assert members["eea"] == members["eu"] | {"IS", "LI", "NO"}
    assert members["efta"] == {"CH", "IS", "LI", "NO"}
    joined = (day >= "2023-01-01") + (day >= "2026-01-01")
    assert len(members["euro"]) == 19 + joined


def test_who_is_in_the_euro_group_pays_in_euros_and_no_other_member_of_the_union_does() -> None:
    for day in ("2016-01-01", "2022-12-31", "2023-01-01", "2025-12-31", "2026-01-01"):
        for region in regions():
            if "eu" in groups_on(region, day):
                currencies = time_line(regions()[region]["currency"])
                started = [start for start in currencies if start != "begins" and start <= day]
                assert ("euro" in groups_on(region, day)) == (currencies[max(started, default="begins")] == "EUR")


def test_the_library_has_no_groups_but_these_four() -> None:
    assert {path.stem for path in WORLD.glob("regions/groups/*.yaml")} == {"eu", "eea", "euro", "efta"}
    named = {group for region in regions() for day in ("2016-01-01", "2026-11-27") for group in groups_on(region, day)}
    assert named == {"eu", "eea", "euro", "efta"}
