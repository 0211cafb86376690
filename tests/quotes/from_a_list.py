"""What a frontend makes of a price list: regular prices of chosen numbers, from the JSON of the answer alone."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

Json = Mapping[str, Any]


def regular_minor(own: Json, number: int) -> int | None:
    """The regular price of so many coins, or minor units of an amount, in minor units; None where it is not sold."""
    if "amount" in own:
        return number
    tier = [tier for tier in own["tiers"] if int(tier["fromCoins"]) <= number][-1]
    if tier["price"] is None:
        return None
    exact = (_fraction(tier["price"]) * number + _fraction(tier["plus"])) * 10 ** own["rounding"]["least"]["exponent"]
    return _rounded(exact, own["rounding"])


def bonus_of(own: Json, coins: int) -> int:
    """The bonus of so many coins; none where an amount is chosen."""
    if "amount" in own:
        return 0
    bonus = [bonus for bonus in own["bonuses"] if int(bonus["fromCoins"]) <= coins][-1]
    return int(coins * Fraction(bonus["rate"])) + int(bonus["coins"])


def numbers_of(own: Json) -> range:
    """The numbers that may be chosen: coins, or minor units."""
    if "amount" in own:
        return _range({name: _minor(money) for name, money in own["amount"].items()})
    return _range({name: int(count) for name, count in own["coins"].items()})


def _fraction(exact: Json) -> Fraction:
    assert {type(exact["numerator"]), type(exact["denominator"])} == {str}, "a number of JSON may lose digits"
    return Fraction(int(exact["numerator"]), int(exact["denominator"]))


def _minor(money: Json) -> int:
    return int(money["minorUnits"])


def _range(parts: Mapping[str, int]) -> range:
    return range(parts["least"], parts["most"] + 1, parts["step"])


def _rounded(exact: Fraction, rounding: Json) -> int:
    if exact == 0:
        return 0
    below, above = _around(max(exact, Fraction(_minor(rounding["least"]))), rounding)
    middle = Fraction(below + above, 2)
    upper = {
        "UP": True,
        "DOWN": below == above,
        "HALF_UP": exact >= middle,
        "HALF_EVEN": exact > middle or (exact == middle and below // max(above - below, 1) % 2 == 1),
    }
    return above if upper[rounding["mode"]] else below


def _around(exact: Fraction, rounding: Json) -> tuple[int, int]:
    """The allowed prices below and above an exact one; twice itself where it is one."""
    if rounding["step"] is not None:
        step = _minor(rounding["step"])
        return exact // step * step, -(-exact // step) * step
    points = list(_points(rounding))
    return max(point for point in points if point <= exact), min(point for point in points if point >= exact)


def _points(rounding: Json) -> Iterator[int]:
    for entry in rounding["points"]:
        yield from _range({name: _minor(money) for name, money in entry.items()})
