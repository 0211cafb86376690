"""Why each tax is kept back of a payout: a rate of the value, of the lots from one region, or of each lot its own."""

from ratecard.currency import Currency
from ratecard.money import ExactMoney, Money
from ratecard.quotes.payouts.lots import exact_value
from ratecard.quotes.payouts.quoting import PayoutQuote
from ratecard.quotes.payouts.withholding import KeptBack, exact_lines, part_of, parts_by_lot, withholding_of
from ratecard.quotes.tracing.steps import Arithmetic, Step
from ratecard.terms.given import Input

Inputs = tuple[Input | Step, ...]


class WithholdingTrace:
    """The steps of one quote's withholding, all of which is known. `lots` are those of the lots' exact values."""

    def __init__(
        self, quote: PayoutQuote, currency: Currency, lots: dict[int, Step], value: Step, steps: list[Step]
    ) -> None:
        assert quote.figures.value is not None, "only of a value that is known"
        self.quote = quote
        self.currency = currency
        self.minor = quote.figures.value
        self.lots = lots
        self.value = value
        self.steps = steps
        self.lines: list[Step] = []

    def left(self) -> Step:
        """Adds what each line keeps back; gives what is left of the value."""
        quote, value = self.quote, self.value
        kept = quote.withholding
        if not kept:
            return value
        exact = exact_lines(quote.offer, quote.used, (self.minor, 1))
        for line, (numerator, denominator) in zip(kept, exact, strict=True):
            self.lines.append(self._line(line, numerator, denominator))
        first, inputs = kept[0].line.stated, tuple(self.lines)
        kept_back = sum(line.minor for line in kept)
        amount = self._money(kept_back)
        withheld = Step("withheld", Arithmetic.ADD, inputs, amount, first.place, first.source)
        amount = self._money(self.minor - kept_back)
        left = Step("left after withholding", Arithmetic.SUBTRACT, (value, withheld), amount, value.place, value.source)
        self.steps += (withheld, left)
        return left

    def _money(self, minor: int) -> Money:
        return Money(minor, self.currency)

    def _line(self, kept: KeptBack, numerator: int, denominator: int) -> Step:
        """What one line keeps back, rounded once; at most what is left of the value."""
        withholding = withholding_of(self.quote.offer, self.quote.used)
        rounded_at = withholding.rounding_stated.place if withholding.rounding_stated is not None else None
        full = withholding.divide(numerator, denominator)
        stated, name = kept.line.stated, f"withheld {kept.line.id}"
        operation, inputs = self._parts(kept)
        figure, amount = name if full == kept.minor else f"{name} in full", self._money(full)
        step = Step(figure, operation, inputs, amount, stated.place, stated.source, withholding.rounding, rounded_at)
        self.steps.append(step)
        return step if full == kept.minor else self._at_most_what_is_left(kept, name, step)

    def _parts(self, kept: KeptBack) -> tuple[Arithmetic, Inputs]:
        """What a line is of, and the operation that makes the line of it."""
        line, quote = kept.line, self.quote
        if quote.offer.by_lot is not None:
            return Arithmetic.ADD, self._of_each_lot(line.id)
        if line.domestic is None:
            return Arithmetic.APPLY_RATES, (self.value, line.given)
        part = part_of(quote.used, line)
        lots: Inputs = tuple(self.lots[used_lot.valued.number] for used_lot in part)
        exact = ExactMoney(*exact_value(part), self.currency)
        base = Step(f"value from {line.domestic}", Arithmetic.ADD, lots, exact, self.value.place)
        self.steps.append(base)
        return Arithmetic.APPLY_RATES, (base, line.given)

    def _of_each_lot(self, line: str) -> Inputs:
        """Adds what the line keeps back of each lot, exactly, at the rate that holds for that lot."""
        parts: list[Step] = []
        for used, own in parts_by_lot(self.quote.used, line):
            number, (numerator, denominator) = used.valued.number, exact_value((used,))
            currency, rate = self.currency, own.rate
            exact = ExactMoney(numerator * rate.numerator, denominator * rate.denominator, currency)
            inputs: Inputs = (self.lots[number], own.given)
            figure, stated = f"{line} of lot {number}", own.stated
            parts.append(Step(figure, Arithmetic.APPLY_RATES, inputs, exact, stated.place, stated.source))
        self.steps += parts
        return tuple(parts)

    def _at_most_what_is_left(self, kept: KeptBack, name: str, full: Step) -> Step:
        """Adds what is left of the value before a line, and the lesser of that and the line in full."""
        before = sum(line.output.minor for line in self.lines if isinstance(line.output, Money))
        rest, stated = self._money(self.minor - before), kept.line.stated
        inputs: Inputs = (self.value, *self.lines)
        left = Step(
            f"left before {kept.line.id}", Arithmetic.SUBTRACT, inputs, rest, self.value.place, self.value.source
        )
        step = Step(name, Arithmetic.LESSER, (full, left), self._money(kept.minor), stated.place, stated.source)
        self.steps += (left, step)
        return step
