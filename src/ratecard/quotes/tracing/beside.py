"""The steps behind what stands beside a price: savings, the lowest price, a second currency."""

from ratecard.currency import Currency
from ratecard.money import ExactMoney, ExchangeRate, Money, UnitPrice
from ratecard.quotes.purchases.lowest import LowestPrice, PriceBefore
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.quotes.purchases.savings import Saving
from ratecard.quotes.tracing.steps import Arithmetic, Step
from ratecard.rounding import Rounding, RoundingMode
from ratecard.terms.given import Input
from ratecard.terms.second_currency import SecondCurrencyTerms

WHOLE_MINORS = Rounding(RoundingMode.DOWN)
"""What is saved is never overstated: that is the meaning of the key, not a choice of a rule."""

LOWEST = "lowest price before"


def trace_beside(quote: PurchaseQuote, steps: list[Step]) -> None:
    """Adds the steps of what stands beside the price of a quote, after those of its other figures."""
    for saved in quote.savings:
        _saving(quote, saved, steps)
    if quote.lowest is not None and quote.lowest.amount is not None:
        _lowest(quote.lowest, quote.lowest.amount, steps)
    if quote.second is not None:
        currency, terms = quote.second.listed.currency, quote.second.terms
        for step in [step for step in steps if step.figure in ("regular", "listed", "gross", LOWEST)]:
            assert isinstance(step.output, Money)
            steps.append(_converted(f"{step.figure} in {currency}", step, currency, terms))


def _saving(quote: PurchaseQuote, saved: Saving, steps: list[Step]) -> None:
    """As many coins at the other's price of one coin, less what is paid; that, rounded down, and as a share."""
    name, currency, other = saved.against.shown, quote.currency, saved.other
    place, source, against = other.stated.place, other.stated.source, saved.against
    price = Input(f"price of {name}", Money(other.price_minor, currency), place)
    if quote.package.is_item:
        figure = "gross" if saved.by_gross else "listed"
        paid = next(step for step in steps if step.figure == figure)
        item = Step(f"saved against {name}", Arithmetic.SUBTRACT, (price, paid), saved.amount, against.place, None)
        steps += (item, Step(f"rate saved against {name}", Arithmetic.DIVIDE, (item, price), saved.rate, against.place))
        return
    coins = Input(f"coins of {name}", other.coins)
    each_exact = UnitPrice(other.price_minor, other.coins, currency)
    each = Step(f"price per coin of {name}", Arithmetic.DIVIDE, (price, coins), each_exact, place, source)
    total = next(step for step in steps if step.figure == "total")
    as_many_exact = ExactMoney(other.price_minor * saved.this.coins, other.coins, currency)
    as_many = Step(f"as many at {name}", Arithmetic.MULTIPLY, (each, total), as_many_exact, place, source)
    figure = "gross" if saved.by_gross else "listed"
    paid = next(step for step in steps if step.figure == figure)
    less = ExactMoney(as_many_exact.numerator - saved.this.price_minor * other.coins, other.coins, currency)
    difference = Step(f"difference to {name}", Arithmetic.SUBTRACT, (as_many, paid), less, place, source)
    amount = Step(
        f"saved against {name}", Arithmetic.SAME, (difference,), saved.amount, against.place, None, WHOLE_MINORS
    )
    rate = Step(f"rate saved against {name}", Arithmetic.DIVIDE, (difference, as_many), saved.rate, against.place)
    steps += (each, as_many, difference, amount, rate)


def _lowest(lowest: LowestPrice, amount: Money, steps: list[Step]) -> None:
    """The least of the prices before, each in the currency of today."""
    prices = [_before(index, price, steps) for index, price in enumerate(lowest.window)]
    place, source = lowest.within_stated.place, lowest.within_stated.source
    operation = Arithmetic.LESSER if len(prices) > 1 else Arithmetic.SAME
    steps.append(Step(LOWEST, operation, tuple(prices), amount, place, source))


def _before(index: int, price: PriceBefore, steps: list[Step]) -> Input | Step:
    """A price of before as an input; a step where it was in another currency."""
    name = f"price before {index + 1}"
    found: Input | Step = Input(name, price.was, price.stated.place)
    for conversion in price.conversions:
        into = conversion.after.currency
        found = _converted(f"{name} in {into}", found, into, conversion.by)
        steps.append(found)
    return found


def _converted(figure: str, amount: Input | Step, into: Currency, terms: SecondCurrencyTerms) -> Step:
    """An amount in the other currency of a pair: multiplied or divided by the stated rate, and rounded."""
    pair, stated = terms.pair, terms.rate_stated
    rate = Input(f"{pair.many} for one {pair.one}", ExchangeRate(pair.numerator, pair.denominator), stated.place)
    assert isinstance(amount.value, Money)
    output = Money(terms.converted(amount.value.minor, amount.value.currency, into), into)
    return Step(
        figure,
        Arithmetic.EXCHANGE,
        (amount, rate),
        output,
        stated.place,
        stated.source,
        terms.rounding,
        terms.rounding_stated.place,
    )
