"""One description of each answer: the GraphQL schema and the classes of the Python face agree with it."""

import dataclasses
from collections.abc import Iterator
from datetime import date, datetime
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import msgspec
import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    get_named_type,
)

import ratecard
from ratecard.answers.chosen import CHOSEN_QUOTE
from ratecard.answers.eligibility import ELIGIBILITY_CHECK
from ratecard.answers.exchanges import EXCHANGE_QUOTE
from ratecard.answers.figures import Figure, FigureType, Record
from ratecard.answers.gifts import GIFT_LIST, GIFT_QUOTE
from ratecard.answers.payouts import PAYOUT_QUOTE
from ratecard.answers.purchases import ITEM_QUOTE, PRICE_LIST, PURCHASE_QUOTE
from ratecard.api.types.fields import AUDIENCE
from ratecard.api.types.schema import make_schema
from ratecard.audience import Audience
from ratecard.currency import Currency
from ratecard.money import Coins, Diamonds, ExactMoney, Money, Rate, UnitPrice
from ratecard.python import (
    beside,
    chosen_listed,
    exchanges,
    gifts,
    items,
    limits,
    payouts,
    prices,
    promotions,
    purchases,
    shows,
)
from ratecard.refusals import Condition, Refusal

ANSWERS = (
    PURCHASE_QUOTE,
    ITEM_QUOTE,
    CHOSEN_QUOTE,
    EXCHANGE_QUOTE,
    PRICE_LIST,
    GIFT_QUOTE,
    GIFT_LIST,
    PAYOUT_QUOTE,
    ELIGIBILITY_CHECK,
)
SCHEMA = make_schema(ordered=True).core

IN_THE_SCHEMA_ALONE = {
    (
        "PurchaseQuote",
        "facts",
    ): "whoever asks a command has just written them; Python callers get them as they gave them",
    (
        "ItemQuote",
        "facts",
    ): "whoever asks a command has just written them; Python callers get them as they gave them",
    ("ExchangeQuote", "trace"): "commands have `explain`, and Python callers a property",
    (
        "ChosenQuote",
        "facts",
    ): "whoever asks a command has just written them; Python callers get them as they gave them",
    ("ChosenQuote", "trace"): "commands have `explain`, and Python callers a property",
    ("ItemQuote", "trace"): "commands have `explain`, and Python callers a property",
    ("PricedItem", "economics"): "commands show it of a quote",
    ("PricedItem", "trace"): "commands show it of a quote",
    ("PurchaseQuote", "trace"): "commands have `explain`, and Python callers a property",
    ("PricedPackage", "economics"): "commands show it of a quote",
    ("PricedPackage", "trace"): "commands show it of a quote",
    ("PurchaseEconomics", "commissionLines"): "commands show them in a trace",
    ("GiftQuote", "trace"): "commands have `explain`, and Python callers a property",
    ("PayoutQuote", "label"): "commands show it in the title of a table",
    ("PayoutQuote", "labelLocale"): "commands show it in the title of a table",
    ("PayoutQuote", "trace"): "commands have `explain`, and Python callers a property",
    **{
        (quote, name): "servers sign, and servers answer batches in which each question has a name"
        for quote in ("PurchaseQuote", "ItemQuote", "GiftQuote", "PayoutQuote")
        for name in ("signed", "asOf", "reference")
    },
    ("Refusal", "reference"): "servers answer batches in which each question has a name",
}
NULL_IN_THE_SCHEMA_ALONE = "at"
"""The schema says the instant asked about only where one was given; a command always knows it."""

