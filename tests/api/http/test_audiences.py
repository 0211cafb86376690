"""Every field of the schema, asked for by a caller of each audience; and that nothing of it comes through elsewhere."""

import json
import logging
from collections import deque
from collections.abc import Iterator
from hashlib import sha256
from typing import Any, NamedTuple

import httpx
import pytest
from graphql import (
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLUnionType,
    InterfaceTypeDefinitionNode,
    ObjectTypeDefinitionNode,
    TypeInfo,
    TypeInfoVisitor,
    Visitor,
    get_named_type,
    is_leaf_type,
    is_required_argument,
    parse,
    print_ast,
    visit,
)

from ratecard.api.audience import Audience, narrowest
from ratecard.api.callers.keys import new_key
from ratecard.api.current import CurrentBook
from ratecard.api.documents.costs import ANSWERS, INPUTS, LENGTHS, LISTS_LOTS, SEARCHES
from ratecard.api.documents.costs import FIELDS as FIELDS_WITH_COSTS
from ratecard.api.documents.survey import NOT_OF_THE_DIGEST, Survey
from ratecard.api.serving.settings import Settings
from ratecard.api.types.schema import make_schema
from tests.api.servers import Api, serving
from tests.books import shipped

SCHEMA = make_schema(ordered=False).core
SURVEY = Survey(SCHEMA)
FIELDS = {name: facts for name, facts in SURVEY.named().items() if "__" not in name}

STRICT = {"Accept": "application/graphql-response+json"}


class Way(NamedTuple):
    """How a type is reached from `Query`: the variables of arguments on the way, and the text around a selection."""

    variables: tuple[str, ...]
    before: str
    after: str


def ways() -> dict[str, Way]:
    """The shortest way to every object type and interface, breadth first."""
    found = {"Query": Way((), "{", "}")}
    queue = deque(["Query"])
    while queue:
        owner = queue.popleft()
        owned = SCHEMA.type_map[owner]
        assert isinstance(owned, GraphQLObjectType | GraphQLInterfaceType)
        for name, field in owned.fields.items():
            for target in reached(get_named_type(field.type)):
                if target.name not in found:
                    variables, opening = asked(found[owner], owner, name)
                    within = f"{opening} {{ ... on {target.name} {{"
                    found[target.name] = Way(variables, found[owner].before + within, "} }" + found[owner].after)
                    queue.append(target.name)
    return found


def reached(target: GraphQLNamedType) -> list[GraphQLNamedType]:
    """The types that a field of this type may lead to."""
    if isinstance(target, GraphQLUnionType):
        return list(target.types)
    if isinstance(target, GraphQLInterfaceType):
        return [target, *SCHEMA.get_implementations(target).objects]
    return [target] if isinstance(target, GraphQLObjectType) else []


def asked(way: Way, owner: str, name: str) -> tuple[tuple[str, ...], str]:
    """The variables so far with those that a field needs, and the field with its arguments."""
    owned = SCHEMA.type_map[owner]
    assert isinstance(owned, GraphQLObjectType | GraphQLInterfaceType)
    variables, given = list(way.variables), []
    for argument, definition in owned.fields[name].args.items():
        if is_required_argument(definition):
            variables.append(f"$v{len(variables)}: {definition.type}")
            given.append(f"{argument}: $v{len(variables) - 1}")
    return tuple(variables), f"{name}({', '.join(given)})" if given else name


WAYS = ways()


def document_for(field: str) -> str:
    """A valid document that asks for one field, and for no more than the way to it."""
    owner, _, name = field.partition(".")
    way = WAYS[owner]
    owned = SCHEMA.type_map[owner]
    assert isinstance(owned, GraphQLObjectType | GraphQLInterfaceType)
    variables, opening = asked(way, owner, name)
    below = "" if is_leaf_type(get_named_type(owned.fields[name].type)) else " { __typename }"
    head = f"query ({', '.join(variables)}) " if variables else ""
    return f"{head}{way.before} {opening}{below} {way.after}"


@pytest.fixture(scope="module")
def apis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Api]]:
    """One server, and a client with a key of each audience, and one without any."""
    file = tmp_path_factory.mktemp("keys") / "keys.json"
    keys = {str(audience.value): new_key(file, "test", audience)[1] for audience in Audience}
    with serving(CurrentBook(shipped()), settings=Settings(keys=file, burst=10**9, rate=10**9)) as started:
        clients = {"": started}
        for audience, key in keys.items():
            clients[audience] = Api(started.url, started.counters)
            clients[audience].http.headers["Authorization"] = f"Bearer {key}"
        yield clients
        for client in clients.values():
            client.http.close()


