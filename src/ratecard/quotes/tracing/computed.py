"""Why a regular price is what it is: stated, or computed step by step of another one, each step with its own place."""

from fractions import Fraction

from ratecard.diagnostics.diagnostic import Place
from ratecard.money import ExactMoney, Money
from ratecard.quotes.tracing.steps import Arithmetic, Step, rate_steps
from ratecard.rounding import Rounding
from ratecard.rulefiles.stated import StatedParts
from ratecard.terms.computed import EXCHANGED, FACTOR, NET, OF_COINS, PER_COIN, SOURCE, TAXED, Derivation
from ratecard.terms.given import Input
from ratecard.terms.prices import PriceTerms
from ratecard.terms.pricing import PricingTerms

Inputs = tuple[Input | Step, ...]

NAMES = {
    NET: "price without tax",
    EXCHANGED: "price exchanged",
    PER_COIN: "price of one coin",
    OF_COINS: "price of the coins",
    FACTOR: "price times factor",
    TAXED: "price with tax",
}
"""What the steps to a computed price are called; those of a price further back name whose they are."""


def trace_regular(price: PriceTerms, figure: str, steps: list[Step], whose: str = "") -> Step:
    """Adds the steps to a regular price, the last under the name of its figure; gives that. `whose` is added to names.

    Each price of a chain has its steps, that which is stated first.
    """
    stated, output = price.listed_stated, Money(price.listed_minor, price.currency)
    derivation = price.derivation
    if derivation is None:
        steps.append(Step(figure, Arithmetic.STATED, (), output, stated.place, stated.source))
        return steps[-1]
    source = str(derivation.source)
    here = trace_regular(derivation.price, f"price of {source}", steps, f" of {source}")
    for name, amount in derivation.steps():
        if name != SOURCE:
            here = _step(derivation, name, NAMES[name] + whose, here, amount, steps)
            steps.append(here)
    pricing = derivation.by.pricing
    allowed = allowed_inputs(pricing, *derivation.exact_minor)
    rounding, rounded_at = Rounding(pricing.mode, pricing.step or 1), pricing.rounding_stated.place
    inputs: Inputs = (here, *allowed)
    operation = Arithmetic.ROUND_TO_ALLOWED
    steps.append(Step(figure, operation, inputs, output, stated.place, stated.source, rounding, rounded_at))
    return steps[-1]


def _step(derivation: Derivation, name: str, figure: str, here: Step, amount: Fraction, steps: list[Step]) -> Step:
    """One exact step; money is in the source's currency until it is exchanged."""
    in_source = name == NET
    currency = derivation.by.of if in_source else derivation.by.currency
    minor = amount * 10**currency.exponent
    output = ExactMoney(minor.numerator, minor.denominator, currency)
    operation, inputs, place = _done(derivation, name, steps)
    return Step(figure, operation, (here, *inputs), output, place, derivation.by.stated.source)


def _done(derivation: Derivation, name: str, steps: list[Step]) -> tuple[Arithmetic, Inputs, Place]:
    """What a step does, with what, and the place that decides it."""
    at = derivation.by.stated.place
    if name == EXCHANGED:
        parts = derivation.by.stated.value
        fx = parts.get("fx") if isinstance(parts, StatedParts) else None
        rates = () if derivation.by.cross is None else rate_steps(derivation.by.cross, steps)
        return Arithmetic.EXCHANGE, rates, at if fx is None else fx.place
    if name in (NET, TAXED):
        tax = derivation.by.taken_out if name == NET else derivation.by.put_in
        assert tax is not None
        operation = Arithmetic.TAKE_OUT_TAX if name == NET else Arithmetic.PUT_IN_TAX
        return operation, tax.rates, tax.rates[0].place or at
    if name == FACTOR:
        factor = derivation.by.factor
        assert factor is not None
        return Arithmetic.MULTIPLY, (factor,), factor.place or at
    assert derivation.coins is not None
    theirs, own = derivation.coins
    if name == PER_COIN:
        return Arithmetic.DIVIDE, (theirs,), theirs.place or at
    return Arithmetic.MULTIPLY, (own,), own.place or at


def allowed_inputs(pricing: PricingTerms, numerator: int, denominator: int) -> list[Input]:
    """What is allowed near an exact price in minor units: the lowest price, and the price points on both its sides."""
    allowed: list[Input] = []
    if pricing.lowest is not None:
        lowest = Money(pricing.lowest, pricing.currency)
        allowed.append(Input("lowest allowed price", lowest, pricing.rounding_stated.place))
    points, stated = pricing.points, pricing.points_stated
    if points is not None and stated is not None and numerator >= points.lowest * denominator:
        around = zip(("price point below", "price point above"), points.around(numerator, denominator), strict=True)
        allowed += [Input(name, Money(minor, pricing.currency), stated.place) for name, minor in around]
    return allowed
