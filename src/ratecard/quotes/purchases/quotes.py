"""What a purchase comes to: frozen figures in minor units, beside the terms they were computed from."""

import msgspec

from ratecard.currency import Currency
from ratecard.instants import Instant
from ratecard.money import Coins, UnitPrice
from ratecard.quotes.requests import PriceListRequest, PurchaseRequest
from ratecard.refusals import Condition, Refusal
from ratecard.terms.commission import CommissionTerms
from ratecard.terms.market import Market
from ratecard.terms.offers import Offer
from ratecard.terms.packages import PackageTerms
from ratecard.terms.prices import PriceTerms
from ratecard.terms.tax import TaxLine, TaxSplit, TaxTerms


class PurchaseQuote(msgspec.Struct, frozen=True, gc=False):
    """One purchase, answered. Figures are of the whole quantity, in minor units of `currency`; None is undetermined.

    Always net + tax = gross and commission + proceeds = net. `taxed` is the split of what was rounded at once (one
    unit or the order), `proceeds_each` the proceeds of one unit where they are rounded by unit: the trace reads both.
    `assumed` names facts that were unknown while a value varies by them; `open` the conditions that they leave open.
    """

    request: PurchaseRequest
    market: Market
    offer: Offer
    coins: Coins
    bonus: Coins
    total: Coins
    listed_minor: int
    taxed: TaxSplit
    net_minor: int | None
    tax_minor: int | None
    tax_line_minors: tuple[int, ...]
    gross_minor: int | None
    proceeds_each: int | None
    commission_minor: int | None
    proceeds_minor: int | None
    remittance_minor: int | None
    assumed: tuple[str, ...] = ()
    open: tuple[Condition, ...] = ()

    @property
    def package(self) -> PackageTerms:
        """What the package holds."""
        return self.offer.package

    @property
    def price(self) -> PriceTerms:
        """The listed price of one unit."""
        return self.offer.price

    @property
    def tax(self) -> TaxTerms:
        """The taxes that hold."""
        return self.offer.tax

    @property
    def commission(self) -> CommissionTerms:
        """The cuts that hold."""
        return self.offer.commission

    @property
    def currency(self) -> Currency:
        """The market's currency."""
        return self.market.currency

    @property
    def per_coin(self) -> UnitPrice:
        """The listed price of one unit over its total coins, exact and not reduced."""
        return UnitPrice(self.price.listed_minor, self.package.total, self.market.currency)

    @property
    def tax_lines(self) -> tuple[tuple[TaxLine, int], ...]:
        """Each tax line with its amount in minor units, in order of id; empty where the tax is undetermined."""
        return tuple(zip(self.tax.lines, self.tax_line_minors, strict=True))


class Withheld(msgspec.Struct, frozen=True):
    """A package that the market sells and this asker gets no price for, with the reason."""

    package: str
    refusal: Refusal


class PriceList(msgspec.Struct, frozen=True):
    """Every package that a market sells as of an instant: one quote of one unit each, in the order of the rules.

    `withheld` are packages that facts or conditions keep from this asker. `assumed` names the facts that were unknown
    while any figure of the list varies by them, or while it depends on them whether a package is sold at all. Where
    nothing is sold, `sells_from` is the first later instant at which something is, or None where the rules name none.
    """

    request: PriceListRequest
    market: Market
    packages: tuple[PurchaseQuote, ...]
    withheld: tuple[Withheld, ...]
    assumed: tuple[str, ...] = ()
    sells_from: Instant | None = None

    @property
    def sells_nothing(self) -> bool:
        """Whether the market sells no package at all; one that is withheld is sold to others."""
        return not self.packages and not self.withheld
