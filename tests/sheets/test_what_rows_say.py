"""What stands in a row beside its prices is read too: its platform, its region, and the sign of its money."""

import pytest

from tests.sheets.reading import prices, read, refusals

NO_PLATFORM = "no platform is said of the price; write ios, android, web, or name with --platforms all that such prices"


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("region,platform,coins_100\nDE,,1.39\nDE,ios,1.49\n", "B2"),
        ("region,package,price,store\nDE,coins_100,1.49,ios\nDE,coins_100,1.39,\n", "D3"),
        ("package,platform,DE\ncoins_100,ios,1.49\ncoins_100,,1.39\n", "B3"),
    ],
)
def test_an_empty_cell_of_a_platform_is_refused_unless_platforms_are_told(text: str, cell: str) -> None:
    assert refusals(text) == [f"prices.csv:{cell}: {NO_PLATFORM} are for"]
    found = read(text, platforms_told=True).prices
    assert {key: str(money) for key, money in found.items()} == {
        ("DE", "ios", "coins_100"): "1.49 EUR",
        ("DE", "", "coins_100"): "1.39 EUR",
    }


def test_a_platform_that_is_not_one_is_named_by_its_own_cell() -> None:
    assert refusals("region,platform,coins_100\nDE,iso,1.39\nFR,iso,\n") == [
        "prices.csv:B2: iso is not a platform; write ios, android, web",
        "prices.csv:B3: iso is not a platform; write ios, android, web",
    ]


def test_a_sign_of_money_that_several_regions_have_is_refused_once_for_each() -> None:
    asked = "for regions of the sheet have each of them; write the ISO code, such as"
    text = "region,coins_100,coins_500\nUS,$1.49,$6.99\nCA,$1.99,9.99\nAU,A$2,9\nMX,$29,$99\nDE,1.39,6.99\n"
    assert refusals(text) == [
        f"prices.csv:{cell}: $ may be AUD, CAD, MXN or USD, {asked} {code}, at each price or in a column currency"
        for cell, code in (("B2", "USD"), ("B3", "CAD"), ("B5", "MXN"))
    ]
    assert refusals("region,100 $\nUS,1.49\nMX,29\n") != []
    assert refusals("region,currency,100\nJP,¥,150\nCN,¥,8\n") != []


def test_a_sign_of_money_that_only_one_currency_of_the_sheet_has_is_that_currency() -> None:
    assert prices("region,coins_100\nMX,$29\nDE,1.39\nUS,\n") == {
        "MX/coins_100": "29.00 MXN",
        "DE/coins_100": "1.39 EUR",
    }
    assert prices("region,coins_100\nUS,$1.49\nEC,$1.29\n") == {"US/coins_100": "1.49 USD", "EC/coins_100": "1.29 USD"}
    assert prices("region,coins_100\nUS,1.49 USD\nCA,CA$1.99\nMX,29 MXN\n") == {
        "US/coins_100": "1.49 USD",
        "CA/coins_100": "1.99 CAD",
        "MX/coins_100": "29.00 MXN",
    }


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("Typoland,,", "Typoland is not a region; did you mean Poland or Thailand?"),
        ("#Germany,,", "#Germany is not a region; did you mean Germany"),
        ("#Germany,1.39,", "#Germany is not a region; did you mean Germany"),
        ('"Two\nlines",,', "Two lines is not a region; write a country or its code, such as DE"),
        ("Europe,-,n/a", "Europe is not a region; "),
    ],
)
def test_a_row_of_no_region_is_refused_even_without_a_price(row: str, said: str) -> None:
    (found,) = refusals(f"region,coins_100,coins_500\nDE,1.39,6.99\n{row}\n")
    assert found.startswith(f"prices.csv:A3: {said}")


def test_a_list_names_regions_without_a_price_too() -> None:
    (found,) = refusals("package,region,price\ncoins_100,DE,1.39\ncoins_100,Typoland,\n")
    assert found.startswith("prices.csv:B3: Typoland is not a region")


def test_regions_without_any_price_are_told() -> None:
    found = read("region,coins_100,coins_500\nDE,1.39,\nFR,,\nAfghanistan,-,-\nUS,,\n", without=frozenset({"US"}))
    assert found.left_out == (
        "7 cells without a price: not sold there",
        "regions without any price, which the book leaves out: AF, FR",
    )


def test_a_number_in_a_header_is_not_the_code_of_a_country() -> None:
    assert prices("region,100\nDE,1.39\n") == {"DE/coins_100": "1.39 EUR"}


@pytest.mark.parametrize("first", ["sep=\t", '"sep=\t"', "SEP=\t", "sep=;", "sep=|", '"sep=;"'])
def test_a_first_line_says_what_stands_between_cells(first: str) -> None:
    between = first.strip('"')[-1]
    text = f"{first}\r\nregion,coins_100\r\nDE,1,39\r\n".replace("region,", f"region{between}").replace(
        "DE,", f"DE{between}"
    )
    assert prices(text) == {"DE/coins_100": "1.39 EUR"}


def test_rows_are_counted_as_a_spreadsheet_counts_them() -> None:
    text = '\nregion,coins_100\n\n"Ger\nmany",1.39\n,\nFR,"1.39\n'
    assert refusals(text) == ["prices.csv:A6: the rows cannot be told apart: unexpected end of data; mend the quotes"]
    assert refusals('region,coins_100\n"United\nStates",1.49\n\nDE,x1\n')[0].startswith("prices.csv:B4: ")


def test_a_code_in_the_row_or_the_header_says_which_money_a_sign_means() -> None:
    assert prices("region,currency,coins_100\nUS,USD,$1.29\nCA,CAD,$1.49\n") == {
        "US/coins_100": "1.29 USD",
        "CA/coins_100": "1.49 CAD",
    }
    assert prices("region,package,Price USD,Price CAD\nUS,coins_100,$1.29,\nCA,coins_100,,$1.49\n") == {
        "US/coins_100": "1.29 USD",
        "CA/coins_100": "1.49 CAD",
    }
    assert refusals("region,currency,coins_100\nUS,USD,€1.29\n") == [
        "prices.csv:C2: €1.29 is not in USD, as its row says; write one currency"
    ]


def test_prices_in_other_money_than_the_regions_own_are_told() -> None:
    found = read("region,currency,coins_100\nUS,USD,1.29\nPE,USD,1.49\nMX,USD,1.49\nGB,EUR,1.39\n")
    assert found.left_out == (
        "prices in EUR where people pay in another currency: GB (GBP)",
        "prices in USD where people pay in another currency: MX (MXN), PE (PEN)",
    )