def test_the_walk_reaches_every_type_with_fields() -> None:
    owners = {name.partition(".")[0] for name in FIELDS}
    assert owners == set(WAYS)
    assert len(FIELDS) > 100


@pytest.mark.parametrize("field", FIELDS)
def test_each_field_is_for_its_audience_and_those_beyond(apis: dict[str, Api], field: str) -> None:
    document, needed = document_for(field), FIELDS[field].audience
    on_the_way = _narrowest_of(document)
    for name, api in apis.items():
        response = api.http.post("/graphql", json={"query": document}, headers=STRICT)
        codes = [error["extensions"]["code"] for error in response.json().get("errors", [])]
        caller = Audience(name or "public")
        if caller.sees(on_the_way):
            assert "FORBIDDEN" not in codes
            assert set(codes) <= {"BAD_USER_INPUT"}, response.text  # for want of variables
            continue
        assert response.status_code == httpx.codes.FORBIDDEN
        assert set(codes) == {"FORBIDDEN"}
        assert "data" not in response.json()
        if not caller.sees(needed):
            (told,) = [error for error in response.json()["errors"] if error["message"].startswith(f"{field} ")]
            assert told["message"] == f"{field} is for the audience {needed.value}."
            assert told["extensions"].items() >= {"code": "FORBIDDEN", "audience": needed.value}.items()


def _narrowest_of(document: str) -> Audience:
    """The narrowest audience of a document's fields, found by itself: by every name that stands in it."""
    found: list[Audience] = [Audience.PUBLIC]
    info = TypeInfo(SCHEMA)

    class Reading(Visitor):
        def enter_field(self, node: Any, *_: Any) -> None:
            parent = info.get_parent_type()
            if parent and not node.name.value.startswith("__"):
                found.append(FIELDS[f"{parent.name}.{node.name.value}"].audience)

    visit(parse(document), TypeInfoVisitor(info, Reading()))
    return narrowest(found)


def test_the_published_schema_says_the_audience_of_each_field_that_is_not_for_everyone() -> None:
    said: dict[str, str] = {}
    for definition in parse(make_schema(ordered=True).as_str()).definitions:
        if isinstance(definition, ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode):
            for field in definition.fields or ():
                for directive in field.directives or ():
                    if directive.name.value == "audience":
                        (given,) = directive.arguments or ()
                        said[f"{definition.name.value}.{field.name.value}"] = print_ast(given.value)
    narrower = {name: facts.audience for name, facts in FIELDS.items() if facts.audience is not Audience.PUBLIC}
    assert said == {name: audience.name for name, audience in narrower.items()}


def test_what_the_costs_and_caches_know_by_name_is_in_the_schema() -> None:
    named = {*FIELDS_WITH_COSTS, *ANSWERS, *LENGTHS}
    assert [name for name in sorted(named) if name not in SURVEY.named()] == []
    types = {*INPUTS, *SEARCHES, *LISTS_LOTS}
    assert [name for name in sorted(types) if not isinstance(SCHEMA.type_map.get(name), GraphQLInputObjectType)] == []
    assert [name for name in NOT_OF_THE_DIGEST if name not in SCHEMA.type_map] == []


ASKED = '{region: "DE", platform: "ios", packageId: "coins_1000"}'
HIDDEN = f"{{ purchaseQuote(input: {ASKED}) {{ ... on PurchaseQuote {{ economics {{ proceeds {{ amount }} }} }} }} }}"


@pytest.mark.parametrize(
    "document",
    [
        HIDDEN,
        HIDDEN.replace("economics", "economics @skip(if: true)"),
        HIDDEN.replace("economics", "a: economics"),
        f"query Open {{ ruleBook {{ digest }} }} query Hidden {HIDDEN}",
        f"{{ purchaseQuote(input: {ASKED}) {{ ...f }} }} fragment f on PurchaseQuote {{ ...g }} "
        "fragment g on PurchaseQuote { economics { commission { amount } } }",
        f"{{ purchaseQuote(input: {ASKED}) {{ ... on PurchaseQuote {{ ... {{ trace {{ figure }} }} }} }} }}",
        f"query ($no: Boolean = false) {{ purchaseQuote(input: {ASKED}) {{ ... on PurchaseQuote @include(if: $no) "
        "{ economics { collectedBy } } } }",
    ],
)
def test_no_form_of_a_document_gets_around_it(apis: dict[str, Api], document: str) -> None:
    for api in (apis[""], apis["public"], apis["service"]):
        before = api.counters.operations_executed
        body = {"query": document, "operationName": "Hidden" if "Hidden" in document else None}
        for response in (api.http.post("/graphql", json=body), api.http.get("/graphql", params=_texts(body))):
            assert response.status_code == httpx.codes.FORBIDDEN
            assert response.headers["Cache-Control"] == "private, no-store"
            assert "8.23" not in response.text
        assert api.counters.operations_executed == before


