"""Price lists over HTTP: the design's own query, and what stands beside it."""

from typing import Any

from ratecard.api.current import CurrentBook
from ratecard.loading import load_texts
from tests.api.servers import RECHARGE, Api, serving
from tests.books import Texts, shipped, shipped_texts, sound


def test_the_designs_query_gives_the_german_ios_price_list_in_german(api: Api) -> None:
    listed = api.ask(RECHARGE, region="DE", platform="ios", locale="de")["priceList"]
    packages = listed.pop("packages")
    assert listed == {
        "__typename": "PriceList",
        "region": "DE",
        "platform": "ios",
        "currency": "EUR",
        "locale": "de",
        "bookDigest": shipped().digest,
        "validFrom": "2024-12-31T23:00:00Z",
        "validUntil": "2026-11-26T23:00:00Z",
    }
    # 13.99 with 19 % inside: 13.99 ÷ 1.19 = 11.756…
    assert packages[2] == {
        "packageId": "coins_1000",
        "label": "1.000 Münzen",
        "coins": 1000,
        "bonus": 50,
        "total": 1050,
        "price": {
            "listed": {"amount": "13.99", "formatted": "13,99\xa0€"},
            "gross": {"amount": "13.99"},
            "net": {"amount": "11.76"},
            "tax": {"amount": "2.23"},
            "taxStatus": "INCLUDED",
            "lines": [{"name": "MwSt.", "rate": "0.19", "amount": {"amount": "2.23"}}],
        },
        "perCoin": {"formatted": "0,01332\xa0€"},
    }
    assert [
        (
            each["packageId"],
            each["label"],
            each["total"],
            *(each["price"][part]["amount"] for part in ("listed", "net", "tax")),
            each["perCoin"]["formatted"],
        )
        for each in packages
    ] == [
        ("coins_100", "100 Münzen", 100, "1.39", "1.17", "0.22", "0,01390\xa0€"),
        ("coins_500", "500 Münzen", 520, "6.99", "5.87", "1.12", "0,01344\xa0€"),
        ("coins_1000", "1.000 Münzen", 1050, "13.99", "11.76", "2.23", "0,01332\xa0€"),
        ("coins_5000", "5.000 Münzen", 5400, "69.99", "58.82", "11.17", "0,01296\xa0€"),
    ]


def test_money_tells_its_minor_units_its_currency_and_its_exponent(api: Api) -> None:
    query = """
    query ($region: RegionCode!) {
      priceList(region: $region, platform: "ios", locale: "en") {
        ... on PriceList { packages { price { listed { amount minorUnits currency exponent formatted } } } }
      }
    }
    """
    money = {
        region: api.ask(query, region=region)["priceList"]["packages"][2]["price"]["listed"]
        for region in ("DE", "JP", "KW")
    }
    assert money["DE"] == {
        "amount": "13.99",
        "minorUnits": "1399",
        "currency": "EUR",
        "exponent": 2,
        "formatted": "€13.99",
    }
    assert (money["JP"]["amount"], money["JP"]["minorUnits"], money["JP"]["exponent"]) == ("1600", "1600", 0)
    assert (money["KW"]["amount"], money["KW"]["minorUnits"], money["KW"]["exponent"]) == ("3.950", "3950", 3)


def test_a_price_per_coin_is_exact_and_shown_as_the_rules_round_it(api: Api) -> None:
    query = """
    {
      priceList(region: "US", platform: "ios", locale: "en-US") {
        ... on PriceList { packages { perCoin { numerator denominator amount currency rounding formatted } } }
      }
    }
    """
    # 6.49 over 520 coins is 649/52000, which is in lowest terms.
    assert api.ask(query)["priceList"]["packages"][1]["perCoin"] == {
        "numerator": "649",
        "denominator": "52000",
        "amount": "0.01248",
        "currency": "USD",
        "rounding": "half up to 0.00001",
        "formatted": "$0.01248",
    }


