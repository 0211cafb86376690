"""Why each figure of a quote is what it is: steps that replay from their inputs to their output.

A trace is made on demand from the quote's own intermediates and terms, never by a second computation. Figures that are
rounded for one unit and multiplied have two steps: "net each" and "net".
"""

from ratecard.money import Money, Rate
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.quotes.tracing.steps import Arithmetic, Step
from ratecard.quotes.tracing.unknown_values import add_unknown, unknown_of_purchase
from ratecard.rounding import Rounding, RoundingMode
from ratecard.terms.given import Input
from ratecard.terms.tax import TaxSplit, TaxStatus

WHOLE_COINS = Rounding(RoundingMode.DOWN)
"""A bonus that is a rate is rounded down to whole coins; that is the meaning of the key, not a choice of a rule."""

STATED, SAME, MULTIPLY, ADD = Arithmetic.STATED, Arithmetic.SAME, Arithmetic.MULTIPLY, Arithmetic.ADD
SUBTRACT, DIVIDE, TAKE_OUT_TAX = Arithmetic.SUBTRACT, Arithmetic.DIVIDE, Arithmetic.TAKE_OUT_TAX
APPLY_RATES, SHARE, TAKE_OFF_CUTS = Arithmetic.APPLY_RATES, Arithmetic.SHARE, Arithmetic.TAKE_OFF_CUTS


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
    net, tax = _tax(quote, each, listed, count, steps)
    if net is not None:
        _proceeds(quote, each, listed, net, tax, count, steps)
    add_unknown(unknown_of_purchase(quote), steps)
    package = Input("coins of one package", quote.offer.package.total)
    steps.append(Step("price per coin", DIVIDE, (each, package), quote.per_coin, stated.place, stated.source))
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


def _tax(
    quote: PurchaseQuote, each: Step, listed: Step, count: Input, steps: list[Step]
) -> tuple[Step | None, Step | None]:
    """Adds the steps of net, tax lines, tax and gross; gives those of net and tax, None where undetermined."""
    tax, currency = quote.offer.tax, quote.market.currency
    place, source = listed.place, listed.source
    if quote.net_minor is None:
        if quote.gross_minor is not None:
            steps.append(Step("gross", SAME, (listed,), listed.output, place, source))
        return None, None
    if tax.status is TaxStatus.INCLUDED:
        return _tax_inside(quote, each, listed, count, steps)
    net = Step("net", SAME, (listed,), listed.output, place, source)
    steps.append(net)
    if quote.tax_minor is None or quote.gross_minor is None:
        return net, None
    gross = Money(quote.gross_minor, currency)
    if tax.status is TaxStatus.NONE:
        none = Input("rate", Rate(0, 1), tax.stated.place)
        levied = Step("tax", MULTIPLY, (listed, none), Money(0, currency), None, tax.stated.source)
        steps += (levied, Step("gross", SAME, (listed,), gross, place, source))
        return net, levied
    levied = _tax_added(quote, each, listed, count, steps)
    steps.append(Step("gross", ADD, (net, levied), gross, place, source))
    return net, levied


def _by_unit(quote: PurchaseQuote) -> bool:
    """Whether the tax was rounded for one unit and multiplied."""
    return quote.request.quantity != 1 and not quote.offer.tax.per_order


def _rounded_at_once(quote: PurchaseQuote) -> TaxSplit:
    """The split of one unit where it was rounded so, else that of the order. A purchase is one run so far."""
    (run,) = quote.runs
    return run.taxed or quote.taxed


def _tax_inside(
    quote: PurchaseQuote, each: Step, listed: Step, count: Input, steps: list[Step]
) -> tuple[Step | None, Step | None]:
    tax, currency, by_unit = quote.offer.tax, quote.market.currency, _by_unit(quote)
    decided, suffix, base = tax.lines[0].stated, " each" if by_unit else "", each if by_unit else listed
    place, source = decided.place, decided.source
    net_minor, tax_minor, line_minors, _ = _rounded_at_once(quote)
    rounded_at = tax.rounding_stated.place if tax.rounding_stated is not None else None
    inputs: tuple[Input | Step, ...] = (base, *tax.rates)
    amount = Money(net_minor or 0, currency)
    net = Step("net" + suffix, TAKE_OUT_TAX, inputs, amount, place, source, tax.rounding, rounded_at)
    levied = Step("tax" + suffix, SUBTRACT, (base, net), Money(tax_minor or 0, currency), place, source)
    steps += (net, levied)
    shares = _shares(quote, levied, line_minors, suffix) if len(tax.lines) > 1 else []
    steps += shares
    if by_unit:
        net = Step("net", MULTIPLY, (net, count), Money(quote.net_minor or 0, currency), place, source)
        levied = Step("tax", MULTIPLY, (levied, count), Money(quote.tax_minor or 0, currency), place, source)
        steps += (net, levied)
        steps += _lines_times(quote, shares, count)
    if not shares:
        steps.append(_only_line(quote, levied))
    steps.append(Step("gross", SAME, (listed,), listed.output, listed.place, listed.source))
    return net, levied


