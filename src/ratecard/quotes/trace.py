"""Why each figure of a quote is what it is: steps that replay from their inputs to their output.

A trace is made on demand from the quote's own intermediates and terms, never by a second computation. Figures that are
rounded for one unit and multiplied have two steps: "net each" and "net".
"""

from enum import Enum

import msgspec

from ratecard.diagnostics.diagnostic import Place
from ratecard.money import Money, Rate
from ratecard.quotes.quotes import PurchaseQuote
from ratecard.rounding import Rounding, RoundingMode
from ratecard.rulefiles.stated import Stated
from ratecard.terms.tax import TaxStatus, TaxTerms


class Operation(Enum):
    """What a step does with its inputs, exactly, before its rounding."""

    STATED = "stated"
    """The value at the step's place."""
    SAME = "same"
    """The one input."""
    MULTIPLY = "multiply"
    """The product of the inputs."""
    ADD = "add"
    """The sum of the inputs."""
    SUBTRACT = "subtract"
    """The first input less the others."""
    DIVIDE = "divide"
    """The first input ÷ the second, exact."""
    TAKE_OUT_TAX = "take out tax"
    """The first input ÷ (1 + the rates); at most the first input once rounded."""
    APPLY_RATES = "apply rates"
    """The first input × the sum of the rates."""
    SHARE = "share"
    """The part of the first input that falls, by largest remainder over the rates, to the line named by the step."""
    TAKE_OFF_CUTS = "take off cuts"
    """Exact net of the first input, less rates of net and of gross, less fixed parts; at most net, if that is given."""
    LESSER = "lesser"
    """The smallest of the inputs."""


class Input(msgspec.Struct, frozen=True, gc=False):
    """What went into a step: a figure of another step, a request's quantity, or a stated value with its place."""

    name: str
    value: object
    place: Place | None = None


class Step(msgspec.Struct, frozen=True, gc=False):
    """One figure: the operation, what went in, what came out, the rounding, and the place that decided it.

    Changing the value at `place` enough changes `output`. `source` is the nearest one stated for that value.
    """

    figure: str
    operation: Operation
    inputs: tuple[Input, ...]
    output: object
    place: Place | None
    source: str | None = None
    rounding: Rounding | None = None
    rounded_at: Place | None = None


WHOLE_COINS = Rounding(RoundingMode.DOWN)
"""A bonus that is a rate is rounded down to whole coins; that is the meaning of the key, not a choice of a rule."""


def trace_purchase(quote: PurchaseQuote) -> tuple[Step, ...]:
    """The steps of a purchase quote, each after those that it reads. Undetermined figures have none."""
    steps = _coins(quote)
    steps.append(_listed_each(quote))
    if quote.request.quantity != 1:
        steps.append(_times(quote, "listed", quote.price.listed_minor, quote.listed_minor))
    _tax(quote, steps)
    _proceeds(quote, steps)
    steps.append(_per_coin(quote))
    return tuple(steps)


def _each(quote: PurchaseQuote, figure: str) -> str:
    """The name of a figure of one unit; where one unit is all there is, the figure itself."""
    return figure if quote.request.quantity == 1 else f"{figure} each"


def _coins(quote: PurchaseQuote) -> list[Step]:
    package, quantity = quote.package, quote.request.quantity
    count = Input("quantity", quantity)
    coins, bonus = package.coins_stated, package.bonus_stated
    held = Input("coins each", package.coins, coins.place)
    steps = [Step("coins", Operation.MULTIPLY, (held, count), quote.coins, coins.place, coins.source)]
    if bonus is not None:
        if type(bonus.value) is Rate:
            inputs = (held, Input("bonus rate", bonus.value, bonus.place))
            steps.append(
                Step("bonus each", Operation.MULTIPLY, inputs, package.bonus, bonus.place, bonus.source, WHOLE_COINS)
            )
            extra = Input("bonus each", package.bonus)
        else:
            extra = Input("bonus each", package.bonus, bonus.place)
        steps.append(Step("bonus", Operation.MULTIPLY, (extra, count), quote.bonus, bonus.place, bonus.source))
    parts = (Input("coins", quote.coins), Input("bonus", quote.bonus))
    steps.append(Step("total", Operation.ADD, parts, quote.total, coins.place, coins.source))
    return steps


def _listed_each(quote: PurchaseQuote) -> Step:
    stated = quote.price.listed_stated
    output = Money(quote.price.listed_minor, quote.market.currency)
    return Step(_each(quote, "listed"), Operation.STATED, (), output, stated.place, stated.source)


def _times(quote: PurchaseQuote, figure: str, each: int, output: int, decided: Stated[object] | None = None) -> Step:
    currency = quote.market.currency
    inputs = (Input(f"{figure} each", Money(each, currency)), Input("quantity", quote.request.quantity))
    stated = decided or quote.price.listed_stated
    return Step(figure, Operation.MULTIPLY, inputs, Money(output, currency), stated.place, stated.source)


