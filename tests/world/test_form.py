"""The form of the library's files: edition, changes, ids of tax lines, names, plural forms and width."""

import re

from babel import Locale

from tests.world.library import EDITION_DAY, WORLD, country, files, lines_of, rates_on, read, regions, time_line

WIDTH_MAX = 100
EIGHT = frozenset({"en", "de", "fr", "ja", "ar", "bg", "nb", "pl"})
TWELVE = EIGHT | {"es", "ko", "pt", "zh-Hans"}
TODAY = WORLD.parent / "regions"
LINE_IDS = frozenset(
    {"vat", "gst", "sales", "consumption", "business", "service", "gct", "digital_services", "nhil", "getfund"}
    | {"excise", "receipts", "hst", "pst", "rst", "qst"}
)
RATE = re.compile(r"\d+(\.\d+)? %")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def test_the_edition_is_named_and_its_changes_are_listed() -> None:
    stated = read(WORLD / "world.yaml")
    assert (stated["edition"], stated["date"]) == ("2026.11", EDITION_DAY)
    assert list(read(WORLD / "CHANGES.yaml"))[-1] == f"world {stated['edition']}"


def test_no_line_is_too_long() -> None:
    long = [
        (path.name, number)
        for path in files()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if len(line) > WIDTH_MAX
    ]
    assert long == []


def test_the_regions_of_the_example_are_all_there_and_more_than_forty_others() -> None:
    example = {path.stem.upper() for path in TODAY.glob("*.yaml")}
    assert example - set(regions()) == set()
    assert len(set(regions()) - example) > 40


def test_each_region_says_what_tax_is_due_there() -> None:
    silent = [region for region, stated in regions().items() if "tax" not in stated and "-" not in region]
    assert silent == []
    parts = [region for region in regions() if "-" in region and not lines_of(region)]
    assert [part for part in parts if regions()[part]["tax"]["lines"] != "none"] == []


def test_each_rate_is_a_rate_or_one_of_the_two_words_and_its_days_are_in_order() -> None:
    for region in regions():
        for line, stated in lines_of(region).items():
            values = time_line(stated["rate"])
            assert all(RATE.fullmatch(rate) or rate in ("none", "unknown") for rate in values.values()), (region, line)
            days = [day for day in values if day != "begins"]
            assert all(DAY.fullmatch(day) for day in days), (region, line)
            assert days == sorted(days), (region, line)
            assert next(iter(values)) == "begins", (region, line)


def test_only_the_documented_ids_name_tax_lines() -> None:
    used = {line for region in regions() for line in lines_of(region)}
    assert used == LINE_IDS
    documented = (WORLD / "README.md").read_text(encoding="utf-8")
    assert [line for line in LINE_IDS if f"`{line}`" not in documented] == []


def test_each_tax_has_its_name_in_the_languages_of_the_example() -> None:
    eu = read(WORLD / "regions" / "groups" / "eu.yaml")["tax"]["lines"]["vat"]["name"]
    for region in regions():
        members = "eu" in str(regions()[region].get("groups", ""))
        for line, stated in lines_of(region).items():
            own = stated.get("name", {})
            languages = EIGHT if isinstance(own, str) else {*own, *(eu if members else {})}
            assert languages >= EIGHT, (region, line)


def test_a_part_of_a_country_has_the_currency_of_its_country() -> None:
    parts = [region for region in regions() if "-" in region]
    assert [part for part in parts if regions()[part]["currency"] != regions()[country(part)]["currency"]] == []


def test_a_country_whose_parts_decide_is_not_taken_for_untaxed() -> None:
    assert [region for region in ("CA", "US") if regions()[region]["tax"].get("depends_on") != "subdivision"] == []
    assert len([region for region in regions() if region.startswith("US-")]) == 51
    assert rates_on("US-NY", EDITION_DAY) == {}
    assert rates_on("CA-ON", EDITION_DAY) == {"hst": "13 %"}


def plural_forms(tag: str) -> set[str]:
    """The plural forms that CLDR names for a language: one and other for `en`."""
    return {*Locale.parse(tag, sep="-").plural_form.tags, "other"}


def test_units_have_the_plural_forms_of_thirty_languages() -> None:
    for unit in read(WORLD / "rules" / "units.yaml")["units"].values():
        names = {tag: set(forms) - {"source"} for tag, forms in unit["name"].items() if tag != "source"}
        assert len(names) == 30
        assert {tag: forms for tag, forms in names.items() if forms != plural_forms(tag)} == {}


def test_facts_have_names_in_twelve_languages() -> None:
    facts = read(WORLD / "rules" / "facts.yaml")["facts"]
    assert [name for name, fact in facts.items() if name != "source" and set(fact["name"]) != TWELVE] == []
