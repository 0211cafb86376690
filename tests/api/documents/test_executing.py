"""A document that is executed again, with what it remembers, is answered as graphql-core answers it anew."""

from typing import Any

import pytest
from graphql import ExecutionResult, GraphQLSchema, execute_sync, parse

from ratecard.api.context import Context
from ratecard.api.documents.executing import ExecutionPlan, plan_of
from ratecard.api.documents.executing import execute as execute_planned
from ratecard.api.types.schema import make_schema
from tests.api.servers import NOW
from tests.books import shipped

SCHEMA = make_schema(ordered=False).core
ONE = """
query ($input: PurchaseQuoteInput!, $detailed: Boolean = false) {
  purchaseQuote(input: $input) {
    ...price
    ... on PurchaseQuote { price { listed { amount } } }
    ... on Refusal { code }
    ... on UnknownRegion { region nearest }
    __typename
  }
}
fragment price on PurchaseQuote { price { listed { currency } gross { amount } } validUntil }
"""
WITH_DIRECTIVE = ONE.replace("{ currency }", "{ currency formatted @include(if: $detailed) }")
SOLD = {"region": "DE", "platform": "ios", "packageId": "coins_1000"}
OTHERS = ({**SOLD, "region": "DX"}, {**SOLD, "quantity": 0}, {**SOLD, "region": 7})
INPUTS: tuple[dict[str, Any], ...] = (SOLD, *OTHERS, SOLD)


def execute(schema: GraphQLSchema, plan: ExecutionPlan, context: Context, variables: dict[str, Any]) -> ExecutionResult:
    """The result of an answer that is not too large."""
    result = execute_planned(schema, plan, context, variables).result
    assert result is not None
    return result


def anew(text: str, variables: dict[str, Any]) -> ExecutionResult:
    context = Context(shipped(), NOW)
    return execute_sync(SCHEMA, parse(text), None, context, variables, hide_suggestions=True)


def answers(
    text: str, plan: ExecutionPlan | None = None
) -> tuple[list[ExecutionResult], list[ExecutionResult], ExecutionPlan]:
    """What comes of asking one document for every input, twice: with one plan, and each time anew."""
    kept = plan if plan is not None else plan_of(text, parse(text))
    asked = [{"input": each, "detailed": detailed} for detailed in (True, False) for each in INPUTS]
    planned = [execute(SCHEMA, kept, Context(shipped(), NOW), each) for each in asked]
    return planned, [anew(text, each) for each in asked], kept


@pytest.mark.parametrize("text", [ONE, WITH_DIRECTIVE])
def test_a_document_asked_again_is_answered_as_it_would_be_anew(text: str) -> None:
    planned, fresh, _ = answers(text)
    assert [(each.data, each.formatted) for each in planned] == [(each.data, each.formatted) for each in fresh]
    assert {each.data["purchaseQuote"]["__typename"] for each in planned if each.data} > {"PurchaseQuote"}
    assert any(each.errors for each in planned)


def test_a_directive_is_obeyed_anew_each_time() -> None:
    planned, _, plan = answers(WITH_DIRECTIVE)
    shown = [each.data["purchaseQuote"]["price"]["listed"] for each in (planned[0], planned[5]) if each.data]
    assert ["formatted" in each for each in shown] == [True, False]
    assert plan.known == {}


def test_what_a_document_remembers_grows_no_more_once_all_was_asked() -> None:
    _, _, plan = answers(ONE)
    known = dict(plan.known)
    assert known
    planned, fresh, _ = answers(ONE, plan)
    assert [each.data for each in planned] == [each.data for each in fresh]
    assert plan.known == known


def test_a_document_remembers_at_most_as_many_fields_as_it_has_tokens() -> None:
    document = parse(ONE)
    assert plan_of(ONE, document).room == document.token_count
    planned, fresh, small = answers(ONE, ExecutionPlan(document, 3))
    assert [each.data for each in planned] == [each.data for each in fresh]
    kept = sum(len(key) - 1 + sum(map(len, each.grouped_field_set.values())) for key, (each, _) in small.known.items())
    assert kept + small.room == 3


def test_plans_share_nothing() -> None:
    document = parse(ONE)
    assert plan_of(ONE, document).known is not plan_of(ONE, document).known


def test_fields_that_are_all_left_out_once_are_there_when_they_are_asked_for_again() -> None:
    price = "price @skip(if: $skipped) { listed { amount } }"
    text = f"""query ($input: PurchaseQuoteInput!, $skipped: Boolean!) {{
      purchaseQuote(input: $input) {{ ... on PurchaseQuote {{ {price} }} }}
    }}"""
    plan = plan_of(text, parse(text))
    for skipped in (True, False, True):
        variables = {"input": SOLD, "skipped": skipped}
        planned = execute(SCHEMA, plan, Context(shipped(), NOW), variables)
        assert planned.data == anew(text, variables).data
        assert planned.data is not None
        assert ("price" in planned.data["purchaseQuote"]) is not skipped
    assert plan.known == {}


def test_fields_below_one_field_in_several_places_are_those_of_all_its_places() -> None:
    text = """query ($input: PurchaseQuoteInput!) {
      one: purchaseQuote(input: $input) { ...f ... on PurchaseQuote { price { gross { amount } } } }
      two: purchaseQuote(input: $input) { ...f }
    }
    fragment f on PurchaseQuote { price { listed { amount } } }"""
    plan = plan_of(text, parse(text))
    for _ in range(2):
        planned = execute(SCHEMA, plan, Context(shipped(), NOW), {"input": SOLD}).data
        assert planned == anew(text, {"input": SOLD}).data
        assert planned is not None
        assert [set(planned[name]["price"]) for name in ("one", "two")] == [{"listed", "gross"}, {"listed"}]


def test_a_field_that_stands_in_many_places_counts_as_often() -> None:
    """Ten fields with one fragment of 190 places, asked for two types of refusal: else eight times what is kept."""
    fields = "code message " * 95
    asked = " ".join(f"a{number}: purchaseQuote(input: $input) {{ ...f }}" for number in range(10))
    text = f"query ($input: PurchaseQuoteInput!) {{ {asked} }} fragment f on Refusal {{ {fields} }}"
    document = parse(text)
    plan = plan_of(text, document)
    for each in OTHERS[:2]:
        execute(SCHEMA, plan, Context(shipped(), NOW), {"input": each})
    kept = sum(sum(map(len, each.grouped_field_set.values())) for each, _ in plan.known.values())
    assert 0 < kept <= document.token_count