CLASSES: tuple[tuple[Record, Any], ...] = (
    (PURCHASE_QUOTE, ratecard.PurchaseQuote),
    (ITEM_QUOTE, ratecard.ItemQuote),
    (CHOSEN_QUOTE, ratecard.ChosenQuote),
    (EXCHANGE_QUOTE, ratecard.ExchangeQuote),
    (PRICE_LIST, ratecard.PriceList),
    (GIFT_QUOTE, ratecard.GiftQuote),
    (PAYOUT_QUOTE, ratecard.PayoutQuote),
)
PARTS: dict[str, Any] = {
    "Price": prices.Price,
    "TaxLine": prices.TaxLine,
    "PurchaseEconomics": prices.PurchaseEconomics,
    "PricesByWay": purchases.PricesByWay,
    "Shown": shows.Shown,
    "Perk": shows.Perk,
    "SavingAgainst": beside.SavingAgainst,
    "Saving": beside.Saving,
    "LowestPrice": beside.LowestPrice,
    "SecondCurrency": beside.SecondCurrency,
    "WithheldPackage": purchases.WithheldPackage,
    "WithheldItem": items.WithheldItem,
    "WithheldChosen": chosen_listed.WithheldChosen,
    "ChosenThing": chosen_listed.ChosenThing,
    "ChosenCoins": chosen_listed.ChosenCoins,
    "ChosenAmount": chosen_listed.ChosenAmount,
    "CoinRange": chosen_listed.CoinRange,
    "AmountRange": chosen_listed.AmountRange,
    "ChosenTier": chosen_listed.ChosenTier,
    "ChosenBonus": chosen_listed.ChosenBonus,
    "PriceRounding": chosen_listed.PriceRounding,
    "UnitsWith": exchanges.UnitsWith,
    "PriceBounds": purchases.PriceBounds,
    "AppliedPromotion": promotions.AppliedPromotion,
    "OpenPromotion": prices.OpenPromotion,
    "OpenGiftPromotion": promotions.OpenGiftPromotion,
    "BroughtCode": promotions.BroughtCode,
    "GiftEarnings": gifts.GiftEarnings,
    "RecipientPart": gifts.RecipientPart,
    "PaidLot": payouts.PaidLot,
    "Withheld": payouts.Withheld,
    "OpenLimit": limits.OpenLimit,
    "UsedAmount": limits.UsedAmount,
    "RaisedWant": payouts.RaisedWant,
    "Condition": Condition,
}
IN_PYTHON_ALONE = {"facts", "traced", "looked_up"}
NOT_IN_PYTHON = {
    ("GiftQuote", "rarity"): "a rarity is what readers of a list sort by",
    ("GiftQuote", "kinds"): "`kind` is the one that was asked about",
    ("GiftQuote", "level"): "the quote's conditions say what it asks for",
    ("PriceList", "sells_nothing"): "no packages and none withheld say the same",
}
PYTHON_TYPES: dict[FigureType, Any] = {
    FigureType.TEXT: str,
    FigureType.ID: str,
    FigureType.FLAG: bool,
    FigureType.COUNT: int,
    FigureType.COINS: Coins,
    FigureType.DIAMONDS: Diamonds,
    FigureType.UNITS: int,
    FigureType.MONEY: Money,
    FigureType.EXACT_MONEY: ExactMoney,
    FigureType.UNIT_PRICE: UnitPrice,
    FigureType.RATE: Rate,
    FigureType.INSTANT: datetime,
    FigureType.DAY: date,
    FigureType.REGION: str,
    FigureType.PLATFORM: str,
    FigureType.CURRENCY: Currency,
}


def records(record: Record) -> Iterator[Record]:
    """A record and all that stand in it."""
    yield record
    for figure in record.figures:
        if isinstance(figure.type, Record):
            yield from records(figure.type)
    for kind in record.one_of:
        yield from records(kind)


RECORDS = list({part.name: part for answer in ANSWERS for part in records(answer)}.values())


def difference(figure: Figure, field: GraphQLField) -> list[str]:
    """In what a field of the schema is another than the figure."""
    wrong = []
    audience = Audience[field.extensions["strawberry-definition"].metadata[AUDIENCE].name]
    if audience is not figure.audience:
        wrong.append(f"is for {audience.value} and not for {figure.audience.value}")
    may_be_null = not isinstance(field.type, GraphQLNonNull)
    if may_be_null != figure.nullable and figure.name != NULL_IN_THE_SCHEMA_ALONE:
        wrong.append("may be null" if may_be_null else "may not be null")
    inner: Any = field.type.of_type if isinstance(field.type, GraphQLNonNull) else field.type
    if isinstance(inner, GraphQLList) != figure.many:
        wrong.append("is a list" if not figure.many else "is not a list")
    named = get_named_type(field.type)
    expected = figure.type.name if isinstance(figure.type, Record) else figure.type.value
    if figure.type is FigureType.WORD:
        wrong += [] if isinstance(named, GraphQLEnumType) else [f"is {named} and no enum"]
    elif named.name != expected:
        wrong.append(f"is {named} and not {expected}")
    return [f"{figure.published_name} {words}" for words in wrong]


def disagreements(record: Record) -> list[str]:
    """In what the schema's type is another than the record."""
    type_of_schema = SCHEMA.type_map[record.name]
    assert isinstance(type_of_schema, GraphQLObjectType | GraphQLInterfaceType)
    figures = {figure.published_name: figure for figure in record.figures if figure.type is not FigureType.NAMES}
    beside = {name for owner, name in IN_THE_SCHEMA_ALONE if owner == record.name}
    wrong = [f"{name} is not in the schema" for name in figures if name not in type_of_schema.fields]
    wrong += [
        f"{name} is not described" for name in type_of_schema.fields if name not in figures and name not in beside
    ]
    for name, figure in figures.items():
        if name in type_of_schema.fields:
            wrong += difference(figure, type_of_schema.fields[name])
    return wrong


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.name)
def test_the_schema_has_each_figure_with_its_type_nullability_and_audience(record: Record) -> None:
    assert disagreements(record) == []


