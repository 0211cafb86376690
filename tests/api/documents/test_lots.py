"""The lots of one request: counted wherever they stand, before anything is executed."""

import json
from typing import Any

import httpx
import pytest

from ratecard.api import bounds
from ratecard.api.documents.documents import Documents
from ratecard.api.documents.limits import Counters, Limits
from ratecard.api.errors import Rejected
from ratecard.api.serving.settings import Settings
from ratecard.api.types.schema import make_schema
from tests.api.conftest import Start
from tests.api.http.payouts import LOT, LOTS_EACH, PAYOUTS, payout


def test_a_batch_of_250_payouts_of_40_lots_each_fits_into_one_request(start: Start) -> None:
    """Each lot with its diamonds, instant and class, written with the spaces that Python's json puts in."""
    api = start(Settings())
    asked = {"query": PAYOUTS, "variables": {"inputs": [payout(LOTS_EACH)] * bounds.QUOTES.most}}
    body = json.dumps(asked).encode()
    assert len(body) <= bounds.BODY.most
    response = api.http.post("/graphql", content=body, headers={"Content-Type": "application/json"}, timeout=60)
    answered = response.json()
    assert "errors" not in answered
    quotes = answered["data"]["payoutQuotes"]
    assert len(quotes) == bounds.QUOTES.most
    assert {quote["__typename"] for quote in quotes} == {"PayoutQuote"}, quotes[0]
    assert {len(quote["lots"]) for quote in quotes} == {LOTS_EACH}
    assert answered["extensions"]["cost"] <= bounds.COST.most


ONE = 'payoutQuote(input: {region: "DE", methodId: "paypal", lots: %s}) { __typename }'
BATCH = "payoutQuotes(inputs: [%s]) { __typename }"
INNER = '{region: "DE", methodId: "paypal", lots: $l}'
LITERAL = '{diamonds: 2, earnedAt: "2025-12-01T09:00:00Z"}'
HALF = [LOT] * 500


def many(count: int, field: str) -> str:
    """A field under so many aliases."""
    return " ".join(f"a{number}: {field}" for number in range(count))


WHOLE = "payoutQuote(input: $i) { __typename }"
WITH_DEFAULT = f"query ($l: [LotInput!] = [{LITERAL}, {LITERAL}]) {{ {ONE % '$l'} }}"
BY_LOTS, BY_INPUT = "query ($l: [LotInput!])", "query ($i: PayoutQuoteInput!)"
TWO_INPUTS = "query ($a: PayoutQuoteInput!, $b: PayoutQuoteInput!)"
THREE_ITEMS = BATCH % ", ".join([INNER] * 3)
SPREAD = "fragment f on Query { %s }"

COUNTED: dict[str, tuple[str, dict[str, Any], int]] = {
    "one field": (f"{BY_INPUT} {{ {WHOLE} }}", {"i": payout(3)}, 3),
    "aliases": (f"{BY_INPUT} {{ {many(21, WHOLE)} }}", {"i": payout(500)}, 10_500),
    "aliases of lots": (f"{BY_LOTS} {{ {many(21, ONE % '$l')} }}", {"l": HALF}, 10_500),
    "items": (f"{BY_LOTS} {{ {THREE_ITEMS} }}", {"l": HALF}, 1_500),
    "items of aliases": (f"{BY_LOTS} {{ {many(7, THREE_ITEMS)} }}", {"l": HALF}, 10_500),
    "a fragment": (f"{BY_LOTS} {{ ...f b: {ONE % '$l'} }} {SPREAD % many(20, ONE % '$l')}", {"l": HALF}, 10_500),
    "a fragment twice": (f"{BY_LOTS} {{ ...f ...f }} {SPREAD % (ONE % '$l')}", {"l": HALF}, 1_000),
    "an inline fragment": (f"{BY_LOTS} {{ ... {{ {ONE % '$l'} }} }}", {"l": HALF}, 500),
    "literals": (f"{{ {ONE % f'[{LITERAL}, {LITERAL}]'} b: {ONE % LITERAL} }}", {}, 3),
    "lots by variables": (f"query ($l: LotInput!) {{ {ONE % '[$l, $l]'} }}", {"l": LOT}, 2),
    "inputs by variables": (f"{TWO_INPUTS} {{ {BATCH % '$a, $b, $a'} }}", {"a": payout(2), "b": payout(3)}, 7),
    "a default": (WITH_DEFAULT, {}, 2),
    "one alone": (WITH_DEFAULT, {"l": LOT}, 1),
    "none": (WITH_DEFAULT, {"l": None}, 0),
    "one left out": (f"query ($l: [LotInput!], $m: [LotInput!]) {{ {ONE % '$l'} b: {ONE % '$m'} }}", {"l": [LOT]}, 1),
    "skipped": (f"{BY_LOTS} {{ ... @skip(if: true) {{ {ONE % '$l'} }} }}", {"l": [LOT]}, 1),
    "what is not a lot": (f"{BY_LOTS} {{ {ONE % '$l'} }}", {"l": [5, "a", None, []]}, 0),
}


