"""Limits: the most that may be done in a window of time, in money or by number. Any key may have a table of them."""

import msgspec

from ratecard.rulefiles.stated import KeyPath, Stated
from ratecard.rulefiles.values.limits import CountOf
from ratecard.terms.values import Values

MONEY = "money"
"""The unit of a limit on money; the others are what is counted: "diamonds", "payouts"."""


class LimitTerms(msgspec.Struct, frozen=True, gc=False):
    """The most in a window, `per`. `unit` is `MONEY`, of which `most` is in minor units, or what is counted.

    `text` is the most with its unit: "1000.00 USD", "3 payouts".
    """

    id: str
    most: int
    unit: str
    text: str
    per: str
    stated: Stated[object]


def limit_terms(table: KeyPath, values: Values, limit: str) -> LimitTerms | None:
    """The limit of this id in a table of limits, or None where it is lifted."""
    path = (*table, limit)
    if not values.ids(*path) or values.none_at(*path, "most"):
        return None
    most, per = values.needed(*path, "most"), values.needed(*path, "per")
    if not values.usable or most is None or per is None:
        return None
    if type(most.value) is CountOf:
        return LimitTerms(limit, most.value.count, most.value.unit, str(most.value), str(per.value), most)
    money = values.money(*path, "most")
    return None if money is None else LimitTerms(limit, money.minor, MONEY, str(money), str(per.value), most)
