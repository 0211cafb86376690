"""Why each figure of a gift quote is what it is. Like every trace it is made from the quote's own intermediates."""

from collections.abc import Iterator

from ratecard.money import Diamonds, ExactMoney, Money, UnitPrice
from ratecard.quotes.gifts.quotes import GiftQuote
from ratecard.quotes.gifts.worth import MoneyBase
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
    count = Input("count", quote.request.count)
    stated = quote.gift.coins_stated
    coins = Step("coins", MULTIPLY, (quote.gift.coins_each, count), quote.coins, stated.place, stated.source)
    steps.append(coins)
    listed = _worth(quote, coins, steps)
    if quote.earned is None:
        add_unknown((("worth", quote.worth_unknown), ("allowed", quote.not_told)), steps)
        return tuple(steps)
    if quote.amount is not None:
        if quote.shown.base is not None and listed is not None:
            amount = _from_money(quote, quote.shown.base, listed, coins, quote.amount, steps)
        else:
            amount = _from_coins(quote, coins, quote.amount)
        steps.append(amount)
        _shares(quote, amount, count, quote.amount, steps)
    add_unknown(_unknown(quote), steps)
    return tuple(steps)


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
    listed = Step(f"listed {offer.package.id}", Arithmetic.STATED, (), price, stated.place, stated.source)
    held = Input("coins of one package", offer.package.total, offer.package.coins_stated.place)
    unit = UnitPrice(price.minor, offer.package.total, currency)
    per_coin = Step("price per coin", Arithmetic.DIVIDE, (listed, held), unit, stated.place, stated.source)
    steps += (listed, per_coin)
    if quote.worth_minor is not None and told.rounding_stated is not None:
        worth, rounded_at = Money(quote.worth_minor, currency), told.rounding_stated.place
        inputs: Inputs = (coins, per_coin)
        steps.append(Step("worth", MULTIPLY, inputs, worth, stated.place, stated.source, told.rounding, rounded_at))
    return listed


def _rounded(quote: GiftQuote, operation: Arithmetic, inputs: Inputs, output: int, source: str | None = None) -> Step:
    """The diamonds that were rounded at once: of one gift, or of all."""
    earnings = quote.earnings
    figure = "amount" if earnings.split or earnings.parts_unknown else "diamonds"
    if not earnings.by_total:
        figure += " each"
    decided = earnings.given.place if earnings.given is not None else quote.gift.coins_stated.place
    source, stated = earnings.stated.source, earnings.rounding_stated
    if stated is None:
        return Step(figure, operation, inputs, Diamonds(output), decided, source)
    return Step(figure, operation, inputs, Diamonds(output), decided, source, earnings.rounding, stated.place)


def _from_coins(quote: GiftQuote, coins: Step, total: int) -> Step:
    """The amount of a share of coins."""
    earnings = quote.earnings
    base: Input | Step = coins if earnings.by_total else quote.gift.coins_each
    amount = total if quote.shown.each is None else quote.shown.each
    if earnings.given is None:
        return _rounded(quote, Arithmetic.SAME, (base,), amount)
    return _rounded(quote, MULTIPLY, (base, earnings.given), amount)


