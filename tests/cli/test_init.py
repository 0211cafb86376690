"""`ratecard init`: by options, by answers, from sheets, and the shipped example; nothing is guessed or overwritten."""

import os
import pty
import subprocess
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from unittest.mock import patch

import pytest
from click.testing import CliRunner, Result

from ratecard.cli.main import main
from ratecard.loading import load_book
from ratecard.shipped import shipped_book
from tests.cli.running import run

DOLLARS = ["--package", "100=1.39 EUR,1.49 USD", "--package", "1000=13.99 EUR,14.99 USD"]


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """The folder to make."""
    return tmp_path / "mine"


def init(folder: Path, *arguments: str) -> Result:
    return run("init", str(folder), *arguments)


def said(result: Result) -> str:
    """What an error says, in one line without its box."""
    return " ".join(result.stderr.replace("│", " ").split())


def answered(folder: Path, *lines: str, options: tuple[str, ...] = ()) -> Result:
    """The result on a terminal where these lines are typed."""
    with patch("ratecard.cli.init.on_a_terminal", return_value=True):
        typed = "".join(f"{line}\n" for line in lines)
        arguments = ["init", str(folder), *options]
        return CliRunner(env={"LANG": "de_DE.UTF-8", "LC_ALL": ""}).invoke(main, arguments, input=typed)


def rules(folder: Path) -> dict[str, str]:
    """What the rule files state, without remarks, by path."""
    paths = sorted([*(folder / "rules").glob("*.yaml"), *(folder / "regions").rglob("*.yaml")])
    texts = {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in paths}
    return {path: "".join(line for line in text.splitlines(True) if line[0] != "#") for path, text in texts.items()}


def sound(folder: Path) -> bool:
    """Whether a book is sound without a warning, and answers as its cases expect."""
    assert load_book(folder).diagnostics == ()
    tested = run("test", "--book", str(folder))
    assert tested.exit_code == 0, tested.output
    return True


def test_options_make_a_book_with_prices_by_currency(mine: Path) -> None:
    result = init(mine, "--regions", "DE,FR,US", "--platforms", "ios,web", "--begins", "2026-01-01", *DOLLARS)
    assert result.exit_code == 0, result.output
    assert "3 regions, 2 platforms, 2 packages, from 2026-01-01; 12 prices" in result.stdout
    assert rules(mine) == {
        "rules/book.yaml": (
            "begins: 2026-01-01\nlibrary: world 2026.11\nsells_in: [DE, FR, US]\nsells_on: [ios, web]\n"
            "packages: {coins_100: {coins: 100, order: 1}, coins_1000: {coins: 1000, order: 2}}\n"
        ),
        "regions/groups/euro.yaml": "group: euro\nprices: {coins_100: 1.39, coins_1000: 13.99}\n",
        "regions/us.yaml": "region: US\nprices: {coins_100: 1.49, coins_1000: 14.99}\n",
    }
    assert sound(mine)


def test_without_prices_the_book_is_sound_and_sells_nothing(mine: Path) -> None:
    result = init(mine, "--regions", "DE,JP")
    assert result.exit_code == 0, result.output
    assert "no prices yet" in result.stdout
    assert rules(mine)["regions/jp.yaml"] == "region: JP\n"
    assert "# prices: {coins_100: …, coins_500: …, coins_1000: …}\n" in (mine / "regions/jp.yaml").read_text("utf-8")
    assert f"begins: {date.today().year}-01-01" in rules(mine)["rules/book.yaml"]
    assert sound(mine)


def test_a_currency_without_prices_is_left_to_fill_in(mine: Path) -> None:
    assert init(mine, "--regions", "DE,US", "--package", "100=1.39 EUR").exit_code == 0
    assert rules(mine)["regions/us.yaml"] == "region: US\n"
    assert rules(mine)["regions/de.yaml"] == "region: DE\nprices: {coins_100: 1.39}\n"
    assert sound(mine)


