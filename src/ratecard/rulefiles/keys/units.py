"""The key `units`: what a coin is called, and how a price per coin is shown; and any other unit of the book's own."""

from ratecard.rulefiles.keys.shapes import KnownKeys, Table, Text, Value
from ratecard.rulefiles.values.scalars import parse_identifier
from ratecard.rulefiles.values.types import COUNT, ROUNDING, ValueType, one_of
from ratecard.rulefiles.wrong import Wrong

ROLES = ("coin", "diamond")
"""The units that have a role: buyers buy the one, and creators earn the other."""

_role = one_of(*ROLES).parse


def parse_unit(text: str) -> object:
    """The id of a unit: `coin`, `diamond` or any other, such as `ticket`. One slip from a role means that role."""
    role = _role(text)
    return parse_identifier(text) if type(role) is Wrong and not role.offers else role


UNIT = ValueType(
    "a unit", "coin, diamond, or an id of your own such as ticket", parse_unit, words=ROLES, examples=ROLES
)


def parse_other_unit(text: str) -> object:
    """The id of a unit without a role, such as `ticket`: coins and diamonds come by keys of their own."""
    if text in ROLES:
        hint = "write bonus: for more coins, or the id of another unit such as ticket"
        return Wrong("unfitting-unit", f"{text} stands where another unit is meant", hint)
    return parse_identifier(text)


OTHER_UNIT = ValueType("the id of a unit", "the id of a unit such as ticket", parse_other_unit, examples=("ticket",))

UNITS = Table(
    about="The units of the virtual currency.",
    noun="unit",
    key=UNIT,
    of=KnownKeys(
        short="name",
        about="One unit, or its name alone. Coins are bought, diamonds earned; another has the role that keys give it.",
        keys={
            "name": Text(
                plural=True, dated=False, about="What people call it, with the plural forms of each language."
            ),
            "price": KnownKeys(
                about="How a price of one unit is shown. It is computed and answered exactly.",
                keys={
                    "rounding": Value(
                        type=ROUNDING,
                        dated=False,
                        by_fact=False,
                        inherits=False,
                        about="How the shown price is rounded.",
                    ),
                    "extra_digits": Value(
                        type=COUNT,
                        dated=False,
                        by_fact=False,
                        inherits=False,
                        about="Decimals shown beyond the currency's own: 3 shows euro with five.",
                    ),
                },
            ),
        },
    ),
)
