"""Headers say more than a name: a currency, which is never ignored, and a number, which is not always of coins."""

import pytest

from tests.sheets.reading import prices, read, refusals

ONE_NUMBER = "write one number of coins for each package"


@pytest.mark.parametrize(
    "header",
    [
        "100 EUR",
        "100 (EUR)",
        "EUR 100",
        "coins_100 [EUR]",
        "100 coins in EUR",
        "coins_100_eur",
        "100 €",
        "100€",
        "100 euros",
    ],
)
def test_a_currency_in_the_header_of_a_package_is_that_of_its_column(header: str) -> None:
    assert prices(f"region,{header}\nPE,1.39\n") == {"PE/coins_100": "1.39 EUR"}


def test_a_currency_between_other_words_counts_where_the_package_is_told() -> None:
    text = "region,Coins 100 EUR incl. VAT\nPE,1.39\n"
    found = read(text, coins={"Coins 100 EUR incl. VAT": 100}).prices
    assert [str(money) for money in found.values()] == ["1.39 EUR"]


def test_columns_of_one_package_in_several_currencies_are_one_package() -> None:
    text = "region,100 EUR,100 (USD)\nDE,1.39,\nUS,,1.49\n"
    assert prices(text) == {"DE/coins_100": "1.39 EUR", "US/coins_100": "1.49 USD"}


@pytest.mark.parametrize("header", ["Price (USD)", "Price USD", "USD price", "Price in US$", "Amount_usd"])
def test_a_currency_in_the_header_of_a_list_is_that_of_its_prices(header: str) -> None:
    assert prices(f"region,package,{header}\nPE,coins_100,1.49\n") == {"PE/coins_100": "1.49 USD"}


def test_a_list_may_have_a_column_of_prices_for_each_currency() -> None:
    text = "region,package,Price EUR,Price USD\nDE,coins_100,1.39,\nUS,coins_100,,1.49\n"
    assert prices(text) == {"DE/coins_100": "1.39 EUR", "US/coins_100": "1.49 USD"}


def test_a_currency_beside_a_region_in_a_header_is_that_of_its_column() -> None:
    text = "package,PE (USD),Germany EUR,Hong Kong SAR\ncoins_100,1.49,1.39,\n"
    assert prices(text) == {"PE/coins_100": "1.49 USD", "DE/coins_100": "1.39 EUR"}


def test_a_currency_in_the_name_of_a_package_in_a_row_counts_too() -> None:
    assert prices("package,PE,DE\n100 USD,1.49,\n") == {"PE/coins_100": "1.49 USD"}
    assert prices("package,PE,DE\ncoins_100_usd,5.99,1.39\n") == {
        "PE/coins_100_usd": "5.99 PEN",
        "DE/coins_100_usd": "1.39 EUR",
    }


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (
            "region,currency,100 USD\nDE,EUR,1.39\n",
            "prices.csv:C2: 1.39 is in EUR as its row says, and in USD as its header says; write one currency",
        ),
        ("region,100 USD\nDE,1.39 EUR\n", "prices.csv:B2: 1.39 EUR is not in USD, as its header says"),
        ("region,package,Price (USD)\nDE,coins_100,€1.39\n", "prices.csv:C2: €1.39 is not in USD, as its header says"),
        ("region,100 $\nDE,1.39\n", "prices.csv:B2: $ is the sign of several currencies: AUD, BRL, CAD, HKD, …"),
        ("region,100 EUR,500 USD\nDE,1.39,6.99\n", "prices.csv:C2: 6.99 USD is not in EUR, as prices.csv:B2 is"),
    ],
)
def test_a_header_that_contradicts_its_cell_or_row_is_refused(text: str, fault: str) -> None:
    (found,) = refusals(text)
    assert found.startswith(fault)


@pytest.mark.parametrize(
    "header",
    [
        *(
            "VAT 19",
            "Old price 2025",
            "Tier 5",
            "Q1",
            "starter_2024",
            "2025 list",
            "$5",
            "€5 pack",
            "19%",
            "1k coins",
            "V2",
        ),
        *("100 EUR USD", "Top 100", "com.example.tier.5", "com.example.tier_5", "com.example.coins.starter.5", "#100"),
        *("Pack 1", "Bundle 2024", "Pack of 2", "Box 3", "com.game50.pack", "game50.pack", "com.game50.app.gems"),
        *("TOP 100", "TRY 100", "ALL 100 coins"),
    ],
)
def test_a_number_beside_any_other_word_is_not_of_coins(header: str) -> None:
    (found,) = refusals(f"region,coins_100,{header}\nDE,1.39,19\n")
    assert found.startswith(f"prices.csv:C1: {header} does not say how many coins the package holds; say it with")
    assert set(prices(f"region,coins_100,{header}\nDE,1.39,\n")) == {"DE/coins_100"}


