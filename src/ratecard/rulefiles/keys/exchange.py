"""The key `exchange`: what so many of one unit give of another, such as gems for coins."""

from ratecard.rulefiles.keys.shapes import KnownKeys, Table, Value
from ratecard.rulefiles.keys.units import UNIT
from ratecard.rulefiles.values.measures import EACH
from ratecard.rulefiles.values.types import IDENTIFIER, ROUNDING

EXCHANGE = Table(
    about="What may be exchanged, by the unit that is given.",
    noun="unit",
    key=IDENTIFIER,
    none=True,
    of=KnownKeys(
        about="What one unit gives of another.",
        none=True,
        keys={
            "for": Value(type=UNIT, about="The unit that is given back."),
            "at": Value(
                type=EACH, none=True, about="How many of it: 10 each, or 1 per 3; none where it is not exchanged."
            ),
            "rounding": Value(type=ROUNDING, about="How what comes of all that is given is rounded to whole ones."),
        },
    ),
)
