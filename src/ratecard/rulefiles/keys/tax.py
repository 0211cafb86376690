"""The key `tax`: which taxes a purchase bears, and how they are shown and rounded."""

from functools import partial

from ratecard.rulefiles.keys.facts import FOR_CUTS
from ratecard.rulefiles.keys.shapes import KnownKeys, Table, Text, Unknown, Value
from ratecard.rulefiles.values.types import IDENTIFIER, RATE, ROUNDING, one_of

SCOPE = one_of("unit", "order")

_value = partial(Value, knows=FOR_CUTS)

TAX = KnownKeys(
    about="The taxes of a purchase, and how they are shown and rounded.",
    none=True,
    unknown=Unknown.MAY_BE,
    keys={
        "display": _value(
            type=one_of("inclusive", "exclusive"),
            about="Whether the listed price holds the tax (inclusive) or the tax is added to it (exclusive).",
        ),
        "rounding": _value(type=ROUNDING, about="How net (inclusive) or tax (exclusive) is rounded, or each line."),
        "rounded": _value(
            type=one_of("each line", "together"),
            about="Whether each of several lines is rounded, or all together, which the lines then share. It has to be "
            "stated where several taxes are added to the price; several inside it are rounded together without it.",
        ),
        "per": _value(type=SCOPE, about="Whether one unit is taxed and multiplied, or the whole order is taxed."),
        "collected_by": _value(type=one_of("store", "seller"), about="Who pays the tax over to the state."),
        "depends_on": _value(
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
                    "rate": _value(
                        type=RATE,
                        none=True,
                        unknown=Unknown.MAY_BE,
                        about="The rate; none while the tax is not levied, unknown where the book does not know it.",
                    ),
                    "base": _value(
                        type=one_of("net", "gross"),
                        about="What the rate is of: the net (as where nothing is said), or gross, the price that holds "
                        "all taxes, this one too.",
                    ),
                    "on": _value(
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
