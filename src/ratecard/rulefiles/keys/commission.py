"""The key `commission`: the store's or processor's cut. Its base is always stated."""

from functools import partial

from ratecard.rulefiles.keys.facts import FOR_CUTS
from ratecard.rulefiles.keys.shapes import KnownKeys, Table, Unknown, Value
from ratecard.rulefiles.keys.tax import SCOPE
from ratecard.rulefiles.values.types import IDENTIFIER, MONEY, RATE, ROUNDING, one_of

_value = partial(Value, knows=FOR_CUTS)

COMMISSION = KnownKeys(
    about="The store's or processor's cut of a purchase. proceeds = exact net − cuts, rounded once; at most net.",
    none=True,
    unknown=Unknown.MAY_BE,
    keys={
        "rounding": _value(type=ROUNDING, about="How the proceeds are rounded, once, at the end."),
        "per": _value(type=SCOPE, about="Whether proceeds are rounded for one unit and multiplied, or for the order."),
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
                    "rate": _value(type=RATE, none=True, unknown=Unknown.MAY_BE, about="The share of the base."),
                    "base": _value(
                        type=one_of("net", "gross", "proceeds"),
                        about="What the rate is of: proceeds is what the lines of other bases leave of the net.",
                    ),
                    "kind": _value(
                        type=one_of("commission", "tax"),
                        about="What the part is: commission (as where nothing is said), or a tax that is withheld.",
                    ),
                    "fixed": _value(
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
