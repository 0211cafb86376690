"""What the rules do not know, over HTTP: null figures, and the paths that they need."""

from ratecard.api.current import CurrentBook
from ratecard.packing import pack, unpack
from tests.api.servers import serving
from tests.quotes.small_chain import book as chain_book
from tests.quotes.small_chain import payouts
from tests.quotes.test_traps import THIRTY_OF_NET, load

TAX = "tax: {display: exclusive, rounding: half up, per: unit, collected_by: seller}"
REGION = "currency: EUR\nprices: {c: 10.00}\ntax: {lines: {vat: {name: VAT, rate: unknown}}}"
QUERY = """
{
  priceList(region: "DE", platform: "ios", locale: "en") {
    ... on PriceList { unknownValues packages { unknownValues } }
  }
  purchaseQuote(input: {region: "DE", platform: "ios", packageId: "c"}, locale: "en") {
    ... on PurchaseQuote {
      unknownValues
      price {
        listed { amount } net { amount } tax { amount } gross { amount } taxStatus lines { taxLineId }
      }
      economics { proceeds { amount } commission { amount } remittance { amount } collectedBy commissionLines { rate } }
      trace { figure operation output formula line }
    }
  }
}
"""


def test_figures_are_null_that_need_what_is_unknown_and_the_answer_names_it() -> None:
    book = load(TAX, THIRTY_OF_NET, DE=REGION).book
    assert book is not None
    with serving(CurrentBook(book)) as api:
        answered = api.ask(QUERY)
    quote, listed = answered["purchaseQuote"], answered["priceList"]
    assert listed == {"unknownValues": ["tax.lines.vat.rate"], "packages": [{"unknownValues": ["tax.lines.vat.rate"]}]}
    assert quote["unknownValues"] == ["tax.lines.vat.rate"]
    ten = {"amount": "10.00"}
    assert quote["price"] == {
        **{"listed": ten, "net": ten, "tax": None, "gross": None},
        **{"taxStatus": "UNDETERMINED", "lines": []},
    }
    assert quote["economics"] == {
        **{"proceeds": {"amount": "7.00"}, "commission": {"amount": "3.00"}, "remittance": None},
        **{"collectedBy": "SELLER", "commissionLines": [{"rate": "0.3"}]},
    }
    unknown = {step["figure"]: step for step in quote["trace"] if step["operation"] == "UNKNOWN"}
    assert list(unknown) == ["unknown tax.lines.vat.rate", "tax", "gross", "remittance"]
    assert unknown["gross"] == {
        **{"figure": "gross", "operation": "UNKNOWN", "output": "unknown"},
        **{"formula": "needs tax.lines.vat.rate", "line": 5},
    }


def test_a_packed_book_does_not_know_it_either() -> None:
    book = load("tax: unknown", THIRTY_OF_NET, DE="currency: EUR\nprices: {c: 10.00}\ntax: {display: inclusive}").book
    assert book is not None
    there = unpack(pack(book, b"secret" * 8), b"secret" * 8)
    with serving(CurrentBook(book)) as one, serving(CurrentBook(there)) as other:
        answered = one.ask(QUERY)
        assert answered == other.ask(QUERY)
    assert answered["purchaseQuote"]["unknownValues"] == ["tax"]
    assert answered["purchaseQuote"]["economics"]["collectedBy"] is None


PAID = """
{
  payoutQuote(input: {region: "DE", methodId: "bank", diamonds: "20000"}, locale: "en") {
    ... on PayoutQuote {
      unknownValues diamonds label value { amount } withheld { amount } fee { amount } remainder { amount }
      paid { amount } exchangeCost { amount } releasedAt paidOn lots { releasedAt } withholding { amount { amount } }
    }
    ... on NothingLeft { worth { amount } withheld { amount } fee { amount } }
  }
}
"""


def test_figures_of_a_payout_are_null_that_need_what_is_unknown() -> None:
    rules = payouts(hold="unknown", withholding="unknown", minimum="unknown")
    with serving(CurrentBook(chain_book(rules))) as api:
        quote = api.ask(PAID)["payoutQuote"]
    hundred, nothing = {"amount": "100.00"}, {"amount": "0.00"}
    assert quote == {
        **{"unknownValues": ["payouts.hold", "payouts.minimum", "payouts.withholding"]},
        **{"diamonds": 20000, "label": "20,000 diamonds", "value": hundred, "withheld": None, "fee": nothing},
        **{"remainder": None, "paid": None, "exchangeCost": nothing, "releasedAt": None, "paidOn": None},
        **{"lots": [{"releasedAt": None}], "withholding": []},
    }


def test_nothing_may_be_left_whatever_is_unknown() -> None:
    fee = "{bank: {name: Bank, fee: {fixed: 100 USD, rounding: down}}}"
    with serving(CurrentBook(chain_book(payouts(withholding="unknown", methods=fee)))) as api:
        refused = api.ask(PAID)["payoutQuote"]
    assert refused == {"worth": {"amount": "100.00"}, "withheld": None, "fee": None}
