"""The key `packages`: coins sold together under a stable id."""

from ratecard.rulefiles.keys.facts import FOR_BUYING, FOR_PACKAGES
from ratecard.rulefiles.keys.limits import LIMITS
from ratecard.rulefiles.keys.purchases import limits_of_purchases
from ratecard.rulefiles.keys.shapes import Conditions, KnownKeys, ListOf, Table, Text, Value
from ratecard.rulefiles.keys.shows import SHOWS_OF_PACKAGES
from ratecard.rulefiles.values.types import COUNT, COUNT_OR_RATE, IDENTIFIER, PRODUCT

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
            "coins": Value(type=COUNT, knows=FOR_PACKAGES, about="Coins that are paid for."),
            "bonus": Value(
                type=COUNT_OR_RATE,
                none=True,
                knows=FOR_PACKAGES,
                about="Extra coins: a count, or a rate of the coins, rounded down to whole coins.",
            ),
            "order": Value(
                type=COUNT, by_fact=False, about="Where the package stands in a price list; smaller comes first."
            ),
            "kinds": ListOf(
                type=IDENTIFIER,
                shown_by=("subscription",),
                about="The kinds of spending it is for, the usual one first; the first is the fact purchase.kind.",
            ),
            "quantity": KnownKeys(
                about="How many units one purchase may have.",
                keys={
                    "most": Value(
                        type=COUNT, none=True, about="At most so many units in one purchase; at least one, in any case."
                    ),
                },
            ),
            "product": Table(
                about="The id under which a platform's store sells the package, by platform.",
                noun="platform",
                key=IDENTIFIER,
                none=True,
                of=Value(
                    type=PRODUCT,
                    none=True,
                    by_fact=False,
                    about="The store's own id of the package, such as com.example.coins1000.",
                ),
            ),
            "shows": SHOWS_OF_PACKAGES,
            "when": Conditions(knows=FOR_BUYING, about="Who may buy the package."),
            LIMITS: limits_of_purchases("what one buyer buys of this package"),
        },
    ),
)
