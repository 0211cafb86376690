"""Each kind of sheet gives the same prices: tables, lists, Google Play's list, and the App Store's export."""

import pytest

from tests.sheets.reading import prices, read, refusals

EXPECTED = {
    "DE/coins_100": "1.39 EUR",
    "DE/coins_1000": "13.99 EUR",
    "US/coins_100": "1.49 USD",
    "US/coins_1000": "14.99 USD",
}

TABLES = {
    "commas and points": "region,coins_100,coins_1000\nDE,1.39,13.99\nUS,1.49,14.99\n",
    "semicolons and commas": "Region;coins_100;coins_1000\nDE;1,39;13,99\nUS;1,49;14,99\n",
    "tabs": "Land\tcoins_100\tcoins_1000\nDeutschland\t1,39 €\t13,99 €\nVereinigte Staaten\t$1.49\t14,99 $\n",
    "pipes": "region|coins_100|coins_1000\nDE|1.39|13.99\nUS|1.49|14.99\n",
    "counts in place of ids": "country,100,1000\nGermany,1.39,13.99\nUSA,1.49,14.99\n",
    "counts with marks": 'country,100 coins,"1,000 coins"\nGermany,1.39,13.99\nUnited States,1.49,14.99\n',
    "a column of currencies": "country,currency,coins_100,coins_1000\nDE,EUR,1.39,13.99\nUS,usd,1.49,14.99\n",
    "no header for regions": ",coins_100,coins_1000\nDE,1.39,13.99\nUS,1.49,14.99\n",
    "what Excel says of itself": "sep=;\r\nregion;coins_100;coins_1000\r\nDE;1,39;13,99\r\nUS;1,49;14,99\r\n",
    "quotes": '"region","coins_100","coins_1000"\n"DE","1,39","13,99"\n"US","1,49","14,99"\n',
    "empty rows": "\nregion,coins_100,coins_1000\n,,\nDE,1.39,13.99\n\nUS,1.49,14.99\n,,\n",
    "packages in rows": "package;DE;United States\ncoins_100;1,39;1,49\n1000;13,99;14,99\n",
    "three letters": "region,coins_100,coins_1000\nDEU,1.39,13.99\nUSA,1.49,14.99\n",
}


@pytest.mark.parametrize("text", TABLES.values(), ids=TABLES.keys())
def test_a_table_is_read_as_people_write_it(text: str) -> None:
    assert prices(text) == EXPECTED


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_a_sheet_is_read_in_the_encodings_of_spreadsheets(encoding: str) -> None:
    text = "Land;coins_100\nÖsterreich;1,39 €\n".replace("Österreich", "Vereinigtes Königreich").replace("€", "£")
    assert prices(text.encode(encoding)) == {"GB/coins_100": "1.39 GBP"}


def test_one_price_a_row_is_read_by_the_names_of_its_columns() -> None:
    text = "Price,Store,Product,Notes,Country\n1.39,App Store,coins_100,x,DE\n1.29,web,coins_100,,DE\n"
    assert prices(text) == {"DE/ios/coins_100": "1.39 EUR", "DE/web/coins_100": "1.29 EUR"}
    assert read(text).left_out == ("columns that no price depends on: Notes",)


def test_google_plays_list_has_all_prices_of_a_product_in_one_cell() -> None:
    text = (
        "Product ID,Published State,Purchase Type,Auto Translate,Locale; Title; Description,Auto Fill Prices,Price,"
        "Pricing Template ID\n"
        'com.example.coins_100,published,managed_by_android,false,"en_US; 100 coins; Some, coins",false,'
        "US; 1490000; DE; 1390000; JP; 200000000; KW; 450000;\n"
        "com.example.coins_500,unpublished,managed_by_android,false,en_US; 500; Coins,false,US; 6990000,\n"
    )
    assert prices(text) == {
        "US/android/coins_100": "1.49 USD",
        "DE/android/coins_100": "1.39 EUR",
        "JP/android/coins_100": "200 JPY",
        "KW/android/coins_100": "0.450 KWD",
    }
    assert read(text).left_out == ("com.example.coins_500 is unpublished, and left out",)


def test_the_app_stores_export_is_of_one_product_that_is_named_beside_it() -> None:
    text = (
        "\ufeffCountries or Regions,Currency Code,Price,Proceeds,May Adjust Automatically\r\n"
        "Germany,EUR,1.39,0.82,Y\r\nChina mainland,CNY,12.0,8.4,Y\r\nPeru,USD,1.49,1.04,N\r\n"
        '"Korea, Republic of",KRW,2200.0,1400,Y\r\n'
    )
    assert prices(text, package="coins_100") == {
        "DE/ios/coins_100": "1.39 EUR",
        "CN/ios/coins_100": "12.00 CNY",
        "PE/ios/coins_100": "1.49 USD",
        "KR/ios/coins_100": "2200 KRW",
    }
    assert refusals(text) == [
        "prices.csv:A1: no column says which package a price is of; call that column package, or name the one of the "
        "whole sheet: --from coins_100=prices.csv"
    ]


def test_empty_cells_and_dashes_are_not_sold_and_are_counted() -> None:
    text = "region,coins_100,coins_1000\nDE,1.39,\nUS,–,14.99\n"
    assert prices(text) == {"DE/coins_100": "1.39 EUR", "US/coins_1000": "14.99 USD"}
    assert read(text).left_out == ("2 cells without a price: not sold there",)


def test_packages_stand_in_the_order_of_their_coins() -> None:
    text = "region,coins_1000,starter,500\nDE,13.99,0.99,6.99\n"
    found = read(text, coins={"starter": 50})
    assert [(package.package, package.coins) for package in found.packages] == [
        ("starter", 50),
        ("coins_500", 500),
        ("coins_1000", 1000),
    ]
