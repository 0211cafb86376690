"""Limits: the most of something in a window of time. Any key may have a table of them."""

from ratecard.rulefiles.keys.shapes import KnownKeys, ListOf, Shape, Table, Unknown, Value
from ratecard.rulefiles.values.types import IDENTIFIER, ValueType, one_of
from ratecard.rulefiles.values.windows import window_type

LIMITS = "limits"
"""The key under which a table of limits stands."""

LIMITS_MOST = 8
"""How many limits one table may have in one market at one time."""

EVERYONE = "everyone"
"""What everybody does counts together, and not what the asker does alone."""
PACKAGE, ITEM, GIFT, WAY = "package", "item", "gift", "way"
"""What is counted for itself: what was bought of one package says nothing of another one."""


def limits(
    of: str,
    most: ValueType,
    in_what: str,
    alone: tuple[str, ...],
    unknown: Unknown = Unknown.NEVER,
    counted_of: tuple[str, ...] = (EVERYONE,),
    dated_window: bool = False,
    knows: tuple[str, ...] = (),
) -> Table:
    """The shape of a table of limits on what is done, `of`: "Caps on what is paid out, by id.".

    `most` is the type of amounts, see `limit_type`, and `in_what` names them: "money, diamonds or payouts". `alone` are
    the windows that are one question by itself: "payout". `counted_of` are the words that may say of what it counts.
    `dated_window`: the window may change with time, as that of payouts always could. `knows` are the facts of the
    question itself by which the most may vary.
    """
    keys: dict[str, Shape] = {
        "most": Value(type=most, none=True, unknown=unknown, knows=knows, about=f"The most: {in_what}."),
        "per": Value(
            type=window_type(*alone),
            dated=dated_window,
            by_fact=False,
            about="The stretch of time that it is for; without one it is for ever.",
        ),
        "of": ListOf(
            type=one_of(*counted_of),
            dated=False,
            or_one=True,
            about="What is counted for itself, or of everyone; without it all counts together.",
        ),
    }
    one = KnownKeys(about="One cap.", none=True, unknown=unknown, keys=keys)
    return Table(about=f"Caps on {of}, by id.", noun="limit", key=IDENTIFIER, none=True, unknown=unknown, of=one)
