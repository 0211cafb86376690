"""The figures of a quote of which the number is chosen: of a package, or of an item, which holds no coins."""

from ratecard.answers.beside import BESIDE
from ratecard.answers.exchanges import UNITS
from ratecard.answers.figures import Figure, FigureType, Record
from ratecard.answers.offered import OFFERED
from ratecard.answers.purchases import CURRENCY, ECONOMICS, LABEL, PRICE, PROMOTED, TOLD
from ratecard.answers.shared import AT, LOCALE, PLATFORM, REGION, VALIDITY
from ratecard.audience import Audience

CHOSEN_QUOTE = Record(
    "ChosenQuote",
    (
        REGION,
        PLATFORM,
        Figure("thing_id", FigureType.ID, lambda quote: quote.request.package),
        *LABEL,
        *OFFERED,
        Figure("quantity", FigureType.COUNT, lambda quote: quote.request.quantity),
        AT,
        LOCALE,
        CURRENCY,
        *VALIDITY,
        Figure("coins", FigureType.COINS, lambda quote: quote.coins),
        Figure("bonus", FigureType.COINS, lambda quote: quote.bonus),
        Figure("total", FigureType.COINS, lambda quote: quote.total),
        UNITS,
        Figure("price", PRICE, lambda quote: quote),
        Figure(
            "per_coin",
            FigureType.UNIT_PRICE,
            lambda quote: None if quote.package.is_item else quote.per_coin,
            nullable=True,
        ),
        *BESIDE,
        *PROMOTED,
        Figure("economics", ECONOMICS, lambda quote: quote, audience=Audience.FINANCE),
        *TOLD,
    ),
)