def _tax(quote: PurchaseQuote, steps: list[Step]) -> None:
    tax, currency = quote.tax, quote.market.currency
    stated = quote.price.listed_stated
    listed = Input("listed", Money(quote.listed_minor, currency), stated.place)
    if tax.status is TaxStatus.UNDETERMINED:
        if quote.net_minor is not None:
            steps.append(
                Step("net", Operation.SAME, (listed,), Money(quote.net_minor, currency), stated.place, stated.source)
            )
        return
    assert quote.net_minor is not None
    assert quote.tax_minor is not None
    assert quote.gross_minor is not None
    if tax.status is TaxStatus.NONE:
        steps.append(
            Step("net", Operation.SAME, (listed,), Money(quote.net_minor, currency), stated.place, stated.source)
        )
        none = (Input("rate", Rate(0, 1), tax.stated.place), listed)
        steps.append(Step("tax", Operation.MULTIPLY, none, Money(0, currency), None, tax.stated.source))
        steps.append(
            Step("gross", Operation.SAME, (listed,), Money(quote.gross_minor, currency), stated.place, stated.source)
        )
        return
    by_unit = not tax.per_order and quote.request.quantity != 1
    suffix = " each" if by_unit else ""
    price = quote.price.listed_minor if by_unit else quote.listed_minor
    base = Input(f"listed{suffix}", Money(price, currency), stated.place)
    if tax.status is TaxStatus.INCLUDED:
        _tax_inside(quote, steps, base, suffix)
    else:
        _tax_added(quote, steps, base, suffix)
    if by_unit:
        assert quote.taxed.net is not None
        assert quote.taxed.tax is not None
        first = tax.lines[0].stated
        if tax.status is TaxStatus.INCLUDED:
            steps.append(_times(quote, "net", quote.taxed.net, quote.net_minor, first))
        for line, each, amount in zip(tax.lines, quote.taxed.lines, quote.tax_line_minors, strict=True):
            steps.append(_times(quote, f"tax {line.id}", each, amount, line.stated))
        steps.append(_times(quote, "tax", quote.taxed.tax, quote.tax_minor, first))
    gross = Money(quote.gross_minor, currency)
    if tax.status is TaxStatus.INCLUDED:
        steps.append(Step("gross", Operation.SAME, (listed,), gross, stated.place, stated.source))
    else:
        parts = (Input("net", Money(quote.net_minor, currency)), Input("tax", Money(quote.tax_minor, currency)))
        steps.append(Step("gross", Operation.ADD, parts, gross, stated.place, stated.source))


def _rates(tax: TaxTerms) -> tuple[Input, ...]:
    return tuple([Input(line.id, line.effective, line.stated.place) for line in tax.lines])


def _tax_inside(quote: PurchaseQuote, steps: list[Step], base: Input, suffix: str) -> None:
    tax, currency = quote.tax, quote.market.currency
    first = tax.lines[0].stated
    net, amount = Money(quote.taxed.net or 0, currency), Money(quote.taxed.tax or 0, currency)
    steps.append(
        Step(
            f"net{suffix}",
            Operation.TAKE_OUT_TAX,
            (base, *_rates(tax)),
            net,
            first.place,
            first.source,
            tax.rounding,
            tax.rounding_stated.place if tax.rounding_stated else None,
        )
    )
    inputs = (base, Input(f"net{suffix}", net))
    steps.append(Step(f"tax{suffix}", Operation.SUBTRACT, inputs, amount, first.place, first.source))
    _shares(quote, steps, amount, suffix)


def _shares(quote: PurchaseQuote, steps: list[Step], amount: Money, suffix: str) -> None:
    tax, currency = quote.tax, quote.market.currency
    whole = Input(f"tax{suffix}", amount)
    for line, part in zip(tax.lines, quote.taxed.lines, strict=True):
        stated = line.stated
        operation = Operation.SAME if len(tax.lines) == 1 else Operation.SHARE
        inputs = (whole,) if len(tax.lines) == 1 else (whole, *_rates(tax))
        steps.append(
            Step(f"tax {line.id}{suffix}", operation, inputs, Money(part, currency), stated.place, stated.source)
        )


