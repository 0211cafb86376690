"""Payouts of many lots, as a payroll asks for them."""

from typing import Any

LOT = {"diamonds": 2_000, "earnedAt": "2025-12-01T09:00:00Z", "lotClass": "promotional"}
PAYOUTS = """
query Payouts($inputs: [PayoutQuoteInput!]!) {
  payoutQuotes(inputs: $inputs, at: "2026-07-01T00:00:00Z") {
    __typename
    ... on PayoutQuote { diamonds lots { lot diamonds releasedAt } value { amount } paid { amount currency } paidOn }
    ... on Refusal { code message }
  }
}
"""
LOTS_EACH = 40


def payout(lots: int = 0, **more: object) -> dict[str, Any]:
    """A payout of so many lots."""
    return {"region": "DE", "methodId": "paypal", "creator": {"age": 30}, "lots": [LOT] * lots, **more}
