"""The key `tax`: which taxes a purchase bears, and how they are shown and rounded."""

from ratecard.rulefiles.keys.shapes import KnownKeys, Table, Text, Unknown, Value
from ratecard.rulefiles.values.types import IDENTIFIER, RATE, ROUNDING, one_of

SCOPE = one_of("unit", "order")

TAX = KnownKeys(
    about="The taxes of a purchase, and how they are shown and rounded.",
    none=True,
    unknown=Unknown.MAY_BE,
    keys={
        "display": Value(
            type=one_of("inclusive", "exclusive"),
            about="Whether the listed price holds the tax (inclusive) or the tax is added to it (exclusive).",
        ),
        "rounding": Value(type=ROUNDING, about="How net (inclusive) or tax (exclusive) is rounded, or each line."),
        "rounded": Value(
            type=one_of("each line", "together"),
            about="Whether each of several lines is rounded, or all together, which the lines then share. It has to be "
            "stated where several taxes are added to the price; several inside it are rounded together without it.",
        ),
        "per": Value(type=SCOPE, about="Whether one unit is taxed and multiplied, or the whole order is taxed."),
        "collected_by": Value(type=one_of("store", "seller"), about="Who pays the tax over to the state."),
        "depends_on": Value(
            type=one_of("subdivision"),
            none=True,
            unknown=Unknown.MAY_BE,
            about="The tax is known only for a subdivision of this region; without one it is undetermined.",
        ),
        "lines": Table(
            about="The tax lines, by id; a market may have several.",
            noun="tax line",
            key=IDENTIFIER,
            none=True,
            unknown=Unknown.MAY_BE,
            of=KnownKeys(
                about="One named tax.",
                none=True,
                unknown=Unknown.MAY_BE,
                keys={
                    "name": Text(about="What people call this tax."),
                    "rate": Value(
                        type=RATE,
                        none=True,
                        unknown=Unknown.MAY_BE,
                        about="The rate; none while the tax is not levied, unknown where the book does not know it.",
                    ),
                    "base": Value(
                        type=one_of("net", "gross"),
                        about="What the rate is of: the net (as where nothing is said), or gross, the price that holds "
                        "all taxes, this one too.",
                    ),
                    "on": Value(
                        type=IDENTIFIER,
                        none=True,
                        unknown=Unknown.MAY_BE,
                        by_fact=False,
                        about="Another line whose amount is taxed by this one too (tax on tax).",
                    ),
                },
            ),
        ),
    },
)
