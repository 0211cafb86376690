"""What is known of countries beside a book: by it guards tell a tax or a currency that nobody else has there."""

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date
from fractions import Fraction

import msgspec


class KnownTax(msgspec.Struct, frozen=True):
    """The taxes of one region as the library states them.

    `rates` has the sum of all lines from a day on, None from ever; the sum is None where it is not known. `parts` are
    the rates of single lines, at any time. `display` is the word that prices go by, "" where the region's file has
    none.
    """

    rates: tuple[tuple[date | None, Fraction | None], ...]
    parts: frozenset[Fraction]
    display: str

    def at(self, day: date) -> Fraction | None:
        """The sum of all rates on a day; None where that is not known."""
        known = [share for since, share in self.rates if since is None or since <= day]
        return known[-1] if known else None

    def shares(self) -> Iterator[Fraction]:
        """Every sum that is known at any time."""
        yield from (share for _, share in self.rates if share is not None)


def _no_tax(_: str) -> KnownTax | None:
    return None


def _no_currency(_: str) -> Collection[str]:
    return ()


class Known(msgspec.Struct, frozen=True):
    """What is known by region: its taxes, and the codes of the currencies that it has had of late.

    `rates` are units of currencies for one euro on a day, roughly: they compare, and nothing is paid by them.
    `stores` are the shares of the net that stores are known to keep, by platform, the standard one first.
    `edition` names the library, and `until` is the day on which it was last read: of later days it says nothing.
    """

    edition: str = ""
    until: date = date.min
    tax_of: Callable[[str], KnownTax | None] = _no_tax
    currencies_of: Callable[[str], Collection[str]] = _no_currency
    rates_day: date = date.min
    rates: Mapping[str, Fraction] = {}
    stores: Mapping[str, tuple[Fraction, ...]] = {}


NOTHING_KNOWN = Known()
