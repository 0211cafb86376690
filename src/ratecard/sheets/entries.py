"""One price as a sheet has it, still as texts; each kind of sheet gives these, and `prices` types them."""

import msgspec

from ratecard.sheets.faults import Cell


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A price with what says what it is of. `currency` and `platform` are "" where the sheet does not say them.

    `coins` is how many coins the package holds, as its row says. `header_currency` is what the price's column says in
    its header. `mark` is the decimal mark where the kind of sheet has one for all. `platform_cell` and `coins_cell` are
    None where the sheet has no such column.
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


class Read(msgspec.Struct, frozen=True):
    """The prices of one sheet, and in sentences what of it was left out because no price depends on it."""

    kind: str
    entries: tuple[Entry, ...]
    left_out: tuple[str, ...] = ()
