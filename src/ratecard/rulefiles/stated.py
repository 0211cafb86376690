"""What rule files state: typed values with their places, not yet bound to a currency, a zone or a date.

A leaf of the tree is named by its `KeyPath` without the platform: `platforms.ios.prices.coins_100` is the path
("prices", "coins_100") in the statements of ios. Text for people has one leaf a language.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from enum import Enum
from typing import Generic, TypeVar

import msgspec

from ratecard.diagnostics.diagnostic import Place
from ratecard.money import UnitPrice
from ratecard.rounding import RoundingMode

T_co = TypeVar("T_co", covariant=True)

KeyPath = tuple[str, ...]

FREE_TEXT_KEYS = ("source", "note")
"""Keys that may stand in any mapping, to say where its values come from; what they hold is text."""

ANY_LANGUAGE = "und"
"""The language of a text that holds for all of them: `name: App Store`."""


class Word(Enum):
    """What may stand in place of any value; the first three are words of the language.

    UNKNOWN says that there is a value, and that the book does not know it.
    BROKEN marks a value that was reported already, to say it once. ABSENT marks a stretch in which no layer says
    anything: it is never a stated `none`.
    """

    NONE = "none"
    INHERIT = "inherit"
    UNKNOWN = "unknown"
    BROKEN = "broken"
    ABSENT = "absent"


NONE, INHERIT, UNKNOWN, BROKEN, ABSENT = Word.NONE, Word.INHERIT, Word.UNKNOWN, Word.BROKEN, Word.ABSENT
"""The words as names of the module: Python 3.11 takes many times longer to look one up in its class."""


def is_broken_above(path: KeyPath, said_at: Callable[[KeyPath], Iterable[object]]) -> bool:
    """Whether a mapping above a path was reported as wrong: what it would have stated below is unknown.

    `said_at` gives the values that are stated at a path.
    """
    return any(value is BROKEN for depth in range(1, len(path)) for value in said_at(path[:depth]))


class Stated(msgspec.Struct, Generic[T_co], frozen=True, gc=False):
    """A value, the place where it stands, and the nearest source and note upwards from it."""

    value: T_co
    place: Place
    source: str | None = None
    note: str | None = None


class Keyed(msgspec.Struct, frozen=True, gc=False):
    """An item of a list that says by a key what its name names: `{platform: ios}`."""

    key: str
    name: str

    def __str__(self) -> str:
        return f"{{{self.key}: {self.name}}}"


class StatedMoney(msgspec.Struct, frozen=True, gc=False):
    """`scaled` ÷ 10^`decimals`, in `currency` or in the one in force where it is written. 12.90 is (1290, 2)."""

    scaled: int
    decimals: int
    currency: str | None

    def __str__(self) -> str:
        digits = str(self.scaled).rjust(self.decimals + 1, "0")
        number = f"{digits[: -self.decimals]}.{digits[-self.decimals :]}" if self.decimals else digits
        return f"{number} {self.currency}" if self.currency else number


class StatedRange(msgspec.Struct, frozen=True):
    """A range of money by its parts as written, of which some may be unstated; one of counts needs no binding."""

    least: Stated[StatedMoney] | None
    most: Stated[StatedMoney] | None
    step: Stated[StatedMoney] | None


class StatedAmounts(msgspec.Struct, frozen=True):
    """A list of money: amounts, and ranges of them, in the order in which they are written."""

    items: tuple[Stated[object], ...]


class StatedRounding(msgspec.Struct, frozen=True, gc=False):
    """A mode, and the step it rounds to as written (`to 0.05` is (5, 2)); None is the smallest unit."""

    mode: RoundingMode
    step: tuple[int, int] | None = None

    def __str__(self) -> str:
        if self.step is None:
            return self.mode.value
        return f"{self.mode.value} to {StatedMoney(self.step[0], self.step[1], None)}"


class StatedParts(msgspec.Struct, frozen=True):
    """One value that is written as a mapping: its parts by name, in the order in which the language has them."""

    parts: tuple[tuple[str, Stated[object]], ...]

    def get(self, name: str) -> Stated[object] | None:
        """The part of this name; None where it is not stated."""
        return next((part for own, part in self.parts if own == name), None)

    def __str__(self) -> str:
        return "{" + ", ".join([f"{name}: {_written(part.value)}" for name, part in self.parts]) + "}"


class StatedTiers(msgspec.Struct, frozen=True):
    """Prices of one coin, each for the coins beyond a number; the first is beyond 0, and all are in one currency."""

    tiers: tuple[tuple[Stated[int], Stated[UnitPrice]], ...]

    def __str__(self) -> str:
        return "{" + ", ".join([f"{start.value}: {price.value}" for start, price in self.tiers]) + "}"


def _written(value: object) -> str:
    if isinstance(value, tuple):
        return "[" + ", ".join([str(item.value) for item in value]) + "]"
    return value.value if isinstance(value, Word) else str(value)


TO_A_PRICE_POINT = "to a price point"
"""What a rounding of prices says that goes onto the points of its currency."""


class StatedPointRounding(msgspec.Struct, frozen=True, gc=False):
    """A mode by which a price becomes one of the price points of its currency."""

    mode: RoundingMode

    def __str__(self) -> str:
        return f"{self.mode.value} {TO_A_PRICE_POINT}"


StatedInstant = date | datetime
"""A `date` is the first instant of that day where it is read; a `datetime` is aware."""


class DateName(msgspec.Struct, frozen=True, gc=False):
    """A key of a time line other than a date as it stands: the name of a declared date, or `begins`."""

    name: str

    def __str__(self) -> str:
        return self.name


BEGINS = DateName("begins")
"""Stands before every date: from the beginning on, whenever that is."""

NEVER = "never"
"""What the date of a name is that is cancelled: entries at it are left out."""

StatedStart = StatedInstant | DateName
"""From when on a value holds, as written. In a book only `BEGINS` is left of the names."""


class StatedEdge(msgspec.Struct, frozen=True, gc=False):
    """An edge of a window as written: a day, an instant, or the name of a date; `NEVER` for a name that is cancelled.

    `whole_day`: the window goes on until that day is over.
    """

    at: StatedStart | str
    whole_day: bool = False

    def __str__(self) -> str:
        return str(self.at)


class Choice(msgspec.Struct, frozen=True):
    """A value that varies by one fact. Case keys are still text: the fact's type is the book's to know.

    `thresholds` is True for `from:` (each case holds from its key on) and False for `is:`.
    """

    by: str
    thresholds: bool
    cases: tuple[tuple[Stated[str], "Stated[object]"], ...]
    other: "Stated[object] | None"


class StatedTimeLine(msgspec.Struct, frozen=True):
    """Values with the instants from which they hold, as written; in the order of the file.

    `sound` is False where a date was wrong, which is reported: then what holds at any time is unknown.
    """

    entries: tuple[tuple[Stated[StatedStart], Stated[object]], ...]
    place: Place
    sound: bool = True


Leaf = Stated[object] | StatedTimeLine
Leaves = dict[KeyPath, Leaf]


class FileKind(Enum):
    """Which layer a rule file belongs to; its folder says so."""

    RULES = "rules"
    GROUP = "group"
    REGION = "region"


class FileStatements(msgspec.Struct, frozen=True, kw_only=True):
    """All that one rule file states. `name` is the region's code or the group's name, "" for a file of rules.

    `platform_places` and `id_places` say where platforms and identifiers stand as keys, and `mapping_places` where any
    key does that has keys below it, for one platform as ("platforms", "web", …). `dates_used` are the names of dates
    that stand as keys.
    """

    file: str
    kind: FileKind
    name: str
    place: Place
    plain: Leaves
    by_platform: dict[str, Leaves]
    platform_places: dict[str, Place]
    id_places: dict[KeyPath, Place]
    mapping_places: dict[KeyPath, Place]
    dates_used: tuple[Stated[str], ...] = ()
