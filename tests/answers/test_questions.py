"""One description of each question: the schema, the command line and the Python face ask it alike, field by field."""

import inspect
from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import pytest
import rich_click as click
from graphql import (
    GraphQLArgument,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLNonNull,
    Undefined,
    get_named_type,
)

import ratecard
from ratecard.answers.figures import FigureType
from ratecard.api.types.fields import AUDIENCE
from ratecard.api.types.schema import make_schema
from ratecard.audience import Audience
from ratecard.cli.chosen import explain_chosen, quote_chosen
from ratecard.cli.eligibility import quote_eligibility
from ratecard.cli.exchanges import explain_exchange, quote_exchange
from ratecard.cli.gift import explain_gift, gifts, quote_gift
from ratecard.cli.item import explain_item, quote_item
from ratecard.cli.payout import explain_payout, quote_payout
from ratecard.cli.prices import prices
from ratecard.cli.purchase import explain_purchase, quote_purchase
from ratecard.questions import (
    CHOSEN,
    ELIGIBILITY,
    EXCHANGE,
    GIFT,
    GIFTS,
    ITEM,
    PAYOUT,
    PRICES,
    PURCHASE,
    Question,
    QuestionField,
)

SCHEMA = make_schema(ordered=True).core
QUESTIONS = (PURCHASE, ITEM, CHOSEN, EXCHANGE, PRICES, GIFT, GIFTS, PAYOUT, ELIGIBILITY)

BESIDE = {
    "locale": "for whom the answer is written, and nothing of the question",
    "buyer": "the common facts, typed; `facts` holds them by name",
    "creator": "the common facts, typed; `facts` holds them by name",
    "sign": "what becomes of the answer, and nothing of the question",
    "expected": "what a buyer was shown, which the answer is compared with",
    "reference": "what the caller calls the question, and nothing of it",
}
"""What the schema takes beside the fields."""

WITHIN_FACTS = {"package_facts"}
"""Fields that only Python callers state apart: elsewhere a fact itself says of which package it is."""

OPTIONS_BESIDE = {"blame", "source", "output", "locale", "age", "creator_age", "followers", "grade"}
"""Where the rules are, how and for whom the answer is written, and the common facts."""

SCHEMA_NAMES = {FigureType.MONEY: "WantedInput"}
"""Of what is a scalar in answers and an input in questions: whoever asks writes no `formatted`."""

Commands = tuple[click.Command, ...]
METHODS: tuple[tuple[Question, Callable[..., object]], ...] = (
    (PURCHASE, ratecard.Book.purchase),
    (ITEM, ratecard.Book.item),
    (CHOSEN, ratecard.Book.chosen),
    (EXCHANGE, ratecard.Book.exchange),
    (PRICES, ratecard.Book.price_list),
    (GIFT, ratecard.Book.gift),
    (PAYOUT, ratecard.Book.payout),
)
COMMANDS: tuple[tuple[Question, Commands], ...] = (
    (PURCHASE, (quote_purchase, explain_purchase)),
    (ITEM, (quote_item, explain_item)),
    (CHOSEN, (quote_chosen, explain_chosen)),
    (EXCHANGE, (quote_exchange, explain_exchange)),
    (PRICES, (prices,)),
    (GIFT, (quote_gift, explain_gift)),
    (GIFTS, (gifts,)),
    (PAYOUT, (quote_payout, explain_payout)),
    (ELIGIBILITY, (quote_eligibility,)),
)


AMOUNTS_AS_TEXT = ("amount", "spend")
"""Amounts that the schema takes with their currency in one text, as it does what was used of limits."""


def published(field: QuestionField) -> str:
    """The field's name in the schema: "packageId" for the package, "creatorRegion" for creator_region."""
    first, *others = field.name.split("_")
    name = first + "".join(word.capitalize() for word in others)
    return f"{name}Id" if field.type is FigureType.ID else name


