"""The key `purchases`: what buyers may buy in a window of time."""

from ratecard.rulefiles.keys.limits import EVERYONE, ITEM, LIMITS, PACKAGE, WAY, limits
from ratecard.rulefiles.keys.shapes import KnownKeys, Table, Unknown
from ratecard.rulefiles.values.limits import limit_type

PURCHASE = "purchase"
"""One purchase by itself, as the window of a limit."""

LIMIT = limit_type((6700, "coins"), (2, "units"), (3, "purchases"))


def limits_of_purchases(of: str) -> Table:
    """The shape of limits on purchases, `of`: "what one buyer buys"."""
    in_what = "money, coins, units or purchases"
    return limits(of, LIMIT, in_what, (PURCHASE,), Unknown.MAY_BE, (PACKAGE, ITEM, WAY, EVERYONE))


PURCHASES = KnownKeys(
    about="What buyers may buy.",
    none=True,
    unknown=Unknown.MAY_BE,
    keys={LIMITS: limits_of_purchases("what one buyer buys")},
)
