"""What price lists say of what is chosen, as Python callers are answered."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ratecard.answers.chosen_listed import (
    AMOUNT_RANGE,
    CHOSEN_AMOUNT,
    CHOSEN_BONUS,
    CHOSEN_COINS,
    CHOSEN_THING,
    CHOSEN_TIER,
    COIN_RANGE,
    PRICE_ROUNDING,
    WITHHELD_CHOSEN,
)
from ratecard.money import Coins, ExactMoney, Money, Rate, UnitPrice
from ratecard.python.answers import Maker, OneOf
from ratecard.python.shows import MAKE_SHOWN, Shown
from ratecard.refusals import Condition, Refusal
from ratecard.rounding import RoundingMode


@dataclass(frozen=True)
class CoinRange:
    """The numbers of coins that may be chosen: `least`, and each `step` above it up to `most`."""

    least: Coins
    most: Coins
    step: Coins


@dataclass(frozen=True)
class AmountRange:
    """Amounts of one currency: `least`, and each `step` above it up to `most`."""

    least: Money
    most: Money
    step: Money


@dataclass(frozen=True)
class ChosenTier:
    """From `from_coins` on, up to the next tier, n coins cost exactly n × `price` + `plus`.

    `price` is None where such numbers are not sold. With `each_coin` it is that of the coins beyond `from_coins` alone.
    """

    from_coins: Coins
    price: UnitPrice | None
    plus: ExactMoney
    each_coin: bool


@dataclass(frozen=True)
class ChosenBonus:
    """From `from_coins` on, up to the next one, n coins come with n × `rate`, rounded down, and with `coins` more."""

    from_coins: Coins
    rate: Rate
    coins: Coins


@dataclass(frozen=True)
class PriceRounding:
    """How an exact price becomes one that is allowed: a multiple of `step`, or one of `points` where that is None.

    0 stays 0. What is below `least` becomes `least`; `most` is None where prices have no end.
    """

    mode: RoundingMode
    step: Money | None
    points: tuple[AmountRange, ...]
    least: Money
    most: Money | None


@dataclass(frozen=True, kw_only=True)
class ChosenThing:
    """A package or an item of which the buyer chooses the number: `ChosenCoins` or `ChosenAmount`.

    `names` are its own, by language. `open_conditions` are those on facts that were not given, the number among these.
    `shows` is what is shown beside the first number that is sold.
    """

    thing_id: str
    names: Mapping[str, str] = field(hash=False)
    store_product_id: str | None
    kinds: tuple[str, ...]
    way_id: str | None
    shows: Shown
    open_conditions: tuple[Condition, ...]
    assumed_facts: tuple[str, ...]
    unknown_values: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ChosenCoins(ChosenThing):
    """A package of which the buyer chooses the coins.

    The regular price of n coins is that of the last of `tiers` that begins at n or below, rounded once by `rounding`.
    """

    coins: CoinRange
    tiers: tuple[ChosenTier, ...]
    bonuses: tuple[ChosenBonus, ...]
    rounding: PriceRounding


@dataclass(frozen=True, kw_only=True)
class ChosenAmount(ChosenThing):
    """An item of which the buyer chooses the amount that is paid, its regular price."""

    amount: AmountRange


@dataclass(frozen=True)
class WithheldChosen:
    """What the market sells in chosen numbers and this asker gets no price for, at any of them."""

    thing_id: str
    refusal: Refusal


MAKE_AMOUNTS = Maker(AmountRange, AMOUNT_RANGE)
MAKE_ROUNDING = Maker(PriceRounding, PRICE_ROUNDING, MAKE_AMOUNTS)
MAKE_CHOSEN_COINS = Maker(
    ChosenCoins,
    CHOSEN_COINS,
    MAKE_SHOWN,
    Maker(CoinRange, COIN_RANGE),
    Maker(ChosenTier, CHOSEN_TIER),
    Maker(ChosenBonus, CHOSEN_BONUS),
    MAKE_ROUNDING,
)
MAKE_CHOSEN_AMOUNT = Maker(ChosenAmount, CHOSEN_AMOUNT, MAKE_SHOWN, MAKE_AMOUNTS)
MAKE_CHOSEN_THING = OneOf[ChosenThing](CHOSEN_THING, MAKE_CHOSEN_COINS, MAKE_CHOSEN_AMOUNT)
MAKE_WITHHELD_CHOSEN = Maker(WithheldChosen, WITHHELD_CHOSEN)
