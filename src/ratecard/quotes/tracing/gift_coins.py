"""Why gifts cost what they cost: what promotions take off, run by run, and the coins that the creator earns of."""

from collections.abc import Sequence

import msgspec

from ratecard.money import Coins, Rate
from ratecard.quotes.gifts.quotes import GiftQuote
from ratecard.quotes.purchases.choice import Candidate
from ratecard.quotes.tracing.steps import OF_RUN, Arithmetic, Step
from ratecard.rounding import Rounding, RoundingMode
from ratecard.rulefiles.values.limits import CountOf
from ratecard.terms.given import Input

MULTIPLY, ADD = Arithmetic.MULTIPLY, Arithmetic.ADD
TAKE_OFF_COINS = Arithmetic.TAKE_OFF_COINS
WHOLE_COINS = Rounding(RoundingMode.DOWN)
"""What is taken off a gift is rounded down to whole coins; that is the meaning of the key, not a choice of a rule."""


class Base(msgspec.Struct, frozen=True):
    """Coins of which diamonds are earned at once: those of each gift of a run, or of all gifts with `run` None.

    `taken` is their step, and `coins` their number. `suffix` ends the names of figures of each gift, and `run_suffix`
    those of the whole run; both are empty where they need not tell runs apart.
    """

    taken: Input | Step
    coins: int
    gifts: int
    run: int | None = None
    suffix: str = ""
    run_suffix: str = ""


class CountedCoins(msgspec.Struct, frozen=True):
    """The coins that are spent; those that the creator earns of, of all gifts and of each gift of each run."""

    coins: Step
    whole: Base
    earning: tuple[Base, ...]


def trace_coins(quote: GiftQuote, steps: list[Step]) -> CountedCoins:
    """Adds what gifts cost; where earnings are for who asks, also what the creator earns of and the platform bears."""
    stated, source = quote.gift.coins_stated, quote.gift.coins_stated.source
    several, shown = len(quote.runs) > 1, quote.earned is not None
    spent: list[Step] = []
    earned: list[Step] = []
    bases: list[Base] = []
    for index, run in enumerate(quote.runs):
        run_suffix = f"{OF_RUN}{index + 1}" if several else ""
        each = _taken_off(quote, f"coins each{run_suffix}", run.applied, run.coins, steps)
        earning = each
        if shown and run.borne != run.applied:
            earning = _taken_off(quote, f"earning coins each{run_suffix}", run.borne, run.earning, steps)
        count = Input("count", run.gifts)
        coins = Coins(run.gifts * run.coins)
        spent.append(Step(f"coins{run_suffix}", MULTIPLY, (each, count), coins, stated.place, source))
        earned.append(spent[-1])
        if earning is not each:
            total = Coins(run.gifts * run.earning)
            name = f"earning coins{run_suffix}"
            earned[-1] = Step(name, MULTIPLY, (earning, count), total, stated.place, source)
        bases.append(Base(earning, run.earning, run.gifts, index, f" each{run_suffix}", run_suffix))
    steps += spent
    whole = _sum("coins", spent, quote.coins, steps)
    if any(run.applied for run in quote.runs):
        count = Input("count", quote.request.count)
        regular = (quote.gift.coins_each, count)
        steps.append(Step("regular coins", MULTIPLY, regular, quote.regular_coins, stated.place, source))
    earning_whole = _earning(quote, spent, earned, whole, steps) if shown else whole
    return CountedCoins(whole, Base(earning_whole, quote.earning_coins, quote.request.count), tuple(bases))


def _earning(quote: GiftQuote, spent: list[Step], earned: list[Step], whole: Step, steps: list[Step]) -> Step:
    """Adds the coins that the creator earns of, and what the platform bears, where these are not those spent."""
    if earned == spent:
        return whole
    steps += [step for step in earned if step not in spent]
    of = _sum("earning coins", earned, quote.earning_coins, steps)
    steps.append(Step("subsidy", Arithmetic.SUBTRACT, (of, whole), quote.subsidy, of.place, of.source))
    return of


def _sum(figure: str, parts: Sequence[Step], total: Coins, steps: list[Step]) -> Step:
    """The one part, or the sum of several, which is added."""
    if len(parts) == 1:
        return parts[0]
    steps.append(Step(figure, ADD, tuple(parts), total, parts[0].place, parts[0].source))
    return steps[-1]


def _taken_off(
    quote: GiftQuote, figure: str, applied: Sequence[Candidate], left: int, steps: list[Step]
) -> Input | Step:
    """What is left of a gift's coins; the stated number itself where nothing is taken off."""
    if not applied:
        return quote.gift.coins_each
    inputs = [_of(candidate) for candidate in applied]
    first = applied[0].effect.price or applied[0].effect.discount
    assert first is not None, "what applies to a gift takes something off"
    place, source = first.place, first.source
    read = (quote.gift.coins_each, *inputs)
    steps.append(Step(figure, TAKE_OFF_COINS, read, Coins(left), place, source, WHOLE_COINS, place))
    return steps[-1]


def _of(candidate: Candidate) -> Input:
    """What a promotion takes off, as it is stated: a rate, coins, or a price in place of the regular one."""
    effect = candidate.effect
    if effect.price is not None:
        price = effect.price_number
        assert price is not None
        return Input(f"price of {candidate.id}", price, effect.price.place)
    assert effect.discount is not None
    stated = effect.discount.value
    assert isinstance(stated, Rate | CountOf)
    return Input(f"off by {candidate.id}", stated if isinstance(stated, Rate) else stated.count, effect.discount.place)