def _only_line(quote: PurchaseQuote, levied: Step) -> Step:
    """The one tax line of a market that has no other: the tax itself."""
    line = quote.offer.tax.lines[0]
    return Step("tax " + line.id, SAME, (levied,), levied.output, line.stated.place, line.stated.source)


def _shares(quote: PurchaseQuote, levied: Step, minors: tuple[int, ...], suffix: str) -> list[Step]:
    """The lines as parts of a tax that was rounded as a whole."""
    tax, currency = quote.offer.tax, quote.market.currency
    inputs: tuple[Input | Step, ...] = (levied, *tax.rates)
    return [
        Step(f"tax {line.id}{suffix}", SHARE, inputs, Money(minor, currency), line.stated.place, line.stated.source)
        for line, minor in zip(tax.lines, minors, strict=True)
    ]


def _lines_times(quote: PurchaseQuote, lines: list[Step], count: Input) -> list[Step]:
    currency = quote.market.currency
    return [
        Step("tax " + line.id, MULTIPLY, (step, count), Money(minor, currency), step.place, step.source)
        for line, step, minor in zip(quote.offer.tax.lines, lines, quote.tax_line_minors, strict=False)
    ]


def _tax_added(quote: PurchaseQuote, each: Step, listed: Step, count: Input, steps: list[Step]) -> Step:
    tax, currency, by_unit = quote.offer.tax, quote.market.currency, _by_unit(quote)
    decided, suffix, base = tax.lines[0].stated, " each" if by_unit else "", each if by_unit else listed
    place, source = decided.place, decided.source
    _, tax_minor, line_minors, _ = _rounded_at_once(quote)
    rounded_at = tax.rounding_stated.place if tax.rounding_stated is not None else None
    amount = Money(tax_minor or 0, currency)
    only = len(tax.lines) == 1
    if tax.together or only:
        inputs: tuple[Input | Step, ...] = (base, *tax.rates)
        levied = Step("tax" + suffix, APPLY_RATES, inputs, amount, place, source, tax.rounding, rounded_at)
        lines = [] if only else _shares(quote, levied, line_minors, suffix)
        steps.append(levied)
        steps += lines
    else:
        lines = [
            Step(
                f"tax {line.id}{suffix}",
                APPLY_RATES,
                (base, rate),
                Money(minor, currency),
                line.stated.place,
                line.stated.source,
                tax.rounding,
                rounded_at,
            )
            for line, rate, minor in zip(tax.lines, tax.rates, line_minors, strict=True)
        ]
        levied = Step("tax" + suffix, ADD, tuple(lines), amount, place, source)
        steps += lines
        steps.append(levied)
    if by_unit:
        levied = Step("tax", MULTIPLY, (levied, count), Money(quote.tax_minor or 0, currency), place, source)
        steps += _lines_times(quote, lines, count)
        steps.append(levied)
    if only:
        steps.append(_only_line(quote, levied))
    return levied


def _proceeds(
    quote: PurchaseQuote, each: Step, listed: Step, net: Step, tax: Step | None, count: Input, steps: list[Step]
) -> None:
    if quote.proceeds_minor is None or quote.commission_minor is None:
        return
    cut, currency, stated = quote.offer.commission, quote.market.currency, quote.offer.commission.stated
    amount = Money(quote.proceeds_minor, currency)
    if cut.rounding is None:
        proceeds = Step("proceeds", SAME, (net,), amount, listed.place, listed.source)
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
    place = stated.place if cut.rounding is not None else None
    commission = Money(quote.commission_minor, currency)
    steps.append(Step("commission", SUBTRACT, (net, proceeds), commission, place, stated.source))
    if quote.remittance_minor is None:
        return
    if not quote.offer.tax.seller_collects:
        steps.append(Step("remittance", SAME, (proceeds,), amount, listed.place, listed.source))
    elif tax is not None:
        sent = Money(quote.remittance_minor, currency)
        steps.append(Step("remittance", ADD, (proceeds, tax), sent, listed.place, listed.source))


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
