"""The figures of payout quotes."""

from typing import Any

import msgspec

from ratecard.answers.figures import Figure, FigureType, Record
from ratecard.answers.limits import OPEN_LIMIT
from ratecard.answers.shared import (
    ASSUMED_FACTS,
    AT,
    LOCALE,
    OPEN_CONDITIONS,
    REGION,
    UNKNOWN_VALUES,
    VALIDITY,
    library_values,
    names,
)
from ratecard.audience import Audience
from ratecard.money import Money
from ratecard.quotes.limits import OpenLimit, open_limit
from ratecard.quotes.payouts.lots import UsedLot
from ratecard.quotes.payouts.quoting import PayoutQuote
from ratecard.quotes.payouts.withholding import KeptBack
from ratecard.quotes.tracing.library_values import of_payout

LotOfQuote = tuple[UsedLot, PayoutQuote]


def _service(name: str, type: FigureType | Record, read: Any, **more: Any) -> Figure:
    """A figure for other services of ours: nothing of a payout is public."""
    return Figure(name, type, read, audience=Audience.SERVICE, **more)


def _for_services(*figures: Figure) -> tuple[Figure, ...]:
    """Figures that other answers show to everybody."""
    return tuple(msgspec.structs.replace(figure, audience=Audience.SERVICE) for figure in figures)


def _lots(quote: PayoutQuote) -> tuple[LotOfQuote, ...]:
    return tuple((used, quote) for used in quote.used)


def _withholding(quote: PayoutQuote) -> tuple[tuple[KeptBack, Money], ...]:
    money = [(kept, quote.in_value(kept.minor)) for kept in quote.withholding]
    return tuple((kept, amount) for kept, amount in money if amount is not None)


PAID_LOT = Record(
    "PaidLot",
    (
        _service("lot", FigureType.COUNT, lambda lot: lot[0].valued.number),
        _service("diamonds", FigureType.DIAMONDS, lambda lot: lot[0].diamonds),
        _service("earned_at", FigureType.INSTANT, lambda lot: lot[0].valued.lot.earned),
        _service("source_region", FigureType.REGION, lambda lot: lot[0].valued.lot.source_region, nullable=True),
        _service("released_at", FigureType.INSTANT, lambda lot: lot[1].released_of(lot[0]), nullable=True),
    ),
)


def _open_limits(quote: PayoutQuote) -> tuple[OpenLimit, ...]:
    """The open limits by their ids."""
    return tuple(open_limit(limit, limit.id) for limit in quote.open_limits)


WITHHELD = Record(
    "Withheld",
    (
        _service("withholding_line_id", FigureType.ID, lambda kept: kept[0].line.id),
        *_for_services(*names(lambda kept: kept[0].line.names, lambda kept: kept[0].line.id)),
        _service("rate", FigureType.RATE, lambda kept: kept[0].rate, nullable=True),
        _service("amount", FigureType.MONEY, lambda kept: kept[1]),
    ),
)

RAISED_WANT = Record(
    "RaisedWant",
    (
        _service("wanted", FigureType.MONEY, lambda quote: quote.request.want),
        _service("paid", FigureType.MONEY, lambda quote: quote.in_paid(quote.figures.paid)),
        _service("minimum", FigureType.MONEY, lambda quote: quote.minimum),
    ),
)

PAYOUT_QUOTE = Record(
    "PayoutQuote",
    (
        *_for_services(REGION),
        _service("method_id", FigureType.ID, lambda quote: quote.request.method),
        *_for_services(*names(lambda quote: quote.offer.method.names, lambda quote: quote.request.method, "method_")),
        AT,
        *_for_services(LOCALE),
        *VALIDITY,
        _service("diamonds", FigureType.DIAMONDS, lambda quote: quote.diamonds, nullable=True),
        _service("lots", PAID_LOT, _lots, many=True),
        _service("lots_assumed", FigureType.FLAG, lambda quote: quote.lots_assumed),
        _service("value", FigureType.MONEY, lambda quote: quote.in_value(quote.figures.value), nullable=True),
        _service("withheld", FigureType.MONEY, lambda quote: quote.in_value(quote.figures.withheld), nullable=True),
        _service("withholding", WITHHELD, _withholding, many=True),
        _service("fee", FigureType.MONEY, lambda quote: quote.in_value(quote.figures.fee), nullable=True),
        _service("remainder", FigureType.MONEY, lambda quote: quote.in_value(quote.figures.remainder), nullable=True),
        _service("paid", FigureType.MONEY, lambda quote: quote.in_paid(quote.figures.paid), nullable=True),
        _service("raised", RAISED_WANT, lambda quote: quote if quote.raised else None, nullable=True),
        _service("exchange_cost", FigureType.MONEY, lambda quote: quote.in_paid(quote.exchange_cost), nullable=True),
        _service("released_at", FigureType.INSTANT, lambda quote: quote.released, nullable=True),
        _service("paid_on", FigureType.DAY, lambda quote: quote.paid_on, nullable=True),
        *_for_services(ASSUMED_FACTS, OPEN_CONDITIONS, UNKNOWN_VALUES),
        _service("open_limits", OPEN_LIMIT, _open_limits, many=True),
        *_for_services(library_values(of_payout)),
    ),
)
