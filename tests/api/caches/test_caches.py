"""Apollo Client's and urql's normalising caches: every figure that they hold of our answers is the server's."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.api.caches import questions
from tests.api.caches.questions import Field, Operation, operation
from tests.api.caches.running import asked_of_clients, plain
from tests.api.servers import Api

QUESTIONS = {
    "prices": questions.prices(),
    "purchases": questions.purchases(),
    "gifts": questions.gifts(),
    "payouts": questions.payouts(),
    "verdicts": questions.verdicts(),
}
CLIENTS = ("apollo", "urql")
ADVICE = (
    "Entities without keys will be embedded directly on the parent entity. If this is intentional, create a `keys`",
    "Heuristic Fragment Matching: A fragment is trying to match",
    "Invalid undefined: The field at",
)
"""What graphcache says in development where nobody told it the schema: it does not know whether values without a key
are meant so, nor which member of a union a fragment matches, and tries."""

# One worker for all: npm installs once.
pytestmark = pytest.mark.xdist_group("node-caches")


def figures(value: Any) -> Iterator[Any]:
    """Everything in an answer that is neither an object nor a list."""
    if isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from figures(each)
    else:
        yield value


def hold_what_the_server_said(
    node: str, api: Api, client: str, settings: str, runs: list[list[Operation]]
) -> list[list[str]]:
    """Asserts that every figure in a client's cache is the server's, and gives what each run said on the console."""
    told = asked_of_clients(node, api, client, settings, runs)
    for operations, got in zip(runs, told, strict=True):
        answers = [plain(api.ask(operation.query, **operation.variables)) for operation in operations]
        assert got.answers == answers
        assert got.cached == answers
        assert len(set(figures(answers))) > 10
    return [got.said for got in told]


def beyond_advice(said: list[str], client: str, settings: str) -> list[str]:
    """What was said on the console: all of it, but for the advice of a graphcache that was told nothing."""
    advised = ADVICE if (client, settings) == ("urql", "default") else ()
    return [each for each in said if not any(part in each for part in advised)]


@pytest.mark.parametrize("told", [False, True], ids=["default", "guide"])
@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize("fields", QUESTIONS.values(), ids=QUESTIONS)
def test_every_figure_read_from_the_cache_is_the_servers(
    node: str, api: Api, fields: list[Field], client: str, told: bool
) -> None:
    together = [operation(fields, told=told)]
    by_turns = [operation([field], told=told) for field in fields]
    settings = "guide" if told else "default"
    runs = [together, by_turns, [*by_turns, *together]]
    for said in hold_what_the_server_said(node, api, client, settings, runs):
        assert beyond_advice(said, client, settings) == []


@pytest.mark.parametrize("settings", ["default", "guide"])
@pytest.mark.parametrize("client", CLIENTS)
def test_one_document_with_other_variables_never_changes_what_was_cached(
    node: str, api: Api, client: str, settings: str
) -> None:
    (said,) = hold_what_the_server_said(node, api, client, settings, [questions.with_variables()])
    assert beyond_advice(said, client, settings) == []


@pytest.mark.parametrize("client", CLIENTS)
def test_two_selections_of_one_question_are_held_or_forgotten_and_never_mixed(node: str, api: Api, client: str) -> None:
    """Apollo replaces what holds no id as a whole, and says so: why the guide asks by one fragment."""
    asked = 'priceList(region: "BG", platform: "ios", locale: "de", at: "2026-07-01T00:00:00Z")'
    selections = ("packages { label coins }", "currency packages { price { listed { amount } } }")
    operations = [Operation(f"{{ {asked} {{ ... on PriceList {{ {each} }} }} }}", {}) for each in selections]
    (got,) = asked_of_clients(node, api, client, "guide", [operations])
    assert got.answers == [api.ask(each.query) for each in operations]
    first, second = got.cached
    assert (first, second) in ((None, got.answers[1]), tuple(got.answers))
    assert all("Cache data may be lost" in each for each in got.said)
