"""A batch of 250 quotes, beside the same query answered from constants: what graphql-core itself allows.

The constants are the very answer, as nested dictionaries under a schema that is read from the published text, so that
no resolver, scalar or type check of ours runs. Both sides parse nothing, coerce the same variables, and write JSON.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import msgspec
from graphql import GraphQLSchema, build_schema, execute_sync, parse

from ratecard.api.context import Context
from ratecard.api.schema import make_schema
from ratecard.api.sdl import schema_text
from ratecard.book.rulebook import RuleBook
from ratecard.instants import Instant

ENTRIES = 250
PURCHASE_QUOTES = """
query Quotes($inputs: [PurchaseQuoteInput!]!) {
  purchaseQuotes(inputs: $inputs) {
    __typename
    ... on PurchaseQuote {
      region platform package quantity currency validUntil
      price { listed { amount } net { amount } tax { amount } gross { amount } taxStatus }
      economics { commission { amount } proceeds { amount } }
    }
    ... on Refusal { code message }
  }
}
"""


class Batch(NamedTuple):
    """One batch: its name, its document, and its variables. A further one is a further line in `batches`."""

    name: str
    document: str
    variables: dict[str, Any]


def batches(book: RuleBook) -> tuple[Batch, ...]:
    """The batches that are measured. Every entry of one is another question."""
    markets = book.markets()
    packages = sorted(book.packages)
    inputs = [
        {"region": region, "platform": platform, "package": packages[number % len(packages)], "quantity": number + 1}
        for number in range(ENTRIES)
        for region, platform in [markets[number % len(markets)]]
    ]
    return (Batch("purchase quotes", PURCHASE_QUOTES, {"inputs": inputs}),)


def runners(batch: Batch, book: RuleBook, now: Instant) -> tuple[Callable[[], bytes], Callable[[], bytes]]:
    """What answers a batch: the engine through our schema, and the constants. Both give the same bytes."""
    document = parse(batch.document)
    schema = make_schema(ordered=False).core

    def ours() -> bytes:
        return _encoded(schema, document, batch.variables, Context(book, now), None)

    constant_schema = build_schema(schema_text())
    constants = msgspec.json.decode(ours())["data"]

    def from_constants() -> bytes:
        return _encoded(constant_schema, document, batch.variables, None, constants)

    return ours, from_constants


def _encoded(schema: GraphQLSchema, document: Any, variables: dict[str, Any], context: Any, root: Any) -> bytes:
    result = execute_sync(schema, document, root, context, variables)
    assert result.errors is None, result.errors
    return msgspec.json.encode({"data": result.data})
