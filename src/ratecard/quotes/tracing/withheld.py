"""Why what a store keeps back as taxes of a purchase is what it is."""

from ratecard.money import Money
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.quotes.purchases.withheld import rounded_cut
from ratecard.quotes.tracing.runs import ONE_UNIT, listed_of_run
from ratecard.quotes.tracing.steps import OF_RUN, Arithmetic, Step
from ratecard.terms.commission import CommissionLine
from ratecard.terms.given import Input

ADD, LESSER, MULTIPLY = Arithmetic.ADD, Arithmetic.LESSER, Arithmetic.MULTIPLY
SUBTRACT, CUT_OF_LINE = Arithmetic.SUBTRACT, Arithmetic.CUT_OF_LINE


def trace_withheld(
    quote: PurchaseQuote, each: Step, listed: Step, net: Step, proceeds: Step, count: Input, steps: list[Step]
) -> tuple[Step, ...]:
    """Adds each line that is a tax, and their sum, which comes back alone; nothing where there is none."""
    currency, commission, lines = quote.market.currency, quote.offer.commission, list[Step]()
    by_unit = quote.request.quantity != 1 and not commission.per_order
    for line, minor in quote.withheld:
        if by_unit:
            step, amount = _of_runs(quote, line, each, count, steps)
        else:
            amount = rounded_cut(quote.offer, line, quote.listed_minor)
            step = _cut(quote, line, listed, amount, "")
        if amount != minor:
            left = Step("left to take", SUBTRACT, (net, proceeds, *lines), Money(minor, currency), step.place)
            steps += (step, left)
            step = Step(step.figure, LESSER, (step, left), Money(minor, currency), step.place, step.source)
        steps.append(step)
        lines.append(step)
    if not lines:
        return ()
    total = Money(quote.withheld_minor or 0, currency)
    steps.append(Step("withheld", ADD, tuple(lines), total, lines[0].place, lines[0].source))
    return (steps[-1],)


def _of_runs(
    quote: PurchaseQuote, line: CommissionLine, each: Step, count: Input, steps: list[Step]
) -> tuple[Step, int]:
    """What a line takes where it is rounded by unit: of one unit of each run, times its units, added up."""
    currency, parts, total = quote.market.currency, list[Step](), 0
    for number, run in enumerate(quote.runs, 1):
        alone = len(quote.runs) == 1
        suffix = "" if alone else f"{OF_RUN}{number}"
        base = each if alone else listed_of_run(steps, suffix)
        amount = rounded_cut(quote.offer, line, run.listed_minor)
        one = _cut(quote, line, base, amount, f"{ONE_UNIT}{suffix}")
        units = count if alone else Input("quantity", run.units)
        taken = Money(amount * run.units, currency)
        steps.append(one)
        parts.append(Step(f"withheld {line.id}{suffix}", MULTIPLY, (one, units), taken, one.place, one.source))
        total += amount * run.units
    if len(parts) == 1:
        return parts[0], total
    steps += parts
    place, source = parts[0].place, parts[0].source
    return Step(f"withheld {line.id}", ADD, tuple(parts), Money(total, currency), place, source), total


def _cut(quote: PurchaseQuote, line: CommissionLine, base: Step, amount: int, suffix: str) -> Step:
    """What a line takes of a price, rounded."""
    commission, stated = quote.offer.commission, line.rate_stated or line.fixed_stated
    assert stated is not None
    rounded_at = commission.rounding_stated.place if commission.rounding_stated is not None else None
    inputs: tuple[Input | Step, ...] = (base, *quote.offer.tax.rates, *commission.cuts)
    name, money = f"withheld {line.id}{suffix}", Money(amount, quote.market.currency)
    return Step(name, CUT_OF_LINE, inputs, money, stated.place, stated.source, commission.rounding, rounded_at)
