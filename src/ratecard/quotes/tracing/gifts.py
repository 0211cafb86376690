"""Why each figure of a gift quote is what it is. Like every trace it is made from the quote's own intermediates."""

from collections.abc import Iterator, Sequence

from ratecard.money import Diamonds, ExactMoney, Money, UnitPrice
from ratecard.quotes.gifts.quotes import GiftQuote
from ratecard.quotes.gifts.worth import MoneyBase
from ratecard.quotes.tracing.computed import trace_regular
from ratecard.quotes.tracing.gift_coins import Base, trace_coins
from ratecard.quotes.tracing.promotions import step_of_loser
from ratecard.quotes.tracing.steps import Arithmetic, Step, rate_steps
from ratecard.quotes.tracing.unknown_values import add_unknown
from ratecard.terms.earnings import CREATOR
from ratecard.terms.given import Input
from ratecard.terms.tax import TaxStatus
from ratecard.terms.unknown import Unknowns

Inputs = tuple[Input | Step, ...]
MULTIPLY = Arithmetic.MULTIPLY


def trace_gift(quote: GiftQuote) -> tuple[Step, ...]:
    """The steps of a gift quote, each after those that it reads; none of earnings where they are not for who asked."""
    steps: list[Step] = []
    counted = trace_coins(quote, steps)
    listed = _worth(quote, counted.coins, steps)
    steps += [step_of_loser(loser) for loser in (() if quote.deal is None else quote.deal.losers)]
    if quote.earned is None:
        add_unknown((("worth", quote.worth_unknown), ("allowed", quote.not_told)), steps)
        return tuple(steps)
    if quote.amount is not None:
        bases = counted.earning if quote.shown.each else (counted.whole,)
        amounts = [_amount(quote, base, listed, steps) for base in bases]
        _shares(quote, amounts, bases, steps)
    add_unknown(_unknown(quote), steps)
    return tuple(steps)


def _amount(quote: GiftQuote, base: Base, listed: Step | None, steps: list[Step]) -> Step:
    """Adds the diamonds that were rounded at once: of all gifts, or of each of a run."""
    if quote.shown.base is not None and listed is not None:
        amount = _from_money(quote, quote.shown.base, listed, base, steps)
    else:
        amount = _from_coins(quote, base)
    steps.append(amount)
    return amount


def _unknown(quote: GiftQuote) -> Iterator[tuple[str, Unknowns]]:
    """The figures that are None, and whether the gift is allowed, each with what it needs that is unknown."""
    yield from (("worth", quote.worth_unknown), ("allowed", quote.not_told))
    if quote.amount is None and quote.earnings.parts_unknown:
        yield "amount", quote.shown.unknown
    if quote.diamonds is None:
        yield "diamonds", quote.diamonds_unknown
    elif quote.age_unknown is not None:
        yield "rates in force", (quote.age_unknown,)


def _worth(quote: GiftQuote, coins: Step, steps: list[Step]) -> Step | None:
    """Adds the worth in money; gives the step of the listed price behind it, or None where no worth is told."""
    offer, told = quote.worth_at, quote.market.worth
    if offer is None or told is None:
        return None
    currency, stated = quote.market.currency, offer.price.listed_stated
    price = Money(offer.price.listed_minor, currency)
    listed = trace_regular(offer.price, f"listed {offer.package.id}", steps)
    held = Input("coins of one package", offer.package.total, offer.package.coins_stated.place)
    unit = UnitPrice(price.minor, offer.package.total, currency)
    per_coin = Step("price per coin", Arithmetic.DIVIDE, (listed, held), unit, stated.place, stated.source)
    steps.append(per_coin)
    if quote.worth_minor is not None and told.rounding_stated is not None:
        worth, rounded_at = Money(quote.worth_minor, currency), told.rounding_stated.place
        inputs: Inputs = (coins, per_coin)
        steps.append(Step("worth", MULTIPLY, inputs, worth, stated.place, stated.source, told.rounding, rounded_at))
    return listed


def _rounded(quote: GiftQuote, base: Base, operation: Arithmetic, inputs: Inputs) -> Step:
    """The diamonds that were rounded at once: of one gift, or of all."""
    earnings = quote.earnings
    figure = "amount" if earnings.split or earnings.parts_unknown else "diamonds"
    output = Diamonds(_at_once(quote, base))
    figure = f"{figure}{base.suffix}"
    decided = earnings.given.place if earnings.given is not None else quote.gift.coins_stated.place
    source, stated = earnings.stated.source, earnings.rounding_stated
    if stated is None:
        return Step(figure, operation, inputs, output, decided, source)
    return Step(figure, operation, inputs, output, decided, source, earnings.rounding, stated.place)


def _at_once(quote: GiftQuote, base: Base) -> int:
    """The diamonds that a base became at once."""
    assert quote.amount is not None
    return quote.amount if base.run is None else quote.shown.each[base.run].amount


def _from_coins(quote: GiftQuote, base: Base) -> Step:
    """The amount of a share of coins."""
    earnings = quote.earnings
    if earnings.given is None:
        return _rounded(quote, base, Arithmetic.SAME, (base.taken,))
    return _rounded(quote, base, MULTIPLY, (base.taken, earnings.given))


