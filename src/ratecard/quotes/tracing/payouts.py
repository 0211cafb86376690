"""Why each figure of a payout quote is what it is, down to the day. Made from the quote's own intermediates."""

from ratecard.instants import datetime_of, local_day
from ratecard.money import ExactMoney, Money, UnitPrice
from ratecard.quotes.payouts.lots import UsedLot
from ratecard.quotes.payouts.quoting import PayoutQuote
from ratecard.quotes.tracing.steps import Arithmetic, Step, rate_steps
from ratecard.quotes.tracing.withholding import WithholdingTrace
from ratecard.rulefiles.stated import Stated
from ratecard.terms.given import Input

Inputs = tuple[Input | Step, ...]


def trace_payout(quote: PayoutQuote) -> tuple[Step, ...]:
    """The steps of a payout quote, each after those that it reads."""
    steps: list[Step] = []
    lots = {used.valued.number: _lot(quote, used, steps) for used in quote.used}
    value = _value(quote, lots, steps)
    left = WithholdingTrace(quote, lots, value, steps).left()
    remainder = _fee(quote, left, steps)
    _paid(quote, remainder, steps)
    _days(quote, steps)
    return tuple(steps)


def _money(quote: PayoutQuote, minor: int) -> Money:
    return Money(minor, quote.value_currency)


def _lot(quote: PayoutQuote, used: UsedLot, steps: list[Step]) -> Step:
    """The exact value of the diamonds taken from one lot, in the value currency."""
    valued, diamond = used.valued, used.valued.diamond
    place, source = diamond.stated.place, diamond.stated.source
    one = Input("value of one diamond", UnitPrice(diamond.minor, diamond.units, diamond.currency), place)
    taken = Input(f"diamonds of lot {valued.number}", used.diamonds)
    figure = f"value of lot {valued.number}"
    exact = ExactMoney(used.diamonds * diamond.minor, diamond.units, diamond.currency)
    step = Step(figure, Arithmetic.MULTIPLY, (taken, one), exact, place, source)
    steps.append(step)
    if valued.cross is not None:
        currency = quote.value_currency
        into = ExactMoney(used.diamonds * valued.value[0], valued.value[1], currency)
        rates = rate_steps(valued.cross, steps)
        name = f"{figure} in {currency}"
        step = Step(name, Arithmetic.EXCHANGE, (step, *rates), into, rates[0].place, rates[0].source)
        steps.append(step)
    return step


def _value(quote: PayoutQuote, lots: dict[int, Step], steps: list[Step]) -> Step:
    payouts, first = quote.offer.payouts, quote.used[0].valued.diamond.stated
    rounded_at = payouts.rounding_stated.place
    inputs: Inputs = tuple(lots.values())
    amount = _money(quote, quote.figures.value)
    step = Step("value", Arithmetic.ADD, inputs, amount, first.place, first.source, payouts.rounding, rounded_at)
    steps.append(step)
    return step


def _fee(quote: PayoutQuote, left: Step, steps: list[Step]) -> Step:
    """Adds the fee of the method; gives the remainder."""
    fee, remainder = quote.offer.method.fee, _money(quote, quote.figures.remainder)
    if fee is None:
        step = Step("remainder", Arithmetic.SAME, (left,), remainder, left.place, left.source)
        steps.append(step)
        return step
    place, source, rounded_at = fee.stated.place, fee.stated.source, fee.rounding_stated.place
    amount = _money(quote, quote.figures.fee)
    cost = Step("fee", Arithmetic.FEE, (left, *fee.inputs), amount, place, source, fee.rounding, rounded_at)
    step = Step("remainder", Arithmetic.SUBTRACT, (left, cost), remainder, left.place, left.source)
    steps += (cost, step)
    return step


def _paid(quote: PayoutQuote, remainder: Step, steps: list[Step]) -> None:
    exchange, currency = quote.offer.exchange, quote.offer.paid_in
    paid = Money(quote.figures.paid, currency)
    if exchange is None:
        steps.append(Step("paid", Arithmetic.SAME, (remainder,), paid, remainder.place, remainder.source))
        return
    fx, rates = exchange.fx, rate_steps(exchange.cross, steps)
    place, source, rounded_at = rates[0].place, rates[0].source, fx.rounding_stated.place
    spread = (exchange.spread,) if exchange.spread is not None else ()
    inputs: Inputs = (remainder, *rates, *spread)
    step = Step("paid", Arithmetic.EXCHANGE, inputs, paid, place, source, fx.rounding, rounded_at)
    steps.append(step)
    if exchange.spread is not None:
        middle = Money(quote.paid_at_mid, currency)
        whole: Inputs = (remainder, *rates)
        at_mid = Step("paid without spread", Arithmetic.EXCHANGE, whole, middle, place, source, fx.rounding, rounded_at)
        cost = Money(quote.exchange_cost, currency)
        told = exchange.spread.place
        steps += (at_mid, Step("exchange cost", Arithmetic.SUBTRACT, (at_mid, step), cost, told))


def _days(quote: PayoutQuote, steps: list[Step]) -> None:
    """Adds the release of the lots, and the day the money is there."""
    payouts, method = quote.offer.payouts, quote.offer.method
    asked: list[Input | Step] = [Input("requested", datetime_of(quote.request.at))]
    latest: Stated[object] | None = None
    released = quote.released
    for used in quote.used:
        if used.valued.hold is not None:
            number, held = used.valued.number, used.valued.hold.stated
            earned = Input(f"earned lot {number}", datetime_of(used.valued.lot.earned))
            until = datetime_of(quote.released_of(used))
            hold = Input("hold", used.valued.hold.duration, held.place)
            step = Step(f"released lot {number}", Arithmetic.WAIT, (earned, hold), until, held.place, held.source)
            steps.append(step)
            asked.append(step)
            latest = held if latest is None or quote.released_of(used) == released else latest
    day = local_day(max(released, quote.request.at), quote.region.in_zone)
    place = latest.place if latest is not None else None
    last = Step("counted from", Arithmetic.LATEST, tuple(asked), day, place)
    steps.append(last)
    if payouts.from_month_end:
        last = Step("end of the month", Arithmetic.MONTH_END, (last,), quote.starts_on, place)
        steps.append(last)
    waits = [
        Input(name, stated.value, stated.place)
        for name, stated in (("pays after", payouts.after_stated), (f"{method.id} after", method.after_stated))
        if stated is not None
    ]
    decided: Stated[object] | None = method.after_stated or payouts.after_stated
    place, source = (decided.place, decided.source) if decided is not None else (place, None)
    steps.append(Step("paid on", Arithmetic.WAIT, (last, *waits), quote.paid_on, place, source))
