"""The commands' answers: tables for people, JSON for programs, the same figures in both."""

import gc
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.books import shipped, shipped_texts
from tests.cli.running import run, run_json
from tests.refusing import BOOK

DE = ("--region", "DE", "--platform", "ios")
JULY = ("--at", "2026-07-01")


def test_check_says_that_the_shipped_book_is_sound() -> None:
    result = run("check")
    assert result.exit_code == 0
    assert result.stdout.startswith("the book is sound: ")
    assert run_json("check")["diagnostics"] == []


def test_a_german_price_list_is_in_german() -> None:
    listed = run_json("prices", *DE, "--locale", "de", *JULY)
    assert listed["currency"] == "EUR"
    assert [each["packageId"] for each in listed["packages"]] == ["coins_100", "coins_500", "coins_1000", "coins_5000"]
    thousand = listed["packages"][2]
    assert thousand["label"] == "1.000 Münzen"
    assert thousand["price"]["listed"] == {
        "amount": "13.99",
        "minorUnits": "1399",
        "currency": "EUR",
        "exponent": 2,
        "formatted": "13,99\xa0€",
    }
    assert thousand["price"]["net"]["amount"] == "11.76"
    assert thousand["price"]["lines"][0]["name"] == "MwSt."
    assert thousand["perCoin"]["numerator"] == "1399"
    assert thousand["perCoin"]["denominator"] == "105000"
    assert "13,99\xa0€" in run("prices", *DE, "--locale", "de", *JULY).stdout


def test_the_start_documents_table_holds_in_the_us_on_ios_and_android() -> None:
    for platform in ("ios", "android"):
        listed = run_json("prices", "--region", "US", "--platform", platform, *JULY)
        assert {each["packageId"]: each["price"]["listed"]["amount"] for each in listed["packages"]} == {
            "coins_100": "1.29",
            "coins_500": "6.49",
            "coins_1000": "12.99",
            "coins_5000": "64.99",
        }


def test_an_undetermined_tax_is_null_and_the_command_still_exits_0() -> None:
    quote = run_json("quote", "purchase", "--region", "US", "--platform", "ios", "--package", "coins_1000", *JULY)
    assert quote["price"]["taxStatus"] == "UNDETERMINED"
    assert quote["price"]["listed"]["amount"] == quote["price"]["net"]["amount"] == "12.99"
    assert quote["price"]["gross"] is None
    assert quote["price"]["tax"] is None
    assert quote["economics"]["proceeds"]["amount"] == "9.09"


def test_a_cut_of_an_undetermined_gross_is_undetermined_too() -> None:
    quote = run_json("quote", "purchase", "--region", "US", "--platform", "web", "--package", "coins_1000", *JULY)
    assert quote["economics"]["commission"] is None
    assert quote["economics"]["remittance"] is None


def test_a_date_is_the_first_instant_of_that_day_in_the_region() -> None:
    euro = run_json("prices", "--region", "BG", "--platform", "web", "--at", "2026-01-01")
    lev = run_json("prices", "--region", "BG", "--platform", "web", "--at", "2025-12-31T23:59:59+02:00")
    assert (lev["currency"], euro["currency"]) == ("BGN", "EUR")
    assert lev["validUntil"] == euro["at"] == euro["validFrom"] == "2025-12-31T22:00:00Z"


def test_explain_gives_every_figure_its_arithmetic_and_its_line() -> None:
    arguments = ("explain", "purchase", *DE, "--package", "coins_1000", "--quantity", "2", *JULY)
    explained = run_json(*arguments)
    steps = {step["figure"]: step for step in explained["trace"]}
    line = steps["listed each"]["line"]
    assert "coins_1000: 13.99" in shipped_texts()["regions/de.yaml"].split("\n")[line - 1]
    assert steps["net each"]["formula"] == "13.99 EUR ÷ (1 + 19 %), half up"
    text = run(*arguments).stdout
    assert f"regions/de.yaml:{line}:" in text
    assert "13.99 EUR ÷ (1 + 19 %), half up" in text


