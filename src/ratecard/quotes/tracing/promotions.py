"""Why promotions make a unit what it is: what each takes off and adds, and why others apply to nothing."""

from ratecard.money import ExactMoney, Money, Rate
from ratecard.quotes.purchases.choice import Candidate
from ratecard.quotes.purchases.promotions import Loser
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.quotes.purchases.runs import Run
from ratecard.quotes.tracing.computed import allowed_inputs, trace_regular
from ratecard.quotes.tracing.steps import OF_RUN, Arithmetic, Step
from ratecard.rounding import Rounding, RoundingMode
from ratecard.terms.facts import choose_as
from ratecard.terms.given import Input
from ratecard.terms.pricing import PricingTerms

WHOLE_COINS = Rounding(RoundingMode.DOWN)
"""A bonus that is a rate is rounded down to whole coins; that is the meaning of the key, not a choice of a rule."""

STATED, SUBTRACT, MULTIPLY = Arithmetic.STATED, Arithmetic.SUBTRACT, Arithmetic.MULTIPLY
ADD, GREATER, TAKE_OFF = Arithmetic.ADD, Arithmetic.GREATER, Arithmetic.TAKE_OFF
AT_MOST = "at most"


def applied_in(quote: PurchaseQuote, run: Run) -> list[Candidate]:
    """The promotions that apply to a run, in order of id."""
    every = () if quote.deal is None else quote.deal.applied
    return [candidate for candidate in every if candidate.id in run.applied]


def trace_listed(quote: PurchaseQuote, run: Run, suffix: str, steps: list[Step]) -> Step:
    """Adds the regular price of one unit of a run, what is taken off it, and what is listed; gives the last."""
    own, listed_money = quote.offer.price, Money(run.listed_minor, quote.market.currency)
    taking = [candidate for candidate in applied_in(quote, run) if candidate.effect.takes_off]
    if not taking:
        return trace_regular(own, "listed" + suffix, steps)
    regular = trace_regular(own, "regular" + suffix, steps)
    only = taking[0].effect.price
    if len(taking) == 1 and only is not None:
        steps.append(Step("listed" + suffix, STATED, (), listed_money, only.place, only.source))
        return steps[-1]
    discounts = [_discount(candidate, regular, suffix) for candidate in taking]
    steps += discounts
    bounds = [
        Input(f"{AT_MOST} the price of {candidate.id}", price.value, price.place)
        for candidate in taking
        if (price := candidate.effect.price) is not None
    ]
    steps.append(_taken_off(quote, run, (regular, *discounts), bounds, suffix))
    return steps[-1]


def trace_reduction(quote: PurchaseQuote, count: Input, listed: Step, steps: list[Step]) -> None:
    """Adds the regular price of the units of one run, and what is taken off it together."""
    currency = quote.market.currency
    figure, units = Money(quote.regular_minor, currency), quote.runs[0].units
    regular = next((step for step in steps if step.figure == ("regular" if units == 1 else "regular each")), None)
    if regular is None:
        regular = Step("regular", Arithmetic.SAME, (listed,), figure, listed.place, listed.source)
        steps.append(regular)
    elif units > 1:
        regular = Step("regular", MULTIPLY, (regular, count), figure, regular.place, regular.source)
        steps.append(regular)
    off = Money(quote.discount_minor, currency)
    steps.append(Step("discount", SUBTRACT, (regular, listed), off, listed.place, listed.source))