def test_payouts_say_what_is_told_and_leave_the_rest_unknown(mine: Path) -> None:
    result = init(mine, "--regions", "DE", "--payouts", "PayPal", "--diamond", "0.005 USD each")
    assert result.exit_code == 0, result.output
    stated = rules(mine)["rules/payouts.yaml"]
    assert stated.startswith("payouts:")
    assert "diamond: 0.005 USD each" in stated
    assert sound(mine)


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ([], "where does it sell? write --regions DE,FR,US, or --from with a sheet of prices"),
        (["--regions", "UK"], "UK is not a region's code; write GB for United Kingdom"),
        (["--regions", "Germany"], "Germany is not a region's code; write DE for Germany"),
        (["--regions", "Germny"], "Germny is not a region's code; did you mean DE for Germany?"),
        (["--regions", "us-ca"], "us-ca is not a region's code; write US-CA"),
        (
            ["--regions", "Germany, United Kingdom, DE"],
            "Germany is not a region's code; write DE for Germany; United Kingdom is not a region's code; write GB for",
        ),
        (["--regions", "AF"], "the library of the world has no region AF (Afghanistan); leave it out"),
        (["--regions", ","], "name a region at least, such as DE"),
        (["--regions", "DE", "--platforms", "iso"], "iso is not a platform; did you mean ios?"),
        (["--regions", "DE", "--platforms", "console"], "console is not a platform; write ios, android, web"),
        (["--regions", "DE", "--coin", " "], "nothing is not a name; write what one coin is called, such as V-Buck"),
        (["--regions", "DE", "--package", "x"], "x is not a package; write 100, starter:250 or 100=1.39 EUR"),
        (["--regions", "DE", "--package", "0"], "0 is not a package; write 100, starter:250 or 100=1.39 EUR"),
        (
            ["--regions", "DE", "--package", "100=1,39 EUR"],
            "1,39 EUR has a comma before its decimals; write 1.39 EUR, with commas between prices alone",
        ),
        (
            ["--regions", "DE,US", "--package", "1000=13,99 EUR,14,99 USD"],
            "13,99 EUR has a comma before its decimals; write 13.99 EUR, with commas between prices alone",
        ),
        (["--regions", "DE", "--package", "100=1.39 XXX"], "XXX is not a currency; write a code such as EUR"),
        (["--regions", "DE", "--package", "100=1.39 USD"], "1.39 USD is of no region; the regions have EUR"),
        (
            ["--regions", "JP", "--package", "100=1.5 JPY"],
            "1.5 JPY is not a price; write a number above 0 with no decimals",
        ),
        (
            ["--regions", "DE", "--package", "100=0"],
            "0 EUR is not a price; write a number above 0 with at most 2 decimals",
        ),
        (
            ["--regions", "DE,US", "--package", "100=1.39"],
            "1.39 is in no currency, and the regions have 2; for example 1.39 EUR, 1.39 USD",
        ),
        (["--regions", "DE", "--package", "100", "--package", "100"], "coins_100 is told twice"),
        (["--regions", "DE", "--payouts", "PayPal"], '--payouts needs what a diamond is worth; write --diamond "0.005'),
        (["--regions", "DE", "--diamond", "0.005 USD each"], "write --payouts PayPal beside it"),
        (["--regions", "DE", "--payouts", "PayPal", "--diamond", "0.005"], "0.005"),
        (["--regions", "DE", "--decimal-mark", ","], "--decimal-mark is about a sheet; name one with --from"),
        (["--regions", "DE", "--starts", "day"], "--starts is about a sheet; name one with --from"),
        (["--regions", "DE", "--date-order", "day/month"], "--date-order is about a sheet; name one with --from"),
        (["--regions", "DE", "--begins", "2026-01-01T10:00Z"], "write 2026-01-01"),
        (["--from", "shipped", "--regions", "DE"], "--from shipped copies the example as it is"),
        (["--from", "shipped", "--begins", "2026-01-01"], "--from shipped copies the example as it is"),
    ],
)
def test_what_is_told_wrongly_is_said_with_what_to_write_and_nothing_is_written(
    mine: Path, options: list[str], sentence: str
) -> None:
    result = init(mine, *options)
    assert result.exit_code == 2, result.output
    assert sentence in said(result)
    assert os.listdir(mine.parent) == []


