"""Why each figure of a quote is what it is: steps that replay from their inputs to their output.

A trace is made on demand from the quote's own intermediates and terms, never by a second computation. Figures that are
rounded for one unit and multiplied have two steps: "net each" and "net".
"""

from ratecard.money import Money, Rate
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.quotes.tracing.beside import trace_beside
from ratecard.quotes.tracing.steps import Arithmetic, Step
from ratecard.quotes.tracing.taxes import trace_tax
from ratecard.quotes.tracing.unknown_values import add_unknown, unknown_of_purchase
from ratecard.quotes.tracing.withheld import trace_withheld
from ratecard.rounding import Rounding, RoundingMode
from ratecard.terms.given import Input

WHOLE_COINS = Rounding(RoundingMode.DOWN)
"""A bonus that is a rate is rounded down to whole coins; that is the meaning of the key, not a choice of a rule."""

STATED, SAME, MULTIPLY, ADD = Arithmetic.STATED, Arithmetic.SAME, Arithmetic.MULTIPLY, Arithmetic.ADD
SUBTRACT, DIVIDE, TAKE_OFF_CUTS = Arithmetic.SUBTRACT, Arithmetic.DIVIDE, Arithmetic.TAKE_OFF_CUTS


def trace_purchase(quote: PurchaseQuote) -> tuple[Step, ...]:
    """The steps of a purchase quote, each after those that it reads.

    A figure that only a subdivision decides has none; one that needs what the rules do not know says so.
    """
    steps: list[Step] = []
    quantity, currency, stated = quote.request.quantity, quote.market.currency, quote.offer.price.listed_stated
    count = Input("quantity", quantity)
    _coins(quote, count, steps)
    unit = Money(quote.offer.price.listed_minor, currency)
    if quantity == 1:
        each = listed = Step("listed", STATED, (), unit, stated.place, stated.source)
        steps.append(listed)
    else:
        each = Step("listed each", STATED, (), unit, stated.place, stated.source)
        total = Money(quote.listed_minor, currency)
        listed = Step("listed", MULTIPLY, (each, count), total, stated.place, stated.source)
        steps += (each, listed)
    net, tax = trace_tax(quote, each, listed, count, steps)
    if net is not None:
        _proceeds(quote, each, listed, net, tax, count, steps)
    add_unknown(unknown_of_purchase(quote), steps)
    package = Input("coins of one package", quote.offer.package.total)
    steps.append(Step("price per coin", DIVIDE, (each, package), quote.per_coin, stated.place, stated.source))
    if quote.beside is not None:
        trace_beside(quote, steps)
    return tuple(steps)


def _coins(quote: PurchaseQuote, count: Input, steps: list[Step]) -> None:
    package = quote.offer.package
    stated, bonus = package.coins_stated, package.bonus_stated
    coins = Step("coins", MULTIPLY, (package.coins_each, count), quote.coins, stated.place, stated.source)
    if bonus is None or package.bonus_each is None:
        steps += (coins, Step("total", SAME, (coins,), quote.total, stated.place, stated.source))
        return
    each: Input | Step = package.bonus_each
    if type(bonus.value) is Rate:
        inputs = (package.coins_each, Input("bonus rate", bonus.value, bonus.place))
        each = Step("bonus each", MULTIPLY, inputs, package.bonus, bonus.place, bonus.source, WHOLE_COINS)
        steps.append(each)
    extra = Step("bonus", MULTIPLY, (each, count), quote.bonus, bonus.place, bonus.source)
    steps += (coins, extra, Step("total", ADD, (coins, extra), quote.total, stated.place, stated.source))


def _proceeds(
    quote: PurchaseQuote, each: Step, listed: Step, net: Step, tax: Step | None, count: Input, steps: list[Step]
) -> None:
    if quote.proceeds_minor is None or quote.commission_minor is None:
        return
    cut, currency, stated = quote.offer.commission, quote.market.currency, quote.offer.commission.stated
    amount = Money(quote.proceeds_minor, currency)
    if cut.rounding is None:
        proceeds = _fixed_alone(quote, net, count, amount, steps)
    elif quote.request.quantity == 1 or cut.per_order:
        proceeds = _cuts(quote, "proceeds", listed, net, amount)
    else:
        (run,) = quote.runs
        minor = run.proceeds_minor or 0
        kept = _cuts(quote, "proceeds each", each, None, Money(minor, currency))
        product = Money(minor * quote.request.quantity, currency)
        proceeds = Step("proceeds", MULTIPLY, (kept, count), product, stated.place, stated.source)
        steps.append(kept)
        if product.minor != amount.minor:
            steps.append(proceeds)
            proceeds = Step("proceeds", Arithmetic.LESSER, (proceeds, net), amount, listed.place, listed.source)
    steps.append(proceeds)
    place = stated.place if cut.lines else None
    commission = Money(quote.commission_minor, currency)
    withheld = trace_withheld(quote, each, listed, net, proceeds, count, steps)
    steps.append(Step("commission", SUBTRACT, (net, proceeds, *withheld), commission, place, stated.source))
    if quote.remittance_minor is None:
        return
    if not quote.offer.tax.seller_collects:
        steps.append(Step("remittance", SAME, (proceeds,), amount, listed.place, listed.source))
    elif tax is not None:
        sent = Money(quote.remittance_minor, currency)
        steps.append(Step("remittance", ADD, (proceeds, tax), sent, listed.place, listed.source))


def _fixed_alone(quote: PurchaseQuote, net: Step, count: Input, amount: Money, steps: list[Step]) -> Step:
    """The net less fixed parts, each as often as it is taken; the net itself where nothing is."""
    cut, parts = quote.offer.commission, list[Input | Step]()
    if not cut.cuts:
        return Step(
            "proceeds",
            SAME,
            (net,),
            amount,
            quote.offer.price.listed_stated.place,
            quote.offer.price.listed_stated.source,
        )
    for part in cut.cuts:
        if quote.request.quantity == 1 or cut.per_order:
            parts.append(part)
            continue
        assert isinstance(part.value, Money)
        taken = Money(part.value.minor * quote.request.quantity, part.value.currency)
        steps.append(Step(part.name, MULTIPLY, (part, count), taken, part.place, cut.stated.source))
        parts.append(steps[-1])
    return Step("proceeds", SUBTRACT, (net, *parts), amount, cut.stated.place, cut.stated.source)


def _cuts(quote: PurchaseQuote, figure: str, base: Step, bound: Step | None, output: Money) -> Step:
    cut, tax = quote.offer.commission, quote.offer.tax
    inputs: tuple[Input | Step, ...] = (base, *tax.rates, *cut.cuts)
    if bound is not None:
        inputs = (*inputs, Input("at most net", bound.output, bound.place))
    stated, rounded = cut.stated, cut.rounding_stated
    return Step(
        figure,
        TAKE_OFF_CUTS,
        inputs,
        output,
        stated.place,
        stated.source,
        cut.rounding,
        rounded.place if rounded is not None else None,
    )