def test_explain_names_what_a_narrower_statement_replaced() -> None:
    explained = run_json("explain", "purchase", "--region", "DE", "--platform", "web", "--package", "coins_1000")
    replaced = {each["path"]: each["replaced"] for each in explained["provenance"]}
    assert replaced["prices.coins_1000"][0]["value"] == "13.99 EUR"


def test_facts_choose_and_unknown_ones_are_named() -> None:
    ask = ("quote", "purchase", "--book", str(BOOK), *DE, "--package", "adult", "--quantity", "1")
    unknown = run_json(*ask)
    assert unknown["assumedFacts"] == ["buyer.purchases"]
    assert unknown["openConditions"] == [{"fact": "buyer.age", "required": "at least 18", "actual": None}]
    assert unknown["price"]["listed"]["amount"] == "2.38"
    known = run_json(*ask, "--age", "21", "--fact", "buyer.purchases=3")
    assert (known["assumedFacts"], known["openConditions"]) == ([], [])
    assert known["price"]["listed"]["amount"] == "2.00"
    text = run(*ask).stdout
    assert "assumed: buyer.purchases" in text
    assert "open: buyer.age must be at least 18" in text


def test_a_price_list_and_a_list_of_gifts_say_what_they_assumed_and_what_is_open() -> None:
    ask = ("prices", "--book", str(BOOK), *DE)
    assert run_json(*ask)["assumedFacts"] == ["buyer.purchases"]
    text = run(*ask).stdout
    assert text.count("assumed: buyer.purchases was not given") == 1
    assert text.count("open: buyer.age must be at least 18, and was not given") == 1
    known = run(
        *ask, "--fact", "buyer.purchases=3", "--age", "21", "--fact", "buyer.member=yes", "--used", "daily=0 units"
    ).stdout
    assert "assumed" not in known
    assert "open" not in known
    assert run_json("gifts", *DE)["assumedFacts"] == []
    assert "open: buyer.level must be at least" in run("gifts", *DE).stdout


def test_a_count_of_one_package_is_told_with_its_package() -> None:
    def adult(*facts: str) -> str:
        ask = ("prices", "--book", str(BOOK), *DE, *(part for fact in facts for part in ("--fact", fact)))
        (price,) = [each["price"] for each in run_json(*ask)["packages"] if "adult" in each.values()]
        return str(price["listed"]["amount"])

    assert [adult("buyer.purchases/adult=3"), adult("buyer.purchases/plain=3")] == ["2.00", "2.38"]
    assert adult("buyer.purchases=3", "buyer.purchases/adult=0") == "2.38"
    quote = ("quote", "purchase", "--book", str(BOOK), *DE, "--package", "adult")
    assert run_json(*quote, "--fact", "buyer.purchases/adult=3")["price"]["listed"]["amount"] == "2.00"
    assert run_json(*quote, "--fact", "buyer.purchases/plain=3")["price"]["listed"]["amount"] == "2.38"
    refused = run_json("prices", "--book", str(BOOK), *DE, "--fact", "buyer.age/adult=3", code=1)["refusal"]
    assert (refused["code"], refused["fact"]) == ("INVALID_FACT", "buyer.age/adult")


def test_the_table_of_markets_says_what_it_assumed() -> None:
    assert "assumed: buyer.purchases was not given" in run("markets", "--book", str(BOOK)).stdout
    rows = run_json("markets", "--book", str(BOOK))["markets"]
    assert {tuple(row["assumedFacts"]) for row in rows} == {("buyer.purchases",)}
    assert "assumed" not in run("markets").stdout


def test_markets_lists_every_market_with_its_currency_and_tax() -> None:
    rows = {(row["region"], row["platform"]): row for row in run_json("markets", *JULY)["markets"]}
    assert len(rows) == len(shipped().markets())
    assert rows["JP", "web"]["currency"] == "JPY"
    assert rows["KW", "ios"]["taxStatus"] == "NONE"
    assert rows["US", "ios"]["taxStatus"] == "UNDETERMINED"
    assert all(row["packages"] == 4 for row in rows.values())
    assert "Kuwait" in run("markets").stdout


