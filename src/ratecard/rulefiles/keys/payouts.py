"""The key `payouts`: how diamonds become money on a creator's account."""

from ratecard.rulefiles.keys.limits import limits
from ratecard.rulefiles.keys.shapes import KnownKeys, ListOf, Table, Text, Unknown, Value
from ratecard.rulefiles.values.limits import limit_type
from ratecard.rulefiles.values.measures import DURATION, UNIT_PRICE
from ratecard.rulefiles.values.types import CURRENCY, IDENTIFIER, MONEY, RATE, REGION, ROUNDING, one_of

LOT_ORDERS = ("class", "oldest", "newest")
PAYOUT = "payout"
"""One payout by itself, as the window of a limit."""
LIMIT = limit_type((6700, "diamonds"), (3, "payouts"))

_FEE = KnownKeys(
    about="What the method costs: fixed + rate × what is left after withholding, between floor and cap.",
    none=True,
    unknown=Unknown.MAY_BE,
    keys={
        "fixed": Value(type=MONEY, none=True, unknown=Unknown.MAY_BE, about="A fixed amount."),
        "rate": Value(type=RATE, none=True, unknown=Unknown.MAY_BE, about="A share of what is left after withholding."),
        "floor": Value(type=MONEY, none=True, unknown=Unknown.MAY_BE, about="The least that the fee is."),
        "cap": Value(type=MONEY, none=True, unknown=Unknown.MAY_BE, about="The most that the fee is."),
        "rounding": Value(type=ROUNDING, about="How the fee is rounded, once."),
    },
)

_METHOD = KnownKeys(
    about="One way to be paid.",
    none=True,
    unknown=Unknown.MAY_BE,
    keys={
        "name": Text(about="What people call it."),
        "fee": _FEE,
        "minimum": Value(
            type=MONEY, none=True, unknown=Unknown.MAY_BE, about="The least value that this method pays out."
        ),
        "currency": Value(
            type=CURRENCY, none=True, by_fact=False, about="The currency paid in, where it is not that of all payouts."
        ),
        "after": Value(type=DURATION, none=True, unknown=Unknown.MAY_BE, about="How much longer this method takes."),
    },
)

_WITHHOLDING = KnownKeys(
    about="Tax kept back from a payout.",
    none=True,
    unknown=Unknown.MAY_BE,
    keys={
        "rounding": Value(type=ROUNDING, about="How each line is rounded."),
        "lines": Table(
            about="The taxes kept back, by id.",
            noun="withholding line",
            key=IDENTIFIER,
            none=True,
            unknown=Unknown.MAY_BE,
            of=KnownKeys(
                about="One tax kept back.",
                none=True,
                unknown=Unknown.MAY_BE,
                keys={
                    "name": Text(about="What people call this tax."),
                    "rate": Value(
                        type=RATE,
                        none=True,
                        unknown=Unknown.MAY_BE,
                        by_lot=True,
                        about="The rate; none while it is not kept back.",
                    ),
                    "of": Value(
                        type=one_of("whole", "domestic"),
                        by_lot=True,
                        about="Whether it is of the whole value, or of the lots that come from one region.",
                    ),
                    "domestic": Value(
                        type=REGION,
                        none=True,
                        unknown=Unknown.MAY_BE,
                        by_lot=True,
                        about="The region whose lots count, where the tax is of domestic ones.",
                    ),
                },
            ),
        ),
    },
)

PAYOUTS = KnownKeys(
    about="How diamonds are paid out to creators of a region.",
    none=True,
    unknown=Unknown.MAY_BE,
    keys={
        "currency": Value(type=CURRENCY, by_fact=False, about="The currency that creators are paid in."),
        "diamond": Value(type=UNIT_PRICE, unknown=Unknown.MAY_BE, by_lot=True, about="The value of one diamond."),
        "value_by": Value(
            type=one_of("earned", "requested"),
            by_fact=False,
            about="Whether a diamond has the value of the day it was earned or of the day the payout is requested.",
        ),
        "order": ListOf(
            type=one_of(*LOT_ORDERS), about="Which lots are paid out first: by class, the oldest or the newest."
        ),
        "rounding": Value(type=ROUNDING, by_fact=False, about="How the value of all lots together is rounded, once."),
        "minimum": Value(type=MONEY, none=True, unknown=Unknown.MAY_BE, about="The least value that is paid out."),
        "hold": Value(
            type=DURATION,
            none=True,
            unknown=Unknown.MAY_BE,
            by_lot=True,
            about="How long diamonds are held after they were earned.",
        ),
        "pays": KnownKeys(
            about="When the money is there.",
            none=True,
            unknown=Unknown.MAY_BE,
            keys={
                "from": Value(
                    type=one_of("request", "month end"),
                    by_fact=False,
                    about="What the days are counted from: the request, or the last day of its month.",
                ),
                "after": Value(
                    type=DURATION,
                    none=True,
                    unknown=Unknown.MAY_BE,
                    by_fact=False,
                    about="How long it takes from then on.",
                ),
            },
        ),
        "limits": limits(
            "what is paid out", LIMIT, "money, diamonds or payouts", (PAYOUT,), Unknown.MAY_BE, dated_window=True
        ),
        "withholding": _WITHHOLDING,
        "methods": Table(
            about="The ways to be paid, by id.",
            noun="payout method",
            key=IDENTIFIER,
            none=True,
            unknown=Unknown.MAY_BE,
            of=_METHOD,
        ),
    },
)
