"""Files put together to layers: any key in any file of its layer, and the order of files makes no difference."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratecard.loading import load_texts
from tests.book.asking import price
from tests.books import sound
from tests.cases.smallest import SMALLEST, book, changed, found, germany, only

ONE_FILE = "".join(
    text for path, text in SMALLEST.items() if path.startswith("rules/") and path != "rules/platforms.yaml"
)


def test_all_rules_may_stand_in_one_file() -> None:
    whole = load_texts(
        {
            "rules/all.yaml": ONE_FILE + SMALLEST["rules/platforms.yaml"],
            "regions/de.yaml": SMALLEST["regions/de.yaml"],
        }
    )
    assert whole.diagnostics == ()
    assert sound(whole).digest == book({}).digest


def test_rules_may_lie_in_folders_of_any_depth_and_with_either_ending() -> None:
    files = dict(SMALLEST)
    files["rules/shops/2025/platforms.yml"] = files.pop("rules/platforms.yaml")
    whole = load_texts(files)
    assert whole.diagnostics == ()
    assert sound(whole).digest == book({}).digest


def test_a_platform_and_a_package_may_be_stated_in_parts_by_several_files() -> None:
    whole = book(
        {
            "rules/packages.yaml": "packages:\n  coins_100: {coins: 100}\n  coins_1000: {coins: 1000}\n",
            "rules/bonus.yaml": "packages:\n  coins_1000: {bonus: 50}\n",
        }
    )
    assert whole.digest == book({}).digest


def test_the_plural_forms_of_a_unit_may_be_stated_by_several_files() -> None:
    whole = book(
        {
            "rules/units.yaml": SMALLEST["rules/units.yaml"].replace("one: coin, other: coins", "one: coin"),
            "rules/more.yaml": "units: {coin: {name: {en: {other: coins}}}}\n",
        }
    )
    assert whole.digest == book({}).digest


@given(st.permutations(sorted(SMALLEST)))
def test_the_order_of_files_makes_no_difference(paths: list[str]) -> None:
    loaded = load_texts({path: SMALLEST[path] for path in paths})
    assert sound(loaded).digest == book({}).digest


@given(st.permutations([path for path in SMALLEST if path.startswith("rules/")]))
def test_the_names_of_rule_files_make_no_difference(paths: list[str]) -> None:
    renamed = {f"rules/{index}.yaml": SMALLEST[path] for index, path in enumerate(paths)}
    loaded = load_texts({**renamed, "regions/germany.yaml": SMALLEST["regions/de.yaml"]})
    assert loaded.diagnostics == ()
    assert sound(loaded).digest == book({}).digest


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("tax: {display: exclusive}\n", "tax.display"),
        ("tax: {display: inclusive}\n", "tax.display"),
        ("tax: {display: {2026-01-01: exclusive}}\n", "tax.display"),
        ("packages: {coins_1000: {bonus: 50}}\n", "packages.coins_1000.bonus"),
        ("languages: [en]\n", "languages"),
        ("begins: 2024-01-01\n", "begins"),
        ("platforms: {web: {name: Shop}}\n", "name"),
        ("platforms: {web: {commission: {per: unit}}}\n", "commission.per"),
        ("units: {coin: {name: {en: {one: chip}}}}\n", "units.coin.name.en.one"),
        ("facts: {buyer.age: {type: count}}\n", "facts.buyer.age.type"),
    ],
)
def test_two_rule_files_that_state_one_path_are_one_error_with_both_places(text: str, path: str) -> None:
    error = only({"rules/zz.yaml": text, "rules/facts.yaml": "facts: {buyer.age: {type: count}}\n"})
    assert error.code == "stated-twice"
    assert path in error.sentence
    assert error.place is not None
    assert {error.place.file, error.notes[0].place.file} > {"rules/zz.yaml"}


@pytest.mark.parametrize("text", ["tax: none\n", "tax: {lines: none}\n"])
def test_a_rule_file_that_removes_what_another_one_states_is_one_error(text: str) -> None:
    error = only({"rules/zz.yaml": text, "rules/lines.yaml": "tax: {lines: {levy: {name: Levy, rate: 1 %}}}\n"})
    assert error.code == "stated-twice"
    assert error.place is not None
    assert "rules/zz.yaml" in {error.place.file, *(note.place.file for note in error.notes)}


def test_a_platforms_path_is_named_with_its_platform() -> None:
    error = only({"rules/zz.yaml": "platforms: {web: {commission: {per: unit}}}\n"})
    assert error.sentence.startswith("platforms.web.commission.per is stated in two files")


def test_the_same_path_plain_and_under_a_platform_is_no_conflict() -> None:
    whole = book({"rules/web.yaml": "platforms: {web: {tax: {collected_by: seller}}}\n"})
    assert price(whole) == "1.29 EUR"


def test_the_same_path_in_two_layers_is_no_conflict() -> None:
    book({"rules/prices.yaml": "prices: {coins_100: 1.00 EUR}\n"})


@pytest.mark.parametrize(
    ("first", "second", "kind"),
    [
        ("regions/de.yaml", "regions/germany.yaml", "region"),
        ("regions/de.yaml", "regions/zz.yml", "region"),
        ("regions/groups/eu.yaml", "regions/groups/union.yaml", "group"),
    ],
)
def test_one_region_or_group_has_one_file(first: str, second: str, kind: str) -> None:
    if kind == "region":
        changes = {second: "region: DE\nprices: {coins_100: 1.39}\n"}
    else:
        member = germany(("currency: EUR\n", "currency: EUR\ngroups: [eu]\n"))
        changes = {**member, first: "group: eu\n", second: "group: eu\ntax: {per: order}\n"}
    error = only(changes)
    assert error.code == "two-files-for-one"
    assert error.place is not None
    assert (error.place.file, error.notes[0].place.file) == (second, first)


def test_three_files_for_one_region_are_two_errors() -> None:
    errors = found({"regions/x.yaml": "region: DE\ntax: none\n", "regions/y.yaml": "region: DE\ntax: none\n"})
    assert [(each.code, each.place and each.place.file) for each in errors] == [
        ("two-files-for-one", "regions/x.yaml"),
        ("two-files-for-one", "regions/y.yaml"),
    ]


@pytest.mark.parametrize(
    "path", ["regions/europe/de.yaml", "regions/groups/europe/eu.yaml", "other/de.yaml", "de.yaml"]
)
def test_a_rule_file_where_none_is_read_is_never_ignored_silently(path: str) -> None:
    loaded = load_texts(changed({path: "region: FR\n"}))
    assert [each.code for each in loaded.diagnostics] == ["misplaced-file"]
    assert loaded.book is None


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("regions/eu.yaml", "group: eu\ntax: {per: unit}\n"),
        ("regions/groups/fr.yaml", SMALLEST["regions/de.yaml"].replace("DE", "FR")),
        ("rules/fr.yaml", SMALLEST["regions/de.yaml"].replace("DE", "FR")),
        ("rules/eu.yaml", "group: eu\ntax: {per: unit}\n"),
    ],
)
def test_a_file_in_the_folder_of_another_kind_is_one_error_that_says_where_it_belongs(path: str, text: str) -> None:
    error = only({path: text})
    assert error.code == "misplaced-file"
    assert ("regions/groups/" if "group:" in text else "regions/") in error.advice
