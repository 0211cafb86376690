"""The keys of what stands beside a price: `savings`, `lowest_price` and `second_currency`."""

from ratecard.rulefiles.keys.shapes import KnownKeys, ListOf, Value
from ratecard.rulefiles.values.measures import DURATION
from ratecard.rulefiles.values.pair_rates import PAIR_RATE
from ratecard.rulefiles.values.types import CURRENCY, IDENTIFIER, ROUNDING, one_of

PLATFORM = "platform"
WAY = "way"

APPLIES = "applies"


def _applies(what: str) -> Value:
    """The shape of the word that wakes what the library states."""
    return Value(
        type=one_of("yes"),
        none=True,
        by_fact=False,
        about=f"Whether {what}. Alone, as `yes`, it takes all else from the library of the world.",
    )


SAVINGS = KnownKeys(
    about="What a price is compared with, to say what a buyer saves.",
    none=True,
    keys={
        "against": ListOf(
            type=IDENTIFIER,
            none=True,
            keyed={PLATFORM: IDENTIFIER, WAY: IDENTIFIER},
            shown_by=("coins_100", "{platform: ios}"),
            about="Packages, by the price of one coin; or the same package on a {platform: ios} or in a {way: store}.",
        ),
    },
)

LOWEST_PRICE = KnownKeys(
    about="The lowest price before a reduction, which the law of the European Union asks for.",
    none=True,
    yes=APPLIES,
    keys={
        "within": Value(
            type=DURATION,
            none=True,
            by_fact=False,
            about="How long before the reduction the lowest price is looked for, in days of the region.",
        ),
        APPLIES: _applies("the lowest price is told"),
    },
)

SECOND_CURRENCY = KnownKeys(
    about="A second currency in which prices are shown, as where a country changes its currency.",
    none=True,
    yes=APPLIES,
    keys={
        "currency": Value(type=CURRENCY, none=True, by_fact=False, about="The currency that is shown beside."),
        "rate": Value(
            type=PAIR_RATE,
            none=True,
            by_fact=False,
            about="The rate, in the direction in which it is published; amounts are multiplied or divided by it.",
        ),
        "rounding": Value(type=ROUNDING, by_fact=False, about="How a converted amount is rounded, once."),
        APPLIES: _applies("prices are shown in the second currency"),
    },
)
