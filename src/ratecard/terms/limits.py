"""Caps: the most that may be done in a window of time, in money, in diamonds or by number."""

import msgspec

from ratecard.rulefiles.measures import CountOf
from ratecard.rulefiles.stated import KeyPath, Stated
from ratecard.terms.resolved import Values


class LimitTerms(msgspec.Struct, frozen=True, gc=False):
    """The most that is paid out in a window. `unit` is "money", "diamonds" or "payouts"; money is in minor units.

    `text` is the most with its unit: "1000.00 USD", "3 payouts".
    """

    id: str
    most: int
    unit: str
    text: str
    per: str
    stated: Stated[object]


def limit_terms(table: KeyPath, values: Values, limit: str) -> LimitTerms | None:
    """The cap of this id in a table of caps, or None where it is lifted."""
    path = (*table, limit)
    if not values.ids(*path) or values.none_at(*path, "most"):
        return None
    most, per = values.needed(*path, "most"), values.needed(*path, "per")
    if not values.usable or most is None or per is None:
        return None
    if type(most.value) is CountOf:
        return LimitTerms(limit, most.value.count, most.value.unit, str(most.value), str(per.value), most)
    money = values.money(*path, "most")
    return None if money is None else LimitTerms(limit, money.minor, "money", str(money), str(per.value), most)
