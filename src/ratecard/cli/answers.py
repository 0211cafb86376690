"""Answers as JSON, written from their description, with the names that the GraphQL schema gives the same things."""

from collections.abc import Callable
from enum import Enum
from typing import Any

import msgspec

from ratecard.answers.figures import Figure, FigureType, Record
from ratecard.diagnostics.diagnostic import Place
from ratecard.instants import Instant
from ratecard.locale.amounts import format_money
from ratecard.money import ExactMoney, Money, UnitPrice
from ratecard.quotes.tracing.formulas import formula, value_text
from ratecard.quotes.tracing.steps import Step
from ratecard.refusals import Condition, Refused
from ratecard.refusals.refused import Kind, told_of
from ratecard.showing import Reader, instant_text, rate_text

Json = dict[str, object]


def to_json(value: object) -> str:
    """Indented JSON text."""
    return msgspec.json.format(msgspec.json.encode(value), indent=2).decode()


def moment(instant: Instant | None) -> str | None:
    """RFC 3339 in UTC: 2026-07-01T00:00:00Z."""
    return None if instant is None else instant_text(instant)


def money_json(money: Money, locale: str) -> Json:
    """An exact amount, and how it is written for people."""
    return {
        "amount": money.amount,
        "minorUnits": str(money.minor),
        "currency": money.currency.code,
        "exponent": money.currency.exponent,
        "formatted": format_money(money, locale),
    }


def exact_money_json(exact: ExactMoney) -> Json:
    """An amount that is not rounded: a fraction in lowest terms, in major units."""
    value = exact.fraction
    return {
        "numerator": str(value.numerator),
        "denominator": str(value.denominator),
        "currency": exact.currency.code,
    }


def unit_price_json(price: UnitPrice, reader: Reader) -> Json:
    """A price of one coin: exact as a fraction, and rounded for showing."""
    exact = price.fraction
    return {
        "numerator": str(exact.numerator),
        "denominator": str(exact.denominator),
        "amount": reader.unit_price_amount(price),
        "currency": price.currency.code,
        "formatted": reader.unit_price_formatted(price),
        "rounding": reader.unit_price_rounding(price),
    }


def _as_it_is(value: object, _: Reader) -> object:
    return value


WRITERS: dict[FigureType, Callable[[Any, Reader], object]] = {
    FigureType.MONEY: lambda money, reader: money_json(money, reader.locale),
    FigureType.EXACT_MONEY: lambda exact, _: exact_money_json(exact),
    FigureType.UNIT_PRICE: unit_price_json,
    FigureType.RATE: lambda rate, _: rate_text(rate),
    FigureType.INSTANT: lambda instant, _: moment(instant),
    FigureType.DAY: lambda day, _: day.isoformat(),
    FigureType.CURRENCY: lambda currency, _: currency.code,
    FigureType.WORD: lambda word, _: (word.value if isinstance(word, Enum) else word).upper().replace(" ", "_"),
    FigureType.REFUSAL: lambda refusal, _: refusal_json(refusal)["refusal"],
}
"""How a figure's value is written in JSON, where not as it is."""


def answer_json(record: Record, answer: object, reader: Reader) -> Json:
    """An answer, or a part of one, with all figures that are described of it, in the order of the description."""
    return {
        figure.published_name: _figure_json(figure, answer, reader)
        for figure in record.of(answer).figures
        if figure.type is not FigureType.NAMES  # a reader gets the one in their language
    }


def _figure_json(figure: Figure, source: object, reader: Reader) -> object:
    value = figure.read(source, reader) if figure.for_readers else figure.read(source)
    if value is None:
        return None
    return (
        [_value_json(figure.type, part, reader) for part in value]
        if figure.many
        else _value_json(figure.type, value, reader)
    )


def _value_json(type: FigureType | Record, value: object, reader: Reader) -> object:
    if isinstance(type, Record):
        return answer_json(type, value, reader)
    return WRITERS.get(type, _as_it_is)(value, reader)


def refusal_json(refusal: Refused, reader: Reader | None = None) -> Json:
    """A refusal: its code, a sentence with the book's names of its units where there is a reader, and its facts."""
    refusal = refusal.brief()
    message = refusal.message if reader is None else reader.message(refusal)
    kinds = {name: told.kind for name, _, told in told_of(type(refusal))}
    facts = {_camel(name): _plain(getattr(refusal, name), kinds.get(name)) for name in refusal.__struct_fields__}
    return {"refusal": {"code": refusal.code, "message": message, **facts}}


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.title() for word in rest)


def _plain(value: object, kind: Kind | None) -> object:
    if kind is Kind.INSTANT and isinstance(value, int):
        return moment(Instant(value))
    if isinstance(value, tuple) and value and isinstance(value[0], Condition):
        return [
            {"fact": condition.fact, "required": condition.requirement, "actual": condition.actual}
            for condition in value
        ]
    if isinstance(value, Money):
        return {"amount": value.amount, "minorUnits": str(value.minor), "currency": value.currency.code}
    return list(value) if isinstance(value, tuple) else value


def place_json(place: Place | None) -> Json:
    """A place in a rule file."""
    return {"file": place.file, "line": place.line, "column": place.column} if place else {}


def step_json(step: Step) -> Json:
    """One step of a trace."""
    return {
        "figure": step.figure,
        "operation": step.operation.value,
        "formula": formula(step),
        "inputs": [
            {"name": given.name, "value": value_text(given.value), **place_json(given.place)} for given in step.inputs
        ],
        "output": value_text(step.output),
        "rounding": str(step.rounding) if step.rounding else None,
        **place_json(step.place),
        "source": step.source,
        "since": moment(step.since),
    }
