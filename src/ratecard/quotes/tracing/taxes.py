"""Why net, tax, tax lines and gross of a purchase are what they are."""

from ratecard.money import Money, Rate
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.quotes.tracing.steps import Arithmetic, Step
from ratecard.terms.given import Input
from ratecard.terms.tax import TaxSplit, TaxStatus
from ratecard.terms.tax_lines import TaxLine

SAME, MULTIPLY, ADD, SUBTRACT = Arithmetic.SAME, Arithmetic.MULTIPLY, Arithmetic.ADD, Arithmetic.SUBTRACT
TAKE_OUT_TAX, APPLY_RATES = Arithmetic.TAKE_OUT_TAX, Arithmetic.APPLY_RATES
SHARE, TAX_OF_LINE = Arithmetic.SHARE, Arithmetic.TAX_OF_LINE


def trace_tax(
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
    """The split of one unit where it was rounded so, else that of the order."""
    return quote.runs[0].taxed or quote.taxed


def _tax_inside(
    quote: PurchaseQuote, each: Step, listed: Step, count: Input, steps: list[Step]
) -> tuple[Step | None, Step | None]:
    tax, currency, by_unit = quote.offer.tax, quote.market.currency, _by_unit(quote)
    decided, suffix, base = tax.lines[0].stated, " each" if by_unit else "", each if by_unit else listed
    place, source = decided.place, decided.source
    if tax.each_inside:
        net, levied, shares = _each_inside(quote, base, suffix, steps)
    else:
        net, levied, shares = _together_inside(quote, base, suffix, steps)
    if by_unit:
        net = Step("net", MULTIPLY, (net, count), Money(quote.net_minor or 0, currency), place, source)
        levied = Step("tax", MULTIPLY, (levied, count), Money(quote.tax_minor or 0, currency), place, source)
        steps += (net, levied)
        steps += _lines_times(quote, shares, count)
    if not shares:
        steps.append(_only_line(quote, levied))
    steps.append(Step("gross", SAME, (listed,), listed.output, listed.place, listed.source))
    return net, levied


def _together_inside(quote: PurchaseQuote, base: Step, suffix: str, steps: list[Step]) -> tuple[Step, Step, list[Step]]:
    """Adds net, which is rounded, tax, which is the rest, and its shares where there are several lines."""
    tax, currency, decided = quote.offer.tax, quote.market.currency, quote.offer.tax.lines[0].stated
    net_minor, tax_minor, line_minors, _ = _rounded_at_once(quote)
    rounded_at = tax.rounding_stated.place if tax.rounding_stated is not None else None
    amount, place, source = Money(net_minor or 0, currency), decided.place, decided.source
    inputs: tuple[Input | Step, ...] = (base, *tax.rates)
    net = Step("net" + suffix, TAKE_OUT_TAX, inputs, amount, place, source, tax.rounding, rounded_at)
    levied = Step("tax" + suffix, SUBTRACT, (base, net), Money(tax_minor or 0, currency), place, source)
    shares = _shares(quote, levied, line_minors, suffix) if len(tax.lines) > 1 else []
    steps += (net, levied, *shares)
    return net, levied, shares


def _each_inside(quote: PurchaseQuote, base: Step, suffix: str, steps: list[Step]) -> tuple[Step, Step, list[Step]]:
    """Adds each line, which is rounded and at most what is left, their sum, and net, which is the rest."""
    tax, currency, decided = quote.offer.tax, quote.market.currency, quote.offer.tax.lines[0].stated
    net_minor, tax_minor, line_minors, gross_minor = _rounded_at_once(quote)
    rounded_at = tax.rounding_stated.place if tax.rounding_stated is not None else None
    place, source, left = decided.place, decided.source, gross_minor or 0
    lines: list[Step] = []
    for line, minor in zip(tax.lines, line_minors, strict=True):
        name, amount, stated = f"tax {line.id}{suffix}", Money(minor, currency), line.stated
        bound = Input("at most what is left", Money(left, currency), stated.place)
        inputs: tuple[Input | Step, ...] = (base, *tax.rates, bound) if minor == left else (base, *tax.rates)
        lines.append(Step(name, TAX_OF_LINE, inputs, amount, stated.place, stated.source, tax.rounding, rounded_at))
        left -= minor
    levied = Step("tax" + suffix, ADD, tuple(lines), Money(tax_minor or 0, currency), place, source)
    net = Step("net" + suffix, SUBTRACT, (base, levied), Money(net_minor or 0, currency), place, source)
    steps += (*lines, levied, net)
    return net, levied, lines


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
            _line_added(quote, line, rate, base, Money(minor, currency), suffix)
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


def _line_added(quote: PurchaseQuote, line: TaxLine, rate: Input, base: Step, amount: Money, suffix: str) -> Step:
    """A line that is added and rounded by itself: what one of the gross comes to depends on all others."""
    tax, stated = quote.offer.tax, line.stated
    rounded_at = tax.rounding_stated.place if tax.rounding_stated is not None else None
    operation, rates = (TAX_OF_LINE, tax.rates) if line.of_gross else (APPLY_RATES, (rate,))
    return Step(
        f"tax {line.id}{suffix}",
        operation,
        (base, *rates),
        amount,
        stated.place,
        stated.source,
        tax.rounding,
        rounded_at,
    )
