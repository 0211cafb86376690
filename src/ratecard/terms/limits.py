"""Limits: the most that may be done in a window of time, in money or by number. Any key may have a table of them."""

import msgspec

from ratecard.money import Money
from ratecard.rulefiles.stated import KeyPath, Stated
from ratecard.rulefiles.values.limits import CountOf
from ratecard.terms.unknown import Unknowns, together
from ratecard.terms.unknown_entries import entry_unknown
from ratecard.terms.values import Values

MONEY = "money"
"""The unit of a limit on money; the others are what is counted: "diamonds", "payouts"."""


class LimitTerms(msgspec.Struct, frozen=True, gc=False):
    """The most in a window, `per`. `unit` is `MONEY`, of which `most` is in minor units, or what is counted.

    `text` is the most with its unit: "1000.00 USD", "3 payouts". One of which the most or the window is `unknown`, and
    one that is `lifted`, limits nothing.
    """

    id: str
    most: int
    unit: str
    text: str
    per: str
    stated: Stated[object]
    unknown: Unknowns = ()
    lifted: bool = False

    @property
    def is_kept(self) -> bool:
        """Whether it is known what it allows."""
        return not self.unknown and not self.lifted


def limit_terms(table: KeyPath, values: Values, limit: str) -> LimitTerms | None:
    """The limit of this id in a table of limits, or None where it is lifted."""
    path = (*table, limit)
    whole = entry_unknown(values, *path)
    if whole is not None:
        return LimitTerms(limit, 0, "", "", "", whole.stated, (whole,))
    if not values.ids(*path):
        return None
    lifted = values.none_at(*path, "most")
    if lifted is not None:
        return LimitTerms(limit, 0, "", "", "", lifted, lifted=True)
    unknown = together([values.unknown_at(*path, "most"), values.unknown_at(*path, "per")])
    if unknown:
        return LimitTerms(limit, 0, "", "", "", unknown[0].stated, unknown)
    most, per = values.needed(*path, "most"), values.needed(*path, "per")
    if not values.usable or most is None or per is None:
        return None
    if type(most.value) is CountOf:
        return LimitTerms(limit, most.value.count, most.value.unit, str(most.value), str(per.value), most)
    if values.currency is None and isinstance(most.value, Money):
        return LimitTerms(limit, most.value.minor, MONEY, str(most.value), str(per.value), most)
    money = values.money(*path, "most")
    return None if money is None else LimitTerms(limit, money.minor, MONEY, str(money), str(per.value), most)
