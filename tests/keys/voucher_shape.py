"""The key `vouchers`, which only tests have: money off a package, up to a day of its own."""

from ratecard.rulefiles.keys.shapes import KnownKeys, Table, Text, Value
from ratecard.rulefiles.values.types import IDENTIFIER, INSTANT, MONEY

VOUCHERS = Table(
    about="The vouchers, by id.",
    noun="voucher",
    key=IDENTIFIER,
    none=True,
    of=KnownKeys(
        about="One voucher.",
        none=True,
        keys={
            "name": Text(about="What people call it."),
            "worth": Value(type=MONEY, none=True, about="What it takes off."),
            "package": Value(type=IDENTIFIER, by_fact=False, about="The package that it is for."),
            "until": Value(type=INSTANT, none=True, about="The instant from which it is worth nothing."),
        },
    ),
)
