"""Executes a document, and remembers with it which fields each type of answer has.

graphql-core works this out anew for each request, a tenth of the time of a small one. It depends on the document and
the type alone, unless a directive says `@skip` or `@include`.
"""

from typing import Any, TypeGuard, cast

import msgspec
from graphql import (
    DocumentNode,
    ExecutionResult,
    Executor,
    GraphQLObjectType,
    GraphQLSchema,
    execute_root_selection_set,
)
from graphql.execution.collect_fields import CollectedFields, FieldDetails

from ratecard.api.context import Context


class Plan(msgspec.Struct):
    """A document, and the fields below each of its fields by the type of the value, as far as there is `room`.

    `room` is counted in places of fields in the document: those that an entry is for, and those that it holds.
    """

    document: DocumentNode
    room: int
    known: dict[tuple[object, ...], CollectedFields] = {}


class PlannedExecutor(Executor[None]):
    """graphql-core's executor without incremental delivery, which the schema does not have; with a document's plan."""

    def __init__(self, *args: Any, plan: Plan, **others: Any) -> None:
        super().__init__(*args, **others)
        self._plan = plan

    def collect_subfields(
        self, return_type: GraphQLObjectType, field_details_list: list[FieldDetails]
    ) -> CollectedFields:
        """The fields below these, which are one field in all its places."""
        known = self._plan.known
        if len(field_details_list) == 1:
            key: tuple[object, ...] = (return_type, id(field_details_list[0].node))  # the plan keeps the nodes
        else:
            key = (return_type, *[id(each.node) for each in field_details_list])
        found = known.get(key)
        if found is None:
            found = super().collect_subfields(return_type, field_details_list)
            # An entry takes at least one, also where every field below is left out: without room none is kept.
            size = len(field_details_list) + sum(map(len, found.grouped_field_set.values()))
            if size <= self._plan.room:
                self._plan.room -= size
                known[key] = found
        return found


def plan_of(text: str, document: DocumentNode) -> Plan:
    """An empty plan. It has room for as many places as the document has tokens, and none where directives may be."""
    return Plan(document, 0 if "@" in text else document.token_count)


def execute(
    schema: GraphQLSchema,
    plan: Plan,
    context: Context,
    variables: dict[str, Any],
    operation_name: str | None = None,
) -> ExecutionResult:
    """The answer to an operation of a valid document, which its plan holds."""
    executor = PlannedExecutor.build(
        schema,
        plan.document,
        context_value=context,
        raw_variable_values=variables,
        operation_name=operation_name,
        is_awaitable=never,
        is_async_iterable=never,
        hide_suggestions=True,
        plan=plan,
    )
    if isinstance(executor, list):
        return ExecutionResult(None, executor)
    return cast(ExecutionResult, execute_root_selection_set(executor))


def never(_: object) -> TypeGuard[Any]:
    """Whether a value has to be awaited: none of our resolvers gives such a one."""
    return False
