"""One price as a sheet has it, still as texts; each kind of sheet gives these, and `prices` types them.

Days alone are read already, for it may take a whole column to know what a cell of it means.
"""

import msgspec

from ratecard.sheets.days import Day
from ratecard.sheets.faults import Cell


class PriceDays(msgspec.Struct, frozen=True):
    """From when a price holds and, where a sheet has such a column, when it ends; None where a cell says nothing."""

    start: Day | None = None
    end: Day | None = None
    start_cell: Cell | None = None
    end_cell: Cell | None = None


ALWAYS = PriceDays()


class SheetPrice(msgspec.Struct, frozen=True, kw_only=True):
    """A price with what says what it is of. `currency` and `platform` are "" where the sheet does not say them.

    `coins` is how many coins the package holds, as its row says. `header_currency` is what the price's column says in
    its header. `mark` is the decimal mark where the kind of sheet has one for all. `platform_cell` and `coins_cell` are
    None where the sheet has no such column. `in_table` is whether other prices share the row: then an empty cell beside
    a day may be one that is to stay as it is.
    """

    region: str
    package: str
    price: str
    currency: str
    header_currency: str = ""
    coins: str = ""
    platform: str
    mark: str
    region_cell: Cell
    package_cell: Cell
    coins_cell: Cell | None = None
    price_cell: Cell
    platform_cell: Cell | None = None
    period: PriceDays = ALWAYS
    in_table: bool = False


class ReadSheet(msgspec.Struct, frozen=True):
    """The prices of one sheet, and in sentences what of it was left out because no price depends on it."""

    kind: str
    entries: tuple[SheetPrice, ...]
    left_out: tuple[str, ...] = ()