@pytest.fixture(scope="module")
def documents() -> Documents:
    return Documents(make_schema(ordered=False).core, Limits(), Counters(), introspection=True)


@pytest.mark.parametrize(("document", "variables", "lots"), COUNTED.values(), ids=COUNTED)
def test_lots_are_counted_over_aliases_items_fragments_and_variables(
    documents: Documents, document: str, variables: dict[str, Any], lots: int
) -> None:
    asking = documents.prepare(document).operation(None).asking(variables)
    asking.check_lots(lots)
    with pytest.raises(Rejected, match="OPERATION_TOO_LARGE") as refused:
        asking.check_lots(lots - 1)
    assert (
        refused.value.errors[0]["message"] == f"The request holds {lots:,} lots; at most {lots - 1:,} are taken in one."
    )


@pytest.mark.parametrize("name", [name for name, (_, _, lots) in COUNTED.items() if lots > bounds.REQUEST_LOTS.most])
def test_too_many_lots_are_refused_before_anything_is_executed(start: Start, name: str) -> None:
    document, variables, lots = COUNTED[name]
    api = start(Settings())
    for media in ("application/json", "application/graphql-response+json"):
        asked = {"query": document, "variables": variables}
        response = api.http.post("/graphql", json=asked, headers={"Accept": media})
        assert response.status_code == httpx.codes.BAD_REQUEST
        (error,) = response.json()["errors"]
        assert error["extensions"]["code"] == "OPERATION_TOO_LARGE"
        assert error["message"].startswith(f"The request holds {lots:,} lots; at most {bounds.REQUEST_LOTS} are taken")
    assert api.counters.operations_executed == 0


def test_a_list_in_a_literal_has_its_bound_too(start: Start) -> None:
    api = start(Settings())
    asked = '{region: "DE", platform: "ios", packageId: "coins_1000"}'
    document = f"query ($a: PurchaseQuoteInput!) {{ purchaseQuotes(inputs: [{'$a, ' * 251}]) {{ __typename }} }}"
    refused = api.post(document, a={"region": "DE", "platform": "ios", "packageId": "coins_1000"})
    assert refused.json()["errors"][0]["message"] == "inputs holds 251 entries; at most 250 are taken"
    used = ", ".join(['{limitId: "daily", amount: "1 payouts"}'] * 51)
    document = f"query ($u: [UsedInput!] = [{used}]) {{ {ONE.replace('lots: %s', 'used: $u')} }}"
    assert api.post(document).json()["errors"][0]["message"] == "u holds 51 entries; at most 50 are taken"
    one = f"{{ purchaseQuotes(inputs: {asked}) {{ __typename }} }}"
    assert api.ask(one)["purchaseQuotes"] == [{"__typename": "PurchaseQuote"}]
    assert api.counters.operations_executed == 1
