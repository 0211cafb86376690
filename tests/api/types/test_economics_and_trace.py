"""What finance sees beside the price: who keeps what, and which line of the rules decided it."""

from pathlib import Path

from graphql import execute_sync, parse

from ratecard.api.context import Context
from ratecard.api.types.price import TaxStatus
from ratecard.api.types.schema import make_schema
from ratecard.api.types.trace import TraceOperation
from ratecard.loading import load_book
from ratecard.quotes.tracing.steps import Arithmetic
from ratecard.terms.tax import TaxStatus as StatusTerms
from tests.api.servers import NOW, Api
from tests.books import library_of, shipped_texts, sound
from tests.cases.smallest import CASES

ECONOMICS = """
query ($input: PurchaseQuoteInput!) {
  purchaseQuote(input: $input) {
    ... on PurchaseQuote {
      price { net { amount } }
      economics {
        commission { amount } proceeds { amount } remittance { amount } collectedBy
        commissionLines { commissionLineId rate base fixed { amount } }
      }
    }
  }
}
"""
TRACE = """
query ($input: PurchaseQuoteInput!) {
  purchaseQuote(input: $input) {
    ... on PurchaseQuote {
      trace { figure operation formula inputs { name value file line column } output rounding file line column source }
    }
  }
}
"""


def test_commission_and_proceeds_make_up_the_net(api: Api) -> None:
    asked = {"region": "DE", "platform": "ios", "packageId": "coins_1000"}
    quote = api.ask(ECONOMICS, input=asked)["purchaseQuote"]
    # 13.99 ÷ 1.19 × 0.7 = 8.2294…; net is 11.76.
    assert quote["economics"] == {
        "commission": {"amount": "3.53"},
        "proceeds": {"amount": "8.23"},
        "remittance": {"amount": "8.23"},
        "collectedBy": "STORE",
        "commissionLines": [{"commissionLineId": "store", "rate": "0.3", "base": "NET", "fixed": None}],
    }


def test_a_processor_has_a_fixed_part_and_a_seller_pays_the_tax_over(api: Api) -> None:
    asked = {"region": "DE", "platform": "web", "packageId": "coins_1000"}
    quote = api.ask(ECONOMICS, input=asked)["purchaseQuote"]
    # 10.99 ÷ 1.19 − 10.99 × 2.9 % − 0.25 = 8.6666…; the tax of 1.75 is sent along.
    assert quote["price"]["net"]["amount"] == "9.24"
    assert quote["economics"] == {
        "commission": {"amount": "0.57"},
        "proceeds": {"amount": "8.67"},
        "remittance": {"amount": "10.42"},
        "collectedBy": "SELLER",
        "commissionLines": [
            {"commissionLineId": "card", "rate": "0.029", "base": "GROSS", "fixed": {"amount": "0.25"}}
        ],
    }


def test_what_depends_on_an_undetermined_tax_is_null(api: Api) -> None:
    asked = {"region": "US", "platform": "web", "packageId": "coins_1000"}
    economics = api.ask(ECONOMICS, input=asked)["purchaseQuote"]["economics"]
    assert [economics[figure] for figure in ("commission", "proceeds", "remittance")] == [None, None, None]


def test_nobody_collects_a_tax_that_is_not_levied(api: Api) -> None:
    asked = {"region": "KW", "platform": "ios", "packageId": "coins_1000"}
    assert api.ask(ECONOMICS, input=asked)["purchaseQuote"]["economics"]["collectedBy"] is None


def test_a_trace_names_the_line_that_decided_each_figure(api: Api) -> None:
    asked = {"region": "DE", "platform": "ios", "packageId": "coins_1000", "quantity": 2}
    steps = {step["figure"]: step for step in api.ask(TRACE, input=asked)["purchaseQuote"]["trace"]}
    net = steps["net each"]
    assert (net["operation"], net["formula"]) == ("TAKE_OUT_TAX", "13.99 EUR ÷ (1 + 19 %), half up")
    sources = "eu-vat-rates-data 2026.9.29, duty27-eu-vat 0.1.0"
    assert (net["output"], net["rounding"], net["source"]) == ("11.76 EUR", "half up", sources)
    assert net["file"] == "world/regions/de.yaml"
    of_library = library_of("DE")["world/regions/de.yaml"].split("\n")
    assert of_library[net["line"] - 1][net["column"] - 1 :].startswith("19 %")
    price, rate = net["inputs"]
    assert (price["name"], price["value"]) == ("listed each", "13.99 EUR")
    assert (rate["name"], rate["value"]) == ("tax inside vat", "19 %")
    lines = shipped_texts()["regions/de.yaml"].split("\n")
    assert lines[price["line"] - 1][price["column"] - 1 :].startswith("13.99")
    quantity = next(given for given in steps["coins"]["inputs"] if given["name"] == "quantity")
    assert quantity == {"name": "quantity", "value": "2", "file": None, "line": None, "column": None}


def test_a_price_list_shows_finance_the_same_for_each_package(api: Api) -> None:
    query = """
    {
      priceList(region: "DE", platform: "ios", locale: "de") {
        ... on PriceList { packages { packageId economics { proceeds { formatted } } trace { figure file } } }
      }
    }
    """
    packages = api.ask(query)["priceList"]["packages"]
    assert packages[2]["economics"]["proceeds"]["formatted"] == "8,23\xa0€"
    files = {step["file"] for package in packages for step in package["trace"]}
    assert "regions/de.yaml" in files
    assert all(file is None or not Path(file).is_absolute() for file in files)


def test_the_api_names_every_operation_and_tax_status_of_the_engine() -> None:
    assert [(each.name, str(each.value)) for each in TraceOperation] == [(each.name, each.value) for each in Arithmetic]
    assert [each.name for each in TaxStatus] == [each.name for each in StatusTerms]


WITHHELD = """
{
  purchaseQuote(input: {region: "TZ", platform: "ios", packageId: "coins_1000"}) {
    ... on PurchaseQuote {
      economics { commission { amount } withheld { amount } proceeds { amount } commissionLines { base isTax } }
      trace { figure operation }
    }
  }
}
"""


def test_what_is_withheld_stands_beside_the_commission() -> None:
    book = sound(load_book(CASES / "good" / "several_taxes"))
    answer = execute_sync(make_schema(ordered=False).core, parse(WITHHELD), context_value=Context(book, NOW))
    assert answer.errors is None
    assert answer.data is not None
    quote = answer.data["purchaseQuote"]
    amounts = [quote["economics"][figure]["amount"] for figure in ("commission", "withheld", "proceeds")]
    assert amounts == ["8898.31", "622.88", "20139.83"]
    assert quote["economics"]["commissionLines"] == [
        {"base": "PROCEEDS", "isTax": True},
        {"base": "NET", "isTax": False},
    ]
    operations = {step["figure"]: step["operation"] for step in quote["trace"]}
    assert operations["withheld digital_services"] == "CUT_OF_LINE"
