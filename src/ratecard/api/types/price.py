"""What a buyer sees of a price: listed, gross, net and tax together."""

from enum import Enum

import strawberry

from ratecard.api.audience import Audience
from ratecard.api.types.fields import api_type, field
from ratecard.api.types.money import Money
from ratecard.api.types.scalars import LocaleTag, RateText, locale_tag
from ratecard.currency import Currency
from ratecard.locale.amounts import format_rate
from ratecard.money import Money as ExactMoney
from ratecard.quotes.purchases.quotes import PurchaseQuote as Quote
from ratecard.showing import Reader, rate_text
from ratecard.terms.tax_lines import TaxLine as TaxLineTerms


@strawberry.enum(description="How the listed price stands to the tax.")
class TaxStatus(Enum):
    """The engine's tax statuses, each with what it means."""

    INCLUDED = strawberry.enum_value("INCLUDED", description="The listed price holds the tax: gross is listed.")
    ADDED = strawberry.enum_value("ADDED", description="The tax is added to the listed price: net is listed.")
    UNDETERMINED = strawberry.enum_value(
        "UNDETERMINED",
        description="The tax is null: only a subdivision of this region decides it, or the rules do not know it, and "
        "`unknownValues` of the answer lists what. Listed is the gross or the net, and the other of the two is null; "
        "both are where the rules do not know which of them is listed.",
    )
    NONE = strawberry.enum_value("NONE", description="No tax is levied: gross and net are listed.")


@api_type
class TaxLine:
    """One named tax of a purchase. A market may have several."""

    line: strawberry.Private[TaxLineTerms]
    minor: strawberry.Private[int]
    unit: strawberry.Private[Currency]
    reader: strawberry.Private[Reader]

    @field(Audience.PUBLIC)
    def tax_line_id(self) -> strawberry.ID:
        """The tax's id in the rules, such as "vat"."""
        return strawberry.ID(self.line.id)

    @field(Audience.PUBLIC)
    def name(self) -> str:
        """What people call the tax, in the locale's language where the rules have it."""
        return self.reader.name(self.line.names, self.line.id)

    @field(Audience.PUBLIC)
    def name_locale(self) -> LocaleTag | None:
        """The language of `name`. Null where it is the id, which is in no language."""
        return locale_tag(self.reader.name_locale(self.line.names))

    @field(Audience.PUBLIC)
    def rate(self) -> RateText:
        """The stated rate, exact: "0.19" for 19 %."""
        return RateText(rate_text(self.line.rate))

    @field(Audience.PUBLIC)
    def rate_formatted(self) -> str:
        """The stated rate for people, as a percentage in the locale, with all its digits."""
        return format_rate(self.line.rate, self.reader.locale)

    @field(Audience.PUBLIC)
    def amount(self) -> Money:
        """The amount of this tax, for the whole quantity. The lines of a price sum to its tax."""
        return Money(exact=ExactMoney(self.minor, self.unit), reader=self.reader)


@api_type
class Price:
    """The price of a purchase, for the whole quantity. Where tax is determined, net + tax = gross, to the last unit."""

    quote: strawberry.Private[Quote]
    reader: strawberry.Private[Reader]

    def _money(self, minor: int) -> Money:
        return Money(exact=ExactMoney(minor, self.quote.currency), reader=self.reader)

    @field(Audience.PUBLIC)
    def regular(self) -> Money:
        """The price before promotions, which is shown struck through: regular − discount = listed."""
        return self._money(self.quote.regular_minor)

    @field(Audience.PUBLIC)
    def discount(self) -> Money:
        """What promotions take off; 0 where none does."""
        return self._money(self.quote.discount_minor)

    @field(Audience.PUBLIC)
    def listed(self) -> Money:
        """The price in the price list, after promotions; `taxStatus` says whether tax is inside."""
        return self._money(self.quote.listed_minor)

    @field(Audience.PUBLIC)
    def gross(self) -> Money | None:
        """What the buyer pays, tax included. Null where the tax comes on top and is undetermined: `taxStatus`."""
        return None if self.quote.gross_minor is None else self._money(self.quote.gross_minor)

    @field(Audience.PUBLIC)
    def net(self) -> Money | None:
        """The price without tax; it is not what the seller keeps. Null where the tax is inside and undetermined."""
        return None if self.quote.net_minor is None else self._money(self.quote.net_minor)

    @field(Audience.PUBLIC)
    def tax(self) -> Money | None:
        """All taxes together. Null where they are undetermined: a subdivision decides, or the rules do not know."""
        return None if self.quote.tax_minor is None else self._money(self.quote.tax_minor)

    @field(Audience.PUBLIC)
    def tax_status(self) -> TaxStatus:
        """How the listed price stands to the tax."""
        return TaxStatus[self.quote.tax.status.name]

    @field(Audience.PUBLIC)
    def lines(self) -> list[TaxLine]:
        """The taxes one by one, in order of id; they sum to `tax`. Empty where none is, and where that is null."""
        return [
            TaxLine(line=line, minor=minor, unit=self.quote.currency, reader=self.reader)
            for line, minor in self.quote.tax_lines
        ]
