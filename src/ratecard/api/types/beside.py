"""What stands beside a price: savings, the lowest price before a reduction, a second currency."""

from enum import Enum

import strawberry

from ratecard.api.audience import Audience
from ratecard.api.types.fields import api_type, field
from ratecard.api.types.money import Money
from ratecard.api.types.scalars import CurrencyCode, PlatformCode, RateText
from ratecard.instants import Instant
from ratecard.locale.amounts import format_rate
from ratecard.quotes.purchases.lowest import LowestPrice as Lowest
from ratecard.quotes.purchases.savings import Saving as Saved
from ratecard.quotes.purchases.savings import rate_shown
from ratecard.quotes.purchases.second import SecondPrices
from ratecard.showing import Reader, rate_text
from ratecard.terms.savings import PACKAGE, PLATFORM, WAY
from ratecard.terms.savings import Against as AgainstTerms


@api_type
class SavingAgainst:
    """What a price is compared with: one of the fields says it, and the others are null."""

    against: strawberry.Private[AgainstTerms]

    @field(Audience.PUBLIC)
    def package_id(self) -> strawberry.ID | None:
        """Another package of the same market, by the price of one coin."""
        return strawberry.ID(self.against.name) if self.against.of == PACKAGE else None

    @field(Audience.PUBLIC)
    def platform(self) -> PlatformCode | None:
        """Another platform of the region, on which the same package is sold."""
        return PlatformCode(self.against.name) if self.against.of == PLATFORM else None

    @field(Audience.PUBLIC)
    def way(self) -> strawberry.ID | None:
        """Another way of paying for the same package on the same platform: a value of the fact purchase.way."""
        return strawberry.ID(self.against.name) if self.against.of == WAY else None


@api_type
class Saving:
    """What this buyer saves against something else, at today's prices there; of the whole quantity."""

    saved: strawberry.Private[Saved]
    reader: strawberry.Private[Reader]

    @field(Audience.PUBLIC)
    def against(self) -> SavingAgainst:
        """What the price is compared with."""
        return SavingAgainst(against=self.saved.against)

    @field(Audience.PUBLIC)
    def amount(self) -> Money:
        """What as many coins would cost more there, bonus coins counted, rounded down; above zero."""
        return Money(exact=self.saved.amount, reader=self.reader)

    @field(Audience.PUBLIC)
    def rate(self) -> RateText:
        """The exact share of what as many coins would cost there: "0.25", or "1/3"."""
        return RateText(rate_text(self.saved.rate))

    @field(Audience.PUBLIC)
    def rate_formatted(self) -> str:
        """The share for people, as a percentage in the locale: at most two decimals, rounded down."""
        return format_rate(rate_shown(self.saved.rate), self.reader.locale)


@strawberry.enum(description="Why there is no lowest price before a reduction.")
class NoLowestPrice(Enum):
    """The engine's reasons, each with what it means."""

    NOT_REDUCED = strawberry.enum_value("NOT_REDUCED", description="The price is not reduced.")
    NO_EARLIER_PRICE = strawberry.enum_value(
        "NO_EARLIER_PRICE", description="It was not sold in the time before the reduction, or the rules had not begun."
    )
    FACT_NEEDED = strawberry.enum_value(
        "FACT_NEEDED", description="What it cost depends on a fact about the buyer that was not given."
    )
    OTHER_CURRENCY = strawberry.enum_value(
        "OTHER_CURRENCY", description="What it cost was in another currency, and the rules have no rate to convert it."
    )


@api_type
class LowestPrice:
    """The lowest price before the reduction that runs, which the European Union asks sellers to show."""

    lowest: strawberry.Private[Lowest]
    reader: strawberry.Private[Reader]

    @field(Audience.PUBLIC)
    def amount(self) -> Money | None:
        """The lowest listed price of one unit in the time before the reduction. Null with a `reason`."""
        return None if self.lowest.amount is None else Money(exact=self.lowest.amount, reader=self.reader)

    @field(Audience.PUBLIC)
    def reason(self) -> NoLowestPrice | None:
        """Why `amount` is null; null where it is not."""
        return None if self.lowest.reason is None else NoLowestPrice[self.lowest.reason.name]

    @field(Audience.PUBLIC)
    def reduced_since(self) -> Instant | None:
        """When the reduction began. Null where the price is not reduced, or where that is not known."""
        return self.lowest.reduced_since

    @field(Audience.PUBLIC)
    def within(self) -> str:
        """How long before that the lowest price is looked for, as the rules write it: "30 days"."""
        return str(self.lowest.within)


@api_type
class SecondCurrency:
    """Prices in a second currency, by the rate of the rules; each is converted by itself and rounded once."""

    prices: strawberry.Private[SecondPrices]
    reader: strawberry.Private[Reader]

    @field(Audience.PUBLIC)
    def currency(self) -> CurrencyCode:
        """The second currency."""
        return CurrencyCode(self.prices.listed.currency.code)

    @field(Audience.PUBLIC)
    def regular(self) -> Money:
        """The price before promotions, for the whole quantity."""
        return Money(exact=self.prices.regular, reader=self.reader)

    @field(Audience.PUBLIC)
    def listed(self) -> Money:
        """The listed price, for the whole quantity."""
        return Money(exact=self.prices.listed, reader=self.reader)

    @field(Audience.PUBLIC)
    def gross(self) -> Money | None:
        """What the buyer pays, for the whole quantity. Null where `price.gross` is."""
        return None if self.prices.gross is None else Money(exact=self.prices.gross, reader=self.reader)

    @field(Audience.PUBLIC)
    def lowest_price(self) -> Money | None:
        """The lowest price of one unit before the reduction that runs. Null where `lowestPrice.amount` is not there."""
        return None if self.prices.lowest is None else Money(exact=self.prices.lowest, reader=self.reader)
