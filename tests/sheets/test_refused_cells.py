"""What a sheet says in two ways, or not at all, is refused by row and column, and all of it in one go."""

from unittest.mock import patch

import pytest

from ratecard.sheets.faults import SheetsRefused
from tests.sheets.reading import CURRENCIES, prices, read, refusals

DE = "region,coins_100\nDE,"


@pytest.mark.parametrize(
    ("cell", "money"),
    [
        ("1.39", "1.39 EUR"),
        ('"1,39"', "1.39 EUR"),
        ('"1.299,00"', "1299.00 EUR"),
        ('"1,299.00"', "1299.00 EUR"),
        ('"1,299.5"', "1299.50 EUR"),
        ("1'299.00", "1299.00 EUR"),
        ("1\u00a0299", "1299.00 EUR"),
        ('"1 299,00 €"', "1299.00 EUR"),
        ("1.299.000", "1299000.00 EUR"),
        ('"1,29,999.00"', "129999.00 EUR"),
        ("€1.39", "1.39 EUR"),
        ("EUR 1.39", "1.39 EUR"),
        ("US$1.39", "1.39 USD"),
        ("1299", "1299.00 EUR"),
        ("0.990", "0.99 EUR"),
        ("1299.000", "1299.00 EUR"),
    ],
)
def test_prices_without_doubt_are_read(cell: str, money: str) -> None:
    assert prices(DE + cell) == {"DE/coins_100": money}


def test_a_column_with_both_marks_is_read_and_said() -> None:
    """Prices of one column as two countries write them are taken; whoever slipped reads what was taken for what."""
    text = 'country,platform,package,price\nDE,ios,coins_100,1.00\nFR,ios,coins_100,"1,39"\nGB,ios,coins_100,1.19\n'
    said = "a comma and a point are for decimals in one column"
    assert read(text).left_out == (
        f"{said}: 1.00 (prices.csv:D2) as 1.00 EUR and 1,39 (prices.csv:D3) as 1.39 EUR were read",
    )
    assert read(text.replace('"1,39"', "1.39")).left_out == ()
    assert (
        read(text.replace("1.00", "1,299.00").replace('"1,39"', "1.39").replace("1,299.00", '"1,299.00"')).left_out
        == ()
    )


@pytest.mark.parametrize("cell", ["1.29.900", "€ 1.29.900", "1.2.900", "12.34.56.789"])
def test_points_between_groups_of_two_are_a_slip(cell: str) -> None:
    assert refusals(DE + cell)
    assert prices(DE + '"1,29,900"') == {"DE/coins_100": "129900.00 EUR"}


@pytest.mark.parametrize(
    ("cell", "price"), [("Jan 39", "1.39"), ("Jan-39", "1.39"), ("39. Mär", "3.39"), ("Dec 99", "12.99")]
)
def test_a_price_of_which_a_spreadsheet_made_a_day_is_said_to_be_one(cell: str, price: str) -> None:
    (said,) = refusals(DE + cell)
    assert f"{cell} is a day: spreadsheets make one of a price such as {price}" in said


NOT_A_PRICE = "is not a price; write one number, such as 13.99"
ASK = "say which mark is for decimals, --decimal-mark . or --decimal-mark ,"


