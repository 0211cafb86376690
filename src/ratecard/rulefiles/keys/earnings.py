"""The key `earnings`: the part of what is spent that reaches the creator, by kind of spending."""

from functools import partial

from ratecard.rulefiles.keys.facts import FOR_GIFTS
from ratecard.rulefiles.keys.shapes import KnownKeys, Table, Unknown, Value
from ratecard.rulefiles.values.measures import PER_COIN, SHARE_OR_REST
from ratecard.rulefiles.values.types import IDENTIFIER, RATE, ROUNDING, one_of

_value = partial(Value, knows=FOR_GIFTS)

EARNINGS = Table(
    about="What a creator earns in diamonds, by kind of spending, such as live or video.",
    noun="kind of spending",
    key=IDENTIFIER,
    none=True,
    unknown=Unknown.MAY_BE,
    of=KnownKeys(
        about="The earnings of one kind. One of diamonds, share and split is stated.",
        none=True,
        unknown=Unknown.MAY_BE,
        keys={
            "base": _value(
                type=one_of("coins", "net", "proceeds"),
                about="What the share is of: the coins, or the net or proceeds of their price in money.",
            ),
            "diamonds": _value(
                type=PER_COIN, none=True, unknown=Unknown.MAY_BE, about="Diamonds for each coin. The base is coins."
            ),
            "share": _value(
                type=RATE, none=True, unknown=Unknown.MAY_BE, about="The creator's share of the net or the proceeds."
            ),
            "split": Table(
                about="The parts of several recipients. One is creator, and one gets the rest.",
                noun="recipient",
                key=IDENTIFIER,
                none=True,
                unknown=Unknown.MAY_BE,
                of=_value(
                    type=SHARE_OR_REST,
                    none=True,
                    unknown=Unknown.MAY_BE,
                    about="The share of one recipient, or the rest.",
                ),
            ),
            "rounding": _value(type=ROUNDING, about="How diamonds are rounded to whole ones."),
            "scope": _value(
                type=one_of("each", "total"),
                about="Whether the diamonds of each gift are rounded and multiplied, or those of all gifts at once.",
            ),
        },
    ),
)
