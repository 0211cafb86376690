"""The figures of what a price list says of something that is chosen: its numbers, and what prices are computed by.

There are two kinds, which a list has in one order: coins of a package, and the amount of an item.
"""

from ratecard.answers.figures import Figure, FigureType, Record
from ratecard.answers.offered import OFFERED
from ratecard.answers.shared import ASSUMED_FACTS, OPEN_CONDITIONS, UNKNOWN_VALUES
from ratecard.money import Money
from ratecard.quotes.purchases.chosen_listed import ListedChosen
from ratecard.ranges import Range
from ratecard.terms.pricing import PricingTerms


def _money(within: Range, minor: int) -> Money:
    """An amount of a range of money. Raises TypeError for one of counts, which is a fault of the engine."""
    if within.currency is None:
        raise TypeError(f"{within} is a range of counts, and was read as one of money")
    return Money(minor, within.currency)


def _of_currency(pricing: PricingTerms, minor: int | None) -> Money | None:
    return None if minor is None else Money(minor, pricing.currency)


COIN_RANGE = Record(
    "CoinRange",
    tuple(
        Figure(name, FigureType.COINS, lambda within, name=name: getattr(within, name))
        for name in ("least", "most", "step")
    ),
)

AMOUNT_RANGE = Record(
    "AmountRange",
    tuple(
        Figure(name, FigureType.MONEY, lambda within, name=name: _money(within, getattr(within, name)))
        for name in ("least", "most", "step")
    ),
)

CHOSEN_TIER = Record(
    "ChosenTier",
    (
        Figure("from_coins", FigureType.COINS, lambda tier: tier.start),
        Figure("price", FigureType.UNIT_PRICE, lambda tier: tier.price, nullable=True),
        Figure("plus", FigureType.EXACT_MONEY, lambda tier: tier.plus),
        Figure("each_coin", FigureType.FLAG, lambda tier: tier.each),
    ),
)

CHOSEN_BONUS = Record(
    "ChosenBonus",
    (
        Figure("from_coins", FigureType.COINS, lambda bonus: bonus.start),
        Figure("rate", FigureType.RATE, lambda bonus: bonus.rate),
        Figure("coins", FigureType.COINS, lambda bonus: bonus.coins),
    ),
)

PRICE_ROUNDING = Record(
    "PriceRounding",
    (
        Figure("mode", FigureType.WORD, lambda pricing: pricing.mode),
        Figure("step", FigureType.MONEY, lambda pricing: _of_currency(pricing, pricing.step), nullable=True),
        Figure(
            "points", AMOUNT_RANGE, lambda pricing: () if pricing.points is None else pricing.points.ranges, many=True
        ),
        Figure("least", FigureType.MONEY, lambda pricing: _of_currency(pricing, pricing.lowest)),
        Figure("most", FigureType.MONEY, lambda pricing: _of_currency(pricing, pricing.highest), nullable=True),
    ),
)

COMMON = (
    Figure("thing_id", FigureType.ID, lambda own: own.id),
    Figure("names", FigureType.NAMES, lambda own: dict(own.package.names)),
    Figure("label", FigureType.TEXT, lambda own, reader: reader.label_of_chosen(own.package)[0], for_readers=True),
    Figure(
        "label_locale",
        FigureType.LOCALE,
        lambda own, reader: reader.label_of_chosen(own.package)[1],
        for_readers=True,
    ),
    *OFFERED,
    OPEN_CONDITIONS,
    ASSUMED_FACTS,
    UNKNOWN_VALUES,
)

CHOSEN_COINS = Record(
    "ChosenCoins",
    (
        *COMMON,
        Figure("coins", COIN_RANGE, lambda own: own.range),
        Figure("tiers", CHOSEN_TIER, lambda own: own.tiers, many=True),
        Figure("bonuses", CHOSEN_BONUS, lambda own: own.bonuses, many=True),
        Figure("rounding", PRICE_ROUNDING, lambda own: own.pricing),
    ),
)

CHOSEN_AMOUNT = Record("ChosenAmount", (*COMMON, Figure("amount", AMOUNT_RANGE, lambda own: own.range)))


def _kind_of(own: ListedChosen) -> Record:
    return CHOSEN_AMOUNT if own.is_item else CHOSEN_COINS


CHOSEN_THING = Record("ChosenThing", COMMON, one_of=(CHOSEN_COINS, CHOSEN_AMOUNT), kind_of=_kind_of)

WITHHELD_CHOSEN = Record(
    "WithheldChosen",
    (
        Figure("thing_id", FigureType.ID, lambda refused: refused.thing),
        Figure("refusal", FigureType.REFUSAL, lambda refused: refused.refusal),
    ),
)

LISTED_CHOSEN = (
    Figure("chosen", CHOSEN_THING, lambda listed: listed.chosen, many=True),
    Figure("withheld_chosen", WITHHELD_CHOSEN, lambda listed: listed.refused_chosen, many=True),
)
