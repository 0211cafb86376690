"""Quotes of single purchases over HTTP, in ones and in batches."""

from itertools import count

from ratecard.api.bounds import QUOTES as QUOTES_BOUND
from ratecard.api.current import CurrentBook
from ratecard.instants import Instant
from tests.api.servers import NOW, Api, serving
from tests.books import shipped

FIGURES = """
fragment Figures on PurchaseQuote {
  region platform packageId quantity currency locale label coins bonus total
  price { listed { amount } gross { amount } net { amount } tax { amount } lines { taxLineId amount { amount } } }
  perCoin { numerator denominator }
}
"""
QUOTE = (
    """
query ($input: PurchaseQuoteInput!, $locale: Locale, $at: DateTime) {
  purchaseQuote(input: $input, locale: $locale, at: $at) { ...Figures ... on Refusal { code message } }
}
"""
    + FIGURES
)
QUOTES = """
query ($inputs: [PurchaseQuoteInput!]!, $at: DateTime) {
  purchaseQuotes(inputs: $inputs, at: $at) {
    __typename
    ... on PurchaseQuote { packageId quantity bookDigest price { gross { amount } } }
    ... on Refusal { code message }
  }
}
"""


def test_two_packages_cost_and_hold_twice_as_much(api: Api) -> None:
    asked = {"region": "DE", "platform": "ios", "packageId": "coins_1000", "quantity": 2}
    assert api.ask(QUOTE, input=asked, locale="de")["purchaseQuote"] == {
        "region": "DE",
        "platform": "ios",
        "packageId": "coins_1000",
        "quantity": 2,
        "currency": "EUR",
        "locale": "de",
        "label": "1.000 Münzen",
        "coins": 2000,
        "bonus": 100,
        "total": 2100,
        "price": {
            "listed": {"amount": "27.98"},
            "gross": {"amount": "27.98"},
            "net": {"amount": "23.52"},
            "tax": {"amount": "4.46"},
            "lines": [{"taxLineId": "vat", "amount": {"amount": "4.46"}}],
        },
        "perCoin": {"numerator": "1399", "denominator": "105000"},
    }


def test_one_unit_in_the_books_first_language_is_what_is_left_out(api: Api) -> None:
    quote = api.ask(QUOTE, input={"region": "DE", "platform": "ios", "packageId": "coins_100"})["purchaseQuote"]
    assert (quote["quantity"], quote["locale"], quote["label"]) == (1, "en", "100 coins")


def test_a_quote_says_when_and_from_which_facts_and_book_it_was_made(refusing: Api) -> None:
    query = """
    query ($input: PurchaseQuoteInput!, $at: DateTime) {
      purchaseQuote(input: $input, at: $at) {
        ... on PurchaseQuote {
          at validFrom validUntil bookDigest facts { name value } assumedFacts openConditions { fact }
        }
      }
    }
    """
    asked = {
        "region": "DE",
        "platform": "ios",
        "packageId": "adult",
        "buyer": {"purchases": 3, "age": 21},
        "facts": [{"name": "buyer.member", "value": "no"}],
    }
    quote = refusing.ask(query, input=asked, at="2026-01-01T00:00:00+01:00")["purchaseQuote"]
    assert len(quote.pop("bookDigest")) >= 32
    assert quote == {
        "at": "2025-12-31T23:00:00Z",
        "validFrom": "2024-12-31T23:00:00Z",
        "validUntil": None,
        "facts": [
            {"name": "buyer.age", "value": "21"},
            {"name": "buyer.member", "value": "no"},
            {"name": "buyer.purchases", "value": "3"},
        ],
        "assumedFacts": [],
        "openConditions": [],
    }
    unknown = refusing.ask(query, input={"region": "DE", "platform": "ios", "packageId": "adult"})["purchaseQuote"]
    assert (unknown["at"], unknown["facts"]) == (None, [])
    assert (unknown["assumedFacts"], unknown["openConditions"]) == (["buyer.purchases"], [{"fact": "buyer.age"}])


def test_a_fact_chooses_the_price_in_whichever_form_it_is_given(refusing: Api) -> None:
    asked = {"region": "DE", "platform": "ios", "packageId": "member"}
    for member, gross in (("yes", "3.00"), ("no", "3.57")):
        typed = refusing.ask(QUOTE, input={**asked, "buyer": {"member": member == "yes"}})
        free = refusing.ask(QUOTE, input={**asked, "facts": [{"name": "buyer.member", "value": member}]})
        assert typed == free
        assert typed["purchaseQuote"]["price"]["gross"]["amount"] == gross


def test_a_batch_answers_each_item_with_a_quote_or_a_refusal_in_order(api: Api) -> None:
    inputs = [
        {"region": "DE", "platform": "ios", "packageId": "coins_100"},
        {"region": "XX", "platform": "ios", "packageId": "coins_100"},
        {"region": "KW", "platform": "web", "packageId": "coins_5000", "quantity": 3},
        {"region": "DE", "platform": "ios", "packageId": "coins_100", "quantity": 0},
    ]
    quotes = api.ask(QUOTES, inputs=inputs)["purchaseQuotes"]
    assert [each["__typename"] for each in quotes] == [
        "PurchaseQuote",
        "UnknownRegion",
        "PurchaseQuote",
        "QuantityOutOfRange",
    ]
    assert [each["price"]["gross"]["amount"] for each in quotes[::2]] == ["1.39", "46.500"]
    assert {each["bookDigest"] for each in quotes[::2]} == {shipped().digest}


def test_a_batch_has_a_bound_and_says_which(api: Api) -> None:
    one = {"region": "DE", "platform": "ios", "packageId": "coins_100"}
    assert len(api.ask(QUOTES, inputs=[one] * QUOTES_BOUND.most)["purchaseQuotes"]) == QUOTES_BOUND.most
    assert api.ask(QUOTES, inputs=[])["purchaseQuotes"] == []
    error = api.error(QUOTES, inputs=[one] * (QUOTES_BOUND.most + 1))
    assert error["extensions"]["code"] == "OPERATION_TOO_LARGE"
    assert error["message"] == "inputs holds 251 entries; at most 250 are taken"


def test_one_request_reads_the_clock_once() -> None:
    ticks = count(NOW)
    query = '{ one: priceList(region: "DE", platform: "ios", locale: "de") { __typename } two: markets { begins } }'
    with serving(CurrentBook(shipped()), lambda: Instant(next(ticks))) as api:
        api.ask(query)
    assert next(ticks) == NOW + 1
