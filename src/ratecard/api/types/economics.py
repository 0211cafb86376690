"""What the store keeps of a purchase and what the seller keeps: for finance alone."""

from enum import Enum

import strawberry

from ratecard.api.audience import Audience
from ratecard.api.types.fields import api_type, field
from ratecard.api.types.money import Money
from ratecard.api.types.scalars import RateText
from ratecard.currency import Currency
from ratecard.money import Money as ExactMoney
from ratecard.quotes.purchases.quotes import PurchaseQuote as Quote
from ratecard.showing import Reader, rate_text
from ratecard.terms.commission import CommissionLine as CommissionLineTerms
from ratecard.terms.tax import TaxStatus


@strawberry.enum(description="Who pays the tax over to the state.")
class TaxCollector(Enum):
    """Who pays the tax over to the state."""

    STORE = strawberry.enum_value("store", description="The store: the tax never reaches the seller.")
    SELLER = strawberry.enum_value("seller", description="The seller: the store sends the tax along.")


@strawberry.enum(description="What a rate of commission is taken of.")
class CommissionBase(Enum):
    """What a rate of commission is taken of."""

    NET = strawberry.enum_value("net", description="The exact price without tax.")
    GROSS = strawberry.enum_value("gross", description="The exact price with tax.")
    PROCEEDS = strawberry.enum_value(
        "proceeds", description="The exact price without tax, less all parts of other bases; at least nothing."
    )


@api_type
class CommissionLine:
    """One part of the store's or processor's cut, as the rules state it."""

    line: strawberry.Private[CommissionLineTerms]
    unit: strawberry.Private[Currency]
    reader: strawberry.Private[Reader]

    @field(Audience.FINANCE)
    def commission_line_id(self) -> strawberry.ID:
        """The part's id in the rules, such as "store" or "card"."""
        return strawberry.ID(self.line.id)

    @field(Audience.FINANCE)
    def rate(self) -> RateText | None:
        """The stated rate, exact: "0.3" for 30 %. Null where the part is fixed only."""
        return None if self.line.rate is None else RateText(rate_text(self.line.rate))

    @field(Audience.FINANCE)
    def base(self) -> CommissionBase | None:
        """What the rate is taken of. Null where there is no rate."""
        if self.line.rate is None:
            return None
        if self.line.of_proceeds:
            return CommissionBase.PROCEEDS
        return CommissionBase.GROSS if self.line.of_gross else CommissionBase.NET

    @field(Audience.FINANCE)
    def is_tax(self) -> bool:
        """Whether the part is a tax that the store keeps back, and so in `withheld` and not in `commission`."""
        return self.line.is_tax

    @field(Audience.FINANCE)
    def fixed(self) -> Money | None:
        """The fixed part, once for each unit or once for the order, as the rules say. Null where there is none."""
        if self.line.fixed_stated is None:
            return None
        return Money(exact=ExactMoney(self.line.fixed_minor, self.unit), reader=self.reader)


@api_type
class PurchaseEconomics:
    """Who keeps what of a purchase, for the whole quantity. commission + withheld + proceeds = net."""

    quote: strawberry.Private[Quote]
    reader: strawberry.Private[Reader]

    def _money(self, minor: int | None) -> Money | None:
        return None if minor is None else Money(exact=ExactMoney(minor, self.quote.currency), reader=self.reader)

    @field(Audience.FINANCE)
    def commission(self) -> Money | None:
        """The store's or processor's cut. Null where it depends on an undetermined tax, or the rules do not know it."""
        return self._money(self.quote.commission_minor)

    @field(Audience.FINANCE)
    def withheld(self) -> Money | None:
        """Taxes that the store keeps back: parts of the cut that are such. 0 where none is; null as commission."""
        return self._money(self.quote.withheld_minor)

    @field(Audience.FINANCE)
    def proceeds(self) -> Money | None:
        """What the seller keeps: gross − tax − commission − withheld. Null where one of these is not known."""
        return self._money(self.quote.proceeds_minor)

    @field(Audience.FINANCE)
    def remittance(self) -> Money | None:
        """What the store sends: the proceeds, and the tax where the seller pays it over. Null where not known."""
        return self._money(self.quote.remittance_minor)

    @field(Audience.FINANCE)
    def collected_by(self) -> TaxCollector | None:
        """Who pays the tax over to the state. Null where no tax is levied, and where the rules do not know it."""
        if self.quote.tax.status is TaxStatus.NONE or self.quote.tax.collector_unknown is not None:
            return None
        return TaxCollector.SELLER if self.quote.tax.seller_collects else TaxCollector.STORE

    @field(Audience.FINANCE)
    def commission_lines(self) -> list[CommissionLine]:
        """The parts of the cut as the rules state them, in order of id. They are rounded once, together.

        Empty where there are none, and where the rules do not know one of them or which there are.
        """
        return [
            CommissionLine(line=line, unit=self.quote.currency, reader=self.reader)
            for line in self.quote.commission.lines
        ]