@pytest.mark.parametrize(
    ("cell", "fault"),
    [
        ('"1,299"', f"1,299 is either 1299 or 1.299; {ASK}"),
        ("1.299", f"1.299 is either 1299 or 1.299; {ASK}"),
        ("1.3999", "1.3999 has more decimals than EUR, which has 2; write what people pay"),
        ("-1.39", "-1.39 is negative; write what people pay"),
        ("(1.39)", "(1.39) is negative; write what people pay"),
        ("0.00", "0.00 is nothing; leave the cell empty where the package is not sold"),
        ("free", f"free {NOT_A_PRICE}"),
        ("#REF!", f"#REF! {NOT_A_PRICE}"),
        ('"1.2\n9"', f"1.2 9 {NOT_A_PRICE}"),
        (".99", ".99 has no digit before its mark; write 0.99"),
        ('",99 €"', ",99 € has no digit before its mark; write 0.99"),
        ("1.39 FRF", "FRF ended on 2002-02-17, and EUR followed it (DE has EUR); write the code, such as EUR"),
        ("EUR", f"EUR {NOT_A_PRICE}"),
        ("2 for 3", f"2 for 3 {NOT_A_PRICE}"),
        ("1.39-1.49 EUR", "1.39-1.49 EUR is not a price; write one number, such as 13.99"),
        (
            "$1.39",
            "$ is the sign of several currencies: AUD, BRL, CAD, HKD, … (DE has EUR); write the code, such as EUR",
        ),
        ("01.39", "01.39 is not how a number is written; write it without marks between thousands"),
        ("1.2.3", "1.2.3 is not how a number is written; write it without marks between thousands"),
        ("12E3", f"12E3 {NOT_A_PRICE}"),
        ("١٫٣٩", f"١٫٣٩ {NOT_A_PRICE}"),
    ],
)
def test_a_cell_that_is_not_one_price_is_named(cell: str, fault: str) -> None:
    assert refusals(DE + cell) == [f"prices.csv:B2: {fault}"]


def test_a_stated_mark_settles_what_is_in_doubt_and_refuses_what_contradicts_it() -> None:
    assert prices(DE + '"1,299"', mark=".") == {"DE/coins_100": "1299.00 EUR"}
    assert prices(DE + "1.299", mark=",") == {"DE/coins_100": "1299.00 EUR"}
    assert refusals(DE + '"1,299"', mark=",") == [
        "prices.csv:B2: 1,299 has more decimals than EUR, which has 2; write what people pay"
    ]
    assert refusals(DE + "1.39", mark=",") == [
        "prices.csv:B2: 1.39 is not how a number is written with , for decimals; write 1,39, or --decimal-mark ."
    ]
    assert refusals(DE + '"14,99"', mark=".") == [
        "prices.csv:B2: 14,99 is not how a number is written with . for decimals; write 14.99, or --decimal-mark ,"
    ]
    assert refusals(DE + '"1,2,34"', mark=".") == [
        "prices.csv:B2: 1,2,34 is not how a number is written; write it without marks between thousands"
    ]


def test_money_without_decimals_leaves_no_doubt_and_money_with_three_does() -> None:
    assert prices("region,coins_100\nJP,¥1.200") == {"JP/coins_100": "1200 JPY"}
    assert refusals("region,coins_100\nKW,1.299") == [f"prices.csv:B2: 1.299 is either 1299 or 1.299; {ASK}"]
    assert prices("region,coins_100\nKW,0.450") == {"KW/coins_100": "0.450 KWD"}
    assert refusals("region,coins_100\nJP,120.5") == [
        "prices.csv:B2: 120.5 has more decimals than JPY, which has 0; write what people pay"
    ]


def test_all_that_is_wrong_is_told_in_one_go() -> None:
    text = "region,coins_100,starter\nDE,x1,1.99\nGermny,1.39,\nFR,1.39,1.99\n"
    assert refusals(text) == [
        "prices.csv:C1: starter does not say how many coins the package holds; say it with --package starter:1000, "
        "or leave it out with --without starter",
        "prices.csv:B2: x is not a currency (DE has EUR); write the code, such as EUR",
        "prices.csv:A3: Germny is not a region; did you mean Germany or Guernsey?",
    ]


def test_regions_that_the_library_lacks_are_told_together_with_the_option_that_leaves_them_out() -> None:
    text = "region,coins_100\nAF,1.39\nDE,1.39\nAnguilla,1.39\n"
    assert refusals(text) == [
        "prices.csv:A2: the library of the world does not have these regions: AF (prices.csv:A2), AI (prices.csv:A4); "
        "leave them out with --without AF,AI, and add them to the book later"
    ]
    found = read(text, without=frozenset({"AF", "AI"}))
    assert {key[0] for key in found.prices} == {"DE"}


def test_two_prices_of_one_package_are_refused_and_one_price_twice_is_not() -> None:
    text = "region,package,price\nDE,coins_100,1.39\nGermany,coins_100,1.49\nDE,coins_100,1.39\n"
    assert refusals(text) == [
        "prices.csv:C3: 1.49 EUR contradicts 1.39 EUR at prices.csv:C2; keep one price of coins_100 in DE"
    ]


