"""The key `promotions`: prices that are lower, and bonuses that are greater, for a while, for some, or with a code."""

from ratecard.rulefiles.keys.facts import FOR_PROMOTIONS
from ratecard.rulefiles.keys.limits import EVERYONE, GIFT, ITEM, PACKAGE, WAY, limits
from ratecard.rulefiles.keys.shapes import Conditions, KnownKeys, ListOf, Table, Text, Value
from ratecard.rulefiles.values.offered import CODE, COUNTED_LIMIT, DISCOUNT, EDGE, LAST_DAY, PROMOTED_PRICE
from ratecard.rulefiles.values.types import COUNT_OR_RATE, IDENTIFIER, ValueType, one_of

PACKAGE_BONUS = "package bonus"
"""What a bonus may stand in place of."""

ALONE = ("purchase", GIFT)
"""The windows that are one question by itself: a purchase, or gifts that are sent at once."""


def _by_package(kind: ValueType, about: str, of_one: str) -> Value:
    """A value of all packages of a promotion, or one of each by its id."""
    one = Value(type=kind, none=True, knows=FOR_PROMOTIONS, about=of_one)
    return Value(
        type=kind,
        none=True,
        knows=FOR_PROMOTIONS,
        about=about,
        table=Table(about=about, noun="package", key=IDENTIFIER, none=True, of=one),
    )


def _fixed(kind: ValueType, about: str) -> Value:
    """A value that neither changes with time nor varies by a fact, and that `none` takes away."""
    return Value(type=kind, none=True, dated=False, by_fact=False, about=about)


PROMOTION = KnownKeys(
    about="One promotion: a lower price or more coins, for a while, for some, or with a code.",
    none=True,
    counting=("gifts", "kinds"),
    keys={
        "name": Text(about="What people call it."),
        "from": _fixed(EDGE, "When it begins: a day, an instant or the name of a date; absent, since ever."),
        "last_day": _fixed(LAST_DAY, "The last day of it, the whole of which counts; absent, for ever."),
        "before": _fixed(EDGE, "When it is over: a day or an instant at which it does not apply any more."),
        "packages": ListOf(
            type=IDENTIFIER,
            dated=False,
            shown_by=("coins_1000", "coins_5000"),
            about="The packages that it is for; absent, every package.",
        ),
        "items": ListOf(
            type=IDENTIFIER,
            dated=False,
            shown_by=("tier_1",),
            about="The items that it is for; without any list, it is for packages alone.",
        ),
        "gifts": ListOf(
            type=IDENTIFIER,
            dated=False,
            shown_by=("rose", "lion"),
            about="The gifts that it is for, and no packages then.",
        ),
        "kinds": ListOf(
            type=IDENTIFIER,
            dated=False,
            shown_by=("live",),
            about="The kinds of spending that it is for: packages, items and gifts of these kinds, and no others.",
        ),
        "when": Conditions(dated=True, knows=FOR_PROMOTIONS, about="For whom it is."),
        "code": _fixed(CODE, "The code that a buyer has to bring; sha256: keeps it out of the rules."),
        "discount": _by_package(
            DISCOUNT,
            "What is taken off each unit: a rate of the regular price, or money; or one for each package. Of a gift, a "
            "rate of its coins, or coins.",
            "What is taken off each unit of this package.",
        ),
        "price": _by_package(
            PROMOTED_PRICE,
            "The price of each unit, in place of a discount; or one for each package. Of a gift, a number of coins.",
            "The price of each unit of this package.",
        ),
        "bonus": _by_package(
            COUNT_OR_RATE,
            "More coins: a count, or a rate of the package's coins, rounded down; or one for each package.",
            "More coins with each unit of this package.",
        ),
        "replaces": _fixed(one_of(PACKAGE_BONUS), "Whether its bonus stands in place of the package's own."),
        "exclusive": _fixed(one_of("yes"), "Whether it applies alone, beside no other promotion."),
        "borne_by": _fixed(one_of("platform", "creator"), "Who bears it, where creators earn from what is promoted."),
        "limits": limits(
            "how often it applies",
            COUNTED_LIMIT,
            "units, coins, purchases or gifts",
            ALONE,
            counted_of=(PACKAGE, ITEM, GIFT, WAY, EVERYONE),
            knows=FOR_PROMOTIONS,
        ),
    },
)

PROMOTIONS = Table(
    about="The promotions, by id. Each may be stated in one layer and changed, or taken away, in a narrower one.",
    noun="promotion",
    key=IDENTIFIER,
    none=True,
    of=PROMOTION,
)