def test_a_list_of_languages_is_taken_and_the_answer_says_which_of_them_it_is_in() -> None:
    listed = run_json("prices", *DE, "--locale", "pt-BR,fr;q=0.5", *JULY)
    thousand = listed["packages"][2]
    assert (listed["locale"], thousand["label"], thousand["labelLocale"]) == ("pt-BR", "1.000 pièces", "fr")
    assert {line["nameLocale"] for line in thousand["price"]["lines"]} == {"fr"}


@pytest.mark.parametrize(
    ("command", "begins"),
    [
        (("quote", "purchase", "--package", "coins_1000", "--quantity", "1200"), "١٬٢٠٠ × ١٬٠٠٠ عملة (coins_1000)"),
        (("quote", "gift", "--gift", "rose", "--creator-region", "DE", "--count", "1200"), "١٬٢٠٠ × وردة (rose)"),
    ],
)
def test_how_many_are_asked_about_is_written_like_what_it_comes_to(command: tuple[str, ...], begins: str) -> None:
    asked = ("--region", "EG", "--platform", "web", "--locale", "ar-EG", *JULY)
    assert run(*command, *asked).stdout.startswith(begins)


def test_a_column_is_headed_by_a_plural_and_not_by_the_form_for_two() -> None:
    told = run("gifts", "--region", "EG", "--platform", "web", "--locale", "ar-EG", *JULY).stdout
    assert "عملات" in told.splitlines()[0]


def test_a_language_that_nobody_knows_is_answered_in_the_next_best_and_said() -> None:
    result = run("prices", *DE, "--locale", "xx", *JULY)
    assert (result.exit_code, result.stderr) == (0, "CLDR does not know xx: written for en\n")
    assert "1,000 coins" in result.stdout
    assert run("prices", *DE, "--locale", "xx,de", *JULY).stderr == ""
    assert run_json("prices", *DE, "--locale", "de_AT", *JULY)["locale"] == "de-AT"


@pytest.mark.parametrize(
    "arguments",
    [
        ["prices"],
        ["prices", *DE, "--locale", "de-"],
        ["prices", *DE, "--at", "01.07.2026"],
        ["prices", *DE, "--at", "2026-07-01T12:00"],
        ["prices", *DE, "--fact", "age"],
        ["prices", *DE, "--format", "xml"],
        ["quote", "purchase", *DE, "--package", "coins_100", "--quantity", "many"],
        ["nothing"],
    ],
)
def test_wrong_usage_exits_2_and_says_what_to_write(arguments: list[str]) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""


def test_a_broken_book_answers_nothing_and_shows_the_mistake(tmp_path: Path) -> None:
    for file, text in shipped_texts().items():
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        broken = text.replace("coins_1000: 13.99", "coins_1000: 13,99") if file == "regions/de.yaml" else text
        (tmp_path / file).write_text(broken, "utf-8")
    for command in (["check"], ["prices", *DE], ["serve", "--port", "1"]):
        result = run(*command, "--book", str(tmp_path))
        assert result.exit_code == 1
        assert "error[decimal-comma]" in result.output
        assert "write 13.99" in result.output
    assert gc.isenabled()
    diagnostics = run_json("check", "--book", str(tmp_path), code=1)["diagnostics"]
    assert [each["code"] for each in diagnostics] == ["decimal-comma"]
    lines = run("check", "--book", str(tmp_path), "--format", "lines").stdout
    assert re.match(r"regions/de\.yaml:\d+:15: error\[decimal-comma\]: ", lines)


def test_a_folder_without_a_book_is_named(tmp_path: Path) -> None:
    result = run("check", "--book", str(tmp_path))
    assert result.exit_code == 1
    assert "error[no-book]" in result.stdout


def test_the_module_runs_as_a_command() -> None:
    command = [sys.executable, "-m", "ratecard", "prices", *DE, "--format", "json"]
    result = subprocess.run(command, capture_output=True, text=True, check=True)
    assert json.loads(result.stdout)["region"] == "DE"
