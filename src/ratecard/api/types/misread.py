"""Values that a person may have typed wrongly: they become a refusal of their own question, and end no other.

GraphQL ends a whole request at the first scalar that cannot be read. So each scalar of ours gives a `Misread` for a
text or number of the right JSON type that it cannot read, and an input that holds one becomes one, with its path.
What resolvers get is either all read or a `Misread`. A value of the wrong JSON type stays an error of the request.
"""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec
from graphql import GraphQLError, GraphQLScalarType


class Unreadable(GraphQLError):
    """A text or a number of the right JSON type that is not a value of the scalar: 2026-02-30 is not an instant."""


class Misread(msgspec.Struct, frozen=True, gc=False):
    """Why a value, or an input that holds it, cannot be read. `path` leads to the value: ("want", "amount").

    `reference` is the caller's own name for the input.
    """

    message: str
    path: tuple[str, ...] = ()
    reference: str | None = None

    def under(self, *names: str) -> "Misread":
        """The same, seen from further outside."""
        return Misread(self.message, (*names, *self.path), self.reference)


def first_misread(values: Mapping[str, Any], names: Mapping[str, str]) -> Misread | None:
    """The first of some values that cannot be read, or that is a list with one that cannot, else None.

    `names` has the names in the schema of the values' own, which begin the path.
    """
    for name, value in values.items():
        kind = type(value)
        if kind is Misread:
            found: Misread = value.under(names[name])
            return found
        if kind is list and Misread in map(type, value):
            index = list(map(type, value)).index(Misread)
            inside: Misread = value[index]
            return inside.under(names[name], str(index))
    return None


def read_leniently(scalar: GraphQLScalarType) -> None:
    """Lets a scalar of a schema give a `Misread` for what it cannot read, as a literal and in variables alike."""
    scalar.parse_value = scalar.coerce_input_value = _lenient(scalar.coerce_input_value)  # type: ignore[method-assign]
    scalar.parse_literal = _lenient(scalar.parse_literal)  # type: ignore[method-assign]


def _lenient(parse: Callable[..., Any]) -> Callable[..., Any]:
    def parse_or_misread(*given: Any) -> Any:
        try:
            return parse(*given)
        except Unreadable as unreadable:
            return Misread(unreadable.message)

    return parse_or_misread
