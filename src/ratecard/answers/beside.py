"""The figures of what stands beside a price: savings, the lowest price, a second currency."""

from ratecard.answers.figures import Figure, FigureType, Record
from ratecard.locale.amounts import format_rate
from ratecard.quotes.purchases.savings import rate_shown
from ratecard.terms.savings import PACKAGE, PLATFORM, WAY

AGAINST = Record(
    "SavingAgainst",
    (
        Figure(
            "package_id",
            FigureType.ID,
            lambda against: against.name if against.of == PACKAGE else None,
            nullable=True,
        ),
        Figure(
            "platform",
            FigureType.PLATFORM,
            lambda against: against.name if against.of == PLATFORM else None,
            nullable=True,
        ),
        Figure("way", FigureType.ID, lambda against: against.name if against.of == WAY else None, nullable=True),
    ),
)

SAVING = Record(
    "Saving",
    (
        Figure("against", AGAINST, lambda saved: saved.against),
        Figure("amount", FigureType.MONEY, lambda saved: saved.amount),
        Figure("rate", FigureType.RATE, lambda saved: saved.rate),
        Figure(
            "rate_formatted",
            FigureType.TEXT,
            lambda saved, reader: format_rate(rate_shown(saved.rate), reader.locale),
            for_readers=True,
        ),
    ),
)

LOWEST_PRICE = Record(
    "LowestPrice",
    (
        Figure("amount", FigureType.MONEY, lambda lowest: lowest.amount, nullable=True),
        Figure("reason", FigureType.WORD, lambda lowest: lowest.reason, nullable=True),
        Figure("reduced_since", FigureType.INSTANT, lambda lowest: lowest.reduced_since, nullable=True),
        Figure("within", FigureType.TEXT, lambda lowest: str(lowest.within)),
    ),
    apart=True,
)

SECOND_CURRENCY = Record(
    "SecondCurrency",
    (
        Figure("currency", FigureType.CURRENCY, lambda second: second.listed.currency),
        Figure("regular", FigureType.MONEY, lambda second: second.regular),
        Figure("listed", FigureType.MONEY, lambda second: second.listed),
        Figure("gross", FigureType.MONEY, lambda second: second.gross, nullable=True),
        Figure("lowest_price", FigureType.MONEY, lambda second: second.lowest, nullable=True),
    ),
    apart=True,
)

BESIDE = (
    Figure("savings", SAVING, lambda quote: quote.savings, many=True),
    Figure("lowest_price", LOWEST_PRICE, lambda quote: quote.lowest, nullable=True),
    Figure("second_currency", SECOND_CURRENCY, lambda quote: quote.second, nullable=True),
)
