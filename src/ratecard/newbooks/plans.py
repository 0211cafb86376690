"""What a new book shall hold, before it has a form: where it sells, on what, which packages, and their prices."""

from collections.abc import Mapping
from datetime import date

import msgspec

from ratecard.money import Money
from ratecard.sheets.packages import Package
from ratecard.sheets.timelines import Line, Price, days_of, value_on

Vector = Mapping[tuple[str, str], Price]
"""The prices of one region by platform and package; what is never sold is not in it."""


def on_sale(vector: Vector, day: date) -> dict[tuple[str, str], Money]:
    """The prices of one region on a day."""
    prices = {key: value_on(line, day) for key, line in vector.items()}
    return {key: price for key, price in prices.items() if price is not None}


def change_days(vector: Vector) -> list[date]:
    """The days on which any price of a region changes, BEGINS first."""
    return days_of(*vector.values())


class LibraryFacts(msgspec.Struct, frozen=True):
    """What a new book has to know of the library of the world, as of its beginning.

    `currencies` are those of all regions by code, subdivisions among them. `groups` are the groups that have a currency
    of their own, with their members: the euro area. `currency_lines` are the currencies of regions that have
    another one later, and `joining` the regions that come into a group later. `zones` are the time zones of regions.
    """

    edition: str
    currencies: Mapping[str, str]
    groups: Mapping[str, frozenset[str]]
    platforms: tuple[str, ...]
    currency_lines: Mapping[str, Line[str]] = {}
    joining: Mapping[str, frozenset[str]] = {}
    zones: Mapping[str, str] = {}

    def currency_line(self, region: str) -> Line[str]:
        """The currency of a region over time."""
        return self.currency_lines.get(region, self.currencies[region])


class NewBookPlan(msgspec.Struct, frozen=True, kw_only=True):
    """A new book. `coin` is the name of its coin, "" for the library's; `origin` says where the prices are from."""

    coin: str
    begins: date
    regions: tuple[str, ...]
    platforms: tuple[str, ...]
    packages: tuple[Package, ...]
    prices: Mapping[str, Vector]
    origin: str = ""
    payouts: "Payouts | None" = None


class Payouts(msgspec.Struct, frozen=True):
    """How creators are paid: ("paypal", "PayPal", "0.005 USD each", "USD"), in the currency that diamonds are worth."""

    method: str
    name: str
    diamond: str
    currency: str
