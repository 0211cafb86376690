"""What a package holds, and what an item is: sold for money, as a package of no coins."""

from collections.abc import Mapping

import msgspec

from ratecard.money import Coins, Rate
from ratecard.ranges import Range
from ratecard.rulefiles.keys.facts import FOR_BUYING, NO_KIND
from ratecard.rulefiles.keys.limits import LIMITS
from ratecard.rulefiles.stated import Stated
from ratecard.terms.conditions import ConditionTerms, asks_for
from ratecard.terms.given import Input
from ratecard.terms.resolved import typed
from ratecard.terms.unknown import UnknownValue
from ratecard.terms.values import Values

ORDER_UNSTATED = 10**18
QUANTITY_MOST = 10_000
"""Of how many units a purchase can be asked about."""


class PackageTerms(msgspec.Struct, frozen=True, gc=False):
    """A package in one market: `total` = `coins` + `bonus`. A bonus that is a rate of the coins is rounded down.

    `when` says who may buy it, and `asks_question` whether that is by facts of the question itself. `kind` is the first
    of `kinds`, or says that there is none. One purchase has at most so many units as `most` says, where it says so.
    `products` are the ids of stores by platform. `coins_each` and `bonus_each` are the numbers of coins for traces.
    `limits_unknown` says that it is not known which limits the package has, as far as none is stated.

    `units` are those of other kinds that come with one unit bought, in order of id, each with its number for traces.

    An item is sold like a package and holds no coins; `coins_stated` is then a statement of it, for its place.
    """

    id: str
    coins: Coins
    bonus: Coins
    total: Coins
    order: int
    names: Mapping[str, str]
    when: ConditionTerms | None
    asks_question: bool
    kind: str
    kinds: tuple[str, ...]
    most: int | None
    products: Mapping[str, str]
    coins_stated: Stated[object]
    bonus_stated: Stated[object] | None
    coins_each: Input
    bonus_each: Input | None
    limits_unknown: UnknownValue | None = None
    units: tuple[tuple[str, Input], ...] = ()

    @property
    def is_item(self) -> bool:
        """Whether it holds no coins, as no package does."""
        return self.coins == 0


class ChosenCoins(msgspec.Struct, frozen=True, gc=False):
    """A package of which the question chooses the coins, among those of a range. `like` is it with the least number."""

    range: Range
    like: PackageTerms


def _kinds(values: Values, path: tuple[str, ...]) -> tuple[str, ...]:
    """The kinds of spending that a package is for; none where none are stated."""
    stated = values.stated_as(tuple, *path, "kinds")
    return () if stated is None else tuple(str(kind.value) for kind in stated.value)


def _most(values: Values, path: tuple[str, ...]) -> int | None:
    """Of how many units a purchase may be; None where nothing is said. One that nobody can ask about is a problem."""
    most = values.stated_as(int, *path, "quantity", "most")
    if most is None:
        return None
    if not 1 <= most.value <= QUANTITY_MOST:
        hint = f"write a number from 1 to {QUANTITY_MOST}, or none"
        values.problem("quantity-out-of-range", f"at most {most.value} units of {path[-1]}", most, hint)
    return most.value


def package_terms(values: Values, package: str) -> PackageTerms | ChosenCoins | None:
    """The terms of one package, or None where it holds nothing here."""
    path = ("packages", package)
    if not values.ids(*path):
        return None
    coins_stated = values.needed(*path, "coins")
    if not values.usable or coins_stated is None:
        return None
    chosen = typed(Range, coins_stated) if type(coins_stated.value) is Range else None
    fixed = typed(int, coins_stated) if chosen is None else None
    coins = chosen.value.least if chosen is not None else fixed.value if fixed is not None else 0
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
    found = _sold(values, path, coins, bonus, coins_stated, bonus_stated)
    return found if chosen is None else ChosenCoins(chosen.value, found)


def item_terms(values: Values, item: str) -> PackageTerms | None:
    """The terms of one item, or None where there is none here."""
    path = ("items", item)
    if not values.ids(*path):
        return None
    stated = min((own.stated for own in values.resolved.values()), key=lambda stated: stated.place)
    return _sold(values, path, 0, 0, stated, None)


def _sold(
    values: Values,
    path: tuple[str, str],
    coins: int,
    bonus: int,
    coins_stated: Stated[object],
    bonus_stated: Stated[Rate] | Stated[int] | None,
) -> PackageTerms:
    """What is sold under an id, be it a package or an item, with so many coins."""
    order, when = values.stated_as(int, *path, "order"), values.stated_as(ConditionTerms, *path, "when")
    kinds = _kinds(values, path)
    return PackageTerms(
        id=path[-1],
        coins=Coins(coins),
        bonus=Coins(bonus),
        total=Coins(coins + bonus),
        order=order.value if order is not None else ORDER_UNSTATED,
        names=values.names(*path, "name"),
        when=None if when is None else when.value,
        asks_question=any(asks_for(None if when is None else when.value, fact) for fact in FOR_BUYING),
        kind=kinds[0] if kinds else NO_KIND,
        kinds=kinds,
        most=_most(values, path),
        products=values.names(*path, "product"),
        coins_stated=coins_stated,
        bonus_stated=bonus_stated,
        coins_each=Input("coins each", coins, coins_stated.place),
        bonus_each=None if bonus_stated is None else Input("bonus each", bonus, bonus_stated.place),
        limits_unknown=values.unknown_at(*path, LIMITS),
        units=_units(values, path),
    )


def _units(values: Values, path: tuple[str, str]) -> tuple[tuple[str, Input], ...]:
    """The other units that come with one unit bought, in order of id; those of which there are none are left out."""
    stated = [(unit, values.stated_as(int, *path, "with", unit)) for unit in sorted(values.ids(*path, "with"))]
    return tuple([(unit, Input(f"{unit} each", own.value, own.place)) for unit, own in stated if own and own.value])
