"""The envelope of a book: between what every answer has to lie, or else it is refused, whatever the rules say."""

from ratecard.rulefiles.keys.shapes import KnownKeys, Table, Value
from ratecard.rulefiles.values.envelope import PER_UNIT, SHARE_THAT_STAYS
from ratecard.rulefiles.values.types import CURRENCY, ValueType


def _bound(kind: ValueType, about: str) -> Value:
    return Value(type=kind, dated=False, by_fact=False, inherits=False, about=about)


def _by_currency(about: str, of: str) -> Table:
    return Table(
        about=f"{about}, by currency. None says that a currency has no bounds.",
        noun="currency",
        key=CURRENCY,
        of=KnownKeys(
            about=f"The least and the most {of}.",
            none=True,
            keys={
                "least": _bound(PER_UNIT, f"The least {of}; an answer below it is refused."),
                "most": _bound(PER_UNIT, f"The most {of}; an answer above it is refused."),
            },
        ),
    )


ENVELOPE = KnownKeys(
    about="Between what every answer has to lie. One outside is refused, whatever the rules say, and counted.",
    keys={
        "gross_per_coin": _by_currency(
            "What the buyer pays for one coin, bonus coins counted", "that one coin costs the buyer"
        ),
        "coins_per_unit_of_money": _by_currency(
            "How many coins, bonus coins counted, one unit of the listed price gives", "coins for one unit of money"
        ),
        "margin": KnownKeys(
            about="What is left of a package after tax, commission and what its coins are worth to any creator.",
            keys={
                "least": _bound(
                    SHARE_THAT_STAYS,
                    "The least share of the proceeds that stays; one below 0 % says how much may be put on top.",
                )
            },
        ),
    },
)
