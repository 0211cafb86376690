"""The schema itself: described throughout, each field with its audience, and published as it is."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLScalarType,
    GraphQLSchema,
    GraphQLUnionType,
    build_schema,
    get_named_type,
    specified_directives,
    specified_scalar_types,
)

from ratecard.api.audience import Audience
from ratecard.api.types import sdl
from ratecard.api.types.fields import AUDIENCE, api_type
from ratecard.api.types.schema import make_schema
from tests.api.servers import Api

TYPES = Path(sdl.__file__).parent
OF_HTTP = {"litestar", "uvicorn", "httptools"}


def served() -> GraphQLSchema:
    """The schema that answers."""
    schema: GraphQLSchema = make_schema(ordered=False)._schema
    return schema


SCHEMA = served()


def own_types() -> list[GraphQLNamedType]:
    """Every type of ours; GraphQL's own are described by it."""
    return [
        each
        for name, each in SCHEMA.type_map.items()
        if not name.startswith("__") and name not in specified_scalar_types
    ]


def own_fields() -> Iterator[tuple[str, GraphQLField]]:
    """Every field of an object type or interface, by the name "Type.field"."""
    for each in own_types():
        if isinstance(each, GraphQLObjectType | GraphQLInterfaceType):
            yield from ((f"{each.name}.{name}", field) for name, field in each.fields.items())


def described() -> Iterator[tuple[str, str | None]]:
    """Everything that can have a description, with its description."""
    for each in own_types():
        yield each.name, each.description
        if isinstance(each, GraphQLEnumType):
            yield from ((f"{each.name}.{name}", value.description) for name, value in each.values.items())
        if isinstance(each, GraphQLInputObjectType):
            yield from ((f"{each.name}.{name}", field.description) for name, field in each.fields.items())
    for name, field in own_fields():
        yield name, field.description
        yield from ((f"{name}({argument})", given.description) for argument, given in field.args.items())


def audience_of(field: GraphQLField) -> Audience | None:
    """Who may see a field, as it says itself."""
    found: Audience | None = field.extensions["strawberry-definition"].metadata.get(AUDIENCE)
    return found


def test_everything_has_a_description_that_is_a_sentence() -> None:
    everything = dict(described())
    assert len(everything) > 200
    assert [name for name, text in everything.items() if not text or not text.endswith((".", "?"))] == []


def test_a_type_without_a_docstring_cannot_be_made() -> None:
    class Silent:
        pass

    with pytest.raises(ValueError, match="has no docstring"):
        api_type(Silent)


def test_every_field_has_an_audience() -> None:
    assert [name for name, field in own_fields() if not isinstance(audience_of(field), Audience)] == []


OF_SERVICES = (
    *("GiftEarnings.", "RecipientPart.", "PayoutQuote.", "PaidLot.", "Withheld.", "PlainMoney."),
    *("RaisedWant.", "QuoteVerification.", "QuotedFigure.", "QuoteDifference.", "QuotedQuestionPart.", "SignedQuote."),
    *("NoPayouts.", "UnknownMethod.", "DiamondsOutOfRange.", "InvalidLot.", "NotEnoughDiamonds.", "WrongCurrency."),
    *("BelowMinimum.", "NothingLeft."),
)
"""Types that a service sees and a frontend does not."""


def test_what_only_finance_sees_stands_apart() -> None:
    narrower = {name: audience for name, field in own_fields() if (audience := audience_of(field)) != Audience.PUBLIC}
    apart = (
        *("PurchaseEconomics.", "CommissionLine.", "TraceStep.", "TraceInput.", "Guard"),
        *("RuleBookStatus.", "BookDiagnostic.", "FailedBookLoad.", "HaltInForce."),
    )
    services = {name for name in narrower if name.startswith(OF_SERVICES)}
    others = {name for name in narrower if not name.startswith(apart)} - services
    assert {name: narrower[name] for name in others} == {
        "Query.ruleBookStatus": Audience.FINANCE,
        "Halted.reason": Audience.FINANCE,
        "PricedPackage.economics": Audience.FINANCE,
        "PricedPackage.trace": Audience.FINANCE,
        "PricedItem.economics": Audience.FINANCE,
        "PricedItem.trace": Audience.FINANCE,
        "ChosenQuote.economics": Audience.FINANCE,
        "ChosenQuote.trace": Audience.FINANCE,
        "ItemQuote.economics": Audience.FINANCE,
        "ItemQuote.trace": Audience.FINANCE,
        "ExchangeQuote.trace": Audience.FINANCE,
        "PurchaseQuote.economics": Audience.FINANCE,
        "PurchaseQuote.trace": Audience.FINANCE,
        "GiftQuote.earnings": Audience.SERVICE,
        "GiftQuote.trace": Audience.FINANCE,
        "GiftQuote.subsidy": Audience.SERVICE,
        "AppliedPromotion.borneBy": Audience.SERVICE,
        "Query.purchaseQuotes": Audience.SERVICE,
        "Query.itemQuotes": Audience.SERVICE,
        "Query.giftQuotes": Audience.SERVICE,
        "Query.guards": Audience.FINANCE,
        "OutsideEnvelope.bound": Audience.FINANCE,
        "OutsideEnvelope.boundedTo": Audience.FINANCE,
        "OutsideEnvelope.seen": Audience.FINANCE,
        "Query.payoutQuote": Audience.SERVICE,
        "Query.payoutQuotes": Audience.SERVICE,
        "Query.verifyQuote": Audience.SERVICE,
        "PurchaseQuote.signed": Audience.SERVICE,
        "ItemQuote.signed": Audience.SERVICE,
        "GiftQuote.signed": Audience.SERVICE,
    }
    assert {narrower[name] for name in narrower if name.startswith(apart)} == {Audience.FINANCE}
    assert narrower["PayoutQuote.trace"] == Audience.FINANCE
    assert {narrower[name] for name in services - {"PayoutQuote.trace"}} == {Audience.SERVICE}


