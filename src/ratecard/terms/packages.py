"""What a package holds."""

from collections.abc import Mapping

import msgspec

from ratecard.money import Coins, Rate
from ratecard.rulefiles.keys.limits import LIMITS
from ratecard.rulefiles.stated import Stated
from ratecard.terms.conditions import ConditionTerms
from ratecard.terms.given import Input
from ratecard.terms.unknown import UnknownValue
from ratecard.terms.values import Values

ORDER_UNSTATED = 10**18


class PackageTerms(msgspec.Struct, frozen=True, gc=False):
    """A package in one market: `total` = `coins` + `bonus`. A bonus that is a rate of the coins is rounded down.

    `coins_each` and `bonus_each` are the same numbers for traces. `limits_unknown` says that it is not known which
    limits the package has, as far as none is stated.
    """

    id: str
    coins: Coins
    bonus: Coins
    total: Coins
    order: int
    names: Mapping[str, str]
    when: ConditionTerms | None
    coins_stated: Stated[object]
    bonus_stated: Stated[object] | None
    coins_each: Input
    bonus_each: Input | None
    limits_unknown: UnknownValue | None = None


def package_terms(values: Values, package: str) -> PackageTerms | None:
    """The terms of one package, or None where it holds nothing here."""
    path = ("packages", package)
    if not values.ids(*path):
        return None
    coins_stated = values.needed_as(int, *path, "coins")
    if not values.usable or coins_stated is None:
        return None
    coins = coins_stated.value
    if coins == 0:
        values.problem(
            "package-without-coins", f"{package} holds 0 coins", coins_stated, "write how many coins it holds"
        )
        return None
    bonus_stated = values.stated_either(Rate, int, *path, "bonus")
    bonus = 0
    if bonus_stated is not None:
        stated = bonus_stated.value
        bonus = coins * stated.numerator // stated.denominator if isinstance(stated, Rate) else stated
    order = values.stated_as(int, *path, "order")
    when = values.stated_as(ConditionTerms, *path, "when")
    return PackageTerms(
        id=package,
        coins=Coins(coins),
        bonus=Coins(bonus),
        total=Coins(coins + bonus),
        order=order.value if order is not None else ORDER_UNSTATED,
        names=values.names(*path, "name"),
        when=when.value if when is not None else None,
        coins_stated=coins_stated,
        bonus_stated=bonus_stated,
        coins_each=Input("coins each", coins, coins_stated.place),
        bonus_each=None if bonus_stated is None else Input("bonus each", bonus, bonus_stated.place),
        limits_unknown=values.unknown_at(*path, LIMITS),
    )