def asked_in_the_schema(question: Question) -> dict[str, GraphQLArgument | GraphQLInputField]:
    """What the schema takes for a question: the fields of its input, with the arguments beside that."""
    assert SCHEMA.query_type is not None
    arguments: dict[str, Any] = dict(SCHEMA.query_type.fields[question.published_name].args)
    if "input" in arguments:
        given = get_named_type(arguments.pop("input").type)
        assert isinstance(given, GraphQLInputObjectType)
        arguments |= given.fields
    return arguments


def wrong_in_the_schema(question: Question) -> Iterator[str]:
    """In what the schema asks another question."""
    taken = {name: each for name, each in asked_in_the_schema(question).items() if name not in BESIDE}
    for field in question.fields:
        name = published(field)
        if field.name in WITHIN_FACTS:
            continue
        if name not in taken:
            yield f"{name} is not taken"
            continue
        argument = taken.pop(name)
        if field.type is not None:
            is_text = field.name in AMOUNTS_AS_TEXT
            expected = "String" if is_text else SCHEMA_NAMES.get(field.type, field.type.value)
            found = get_named_type(argument.type)
            if str(found) != expected:
                yield f"{name} is {found} and not {expected}"
        must_be_given = isinstance(argument.type, GraphQLNonNull) and argument.default_value is Undefined
        if must_be_given != (field.required and name != "at"):  # the server has a present instant
            yield f"{name} {'must' if must_be_given else 'need not'} be given"
        if argument.default_value is not Undefined and argument.default_value != field.default:
            yield f"{name} is {argument.default_value} where it is left out"
    yield from (f"{name} is not described" for name in taken)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.published_name)
def test_the_schema_takes_each_field_with_its_type_and_default(question: Question) -> None:
    assert list(wrong_in_the_schema(question)) == []


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.published_name)
def test_the_schema_is_asked_by_whom_the_question_is_for(question: Question) -> None:
    assert SCHEMA.query_type is not None
    field = SCHEMA.query_type.fields[question.published_name]
    assert Audience[field.extensions["strawberry-definition"].metadata[AUDIENCE].name] is question.audience


class OtherRequest(msgspec.Struct):
    """A purchase with another default, a field more, and one less."""

    region: str
    platform: str
    package: str
    at: int
    coupon: str
    quantity: int = 2


def test_each_difference_from_the_schema_is_found() -> None:
    types = {**PURCHASE.types, "platform": FigureType.REGION}
    other = msgspec.structs.replace(PURCHASE, request=OtherRequest, types=types)
    assert list(wrong_in_the_schema(other)) == [
        "platform is PlatformCode and not RegionCode",
        "coupon is not taken",
        "quantity is 1 where it is left out",
        "budget is not described",
        "codes is not described",
        "facts is not described",
        "used is not described",
    ]


@pytest.mark.parametrize(("question", "method"), METHODS, ids=lambda value: getattr(value, "published_name", ""))
def test_python_callers_are_asked_for_each_field_with_its_default(
    question: Question, method: Callable[..., object]
) -> None:
    parameters = {name: each for name, each in inspect.signature(method).parameters.items() if name != "self"}
    assert list(parameters) == [field.name for field in question.fields]
    for field in question.fields:
        default = parameters[field.name].default
        assert (default is inspect.Parameter.empty) == field.required, field.name
        if not field.required:
            assert default == field.default, field.name


@pytest.mark.parametrize(("question", "commands"), COMMANDS, ids=lambda value: getattr(value, "published_name", ""))
def test_commands_have_an_option_for_each_field_with_its_default(question: Question, commands: Commands) -> None:
    for command in commands:
        options = {option.name: option for option in command.params if option.name not in OPTIONS_BESIDE}
        fields = {field.name: field for field in question.fields if field.name not in WITHIN_FACTS}
        assert set(options) == set(fields)
        for name, field in fields.items():
            option = options[name]
            assert option.required == (field.required and name != "at"), name
            if not option.required and not option.multiple and name != "at":
                assert option.default == field.default, name
            assert option.multiple == (field.name in ("facts", "lots", "used", "codes")), name
