"""The keys `gifts`, `rarities` and `worth_at`: what coins are spent on for a creator."""

from ratecard.rulefiles.keys.facts import FOR_GIFTS
from ratecard.rulefiles.keys.limits import LIMITS
from ratecard.rulefiles.keys.shapes import Conditions, KnownKeys, ListOf, Table, Text, Unknown, Value
from ratecard.rulefiles.keys.shows import SHOWS_OF_GIFTS
from ratecard.rulefiles.keys.spending import limits_of_spending
from ratecard.rulefiles.values.types import COUNT, IDENTIFIER, ROUNDING

GIFTS = Table(
    about="The gifts, by id, because names repeat. Coins, names and availability may differ by market and date.",
    noun="gift",
    key=IDENTIFIER,
    none=True,
    of=KnownKeys(
        about="One gift: something bought with coins for a creator.",
        none=True,
        keys={
            "name": Text(about="What people call it."),
            "coins": Value(
                type=COUNT,
                none=True,
                about="What it costs in coins; none where it is not available.",
            ),
            "rarity": Value(type=IDENTIFIER, by_fact=False, about="How rare it is: one of the declared rarities."),
            "kinds": ListOf(
                type=IDENTIFIER,
                shown_by=("live",),
                about="The kinds of spending it is for, the usual one first; each has earnings.",
            ),
            "level": Value(
                type=COUNT,
                none=True,
                unknown=Unknown.MAY_BE,
                by_fact=False,
                about="The level a buyer must have: the fact buyer.level.",
            ),
            "shows": SHOWS_OF_GIFTS,
            "when": Conditions(knows=FOR_GIFTS, about="Who may send it."),
            LIMITS: limits_of_spending("what one sender sends of this gift"),
        },
    ),
)

RARITIES = Table(
    about="How rare gifts can be, declared once.",
    noun="rarity",
    key=IDENTIFIER,
    of=KnownKeys(
        about="One rarity.",
        keys={
            "name": Text(dated=False, about="What people call it."),
            "order": Value(
                type=COUNT,
                dated=False,
                by_fact=False,
                inherits=False,
                required=True,
                about="Where it stands among the rarities; the commonest comes first.",
            ),
        },
    ),
)

WORTH_AT = KnownKeys(
    about="How the worth of coins in money is told: at the listed price of a package, over its total coins.",
    none=True,
    unknown=Unknown.MAY_BE,
    keys={
        "package": Value(type=IDENTIFIER, by_fact=False, about="The package whose price is taken."),
        "rounding": Value(type=ROUNDING, by_fact=False, about="How the worth is rounded, once."),
    },
)
