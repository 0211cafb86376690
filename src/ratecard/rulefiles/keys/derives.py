"""What stands below `pricing.derive`, and in place of a price: whose price is followed, and by what factor."""

from ratecard.rulefiles.keys.shapes import ListOf, Value
from ratecard.rulefiles.values.derives import DERIVE, FACTOR_OR_TABLE, KEEP, SWAP
from ratecard.rulefiles.values.factors import FACTOR
from ratecard.rulefiles.values.types import IDENTIFIER, INSTANT, REGION, ValueType, one_of


def _part(kind: ValueType, about: str, *, none: bool = False, required: bool = False) -> Value:
    return Value(type=kind, about=about, dated=False, by_fact=False, inherits=False, none=none, required=required)


_FROM = Value(
    type=REGION,
    about="The market whose prices are followed: a region, on the same platform; {platform: ios} in the same region.",
    dated=False,
    by_fact=False,
    inherits=False,
    required=True,
    parts={
        "region": _part(REGION, "The region whose prices are followed; its own, where none is stated."),
        "platform": _part(IDENTIFIER, "The platform whose prices are followed; its own, where none is stated."),
    },
)

DERIVED_FROM = Value(
    type=DERIVE,
    about="Another market, from whose prices those here are computed, with all that has no price of its own.",
    by_fact=False,
    none=True,
    parts={
        "from": _FROM,
        "packages": ListOf(
            type=IDENTIFIER,
            about="The packages that are priced so; all that the source sells, where none are listed.",
            shown_by=("coins_1000",),
            dated=False,
            or_one=True,
        ),
        "fx": _part(INSTANT, "The day of the exchange rates; none takes the number as it stands.", none=True),
        "factor": _part(FACTOR_OR_TABLE, "How many times the source's price: 0.75, or the id of a table of factors."),
        "tax": _part(
            one_of(SWAP, KEEP), "swap takes the source's tax out and puts the one here in; keep does neither."
        ),
    },
)

AS_ANOTHER = {
    "as": _part(IDENTIFIER, "The package at whose price of one paid coin this one is sold.", required=True),
    "factor": _part(FACTOR, "How many times that price: 0.95."),
}
"""The parts of a price that is so many coins at the price of another package."""
