"""Documents that are made to hurt: each is a clear 4xx, for little work, which the server's counters show."""

import time
from collections.abc import Iterator

import httpx
import pytest
from graphql import get_introspection_query

from ratecard.api.current import CurrentBook
from ratecard.api.documents.limits import Limits
from ratecard.api.serving.settings import Settings
from tests.api.servers import RECHARGE, Api, serving
from tests.books import shipped

STRICT = {"Accept": "application/graphql-response+json"}
SECONDS_FOR_ALL_MOST = 60
LIST = 'priceList(region: "DE", platform: "ios", locale: "de")'


ON_LIST = " { ... on PriceList { "
SIXTY = " ".join(f"query q{n} {{ ...a }}" for n in range(60))
CIRCLE = " ".join(f"fragment f{n} on Query {{ ...f{(n + 1) % 80} }}" for n in range(80))


def fragments(count: int, spreads: int, leaf: str) -> str:
    """A chain of fragments, each of which spreads the next one so many times."""
    chain = [f"fragment f{n} on Query {{ {f'...f{n + 1} ' * spreads} }}" for n in range(count)]
    return "{ ...f0 } " + " ".join(chain) + f" fragment f{count} on Query {{ {leaf} }}"


# A name, the document, and a word of what is said.
TOO_LARGE = [
    ("fragments that double forty times", fragments(40, 2, "__typename"), "fields"),
    ("fragments that double before a field", fragments(25, 2, LIST + " { __typename }"), "fields"),
    ("aliases", "{ " + " ".join(f"a{n}: __typename" for n in range(300)) + " }", "aliases"),
    ("aliases in fragments", fragments(8, 2, "a: __typename"), "aliases"),
    ("depth", "{ " + "a { " * 40 + "b" + " }" * 41, "levels"),
    ("nested selections without a field", "{ " + "... { " * 150 + "__typename" + " }" * 151, "nests"),
    ("a chain of fragments", fragments(120, 1, "__typename"), "nests"),
    ("tokens", "{ " + "__typename " * 5_000 + "}", "more than 2,500 tokens; send what varies as variables"),
    ("comments", "#\n" * 1_000 + "{ __typename }", "comments"),
    ("characters", "{ __typename } " + " " * 120_000, "more than 100,000 characters"),
    ("selections within selections", "{ " + "a { " * 1_000 + "b" + " }" * 1_001, "nests too deeply"),
    ("lists within lists", "{ markets(at: " + "[" * 1_000 + "]" * 1_000 + ") { region } }", "nests too deeply"),
    ("definitions", f"{SIXTY} fragment a on Query {{ {'__typename ' * 200} }}", "more than 10,000 fields together"),
]  # fmt: skip

INVALID = [
    ("the same field over and over", "{ " + f"{LIST} {{ ... on PriceList {{ packages {{ label }} }} }} " * 100 + "}"),
    ("many fields in many of the same field", "{ " + (LIST + ON_LIST + "packages { label } " * 15 + "} } ") * 25 + "}"),
    ("a fragment that spreads itself", "{ ...f0 } fragment f0 on Query { ...f0 }"),
    ("fragments in a circle", f"{{ ...f0 }} {CIRCLE}"),
    ("introspection in itself", f"{{ __schema {{ types {'{ fields { type ' * 3}{{ name }}{' } }' * 3} }} }}"),
    ("fields that there are not", "{ " + " ".join(f"x{n}" for n in range(1_000)) + " }"),
    ("a directive over and over", "{ __typename " + "@skip(if: true) " * 400 + "}"),
    ("an argument over and over", "{ markets(" + "at: null " * 500 + ") { region } }"),
    ("a directive on the operation", "query @live { __typename }"),
    ("a deferred fragment", "{ ... @defer { __typename } }"),
    ("a subscription", "subscription { __typename }"),
]  # fmt: skip


@pytest.fixture(scope="module")
def attacked() -> Iterator[Api]:
    """A server whose callers have as much to spend as they like, so that nothing but the documents is refused."""
    with serving(CurrentBook(shipped()), settings=Settings(burst=10**9, rate=10**9)) as started:
        yield started


def refused(api: Api, document: str, media: dict[str, str] | None = None) -> httpx.Response:
    """The response to a document, which refuses it."""
    response = api.http.post("/graphql", json={"query": document}, headers=media or {})
    body = response.json()
    assert body["errors"], body
    assert "data" not in body
    assert len(body["errors"]) <= 6  # five, and that there are more
    return response


