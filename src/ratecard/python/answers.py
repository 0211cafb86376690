"""What the answers to Python callers share: for how long they hold, what they assumed, and why they are as they are."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from functools import partial
from types import MappingProxyType
from typing import Any, TypeVar, cast

from ratecard.answers.figures import Figure, FigureType, Record
from ratecard.diagnostics.diagnostic import Place
from ratecard.instants import datetime_of
from ratecard.quotes.tracing.formulas import formula, value_text
from ratecard.quotes.tracing.steps import Step
from ratecard.refusals import Condition
from ratecard.terms.facts import FactValue

Quote = TypeVar("Quote")


@dataclass(frozen=True)
class TraceStep:
    """One figure with its arithmetic: "net" is "11.76 EUR", by the formula "13.99 EUR ÷ (1 + 19 %), half up".

    `place` is the file, line and column of the value that decided it, None where no rule did; `source` is what the
    rules cite for that value. `rounding` is None where nothing is rounded.
    """

    figure: str
    output: str
    formula: str
    rounding: str | None
    place: Place | None
    source: str | None


def steps_of(trace: Callable[[Quote], Iterable[Step]], quote: Quote) -> tuple[TraceStep, ...]:
    """The steps of a quote of the engine, each after those that it reads."""
    return tuple(
        TraceStep(
            figure=step.figure,
            output=value_text(step.output),
            formula=formula(step),
            rounding=str(step.rounding) if step.rounding else None,
            place=step.place,
            source=step.source,
        )
        for step in trace(quote)
    )


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a book answered as of `at`, by the rules with the digest `book_digest`.

    It holds from `valid_from` up to, and without, `valid_until`; None is without an end that is known. All instants are
    in UTC. `assumed_facts` were not given though a figure varies by them: what the rules say for that case was taken.
    """

    at: datetime
    valid_from: datetime
    valid_until: datetime | None
    book_digest: str
    assumed_facts: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Explained(Answer):
    """The quote of one question, made with `facts`. `open_conditions` ask for facts that were not given.

    Do not act on a quote while a condition is open: nothing known speaks against it, and that is all.
    """

    facts: Mapping[str, FactValue] = field(hash=False)
    open_conditions: tuple[Condition, ...]
    traced: Callable[[], tuple[TraceStep, ...]] = field(repr=False, compare=False)

    @property
    def trace(self) -> tuple[TraceStep, ...]:
        """Every figure with its arithmetic and the line of the rules that decided it, each after those it reads."""
        return self.traced()

    def __getstate__(self) -> dict[str, object]:
        """The quote for another process, with its trace worked out: the rules that it is read from stay here."""
        return {**self.__dict__, "traced": partial(tuple, self.trace)}


Shown = TypeVar("Shown", bound=object)
Parts = Mapping[str, type]
"""The class of each record, by its name, that callers get as one; of the others they get the engine's own object."""

NO_PARTS: Parts = MappingProxyType({})

CONVERTERS: dict[FigureType, Callable[[Any], object]] = {
    FigureType.INSTANT: datetime_of,
    FigureType.REFUSAL: lambda refusal: refusal.brief(),
}
"""What Python callers get of a figure, where not the engine's own value."""


def answer_of(cls: type[Shown], record: Record, answer: object, parts: Parts = NO_PARTS, **more: object) -> Shown:
    """An answer of the engine as callers see it: the figures of its description that the class has.

    `more` are the fields of the class that are not described; those given take the place of a described figure.
    """
    named = {figure.name: figure for figure in record.figures if not figure.for_readers}
    figures = [named[own.name] for own in fields(cast(Any, cls)) if own.name not in more]
    return cls(**{figure.name: _value_of(figure, answer, parts) for figure in figures}, **more)


def _value_of(figure: Figure, source: object, parts: Parts) -> object:
    value = figure.read(source)
    if value is None:
        return None
    return tuple(_part_of(figure, part, parts) for part in value) if figure.many else _part_of(figure, value, parts)


def _part_of(figure: Figure, value: object, parts: Parts) -> object:
    if isinstance(figure.type, Record):
        return answer_of(parts[figure.type.name], figure.type, value, parts) if figure.type.name in parts else value
    convert = CONVERTERS.get(figure.type)
    return value if convert is None else convert(value)
