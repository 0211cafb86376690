"""Why each figure of a quote is what it is: steps that replay from their inputs to their output.

A trace is made on demand from the quote's own intermediates and terms, never by a second computation. Figures that are
rounded for one unit and multiplied have two steps: "net each" and "net".
"""

from collections.abc import Mapping

from ratecard.money import Money, Rate
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.quotes.tracing.beside import trace_beside
from ratecard.quotes.tracing.promotions import WHOLE_COINS, trace_bonus, trace_listed, trace_losers, trace_reduction
from ratecard.quotes.tracing.runs import listed_of_run, named_of_run, quote_of_run, sums_of
from ratecard.quotes.tracing.steps import OF_RUN, Arithmetic, Step
from ratecard.quotes.tracing.taxes import trace_tax
from ratecard.quotes.tracing.unknown_values import add_unknown, unknown_of_purchase
from ratecard.quotes.tracing.withheld import trace_withheld
from ratecard.terms.given import Input

STATED, SAME, MULTIPLY, ADD = Arithmetic.STATED, Arithmetic.SAME, Arithmetic.MULTIPLY, Arithmetic.ADD
SUBTRACT, DIVIDE, TAKE_OFF_CUTS = Arithmetic.SUBTRACT, Arithmetic.DIVIDE, Arithmetic.TAKE_OFF_CUTS


def trace_purchase(quote: PurchaseQuote) -> tuple[Step, ...]:
    """The steps of a purchase quote, each after those that it reads.

    A figure that only a subdivision decides has none; one that needs what the rules do not know says so.
    """
    steps: list[Step] = []
    if len(quote.runs) > 1:
        listed = _several_runs(quote, steps)
        totals = (step for step in steps if step.figure == "total")
        coins: Input | Step = Input("coins", 0) if quote.package.is_item else next(totals)
    else:
        listed = _one_run(quote, steps)
        coins = Input("coins of one package", int(quote.runs[0].coins + quote.runs[0].bonus))
    for unit, of_one in quote.package.units:
        inputs = (of_one, Input("quantity", quote.request.quantity))
        steps.append(Step(f"{unit} with it", MULTIPLY, inputs, dict(quote.units)[unit], of_one.place))
    trace_losers(quote, steps)
    add_unknown(unknown_of_purchase(quote), steps)
    if not quote.package.is_item:
        stated = quote.offer.price.listed_stated
        steps.append(Step("price per coin", DIVIDE, (listed, coins), quote.per_coin, stated.place, stated.source))
    if quote.beside is not None:
        trace_beside(quote, steps)
    return tuple(steps)


def _one_run(quote: PurchaseQuote, steps: list[Step]) -> Step:
    """Adds the steps of a purchase of equal units; gives the listed price of one of them."""
    count = Input("quantity", quote.request.quantity)
    each, listed = _coins_and_price(quote, count, steps, is_reduced=quote.discount_minor > 0)
    net, tax = trace_tax(quote, each, listed, count, steps)
    if net is not None:
        _proceeds(quote, each, listed, net, tax, count, steps)
    return each


def _coins_and_price(quote: PurchaseQuote, count: Input, steps: list[Step], *, is_reduced: bool) -> tuple[Step, Step]:
    """Adds the coins and the listed price; gives that of one unit and that of all, of which there is one run.

    Where the whole purchase is reduced, the regular price of the run and its discount stand there too.
    """
    (run,) = quote.runs
    if not quote.package.is_item:
        _coins(quote, count, steps)
    if run.units == 1:
        each = listed = trace_listed(quote, run, "", steps)
    else:
        each = trace_listed(quote, run, " each", steps)
        total = Money(quote.listed_minor, quote.market.currency)
        listed = Step("listed", MULTIPLY, (each, count), total, each.place, each.source)
        steps.append(listed)
    if is_reduced:
        trace_reduction(quote, count, listed, steps)
    return each, listed


