"""What a store and a book disagree about: prices, money, products and countries, each told apart."""

from fractions import Fraction

import msgspec

from ratecard.diagnostics.diagnostic import Place
from ratecard.drift.history import PricedSpan
from ratecard.money import Money
from ratecard.sheets.store_prices import StorePrice

PRICE, CURRENCY = "price", "currency"
UNNAMED, UNSOLD, COUNTRY, LACKING = "product", "sale", "country", "region"
KINDS = (PRICE, CURRENCY, UNNAMED, UNSOLD, COUNTRY, LACKING)
"""What may differ, by the words that `--ignore` takes."""

LISTED, WITHOUT_TAX, WITH_TAX = "listed", "without-tax", "with-tax"
"""Figures of the book that a store's price may be though it is not the regular one."""


class PriceDifference(msgspec.Struct, frozen=True, kw_only=True):
    """A price of a store that the book states otherwise, in one market.

    `regular` is the book's price before promotions, as its price list shows it, stated at `place`. It has held since
    the start of `span`. `matches` is another span of the book in which its price is the store's: an earlier one, the
    last that is, or else the first later one; None where it never is. `likeness` says that the store's price is the one
    listed with promotions, or the book's without its tax or with it; else it is "". `planned` is whether the store's
    price begins only later: then all of it is as of that day.
    """

    region: str
    package: str
    store: StorePrice
    regular: Money
    place: Place
    span: PricedSpan
    matches: PricedSpan | None
    likeness: str
    planned: bool

    @property
    def kind(self) -> str:
        """CURRENCY where the two are in different money, else PRICE."""
        return PRICE if self.store.money.currency == self.regular.currency else CURRENCY

    @property
    def moved(self) -> Money | None:
        """What the store asks more than the book, negative for less; None in different money."""
        return self.store.money - self.regular if self.kind == PRICE else None

    @property
    def share(self) -> Fraction | None:
        """That over the book's price: 1/10 where the store asks 10 % more; None in different money, and of a zero."""
        moved = self.moved
        return None if moved is None or not self.regular.minor else Fraction(moved.minor, self.regular.minor)

    @property
    def is_earlier(self) -> bool:
        """Whether the store's price is one that the book had before."""
        return self.matches is not None and self.matches.start < self.span.start


class UnnamedProduct(msgspec.Struct, frozen=True):
    """A product of the store that no package and no item of the book names, with the number of its prices."""

    platform: str
    product: str
    prices: int
    where: str


class NotSoldInBook(msgspec.Struct, frozen=True):
    """A price of the store in a market where the book does not sell the product; `reason` says why, if it is known."""

    region: str
    package: str
    store: StorePrice
    reason: str


class CountryUnknown(msgspec.Struct, frozen=True):
    """A country of the store in which the book sells nothing on that platform, with the number of its prices."""

    platform: str
    region: str
    prices: int
    where: str


class LackingInStore(msgspec.Struct, frozen=True):
    """A product of the book that the store's file lacks in some regions; `entirely` where it is not in the file."""

    platform: str
    product: str
    package: str
    regions: tuple[str, ...]
    entirely: bool


class Drift(msgspec.Struct, frozen=True):
    """All that differs, the greatest differences first. `compared` counts prices by market, `same` those that agree."""

    compared: int
    same: int
    differences: tuple[PriceDifference, ...] = ()
    unnamed: tuple[UnnamedProduct, ...] = ()
    unsold: tuple[NotSoldInBook, ...] = ()
    countries: tuple[CountryUnknown, ...] = ()
    lacking: tuple[LackingInStore, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs."""
        return not (self.differences or self.unnamed or self.unsold or self.countries or self.lacking)

    def without(self, kinds: frozenset[str]) -> "Drift":
        """The same without findings of some of KINDS."""
        kept = {
            field: () if kind in kinds else getattr(self, field)
            for kind, field in ((UNNAMED, "unnamed"), (UNSOLD, "unsold"), (COUNTRY, "countries"), (LACKING, "lacking"))
        }
        differences = tuple(own for own in self.differences if own.kind not in kinds)
        return msgspec.structs.replace(self, differences=differences, **kept)
