"""What a trace is made of: steps that replay from their inputs to their output."""

from enum import Enum

import msgspec

from ratecard.diagnostics.diagnostic import Place
from ratecard.instants import Instant
from ratecard.rounding import Rounding
from ratecard.terms.fx import CrossRate
from ratecard.terms.given import Input

UNKNOWN_PREFIX = "unknown "
"""Begins the name of a step that is not a figure, but a value which the rules do not know: "unknown tax.lines"."""


OF_RUN = " of run "
"""Before the number of a run in the name of a step that is of that run alone: "net each of run 2"."""


class Arithmetic(Enum):
    """What a step does with its inputs, exactly, before its rounding."""

    UNKNOWN = "unknown"
    """Nothing: the rules say at the step's place that they do not know it, or an input is such a value."""
    STATED = "stated"
    """The value at the step's place."""
    SAME = "same"
    """The one input."""
    MULTIPLY = "multiply"
    """The product of the inputs."""
    ADD = "add"
    """The sum of the inputs."""
    SUBTRACT = "subtract"
    """The first input less the others."""
    DIVIDE = "divide"
    """The first input ÷ the second, exact."""
    TAKE_OUT_TAX = "take out tax"
    """The first input × (1 − rates of the gross) ÷ (1 + rates of the net); at most the first input once rounded."""
    PUT_IN_TAX = "put in tax"
    """The first input × (1 + rates of the net) ÷ (1 − rates of the gross)."""
    APPLY_RATES = "apply rates"
    """The first input × the sum of the rates, a rate of the gross counted as in SHARE."""
    SHARE = "share"
    """The part of the first input that falls, by largest remainder over the rates, to the line named by the step.

    A rate of the gross counts as itself × (1 + rates of the net) ÷ (1 − rates of the gross).
    """
    TAX_OF_LINE = "tax of line"
    """Exact net of the first input × the rate of the line named by the step, one of the gross counted as in SHARE.

    At most what is left of the price, if that is given.
    """
    TAKE_OFF_CUTS = "take off cuts"
    """Exact net of the first input, less rates of net and of gross, less fixed parts; at most net, if that is given.

    Rates of the proceeds are of what all these leave, where that is anything, and are taken last.
    """
    CUT_OF_LINE = "cut of line"
    """What the line named by the step takes of the first input, as TAKE_OFF_CUTS takes it off."""
    LESSER = "lesser"
    """The smallest of the inputs."""
    GREATER = "greater"
    """The greatest of the inputs."""
    TAKE_OFF = "take off"
    """The first input less the discounts, at least 0, rounded to what is allowed; at most it, and each promoted price.

    Below the lowest allowed price it is that one. Between two price points it is the one that the rounding says.
    """
    ROUND_TO_ALLOWED = "round to allowed"
    """The first input rounded to what is allowed, once: to a multiple of the step, or one of two price points.

    Below the lowest allowed price it is that one; 0 stays 0.
    """
    LEFT_OUT = "left out"
    """Nothing: the promotion named by the step applies to no unit, and the output says why."""
    TAKE_OFF_COINS = "take off coins"
    """The first input less what is taken off together, rounded down: each rate of it, and coins; at most each price."""
    EXCHANGE = "exchange"
    """The first input × the rate of the output's currency ÷ that of its own, less the spread where one is given."""
    FEE = "fee"
    """Fixed part + rate × the first input, rounded; at least the floor, at most the cap and the first input.

    Without a rate the first input may be missing, where it is not known.
    """
    LATEST = "latest"
    """The latest of the inputs; an instant as its day in the region where the output is a day."""
    WAIT = "wait"
    """The first input and each duration after it, by the region's calendar; months after a month's end lead to one."""
    MONTH_END = "month end"
    """The last day of the month in which the first input lies."""


class Step(msgspec.Struct, frozen=True, gc=False):
    """One figure: the operation, what went in, what came out, the rounding, and the place that decided it.

    What went in are inputs and earlier steps. Changing the value at `place` enough changes `output`. `source` is the
    nearest one stated for that value. `since` is the instant from which a value holds that changes day by day.
    """

    figure: str
    operation: Arithmetic
    inputs: "tuple[Input | Step, ...]"
    output: object
    place: Place | None
    source: str | None = None
    rounding: Rounding | None = None
    rounded_at: Place | None = None
    since: Instant | None = None

    @property
    def name(self) -> str:
        """The figure, as an input of another step."""
        return self.figure

    @property
    def value(self) -> object:
        """The output, as an input of another step."""
        return self.output


def of_purchase(figure: str) -> str:
    """The name of a figure without the run that it is of: "net each" for "net each of run 2"."""
    return figure.partition(OF_RUN)[0]


def rate_steps(cross: CrossRate, steps: list[Step]) -> tuple[Step, ...]:
    """The stated rates behind a cross rate, each with its place and the instant from which it holds.

    Those that are not among `steps` yet are added to them.
    """
    found: list[Step] = []
    for name, rate in cross.rates:
        stated = rate.stated
        step = Step(name, Arithmetic.STATED, (), rate.rate, stated.place, stated.source, since=rate.since)
        if step not in steps:
            steps.append(step)
        found.append(step)
    return tuple(found)
