"""Batches of 250 quotes, each beside the same query answered from constants: what graphql-core itself allows.

The constants are the very answer, as nested dictionaries under a schema that is read from the published text, so that
no resolver, scalar or type check of ours runs. Both sides parse nothing, coerce the same variables and write JSON, on
graphql-core's executor without incremental delivery, which is the faster one.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import msgspec
from graphql import ExecutionResult, Executor, build_schema, execute_sync, parse
from strawberry.utils.str_converters import to_camel_case

from ratecard.api.context import Context
from ratecard.api.documents.executing import execute, plan_of
from ratecard.api.types.schema import make_schema
from ratecard.api.types.sdl import schema_text
from ratecard.book.rulebook import RuleBook
from ratecard.instants import Instant
from ratecard.quotes.payouts.quoting import quote_payout
from ratecard.quotes.requests import PayoutRequest
from tests.benchmarks.earning import payout_requests
from tests.benchmarks.engine import ask, request_of
from tests.benchmarks.workload import Question

ENTRIES = 250
PURCHASE_QUOTES = """
query Quotes($inputs: [PurchaseQuoteInput!]!) {
  purchaseQuotes(inputs: $inputs) {
    __typename
    ... on PurchaseQuote {
      region platform packageId quantity currency validUntil
      price { listed { amount } net { amount } tax { amount } gross { amount } taxStatus }
      economics { commission { amount } proceeds { amount } }
    }
    ... on Refusal { code message }
  }
}
"""
PAYOUT_QUOTES = """
query Quotes($inputs: [PayoutQuoteInput!]!) {
  payoutQuotes(inputs: $inputs) {
    __typename
    ... on PayoutQuote {
      region method diamonds
      value { amount currency } withheld { amount } fee { amount } remainder { amount }
      paid { amount currency } exchangeCost { amount }
      releasedAt paidOn validUntil bookDigest
      openLimits { limitId per most } assumedFacts
    }
    ... on Refusal { code message }
  }
}
"""


"""What a payroll asks: every deduction, the day, and what is still open."""


class Batch(NamedTuple):
    """One batch: its name, its document, its variables, and the engine asked for the same without GraphQL."""

    name: str
    document: str
    variables: dict[str, Any]
    engine: Callable[[], object]


def batches(book: RuleBook, now: Instant) -> tuple[Batch, ...]:
    """The batches that are measured. Every entry of one is another question."""
    return purchases(book, now), payouts(book, now)


def purchases(book: RuleBook, now: Instant) -> Batch:
    """Purchases in every market."""
    markets, packages = book.markets(), sorted(book.packages)
    questions = [
        Question(region, platform, packages[number % len(packages)], number + 1, now)
        for number in range(ENTRIES)
        for region, platform in [markets[number % len(markets)]]
    ]
    asked = [request_of(each) for each in questions]
    inputs = [
        {"region": each.region, "platform": each.platform, "packageId": each.package, "quantity": each.quantity}
        for each in questions
    ]
    return Batch("purchase quotes", PURCHASE_QUOTES, {"inputs": inputs}, lambda: ask(book, asked))


def payouts(book: RuleBook, now: Instant) -> Batch:
    """Payouts in every country, by PayPal and bank."""
    asked = [msgspec.structs.replace(each, at=now) for each in payout_requests(book, ENTRIES, lots=0)]
    inputs = [payout_input(each) for each in asked]
    return Batch(
        "payout quotes", PAYOUT_QUOTES, {"inputs": inputs}, lambda: [quote_payout(book, each) for each in asked]
    )


def payout_input(request: PayoutRequest) -> dict[str, Any]:
    """The same question in GraphQL."""
    assert request.diamonds is not None
    creator = {to_camel_case(name.partition(".")[2]): value for name, value in request.facts.items()}
    return {
        "region": request.region,
        "methodId": request.method,
        "diamonds": int(request.diamonds),
        "creator": creator,
    }


def runners(batch: Batch, book: RuleBook, now: Instant) -> tuple[Callable[[], bytes], Callable[[], bytes]]:
    """What answers a batch: the engine through our schema, and the constants. Both give the same bytes."""
    document = parse(batch.document)
    plan = plan_of(batch.document, document)
    schema = make_schema(ordered=False).core

    def ours() -> bytes:
        result = execute(schema, plan, Context(book, now), batch.variables).result
        assert result is not None
        return _encoded(result)

    constant_schema = build_schema(schema_text())
    constants = msgspec.json.decode(ours())["data"]

    def from_constants() -> bytes:
        found = execute_sync(
            constant_schema, document, constants, variable_values=batch.variables, executor_class=Executor
        )
        return _encoded(found)

    return ours, from_constants


def _encoded(result: ExecutionResult) -> bytes:
    assert result.errors is None, result.errors
    return msgspec.json.encode({"data": result.data})
