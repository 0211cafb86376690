"""What a purchase comes to: frozen figures in minor units, beside the terms they were computed from."""

import msgspec

from ratecard.currency import Currency
from ratecard.instants import Instant
from ratecard.money import Coins, UnitPrice
from ratecard.quotes.purchases.runs import Run, listed_of
from ratecard.quotes.purchases.withheld import Withheld, withheld_of
from ratecard.quotes.requests import PriceListRequest, PurchaseRequest
from ratecard.refusals import Condition, Refusal
from ratecard.terms.commission import CommissionTerms
from ratecard.terms.market import Market, Period
from ratecard.terms.offers import Offer
from ratecard.terms.packages import PackageTerms
from ratecard.terms.prices import PriceTerms
from ratecard.terms.tax import TaxSplit, TaxTerms
from ratecard.terms.tax_lines import TaxLine
from ratecard.terms.unknown import Unknowns, paths_of, together


class PurchaseQuote(msgspec.Struct, frozen=True, gc=False):
    """One purchase, answered: a sum over runs of equal units. Figures are of all units, in minor units of `currency`.

    A figure that is None is undetermined: a subdivision decides, or the rules do not know what it needs, which is in
    `figures_unknown`. Always net + tax = gross and commission + withheld + proceeds = net. `taxed` is the
    split of the whole price; what was rounded by unit stands in the runs, and the trace reads both. `assumed` names
    facts that were unknown while a value varies by them; `open` the conditions that they leave open.
    """

    request: PurchaseRequest
    market: Market
    offer: Offer
    runs: tuple[Run, ...]
    taxed: TaxSplit
    proceeds_minor: int | None
    assumed: tuple[str, ...] = ()
    open: tuple[Condition, ...] = ()

    @property
    def digest(self) -> str:
        """The digest of the rules that answered."""
        return self.market.digest

    @property
    def period(self) -> Period:
        """For how long this answer holds: as long as the market does."""
        return self.market.period

    @property
    def coins(self) -> Coins:
        """What all units hold, without bonus."""
        return Coins(sum([run.units * run.coins for run in self.runs]))

    @property
    def bonus(self) -> Coins:
        """The bonus of all units."""
        return Coins(sum([run.units * run.bonus for run in self.runs]))

    @property
    def total(self) -> Coins:
        """Coins and bonus."""
        return Coins(self.coins + self.bonus)

    @property
    def listed_minor(self) -> int:
        """The listed price of all units."""
        return listed_of(self.runs)

    @property
    def net_minor(self) -> int | None:
        """The price without tax."""
        return self.taxed[0]

    @property
    def tax_minor(self) -> int | None:
        """All tax lines together."""
        return self.taxed[1]

    @property
    def tax_line_minors(self) -> tuple[int, ...]:
        """Each tax line, in order of id; none where the tax is undetermined."""
        return self.taxed[2]

    @property
    def gross_minor(self) -> int | None:
        """What the buyer pays."""
        return self.taxed[3]

    @property
    def commission_minor(self) -> int | None:
        """The store's or processor's cut: net − proceeds − withheld."""
        net, proceeds, withheld = self.net_minor, self.proceeds_minor, self.withheld_minor
        return None if proceeds is None or net is None or withheld is None else net - proceeds - withheld

    @property
    def withheld(self) -> Withheld:
        """Each part of the cut that is a tax, with its amount; none where the proceeds are not known."""
        net, proceeds = self.net_minor, self.proceeds_minor
        return () if net is None or proceeds is None else withheld_of(self.offer, self.runs, net - proceeds)

    @property
    def withheld_minor(self) -> int | None:
        """What is kept back as taxes; nothing where no part of the cut is one, None where that is not known."""
        commission = self.offer.shown_commission
        if commission is None or commission.unknown:
            return None
        if not any(line.is_tax for line in commission.lines):
            return 0
        return None if self.proceeds_minor is None else sum([minor for _, minor in self.withheld])

    @property
    def remittance_minor(self) -> int | None:
        """What the store sends: the proceeds, and the tax where the seller has to pay it over."""
        tax, proceeds = self.offer.tax, self.proceeds_minor
        if proceeds is None or tax.collector_unknown is not None:
            return None
        if not tax.seller_collects:
            return proceeds
        tax_minor = self.taxed[1]
        return None if tax_minor is None else proceeds + tax_minor

    @property
    def unknown(self) -> Unknowns:
        """What this quote needs and the rules do not know, in order of path: figures, and whether it is allowed."""
        return together((*self.figures_unknown, *self.not_told))

    @property
    def figures_unknown(self) -> Unknowns:
        """What figures need and the rules do not know."""
        tax, commission = self.offer.tax, self.offer.shown_commission
        cuts = commission.unknown if commission is not None else ()
        return together((*tax.unknown, tax.collector_unknown, *cuts))

    @property
    def not_told(self) -> Unknowns:
        """What decides whether the purchase is allowed and the rules do not know."""
        return self.market.buyer_unknown

    @property
    def unknown_values(self) -> tuple[str, ...]:
        """The paths of what is unknown, as the rules write them: "tax.lines.vat.rate"."""
        return paths_of(self.unknown)

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
        """The listed price of the first unit over its total coins, exact and not reduced."""
        first = self.runs[0]
        return UnitPrice(first.listed_minor, first.coins + first.bonus, self.market.currency)

    @property
    def tax_lines(self) -> tuple[tuple[TaxLine, int], ...]:
        """Each tax line with its amount in minor units, in order of id; empty where the tax is undetermined."""
        return tuple(zip(self.tax.lines, self.tax_line_minors, strict=True))


class RefusedPackage(msgspec.Struct, frozen=True):
    """A package that the market sells and this asker gets no price for, with the reason."""

    package: str
    refusal: Refusal


class PriceList(msgspec.Struct, frozen=True):
    """Every package that a market sells as of an instant: one quote of one unit each, in the order of the rules.

    `refused` are packages that facts or conditions keep from this asker, or that have a price for others alone, which
    are not sold to this one. `assumed` names the facts that were unknown
    while any figure of the list varies by them, or while it depends on them whether a package is sold at all. Where
    nothing is sold to anybody, `sells_from` is the first later instant at which something is, or None where the rules
    name none.
    """

    request: PriceListRequest
    market: Market
    packages: tuple[PurchaseQuote, ...]
    refused: tuple[RefusedPackage, ...]
    assumed: tuple[str, ...] = ()
    sells_from: Instant | None = None

    @property
    def digest(self) -> str:
        """The digest of the rules that answered."""
        return self.market.digest

    @property
    def period(self) -> Period:
        """For how long this list holds: as long as the market does."""
        return self.market.period

    @property
    def unknown_values(self) -> tuple[str, ...]:
        """The paths of what any package needs and the rules do not know."""
        return paths_of(value for quote in self.packages for value in quote.unknown)

    @property
    def figures_unknown(self) -> Unknowns:
        """What figures of any package need and the rules do not know."""
        return together(value for quote in self.packages for value in quote.figures_unknown)

    @property
    def sells_nothing(self) -> bool:
        """Whether the market sells no package at all; one that is refused is sold to others."""
        return not self.packages and not self.refused
