"""The one way in which types and fields of the API are made.

A docstring is the description that the schema publishes, and every field names its audience.

Convention: a field is a method that takes only `self`, or, on `Query`, the request's context and arguments. Nothing is
computed for a field that nobody asked for.
"""

import dataclasses
import inspect
from collections.abc import Callable
from typing import Any, TypeVar, cast, dataclass_transform

import strawberry
from strawberry.types.field import StrawberryField
from strawberry.types.unset import UNSET

from ratecard.api.audience import Audience, AudienceDirective

T = TypeVar("T")
Method = TypeVar("Method", bound=Callable[..., object])

AUDIENCE = "audience"
"""The key in a field's metadata under which its audience stands."""


def field(audience: Audience) -> Callable[[Method], Method]:
    """Makes a method a field of the API that this audience may see. The method's docstring is its description."""

    def make(method: Method) -> Method:
        directives = [] if audience is Audience.PUBLIC else [AudienceDirective(least=audience)]
        made = StrawberryField(description=_prose(method), metadata={AUDIENCE: audience}, directives=directives)(method)
        for argument in made.arguments:
            if argument.default is None:
                argument.default = UNSET  # the schema says that it may be left out, and not `= null` beside that
        return cast(Method, made)

    return make


def given(description: str, *, default: Any = dataclasses.MISSING) -> Any:
    """A field of an input type; `default` stands for a value that is left out."""
    made = StrawberryField(description=description, default=default)
    if default is None:
        made.default_value = UNSET  # as in `field`
    return made


@dataclass_transform(kw_only_default=True)
def api_type(cls: type[T]) -> type[T]:
    """Makes a class an object type of the API. Its docstring is its description."""
    return strawberry.type(cls, description=_prose(cls))


@dataclass_transform(kw_only_default=True)
def api_interface(cls: type[T]) -> type[T]:
    """Makes a class an interface of the API. Its docstring is its description."""
    return strawberry.interface(cls, description=_prose(cls))


@dataclass_transform(kw_only_default=True, field_specifiers=(given,))
def api_input(cls: type[T]) -> type[T]:
    """Makes a class an input type of the API. Its docstring is its description."""
    return strawberry.input(cls, description=_prose(cls))


def _prose(described: object) -> str:
    """The docstring on one line: where a line ends in a source file says nothing in a description."""
    text = inspect.getdoc(described)
    if not text:
        raise ValueError(f"{described} has no docstring, which would be its description in the schema")
    return " ".join(text.split())
