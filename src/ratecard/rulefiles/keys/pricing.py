"""The keys `pricing`, `price_points` and `price_bounds`: what a price may be that is computed."""

from ratecard.rulefiles.keys.derives import DERIVED_FROM
from ratecard.rulefiles.keys.shapes import KnownKeys, ListOf, Ranges, Table, Value
from ratecard.rulefiles.values.types import CURRENCY, MONEY, PRICE_ROUNDING

PRICING = KnownKeys(
    about="How prices are computed that are not stated.",
    none=True,
    keys={
        "rounding": Value(
            type=PRICE_ROUNDING,
            about="How a price is rounded, once, that is computed or discounted: to the smallest unit, to a step, or "
            "to a price point.",
        ),
        "derive": DERIVED_FROM,
    },
)

PRICE_POINTS = Table(
    about="The prices to which a store allows a price to be set, by currency; amounts below one are in it.",
    noun="currency",
    key=CURRENCY,
    none=True,
    of=ListOf(
        type=MONEY,
        shown_by=("0.99", "{least: 1.99, most: 99.99, step: 1.00}"),
        none=True,
        ranges=Ranges.MAY_BE,
        about="The points in this currency, the lowest first: amounts, and ranges of them.",
    ),
)

PRICE_BOUNDS = Table(
    about="The least and the most that a price may be, by currency; amounts below one are in it.",
    noun="currency",
    key=CURRENCY,
    none=True,
    of=Value(
        type=MONEY,
        by_fact=False,
        none=True,
        ranges=Ranges.ALWAYS,
        about="The least and the most price in this currency.",
    ),
)
