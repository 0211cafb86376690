"""The key `commission`: the store's or processor's cut. Its base is always stated."""

from ratecard.rulefiles.keys.shapes import KnownKeys, Table, Unknown, Value
from ratecard.rulefiles.keys.tax import SCOPE
from ratecard.rulefiles.values.types import IDENTIFIER, MONEY, RATE, ROUNDING, one_of

COMMISSION = KnownKeys(
    about="The store's or processor's cut of a purchase. proceeds = exact net − cuts, rounded once; at most net.",
    none=True,
    unknown=Unknown.MAY_BE,
    keys={
        "rounding": Value(type=ROUNDING, about="How the proceeds are rounded, once, at the end."),
        "per": Value(type=SCOPE, about="Whether proceeds are rounded for one unit and multiplied, or for the order."),
        "lines": Table(
            about="The parts of the cut, by id.",
            noun="commission line",
            key=IDENTIFIER,
            none=True,
            unknown=Unknown.MAY_BE,
            of=KnownKeys(
                about="One part of the cut.",
                none=True,
                unknown=Unknown.MAY_BE,
                keys={
                    "rate": Value(type=RATE, none=True, unknown=Unknown.MAY_BE, about="The share of the base."),
                    "base": Value(
                        type=one_of("net", "gross", "proceeds"),
                        about="What the rate is of: proceeds is what the lines of other bases leave of the net.",
                    ),
                    "kind": Value(
                        type=one_of("commission", "tax"),
                        about="What the part is: commission (as where nothing is said), or a tax that is withheld.",
                    ),
                    "fixed": Value(
                        type=MONEY,
                        none=True,
                        unknown=Unknown.MAY_BE,
                        about="A fixed part, once for each unit or order (see per).",
                    ),
                },
            ),
        ),
    },
)
