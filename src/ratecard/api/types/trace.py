"""Why each figure of a quote is what it is: for finance alone."""

from enum import Enum

import strawberry

from ratecard.api.audience import Audience
from ratecard.api.types.fields import api_type, field
from ratecard.instants import Instant
from ratecard.quotes.tracing.formulas import formula, value_text
from ratecard.quotes.tracing.steps import Step
from ratecard.terms.given import Input


@strawberry.enum(description="What a step does with its inputs, exactly, before its rounding.")
class TraceOperation(Enum):
    """The engine's operations, each with what it does."""

    UNKNOWN = strawberry.enum_value(
        "unknown",
        description="Nothing: the rules say at the step's place that they do not know it, or an input is such.",
    )
    STATED = strawberry.enum_value("stated", description="The value at the step's place.")
    SAME = strawberry.enum_value("same", description="The one input.")
    MULTIPLY = strawberry.enum_value("multiply", description="The product of the inputs.")
    ADD = strawberry.enum_value("add", description="The sum of the inputs.")
    SUBTRACT = strawberry.enum_value("subtract", description="The first input less the others.")
    DIVIDE = strawberry.enum_value("divide", description="The first input ÷ the second.")
    TAKE_OUT_TAX = strawberry.enum_value(
        "take out tax",
        description="The first input × (1 − rates of the gross) ÷ (1 + rates of the net); at most the first input, "
        "once rounded.",
    )
    PUT_IN_TAX = strawberry.enum_value(
        "put in tax", description="The first input × (1 + rates of the net) ÷ (1 − rates of the gross)."
    )
    APPLY_RATES = strawberry.enum_value(
        "apply rates",
        description="The first input × the sum of the rates. A rate of the gross counts as itself × (1 + rates of the "
        "net) ÷ (1 − rates of the gross).",
    )
    SHARE = strawberry.enum_value(
        "share", description="The part of the first input that falls to one tax line, by largest remainder."
    )
    TAX_OF_LINE = strawberry.enum_value(
        "tax of line",
        description="Exact net of the first input × the rate of the tax line that the step names; at most what the "
        "lines before it leave of the price, where that is given.",
    )
    TAKE_OFF_CUTS = strawberry.enum_value(
        "take off cuts",
        description="Exact net, less the rates of net and of gross, less the fixed parts; then less the rates of the "
        "proceeds, of what is left.",
    )
    CUT_OF_LINE = strawberry.enum_value(
        "cut of line", description="What the part of the cut that the step names takes of the first input."
    )
    LESSER = strawberry.enum_value("lesser", description="The smallest of the inputs.")
    GREATER = strawberry.enum_value("greater", description="The greatest of the inputs.")
    TAKE_OFF = strawberry.enum_value(
        "take off",
        description="The first input less the discounts, at least 0, rounded to what is allowed; at most the first "
        "input, and at most each promoted price.",
    )
    ROUND_TO_ALLOWED = strawberry.enum_value(
        "round to allowed",
        description="The first input rounded once to what is allowed: a multiple of the step, or a price point. Below "
        "the lowest allowed price it is that one.",
    )
    LEFT_OUT = strawberry.enum_value(
        "left out", description="Nothing: this promotion applies to no unit, and the output says why."
    )
    TAKE_OFF_COINS = strawberry.enum_value(
        "take off coins",
        description="The first input less what is taken off together, rounded down: each rate of it, and each number "
        "of coins; at most each price that stands in its place.",
    )
    EXCHANGE = strawberry.enum_value(
        "exchange",
        description="The first input × the rate of the output's currency ÷ that of its own, less a given spread.",
    )
    FEE = strawberry.enum_value(
        "fee",
        description="Fixed part + rate × the first input, rounded; at least the floor, at most cap and first input.",
    )
    LATEST = strawberry.enum_value("latest", description="The latest of the inputs, as a day of the region.")
    WAIT = strawberry.enum_value(
        "wait",
        description="The first input and each duration after it, by the calendar; "
        "months after a month's end lead to a month's end.",
    )
    MONTH_END = strawberry.enum_value("month end", description="The last day of the month of the first input.")


@api_type
class TraceInput:
    """What went into a step: a figure of an earlier step, the quantity, or a value that a rule file states."""

    given: strawberry.Private[Input | Step]

    @field(Audience.FINANCE)
    def name(self) -> str:
        """What the input is: the name of a figure, or of a stated value."""
        return self.given.name

    @field(Audience.FINANCE)
    def value(self) -> str:
        """The exact value, without locale: "13.99 EUR", "19 %", "10"."""
        return value_text(self.given.value)

    @field(Audience.FINANCE)
    def file(self) -> str | None:
        """The rule file that states the value or decided the figure, by its path in the book. Null where none did."""
        return self.given.place.file if self.given.place else None

    @field(Audience.FINANCE)
    def line(self) -> int | None:
        """The line in that file, from 1."""
        return self.given.place.line if self.given.place else None

    @field(Audience.FINANCE)
    def column(self) -> int | None:
        """The column in that line, in characters from 1."""
        return self.given.place.column if self.given.place else None


@api_type
class TraceStep:
    """One figure of a quote: what went in, what was done, what came out, and the line of the rules that decided it."""

    step: strawberry.Private[Step]

    @field(Audience.FINANCE)
    def figure(self) -> str:
        """The figure's name: "net", or "net each" for one unit of several."""
        return self.step.figure

    @field(Audience.FINANCE)
    def operation(self) -> TraceOperation:
        """What the step does with its inputs."""
        return TraceOperation[self.step.operation.name]

    @field(Audience.FINANCE)
    def formula(self) -> str:
        """The arithmetic for people, without its result: "13.99 EUR ÷ (1 + 19 %), half up"."""
        return formula(self.step)

    @field(Audience.FINANCE)
    def inputs(self) -> list[TraceInput]:
        """What went in, in the order that the operation reads it."""
        return [TraceInput(given=given) for given in self.step.inputs]

    @field(Audience.FINANCE)
    def output(self) -> str:
        """The figure, exact and without locale: "11.76 EUR"."""
        return value_text(self.step.output)

    @field(Audience.FINANCE)
    def rounding(self) -> str | None:
        """The rounding that a rule states for this step: "half up". Null where nothing is rounded."""
        return str(self.step.rounding) if self.step.rounding else None

    @field(Audience.FINANCE)
    def file(self) -> str | None:
        """The rule file whose value decided the figure, relative to the book's folder. Null where none did."""
        return self.step.place.file if self.step.place else None

    @field(Audience.FINANCE)
    def line(self) -> int | None:
        """The line of that value, from 1."""
        return self.step.place.line if self.step.place else None

    @field(Audience.FINANCE)
    def column(self) -> int | None:
        """The column of that value, in characters from 1."""
        return self.step.place.column if self.step.place else None

    @field(Audience.FINANCE)
    def source(self) -> str | None:
        """Where the value comes from, as the rules say: a law, a store's page, "example"."""
        return self.step.source

    @field(Audience.FINANCE)
    def since(self) -> Instant | None:
        """The instant from which that value holds, where it changes day by day: that of an exchange rate."""
        return self.step.since