def test_two_currencies_of_one_region_are_refused_with_both_cells() -> None:
    assert refusals("region,coins_100,coins_500\nPE,1.49 USD,22.90 PEN\n") == [
        "prices.csv:C2: 22.90 PEN is not in USD, as prices.csv:B2 is; PE has one currency; write one of them"
    ]


def test_a_price_that_contradicts_its_rows_currency_is_refused() -> None:
    assert refusals("region,currency,coins_100\nDE,EUR,1.39 USD\n") == [
        "prices.csv:C2: 1.39 USD is not in EUR, as its row says; write one currency"
    ]


def test_decimal_commas_between_commas_are_seen_by_the_length_of_the_row() -> None:
    assert refusals("region,coins_100\nDE,1,39\n") == [
        "prices.csv:C2: the row has more cells than the header, which has 2; where a comma is for decimals, save with "
        "semicolons or tabs between cells, or put prices in quotes"
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"PK\x03\x04rest", "prices.csv: this is a workbook; save the sheet as CSV, and give that file"),
        (b"", "prices.csv: the sheet is empty; save it with its header and its rows"),
        (b"region,coins_100\n", "the sheet: there is no price in it; state one at least"),
        (
            b'region,coins_100\nDE,"1.39\n',
            "prices.csv:A2: the rows cannot be told apart: unexpected end of data; mend the quotes",
        ),
        (b"region\nDE\n", "prices.csv:A1: no column is of a package; give each package a column, such as coins_100"),
        (b"\x81\x8d", 'prices.csv: the file is not text; save it as "CSV UTF-8"'),
    ],
)
def test_what_is_not_a_sheet_of_prices_is_refused(content: bytes, said: str) -> None:
    assert refusals(content) == [said]


GOOGLE = "Product ID,Published State,Auto Fill Prices,Price,Pricing Template ID\ncoins_100,published,"
EXPORT = "export it with a price for each country, as US; 990000; DE; 1090000"


@pytest.mark.parametrize(
    ("rest", "fault"),
    [
        ("true,129990000,", f"129990000 is one price in your home currency, and Google fills in the others; {EXPORT}"),
        ("false,,4637809629993162912", f"the prices stand in a pricing template; {EXPORT}"),
        ("false,,", f"the product has no prices; {EXPORT}"),
        ("false,US; 990000; DE,", "a country or a price is missing; write pairs, as US; 990000; DE; 1090000"),
        ("false,US; 0.99,", "0.99 is not a price in micro-units; write 990000 for 0.99"),
        ("false,US; 990001,", "0.990001 has more decimals than USD, which has 2; write what people pay"),
    ],
)
def test_prices_that_googles_list_does_not_hold_are_refused(rest: str, fault: str) -> None:
    assert refusals(GOOGLE + rest) == [f"prices.csv:D2: {fault}"]


def test_a_cell_under_no_header_is_not_lost() -> None:
    assert refusals("region,,coins_100\nDE,,1.39\nFR,9.99,1.39\n") == [
        "prices.csv:B3: the cell stands in a column without a header; name the column, or empty it"
    ]


def test_a_price_that_is_no_number_of_one_kind_is_refused_whatever_stands_beside_it() -> None:
    for cell in ("1.39 / 1.49", "1.39%", "~1.39", "1.39 incl. VAT", "1..39", "1.39e2", "'1.39", "1,39,", "+1.39"):
        found = refusals(f'region,coins_100\nDE,"{cell}"\n')
        assert len(found) == 1, cell
        assert found[0].startswith("prices.csv:B2: "), cell


def test_money_that_has_ended_is_a_regions_own_where_the_library_says_so() -> None:
    with patch.dict(CURRENCIES, {"BG": "BGN"}):
        assert prices("region,coins_100\nBG,2.49 BGN\n") == {"BG/coins_100": "2.49 BGN"}


@pytest.mark.parametrize("text", ["coins,100,500\n250,1.39,6.99\n", "region,coins_100\n276,1.39\n"])
def test_a_number_is_no_region_though_iso_3166_has_numbers(text: str) -> None:
    (found,) = refusals(text)
    assert " is not a region; write a country or its code, such as DE" in found


