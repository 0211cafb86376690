"""The stores' files are read by the ids of their products, and what cannot be taken is refused by its place."""

import json
from typing import Any

import pytest

from ratecard.currency import CURRENCIES
from ratecard.money import Money
from ratecard.sheets.faults import SheetsRefused
from tests.drift.small import HEADER, apple_json, read

APPLE = "Countries or Regions,Currency Code,Price,Proceeds,May Adjust Automatically\n"


def prices(text: str, **more: str) -> dict[str, str]:
    """The prices of a file, each "1.39 EUR" by "DE/android/coins_100"."""
    found = read(("store", text), **more)
    return {f"{own.region}/{own.platform}/{own.product}": str(own.money) for own in found.prices}


def refusals(text: str, **more: str) -> list[str]:
    """All that is wrong with a file."""
    try:
        read(("store", text), **more)
    except SheetsRefused as refused:
        return [str(fault) for fault in refused.faults]
    return []


def managed(price: object, **more: object) -> dict[str, Any]:
    """A product of `inappproducts`."""
    return {"sku": "coins_100", "status": "active", "purchaseType": "managedUser", "prices": {"DE": price}, **more}


def one_time(*prices: object, **more: object) -> dict[str, Any]:
    """A product of `monetization.onetimeproducts` that can be bought in one way."""
    own = {"purchaseOptionId": "buy", "state": "ACTIVE", "buyOption": {}, **more}
    return {
        "productId": "coins_100",
        "purchaseOptions": [{**own, "regionalPricingAndAvailabilityConfigs": list(prices)}],
    }


def test_google_plays_managed_products_have_millionths() -> None:
    own = managed({"priceMicros": "1390000", "currency": "EUR"})
    own["prices"] |= {"JP": {"priceMicros": "160000000", "currency": "JPY"}}
    own["prices"] |= {"KW": {"priceMicros": "450000", "currency": "KWD"}}
    expected = {"DE": "1.39 EUR", "JP": "160 JPY", "KW": "0.450 KWD"}
    assert prices(json.dumps({"inappproduct": [own]})) == {
        f"{code}/android/coins_100": text for code, text in expected.items()
    }
    assert len(prices(json.dumps(own))) == 3


def test_google_plays_one_time_products_have_units_and_nanos() -> None:
    own = one_time(
        {"regionCode": "DE", "price": {"currencyCode": "EUR", "units": "1", "nanos": 390000000}},
        {"regionCode": "JP", "price": {"currencyCode": "JPY", "units": "160"}, "availability": "AVAILABLE"},
        {"regionCode": "KW", "price": {"currencyCode": "KWD", "nanos": 50000000}},
        {"regionCode": "FR", "price": {"currencyCode": "EUR", "units": "1"}, "availability": "NO_LONGER_AVAILABLE"},
    )
    expected = {"DE": "1.39 EUR", "JP": "160 JPY", "KW": "0.050 KWD"}
    assert prices(json.dumps({"oneTimeProducts": [own]})) == {
        f"{code}/android/coins_100": text for code, text in expected.items()
    }


def test_what_is_not_sold_is_left_out_and_told() -> None:
    price = {"priceMicros": "1390000", "currency": "EUR"}
    others = [managed(price, sku="plus", purchaseType="subscription"), managed(price, sku="old", status="inactive")]
    text = json.dumps({"inappproduct": [managed(price), *others], "tokenPagination": {"nextPageToken": "x"}})
    assert read(("store", text)).left_out == (
        "plus is a subscription, and left out",
        "old is inactive, and left out",
        "store is one page of several; name the others beside it",
    )


def test_of_several_ways_to_buy_the_one_of_older_apps_counts() -> None:
    price = {"regionCode": "DE", "price": {"currencyCode": "EUR", "units": "1"}}
    two = one_time(price)
    two["purchaseOptions"] += one_time(price, purchaseOptionId="other")["purchaseOptions"]
    assert refusals(json.dumps(two)) == [
        "store:oneTimeProducts[0]: coins_100 can be bought by several options: buy, other; leave the one that the "
        "book's price is of"
    ]
    two["purchaseOptions"][1] |= {"buyOption": {"legacyCompatible": True}}
    assert prices(json.dumps(two)) == {"DE/android/coins_100": "1.00 EUR"}


