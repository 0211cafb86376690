"""The figures of limits: what a question uses of each, and which are open."""

from ratecard.answers.figures import Figure, FigureType, Record

USED = Record(
    "UsedAmount",
    (
        Figure("limit_id", FigureType.ID, lambda use: use.limit_id),
        Figure("package_id", FigureType.ID, lambda use: use.package, nullable=True),
        Figure("way_id", FigureType.ID, lambda use: use.way, nullable=True),
        Figure("gift_id", FigureType.ID, lambda use: use.gift, nullable=True),
        Figure("item_id", FigureType.ID, lambda use: use.item, nullable=True),
        Figure("amount", FigureType.TEXT, lambda use: str(use.amount)),
    ),
)

OPEN_LIMIT = Record(
    "OpenLimit",
    (
        Figure("limit_id", FigureType.ID, lambda limit: limit.limit_id),
        Figure("per", FigureType.TEXT, lambda limit: limit.per, nullable=True),
        Figure("most", FigureType.TEXT, lambda limit: limit.most, nullable=True),
        Figure("fact", FigureType.TEXT, lambda limit: limit.fact, nullable=True),
    ),
)

USES = Figure("uses", USED, lambda quote: quote.uses, many=True)
OPEN_LIMITS = Figure("open_limits", OPEN_LIMIT, lambda quote: quote.open_limits, many=True)
LIMITS_BY_LISTED = Figure("limits_by_listed", FigureType.FLAG, lambda quote: quote.limits_by_listed)
