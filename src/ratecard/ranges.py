"""Ranges: numbers from which whoever asks may choose one, counts or amounts of money, a step apart.

Convention: the numbers of a range are counts, or minor units of its currency where it has one.
"""

import msgspec

from ratecard.currency import Currency
from ratecard.money import Money

STEP_UNSTATED = 1
MOST_UNSTATED = 10**9
"""The step and the most of a range that states none: counts, or minor units."""


class Range(msgspec.Struct, frozen=True, gc=False):
    """The values least + k × step that are at most `most`, which is one of them: 30, 80, 130 up to 2,000,030."""

    least: int
    most: int
    step: int
    currency: Currency | None = None

    def __str__(self) -> str:
        """The range as a rule file writes it, with all that may be left out: "{least: 30, most: 80, step: 50}"."""
        return f"{{least: {self.text(self.least)}, most: {self.text(self.most)}, step: {self.text(self.step)}}}"

    @property
    def count(self) -> int:
        """How many values there are; 3 from 30 to 130 by steps of 50."""
        return (self.most - self.least) // self.step + 1

    def holds(self, value: int) -> bool:
        """Whether a number is one of the values."""
        return self.least <= value <= self.most and (value - self.least) % self.step == 0

    def greatest_up_to(self, value: int) -> int | None:
        """The greatest value that is at most a number, None where there is none: 80 for 129."""
        if value < self.least:
            return None
        return min(self.most, value - (value - self.least) % self.step)

    def least_from(self, value: int) -> int | None:
        """The least value that is at least a number, None where there is none: 130 for 81."""
        if value > self.most:
            return None
        return max(self.least, value + (self.least - value) % self.step)

    def text(self, value: int) -> str:
        """A number of this range as people write it: "30", or "0.50 EUR"."""
        return str(value) if self.currency is None else str(Money(value, self.currency))


class Misfit(msgspec.Struct, frozen=True):
    """What is wrong with the parts of a range: which of them, the code, why, and what may stand there instead."""

    part: str
    code: str
    sentence: str
    hint: str = ""
    instead: tuple[int, ...] = ()


def range_of(least: int | None, most: int | None, step: int | None, currency: Currency | None = None) -> Range | Misfit:
    """The range of these parts, of which any may be unstated, or what is wrong with one of them.

    `step` is 1 where it is unstated, `least` the step, and `most` the last value that is at most 10^9.
    """
    apart = STEP_UNSTATED if step is None else step
    if apart == 0:
        code = "not-a-count" if currency is None else "not-money"
        sentence, hint = "the step is 0, which leads to no other value", "write a step above 0, or leave it out"
        return Misfit("step", code, sentence, hint)
    first = apart if least is None else least
    whole = Range(first, MOST_UNSTATED if most is None else most, apart, currency)
    last = whole.greatest_up_to(whole.most)
    if last is None:
        return _below_least(whole, least is None, most is None)
    if most is None or whole.holds(most):
        return Range(first, last, apart, currency)
    sentence = f"the most, {whole.text(most)}, is on no step: from {whole.text(first)} on, each is {whole.text(apart)}"
    following = whole.least_from(most)
    return Misfit("most", "not-one-of", sentence, instead=(last,) if following is None else (last, following))


def _below_least(whole: Range, least_unstated: bool, most_unstated: bool) -> Misfit:
    """What to say of a range of which the most is below the least, whichever of them is stated."""
    least, most = whole.text(whole.least), whole.text(whole.most)
    own = ", which the step is" if least_unstated else ""
    if most_unstated:
        sentence = f"the least, {least}{own}, is above {most}, which the most is where none is stated"
        part = "step" if least_unstated else "least"
        return Misfit(part, "cap-below-floor", sentence, f"write a most of at least {least}")
    sentence = f"the most, {most}, is below the least, {least}{own}"
    return Misfit("most", "cap-below-floor", sentence, f"write a most of at least {least}, or a lower least")
