"""A payout of several lots over HTTP: each lot's own release, and a tax at several rates, which has no rate to show."""

from ratecard.api.current import CurrentBook
from tests.api.servers import serving
from tests.quotes.small_chain import book, payouts

QUERY = """
query ($inputs: [PayoutQuoteInput!]!) {
  payoutQuotes(inputs: $inputs, at: "2026-11-01T12:00:00Z") {
    ... on PayoutQuote {
      paidOn assumedFacts lots { lot releasedAt } withheld { amount } withholding { name rate amount { amount } }
    }
    ... on Refusal { code }
  }
}
"""
RATES = "{by: lot.class, is: {promotional: 10 %}, other: 30 %}"


def lots(*classes: str | None) -> dict[str, object]:
    """A question about lots of a thousand diamonds, each earned on another day of October."""
    own = [
        {
            "diamonds": 1000,
            "earnedAt": f"2026-10-{day:02}T12:00:00Z",
            "facts": [{"name": "lot.class", "value": each}] if each is not None else [],
        }
        for day, each in enumerate(classes, start=26)
    ]
    return {"region": "DE", "methodId": "bank", "lots": own}


def test_each_lot_has_its_own_release_and_a_tax_at_several_rates_shows_none() -> None:
    line = f"{{tax: {{name: Tax, rate: {RATES}, of: whole}}}}"
    rules = book(
        payouts(
            "0.01 USD each",
            hold="{by: lot.class, is: {promotional: 30 days}, other: 10 days}",
            withholding=f"{{rounding: half up, lines: {line}}}",
        )
    )
    with serving(CurrentBook(rules)) as api:
        inputs = [lots("promotional", "earned"), lots("earned"), lots(None), {**lots("earned"), "diamonds": 2000}]
        both, one, unknown, more = api.ask(QUERY, inputs=inputs)["payoutQuotes"]
    assert [lot["releasedAt"] for lot in both["lots"]] == ["2026-11-25T12:00:00Z", "2026-11-06T12:00:00Z"]
    assert (both["paidOn"], both["assumedFacts"], both["withheld"]["amount"]) == ("2026-11-25", [], "4.00")
    assert both["withholding"] == [{"name": "Tax", "rate": None, "amount": {"amount": "4.00"}}]
    assert one["withholding"] == [{"name": "Tax", "rate": "0.3", "amount": {"amount": "3.00"}}]
    assert (unknown["assumedFacts"], unknown["withheld"]["amount"]) == (["lot.class"], "3.00")
    assert more == {"code": "NOT_ENOUGH_DIAMONDS"}