@pytest.mark.parametrize("word", ["none", "Unknown", "inherit", "begins", "rest", "other", "source", "yes", "null"])
@pytest.mark.parametrize(
    "options",
    [["--coin", "{}"], ["--package", "{}:100"], ["--payouts", "{}", "--diamond", "0.005 USD each"]],
    ids=["coin", "package", "payouts"],
)
def test_a_word_of_the_language_is_not_taken_for_a_name(mine: Path, options: list[str], word: str) -> None:
    result = init(mine, "--regions", "DE", *(option.format(word) for option in options))
    assert result.exit_code == 2, result.output
    assert f"{word.casefold()} is a word of the rule language, and not a name; write" in said(result).casefold()
    assert os.listdir(mine.parent) == []


def test_an_answer_that_is_a_word_of_the_language_is_asked_for_again(mine: Path) -> None:
    result = answered(mine, "None", "V-Buck", options=("--regions", "DE", "--platforms", "web", "--package", "100"))
    assert result.exit_code == 0, result.output
    assert "None is a word of the rule language, and not a name; write what one coin is called" in said(result)
    assert "units: {coin: V-Buck}" in rules(mine)["rules/book.yaml"]


def test_a_folder_with_anything_in_it_is_not_touched(mine: Path) -> None:
    mine.mkdir()
    (mine / "notes.txt").write_text("mine")
    result = init(mine, "--regions", "DE")
    assert result.exit_code == 1
    assert "holds something already; name a folder that is new or empty; nothing was written" in said(result)
    assert os.listdir(mine) == ["notes.txt"]


def test_questions_are_asked_on_a_terminal_and_asked_again_until_answered(mine: Path) -> None:
    result = answered(mine, "V-Buck", "UK", "DE,FR,US", "iso", "ios,web", "1.39 6.99", "1.39 6.99 13.99", "")
    assert result.exit_code == 0, result.output
    assert "What is one coin called? [coin]:" in result.stderr
    assert "[DE]:" in result.stderr
    assert "UK is not a region's code; write GB for United Kingdom" in result.stderr
    assert "iso is not a platform; did you mean ios?" in result.stderr
    assert "write 3 numbers with spaces between them, for example 1.39 6.99 13.99" in result.stderr
    stated = rules(mine)
    assert "units: {coin: V-Buck}\n" in stated["rules/book.yaml"]
    assert stated["regions/groups/euro.yaml"].endswith(
        "prices: {coins_100: 1.39, coins_500: 6.99, coins_1000: 13.99}\n"
    )
    assert stated["regions/us.yaml"] == "region: US\n"
    assert sound(mine)


@pytest.mark.parametrize(
    ("region", "wrong", "sentence"),
    [
        ("DE", "1,39 6,99 13,99", "1,39 has a comma; write a point before decimals, and nothing between thousands"),
        ("DE", "1.395 6.99 13.99", "1.395 EUR is not a price; write a number above 0 with at most 2 decimals"),
        ("DE", "0 6.99 13.99", "0 EUR is not a price; write a number above 0 with at most 2 decimals"),
        ("DE", "1.39€ 6.99€ 13.99€", "1.39€ EUR is not a price"),
        ("JP", "160.50 800 1500", "160.50 JPY is not a price; write a number above 0 with no decimals"),
        ("JP", "160", "write 3 numbers with spaces between them, for example 139 699 1399"),
        ("KW", "0.390", "write 3 numbers with spaces between them, for example 0.139 0.699 1.399"),
    ],
)
def test_prices_that_cannot_be_are_asked_for_again_and_no_answer_is_lost(
    mine: Path, region: str, wrong: str, sentence: str
) -> None:
    result = answered(mine, "V-Buck", region, "ios", wrong, "10 20 30")
    assert result.exit_code == 0, result.output
    assert f"  {sentence}" in result.stderr
    assert "{coins_100: 10" in rules(mine)[f"regions/{region.lower()}.yaml"]


