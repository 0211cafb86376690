"""Tables of factors: by how much what is usual in one region is more, or less, than where the others are compared."""

from ratecard.rulefiles.keys.shapes import Table, Value
from ratecard.rulefiles.values.factors import OF_REGION, REGION_OR_OTHER
from ratecard.rulefiles.values.types import IDENTIFIER

_FACTOR = Value(
    type=OF_REGION,
    by_fact=False,
    inherits=False,
    about="How many times what is usual elsewhere: 0.35, or 35 %. A subdivision takes its country's.",
)

FACTORS = Table(
    about="Tables of factors by region, such as what people can afford. A guard may compare prices by one.",
    noun="table",
    key=IDENTIFIER,
    of=Table(
        about="A factor for each region, and one for every other region.",
        noun="region",
        key=REGION_OR_OTHER,
        of=_FACTOR,
    ),
)
