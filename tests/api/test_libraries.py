"""A library that lacks what we use of it beside what it publishes is said by name, and no schema is made."""

import subprocess
import sys
from types import SimpleNamespace

import pytest
from graphql import GraphQLSchema, GraphQLString, graphql_sync
from graphql.type import GraphQLField, GraphQLObjectType, scalars

from ratecard.api.libraries import LibraryChanged, needed
from ratecard.api.types.resolving import resolve_directly
from ratecard.api.types.schema import make_schema
from ratecard.api.wording import SHOWING, show_values_as_json, written


def test_what_is_there_is_given() -> None:
    assert needed(SimpleNamespace(shown=3), "shown", "it is shown") == 3


def test_what_is_missing_is_named_with_what_it_is_for() -> None:
    with pytest.raises(LibraryChanged, match=r"^SimpleNamespace has no hidden, which is needed so that it is hidden$"):
        needed(SimpleNamespace(), "hidden", "it is hidden")


def test_no_schema_is_made_where_messages_show_values_in_another_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(scalars, "inspect")
    with pytest.raises(LibraryChanged, match=r"^graphql\.type\.scalars has no inspect, which is needed so that"):
        make_schema(ordered=False)


def test_messages_may_be_set_any_number_of_times() -> None:
    show_values_as_json()
    show_values_as_json()
    assert [sys.modules[name].__dict__["inspect"] for name in SHOWING] == [written] * len(SHOWING)


def test_a_schema_without_strawberrys_definitions_is_refused() -> None:
    plain = GraphQLSchema(GraphQLObjectType("Query", {"name": GraphQLField(GraphQLString)}))
    with pytest.raises(LibraryChanged, match="no type has the extension strawberry-definition"):
        resolve_directly(plain)
    assert graphql_sync(plain, "{ name }").errors is None


def test_reading_a_module_of_ours_changes_no_library() -> None:
    code = (
        "import graphql.type.scalars as scalars, ratecard.api.wording, ratecard.api.errors\n"
        "print(scalars.inspect.__module__)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.startswith("graphql.")