def test_enter_takes_what_is_offered_and_no_price_is_made_up(mine: Path) -> None:
    result = answered(mine, "", "", "", "")
    assert result.exit_code == 0, result.output
    stated = rules(mine)
    assert "sells_in: [DE]\nsells_on: [ios, android, web]\n" in stated["rules/book.yaml"]
    assert "units" not in stated["rules/book.yaml"]
    assert stated["regions/de.yaml"] == "region: DE\n"
    assert sound(mine)


def test_what_options_say_is_not_asked(mine: Path) -> None:
    result = answered(mine, "Gem", options=("--regions", "JP", "--platforms", "web", "--package", "10=200"))
    assert result.exit_code == 0, result.output
    assert result.stderr.count("?") == 1
    assert rules(mine)["regions/jp.yaml"] == "region: JP\nprices: {coins_10: 200}\n"


def test_answers_that_end_early_write_nothing(mine: Path) -> None:
    result = answered(mine, "V-Buck")
    assert result.exit_code == 1
    assert os.listdir(mine.parent) == []


def test_a_real_terminal_is_asked(mine: Path) -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "ratecard", "init", str(mine), "--regions", "DE", "--platforms", "ios"]
    with subprocess.Popen([*command, "--package", "100=1.39"], stdin=theirs, stdout=theirs, stderr=theirs) as process:
        os.write(ours, b"Gem\n")
        assert process.wait(timeout=120) == 0, os.read(ours, 10_000)
    assert "units: {coin: Gem}\n" in rules(mine)["rules/book.yaml"]


