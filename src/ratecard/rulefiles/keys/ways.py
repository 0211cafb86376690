"""The key `ways`: the ways in which a platform is paid, which are the values of the fact `purchase.way`."""

from ratecard.rulefiles.keys.shapes import KnownKeys, Table, Text, Value
from ratecard.rulefiles.values.types import COUNT, IDENTIFIER

WAYS = Table(
    about="The ways of paying that a platform has: the values of the fact purchase.way. Prices, taxes and commission "
    "may vary by it.",
    noun="way of paying",
    key=IDENTIFIER,
    none=True,
    of=KnownKeys(
        about="One way of paying, such as card or paypal; none where there is no such way.",
        none=True,
        keys={
            "name": Text(about="What people call it."),
            "order": Value(
                type=COUNT,
                none=True,
                by_fact=False,
                about="Where it stands among the ways; the first is taken where nobody tells the way; none where it "
                "has ended.",
            ),
        },
    ),
)
