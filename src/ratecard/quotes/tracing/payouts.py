"""Why each figure of a payout quote is what it is, down to the day. Made from the quote's own intermediates."""

from collections.abc import Iterator

from ratecard.currency import Currency
from ratecard.instants import datetime_of, local_day
from ratecard.money import ExactMoney, Money, UnitPrice
from ratecard.quotes.payouts.lots import UsedLot
from ratecard.quotes.payouts.quoting import PayoutQuote
from ratecard.quotes.tracing.steps import Arithmetic, Step, rate_steps
from ratecard.quotes.tracing.unknown_values import add_unknown
from ratecard.quotes.tracing.withholding import WithholdingTrace
from ratecard.rulefiles.stated import Stated
from ratecard.terms.given import Input
from ratecard.terms.unknown import Unknowns

Inputs = tuple[Input | Step, ...]


def trace_payout(quote: PayoutQuote) -> tuple[Step, ...]:
    """The steps of a payout quote, each after those that it reads."""
    steps: list[Step] = []
    figures, currency = quote.figures, quote.value_currency
    remainder: Step | None = None
    if currency is not None:
        lots = {used.valued.number: _lot(currency, used, steps) for used in quote.used if not used.valued.unknown}
        value = left = None
        if figures.value is not None:
            left = value = _value(quote, lots, Money(figures.value, currency), steps)
        if value is not None and figures.withheld is not None:
            left = WithholdingTrace(quote, currency, lots, value, steps).left()
        elif figures.withheld is None:
            left = None
        remainder = _fee(quote, currency, left or value, steps)
    if remainder is not None:
        _paid(quote, remainder, steps)
    _days(quote, steps)
    add_unknown(_unknown(quote), steps)
    return tuple(steps)


def _unknown(quote: PayoutQuote) -> Iterator[tuple[str, Unknowns]]:
    """The figures that are None, and whether the payout is allowed, each with what it needs that is unknown."""
    needs = quote.needs
    yield from (("diamonds", needs.diamonds), ("value", needs.value), ("withheld", needs.withheld), ("fee", needs.fee))
    yield from (("remainder", needs.remainder), ("paid", needs.paid), ("exchange cost", needs.exchange_cost))
    yield from (("released", needs.released), ("paid on", needs.paid_on), ("allowed", quote.not_told))


def _lot(currency: Currency, used: UsedLot, steps: list[Step]) -> Step:
    """The exact value of the diamonds taken from one lot, in the value currency."""
    valued, diamond = used.valued, used.valued.diamond
    assert diamond is not None, "only of a lot whose value is known"
    place, source = diamond.stated.place, diamond.stated.source
    one = Input("value of one diamond", UnitPrice(diamond.minor, diamond.units, diamond.currency), place)
    taken = Input(f"diamonds of lot {valued.number}", used.diamonds)
    figure = f"value of lot {valued.number}"
    exact = ExactMoney(used.diamonds * diamond.minor, diamond.units, diamond.currency)
    step = Step(figure, Arithmetic.MULTIPLY, (taken, one), exact, place, source)
    steps.append(step)
    if valued.cross is not None:
        into = ExactMoney(used.diamonds * valued.value[0], valued.value[1], currency)
        rates = rate_steps(valued.cross, steps)
        name = f"{figure} in {currency}"
        step = Step(name, Arithmetic.EXCHANGE, (step, *rates), into, rates[0].place, rates[0].source)
        steps.append(step)
    return step


def _value(quote: PayoutQuote, lots: dict[int, Step], amount: Money, steps: list[Step]) -> Step:
    payouts, first = quote.offer.payouts, quote.used[0].valued.diamond
    assert first is not None, "only of lots whose value is known"
    stated = payouts.rounding_stated
    rounding, rounded_at = (payouts.rounding, stated.place) if stated is not None else (None, None)
    inputs: Inputs = tuple(lots.values())
    decided = first.stated
    step = Step("value", Arithmetic.ADD, inputs, amount, decided.place, decided.source, rounding, rounded_at)
    steps.append(step)
    return step


