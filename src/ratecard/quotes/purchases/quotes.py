"""What a purchase comes to: frozen figures in minor units, beside the terms they were computed from."""

from typing import TYPE_CHECKING

import msgspec

from ratecard.currency import Currency
from ratecard.money import Coins, Money, UnitPrice
from ratecard.quotes.codes import CodeOutcome
from ratecard.quotes.limits import OpenLimit
from ratecard.quotes.purchases.promotions import AppliedPromotion, Deal, Opened, OpenPromotion, applied_in
from ratecard.quotes.purchases.runs import Run, listed_of, proceeds_of, taxed_of
from ratecard.quotes.purchases.withheld import WithheldByLine, withheld_by_runs
from ratecard.quotes.requests import PurchaseRequest, UsedBefore
from ratecard.refusals import Condition
from ratecard.rulefiles.keys.facts import WAY
from ratecard.terms.commission import CommissionTerms
from ratecard.terms.limits import MONEY, LimitTerms
from ratecard.terms.market import Market, Period, common_period
from ratecard.terms.offers import Offer
from ratecard.terms.packages import PackageTerms
from ratecard.terms.prices import PriceTerms
from ratecard.terms.shows import NOTHING_SHOWN, ShownTerms
from ratecard.terms.tax import TaxSplit, TaxTerms
from ratecard.terms.tax_lines import TaxLine
from ratecard.terms.unknown import Unknowns, paths_of, together

if TYPE_CHECKING:
    from ratecard.quotes.purchases.lowest import LowestPrice
    from ratecard.quotes.purchases.savings import Saving
    from ratecard.quotes.purchases.second import SecondPrices


class Beside(msgspec.Struct, frozen=True, gc=False):
    """What stands beside the price of a quote, and for how long it holds. None is what the rules do not ask for."""

    period: Period
    savings: "tuple[Saving, ...]" = ()
    lowest: "LowestPrice | None" = None
    second: "SecondPrices | None" = None


