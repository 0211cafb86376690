"""Why what a store keeps back as taxes of a purchase is what it is."""

from ratecard.money import Money
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.quotes.purchases.withheld import rounded_cut
from ratecard.quotes.tracing.steps import Arithmetic, Step
from ratecard.terms.given import Input

ADD, LESSER, MULTIPLY = Arithmetic.ADD, Arithmetic.LESSER, Arithmetic.MULTIPLY
SUBTRACT, CUT_OF_LINE = Arithmetic.SUBTRACT, Arithmetic.CUT_OF_LINE


def trace_withheld(
    quote: PurchaseQuote, each: Step, listed: Step, net: Step, proceeds: Step, count: Input, steps: list[Step]
) -> tuple[Step, ...]:
    """Adds each line that is a tax, and their sum, which comes back alone; nothing where there is none."""
    currency, commission = quote.market.currency, quote.offer.commission
    by_unit = quote.request.quantity != 1 and not commission.per_order
    base, suffix, lines = each if by_unit else listed, " each" if by_unit else "", list[Step]()
    rounded_at = commission.rounding_stated.place if commission.rounding_stated is not None else None
    for line, minor in quote.withheld:
        stated = line.rate_stated or line.fixed_stated
        assert stated is not None
        name, place, source = f"withheld {line.id}", stated.place, stated.source
        one = quote.offer.price.listed_minor if by_unit else quote.listed_minor
        amount = rounded_cut(quote.offer, line, one)
        inputs: tuple[Input | Step, ...] = (base, *quote.offer.tax.rates, *commission.cuts)
        money = Money(amount, currency)
        step = Step(name + suffix, CUT_OF_LINE, inputs, money, place, source, commission.rounding, rounded_at)
        if by_unit:
            steps.append(step)
            amount *= quote.request.quantity
            step = Step(name, MULTIPLY, (step, count), Money(amount, currency), place, source)
        if amount != minor:
            left = Step("left to take", SUBTRACT, (net, proceeds, *lines), Money(minor, currency), place, source)
            steps += (step, left)
            step = Step(name, LESSER, (step, left), Money(minor, currency), place, source)
        steps.append(step)
        lines.append(step)
    if not lines:
        return ()
    total = Money(quote.withheld_minor or 0, currency)
    steps.append(Step("withheld", ADD, tuple(lines), total, lines[0].place, lines[0].source))
    return (steps[-1],)
