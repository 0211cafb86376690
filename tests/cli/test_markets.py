"""`ratecard markets`: one line a region for people, one object a market for programs."""

import re

from ratecard.cli.markets import MarketShown, TaxShown, region_lines
from tests.books import shipped
from tests.cli.running import run, run_json

AT = ("--at", "2026-11-24")


def lines_of(region: str, *arguments: str) -> list[str]:
    """The lines that a region has in the table, cells two spaces apart."""
    return [line for line in run("markets", *AT, *arguments).stdout.split("\n") if line.startswith(f"{region}  ")]


def cells(line: str) -> list[str]:
    """The cells of a line."""
    return re.split(r" {2,}", line)


def test_platforms_that_agree_share_a_line() -> None:
    (line,) = lines_of("DE")
    assert cells(line) == ["DE", "Germany", "EUR", "VAT 19% inside", "android, ios, web", "4", "2026-11-26T23:00:00Z"]


def test_a_platform_that_differs_has_a_line_of_its_own() -> None:
    assert [cells(line)[3:5] for line in lines_of("ID")] == [
        ["VAT 11% added", "android"],
        ["VAT 11% inside", "ios, web"],
    ]


def test_two_taxes_no_tax_and_a_tax_of_the_state_are_said_in_words() -> None:
    found = {region: cells(lines_of(region)[0])[3] for region in ("CA-QC", "HK", "US", "US-OR")}
    assert found == {
        "CA-QC": "GST 5% + QST 9.975% added",
        "HK": "none",
        "US": "by subdivision",
        "US-OR": "none",
    }


def test_names_and_rates_are_the_readers() -> None:
    assert cells(lines_of("TH", "--locale", "th")[-1])[1:4] == ["ไทย", "THB", "ภาษีมูลค่าเพิ่ม 7% inside"]
    assert cells(lines_of("DE", "--locale", "de")[0])[1:4] == ["Deutschland", "EUR", "MwSt. 19\xa0% inside"]


def test_a_change_to_come_is_shown() -> None:
    assert cells(lines_of("TR")[0])[3:] == [
        "Digital services tax 5% + VAT 20% inside",
        "android, ios, web",
        "4",
        "2026-11-26T21:00:00Z",
    ]


def test_the_last_line_counts() -> None:
    book = shipped()
    last = run("markets", *AT).stdout.strip().split("\n")[-1]
    assert last == f"{len(book.regions)} regions, {len(book.markets())} markets; book {book.digest}"


def test_programs_get_every_market_with_its_taxes() -> None:
    rows = run_json("markets", *AT)["markets"]
    assert [(row["region"], row["platform"]) for row in rows] == [tuple(key) for key in shipped().markets()]
    (quebec,) = [row for row in rows if (row["region"], row["platform"]) == ("CA-QC", "web")]
    assert (quebec["currency"], quebec["taxStatus"], quebec["packages"]) == ("CAD", "ADDED", 4)
    assert quebec["taxes"] == [
        {"taxLineId": "gst", "name": "GST", "nameLocale": "en", "rate": "0.05", "rateFormatted": "5%"},
        {"taxLineId": "qst", "name": "QST", "nameLocale": "en", "rate": "0.09975", "rateFormatted": "9.975%"},
    ]


def test_before_the_book_begins_there_is_nothing_to_say() -> None:
    row = run_json("markets", "--at", "2024-06-01")["markets"][0]
    assert (row["currency"], row["taxStatus"], row["taxes"], row["packages"]) == (None, None, [], 0)
    assert cells(run("markets", "--at", "2024-06-01").stdout.split("\n")[1])[2:] == [
        "-",
        "-",
        "android, ios, web",
        "0",
        "-",
    ]


def test_what_differs_in_validity_alone_is_apart() -> None:
    vat = TaxShown("vat", "VAT", "en", "0.2", "20%")
    markets = [
        MarketShown(
            region="XX",
            region_name="X",
            region_name_locale="en",
            platform=platform,
            platform_name=platform,
            platform_name_locale="en",
            time_zone="UTC",
            currency="EUR",
            tax_status="INCLUDED",
            taxes=(vat,),
            packages=4,
            valid_until=until,
        )
        for platform, until in (("android", "2027"), ("ios", None), ("web", "2027"))
    ]
    assert region_lines(markets) == [
        ["XX", "X", "EUR", "VAT 20% inside", "android, web", "4", "2027"],
        ["XX", "X", "EUR", "VAT 20% inside", "ios", "4", "-"],
    ]