def test_without_a_terminal_nobody_is_waited_for(mine: Path) -> None:
    command = [sys.executable, "-m", "ratecard", "init", str(mine)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.wait(timeout=120) == 2  # the pipe is open, and nothing is ever written to it
    assert not mine.exists()


SHEET = "region;coins_100;coins_1000\nDE;1,39;13,99\nFR;1,39;13,99\nAT;1,39;12,99\nPE;1,49 USD;14,99 USD\nJP;¥ 200;\n"


def written(folder: Path, texts: Mapping[str, str]) -> list[str]:
    """The paths of files with these texts."""
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8")
    return [str(folder / name) for name in texts]


def test_a_sheet_becomes_the_fewest_files(mine: Path, tmp_path: Path) -> None:
    (sheet,) = written(tmp_path, {"prices.csv": SHEET})
    result = init(mine, "--from", sheet, "--coin", "Gem", "--begins", "2026-01-01")
    assert result.exit_code == 0, result.output
    assert "1 cell without a price" in result.stdout
    assert rules(mine) == {
        "rules/book.yaml": (
            "begins: 2026-01-01\nlibrary: world 2026.11\nsells_in: [AT, DE, FR, JP, PE]\n"
            "sells_on: [ios, android, web]\nunits: {coin: Gem}\n"
            "packages: {coins_100: {coins: 100, order: 1}, coins_1000: {coins: 1000, order: 2}}\n"
        ),
        "regions/groups/euro.yaml": "group: euro\nprices: {coins_100: 1.39, coins_1000: 13.99}\n",
        "regions/at.yaml": "region: AT\nprices: {coins_1000: 12.99}\n",
        "regions/jp.yaml": "region: JP\nprices: {coins_100: 200}\n",
        "regions/pe.yaml": "region: PE\ncurrency: USD\nprices: {coins_100: 1.49, coins_1000: 14.99}\n",
    }
    assert "prices in USD; the library has PEN" in (mine / "regions/pe.yaml").read_text("utf-8")
    assert sound(mine)


def test_sheets_of_both_stores_make_one_book(mine: Path, tmp_path: Path) -> None:
    apple = "Countries or Regions,Currency Code,Price,Proceeds,May Adjust Automatically\r\n"
    google = "Product ID,Published State,Purchase Type,Auto Translate,Auto Fill Prices,Price,Pricing Template ID\n"
    small, large, play = written(
        tmp_path,
        {
            "small.csv": apple + "Germany,EUR,1.39,0.82,Y\r\nUnited States,USD,1.49,1.04,Y\r\n",
            "large.csv": apple + "Germany,EUR,13.99,8.2,Y\r\nUnited States,USD,14.99,10.4,Y\r\n",
            "play.csv": google + "coins_100,published,managed_by_publisher,false,false,DE; 1290000; US; 1490000,\n",
        },
    )
    result = init(mine, "--from", f"coins_100={small}", "--from", f"coins_1000={large}", "--from", play)
    assert result.exit_code == 0, result.output
    assert rules(mine)["regions/de.yaml"] == (
        "region: DE\nprices: {coins_100: 1.39}\n"
        "platforms: {ios: {prices: {coins_1000: 13.99}}, android: {prices: {coins_100: 1.29}}}\n"
    )
    assert sound(mine)


def test_what_is_wrong_in_a_sheet_is_told_by_its_cells_and_nothing_is_written(mine: Path, tmp_path: Path) -> None:
    (sheet,) = written(tmp_path, {"prices.csv": "region;coins_100\nDE;1.299\nAtlantis;1,39\n"})
    result = init(mine, "--from", sheet)
    assert result.exit_code == 1
    assert "error: prices.csv:B2: 1.299 is either 1299 or 1.299; say which mark is for decimals" in said(result)
    assert "error: prices.csv:A3: Atlantis is not a region" in said(result)
    assert "2 mistakes in the prices; nothing was written" in said(result)
    assert not mine.exists()


DATED = (
    "region;package;platform;price;valid from\nDE;100;ios;1,39;\nDE;100;ios;1,49;1.7.2026\nDE;500;ios;6,99;1.3.2026\n"
    "FR;100;ios;1,39;\nFR;100;ios;1,49;2026-07-01\nFR;500;ios;6,99;March 1, 2026\nFR;500;ios;-;1.1.2027\n"
)


def test_a_sheet_with_days_becomes_a_book_of_time_lines(mine: Path, tmp_path: Path) -> None:
    (sheet,) = written(tmp_path, {"prices.csv": DATED})
    result = init(mine, "--from", sheet, "--begins", "2026-01-01")
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith(f"{mine}: 2 regions, 1 platform, 2 packages, from 2026-01-01; 6 prices\n")
    assert "  prices that end, with no sale from then on: 1\n" in result.stdout
    files = rules(mine)
    assert files["regions/groups/euro.yaml"] == (
        "group: euro\n"
        "prices: {coins_100: {begins: 1.39, 2026-07-01: 1.49}, coins_500: {begins: none, 2026-03-01: 6.99}}\n"
    )
    assert files["regions/fr.yaml"] == "region: FR\nprices: {coins_500: {2027-01-01: none}}\n"
    assert sound(mine)
    cases = (mine / "rules/tests/first.yaml").read_text("utf-8")
    assert cases.count("- case:") == 4
    assert '"France: what packages cost on ios from 2027-01-01"' in cases


def test_the_column_of_days_and_their_order_may_be_told(mine: Path, tmp_path: Path) -> None:
    text = "region,package,price,Stichtag\nDE,100,1.39,01/01/2026\nDE,100,1.49,01/07/2026\n"
    (sheet,) = written(tmp_path, {"prices.csv": text})
    told = ("--from", sheet, "--begins", "2026-01-01")
    assert "the column Stichtag holds days" in said(init(mine, *told))
    assert "say which comes first, --date-order day/month or" in said(init(mine, *told, "--starts", "Stichtag"))
    assert init(mine, *told, "--starts", "Stichtag", "--date-order", "day/month").exit_code == 0
    assert rules(mine)["regions/de.yaml"] == "region: DE\nprices: {coins_100: {begins: 1.39, 2026-07-01: 1.49}}\n"


def test_a_day_that_is_written_wrongly_is_told_by_its_cell(mine: Path, tmp_path: Path) -> None:
    (sheet,) = written(tmp_path, {"prices.csv": DATED.replace("1.7.2026", "31.6.2026")})
    result = init(mine, "--from", sheet, "--begins", "2026-01-01")
    assert result.exit_code == 1
    assert said(result).startswith(
        "error: prices.csv:E3: 31.6.2026 is not in the calendar, for that month has 30 days; write days as 2026-07-01"
    )
    assert not mine.exists()


def test_leva_that_are_still_asked_for_after_the_euro_came_are_told_by_their_cell(mine: Path, tmp_path: Path) -> None:
    text = "region,package,price,start\nBG,100,2.49,\nBG,500,9.99,\nBG,100,1.29,2026-01-01\n"
    (sheet,) = written(tmp_path, {"prices.csv": text})
    refused = init(mine, "--from", sheet, "--begins", "2025-07-01")
    assert (
        "error: prices.csv:C3: 9.99 BGN still holds on 2026-01-01, when 1.29 EUR at prices.csv:C4 is in other money; "
        "state what each package costs in BG from then, in one currency, or - where it ends" in said(refused)
    )
    (sheet,) = written(tmp_path, {"prices.csv": text + "BG,500,-,2026-01-01\n"})
    assert init(mine, "--from", sheet, "--begins", "2025-07-01").exit_code == 0
    assert rules(mine)["regions/bg.yaml"] == (
        "region: BG\n"
        "prices: {coins_100: {begins: 2.49, 2026-01-01: 1.29}, coins_500: {begins: 9.99, 2026-01-01: none}}\n"
    )
    assert sound(mine)


def test_leva_without_an_end_are_told_by_their_cell(mine: Path, tmp_path: Path) -> None:
    (sheet,) = written(tmp_path, {"prices.csv": "region,coins_100\nBG,2.49\n"})
    assert "prices.csv:B2: 2.49 BGN still holds on 2026-01-01, from which BG has EUR" in said(
        init(mine, "--from", sheet, "--begins", "2025-07-01")
    )


def test_a_member_that_joins_the_euro_area_later_does_not_sell_what_its_group_does(mine: Path, tmp_path: Path) -> None:
    text = "region,package,price,start\nDE,100,1.39,\nDE,500,6.99,\nFR,100,1.39,\nFR,500,6.99,\n"
    text += "BG,100,2.49,\nBG,100,1.29,2026-01-01\n"
    (sheet,) = written(tmp_path, {"prices.csv": text})
    assert init(mine, "--from", sheet, "--begins", "2025-07-01").exit_code == 0
    assert set(rules(mine)) == {"rules/book.yaml", "regions/bg.yaml", "regions/groups/eur.yaml"}
    assert "members: [DE, FR]\n" in rules(mine)["regions/groups/eur.yaml"]
    assert sound(mine)


def test_a_price_of_every_platform_that_holds_on_none_is_told_with_its_day(mine: Path, tmp_path: Path) -> None:
    text = "region,package,platform,price,start\nDE,100,,1.39,\nDE,100,,1.49,2026-07-01\nDE,100,web,1.29,2026-03-01\n"
    (sheet,) = written(tmp_path, {"prices.csv": text})
    refused = init(mine, "--from", sheet, "--begins", "2026-01-01", "--platforms", "web")
    assert "prices.csv:D3: 1.49 EUR is for no platform: web has a price of its own" in said(refused)
    assert "1 mistake in the prices" in said(refused)


def test_regions_and_platforms_choose_from_a_sheet(mine: Path, tmp_path: Path) -> None:
    (sheet,) = written(tmp_path, {"prices.csv": SHEET})
    result = init(mine, "--from", sheet, "--regions", "DE,PE", "--platforms", "ios")
    assert result.exit_code == 0, result.output
    assert "regions that --regions does not name: AT, FR, JP" in result.stdout
    assert set(rules(mine)) == {"rules/book.yaml", "regions/de.yaml", "regions/pe.yaml"}
    refused = init(tmp_path / "other", "--from", sheet, "--regions", "US")
    assert "the sheet has no prices for US; leave them out of --regions" in said(refused)


def test_a_package_whose_coins_a_sheet_does_not_say_is_told(mine: Path, tmp_path: Path) -> None:
    (sheet,) = written(tmp_path, {"prices.csv": "region,starter,notes\nDE,0.99,new\n"})
    refused = init(mine, "--from", sheet)
    assert "starter does not say how many coins the package holds" in said(refused)
    result = init(mine, "--from", sheet, "--package", "starter:50", "--without", "notes")
    assert result.exit_code == 0, result.output
    assert "packages: {starter: {coins: 50, order: 1}}\n" in rules(mine)["rules/book.yaml"]
    assert "column notes is left out" in result.stdout


def test_a_price_of_a_platform_that_is_not_sold_on_is_refused(mine: Path, tmp_path: Path) -> None:
    (sheet,) = written(tmp_path, {"prices.csv": "region,platform,coins_100\nDE,web,1.39\n"})
    refused = init(mine, "--from", sheet, "--platforms", "ios")
    assert "prices.csv:C2: the price is for web, and the book sells on ios" in said(refused)


def test_an_empty_cell_of_a_platform_is_for_the_platforms_that_are_told(mine: Path, tmp_path: Path) -> None:
    (sheet,) = written(tmp_path, {"prices.csv": "region,platform,coins_100\nDE,,1.39\nDE,ios,1.49\n"})
    assert "prices.csv:B2: no platform is said of the price" in said(init(mine, "--from", sheet))
    assert init(mine, "--from", sheet, "--platforms", "ios,web").exit_code == 0
    assert rules(mine)["regions/de.yaml"] == (
        "region: DE\nprices: {coins_100: 1.49}\nplatforms: {web: {prices: {coins_100: 1.39}}}\n"
    )


def test_a_price_that_would_be_for_no_platform_is_refused(mine: Path, tmp_path: Path) -> None:
    texts = {"all.csv": "region,coins_100\nDE,1.39\n", "ios.csv": "region,platform,coins_100\nDE,ios,1.49\n"}
    sheets = [word for path in written(tmp_path, texts) for word in ("--from", path)]
    untold = init(mine, *sheets)
    assert "all.csv:B2: no platform is said of the price, and other prices are for ios; name with" in said(untold)
    unused = init(mine, *sheets, "--platforms", "ios")
    assert "all.csv:B2: 1.39 EUR is for no platform: ios has a price of its own" in said(unused)
    assert not mine.exists()


def test_a_coins_own_name_counts_coins_in_a_sheet(mine: Path, tmp_path: Path) -> None:
    (sheet,) = written(tmp_path, {"prices.csv": "region,100 Zonks EUR\nDE,1.39\n"})
    result = init(mine, "--from", sheet, "--coin", "Zonk")
    assert result.exit_code == 0, result.output
    assert "coins: 100" in rules(mine)["rules/book.yaml"]


def test_a_sheet_that_cannot_be_read_is_said(mine: Path, tmp_path: Path) -> None:
    result = init(mine, "--from", str(tmp_path / "nowhere.csv"))
    assert result.exit_code == 1
    assert "cannot be read" in said(result)


def test_the_shipped_example_is_copied_with_its_cases(mine: Path) -> None:
    result = init(mine, "--from", "shipped")
    assert result.exit_code == 0, result.output
    for part in ("rules", "regions"):
        for path in (shipped_book() / part).rglob("*.yaml"):
            assert (mine / path.relative_to(shipped_book())).read_bytes() == path.read_bytes()
    assert (mine / ".pre-commit-config.yaml").exists()
    assert load_book(mine).errors == 0
