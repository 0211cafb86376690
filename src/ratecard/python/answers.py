"""What the answers to Python callers share: for how long they hold, what they assumed, and why they are as they are."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from functools import partial
from typing import Any, Generic, TypeVar, cast

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


OF_A_QUOTE = frozenset({"facts", "traced", "looked_up"})
"""The fields of a quote that are given beside its figures."""


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
class OnLibrary(Answer):
    """An answer whose figures the library of the world may have decided. Which of its values did is looked up late."""

    looked_up: Callable[[], tuple[str, ...]] = field(repr=False, compare=False)

    @property
    def library_values(self) -> tuple[str, ...]:
        """The library's values that decided a figure, by their paths, sorted; none where rules say all themselves."""
        return self.looked_up()

    def __getstate__(self) -> dict[str, object]:
        """The answer for another process, with what is looked up late: the rules that it is read from stay here."""
        return {**self.__dict__, "looked_up": partial(tuple, self.library_values)}


@dataclass(frozen=True, kw_only=True)
class Explained(OnLibrary):
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
        return {**super().__getstate__(), "traced": partial(tuple, self.trace)}


Shown = TypeVar("Shown")

CONVERTERS: dict[FigureType, Callable[[Any], object]] = {
    FigureType.INSTANT: datetime_of,
    FigureType.REFUSAL: lambda refusal: refusal.brief(),
}
"""What Python callers get of a figure, where not the engine's own value."""


class Maker(Generic[Shown]):
    """Makes answers of one class of an engine's answer: those figures of its description that the class has.

    `parts` make the records in it that callers get as a class of their own; of others they get the engine's object.
    `beside` are the fields of the class that are given when an answer is made.
    """

    def __init__(
        self, cls: type[Shown], record: Record, *parts: "Maker[Any] | OneOf[Any]", beside: Collection[str] = frozenset()
    ) -> None:
        self._cls: Callable[..., Shown] = cls
        self.record = record
        makers = {part.record.name: part for part in parts}
        named = {figure.name: figure for figure in record.figures if not figure.for_readers}
        figures = [named[own.name] for own in fields(cast(Any, cls)) if own.name not in beside]
        self._read = [(figure.name, figure.read, _made(figure, makers)) for figure in figures]

    def __call__(self, answer: object, **beside: object) -> Shown:
        """The answer as callers see it."""
        for name, read, make in self._read:
            value = read(answer)
            beside[name] = value if value is None or make is None else make(value)
        return self._cls(**beside)


class OneOf(Generic[Shown]):
    """Makes answers of a record that is one of several, each by the maker of its own."""

    def __init__(self, record: Record, *makers: Maker[Any]) -> None:
        self.record = record
        self._makers = {maker.record.name: maker for maker in makers}

    def __call__(self, answer: object) -> Shown:
        """The answer as callers see it."""
        return cast(Shown, self._makers[self.record.of(answer).name](answer))


def _made(figure: Figure, makers: "Mapping[str, Maker[Any] | OneOf[Any]]") -> Callable[[Any], object] | None:
    """What makes a figure's value one for callers; None where the engine's own is."""
    one = makers.get(figure.type.name) if isinstance(figure.type, Record) else CONVERTERS.get(figure.type)
    if not figure.many:
        return one
    return tuple if one is None else lambda values: tuple([one(value) for value in values])
