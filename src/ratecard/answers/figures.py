"""How an answer is described: its figures by name, each with what it is, whether it may be missing, and for whom it is.

One description serves all who show an answer. The command line's JSON and the answers of the Python face are made from
it, and tests compare it with the GraphQL schema, field by field.
"""

from collections.abc import Callable
from enum import Enum
from typing import Any

import msgspec

from ratecard.audience import Audience


class FigureType(Enum):
    """What a figure is: the Python type of its value, and the scalar of the schema that it is published as."""

    TEXT = "String"
    ID = "ID"
    FLAG = "Boolean"
    COUNT = "Int"
    COINS = "Coins"
    DIAMONDS = "Diamonds"
    UNITS = "BigInt"
    """A number of any unit."""

    MONEY = "Money"
    EXACT_MONEY = "ExactMoney"
    UNIT_PRICE = "UnitPrice"
    RATE = "Rate"
    INSTANT = "DateTime"
    DAY = "Date"
    LOCALE = "Locale"
    REGION = "RegionCode"
    PLATFORM = "PlatformCode"
    CURRENCY = "CurrencyCode"
    WORD = "enum"
    """One of a few words, an Enum or a text. Programs outside of Python read it in capitals."""

    NAMES = "names"
    """Texts by language, as the rules have them. Readers get one of them, which is a figure of its own."""

    REFUSAL = "Refusal"


class Record(msgspec.Struct, frozen=True):
    """Figures that belong together. `name` is that of the schema's type.

    `apart`: its figures have names that others of an answer have too, so nobody names one without the record.
    A record may be `one_of` several, of which each has its figures and more: `kind_of` says which an object is.
    """

    name: str
    figures: tuple["Figure", ...]
    apart: bool = False
    one_of: tuple["Record", ...] = ()
    kind_of: Callable[[Any], "Record"] | None = None

    def of(self, answer: object) -> "Record":
        """The record of an object: one of those that this stands for, or itself."""
        return self if self.kind_of is None else self.kind_of(answer)


class Figure(msgspec.Struct, frozen=True):
    """One figure of a record. `read` gives its value of the engine's own object; None only where it is `nullable`.

    One that is `for_readers` is a text in somebody's language, or is read from the book as somebody sees it: its `read`
    takes the reader as well. Where it is `many`, the value is a sequence of what `type` says.
    """

    name: str
    type: FigureType | Record
    read: Callable[..., Any]
    nullable: bool = False
    many: bool = False
    for_readers: bool = False
    audience: Audience = Audience.PUBLIC

    @property
    def published_name(self) -> str:
        """The name in JSON and in the schema: "validUntil" for valid_until."""
        first, *others = self.name.split("_")
        return first + "".join(word.capitalize() for word in others)
