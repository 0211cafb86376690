"""The figures of how a package or an item is offered: the store's id, kinds, the way of paying, and what is shown."""

from ratecard.answers.figures import Figure, FigureType
from ratecard.answers.shows import SHOWS

OFFERED = (
    Figure("store_product_id", FigureType.ID, lambda quote: quote.store_product_id, nullable=True),
    Figure("kinds", FigureType.TEXT, lambda quote: quote.package.kinds, many=True),
    Figure("way_id", FigureType.ID, lambda quote: quote.way, nullable=True),
    SHOWS,
)
