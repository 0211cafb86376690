"""`ratecard change prices`: what it shows, what it writes and when, what it refuses, and its exit codes."""

import json
from pathlib import Path

import pytest
from click.testing import Result

from tests.books import write_texts
from tests.cases.smallest import DE, SMALLEST
from tests.cli.running import run

TODAY = {"RATECARD_TODAY": "2026-11-29"}
MORE = """
dates: {january_wave: 2027-01-12, cancelled: never}
factors: {softer: {DE: 0.9, other: 1}, elsewhere: {FR: 2}}
price_points: {EUR: [{least: 0.99, most: 99.99, step: 1.00}]}
price_bounds: {EUR: {least: 0.49, most: 99.99}}
"""
BOOK = {**SMALLEST, "rules/more.yaml": MORE, "regions/groups/euro.yaml": "group: euro\nmembers: [DE]\n"}
FILE = "regions/de.yaml"
FIVE = ("--by", "+5 %", "--rounding", "up to a price point", "--from", "january_wave")
THOUSAND = ("--where", "group = euro and package = coins_1000")
IOS = ("--where", "platform = ios and package = coins_1000")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small book: two prices in euro, each for two platforms."""
    return write_texts(tmp_path / "book", BOOK)


def change(folder: Path, *arguments: str) -> Result:
    """The result of a wave over a book, on a day of 2026."""
    return run("change", "prices", "--book", str(folder), "--no-guards", *arguments, environment=TODAY)


def text(folder: Path) -> str:
    """What the region's file holds."""
    return (folder / FILE).read_text("utf-8")


def test_a_wave_is_shown_with_its_plan_and_not_written(folder: Path) -> None:
    result = change(folder, *THOUSAND, *FIVE, "--diff")
    assert result.exit_code == 2, result.output
    head = result.stdout.splitlines()
    assert head[0] == "2 prices from january_wave on, by 1 line of 1 file"
    assert head[2].split() == ["coins_1000", "2", "12.99", "→", "13.99", "EUR", "+7.7", "%"]
    line = "regions/de.yaml prices.coins_1000 12.99 EUR → 13.99 13.6395 EUR DE on ios, web"
    assert head[5].split() == line.split()
    assert "from 2027-01-12 (january_wave), in 44 days" in head
    assert head[-3:] == ["+  coins_1000:", "+    begins: 12.99", "+    january_wave: 13.99"]
    assert result.stderr == "nothing is written: add --write\n"
    assert text(folder) == DE


def test_a_written_wave_keeps_the_old_price_and_twice_is_as_once(folder: Path) -> None:
    assert change(folder, *THOUSAND, *FIVE, "--write").exit_code == 2
    once = DE.replace("coins_1000: 12.99", "coins_1000:\n    begins: 12.99\n    january_wave: 13.99")
    assert text(folder) == once
    again = change(folder, *THOUSAND, *FIVE, "--write")
    assert (again.exit_code, again.stdout) == (
        0,
        "no price changes: 2 chosen prices have the new value from january_wave on\n",
    )
    assert text(folder) == once
    lower = change(folder, *THOUSAND, "--by", "-1.00 EUR", "--from", "january_wave", "--write")
    assert (
        "  2 prices that the files have for that very time: replaced, such as 13.99 EUR for coins_1000" in lower.stdout
    )
    assert text(folder) == once.replace("13.99", "11.99")


def test_a_line_that_decides_for_others_is_refused_or_split(folder: Path) -> None:
    refused = change(folder, *IOS, *FIVE, "--write")
    assert refused.exit_code == 1
    assert refused.stderr == (
        "error: regions/de.yaml:11:15: prices.coins_1000 also decides for prices that were not chosen: "
        "coins_1000 in DE on web\n"
        "  = choose them too, or add --split to state the new price for the chosen markets alone\n"
        "nothing is written\n"
    )
    assert text(folder) == DE
    assert change(folder, *IOS, *FIVE, "--split", "--write").exit_code == 2
    assert text(folder).startswith(DE.rstrip("\n"))
    assert text(folder).endswith("platforms:\n  ios:\n    prices:\n      coins_1000:\n        january_wave: 13.99\n")
    assert change(folder, *IOS, *FIVE, "--split").exit_code == 0


