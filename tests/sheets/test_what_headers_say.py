"""Headers say more than a name: a currency, which is never ignored, and a number, which is not always of coins."""

import pytest

from tests.sheets.reading import prices, read, refusals


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
    assert prices("package,PE,DE\npack_100_usd,5.99,1.39\n") == {
        "PE/pack_100_usd": "5.99 PEN",
        "DE/pack_100_usd": "1.39 EUR",
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
    ],
)
def test_a_number_beside_any_other_word_is_not_of_coins(header: str) -> None:
    (found,) = refusals(f"region,coins_100,{header}\nDE,1.39,19\n")
    assert found.startswith(f"prices.csv:C1: {header} does not say how many coins the package holds; say it with")
    assert set(prices(f"region,coins_100,{header}\nDE,1.39,\n")) == {"DE/coins_100"}


@pytest.mark.parametrize(
    "header",
    [
        *("100", "coins100", "100 Coins", "Pack of 100", "100 V-Bucks", "100 Münzen", "gem_pack_100", "100 x coins"),
        *("com.example.100", "com.example.game.coins_100", "coins.100", "100 (coins)", "Gems: 100"),
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
