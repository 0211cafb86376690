"""Facts of type money over HTTP: stated as text, refused in another currency, and shown as what they are."""

from ratecard.api.current import CurrentBook
from tests.api.servers import serving
from tests.cases.smallest import book, germany

QUERY = """
query ($facts: [FactInput!]!) {
  purchaseQuote(
    input: {region: "DE", platform: "web", packageId: "coins_100", facts: $facts}
    at: "2026-11-01T12:00:00Z"
  ) {
    ... on PurchaseQuote { price { listed { amount } } openConditions { fact required } }
    ... on InvalidFact { code fact value allowed }
  }
  ruleBook { facts { name kind } }
}
"""
STEPS = "{by: buyer.spent, from: {0: 1.29, 50: 1.19}, other: 1.29}"
WHEN = "packages: {coins_100: {when: {buyer.saved: {below: 10}}}}\n\nprices:\n"


def test_an_amount_is_stated_as_text_in_the_currency_in_which_it_is_compared() -> None:
    facts = "facts:\n  buyer.spent: {type: money, name: Spent}\n  buyer.saved: {type: money, name: Saved}\n"
    rules = book(
        {"rules/facts.yaml": facts, **germany(("coins_100: 1.29", f"coins_100: {STEPS}"), ("prices:\n", WHEN))}
    )
    with serving(CurrentBook(rules)) as api:
        answers = {
            text: api.ask(QUERY, facts=[{"name": "buyer.spent", "value": text}])
            for text in ("50 EUR", "49.99 EUR", "50.00 USD", "-1 EUR")
        }
    quote = answers["50 EUR"]["purchaseQuote"]
    assert quote["price"]["listed"]["amount"] == "1.19"
    assert quote["openConditions"] == [{"fact": "buyer.saved", "required": "below 10.00 EUR"}]
    assert answers["49.99 EUR"]["purchaseQuote"]["price"]["listed"]["amount"] == "1.29"
    other = answers["50.00 USD"]["purchaseQuote"]
    assert (other["code"], other["value"]) == ("INVALID_FACT", "50.00 USD")
    assert other["allowed"] == "an amount in EUR, in which the rules compare it here"
    assert answers["-1 EUR"]["purchaseQuote"]["allowed"].endswith("such as 12.34 EUR")
    assert {"name": "buyer.spent", "kind": "MONEY"} in answers["50 EUR"]["ruleBook"]["facts"]