def test_a_split_price_gives_way_to_what_the_file_states_later(folder: Path) -> None:
    later = DE.replace("coins_1000: 12.99", "coins_1000: {begins: 12.99, 2027-06-01: 10.99}")
    (folder / FILE).write_text(later, "utf-8")
    result = change(folder, *IOS, *FIVE, "--split", "--write")
    assert result.exit_code == 2, result.output
    assert (
        "  1 later price of the files: kept, such as 10.99 EUR for coins_1000 in DE on ios from 2027-06-01 on"
        in result.stdout
    )
    assert text(folder).endswith("january_wave: 13.99\n        2027-06-01: inherit\n")


def test_prices_that_follow_are_not_written_unless_they_are_pinned(folder: Path) -> None:
    derived = f"{DE}\nplatforms: {{web: {{pricing: {{derive: {{from: {{platform: ios}}}}, rounding: half up}}}}}}\n"
    (folder / FILE).write_text(derived, "utf-8")
    result = change(folder, *THOUSAND, *FIVE)
    assert "  1 chosen price that follows others: not written; 1 of them move with their source" in result.stdout
    moved = change(folder, *IOS, *FIVE)
    assert (
        "  1 price that nobody chose and that follows others: moved with them, coins_1000 in DE on web" in moved.stdout
    )
    web = ("--where", "platform = web and package = coins_1000")
    assert "such as coins_1000 in DE on web, and are not overwritten unasked" in change(folder, *web, *FIVE).stderr
    assert change(folder, *web, *FIVE, "--pin", "--write").exit_code == 2
    assert "prices: {coins_1000: {begins: inherit, january_wave: 13.99}}" in text(folder)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((*THOUSAND, "--by", "+5 %", "--from", "january_wave"), "it would be 13.6395 EUR, which is not a price"),
        ((*THOUSAND, "--by", "+900 EUR", "--from", "january_wave"), "912.99 EUR, which is out of bounds"),
        ((*THOUSAND, "--by", "-12.99 EUR", "--from", "january_wave"), "it would be 0.00 EUR, and a price is above 0"),
        ((*THOUSAND, "--by", "+5 %", "--rounding", "up", "--from", "2026-11-29"), "2026-11-29 has begun already"),
        ((*THOUSAND, "--by", "+5 %", "--from", "now"), "--from now is not a day, an instant or a known name"),
        ((*THOUSAND, "--by", "+5 %", "--from", "cancelled"), "is the name of a date that never comes"),
        ((*THOUSAND, "--by", "5 %", "--from", "january_wave"), "5 % is neither a share nor an amount"),
        ((*THOUSAND, "--factor-table", "softr", "--from", "january_wave"), "known here: softer"),
        ((*THOUSAND, "--factor-table", "elsewhere", "--from", "january_wave"), "elsewhere has no factor for DE"),
        ((*THOUSAND, "--set", "14.99 USD", "--from", "january_wave"), "--set has no price in EUR"),
        (
            (*THOUSAND, "--by", "+5 %", "--set", "1 EUR", "--from", "january_wave"),
            "say once what becomes of the prices",
        ),
        ((*THOUSAND, "--set", "1 EUR", "--rounding", "up", "--from", "january_wave"), "leave out --rounding"),
        ((*THOUSAND, "--by", "+5 %"), "say from when on"),
        ((*THOUSAND, "--by", "+5 %", "--undated", "--split"), "--undated corrects lines where they stand"),
        (("--where", "region = DE and region != DE", *FIVE), "no price is meant by --where"),
    ],
)
def test_what_is_refused_ends_with_1_and_writes_nothing(folder: Path, arguments: tuple[str, ...], told: str) -> None:
    result = change(folder, *arguments, "--write")
    assert result.exit_code == 1
    assert told in result.stderr.replace("\n│ ", " ")
    assert text(folder) == DE