@pytest.mark.parametrize(("name", "document", "said"), TOO_LARGE, ids=[name for name, *_ in TOO_LARGE])
def test_a_document_that_is_too_large_is_a_4xx_under_both_media_types(
    attacked: Api, name: str, document: str, said: str
) -> None:
    before = attacked.counters.documents_validated, attacked.counters.operations_executed
    for media in (STRICT, {}):
        response = refused(attacked, document, media)
        assert response.status_code == httpx.codes.BAD_REQUEST, name
        assert said in response.json()["errors"][0]["message"]
    assert (attacked.counters.documents_validated, attacked.counters.operations_executed) == before


@pytest.mark.parametrize(("name", "document"), INVALID, ids=[name for name, _ in INVALID])
def test_an_invalid_document_is_a_4xx_and_executes_nothing(attacked: Api, name: str, document: str) -> None:
    before = attacked.counters.operations_executed
    assert refused(attacked, document, STRICT).status_code == httpx.codes.BAD_REQUEST, name
    assert attacked.counters.operations_executed == before


def test_nested_fragments_are_measured_once_each(attacked: Api) -> None:
    for count in (20, 40, 80):
        before = attacked.counters.selections_measured
        refused(attacked, fragments(count, 2, "__typename"))
        assert attacked.counters.selections_measured - before <= 2 * count + 2


def test_work_is_bounded_whatever_is_sent(attacked: Api) -> None:
    """One generous watchdog for all of it together, and counters for each."""
    limits, counters = Limits(), attacked.counters
    began = time.monotonic()
    for _, document, *_ in [*TOO_LARGE, *INVALID]:
        again = f"{document} # once more, and not from the cache"
        before = counters.tokens_parsed, counters.selections_measured, counters.fields_planned
        refused(attacked, again)
        tokens, selections, fields = (
            counters.tokens_parsed - before[0],
            counters.selections_measured - before[1],
            counters.fields_planned - before[2],
        )
        assert tokens <= limits.tokens + limits.comments
        assert selections <= limits.tokens
        assert fields == 0
    assert time.monotonic() - began < SECONDS_FOR_ALL_MOST


def test_the_cost_of_one_operation_is_bounded(start_small: Api) -> None:
    response = start_small.http.post("/graphql", json={"query": "{ markets { region platform } }"})
    assert response.status_code == httpx.codes.BAD_REQUEST
    assert "costs 1,145; at most 100" in response.json()["errors"][0]["message"]
    assert start_small.counters.operations_executed == 0
    assert start_small.http.post("/graphql", json={"query": "{ ruleBook { digest } }"}).status_code == httpx.codes.OK


@pytest.fixture
def start_small() -> Iterator[Api]:
    with serving(CurrentBook(shipped()), settings=Settings(cost_most=100)) as started:
        yield started


def test_what_frontends_and_tools_ask_is_far_from_every_bound(attacked: Api) -> None:
    assert attacked.http.post("/graphql", json={"query": get_introspection_query()}).status_code == httpx.codes.OK
    answered = attacked.post(RECHARGE, region="DE", platform="ios", locale="de")
    assert answered.json()["extensions"]["cost"] < Limits().cost / 50


def test_no_suggestion_tells_what_else_there_is(attacked: Api) -> None:
    documents = ("{ ruleBok { digest } }", "{ ruleBook { diges } }", "{ markets(lcale: null) { region } }")
    for document in documents:
        assert "mean" not in refused(attacked, document).text
    variable = "query ($input: PurchaseQuoteInput!) { purchaseQuote(input: $input) { __typename } }"
    response = attacked.post(variable, input={"region": "DE", "platform": "ios", "packageId": "x", "quantitee": 1})
    assert "quantitee" in response.text
    assert "mean" not in response.text


def test_a_document_is_parsed_and_validated_once(attacked: Api) -> None:
    for document, ok in (("{ ruleBook { digest begins } }", True), ("{ ruleBook { nothing begins } }", False)):
        before = attacked.counters.documents_parsed, attacked.counters.documents_validated
        for _ in range(5):
            assert ("errors" not in attacked.post(document).json()) is ok
        assert (attacked.counters.documents_parsed, attacked.counters.documents_validated) == (
            before[0] + 1,
            before[1] + 1,
        )
