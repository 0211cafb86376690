"""Where exchange rates come from: sources in order, each with the layout of its files. One file states them."""

from datetime import time
from enum import Enum
from pathlib import Path

import msgspec

from ratecard.instants import zone
from ratecard.rates.days import Published

MOVED_MOST = "1.5"
"""By how many times a rate may move between two dates, where nothing else is stated."""


class Layout(Enum):
    """How a file holds its rates.

    WIDE is CSV with a column for each currency, LONG is CSV with a row for each rate. MAPPING is JSON with rates by
    code, DAYS is JSON with such mappings by day, and RECORDS is JSON with a list of rates.
    """

    WIDE = "wide"
    LONG = "long"
    MAPPING = "mapping"
    DAYS = "days"
    RECORDS = "records"


class Csv(msgspec.Struct, frozen=True, kw_only=True):
    """The form of a CSV file: its letters, what stands between values, and the line with the names of columns."""

    encoding: str = "utf-8"
    separator: str = ","
    header: int = 1


class RateSource(msgspec.Struct, frozen=True, kw_only=True):
    """One source of rates.

    `per_unit` is whether a rate is money of the base for one unit of the currency, and not units for one of the base.
    `date`, `currency`, `rate` and `amount` name columns of CSV, or keys of JSON by their paths ("meta.date").
    `rates` is the path of JSON to its mapping or list, and `base_at` to the base, which must be this one. `only` and
    `leave_out` are codes of currencies, and `ignore` names what stands where a code does and is none. With
    `leaves_unknown`, codes that ISO 4217 does not know are left out; else they are refused.
    """

    id: str
    name: str
    base: str
    layout: Layout
    per_unit: bool = False
    date: str = ""
    forms: tuple[str, ...] = ("YYYY-MM-DD",)
    published: Published | None = None
    currency: str = ""
    rate: str = ""
    amount: str = ""
    rates: str = ""
    base_at: str = ""
    missing: tuple[str, ...] = ("",)
    mark: str = "."
    groups: str = ""
    csv: Csv = Csv()
    ignore: tuple[str, ...] = ()
    only: frozenset[str] = frozenset()
    leave_out: frozenset[str] = frozenset()
    files: str = ""
    leaves_unknown: bool = False

    def wants(self, code: str) -> bool:
        """Whether rates of a currency are taken from this source."""
        return code not in self.leave_out and (not self.only or code in self.only)


class RateSources(msgspec.Struct, frozen=True, kw_only=True):
    """All sources in order, the base of the book that their rates are for, and the file that keeps these."""

    folder: Path
    base: str
    sources: tuple[RateSource, ...]
    out: Path | None = None
    moved_most: str = MOVED_MOST


def _frankfurt() -> Published:
    berlin = zone("Europe/Berlin")
    assert berlin is not None
    return Published(time(16), berlin)


ECB_PAGE = "https://www.ecb.europa.eu/stats/policy_and_exchange_rates/euro_reference_exchange_rates/"

ECB = RateSource(
    id="ecb",
    name="European Central Bank",
    base="EUR",
    layout=Layout.WIDE,
    date="Date",
    forms=("YYYY-MM-DD", "D Month YYYY"),
    published=_frankfurt(),
    missing=("", "N/A"),
    leaves_unknown=True,
)
"""The euro foreign exchange reference rates of the European Central Bank, in the two CSV forms that it publishes.

`eurofxref.csv` holds one day ("20 February 2026") and `eurofxref-hist.csv` all days ("2026-02-20"), newest first; both
end each line with a comma. The bank publishes at about 16:00 in Frankfurt, so that is when a rate begins to hold.
Source: ECB_PAGE.
"""