def test_what_the_schema_has_beside_the_figures_is_there() -> None:
    for owner, name in IN_THE_SCHEMA_ALONE:
        type_of_schema = SCHEMA.type_map[owner]
        assert isinstance(type_of_schema, GraphQLObjectType | GraphQLInterfaceType)
        assert name in type_of_schema.fields


def with_coins(**changes: Any) -> Record:
    """The record of a price list's packages with one figure changed."""
    package = next(record for record in RECORDS if record.name == "PricedPackage")
    figures = tuple(
        msgspec.structs.replace(figure, **changes) if figure.name == "coins" else figure for figure in package.figures
    )
    return msgspec.structs.replace(package, figures=figures)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": "coin_count"}, ["coinCount is not in the schema", "coins is not described"]),
        ({"type": FigureType.COUNT}, ["coins is Coins and not Int"]),
        ({"type": FigureType.WORD}, ["coins is Coins and no enum"]),
        ({"nullable": True}, ["coins may not be null"]),
        ({"many": True}, ["coins is not a list"]),
        ({"audience": Audience.FINANCE}, ["coins is for public and not for finance"]),
    ],
)
def test_each_difference_from_the_schema_is_found(changes: dict[str, Any], said: list[str]) -> None:
    assert disagreements(with_coins(**changes)) == said


def wrong_in_python(record: Record, cls: Any) -> Iterator[str]:
    """In what a class for Python callers is another than the record."""
    hints = get_type_hints(cls)
    figures = {figure.name: figure for figure in record.figures if not figure.for_readers}
    for own in dataclasses.fields(cls):
        figure = figures.pop(own.name, None)
        if figure is None:
            if own.name not in IN_PYTHON_ALONE:
                yield f"{own.name} is not described"
            continue
        members = set(get_args(hints[own.name])) if get_origin(hints[own.name]) in (Union, UnionType) else set()
        if (NoneType in members) != figure.nullable:
            yield f"{own.name} may {'' if NoneType in members else 'not '}be None"
        rest = next(iter(members - {NoneType})) if len(members) == 2 else hints[own.name]
        if figure.many:
            rest = get_args(rest)[0] if get_origin(rest) is tuple else rest
        if not is_expected(figure, rest):
            yield f"{own.name} is {rest}"
    yield from (f"{name} is missing" for name in figures if (record.name, name) not in NOT_IN_PYTHON)


def is_expected(figure: Figure, given: Any) -> bool:
    """Whether a type is that of the figure's value."""
    if isinstance(figure.type, Record):
        quoted = {"PricedPackage": ratecard.PurchaseQuote, "PricedItem": ratecard.ItemQuote}
        return given is quoted.get(figure.type.name, PARTS.get(figure.type.name))
    if figure.type is FigureType.WORD:
        literals = {type(value) for value in get_args(given)} - {NoneType}
        return (isinstance(given, type) and issubclass(given, Enum)) or (
            get_origin(given) is Literal and literals == {str}
        )
    if figure.type is FigureType.NAMES:
        return get_args(given) == (str, str)
    if figure.type is FigureType.REFUSAL:
        return bool(given == Refusal)
    return given is PYTHON_TYPES[figure.type]


def described_classes() -> Iterator[tuple[Record, Any]]:
    yield from CLASSES
    yield from (
        (record, PARTS[record.name]) for record in RECORDS if record.name in PARTS and record.name != "Condition"
    )


@pytest.mark.parametrize(("record", "cls"), list(described_classes()), ids=lambda value: getattr(value, "name", ""))
def test_python_callers_get_each_figure_with_its_type_and_nullability(record: Record, cls: Any) -> None:
    assert list(wrong_in_python(record, cls)) == []


def test_each_difference_in_python_is_found() -> None:
    price = next(record for record in RECORDS if record.name == "Price")
    assert list(wrong_in_python(price, ratecard.PurchaseQuote))[:2] == [
        "at is not described",
        "valid_from is not described",
    ]
    nullable = msgspec.structs.replace(
        price, figures=tuple(msgspec.structs.replace(figure, nullable=True) for figure in price.figures)
    )
    found = list(wrong_in_python(nullable, PARTS["Price"]))
    assert found == [f"{name} may not be None" for name in ("regular", "discount", "listed", "tax_status", "lines")]