def test_the_instant_is_echoed_only_when_given_and_the_answer_says_how_long_it_holds(api: Api) -> None:
    query = """
    query ($at: DateTime) {
      priceList(region: "FR", platform: "ios", locale: "fr", at: $at) {
        ... on PriceList { at validFrom validUntil packages { price { listed { amount } } } }
      }
    }
    """
    now = api.ask(query)["priceList"]
    assert (now["at"], now["validFrom"], now["validUntil"]) == (None, "2024-12-31T23:00:00Z", "2026-06-30T22:00:00Z")
    assert now["packages"][2]["price"]["listed"]["amount"] == "12.99"
    later = api.ask(query, at="2026-07-01T00:00:00+02:00")["priceList"]
    assert (later["at"], later["validFrom"], later["validUntil"]) == (
        "2026-06-30T22:00:00Z",
        "2026-06-30T22:00:00Z",
        "2026-11-26T23:00:00Z",
    )
    assert later["packages"][2]["price"]["listed"]["amount"] == "13.99"
    before = api.ask(query, at="2026-06-30T21:59:59.999Z")["priceList"]
    assert (before["at"], before["packages"]) == ("2026-06-30T21:59:59Z", now["packages"])


def test_a_currency_changes_at_its_instant(api: Api) -> None:
    query = """
    query ($at: DateTime) {
      priceList(region: "BG", platform: "ios", locale: "bg", at: $at) { ... on PriceList { currency } }
    }
    """
    assert api.ask(query, at="2025-12-31T21:59:59Z")["priceList"]["currency"] == "BGN"
    assert api.ask(query, at="2025-12-31T22:00:00Z")["priceList"]["currency"] == "EUR"


def test_an_undetermined_tax_is_null_beside_a_listed_price(api: Api) -> None:
    query = """
    query ($region: RegionCode!) {
      priceList(region: $region, platform: "ios", locale: "en") {
        ... on PriceList {
          packages {
            price { listed { amount } gross { amount } net { amount } tax { amount } taxStatus lines { taxLineId } }
          }
        }
      }
    }
    """
    price = {
        region: api.ask(query, region=region)["priceList"]["packages"][2]["price"]
        for region in ("US", "US-NY", "US-TX", "CA-QC")
    }
    twelve = {"amount": "12.99"}
    assert price["US"] == {
        "listed": twelve,
        "gross": None,
        "net": twelve,
        "tax": None,
        "taxStatus": "UNDETERMINED",
        "lines": [],
    }
    assert price["US-NY"] == {
        "listed": twelve,
        "gross": twelve,
        "net": twelve,
        "tax": {"amount": "0.00"},
        "taxStatus": "NONE",
        "lines": [],
    }
    # 6.25 % of 12.99 is 0.811875.
    assert price["US-TX"] == {
        "listed": twelve,
        "gross": {"amount": "13.80"},
        "net": twelve,
        "tax": {"amount": "0.81"},
        "taxStatus": "ADDED",
        "lines": [{"taxLineId": "sales"}],
    }
    assert [line["taxLineId"] for line in price["CA-QC"]["lines"]] == ["gst", "qst"]


def test_a_language_that_the_rules_lack_gets_the_first_one_and_is_told_so(api: Api) -> None:
    query = """
    query ($locale: Locale!) {
      priceList(region: "DE", platform: "ios", locale: $locale) {
        ... on PriceList { locale packages { label labelLocale price { listed { formatted } lines { name } } } }
      }
    }
    """
    swiss = api.ask(query, locale="DE-ch")["priceList"]
    assert (swiss["locale"], swiss["packages"][2]["labelLocale"]) == ("de-CH", "de")
    assert swiss["packages"][2]["label"] == "1’000 Münzen"
    turkish = api.ask(query, locale="tr")["priceList"]
    assert (turkish["packages"][2]["label"], turkish["packages"][2]["labelLocale"]) == ("1.000 coins", "en")
    assert turkish["packages"][2]["price"]["listed"]["formatted"] == "€13,99"