@pytest.mark.parametrize(
    "header",
    [
        *(
            "100",
            "coins100",
            "100 Coins",
            "Pack of 100 coins",
            "100 V-Bucks",
            "100 Münzen",
            "gem_pack_100",
            "100 x coins",
        ),
        *("com.game50.100", "com.example.100", "com.example.game.coins_100", "coins.100", "100 (coins)", "Gems: 100"),
    ],
)
def test_a_number_alone_or_beside_words_of_coins_is_how_many_there_are(header: str) -> None:
    (package,) = read(f"region,{header}\nDE,1.39\n").packages
    assert package.coins == 100


def test_a_coins_own_name_is_a_word_of_coins() -> None:
    assert read("region,100 Zonks\nDE,1.39\n", coin="Zonk").packages[0].coins == 100
    assert len(refusals("region,100 Zonks\nDE,1.39\n")) == 1


def test_a_number_that_is_told_needs_no_words() -> None:
    assert read("region,VAT 19\nDE,1.39\n", coins={"VAT 19": 250}).packages[0].coins == 250


def test_names_of_several_words_stand_in_quotes_in_what_to_write() -> None:
    assert refusals("region,VAT 19\nDE,1.39\n") == [
        'prices.csv:B1: VAT 19 does not say how many coins the package holds; say it with --package "VAT 19:1000", or '
        'leave it out with --without "VAT 19"'
    ]


@pytest.mark.parametrize(("header", "code"), [("100 TRY", "TRY"), ("100 (TOP)", "TOP"), ("coins_100 ALL", "ALL")])
def test_a_code_that_is_a_word_too_counts_behind_the_number(header: str, code: str) -> None:
    assert prices(f"region,{header}\nPE,1.39\n") == {"PE/coins_100": f"1.39 {code}"}


@pytest.mark.parametrize("header", ["Curr", "CCY", "Waehrung", "Währung", "currency"])
def test_a_column_of_currencies_may_be_called_in_many_ways(header: str) -> None:
    assert prices(f"region,package,{header},price\nDE,coins_100,USD,1.49\n") == {"DE/coins_100": "1.49 USD"}


def test_a_column_of_codes_that_nothing_names_is_not_ignored() -> None:
    text = "region,package,Geld,price,note\nDE,coins_100,USD,1.49,new\n"
    assert refusals(text) == [
        "prices.csv:C1: the column Geld holds codes of currencies, and its header does not say what they are of; call "
        'it currency where prices are in them, or leave it out with --without "Geld"'
    ]
    found = read(text, without=frozenset({"Geld"}))
    assert found.left_out == ("columns that no price depends on: Geld, note",)


def test_a_column_of_coins_says_how_many_a_package_holds() -> None:
    text = 'region,package,Coins,price\nDE,starter,250,1.39\nFR,starter,250,1.49\nDE,coins_1000,"1,000",9.99\n'
    assert [(package.package, package.coins) for package in read(text).packages] == [
        ("starter", 250),
        ("coins_1000", 1000),
    ]
    assert prices("region,coins,price\nDE,100,1.39\n") == {"DE/coins_100": "1.39 EUR"}
    assert prices("package,coins,DE,FR\nstarter,250,1.39,1.49\n") == {
        "DE/starter": "1.39 EUR",
        "FR/starter": "1.49 EUR",
    }


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        (
            "DE,coins_100,120,1.39\n",
            f"C2: coins_100 holds 120 coins as its row says, and 100 otherwise; {ONE_NUMBER}",
        ),
        (
            "DE,starter,250,1.39\nFR,starter,300,1.39\n",
            f"C3: starter holds 300 coins as its row says, and 250 otherwise; {ONE_NUMBER}",
        ),
        ("DE,starter,many,1.39\n", "C2: many is not a number of coins; write how many, such as 1000"),
    ],
)
def test_a_column_of_coins_that_contradicts_the_package_is_refused(rows: str, fault: str) -> None:
    assert refusals(f"region,package,coins,price\n{rows}") == [f"prices.csv:{fault}"]
