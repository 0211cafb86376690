"""The key `fx`: dated exchange rates to one base currency."""

from ratecard.rulefiles.keys.shapes import KnownKeys, Table, Unknown, Value
from ratecard.rulefiles.values.measures import DURATION, EXCHANGE_RATE
from ratecard.rulefiles.values.types import CURRENCY, RATE, ROUNDING

FX = KnownKeys(
    about="Exchange rates. Cross rates are exact: rate of the one ÷ rate of the other.",
    none=True,
    unknown=Unknown.MAY_BE,
    keys={
        "base": Value(type=CURRENCY, by_fact=False, about="The currency of which one unit is worth each rate."),
        "rounding": Value(type=ROUNDING, by_fact=False, about="How an exchanged amount is rounded, once."),
        "spread": Value(
            type=RATE, none=True, unknown=Unknown.MAY_BE, by_fact=False, about="What an exchange costs, as a share."
        ),
        "maximum_age": Value(
            type=DURATION,
            none=True,
            unknown=Unknown.MAY_BE,
            by_fact=False,
            about="How long a rate may be used from its date on.",
        ),
        "rates": Table(
            about="The rates, by currency: how many units one unit of the base is.",
            noun="currency",
            key=CURRENCY,
            none=True,
            unknown=Unknown.MAY_BE,
            of=Value(
                type=EXCHANGE_RATE,
                none=True,
                unknown=Unknown.MAY_BE,
                by_fact=False,
                about="Units of this currency for one of the base.",
            ),
        ),
    },
)
