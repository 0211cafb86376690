"""The key `spending`: what senders may spend on gifts in a window of time."""

from ratecard.rulefiles.keys.limits import EVERYONE, GIFT, LIMITS, limits
from ratecard.rulefiles.keys.shapes import KnownKeys, Table, Unknown
from ratecard.rulefiles.values.limits import GIFT_LIMIT


def limits_of_spending(of: str) -> Table:
    """The shape of limits on gifts, `of`: "what one sender spends"."""
    return limits(of, GIFT_LIMIT, "coins or gifts", (GIFT,), Unknown.MAY_BE, (GIFT, EVERYONE))


SPENDING = KnownKeys(
    about="What senders may spend on gifts.",
    none=True,
    unknown=Unknown.MAY_BE,
    keys={LIMITS: limits_of_spending("what one sender spends on gifts")},
)
