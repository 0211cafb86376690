"""The figures of promotions: those that apply, those that may apply yet, and what became of codes."""

from ratecard.answers.figures import Figure, FigureType, Record
from ratecard.answers.shared import CONDITION, names
from ratecard.audience import Audience
from ratecard.quotes.purchases.promotions import OpenPromotion
from ratecard.quotes.purchases.quotes import PurchaseQuote

UNTIL = Figure("until", FigureType.INSTANT, lambda promotion: promotion.terms.window.closes, nullable=True)
PROMOTION = (
    Figure("promotion_id", FigureType.ID, lambda promotion: promotion.terms.id),
    *names(lambda promotion: promotion.terms.names, lambda promotion: promotion.terms.id),
    UNTIL,
)

APPLIED_PROMOTION = Record(
    "AppliedPromotion",
    (
        *PROMOTION,
        Figure("units", FigureType.COUNT, lambda promotion: promotion.units),
        Figure(
            "borne_by",
            FigureType.WORD,
            lambda promotion: promotion.terms.borne_by,
            nullable=True,
            audience=Audience.SERVICE,
        ),
    ),
)


def _bonus(promotion: OpenPromotion[PurchaseQuote]) -> int | None:
    return None if promotion.unit is None else promotion.unit.bonus


def _total(promotion: OpenPromotion[PurchaseQuote]) -> int | None:
    return None if promotion.unit is None else promotion.unit.total


NEEDS = (
    Figure("needs_code", FigureType.FLAG, lambda promotion: promotion.needs.code),
    Figure("needed_facts", FigureType.TEXT, lambda promotion: promotion.needs.facts, many=True),
    Figure("conditions", CONDITION, lambda promotion: promotion.needs.conditions, many=True),
    Figure("needed_limits", FigureType.ID, lambda promotion: promotion.needs.limits, many=True),
)

OPEN_GIFT_PROMOTION = Record(
    "OpenGiftPromotion",
    (
        *PROMOTION,
        *NEEDS,
        Figure("coins", FigureType.COINS, lambda promotion: promotion.coins, nullable=True),
    ),
)


def open_promotion(price: Record) -> Record:
    """What is told of a promotion that may apply yet; `price` describes the price of one unit with it."""
    return Record(
        "OpenPromotion",
        (
            *PROMOTION,
            *NEEDS,
            Figure("price", price, lambda promotion: promotion.unit, nullable=True),
            Figure("bonus", FigureType.COINS, _bonus, nullable=True),
            Figure("total", FigureType.COINS, _total, nullable=True),
        ),
    )


BROUGHT_CODE = Record(
    "BroughtCode",
    (
        Figure("code", FigureType.TEXT, lambda brought: brought[0]),
        Figure("outcome", FigureType.WORD, lambda brought: brought[1].name),
    ),
)

PROMOTIONS = Figure("promotions", APPLIED_PROMOTION, lambda quote: quote.promotions, many=True)
OPEN_GIFT_PROMOTIONS = Figure("open_promotions", OPEN_GIFT_PROMOTION, lambda answer: answer.open_promotions, many=True)
CODES = Figure("codes", BROUGHT_CODE, lambda answer: answer.codes, many=True)
