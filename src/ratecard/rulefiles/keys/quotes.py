"""The key `quotes`: how long a signed quote holds, and how long what was bought at it is confirmed."""

from ratecard.rulefiles.keys.shapes import KnownKeys, Value
from ratecard.rulefiles.values.measures import DURATION

VALID, HONOUR = "valid", "honour"

QUOTES = KnownKeys(
    about="How long signed quotes hold; none where no quote is signed.",
    none=True,
    keys={
        VALID: Value(
            type=DURATION,
            by_fact=False,
            about="How long a signed quote is valid where nothing shorter is asked for, and the longest that may be.",
        ),
        HONOUR: Value(
            type=DURATION,
            by_fact=False,
            about="How long after it was issued a purchase is confirmed that was made before the quote expired.",
        ),
    },
)