def _several_runs(quote: PurchaseQuote, steps: list[Step]) -> Step:
    """Adds the steps of each run, and the sums; gives the listed price of all units.

    What is rounded for the order is computed on the sums.
    """
    tax_by_run = not quote.offer.tax.per_order
    cut = quote.offer.shown_commission
    proceeds_by_run = tax_by_run and cut is not None and not cut.per_order
    of_runs: list[list[Step]] = []
    for run in quote.runs:
        own, count = quote_of_run(quote, run), Input("quantity", run.units)
        of_run: list[Step] = []
        each, listed = _coins_and_price(own, count, of_run, is_reduced=quote.discount_minor > 0)
        net, tax = trace_tax(own, each, listed, count, of_run) if tax_by_run else (None, None)
        if net is not None and proceeds_by_run:
            _proceeds(own, each, listed, net, tax, count, of_run)
        of_runs.append(of_run)
    named = [named_of_run(of_run, number) for number, of_run in enumerate(of_runs, 1)]
    for of_run in named:
        steps += of_run
    sums = sums_of(named)
    steps += sums.values()
    if not proceeds_by_run:
        _of_the_order(quote, sums, steps)
    return sums["listed"]


def _of_the_order(quote: PurchaseQuote, sums: Mapping[str, Step], steps: list[Step]) -> None:
    """Adds what is rounded for the order, from the sums over its runs."""
    count, listed = Input("quantity", quote.request.quantity), sums["listed"]
    net, tax = sums.get("net"), sums.get("tax")
    if quote.offer.tax.per_order:
        net, tax = trace_tax(quote, listed, listed, count, steps)
    if net is not None:
        _proceeds(quote, listed, listed, net, tax, count, steps)


def _coins(quote: PurchaseQuote, count: Input, steps: list[Step]) -> None:
    package, (run,) = quote.offer.package, quote.runs
    stated, bonus = package.coins_stated, package.bonus_stated
    coins = Step("coins", MULTIPLY, (package.coins_each, count), quote.coins, stated.place, stated.source)
    own: Input | Step | None = package.bonus_each
    if bonus is not None and own is not None and type(bonus.value) is Rate:
        inputs = (package.coins_each, Input("bonus rate", bonus.value, bonus.place))
        own = Step("bonus each", MULTIPLY, inputs, package.bonus, bonus.place, bonus.source, WHOLE_COINS)
        steps.append(own)
    promoted = trace_bonus(quote, run, own, steps)
    each = own if promoted is None else promoted
    if each is None:
        steps += (coins, Step("total", SAME, (coins,), quote.total, stated.place, stated.source))
        return
    source = promoted.source if promoted is not None else bonus.source if bonus is not None else None
    extra = Step("bonus", MULTIPLY, (each, count), quote.bonus, each.place, source)
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
    elif len(quote.runs) > 1:
        proceeds = _proceeds_of_runs(quote, net, amount, steps)
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


def _proceeds_of_runs(quote: PurchaseQuote, net: Step, amount: Money, steps: list[Step]) -> Step:
    """What the seller keeps of each run, rounded by unit, and of all of them: at most the net of the order."""
    cut, currency, parts = quote.offer.commission, quote.market.currency, list[Step]()
    place, source = cut.stated.place, cut.stated.source
    for number, run in enumerate(quote.runs, 1):
        suffix, minor = f"{OF_RUN}{number}", run.proceeds_minor or 0
        listed = listed_of_run(steps, suffix)
        kept = _cuts(quote, f"proceeds each{suffix}", listed, None, Money(minor, currency))
        count, product = Input("quantity", run.units), Money(minor * run.units, currency)
        parts.append(Step(f"proceeds{suffix}", MULTIPLY, (kept, count), product, place, source))
        steps += (kept, parts[-1])
    total = Money(sum([run.units * (run.proceeds_minor or 0) for run in quote.runs]), currency)
    proceeds = Step("proceeds", ADD, tuple(parts), total, place, source)
    if total.minor != amount.minor:
        steps.append(proceeds)
        proceeds = Step("proceeds", Arithmetic.LESSER, (proceeds, net), amount, net.place, net.source)
    return proceeds


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
