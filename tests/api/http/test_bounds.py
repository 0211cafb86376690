"""The bounds of a request: one table, which the schema, the help, the guide and the messages say, and which is kept."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from click.testing import CliRunner
from graphql import (
    GraphQLArgument,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLObjectType,
    get_nullable_type,
)

from ratecard.api import bounds
from ratecard.api.bounds import BOUNDS, LISTED, Bound
from ratecard.api.current import CurrentBook
from ratecard.api.serving.settings import Settings
from ratecard.api.types.schema import make_schema
from ratecard.api.types.sdl import published_folder
from ratecard.cli.main import main
from ratecard.quotes.requests import EXCHANGED_MOST
from ratecard.rulefiles.values.offered import CODE_LENGTH_MOST
from tests.api.conftest import Start
from tests.api.http.payouts import LOTS_EACH, PAYOUTS, payout
from tests.api.http.raw import exchange
from tests.api.servers import Api, serving
from tests.books import shipped
from tests.guides import page


@pytest.fixture(scope="module")
def rich() -> Iterator[Api]:
    """A server whose callers have as much to spend as they like."""
    with serving(CurrentBook(shipped()), settings=Settings(burst=10**9, rate=1)) as started:
        yield started


def body_of(response: httpx.Response) -> Any:
    return response.json()


def message_of(response: httpx.Response) -> str:
    body = body_of(response)
    assert "data" not in body, body
    message: str = body["errors"][0]["message"]
    return message


# What is said


def numbers_in(text: str) -> set[int]:
    """The numbers that a text calls a bound."""
    found = re.findall(r"(?:at most|more than|[0-9] to) ([0-9][0-9,]*)", text)
    return {int(number.replace(",", "")) for number in found}


def test_the_schema_says_no_bound_that_is_not_in_the_table() -> None:
    said = numbers_in((published_folder() / "schema.graphql").read_text("utf-8"))
    assert said == {
        *(bounds.FINDINGS.most, bounds.TABLE_ROWS.most),
        bounds.QUOTES.most,
        bounds.LOTS.most,
        bounds.REQUEST_LOTS.most,
        bounds.FACTS.most,
        bounds.CODES.most,
        CODE_LENGTH_MOST,
        bounds.QUANTITY.most,
        EXCHANGED_MOST,
        bounds.GIFTS.most,
        bounds.LOCALES.most,
    }
    assert bounds.USED.most == bounds.FACTS.most


Place = tuple[str, GraphQLArgument | GraphQLInputField]


def input_places() -> list[Place]:
    """Everything in the schema that takes a value, by its coordinate."""
    found: list[Place] = []
    for name, kind in make_schema(ordered=False).core.type_map.items():
        if isinstance(kind, GraphQLInputObjectType):
            found += [(f"{name}.{field}", given) for field, given in kind.fields.items()]
        elif isinstance(kind, GraphQLObjectType) and not name.startswith("__"):
            for field, definition in kind.fields.items():
                found += [(f"{name}.{field}.{argument}", given) for argument, given in definition.args.items()]
    return found


def test_every_list_that_is_taken_says_its_bound() -> None:
    lists = 0
    for coordinate, given in input_places():
        kind = get_nullable_type(given.type)
        if isinstance(kind, GraphQLList):
            entry = get_nullable_type(kind.of_type)
            assert entry.name in LISTED, f"{coordinate} has no bound"
            assert f"t most {LISTED[entry.name]}" in (given.description or ""), coordinate
            lists += 1
    assert lists > len(LISTED)


def test_quantities_say_their_bound_in_the_schema_and_in_the_help() -> None:
    said = {coordinate: given.description or "" for coordinate, given in input_places()}
    for coordinate, bound in (("PurchaseQuoteInput.quantity", bounds.QUANTITY), ("GiftQuoteInput.count", bounds.GIFTS)):
        assert f"1 to {bound}" in said[coordinate]
    for command, bound in (("purchase", bounds.QUANTITY), ("gift", bounds.GIFTS)):
        assert f"from 1 to {bound}" in help_of("quote", command)


def help_of(*command: str) -> str:
    """What --help shows, without its frames and line ends."""
    shown = CliRunner().invoke(main, [*command, "--help"], env={"COLUMNS": "120", "TERM": "dumb"}).stdout
    return " ".join(re.sub(r"[│╭╮╰╯─]", " ", shown).split())


def test_the_help_of_the_server_says_the_bounds_that_are_settings() -> None:
    shown = help_of("serve")
    settings = [bound for bound in BOUNDS if bound.option]
    assert [bound.option for bound in settings] == ["--body-bytes", "--cost-most", "--answer-bytes"]
    for bound in settings:
        said = re.search(rf"{bound.option} .*?\[default: (\d+)\]", shown)
        assert said, shown
        assert int(said[1]) == bound.most
    assert (Settings().body_bytes, Settings().cost_most) == (bounds.BODY.most, bounds.COST.most)


def test_the_guide_has_the_table() -> None:
    rows = re.findall(r"^\| ([^|]+) \| ([0-9,]+) \| ([^|]*) \|$", page("for-operators"), flags=re.MULTILINE)
    assert [(what, number, option.strip().strip("`")) for what, number, option in rows] == [
        (bound.what, str(bound), bound.option or "") for bound in BOUNDS
    ]


def test_the_guide_says_what_a_whole_batch_may_hold() -> None:
    said = re.search(r"(\d+) payouts of (\d+) lots each", page("for-operators"))
    assert said
    assert (int(said[1]), int(said[2])) == (bounds.QUOTES.most, LOTS_EACH)
    assert int(said[1]) * int(said[2]) == bounds.REQUEST_LOTS.most


# What is kept

Asked = Callable[[Api, int], httpx.Response]
LIST = 'priceList(region: "DE", platform: "ios", locale: "de")'
PURCHASE = 'purchaseQuote(input: {region: "DE", platform: "ios", packageId: "coins_1000", quantity: %d})'


def purchases(api: Api, count: int) -> httpx.Response:
    asked = {"region": "DE", "platform": "ios", "packageId": "coins_1000"}
    document = "query ($inputs: [PurchaseQuoteInput!]!) { purchaseQuotes(inputs: $inputs) { __typename } }"
    return api.post(document, inputs=[asked] * count)


def facts(api: Api, count: int) -> httpx.Response:
    document = f"query ($facts: [FactInput!]) {{ {LIST[:-1]}, facts: $facts) {{ __typename }} }}"
    return api.post(document, facts=[{"name": "buyer.age", "value": "21"}] * count)


def nested(levels: int) -> Any:
    """A list in lists, so many levels deep."""
    value: Any = "a"
    for _ in range(levels):
        value = [value]
    return value


def with_body(api: Api, size: int) -> httpx.Response:
    body = b'{"query": "{ __typename }"}'
    return api.http.post("/graphql", content=body.ljust(size), headers={"Content-Type": "application/json"})


def with_url(api: Api, size: int) -> httpx.Response:
    return api.http.get(f"/graphql?{'query={__typename}&a='.ljust(size, 'a')}")


def tokens(api: Api, count: int) -> httpx.Response:
    nested, single = divmod(count - 2, 4)
    return api.post("{ " + "... { __typename } " * nested + "__typename " * single + "}")


def lots(api: Api, count: int) -> httpx.Response:
    return api.post(PAYOUTS, inputs=[payout(count)])


def uses(api: Api, count: int) -> httpx.Response:
    stated = [{"limit": f"limit_{number}", "amount": "1 payouts"} for number in range(count)]
    return api.post(PAYOUTS, inputs=[payout(used=stated)])


def in_one_field(api: Api, fields: int) -> httpx.Response:
    return api.post("{ ruleBook { " + "digest " * (fields - 1) + "} }")


KEPT: list[tuple[Bound, Asked, str]] = [
    (bounds.BODY, with_body, "The body has more than {} bytes"),
    (bounds.URL, with_url, "The URL has more than {} bytes"),
    (bounds.QUOTES, purchases, "inputs holds {above} entries; at most {} are taken"),
    (bounds.LOTS, lots, "A list in the variables has more than {} entries"),
    (bounds.FACTS, facts, "facts holds {above} entries; at most {} are taken"),
    (bounds.USED, uses, "used holds {above} entries; at most {} are taken"),
    (bounds.CHARACTERS, lambda api, n: api.post("{ __typename }".ljust(n)), "The document has more than {} characters"),
    (bounds.TOKENS, tokens, "The document has more than {} tokens; send what varies as variables"),
    (bounds.COMMENTS, lambda api, n: api.post("#\n" * n + "{ __typename }"), "The document has more than {} comments"),
    (
        bounds.ALIASES,
        lambda api, n: api.post("{ " + " ".join(f"a{i}: __typename" for i in range(n)) + " }"),
        "the operation has more than {} aliases",
    ),
    (
        bounds.ALIAS_CHARACTERS,
        lambda api, n: api.post(f"{{ {'a' * n}: __typename }}"),
        "an alias has more than {} characters",
    ),
    (bounds.FIELDS, in_one_field, "the operation has more than {} fields"),
    (
        bounds.TEXT_CHARACTERS,
        lambda api, n: api.post("{ __typename }", unused={"name": "a" * n}),
        "A text in the variables has more than {} characters",
    ),
    (
        bounds.TEXT_CHARACTERS,
        lambda api, n: api.post(f'{{ priceList(region: "DE", platform: "{"a" * n}") {{ __typename }} }}'),
        "The document holds a text of more than {} characters",
    ),
    (
        bounds.JSON_DEPTH,
        lambda api, n: api.post("{ __typename }", unused=nested(n - 2)),
        "The variables nest more than {} levels deep",
    ),
    (
        bounds.LIST_ENTRIES,
        lambda api, n: api.post("{ __typename }", unused=[1] * n),
        "A list in the variables has more than {} entries",
    ),
    (
        bounds.REQUEST_LOTS,
        lambda api, n: api.post(PAYOUTS, inputs=[payout(1_000)] * (n // 1_000) + [payout(n % 1_000)]),
        "The request holds {above} lots; at most {} are taken in one",
    ),
]  # fmt: skip


def ids(rows: list[tuple[Bound, Asked, str]]) -> list[str]:
    return [bound.what for bound, *_ in rows]


@pytest.mark.parametrize(("bound", "ask", "said"), KEPT, ids=ids(KEPT))
def test_what_is_at_the_bound_is_taken_and_one_more_is_told(rich: Api, bound: Bound, ask: Asked, said: str) -> None:
    taken = ask(rich, bound.most)
    assert taken.status_code == httpx.codes.OK, taken.text[:500]
    refused = ask(rich, bound.most + 1)
    assert httpx.codes.is_client_error(refused.status_code)
    assert message_of(refused).startswith(said.format(bound, above=f"{bound.most + 1:,}"))


def test_depth_has_its_bound(rich: Api) -> None:
    def ask(depth: int) -> httpx.Response:
        inner = "type { " * (depth - 4) + "__typename" + " }" * (depth - 4)
        return rich.post(f"{{ __schema {{ types {{ fields {{ {inner} }} }} }} }}")

    assert "levels of fields" not in ask(bounds.DEPTH.most).text
    assert message_of(ask(bounds.DEPTH.most + 1)).startswith(
        f"the operation has more than {bounds.DEPTH} levels of fields"
    )


def test_quantities_and_diamonds_have_their_bound(rich: Api) -> None:
    quoted = rich.ask("{ " + PURCHASE % bounds.QUANTITY.most + " { __typename } }")["purchaseQuote"]
    assert quoted["__typename"] == "PurchaseQuote"
    above = rich.ask("{ " + PURCHASE % (bounds.QUANTITY.most + 1) + " { ... on QuantityOutOfRange { least most } } }")
    assert above["purchaseQuote"]["most"] == bounds.QUANTITY.most
    document = PAYOUTS.replace("... on Refusal", "... on DiamondsOutOfRange { most } ... on Refusal")
    (refused,) = rich.ask(document, inputs=[payout(diamonds=bounds.DIAMONDS.most + 1)])["payoutQuotes"]
    assert int(refused["most"]) == bounds.DIAMONDS.most


def test_the_head_has_its_bound(rich: Api) -> None:
    begun = b"GET /graphql HTTP/1.1\r\nHost: localhost\r\nX-Filler: "
    answer = exchange(rich.url, begun + b"x" * bounds.HEAD.most)
    assert answer.startswith(b"HTTP/1.1 431 ")
    assert f"The headers have more than {bounds.HEAD} bytes.".encode() in answer


def test_the_cost_has_its_bound_which_is_a_setting(start: Start) -> None:
    asked = "{ ruleBook { digest } }"
    cost = start(Settings()).post(asked).json()["extensions"]["cost"]
    api = start(Settings(cost_most=cost))
    assert api.post(asked).status_code == httpx.codes.OK
    refused = api.post("{ ruleBook { digest again: digest } }")
    assert message_of(refused) == f"The operation costs {cost + 1}; at most {cost} is taken."