def _from_money(quote: GiftQuote, base: MoneyBase, listed: Step, coins: Step, total: int, steps: list[Step]) -> Step:
    """The amount of a share of money: the package's net or proceeds, by coin, exchanged, shared, over a diamond."""
    currency, source = quote.market.currency, listed.source
    money = base.package_money
    held = Input("coins of one package", base.worth.package.total, base.worth.package.coins_stated.place)
    operation, inputs, package_exact = _package_money(base, listed)
    whole = Step(quote.earnings.base + " of the package", operation, inputs, package_exact, listed.place, source)
    per_coin = ExactMoney(money.numerator, money.denominator * base.worth.package.total, currency)
    each = Step(f"{quote.earnings.base} per coin", Arithmetic.DIVIDE, (whole, held), per_coin, listed.place, source)
    taken: Input | Step = coins if quote.earnings.by_total else quote.gift.coins_each
    number = quote.coins if quote.earnings.by_total else quote.gift.coins
    product = ExactMoney(per_coin.numerator * number, per_coin.denominator, currency)
    last = Step("base", MULTIPLY, (each, taken), product, listed.place, source)
    steps += (whole, each, last)
    diamond = base.diamond
    assert diamond is not None, "only of a base that is known"
    if base.cross is not None:
        exact = product.fraction * base.cross.value * 10**diamond.currency.exponent
        into = ExactMoney(exact.numerator, exact.denominator, diamond.currency)
        rates = rate_steps(base.cross, steps)
        name = f"base in {diamond.currency}"
        last = Step(name, Arithmetic.EXCHANGE, (last, *rates), into, rates[0].place, rates[0].source)
        steps.append(last)
    if quote.earnings.given is not None and not quote.earnings.split:
        share, now = quote.earnings, last.output
        assert isinstance(now, ExactMoney)
        earned = ExactMoney(now.numerator * share.numerator, now.denominator * share.denominator, now.currency)
        place = share.stated.place
        last = Step("earned in money", MULTIPLY, (last, quote.earnings.given), earned, place, share.stated.source)
        steps.append(last)
    value = UnitPrice(diamond.minor, diamond.units, diamond.currency)
    one = Input("value of one diamond", value, diamond.stated.place)
    amount = total if quote.shown.each is None else quote.shown.each
    return _rounded(quote, Arithmetic.DIVIDE, (last, one), amount)


def _package_money(base: MoneyBase, listed: Step) -> tuple[Arithmetic, Inputs, ExactMoney]:
    """How the exact net or proceeds of the package come from its listed price."""
    if base.commission is not None:
        return Arithmetic.TAKE_OFF_CUTS, (listed, *base.tax.rates, *base.commission.cuts), base.package_money
    if base.tax.status is TaxStatus.INCLUDED:
        return Arithmetic.TAKE_OUT_TAX, (listed, *base.tax.rates), base.package_money
    return Arithmetic.SAME, (listed,), base.package_money


def _shares(quote: GiftQuote, amount: Step, count: Input, total: int, steps: list[Step]) -> None:
    """The recipients' parts, and all of it times the count where each gift was rounded."""
    split, each = quote.earnings.split, not quote.earnings.by_total
    parts = _parts(quote, amount, " each" if each else "")
    steps += parts.values()
    if each:
        figure = "amount" if split or quote.earnings.parts_unknown else "diamonds"
        steps.append(Step(figure, MULTIPLY, (amount, count), Diamonds(total), amount.place, amount.source))
        numbers = {who.id: number for who, number in zip(split, quote.parts, strict=True)}
        parts = {
            name: Step(f"part {name}", MULTIPLY, (part, count), Diamonds(numbers[name]), part.place, part.source)
            for name, part in parts.items()
        }
        steps += parts.values()
    if split:
        part = parts[CREATOR]
        steps.append(Step("diamonds", Arithmetic.SAME, (part,), quote.diamonds, part.place, part.source))


def _parts(quote: GiftQuote, amount: Step, suffix: str) -> dict[str, Step]:
    """Each part of the amount that was split at once, by recipient; the rest, which reads the others, comes last."""
    earnings = quote.earnings
    rounded_at = earnings.rounding_stated.place if earnings.rounding_stated is not None else None
    source = earnings.stated.source
    count = quote.request.count if suffix else 1
    parts: dict[str, Step] = {}
    rest: tuple[str, int] | None = None
    for who, number in zip(earnings.split, quote.parts, strict=True):
        if who.rate is None:
            rest = who.id, number // count
            continue
        part, inputs = Diamonds(number // count), (amount, who.given)
        figure = f"part {who.id}{suffix}"
        parts[who.id] = Step(figure, MULTIPLY, inputs, part, who.stated.place, source, earnings.rounding, rounded_at)
    if rest is not None:
        others: Inputs = (amount, *parts.values())
        figure = f"part {rest[0]}{suffix}"
        parts[rest[0]] = Step(figure, Arithmetic.SUBTRACT, others, Diamonds(rest[1]), amount.place, source)
    return parts
