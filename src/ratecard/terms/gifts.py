"""A gift, and how the worth of coins in money is told."""

from collections.abc import Mapping

import msgspec

from ratecard.money import Coins
from ratecard.rounding import Rounding
from ratecard.rulefiles.keys.limits import LIMITS
from ratecard.rulefiles.stated import Stated
from ratecard.terms.conditions import ConditionTerms, test_of
from ratecard.terms.given import Input
from ratecard.terms.tax import EXACT
from ratecard.terms.unknown import UnknownValue
from ratecard.terms.values import Values

LEVEL_FACT = "buyer.level"
"""The fact that a gift's `level` is a requirement on."""


class GiftTerms(msgspec.Struct, frozen=True, gc=False):
    """A gift in one market. `kinds` are those of spending, the usual one first; `when` holds its level too.

    `level_unknown` says that it needs a level, and not which: nobody is refused for it.
    `coins_each` is the number of coins for traces, and `limits_unknown` says that it is not known which limits it has.
    """

    id: str
    coins: Coins
    rarity: str | None
    kinds: tuple[str, ...]
    level: int | None
    level_unknown: UnknownValue | None
    names: Mapping[str, str]
    when: ConditionTerms | None
    coins_stated: Stated[object]
    coins_each: Input
    limits_unknown: UnknownValue | None = None


class WorthTerms(msgspec.Struct, frozen=True):
    """At which package's price the worth of coins is told, and how that is rounded.

    `package` is None where it is not known; `rounding` counts for nothing where `rounding_unknown` is.
    """

    package: str | None
    package_unknown: UnknownValue | None
    rounding: Rounding
    rounding_unknown: UnknownValue | None
    rounding_stated: Stated[object] | None


def gift_terms(values: Values, gift: str) -> GiftTerms | None:
    """The terms of one gift, or None where it is not available."""
    path = ("gifts", gift)
    if not values.ids(*path) or values.none_at(*path, "coins"):
        return None
    coins = values.needed_as(int, *path, "coins")
    kinds = values.needed_as(tuple, *path, "kinds")
    if not values.usable or coins is None or kinds is None:
        return None
    if coins.value == 0:
        values.problem("gift-without-coins", f"{gift} costs 0 coins", coins, "write what it costs, or none")
        return None
    if not kinds.value:
        hint = "write [live], with each kind of spending that it is for"
        values.problem("empty-value", f"{gift} is for no kind of spending", kinds, hint)
        return None
    rarity, level = values.get(*path, "rarity"), values.stated_as(int, *path, "level")
    when = values.stated_as(ConditionTerms, *path, "when")
    tests = list(when.value.all) if when is not None else []
    if level is not None:
        tests.append(test_of(LEVEL_FACT, "at least", (level.value,)))
    return GiftTerms(
        id=gift,
        coins=Coins(coins.value),
        rarity=None if rarity is None else str(rarity.value),
        kinds=tuple(str(kind.value) for kind in kinds.value),
        level=None if level is None else level.value,
        level_unknown=values.unknown_at(*path, "level"),
        names=values.names(*path, "name"),
        when=ConditionTerms(tuple(tests)) if tests else None,
        coins_stated=coins,
        coins_each=Input("coins each", coins.value, coins.place),
        limits_unknown=values.unknown_at(*path, LIMITS),
    )


def worth_terms(values: Values) -> WorthTerms | None:
    """How worth is told, or None where the rules tell none."""
    if values.absent("worth_at"):
        return None
    package, rounding_stated = values.needed("worth_at", "package"), values.needed("worth_at", "rounding")
    if not values.usable:
        return None
    rounding = values.rounding("worth_at", "rounding") if rounding_stated is not None else EXACT
    if rounding is None:
        return None
    return WorthTerms(
        package=None if package is None else str(package.value),
        package_unknown=values.unknown_at("worth_at", "package"),
        rounding=rounding,
        rounding_unknown=values.unknown_at("worth_at", "rounding"),
        rounding_stated=rounding_stated,
    )
