"""The figures of exchanges of units, and of the units that come with a package."""

from ratecard.answers.figures import Figure, FigureType, Record
from ratecard.answers.shared import ASSUMED_FACTS, AT, LOCALE, PLATFORM, REGION, VALIDITY, library_values
from ratecard.quotes.exchanges.quoting import ExchangeQuote
from ratecard.quotes.tracing.library_values import of_exchange
from ratecard.showing import Reader


def _with_label(own: tuple[str, int], reader: Reader) -> str:
    return reader.units(*own)[0]


def _with_locale(own: tuple[str, int], reader: Reader) -> str | None:
    return reader.units(*own)[1]


UNITS_WITH = Record(
    "UnitsWith",
    (
        Figure("unit_id", FigureType.ID, lambda own: own[0]),
        Figure("count", FigureType.UNITS, lambda own: own[1]),
        Figure("label", FigureType.TEXT, _with_label, for_readers=True),
        Figure("label_locale", FigureType.LOCALE, _with_locale, nullable=True, for_readers=True),
    ),
)
UNITS = Figure("units", UNITS_WITH, lambda quote: quote.units, many=True)


def _given(quote: ExchangeQuote, reader: Reader) -> str:
    return reader.units(quote.request.unit, quote.request.count)[0]


def _given_locale(quote: ExchangeQuote, reader: Reader) -> str | None:
    return reader.units(quote.request.unit, quote.request.count)[1]


def _received(quote: ExchangeQuote, reader: Reader) -> str:
    return reader.units(quote.terms.into, quote.received)[0]


def _received_locale(quote: ExchangeQuote, reader: Reader) -> str | None:
    return reader.units(quote.terms.into, quote.received)[1]


EXCHANGE_QUOTE = Record(
    "ExchangeQuote",
    (
        REGION,
        PLATFORM,
        Figure("unit_id", FigureType.ID, lambda quote: quote.request.unit),
        Figure("count", FigureType.COUNT, lambda quote: quote.request.count),
        Figure("label", FigureType.TEXT, _given, for_readers=True),
        Figure("label_locale", FigureType.LOCALE, _given_locale, nullable=True, for_readers=True),
        Figure("received_unit_id", FigureType.ID, lambda quote: quote.terms.into),
        Figure("received", FigureType.UNITS, lambda quote: quote.received),
        Figure("received_label", FigureType.TEXT, _received, for_readers=True),
        Figure("received_label_locale", FigureType.LOCALE, _received_locale, nullable=True, for_readers=True),
        AT,
        LOCALE,
        *VALIDITY,
        ASSUMED_FACTS,
        library_values(of_exchange),
    ),
)