class PurchaseQuote(msgspec.Struct, frozen=True, gc=False):
    """One purchase, answered: a sum over runs of equal units. Figures are of all units, in minor units of `currency`.

    A figure that is None is undetermined: a subdivision decides, or the rules do not know what it needs, which is in
    `figures_unknown`. Always net + tax = gross and commission + withheld + proceeds = net. `taxed` is the
    split of the whole price; what was rounded by unit stands in the runs, and the trace reads both. `assumed` names
    facts that were unknown while a value varies by them; `open` the conditions that they leave open. `shows` is what is
    shown beside the package, and makes no figure.
    `uses` is what this purchase uses of each limit; `open_limits` are kept as far as is known. What was used of limits
    counts in `used_in`; with `used_rolling` it is another one at each instant. `deal` is what promotions did, None
    where the market has none and no code was brought. `whole` is the offer with its commission for whoever may not see
    that, where it decides which open promotions are told.
    """

    request: PurchaseRequest
    market: Market
    offer: Offer
    runs: tuple[Run, ...]
    taxed: TaxSplit
    proceeds_minor: int | None
    assumed: tuple[str, ...] = ()
    open: tuple[Condition, ...] = ()
    shows: ShownTerms = NOTHING_SHOWN
    deal: Deal | None = None
    uses: tuple[UsedBefore, ...] = ()
    open_limits: tuple[OpenLimit, ...] = ()
    limits_unknown: Unknowns = ()
    used_in: Period | None = None
    used_rolling: bool = False
    beside: Beside | None = None
    whole: Offer | None = None

    @property
    def digest(self) -> str:
        """The digest of the rules that answered."""
        return self.market.digest

    @property
    def period(self) -> Period:
        """For how long this answer holds: as long as the market does, what was used counts, and what stands beside."""
        if self.used_in is None:
            return self.market.period if self.beside is None else self.beside.period
        return common_period(self.market.period if self.beside is None else self.beside.period, self.used_in)

    @property
    def savings(self) -> "tuple[Saving, ...]":
        """What this purchase saves, in the order of the rules; none where that is nothing."""
        return () if self.beside is None else self.beside.savings

    @property
    def lowest(self) -> "LowestPrice | None":
        """The lowest price before a reduction; None where the rules do not ask for it."""
        return None if self.beside is None else self.beside.lowest

    @property
    def second(self) -> "SecondPrices | None":
        """The prices in a second currency; None where none is shown."""
        return None if self.beside is None else self.beside.second

    @property
    def limits_by_listed(self) -> bool:
        """Whether limits of money were compared with the listed price, because gross is not known."""
        every = [*[use.amount for use in self.uses], *[limit.terms for limit in self.open_limits]]
        money = any(isinstance(of, Money) or (isinstance(of, LimitTerms) and of.unit == MONEY) for of in every)
        return money and self.gross_minor is None

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
    def units(self) -> tuple[tuple[str, int], ...]:
        """The units of other kinds that come with all units bought, in order of id: ten tickets with two of five."""
        each = self.offer.package.units
        return tuple([(unit, int(str(own.value)) * self.request.quantity) for unit, own in each]) if each else ()

    @property
    def listed_minor(self) -> int:
        """The listed price of all units."""
        return listed_of(self.runs)

    @property
    def regular_minor(self) -> int:
        """The price of all units before promotions: regular − discount = listed."""
        return sum([run.units * run.regular_minor for run in self.runs])

    @property
    def discount_minor(self) -> int:
        """What promotions take off the price of all units."""
        return self.regular_minor - self.listed_minor

    @property
    def promotions(self) -> tuple[AppliedPromotion, ...]:
        """The promotions that apply to any unit, in order of id."""
        return () if self.deal is None else applied_in(self.deal, self.runs)

    @property
    def open_promotions(self) -> tuple[OpenPromotion["PurchaseQuote"], ...]:
        """The promotions that may apply yet, in order of id, each with the first unit as if what it needs were met."""
        return () if self.deal is None else tuple([self._opened(opened) for opened in self.deal.opened])

    def _opened(self, opened: Opened) -> OpenPromotion["PurchaseQuote"]:
        if opened.run is None:
            return OpenPromotion(opened.terms, opened.needs, None)
        runs, one = (opened.run,), msgspec.structs.replace(self.request, quantity=1)
        taxed = taxed_of(self.offer.tax, runs)
        unit = PurchaseQuote(one, self.market, self.offer, runs, taxed, proceeds_of(self.offer, runs, taxed[0]))
        return OpenPromotion(opened.terms, opened.needs, unit if self._encloses(unit) else None)

    def _encloses(self, unit: "PurchaseQuote") -> bool:
        """Whether what is known of a unit's figures lies in the envelope of the market, whoever may see them."""
        envelope, left = self.market.enclosing, unit.proceeds_minor
        if left is None and self.whole is not None:
            left = proceeds_of(self.whole, unit.runs, taxed_of(self.whole.tax, unit.runs)[0])
        coins, at = unit.total, self.request.at
        return envelope is None or not envelope.broken_by(unit.taxed[3], unit.listed_minor, coins, left, at)

    @property
    def codes(self) -> tuple[tuple[str, CodeOutcome], ...]:
        """The codes that were brought, as they were typed, each with what became of it."""
        return () if self.deal is None else self.deal.codes

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
    def withheld(self) -> WithheldByLine:
        """Each part of the cut that is a tax, with its amount; none where the proceeds are not known."""
        net, proceeds = self.net_minor, self.proceeds_minor
        return () if net is None or proceeds is None else withheld_by_runs(self.offer, self.runs, net - proceeds)

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
        return together((*self.market.buyer_unknown, *self.limits_unknown))

    @property
    def unknown_values(self) -> tuple[str, ...]:
        """The paths of what is unknown, as the rules write them: "tax.lines.vat.rate"."""
        return paths_of(self.unknown)

    @property
    def package(self) -> PackageTerms:
        """What the package holds."""
        return self.offer.package

    @property
    def store_product_id(self) -> str | None:
        """The id under which the platform's store sells the package; None where the rules tell none."""
        return self.offer.package.products.get(self.market.key.platform)

    @property
    def way(self) -> str | None:
        """The way of paying: the one told, or the first one where a figure varies by it; None where none matters."""
        told = self.request.facts.get(WAY)
        if told is not None:
            return str(told)
        return self.market.usual_way or None if WAY in self.assumed else None

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
        """The listed price over total coins, exact and not reduced: of one unit, or of all where they are not alike."""
        first, *others = self.runs
        if others:
            return UnitPrice(self.listed_minor, self.total, self.market.currency)
        return UnitPrice(first.listed_minor, first.coins + first.bonus, self.market.currency)

    @property
    def tax_lines(self) -> tuple[tuple[TaxLine, int], ...]:
        """Each tax line with its amount in minor units, in order of id; empty where the tax is undetermined."""
        return tuple(zip(self.tax.lines, self.tax_line_minors, strict=True))
