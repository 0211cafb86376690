"""A price wave as data: which lines get a new value, for which prices; and why one is refused."""

from fractions import Fraction

import msgspec

from ratecard.diagnostics.diagnostic import Place
from ratecard.instants import Instant
from ratecard.money import Money
from ratecard.rulefiles.rewriting.edits import FileEdit
from ratecard.rulefiles.stated import KeyPath, StatedInstant
from ratecard.waves.amounts import PriceChange
from ratecard.waves.prices import PriceThere
from ratecard.waves.rounding import PriceRounding


class WaveReason(msgspec.Struct, frozen=True):
    """WaveReason prices are not changed: what is wrong, where it stands if that is known, and what to do instead."""

    sentence: str
    place: Place | None
    hint: str


class WaveRefused(Exception):
    """A wave that is not made, and nothing of it; with all the reasons, in the order of markets and lines."""

    def __init__(self, reasons: tuple[WaveReason, ...]) -> None:
        super().__init__("; ".join(own.sentence for own in reasons))
        self.reasons = reasons


class WaveAsked(msgspec.Struct, frozen=True, kw_only=True):
    """What is to become of the chosen prices.

    `start` is the day or instant from which on, and `written` how files have it: a date, or the name of one. With None
    for the start, values are set where they stand, for the time in which they hold, the past included. `splits`: where
    a line decides for other prices too, the new value goes to a narrower place. `pins`: prices that are computed become
    stated. `is_backdated`: it may begin before now.
    """

    change: PriceChange
    rounding: PriceRounding | None
    start: StatedInstant | None
    written: str
    splits: bool = False
    pins: bool = False
    is_backdated: bool = False


class NewPrice(msgspec.Struct, frozen=True):
    """A new price: what it `was` before the wave's start, None where it had none, and what it is exactly and rounded.

    `replaced` is what the book states for the start itself until now, where that is another price.
    """

    there: PriceThere
    was: Money | None
    exact: Fraction
    price: Money
    replaced: Money | None

    @property
    def is_new(self) -> bool:
        """Whether the book does not have this very price already."""
        return self.there.price.listed_minor != self.price.minor


class WaveLine(msgspec.Struct, frozen=True):
    """A new value in a file, and the prices that it decides. `is_added`: the line is not there yet."""

    file: str
    path: KeyPath
    value: str
    edits: tuple[FileEdit, ...]
    is_added: bool
    prices: tuple[NewPrice, ...]

    @property
    def name(self) -> str:
        """What people call it: "platforms.web.prices.coins_1000"."""
        return ".".join(self.path)


class LaterPrice(msgspec.Struct, frozen=True):
    """A price that the book states for a time after the start, and that stays; `written` is its start."""

    there: PriceThere
    since: Instant
    written: str
    price: Money
    place: Place


class Wave(msgspec.Struct, frozen=True):
    """What a wave does: lines in the order of files, prices that stay the same, and those that follow others."""

    asked: WaveAsked
    lines: tuple[WaveLine, ...]
    same: tuple[NewPrice, ...]
    followers: tuple[PriceThere, ...]
    later: tuple[LaterPrice, ...]

    @property
    def prices(self) -> tuple[NewPrice, ...]:
        """Every price that becomes another one."""
        return tuple(price for line in self.lines for price in line.prices)

    @property
    def edits(self) -> dict[str, list[FileEdit]]:
        """The edits by file."""
        found: dict[str, list[FileEdit]] = {}
        for line in self.lines:
            found.setdefault(line.file, []).extend(line.edits)
        return found