def test_a_wrong_expression_is_shown_with_a_caret(folder: Path) -> None:
    result = change(folder, "--where", "region = DE and package = coins_1ooo", *FIVE)
    assert result.stderr == (
        "error: --where: coins_1ooo is not a package of this book\n"
        "  region = DE and package = coins_1ooo\n"
        "                            ^^^^^^^^^^\n"
        "  = did you mean coins_1000 or coins_100?\n"
    )


@pytest.mark.parametrize(
    ("arguments", "new"),
    [
        (("--set", "14.99 EUR", "--from", "2027-02-01"), "14.99"),
        (("--factor-table", "softer", "--rounding", "half up", "--from", "2027-02-01"), "11.69"),
        (("--by", "+5 %", "--rounding", "down to 0.10", "--from", "2027-02-01"), "13.60"),
    ],
)
def test_new_prices_by_each_way(folder: Path, arguments: tuple[str, ...], new: str) -> None:
    assert change(folder, *THOUSAND, *arguments, "--write").exit_code == 2
    assert text(folder).endswith(f"coins_1000:\n    begins: 12.99\n    2027-02-01: {new}\n")


def test_the_past_changes_only_where_that_is_said(folder: Path) -> None:
    dated = change(folder, *THOUSAND, "--set", "9.99 EUR", "--from", "2026-11-01", "--backdated", "--write")
    assert dated.exit_code == 2
    assert text(folder).endswith("coins_1000:\n    begins: 12.99\n    2026-11-01: 9.99\n")
    assert change(folder, *THOUSAND, "--by", "+1 EUR", "--undated", "--write").exit_code == 2
    assert text(folder).endswith("coins_1000:\n    begins: 12.99\n    2026-11-01: 10.99\n")


def test_the_data_holds_every_price_with_the_plan(folder: Path) -> None:
    result = change(folder, *THOUSAND, *FIVE, "--format", "json")
    assert result.exit_code == 2
    data = json.loads(result.stdout)
    (line,) = data["lines"]
    assert (line["file"], line["path"], line["value"]) == (FILE, "prices.coins_1000", "13.99")
    first = line["prices"][0]
    assert first["exactly"] == {"numerator": "27279", "denominator": "2000"}
    assert (first["from"], first["becomes"]["minorUnits"]) == ("2027-01-11T23:00:00Z", "1399")
    assert {change["thing"] for change in data["plan"]["changes"] if change["kind"] == "purchase"} == {"coins_1000"}


def test_a_wave_over_another_source_than_a_folder_is_wrong_usage(tmp_path: Path) -> None:
    assert change(tmp_path, *THOUSAND, *FIVE).exit_code == 1


def test_a_line_that_another_price_reads_later_is_refused_too(folder: Path) -> None:
    web = "\nplatforms: {web: {prices: {coins_1000: {begins: 9.99, 2027-06-01: inherit}}}}\n"
    (folder / FILE).write_text(f"{DE}{web}", "utf-8")
    refused = change(folder, *IOS, *FIVE)
    assert refused.exit_code == 1
    assert "prices.coins_1000 also decides for prices that were not chosen: coins_1000 in DE on web" in refused.stderr
    assert change(folder, *IOS, *FIVE, "--split").exit_code == 2


def test_a_split_that_a_part_of_the_country_would_read_is_refused(folder: Path) -> None:
    write_texts(folder, {"regions/de-be.yaml": "region: DE-BE\n"})
    result = change(folder, "--where", "region = DE and platform = ios and package = coins_1000", *FIVE, "--split")
    assert result.exit_code == 1
    assert "coins_1000 in DE-BE on ios would change too, and was not chosen" in result.stderr
