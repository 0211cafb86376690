"""Why a regular price is what it is: stated, or computed step by step of another one, each step with its own place."""

from fractions import Fraction
from typing import NamedTuple

from ratecard.diagnostics.diagnostic import Place
from ratecard.money import ExactMoney, Money
from ratecard.quotes.tracing.steps import Arithmetic, Step, rate_steps
from ratecard.rounding import Rounding
from ratecard.rulefiles.stated import Stated, StatedParts
from ratecard.terms.computed import EXCHANGED, FACTOR, NET, OF_COINS, PER_COIN, SOURCE, TAXED, Derivation
from ratecard.terms.given import Input
from ratecard.terms.per_coin import PerCoinDerivation
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
    if isinstance(derivation, PerCoinDerivation):
        exact = _of_coins(derivation, whose, steps)
        steps.append(_allowed(figure, exact, derivation, price))
        return steps[-1]
    source = str(derivation.source)
    here = trace_regular(derivation.price, f"price of {source}", steps, f" of {source}")
    for name, amount in derivation.steps():
        if name != SOURCE:
            here = _step(derivation, name, NAMES[name] + whose, here, amount, steps)
            steps.append(here)
    steps.append(_allowed(figure, here, derivation, price))
    return steps[-1]


def _allowed(figure: str, exact: Step, made: Derivation | PerCoinDerivation, price: PriceTerms) -> Step:
    """The one rounding of an exact price onto what is allowed."""
    pricing, stated = made.pricing, price.listed_stated
    rounding, rounded_at = Rounding(pricing.mode, pricing.step or 1), pricing.rounding_stated.place
    inputs: Inputs = (exact, *allowed_inputs(pricing, *made.exact_minor))
    output, operation = Money(price.listed_minor, price.currency), Arithmetic.ROUND_TO_ALLOWED
    return Step(figure, operation, inputs, output, stated.place, stated.source, rounding, rounded_at)


def _of_coins(made: PerCoinDerivation, whose: str, steps: list[Step]) -> Step:
    """Adds what so many coins come to at their prices, tier by tier, and where there are several their sum."""
    per_coin, currency = made.per_coin, made.per_coin.currency
    of_tiers: list[Step] = []
    for tier, count in per_coin.parts(made.number):
        name = "price of the coins" if len(per_coin.tiers) == 1 else f"price of the coins beyond {tier.start}"
        coins = made.coins if count == made.number else Input(f"coins beyond {tier.start}", count, made.coins.place)
        amount = Fraction(tier.price.minor * count, tier.price.units)
        inputs = Input("price of one coin", tier.price, tier.stated.place), coins
        output = ExactMoney(amount.numerator, amount.denominator, currency)
        operation, at = Arithmetic.MULTIPLY, tier.stated
        of_tiers.append(Step(name + whose, operation, inputs, output, at.place, at.source or per_coin.stated.source))
    steps += of_tiers
    if len(of_tiers) == 1:
        return of_tiers[0]
    whole, at_all = ExactMoney(*made.exact_minor, currency), per_coin.stated
    steps.append(
        Step("price of the coins" + whose, Arithmetic.ADD, tuple(of_tiers), whole, at_all.place, at_all.source)
    )
    return steps[-1]


def _step(derivation: Derivation, name: str, figure: str, here: Step, amount: Fraction, steps: list[Step]) -> Step:
    """One exact step; money is in the source's currency until it is exchanged."""
    in_source = name == NET
    currency = derivation.by.of if in_source else derivation.by.currency
    minor = amount * 10**currency.exponent
    output = ExactMoney(minor.numerator, minor.denominator, currency)
    operation, inputs, decided = _done(derivation, name, steps)
    return Step(figure, operation, (here, *inputs), output, decided.place, decided.source)


class _Decided(NamedTuple):
    """The place that decides a step, and the source that is stated there."""

    place: Place
    source: str | None


def _done(derivation: Derivation, name: str, steps: list[Step]) -> tuple[Arithmetic, Inputs, _Decided]:
    """What a step does, with what, and what decides it."""
    stated = derivation.by.stated
    if name == EXCHANGED:
        parts = stated.value
        fx = parts.get("fx") if isinstance(parts, StatedParts) else None
        rates = () if derivation.by.cross is None else rate_steps(derivation.by.cross, steps)
        decided = stated if fx is None else fx
        return Arithmetic.EXCHANGE, rates, _Decided(decided.place, decided.source)
    if name in (NET, TAXED):
        tax = derivation.by.taken_out if name == NET else derivation.by.put_in
        assert tax is not None
        operation = Arithmetic.TAKE_OUT_TAX if name == NET else Arithmetic.PUT_IN_TAX
        return operation, tax.rates, _decided_by(tax.rates[0], stated)
    if name == FACTOR:
        factor = derivation.by.factor
        assert factor is not None
        return Arithmetic.MULTIPLY, (factor,), _decided_by(factor, stated)
    assert derivation.coins is not None
    theirs, own = derivation.coins
    if name == PER_COIN:
        return Arithmetic.DIVIDE, (theirs,), _decided_by(theirs, stated)
    return Arithmetic.MULTIPLY, (own,), _decided_by(own, stated)


def _decided_by(given: Input, stated: Stated[object]) -> _Decided:
    """A value decides with its own source, or else the statement by which the price is computed."""
    if given.place is None:
        return _Decided(stated.place, stated.source)
    return _Decided(given.place, given.source)


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