def test_app_store_connects_answer_is_of_one_product_with_days() -> None:
    euro = CURRENCIES["EUR"]
    text = apple_json([("DEU", Money(139, euro), None, "2027-01-12"), ("XKS", Money(149, euro), "2027-01-12", None)])
    found = read(("store", text), product="com.example.coins100").prices
    assert [(own.region, str(own.money), str(own.start), str(own.end)) for own in found] == [
        ("DE", "1.39 EUR", "None", "2027-01-12"),
        ("XK", "1.49 EUR", "2027-01-12", "None"),
    ]
    assert refusals(text) == [
        "store: the App Store's answer does not say which product it is of; name it: com.example.coins1000=store"
    ]
    bare = json.dumps(json.loads(text) | {"included": []})
    wanted = "its price point or territory is not included; download it with include=inAppPurchasePricePoint,territory"
    assert refusals(bare, product="coins_100") == [f"store:data[0]: {wanted}", f"store:data[1]: {wanted}"]


BAD = {
    "not JSON": ('{"inappproduct": [', ["store: the file is not JSON: "]),
    "another document": (
        '{"kind": "x"}',
        ["store: the JSON is not a store's answer about prices; it has inappproduct"],
    ),
    "a list": ("[1]", ["store: the JSON is not a store's answer about prices; it has inappproduct"]),
    "a number for an id": (
        '{"inappproduct": [{"sku": 3}]}',
        ["store:inappproduct[0].sku: expected `str`, got `int`; save the answer again as it came"],
    ),
    "no micros": (
        json.dumps({"inappproduct": [managed({"priceMicros": "1.39", "currency": "EUR"})]}),
        ["store:inappproduct[0].prices.DE: 1.39 is not a price; save the answer again as it came"],
    ),
    "no currency": (
        json.dumps({"inappproduct": [managed({"priceMicros": "1390000", "currency": "EURO"})]}),
        ["store:inappproduct[0].prices.DE: EURO is not a currency; write the code of ISO 4217"],
    ),
    "a part of a cent": (
        json.dumps({"inappproduct": [managed({"priceMicros": "1390001", "currency": "EUR"})]}),
        ["store:inappproduct[0].prices.DE: 1.390001 has more decimals than EUR; save the answer again as it came"],
    ),
    "nothing": (
        json.dumps({"inappproduct": [managed({"priceMicros": "0", "currency": "EUR"})]}),
        ["store:inappproduct[0].prices.DE: 0.000000 is nothing; save the answer again as it came"],
    ),
    "no price at all": ('{"inappproduct": []}', ["store: there is no price in it; download it again"]),
    "no country": (
        "Country,Product ID,Price,Platform\nGermny,coins_100,1.39,android\n",
        ["store:A2: Germny is not a region; did you mean Germany"],
    ),
    "no platform": (
        "Country,Product ID,Price\nDE,coins_100,1.39\nFR,coins_100,1.39\n",
        ["store:C2: nothing says which store the prices are of; say it with --platform, such as --platform ios"],
    ),
    "another platform": (
        "Country,Product ID,Price,Store\nDE,coins_100,1.39,Steam\n",
        ["store:D2: Steam is not a platform; write ios, android, web"],
    ),
    "no product": (
        f"{APPLE}Germany,EUR,1.39,1,Y\n",
        ["store:A1: no column says which product a price is of; name it: "],
    ),
    "a price in doubt": (
        'Country,Product ID,Price,Store\nDE,coins_100,"1,299",ios\n',
        ["store:C2: 1,299 is either 1299 or 1.299; say which mark is for decimals"],
    ),
    "two prices": (
        "Country,Product ID,Price,Store\nDE,coins_100,1.39,ios\nGermany,coins_100,1.49,ios\n",
        ["store:C3: 1.49 EUR contradicts 1.39 EUR at store:C2; keep one price of coins_100 in DE"],
    ),
    "a price in words of Google's list": (
        f"{HEADER}\ncoins_100,published,,,,,DE; dear,\n",
        ["store:G2: dear is not a price in micro-units; write 990000 for 0.99"],
    ),
}


@pytest.mark.parametrize(("text", "expected"), BAD.values(), ids=BAD.keys())
def test_what_cannot_be_taken_is_refused_by_its_place(text: str, expected: list[str]) -> None:
    found = refusals(text)
    assert len(found) == len(expected), found
    assert all(own.startswith(start) for own, start in zip(found, expected, strict=True)), found


def test_a_file_that_says_a_price_twice_says_it_once() -> None:
    text = "Country,Product ID,Price,Store\nDE,coins_100,1.39,ios\nGermany,coins_100,1.39,ios\n"
    assert prices(text) == {"DE/ios/coins_100": "1.39 EUR"}


def test_everything_that_is_wrong_in_several_files_is_told_in_one_run() -> None:
    with pytest.raises(SheetsRefused) as refused:
        read(("a.json", "{"), ("b.json", "{}"))
    assert [fault.where for fault in refused.value.faults] == ["a.json", "b.json"]
