"""What a new book shall hold, before it has a form: where it sells, on what, which packages, and their prices."""

from collections.abc import Mapping
from datetime import date

import msgspec

from ratecard.money import Money
from ratecard.sheets.packages import Package

Vector = Mapping[tuple[str, str], Money]
"""The prices of one region by platform and package; what is not sold is not in it."""


class LibraryFacts(msgspec.Struct, frozen=True):
    """What a new book has to know of the library of the world, as of its beginning.

    `currencies` are those of all regions by code, subdivisions among them. `groups` are the groups that have a currency
    of their own, with their members: the euro area.
    """

    edition: str
    currencies: Mapping[str, str]
    groups: Mapping[str, frozenset[str]]
    platforms: tuple[str, ...]


class Plan(msgspec.Struct, frozen=True, kw_only=True):
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