def test_what_a_buyer_may_not_have_is_withheld_with_the_reason(refusing: Api) -> None:
    query = """
    query ($buyer: BuyerInput, $facts: [FactInput!]) {
      priceList(region: "DE", platform: "ios", locale: "en", buyer: $buyer, facts: $facts) {
        ... on PriceList {
          packages { packageId assumedFacts openConditions { fact required actual } }
          withheld {
            packageId refusal { __typename code message ... on NotEligible { unmet { fact required actual } } }
          }
        }
      }
    }
    """
    unknown = refusing.ask(query)["priceList"]
    assert [each["packageId"] for each in unknown["packages"]] == ["plain", "adult"]
    assert unknown["packages"][1]["assumedFacts"] == ["buyer.purchases"]
    assert unknown["packages"][1]["openConditions"] == [
        {"fact": "buyer.age", "required": "at least 18", "actual": None}
    ]
    outside = ("outside", "OUTSIDE_ENVELOPE")
    refused = [(each["packageId"], each["refusal"]["code"]) for each in unknown["withheld"]]
    assert refused == [("member", "FACT_NEEDED"), outside]
    young = refusing.ask(query, buyer={"age": 17, "member": True})["priceList"]
    assert [each["packageId"] for each in young["packages"]] == ["plain", "member"]
    withheld, *_ = young["withheld"]
    assert withheld["refusal"]["message"].startswith("adult is not for this buyer")
    assert withheld == {
        "packageId": "adult",
        "refusal": {
            "__typename": "NotEligible",
            "code": "NOT_ELIGIBLE",
            "message": withheld["refusal"]["message"],
            "unmet": [{"fact": "buyer.age", "required": "at least 18", "actual": "17"}],
        },
    }
    as_facts = [{"name": "buyer.age", "value": "17"}, {"name": "buyer.member", "value": "yes"}]
    assert refusing.ask(query, facts=as_facts)["priceList"] == young


def test_a_price_list_says_what_it_assumed_and_takes_a_count_package_by_package(refusing: Api) -> None:
    query = """
    query ($buyer: BuyerInput, $facts: [FactInput!]) {
      priceList(region: "DE", platform: "ios", locale: "en", buyer: $buyer, facts: $facts) {
        ... on PriceList { assumedFacts packages { price { listed { amount } } } }
        ... on InvalidFact { fact value allowed }
      }
    }
    """

    def amounts(*counts: tuple[str, str], purchases: int | None = None) -> list[str]:
        facts = [{"name": "buyer.purchases", "value": value, "packageId": package} for package, value in counts]
        answer = refusing.ask(query, buyer={"member": True, "purchases": purchases}, facts=facts)["priceList"]
        return [each["price"]["listed"]["amount"] for each in answer["packages"]]

    assert refusing.ask(query)["priceList"]["assumedFacts"] == ["buyer.purchases"]
    assert amounts() == amounts(("plain", "3")) == ["1.19", "2.38", "3.00"]
    assert amounts(("adult", "3")) == amounts(purchases=3) == ["1.19", "2.00", "3.00"]
    assert amounts(("adult", "0"), purchases=3) == ["1.19", "2.38", "3.00"]
    of_all = [{"name": "buyer.age", "value": "20", "packageId": "adult"}]
    assert refusing.ask(query, facts=of_all)["priceList"] == {
        "fact": "buyer.age/adult",
        "value": "20",
        "allowed": "one value, for all packages",
    }


def test_a_purchase_takes_the_count_of_its_own_package_and_a_gift_takes_none(refusing: Api) -> None:
    query = """
    query ($facts: [FactInput!]) {
      purchaseQuote(input: {region: "DE", platform: "ios", packageId: "adult", facts: $facts}) {
        ... on PurchaseQuote { price { listed { amount } } }
      }
      gifts(region: "DE", platform: "ios", locale: "en", facts: $facts) {
        ... on GiftList { assumedFacts }
        ... on InvalidFact { fact allowed }
      }
    }
    """

    def asked(package: str) -> Any:
        return refusing.ask(query, facts=[{"name": "buyer.purchases", "value": "3", "packageId": package}])

    prices = [asked(package)["purchaseQuote"]["price"]["listed"]["amount"] for package in ("adult", "plain")]
    assert prices == ["2.00", "2.38"]
    assert asked("adult")["gifts"] == {
        "fact": "buyer.purchases/adult",
        "allowed": "no value of one package, since the question is not about packages",
    }
    assert refusing.ask(query, facts=[])["gifts"] == {"assumedFacts": []}


def test_another_book_answers_from_the_next_request_on() -> None:
    texts: Texts = shipped_texts()
    dearer = {**texts, "regions/de.yaml": texts["regions/de.yaml"].replace("coins_1000: 13.99", "coins_1000: 14.49")}
    books = shipped(), sound(load_texts(dearer))
    current = CurrentBook(books[0])
    with serving(current) as api:
        first = api.ask(RECHARGE, region="DE", platform="ios", locale="de")["priceList"]
        current.replace(books[1])
        second = api.ask(RECHARGE, region="DE", platform="ios", locale="de")["priceList"]
    assert [each["bookDigest"] for each in (first, second)] == [book.digest for book in books]
    assert first["packages"][2]["price"]["listed"]["amount"] == "13.99"
    assert second["packages"][2]["price"]["listed"]["amount"] == "14.49"