@pytest.mark.parametrize(
    "header", ["region,package,Net price,Gross price", "country,sku,Net Price", "region,coins,Gross price EUR"]
)
def test_columns_of_several_kinds_of_prices_are_asked_about(header: str) -> None:
    cells = ",1.49" * (header.count(",") - 1)
    (found,) = refusals(f"{header}\nDE,100{cells}\n")
    assert found.startswith("prices.csv:C1: none of the columns is called price, and ")
    assert found.endswith("may be; call the one that people see price")


@pytest.mark.parametrize("header", ["Stichtag", "Date", "Preis ab"])
@pytest.mark.parametrize("day", ["2027-07-01", "01.07.2027"])
def test_a_column_of_days_that_no_header_explains_is_not_left_out(header: str, day: str) -> None:
    """A price of 2027 would hold today."""
    text = f"region,package,price,{header}\nDE,coins_100,1.39,{day}\n"
    (said,) = refusals(text)
    assert said.startswith(f"prices.csv:D1: the column {header} holds days")
    assert read(text, without=frozenset({header})).prices


@pytest.mark.parametrize("header", ["Stichtag", "Date", "Preis ab"])
@pytest.mark.parametrize(
    "text", ["region,package,price,{}\nDE,coins_100,1.39,03/04/2027\n", "region,{},coins_100\nDE,03/04/2027,1.39\n"]
)
def test_the_column_of_days_may_be_named(header: str, text: str) -> None:
    priced = read(text.format(header), starts=header, date_order="day/month")
    assert [str(line) for line in priced.prices.values()] == ["1.39 EUR from 2027-04-03"]


def test_a_table_with_a_column_of_days_that_nothing_explains_says_how_to_name_it() -> None:
    (said,) = refusals("region,Stichtag,coins_100\nDE,2027-07-01,1.39\n")
    assert said.startswith("prices.csv:B1: the column Stichtag holds days")


def test_a_named_column_of_days_that_no_sheet_has_is_told_with_those_that_it_has() -> None:
    with pytest.raises(SheetsRefused) as refused:
        read("region,package,price,Date\nDE,coins_100,1.39,2027-07-01\n", starts="date")
    assert [str(fault) for fault in refused.value.faults] == [
        "--starts: no sheet has a column date; write one of region, package, price, Date"
    ]


def test_a_title_above_the_header_is_told_once() -> None:
    (said,) = refusals("Prices 2026,,\nregion,coins_100,coins_500\nDE,1.39,6.99\nFR,1.39,6.99\n")
    assert said.startswith("prices.csv:A1: the first row has one cell, and others have more; delete what stands above")


def test_columns_of_platforms_are_told_from_packages() -> None:
    (said,) = refusals("region,iOS,Google Play,Web\nDE,1.39,1.39,1.29\n")
    assert said == (
        "prices.csv:B1: iOS and Google Play and Web may be platforms, not packages; write one price a row, with "
        "columns region, package, platform and price"
    )


def test_a_list_without_packages_is_told_which_column_it_lacks() -> None:
    (said,) = refusals("region,price\nDE,1.39\n")
    assert said == (
        "prices.csv:A1: no column says which package a price is of; call that column package, or name the one of the "
        "whole sheet: --from coins_100=prices.csv"
    )


@pytest.mark.parametrize(
    "header",
    [
        *("Land;Produkt;Preis", "Land;Artikel;Verkaufspreis", "Pays;Produit;Prix", "País;Producto;Precio"),
        *("Paese;Prodotto;Prezzo", "País;Produto;Preço"),
    ],
)
def test_headers_in_the_languages_of_spreadsheets_are_known(header: str) -> None:
    assert list(prices(f"{header}\nDE;coins_100;1,39\n").values()) == ["1.39 EUR"]


@pytest.mark.parametrize("header", ["Beginn", "Startdatum", "Start"])
def test_german_headers_say_from_when_a_price_holds(header: str) -> None:
    text = f"Land,Paket,Preis,{header}\nDE,coins_100,1.39,2026-01-01\nDE,coins_100,1.49,01.07.2027\n"
    assert refusals(text) == []
    assert any("2027-07-01" in str(price) or "2027" in repr(price) for price in read(text).prices.values())