def test_no_public_path_leads_to_what_only_finance_sees() -> None:
    query = SCHEMA.query_type
    assert query is not None
    reached: set[str] = set()
    waiting: list[Any] = [query]
    while waiting:
        found = waiting.pop()
        if found.name in reached:
            continue
        reached.add(found.name)
        if isinstance(found, GraphQLUnionType):
            waiting += found.types
        if isinstance(found, GraphQLInterfaceType):
            waiting += SCHEMA.get_possible_types(found)
        if isinstance(found, GraphQLObjectType | GraphQLInterfaceType):
            waiting += [
                get_named_type(field.type) for field in found.fields.values() if audience_of(field) is Audience.PUBLIC
            ]
    assert "Price" in reached
    assert reached.isdisjoint({"PurchaseEconomics", "CommissionLine", "TraceStep", "TraceInput"})


def test_audiences_stand_in_the_published_text_and_no_operation_can_use_them(api: Api) -> None:
    text = sdl.schema_text()
    assert "  economics: PurchaseEconomics! @audience(least: FINANCE)\n" in text
    assert "): [PurchaseQuoteResult!]! @audience(least: SERVICE)\n" in text
    assert "directive @audience(least: Audience!) on FIELD_DEFINITION\n" in text
    locations = {directive.name: {each.name for each in directive.locations} for directive in SCHEMA.directives}
    own = locations.keys() - {directive.name for directive in specified_directives}
    assert {name: locations[name] for name in own} == {"audience": {"FIELD_DEFINITION"}}
    error = api.error("{ ruleBook { digest @audience(least: FINANCE) } }")
    assert error["extensions"]["code"] == "GRAPHQL_VALIDATION_FAILED"


def test_every_scalar_with_a_standard_names_it() -> None:
    own = {each.name: each.specified_by_url for each in own_types() if isinstance(each, GraphQLScalarType)}
    assert {name for name, url in own.items() if url is None} == {
        *("Coins", "Diamonds", "PlatformCode", "PromotionCode", "Rate"),
    }


def test_no_field_is_asynchronous() -> None:
    assert [name for name, field in own_fields() if field.extensions["strawberry-definition"].is_async] == []


def test_resolvers_know_nothing_of_http() -> None:
    for path in sorted([*TYPES.glob("*.py"), *TYPES.parent.glob("*.py")]):
        imported = {
            name.partition(".")[0]
            for node in ast.walk(ast.parse(path.read_text("utf-8")))
            if isinstance(node, ast.Import | ast.ImportFrom)
            for name in (
                [node.module or ""] if isinstance(node, ast.ImportFrom) else [each.name for each in node.names]
            )
        }
        assert not imported & OF_HTTP, path.name


@pytest.mark.parametrize("name", ["schema.graphql", "possible-types.json", "introspection.json"])
def test_the_published_schema_is_the_one_in_the_code(name: str) -> None:
    published = (sdl.published_folder() / name).read_text(encoding="utf-8")
    assert published == sdl.published_texts()[name], "write it anew with `make schema`"


def test_the_published_schema_is_sorted_and_can_be_read_back() -> None:
    text = sdl.schema_text()
    schema = build_schema(text)
    names = [line.split()[1] for line in text.splitlines() if line.startswith(("type ", "enum ", "input ", "scalar "))]
    assert names == sorted(names)
    for each in schema.type_map.values():
        if isinstance(each, GraphQLObjectType) and not each.name.startswith("__"):
            assert list(each.fields) == sorted(each.fields)


def test_the_command_compares_shows_the_difference_and_writes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "schema"
    monkeypatch.setattr(sdl, "published_folder", lambda: folder)
    assert sdl.main([]) == 1
    capsys.readouterr()
    assert sdl.main(["--write"]) == 0
    assert (sdl.main([]), capsys.readouterr().out) == (0, "")
    file = folder / "schema.graphql"
    file.write_text(file.read_text("utf-8").replace("perCoin: UnitPrice!", "perCoin: Money!"), "utf-8")
    assert sdl.main([]) == 1
    shown = capsys.readouterr()
    assert "-  perCoin: Money!\n" in shown.out
    assert "+  perCoin: UnitPrice!\n" in shown.out
    (folder / "possible-types.json").write_text("{}")
    (folder / "introspection.json").unlink()
    assert sdl.main([]) == 1
    assert [line.split()[0] for line in capsys.readouterr().err.splitlines()] == [
        "schema/schema.graphql",
        "schema/possible-types.json",
        "schema/introspection.json",
    ]
    assert sdl.main(["--wrong"]) == 2


def test_introspection_tells_the_schema(api: Api) -> None:
    names = {each["name"] for each in api.ask("{ __schema { types { name } } }")["__schema"]["types"]}
    assert {each.name for each in own_types()} <= names


def test_every_type_tells_whether_it_is_one_of(api: Api) -> None:
    """Lists and non-nulls among them, which are null there, and objects; Strawberry's own resolver failed at those."""
    told = api.ask("{ __schema { types { name isOneOf fields { type { isOneOf ofType { isOneOf } } } } } }")
    types = {each["name"]: each["isOneOf"] for each in told["__schema"]["types"]}
    assert (types["LotInput"], types["Query"], types["RegionCode"]) == (False, None, None)
    fields = [field["type"] for each in told["__schema"]["types"] for field in each["fields"] or ()]
    assert {field["isOneOf"] for field in fields} == {None}