def _discount(candidate: Candidate, regular: Step, suffix: str) -> Step:
    """What one promotion takes off a unit, exactly."""
    name, effect = f"discount {candidate.id}{suffix}", candidate.effect
    assert isinstance(regular.output, Money)
    currency = regular.output.currency
    if effect.price is not None:
        left = Input("price", effect.price.value, effect.price.place)
        off, by = effect.off(regular.output.minor)
        return Step(
            name, SUBTRACT, (regular, left), Money(off // by, currency), effect.price.place, effect.price.source
        )
    assert effect.discount is not None
    stated = effect.discount
    if isinstance(stated.value, Money):
        return Step(name, STATED, (), stated.value, stated.place, stated.source)
    exact = ExactMoney(*effect.off(regular.output.minor), currency)
    rate = Input("rate", stated.value, stated.place)
    return Step(name, MULTIPLY, (regular, rate), exact, stated.place, stated.source)


def _taken_off(quote: PurchaseQuote, run: Run, read: tuple[Step, ...], bounds: list[Input], suffix: str) -> Step:
    """What is listed after discounts: rounded once, onto what is allowed."""
    output = Money(run.listed_minor, quote.market.currency)
    pricing = choose_as(PricingTerms, quote.market.pricing, quote.request.facts, [])
    place, source = read[1].place, read[1].source
    if not isinstance(pricing, PricingTerms):
        return Step("listed" + suffix, TAKE_OFF, (*read, *bounds), output, place, source)
    rounding = Rounding(pricing.mode, pricing.step or 1)
    allowed = [*bounds, *allowed_inputs(pricing, *_exact_left(read))]
    inputs: tuple[Input | Step, ...] = (*read, *allowed)
    at = pricing.rounding_stated.place
    return Step("listed" + suffix, TAKE_OFF, tuple(inputs), output, place, source, rounding, at)


def _exact_left(read: tuple[Step, ...]) -> tuple[int, int]:
    """What is left of a regular price after its discounts, at least 0: numerator and denominator in minor units."""
    numerator, denominator = 0, 1
    for index, step in enumerate(read):
        value = step.output
        own, by = (value.numerator, value.denominator) if isinstance(value, ExactMoney) else (_minor(value), 1)
        numerator, denominator = numerator * by + (own if index == 0 else -own) * denominator, denominator * by
    return max(0, numerator), denominator


def _minor(value: object) -> int:
    assert isinstance(value, Money)
    return value.minor


def trace_bonus(quote: PurchaseQuote, run: Run, own: Input | Step | None, steps: list[Step]) -> Step | None:
    """Adds the bonus of one unit of a run, where promotions give any: the greater of its own and what replaces it."""
    giving = [candidate for candidate in applied_in(quote, run) if candidate.effect.bonus is not None]
    if not giving:
        return None
    parts = {candidate.id: _bonus_of(quote, candidate) for candidate in giving}
    steps += parts.values()
    replacing = [parts[c.id] for c in giving if c.promoted.terms.bonus_replaces]
    others: list[Input | Step] = [parts[c.id] for c in giving if not c.promoted.terms.bonus_replaces]
    base: list[Input | Step] = [] if own is None else [own]
    if replacing:
        place, source = replacing[0].place, replacing[0].source
        total = sum([_count(step.output) for step in replacing])
        together = replacing[0]
        if len(replacing) > 1:
            together = Step("replacing bonus", ADD, tuple(replacing), total, place, source)
            steps.append(together)
        greater = max(total, quote.offer.package.bonus)
        steps.append(Step("greater bonus", GREATER, (*base, together), greater, place, source))
        base = [steps[-1]]
    place, source = steps[-1].place, steps[-1].source
    if len(base) + len(others) > 1:
        steps.append(Step("bonus with promotions", ADD, (*base, *others), int(run.bonus), place, source))
    return steps[-1]


def _count(value: object) -> int:
    assert isinstance(value, int)
    return value


def _bonus_of(quote: PurchaseQuote, candidate: Candidate) -> Step:
    stated = candidate.effect.bonus
    assert stated is not None
    package, name = quote.offer.package, f"bonus of {candidate.id}"
    count = candidate.effect.bonus_of(package.coins)
    if isinstance(stated.value, Rate):
        inputs = (package.coins_each, Input("bonus rate", stated.value, stated.place))
        return Step(name, MULTIPLY, inputs, count, stated.place, stated.source, WHOLE_COINS)
    return Step(name, STATED, (), count, stated.place, stated.source)


def trace_losers(quote: PurchaseQuote, steps: list[Step]) -> None:
    """Adds each promotion of the package that applies to no unit, or not to those of a run, with the reason."""
    steps += [step_of_loser(loser) for loser in (() if quote.deal is None else quote.deal.losers)]


def step_of_loser(loser: Loser) -> Step:
    """A promotion that does not apply, with the reason as what comes out."""
    place, source = loser.terms.stated.place, loser.terms.stated.source
    figure = f"promotion {loser.terms.id}" + (f"{OF_RUN}{loser.run}" if loser.run else "")
    return Step(figure, Arithmetic.LEFT_OUT, (), loser.reason, place, source)
