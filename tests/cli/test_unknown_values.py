"""The command line on a book that does not know everything."""

from pathlib import Path

import pytest

from tests.books import shipped_texts, write_texts
from tests.cli.running import run, run_json


@pytest.fixture
def book(tmp_path: Path) -> str:
    """The shipped book, in which nobody knows Germany's tax any more."""
    texts = shipped_texts()
    unknown = "tax: {lines: {vat: {rate: {2025-01-01: unknown}}}}\n"
    return str(write_texts(tmp_path, {**texts, "regions/de.yaml": texts["regions/de.yaml"] + unknown}))


ASKED = ("--region", "DE", "--platform", "ios", "--package", "coins_1000", "--at", "2026-07-01")


def test_check_is_content_with_what_is_unknown(book: str) -> None:
    assert run("check", "--book", book).exit_code == 0


def test_a_quote_prints_unknown_and_names_the_value(book: str) -> None:
    printed = run("quote", "purchase", "--book", book, *ASKED, "--locale", "en").output
    rows = {line.split("  ")[0].strip(): line.split()[-1] for line in printed.splitlines() if "  " in line}
    assert (rows["net"], rows["tax (undetermined)"], rows["proceeds"], rows["gross"]) == (
        *("unknown", "unknown", "unknown"),
        "€13.99",
    )
    assert "unknown: the rules do not know tax.lines.vat.rate" in printed.splitlines()


def test_programs_get_nulls_and_the_paths(book: str) -> None:
    answer = run_json("quote", "purchase", "--book", book, *ASKED)
    assert (answer["price"]["net"], answer["economics"]["proceeds"]) == (None, None)
    assert answer["unknownValues"] == ["tax.lines.vat.rate"]
    listed = run_json("prices", "--book", book, *ASKED[:4])
    assert listed["unknownValues"] == ["tax.lines.vat.rate"]
    (market,) = [
        each
        for each in run_json("markets", "--book", book)["markets"]
        if (each["region"], each["platform"]) == ("DE", "ios")
    ]
    assert (market["taxStatus"], market["unknownValues"]) == ("UNDETERMINED", ["tax.lines.vat.rate"])


def test_the_table_of_markets_tells_unknown_from_by_subdivision(book: str) -> None:
    printed = run("markets", "--book", book).output.splitlines()
    (german,) = [line for line in printed if line.startswith("DE ")]
    (american,) = [line for line in printed if line.startswith("US ")]
    assert " unknown " in german
    assert " by subdivision " in american


def test_explain_says_which_figures_need_it_and_where_it_is_written(book: str) -> None:
    printed = run("explain", "purchase", "--book", book, *ASKED).output
    assert "needs tax.lines.vat.rate" in printed
    assert "stated to be unknown" in printed
    assert "regions/de.yaml:" in printed


PAYOUT = ("--region", "DE", "--method", "paypal", "--diamonds", "20000", "--at", "2026-07-01", "--age", "30")


@pytest.fixture
def unpaid(tmp_path: Path) -> str:
    """The shipped book, in which nobody knows on which day the money of a payout is there, nor what PayPal takes."""
    texts = shipped_texts()
    more = "payouts:\n  pays: unknown\n  methods: {paypal: {fee: {rate: unknown}}}\n"
    return str(write_texts(tmp_path, {**texts, "regions/de.yaml": texts["regions/de.yaml"] + more}))


def test_a_payout_prints_unknown_for_what_needs_it_and_names_the_values(unpaid: str) -> None:
    printed = run("quote", "payout", "--book", unpaid, *PAYOUT, "--locale", "en").output
    rows = {line.split("  ")[0].strip(): line.split("  ")[-1].strip() for line in printed.splitlines() if "  " in line}
    assert (rows["fee"], rows["remainder"], rows["paid"], rows["paid on"]) == ("unknown",) * 4
    assert rows["value"] == "$110.00"
    told = [line for line in printed.splitlines() if line.startswith("unknown: ")]
    paths = ("payouts.methods.paypal.fee.rate", "payouts.pays")
    assert told == [f"unknown: the rules do not know {path}" for path in paths]


def test_programs_get_nulls_of_a_payout_and_the_steps_why(unpaid: str) -> None:
    answer = run_json("explain", "payout", "--book", unpaid, *PAYOUT)
    assert (answer["fee"], answer["paid"], answer["paidOn"]) == (None, None, None)
    assert answer["value"]["amount"] == "110.00"
    assert answer["unknownValues"] == ["payouts.methods.paypal.fee.rate", "payouts.pays"]
    steps = {step["figure"]: step["formula"] for step in answer["trace"]}
    assert steps["paid on"] == "needs payouts.pays"