def _texts(body: dict[str, Any]) -> dict[str, str]:
    return {name: value for name, value in body.items() if value is not None}


def test_an_answer_for_finance_comes_from_no_cache_to_the_public(apis: dict[str, Api]) -> None:
    for _ in range(2):
        answered = apis["finance"].http.get("/graphql", params={"query": HIDDEN})
        assert "8.23" in answered.text
        assert answered.headers["Cache-Control"] == "private, no-store"
        assert "ETag" not in answered.headers
        for public in (apis[""], apis["public"]):
            refused = public.http.get("/graphql", params={"query": HIDDEN}, headers={"If-None-Match": "*"})
            assert refused.status_code == httpx.codes.FORBIDDEN
            assert "8.23" not in refused.text


def test_a_document_registered_by_finance_is_still_refused_by_its_hash(apis: dict[str, Api]) -> None:
    persisted = {"persistedQuery": {"version": 1, "sha256Hash": sha256(HIDDEN.encode()).hexdigest()}}
    registered = apis["finance"].http.post("/graphql", json={"query": HIDDEN, "extensions": persisted})
    assert "8.23" in registered.text
    refused = apis[""].http.post("/graphql", json={"extensions": persisted})
    assert refused.status_code == httpx.codes.FORBIDDEN


def test_nothing_that_the_public_is_told_holds_a_margin(apis: dict[str, Api]) -> None:
    """Everything public at once, in every market: no text of it is of a rule file, and no amount is a cut of ours."""
    book = shipped()
    fields = "label price { listed { amount } gross { amount } net { amount } tax { amount } } perCoin { amount }"
    public = "{ __typename ... on PriceList { packages { " + fields + " assumedFacts openConditions { fact } } } }"
    finance = "{ ... on PriceList { packages { economics { proceeds { amount } commission { amount } } } } }"
    for region, platform in book.markets():
        arguments = f'(region: "{region}", platform: "{platform}", locale: "en")'
        told = apis[""].http.post("/graphql", json={"query": f"{{ priceList{arguments} {public} }}"}).text
        hidden = apis["finance"].ask(f"{{ priceList{arguments} {finance} }}")["priceList"]
        assert ".yaml" not in told
        for package in hidden["packages"]:
            economics = package["economics"]
            amounts = {figure["amount"] for figure in economics.values() if figure} - {"0", "0.00", "0.000"}
            assert not [amount for amount in amounts if f'"{amount}"' in told and amount not in _listed(told)]


def _listed(told: str) -> set[str]:
    """The amounts that a price list shows by right: a cut may happen to be as large as some price."""
    packages = json.loads(told)["data"]["priceList"]["packages"]
    return {figure["amount"] for each in packages for figure in each["price"].values() if isinstance(figure, dict)}


def test_descriptions_tell_no_figure_of_the_book(apis: dict[str, Api]) -> None:
    text = apis[""].http.post("/graphql", json={"query": "{ __schema { types { fields { name description } } } }"}).text
    for secret in ("8.23", "rules/", "regions/", "2.9 %"):
        assert secret not in text


def test_introspection_is_a_setting() -> None:
    with serving(CurrentBook(shipped()), settings=Settings(introspection=False)) as closed:
        for query in (
            "{ __schema { types { name } } }",
            '{ __type(name: "Query") { name } }',
            "{ ...f } fragment f on Query { ... { __schema { queryType { name } } } }",
        ):
            response = closed.http.post("/graphql", json={"query": query})
            assert response.status_code == httpx.codes.FORBIDDEN
            assert response.json()["errors"][0]["extensions"]["code"] == "INTROSPECTION_DISABLED"
        assert closed.ask("{ __typename ruleBook { __typename } }")["__typename"] == "Query"


def test_a_fault_tells_the_public_and_finance_the_same(caplog: pytest.LogCaptureFixture) -> None:
    """Its id alone. What a fault holds stands in the log."""

    def broken() -> Any:
        raise RuntimeError("proceeds 8.23 EUR at regions/de.yaml:17")

    with serving(CurrentBook(shipped()), broken) as failing, caplog.at_level(logging.ERROR):
        told = failing.post(HIDDEN)
    assert told.status_code == httpx.codes.INTERNAL_SERVER_ERROR
    assert "8.23" not in told.text
    assert "yaml" not in told.text
    assert "8.23" in caplog.text
