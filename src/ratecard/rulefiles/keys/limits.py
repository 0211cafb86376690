"""Limits: the most of something in a window of time. Any key may have a table of them."""

from ratecard.rulefiles.keys.shapes import KnownKeys, Table, Unknown, Value
from ratecard.rulefiles.values.types import IDENTIFIER, ValueType, one_of

WINDOWS = (
    "calendar day",
    "calendar week",
    "calendar month",
    "rolling 24 hours",
    "rolling 7 days",
    "rolling 30 days",
)
"""The stretches of time that a limit may be for."""


def limits(of: str, most: ValueType, in_what: str, alone: str, unknown: Unknown = Unknown.NEVER) -> Table:
    """The shape of a table of limits on what is done, `of`: "Caps on what is paid out, by id.".

    `most` is the type of amounts, see `limit_type`, and `in_what` names them: "money, diamonds or payouts". `alone` is
    the window that is one question by itself: "payout".
    """
    return Table(
        about=f"Caps on {of}, by id.",
        noun="limit",
        key=IDENTIFIER,
        none=True,
        unknown=unknown,
        of=KnownKeys(
            about="One cap.",
            none=True,
            unknown=unknown,
            keys={
                "most": Value(type=most, none=True, unknown=unknown, about=f"The most: {in_what}."),
                "per": Value(type=one_of(alone, *WINDOWS), by_fact=False, about="The stretch of time that it is for."),
            },
        ),
    )
