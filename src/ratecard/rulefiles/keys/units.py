"""The key `units`: what a coin is called, and how a price per coin is shown."""

from ratecard.rulefiles.keys.shapes import Section, Table, Text, Value
from ratecard.rulefiles.values.types import COUNT, ROUNDING, one_of

UNITS = Table(
    about="The units of the virtual currency.",
    noun="unit",
    key=one_of("coin", "diamond"),
    of=Section(
        about="One unit.",
        keys={
            "name": Text(
                plural=True, dated=False, about="What people call it, with the plural forms of each language."
            ),
            "price": Section(
                about="How a price of one unit is shown. It is computed and answered exactly.",
                keys={
                    "rounding": Value(
                        type=ROUNDING,
                        dated=False,
                        by_fact=False,
                        inherits=False,
                        about="How the shown price is rounded.",
                    ),
                    "extra_digits": Value(
                        type=COUNT,
                        dated=False,
                        by_fact=False,
                        inherits=False,
                        about="Decimals shown beyond the currency's own: 3 shows euro with five.",
                    ),
                },
            ),
        },
    ),
)
