"""Executes a document, and remembers with it which fields each type of answer has.

graphql-core works this out anew for each request, a tenth of the time of a small one. It depends on the document and
the type alone, unless a directive says `@skip` or `@include`.
"""

from typing import Any, NamedTuple, TypeGuard, cast

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

from ratecard.api import bounds
from ratecard.api.context import Context


class ExecutionPlan(msgspec.Struct):
    """A document, and the fields below each of its fields by the type of the value, as far as there is `room`.

    `room` is counted in places of fields in the document: those that an entry is for, and those that it holds.
    """

    document: DocumentNode
    room: int
    known: dict[tuple[object, ...], tuple[CollectedFields, int]] = {}


BYTES_BESIDE_NAME = 5
"""What a field takes in an answer beside its name, at least: two quotes, a colon, a digit and a comma."""


class AnswerEnds(BaseException):
    """The answer has more bytes than one may have. This is not the error of a field, told beside others."""


class Executed(NamedTuple):
    """The result of an operation, and how many fields it has below the root; None where it would be too large."""

    result: ExecutionResult | None
    fields: int


class PlannedExecutor(Executor[None]):
    """graphql-core's executor without incremental delivery, which the schema does not have; with a document's plan."""

    def __init__(self, *args: Any, plan: ExecutionPlan, bytes_most: int, **others: Any) -> None:
        super().__init__(*args, **others)
        self._plan = plan
        self._bytes_left = bytes_most
        self.fields = 0

    def collect_subfields(
        self, return_type: GraphQLObjectType, field_details_list: list[FieldDetails]
    ) -> CollectedFields:
        """The fields below these, which are one field in all its places, for one object of the answer.

        They are counted with the bytes that their names alone take, so that an answer ends before memory is full of it.
        """
        known = self._plan.known
        if len(field_details_list) == 1:
            key: tuple[object, ...] = (return_type, id(field_details_list[0].node))  # the plan keeps the nodes
        else:
            key = (return_type, *[id(details.node) for details in field_details_list])
        found = known.get(key)
        if found is None:
            collected = super().collect_subfields(return_type, field_details_list)
            found = (collected, sum(len(name) + BYTES_BESIDE_NAME for name in collected.grouped_field_set))
            # An entry takes at least one, also where every field below is left out: without room none is kept.
            size = len(field_details_list) + sum(map(len, collected.grouped_field_set.values()))
            if size <= self._plan.room:
                self._plan.room -= size
                known[key] = found
        collected, taken = found
        self.fields += len(collected.grouped_field_set)
        self._bytes_left -= taken
        if self._bytes_left < 0:
            raise AnswerEnds
        return collected


def plan_of(text: str, document: DocumentNode) -> ExecutionPlan:
    """An empty plan. It has room for as many places as the document has tokens, and none where directives may be."""
    return ExecutionPlan(document, 0 if "@" in text else document.token_count)


def execute(
    schema: GraphQLSchema,
    plan: ExecutionPlan,
    context: Context,
    variables: dict[str, Any],
    operation_name: str | None = None,
    bytes_most: int = bounds.ANSWER.most,
) -> Executed:
    """The answer to an operation of a valid document, which its plan holds, of so many bytes at most."""
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
        bytes_most=bytes_most,
    )
    if isinstance(executor, list):
        return Executed(ExecutionResult(None, executor), 0)
    assert isinstance(executor, PlannedExecutor)
    try:
        result = cast(ExecutionResult, execute_root_selection_set(executor))
    except AnswerEnds:
        return Executed(None, executor.fields)
    return Executed(result, executor.fields)


def never(_: object) -> TypeGuard[Any]:
    """Whether a value has to be awaited: none of our resolvers gives such a one."""
    return False
