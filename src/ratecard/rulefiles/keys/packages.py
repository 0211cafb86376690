"""The key `packages`: coins sold together under a stable id."""

from ratecard.rulefiles.keys.limits import LIMITS
from ratecard.rulefiles.keys.purchases import limits_of_purchases
from ratecard.rulefiles.keys.shapes import Conditions, KnownKeys, Table, Text, Value
from ratecard.rulefiles.values.types import COUNT, COUNT_OR_RATE, IDENTIFIER

PACKAGES = Table(
    about="The packages, by id. What one holds may differ by market and date.",
    noun="package",
    key=IDENTIFIER,
    none=True,
    of=KnownKeys(
        about="One package: coins sold together under a stable id.",
        none=True,
        keys={
            "name": Text(about="A name for people, where the package has one beside its coins."),
            "coins": Value(type=COUNT, about="Coins that are paid for."),
            "bonus": Value(
                type=COUNT_OR_RATE,
                none=True,
                about="Extra coins: a count, or a rate of the coins, rounded down to whole coins.",
            ),
            "order": Value(
                type=COUNT, by_fact=False, about="Where the package stands in a price list; smaller comes first."
            ),
            "when": Conditions(about="Who may buy the package."),
            LIMITS: limits_of_purchases("what one buyer buys of this package"),
        },
    ),
)