def _tax_added(quote: PurchaseQuote, steps: list[Step], base: Input, suffix: str) -> None:
    tax, currency = quote.tax, quote.market.currency
    stated = quote.price.listed_stated
    listed = Input("listed", Money(quote.listed_minor, currency), stated.place)
    steps.append(
        Step("net", Operation.SAME, (listed,), Money(quote.listed_minor, currency), stated.place, stated.source)
    )
    rounded_at = tax.rounding_stated.place if tax.rounding_stated else None
    first = tax.lines[0].stated
    amount = Money(quote.taxed.tax or 0, currency)
    if tax.together:
        inputs = (base, *_rates(tax))
        steps.append(
            Step(
                f"tax{suffix}",
                Operation.APPLY_RATES,
                inputs,
                amount,
                first.place,
                first.source,
                tax.rounding,
                rounded_at,
            )
        )
        _shares(quote, steps, amount, suffix)
        return
    for line, part in zip(tax.lines, quote.taxed.lines, strict=True):
        rate = Input(line.id, line.effective, line.stated.place)
        steps.append(
            Step(
                f"tax {line.id}{suffix}",
                Operation.APPLY_RATES,
                (base, rate),
                Money(part, currency),
                line.stated.place,
                line.stated.source,
                tax.rounding,
                rounded_at,
            )
        )
    parts = tuple(
        [
            Input(f"tax {line.id}{suffix}", Money(part, currency))
            for line, part in zip(tax.lines, quote.taxed.lines, strict=True)
        ]
    )
    steps.append(Step(f"tax{suffix}", Operation.ADD, parts, amount, first.place, first.source))


def _proceeds(quote: PurchaseQuote, steps: list[Step]) -> None:
    if quote.proceeds_minor is None or quote.net_minor is None or quote.commission_minor is None:
        return
    currency, cut = quote.market.currency, quote.commission
    net, proceeds = Money(quote.net_minor, currency), Money(quote.proceeds_minor, currency)
    decided, price = cut.stated, quote.price.listed_stated
    if cut.rounding is None:
        steps.append(Step("proceeds", Operation.SAME, (Input("net", net),), proceeds, price.place, price.source))
    else:
        _cuts(quote, steps, net, proceeds)
    parts = (Input("net", net), Input("proceeds", proceeds))
    commission = Money(quote.commission_minor, currency)
    place = decided.place if cut.rounding is not None else None
    steps.append(Step("commission", Operation.SUBTRACT, parts, commission, place, decided.source))
    remittance = Money(quote.remittance_minor or 0, currency)
    if quote.tax.seller_collects and quote.tax_minor is not None:
        parts = (Input("proceeds", proceeds), Input("tax", Money(quote.tax_minor, currency)))
        steps.append(Step("remittance", Operation.ADD, parts, remittance, price.place, price.source))
    elif quote.remittance_minor is not None:
        same = (Input("proceeds", proceeds),)
        steps.append(Step("remittance", Operation.SAME, same, remittance, price.place, price.source))


def _cuts(quote: PurchaseQuote, steps: list[Step], net: Money, proceeds: Money) -> None:
    currency, cut, tax = quote.market.currency, quote.commission, quote.tax
    listed = quote.price.listed_stated
    by_unit = not cut.per_order and quote.request.quantity != 1
    suffix = " each" if by_unit else ""
    price = quote.price.listed_minor if by_unit else quote.listed_minor
    kind = "tax inside" if tax.status is TaxStatus.INCLUDED else "tax added"
    inputs = [Input(f"listed{suffix}", Money(price, currency), listed.place)]
    inputs += [Input(f"{kind} {line.id}", line.effective, line.stated.place) for line in tax.lines]
    for line in cut.lines:
        if line.rate is not None and line.rate_stated is not None:
            base = "gross" if line.of_gross else "net"
            inputs.append(Input(f"{base} cut {line.id}", line.rate, line.rate_stated.place))
        if line.fixed_stated is not None:
            inputs.append(Input(f"fixed {line.id}", Money(line.fixed_minor, currency), line.fixed_stated.place))
    rounded_at = cut.rounding_stated.place if cut.rounding_stated else None
    stated = cut.stated
    if by_unit:
        assert quote.proceeds_each is not None
        each = Money(quote.proceeds_each, currency)
        steps.append(
            Step(
                "proceeds each",
                Operation.TAKE_OFF_CUTS,
                tuple(inputs),
                each,
                stated.place,
                stated.source,
                cut.rounding,
                rounded_at,
            )
        )
        product = Money(quote.proceeds_each * quote.request.quantity, currency)
        steps.append(_times(quote, "proceeds", quote.proceeds_each, product.minor, stated))
        if product != proceeds:
            bounds = (Input("proceeds", product), Input("net", net))
            steps.append(Step("proceeds", Operation.LESSER, bounds, proceeds, listed.place, listed.source))
        return
    inputs.append(Input("at most net", net))
    steps.append(
        Step(
            "proceeds",
            Operation.TAKE_OFF_CUTS,
            tuple(inputs),
            proceeds,
            stated.place,
            stated.source,
            cut.rounding,
            rounded_at,
        )
    )


def _per_coin(quote: PurchaseQuote) -> Step:
    currency = quote.market.currency
    stated = quote.price.listed_stated
    inputs = (
        Input(_each(quote, "listed"), Money(quote.price.listed_minor, currency), stated.place),
        Input("coins of one package", quote.package.total),
    )
    return Step("price per coin", Operation.DIVIDE, inputs, quote.per_coin, stated.place, stated.source)