def _fee(quote: PayoutQuote, currency: Currency, left: Step | None, steps: list[Step]) -> Step | None:
    """Adds the fee of the method; gives the remainder, None where that is not known.

    `left` is what is left of the value, or the value where that is not known, or None.
    """
    fee, figures = quote.offer.method.fee, quote.figures
    cost: Step | None = None
    if fee is not None and figures.fee is not None:
        place, source = fee.stated.place, fee.stated.source
        rounding, rounded_at = (fee.rounding, fee.rounding_stated.place) if fee.rounding_stated else (None, None)
        inputs: Inputs = fee.inputs if left is None else (left, *fee.inputs)
        amount = Money(figures.fee, currency)
        cost = Step("fee", Arithmetic.FEE, inputs, amount, place, source, rounding, rounded_at)
        steps.append(cost)
    if left is None or figures.remainder is None:
        return None
    remainder = Money(figures.remainder, currency)
    if cost is None:
        step = Step("remainder", Arithmetic.SAME, (left,), remainder, left.place, left.source)
    else:
        step = Step("remainder", Arithmetic.SUBTRACT, (left, cost), remainder, left.place, left.source)
    steps.append(step)
    return step


def _paid(quote: PayoutQuote, remainder: Step, steps: list[Step]) -> None:
    exchange, paid = quote.offer.exchange, quote.in_paid(quote.figures.paid)
    if paid is None:
        return
    if exchange is None:
        steps.append(Step("paid", Arithmetic.SAME, (remainder,), paid, remainder.place, remainder.source))
        return
    fx, rates = exchange.fx, rate_steps(exchange.cross, steps)
    place, source = rates[0].place, rates[0].source
    rounded_at = fx.rounding_stated.place if fx.rounding_stated is not None else None
    spread = (exchange.spread,) if exchange.spread is not None else ()
    inputs: Inputs = (remainder, *rates, *spread)
    step = Step("paid", Arithmetic.EXCHANGE, inputs, paid, place, source, fx.rounding, rounded_at)
    steps.append(step)
    if exchange.spread is not None:
        middle, cost = quote.in_paid(quote.paid_at_mid), quote.in_paid(quote.exchange_cost)
        whole: Inputs = (remainder, *rates)
        at_mid = Step("paid without spread", Arithmetic.EXCHANGE, whole, middle, place, source, fx.rounding, rounded_at)
        told = exchange.spread.place
        steps += (at_mid, Step("exchange cost", Arithmetic.SUBTRACT, (at_mid, step), cost, told))


def _days(quote: PayoutQuote, steps: list[Step]) -> None:
    """Adds the release of the lots, and the day the money is there, as far as they are known."""
    payouts, method = quote.offer.payouts, quote.offer.method
    asked: list[Input | Step] = [Input("requested", datetime_of(quote.request.at))]
    latest: Stated[object] | None = None
    released = quote.released
    for used in quote.used:
        released_of = quote.released_of(used)
        if used.valued.hold is not None and released_of is not None:
            number, held = used.valued.number, used.valued.hold.stated
            earned = Input(f"earned lot {number}", datetime_of(used.valued.lot.earned))
            until = datetime_of(released_of)
            hold = Input("hold", used.valued.hold.duration, held.place)
            step = Step(f"released lot {number}", Arithmetic.WAIT, (earned, hold), until, held.place, held.source)
            steps.append(step)
            asked.append(step)
            latest = held if latest is None or released_of == released else latest
    first, paid_on = quote.starts_on, quote.paid_on
    if released is None or first is None or paid_on is None:
        return
    day = local_day(max(released, quote.request.at), quote.region.in_zone)
    place = latest.place if latest is not None else None
    last = Step("counted from", Arithmetic.LATEST, tuple(asked), day, place)
    steps.append(last)
    if payouts.from_month_end:
        last = Step("end of the month", Arithmetic.MONTH_END, (last,), first, place)
        steps.append(last)
    waits = [
        Input(name, stated.value, stated.place)
        for name, stated in (("pays after", payouts.after_stated), (f"{method.id} after", method.after_stated))
        if stated is not None
    ]
    decided: Stated[object] | None = method.after_stated or payouts.after_stated
    place, source = (decided.place, decided.source) if decided is not None else (place, None)
    steps.append(Step("paid on", Arithmetic.WAIT, (last, *waits), paid_on, place, source))