def _from_money(quote: GiftQuote, base: MoneyBase, listed: Step, of: Base, steps: list[Step]) -> Step:
    """The amount of a share of money: the package's net or proceeds, by coin, exchanged, shared, over a diamond."""
    currency, source = quote.market.currency, listed.source
    per_coin = _per_coin(quote, base, listed, steps)
    money = per_coin.output
    assert isinstance(money, ExactMoney)
    product = ExactMoney(money.numerator * of.coins, money.denominator, currency)
    last = Step(f"base{of.run_suffix}", MULTIPLY, (per_coin, of.taken), product, listed.place, source)
    steps.append(last)
    diamond = base.diamond
    assert diamond is not None, "only of a base that is known"
    if base.cross is not None:
        exact = product.fraction * base.cross.value * 10**diamond.currency.exponent
        into = ExactMoney(exact.numerator, exact.denominator, diamond.currency)
        rates = rate_steps(base.cross, steps)
        name = f"base in {diamond.currency}{of.run_suffix}"
        last = Step(name, Arithmetic.EXCHANGE, (last, *rates), into, rates[0].place, rates[0].source)
        steps.append(last)
    if quote.earnings.given is not None and not quote.earnings.split:
        share, now = quote.earnings, last.output
        assert isinstance(now, ExactMoney)
        earned = ExactMoney(now.numerator * share.numerator, now.denominator * share.denominator, now.currency)
        name, stated = f"earned in money{of.run_suffix}", share.stated
        last = Step(name, MULTIPLY, (last, quote.earnings.given), earned, stated.place, stated.source)
        steps.append(last)
    value = UnitPrice(diamond.minor, diamond.units, diamond.currency)
    one = Input("value of one diamond", value, diamond.stated.place)
    return _rounded(quote, of, Arithmetic.DIVIDE, (last, one))


def _per_coin(quote: GiftQuote, base: MoneyBase, listed: Step, steps: list[Step]) -> Step:
    """The net or proceeds of the package, by coin; added once, for all runs."""
    figure, currency = f"{quote.earnings.base} per coin", quote.market.currency
    known = next((step for step in steps if step.figure == figure), None)
    if known is not None:
        return known
    money = base.package_money
    held = Input("coins of one package", base.worth.package.total, base.worth.package.coins_stated.place)
    operation, inputs, exact = _package_money(base, listed)
    whole = Step(quote.earnings.base + " of the package", operation, inputs, exact, listed.place, listed.source)
    by_coin = ExactMoney(money.numerator, money.denominator * base.worth.package.total, currency)
    each = Step(figure, Arithmetic.DIVIDE, (whole, held), by_coin, listed.place, listed.source)
    steps += (whole, each)
    return each


def _package_money(base: MoneyBase, listed: Step) -> tuple[Arithmetic, Inputs, ExactMoney]:
    """How the exact net or proceeds of the package come from its listed price."""
    if base.commission is not None:
        return Arithmetic.TAKE_OFF_CUTS, (listed, *base.tax.rates, *base.commission.cuts), base.package_money
    if base.tax.status is TaxStatus.INCLUDED:
        return Arithmetic.TAKE_OUT_TAX, (listed, *base.tax.rates), base.package_money
    return Arithmetic.SAME, (listed,), base.package_money


def _shares(quote: GiftQuote, amounts: Sequence[Step], bases: Sequence[Base], steps: list[Step]) -> None:
    """The recipients' parts, and all of it times the gifts where each was rounded; runs are added up."""
    split = quote.earnings.split
    whole = "amount" if split or quote.earnings.parts_unknown else "diamonds"
    multiplied: dict[str, list[Step]] = {}
    parts: dict[str, Step] = {}
    for amount, base in zip(amounts, bases, strict=True):
        parts = _parts(quote, amount, base)
        steps += parts.values()
        if base.run is None:
            continue
        gifts = Input("count", base.gifts)
        named = {whole: amount, **{f"part {name}": part for name, part in parts.items()}}
        for figure, step in named.items():
            product = Diamonds(diamonds_in(step) * base.gifts)
            name = f"{figure}{base.run_suffix}"
            multiplied.setdefault(figure, []).append(
                Step(name, MULTIPLY, (step, gifts), product, step.place, step.source)
            )
    for figure, products in multiplied.items():
        steps += products
        if len(products) > 1:
            total = Diamonds(sum([diamonds_in(step) for step in products]))
            products.append(Step(figure, Arithmetic.ADD, tuple(products), total, products[0].place, products[0].source))
            steps.append(products[-1])
    if split:
        part = multiplied[f"part {CREATOR}"][-1] if multiplied else parts[CREATOR]
        steps.append(Step("diamonds", Arithmetic.SAME, (part,), quote.diamonds, part.place, part.source))


def diamonds_in(step: Step) -> int:
    """The number of diamonds that a step came to."""
    assert isinstance(step.output, int)
    return step.output


def _parts(quote: GiftQuote, amount: Step, base: Base) -> dict[str, Step]:
    """Each part of the amount that was split at once, by recipient; the rest, which reads the others, comes last."""
    earnings = quote.earnings
    rounded_at = earnings.rounding_stated.place if earnings.rounding_stated is not None else None
    source = earnings.stated.source
    numbers = quote.parts if base.run is None else quote.shown.each[base.run].parts
    parts: dict[str, Step] = {}
    rest: tuple[str, int] | None = None
    for who, number in zip(earnings.split, numbers, strict=True):
        if who.rate is None:
            rest = who.id, number
            continue
        figure = f"part {who.id}{base.suffix}"
        inputs: Inputs = (amount, who.given)
        parts[who.id] = Step(
            figure, MULTIPLY, inputs, Diamonds(number), who.stated.place, source, earnings.rounding, rounded_at
        )
    if rest is not None:
        others: Inputs = (amount, *parts.values())
        figure = f"part {rest[0]}{base.suffix}"
        parts[rest[0]] = Step(figure, Arithmetic.SUBTRACT, others, Diamonds(rest[1]), amount.place, source)
    return parts
