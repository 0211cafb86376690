"""Why a question gets no figure: one type for each refusal, made from its class, under one interface."""

from collections.abc import Callable
from types import GenericAlias, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

import strawberry

from ratecard import refusals
from ratecard.api.audience import Audience
from ratecard.api.context import Context
from ratecard.api.types.fields import api_interface, api_type, field
from ratecard.api.types.misread import Misread
from ratecard.api.types.scalars import CurrencyCode, Decimal, DiamondCount, PlatformCode, RegionCode
from ratecard.instants import Instant
from ratecard.money import Money
from ratecard.refusals.refused import Kind, Refused, Told, told_of
from ratecard.showing import Reader


@api_type
class Condition:
    """One requirement that the rules make of a fact."""

    condition: strawberry.Private[refusals.Condition]

    @field(Audience.PUBLIC)
    def fact(self) -> str:
        """The fact's declared name, such as "buyer.age"."""
        return self.condition.fact

    @field(Audience.PUBLIC)
    def required(self) -> str:
        """What the fact has to be, in the words of the rules: "at least 18", "yes"."""
        return self.condition.requirement

    @field(Audience.PUBLIC)
    def actual(self) -> str | None:
        """What the fact is; null while it is not known."""
        return self.condition.actual


def conditions_of(conditions: tuple[refusals.Condition, ...]) -> list[Condition]:
    """The conditions as the API shows them."""
    return [Condition(condition=condition) for condition in conditions]


@api_type
class PlainMoney:
    """An exact amount of one currency, not written for people."""

    exact: strawberry.Private[Money]

    @field(Audience.SERVICE)
    def amount(self) -> Decimal:
        """The amount in major units, with all the decimals that ISO 4217 gives the currency."""
        return Decimal(self.exact.amount)

    @field(Audience.SERVICE)
    def currency(self) -> CurrencyCode:
        """The currency."""
        return CurrencyCode(self.exact.currency.code)


@api_interface
class Refusal:
    """Why a question gets no figure. A refusal is an expected answer and no error."""

    refusal: strawberry.Private[Refused]
    reader: strawberry.Private[Reader | None] = None
    reference_given: strawberry.Private[str | None] = None

    @field(Audience.PUBLIC)
    def reference(self) -> str | None:
        """The `reference` of the question, as it was given; else null."""
        return self.reference_given

    @field(Audience.PUBLIC)
    def code(self) -> str:
        """The reason for programs; it never changes, such as "NOT_SOLD"."""
        return str(self.refusal.code)

    @field(Audience.PUBLIC)
    def message(self) -> str:
        """The reason as an English sentence for people who read logs. Programs read the code and the facts."""
        return self.refusal.message if self.reader is None else self.reader.message(self.refusal)


SCALARS: dict[Kind, Any] = {
    Kind.REGION: RegionCode,
    Kind.PLATFORM: PlatformCode,
    Kind.CURRENCY: CurrencyCode,
    Kind.ID: strawberry.ID,
    Kind.INSTANT: Instant,
    Kind.DIAMONDS: DiamondCount,
    Kind.AMOUNT: Decimal,
}
"""What the API calls a fact's kind. The value is the same."""

Show = Callable[[Any], object]


def _as_it_is(value: object) -> object:
    return value


OBJECTS: dict[object, tuple[Any, Show]] = {
    refusals.Condition: (Condition, lambda condition: Condition(condition=condition)),
    Money: (PlainMoney, lambda money: PlainMoney(exact=money)),
}
"""The types of the API for facts that have fields of their own."""


def _shown(fact_type: Any, kind: Kind) -> tuple[Any, Show]:
    """The type that the API gives a fact, and what makes a value of it."""
    inner = [part for part in get_args(fact_type) if part not in (..., type(None))]
    if get_origin(fact_type) is tuple:
        shown, show = _shown(inner[0], kind)
        return GenericAlias(list, (shown,)), lambda values: [show(value) for value in values]
    if inner:
        shown, show = _shown(inner[0], kind)
        return shown | None, lambda value: None if value is None else show(value)
    if fact_type in OBJECTS:
        return OBJECTS[fact_type]
    return SCALARS.get(kind, fact_type), _as_it_is


def _field_of(name: str, fact_type: object, told: Told, audience: Audience) -> object:
    """The field of one fact, whose description is what is told of it."""
    shown, show = _shown(fact_type, told.kind)

    def read(self: Refusal) -> object:
        return show(getattr(self.refusal, name))

    read.__name__, read.__doc__, read.__annotations__ = name, told.description, {"return": shown}
    return field(audience)(read)


def type_of(refused: type[Refused]) -> type[Refusal]:
    """The type of a refusal: its name, its docstring, and a field for each fact of which something is told."""
    audience = Audience[refused.audience.name]
    facts = {
        name: _field_of(name, fact_type, told, audience if told.audience is None else Audience[told.audience.name])
        for name, fact_type, told in told_of(refused)
    }
    return api_type(type(refused.__name__, (Refusal,), {"__doc__": refused.__doc__, "__module__": __name__, **facts}))


_TYPES: dict[type[Refused], type[Refusal]] = {refused: type_of(refused) for refused in get_args(refusals.Refusal)}


def result(name: str, description: str, answer: type, refused: UnionType) -> Any:
    """The union of an answer and of what may refuse it."""
    members = (answer, *(_TYPES[member] for member in get_args(refused)))
    return Annotated[Union[members], strawberry.union(name, description=description)]  # noqa: UP007


def refusal_of(refusal: Refused, *where: str) -> Refusal:
    """The refusal as the API shows it: the type of the same name, with what the caller gave cut at 60 characters.

    `where` leads to the question in the field's arguments: ("inputs", "3").
    """
    if isinstance(refusal, refusals.InvalidInput):
        refusal = refusals.InvalidInput((*where, *refusal.path), refusal.message)
    return _TYPES[type(refusal)](refusal=refusal.brief())


def refuse_misread(context: Context, misread: Misread, reference: str | None = None) -> Refusal:
    """The answer to a question of which something cannot be read. It is the same at every instant.

    `reference` is that of the question, where what cannot be read stands beside it.
    """
    refusal = refusals.InvalidInput(misread.path, misread.message)
    context.refused(refusal)
    told = refusal_of(refusal)
    told.reference_given = misread.reference or reference
    return told
