"""The keys `packages` and `items`: coins sold together under a stable id, and what is sold that holds no coins."""

from collections.abc import Mapping

from ratecard.rulefiles.keys.facts import FOR_BONUS, FOR_BUYING, FOR_PACKAGES
from ratecard.rulefiles.keys.limits import LIMITS
from ratecard.rulefiles.keys.purchases import limits_of_purchases
from ratecard.rulefiles.keys.shapes import Conditions, KnownKeys, ListOf, Ranges, Shape, Table, Text, Value
from ratecard.rulefiles.keys.shows import SHOWS_OF_PACKAGES
from ratecard.rulefiles.keys.units import OTHER_UNIT
from ratecard.rulefiles.values.types import COUNT, COUNT_OR_RATE, IDENTIFIER, PRODUCT


def _sold(noun: str, name: str) -> dict[str, Shape]:
    """What is stated of anything that is sold for money, be it a package or an item; `name` says what its name is."""
    return {
        "name": Text(about=name),
        "order": Value(
            type=COUNT, by_fact=False, about=f"Where the {noun} stands in a price list; smaller comes first."
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
            about=f"The id under which a platform's store sells the {noun}, by platform.",
            noun="platform",
            key=IDENTIFIER,
            none=True,
            of=Value(
                type=PRODUCT,
                none=True,
                by_fact=False,
                about=f"The store's own id of the {noun}, such as com.example.coins1000.",
            ),
        ),
        "shows": SHOWS_OF_PACKAGES,
        "when": Conditions(knows=FOR_BUYING, about=f"Who may buy the {noun}."),
        LIMITS: limits_of_purchases(f"what one buyer buys of this {noun}"),
    }


_HELD: Mapping[str, Shape] = {
    "coins": Value(
        type=COUNT,
        knows=FOR_PACKAGES,
        ranges=Ranges.MAY_BE,
        about="Coins that are paid for; {least: …, most: …, step: …} where the buyer chooses how many.",
    ),
    "bonus": Value(
        type=COUNT_OR_RATE,
        none=True,
        knows=FOR_BONUS,
        about="Extra coins: a count, or a rate of the coins, rounded down to whole coins.",
    ),
    "with": Table(
        about="Other units that come with each unit bought, by the id of the unit.",
        noun="unit",
        key=OTHER_UNIT,
        none=True,
        of=Value(type=COUNT, none=True, knows=FOR_PACKAGES, about="How many of this unit come with it."),
    ),
}

PACKAGES = Table(
    about="The packages, by id. What one holds may differ by market and date.",
    noun="package",
    key=IDENTIFIER,
    none=True,
    of=KnownKeys(
        about="One package: coins sold together under a stable id.",
        none=True,
        keys={**_HELD, **_sold("package", "A name for people, where the package has one beside its coins.")},
    ),
)

ITEMS = Table(
    about="The items, by id: what is sold for money and holds no coins, such as a subscription.",
    noun="item",
    key=IDENTIFIER,
    none=True,
    of=KnownKeys(
        about="One item, with a price of its own and no coins.",
        none=True,
        keys=_sold("item", "What people call it."),
    ),
)
