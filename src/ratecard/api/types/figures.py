"""What price lists and quotes say of a package or an item alike."""

import strawberry

from ratecard.api.audience import Audience
from ratecard.api.types.beside import LowestPrice, Saving, SecondCurrency
from ratecard.api.types.economics import PurchaseEconomics
from ratecard.api.types.exchanges import UnitsWith
from ratecard.api.types.fields import api_type, field
from ratecard.api.types.limits import OpenLimit, UsedAmount, open_limits_of, uses_of
from ratecard.api.types.money import UnitPrice
from ratecard.api.types.price import Price
from ratecard.api.types.promotions import AppliedPromotion, BroughtCode, OpenPromotion
from ratecard.api.types.refusals import Condition, conditions_of
from ratecard.api.types.scalars import CoinCount, LocaleTag
from ratecard.api.types.shows import Shown
from ratecard.api.types.trace import TraceStep
from ratecard.quotes.purchases.quotes import PurchaseQuote as Quote
from ratecard.quotes.tracing.library_values import of_purchase
from ratecard.quotes.tracing.purchases import trace_purchase
from ratecard.showing import Reader


@api_type
class SoldFigures:
    """The figures of what is sold, with or without coins. It lends its fields to others, no type itself."""

    quote: strawberry.Private[Quote]
    reader: strawberry.Private[Reader]

    @field(Audience.PUBLIC)
    def store_product_id(self) -> strawberry.ID | None:
        """The id under which the platform's store sells it. Null where the rules tell none."""
        product = self.quote.store_product_id
        return None if product is None else strawberry.ID(product)

    @field(Audience.PUBLIC)
    def kinds(self) -> list[str]:
        """The kinds of spending that it is for, the usual one first. Empty for a plain package."""
        return list(self.quote.package.kinds)

    @field(Audience.PUBLIC)
    def way_id(self) -> strawberry.ID | None:
        """The way of paying: the one given as purchase.way, or the first of the market's where a figure varies by it.

        `assumedFacts` then names purchase.way. Null where no way was given and none makes a difference.
        """
        way = self.quote.way
        return None if way is None else strawberry.ID(way)

    @field(Audience.PUBLIC)
    def shows(self) -> Shown:
        """What is shown beside it. No figure depends on it."""
        return Shown(shown=self.quote.shows, reader=self.reader)

    @field(Audience.PUBLIC)
    def price(self) -> Price:
        """What the buyer sees of the price, for the whole quantity."""
        return Price(quote=self.quote, reader=self.reader)

    @field(Audience.PUBLIC)
    def savings(self) -> list[Saving]:
        """What this buyer saves, against what the rules name and in their order. What saves nothing is left out."""
        return [Saving(saved=saved, reader=self.reader) for saved in self.quote.savings]

    @field(Audience.PUBLIC)
    def lowest_price(self) -> LowestPrice | None:
        """The lowest price before the reduction that runs. Null where the rules do not ask for it."""
        return None if self.quote.lowest is None else LowestPrice(lowest=self.quote.lowest, reader=self.reader)

    @field(Audience.PUBLIC)
    def second_currency(self) -> SecondCurrency | None:
        """The prices in a second currency, as where a country changes its currency. Null where none is shown."""
        return None if self.quote.second is None else SecondCurrency(prices=self.quote.second, reader=self.reader)

    @field(Audience.PUBLIC)
    def promotions(self) -> list[AppliedPromotion]:
        """The promotions that apply to any unit, in order of id."""
        return [AppliedPromotion(applied=applied, reader=self.reader) for applied in self.quote.promotions]

    @field(Audience.PUBLIC)
    def open_promotions(self) -> list[OpenPromotion]:
        """The promotions that may apply yet, in order of id: what each needs, and what one unit would be with it."""
        return [OpenPromotion(opened=opened, reader=self.reader) for opened in self.quote.open_promotions]

    @field(Audience.PUBLIC)
    def codes(self) -> list[BroughtCode]:
        """The codes that were brought, each with what became of it."""
        return [BroughtCode(text=code, became=outcome.name) for code, outcome in self.quote.codes]

    @field(Audience.PUBLIC)
    def assumed_facts(self) -> list[str]:
        """Facts that were not given though a figure varies by them; what the rules say for that case was taken."""
        return list(self.quote.assumed)

    @field(Audience.PUBLIC)
    def open_conditions(self) -> list[Condition]:
        """Conditions on this buyer that are open, because they ask for facts that were not given."""
        return conditions_of(self.quote.open)

    @field(Audience.PUBLIC)
    def uses(self) -> list[UsedAmount]:
        """What this purchase uses of each limit: what a later question states in `used`, added to what was used."""
        return uses_of(self.quote.uses)

    @field(Audience.PUBLIC)
    def open_limits(self) -> list[OpenLimit]:
        """Limits that this purchase keeps as far as is known. While one is listed, it may still be too much."""
        return open_limits_of(self.quote.open_limits)

    @field(Audience.PUBLIC)
    def limits_by_listed(self) -> bool:
        """Whether limits of money were compared with the listed price, because what the buyer pays is not known."""
        return self.quote.limits_by_listed

    @field(Audience.PUBLIC)
    def unknown_values(self) -> list[str]:
        """What this purchase needs and the rules do not know, by its path in the rules: "tax.lines.vat.rate". Sorted.

        Figures that need one of them are null. Where a tax is undetermined and nothing of it is listed, a subdivision
        decides it. What is required, which begins with "eligibility.", leaves no figure null: while it is listed, it is
        not known whether the purchase is allowed.
        """
        return list(self.quote.unknown_values)

    @field(Audience.PUBLIC)
    def library_values(self) -> list[str]:
        """The values of the library of the world that decided a figure, by their paths: "tax.lines.vat.rate". Sorted.

        Those that you may see. Empty where the rules stand on no library, or say all of it themselves.
        """
        return list(of_purchase(self.reader.book, self.quote))

    @field(Audience.FINANCE)
    def economics(self) -> PurchaseEconomics:
        """What the store keeps and what the seller keeps, for the whole quantity."""
        return PurchaseEconomics(quote=self.quote, reader=self.reader)

    @field(Audience.FINANCE)
    def trace(self) -> list[TraceStep]:
        """Every figure with its arithmetic and the line of the rules that decided it, each after those it reads."""
        return [TraceStep(step=step) for step in trace_purchase(self.quote)]


@api_type
class CoinFigures(SoldFigures):
    """The coins of one quote. This class lends its fields to others and is itself no type of the API."""

    @field(Audience.PUBLIC)
    def coins(self) -> CoinCount:
        """The coins that are paid for, for the whole quantity."""
        return CoinCount(self.quote.coins)

    @field(Audience.PUBLIC)
    def bonus(self) -> CoinCount:
        """The extra coins, for the whole quantity."""
        return CoinCount(self.quote.bonus)

    @field(Audience.PUBLIC)
    def total(self) -> CoinCount:
        """The coins that the buyer gets: coins + bonus."""
        return CoinCount(self.quote.total)

    @field(Audience.PUBLIC)
    def units(self) -> list[UnitsWith]:
        """The units of other kinds that come with the whole quantity, in order of id. Empty where none do."""
        return [UnitsWith(unit=unit, number=number, reader=self.reader) for unit, number in self.quote.units]


@api_type
class QuotedFigures(CoinFigures):
    """The figures of one quote of a package. This class lends its fields to others and is itself no type of the API."""

    @field(Audience.PUBLIC)
    def label(self) -> str:
        """What people call one such package: its own name, or the coins it holds without bonus: "1.000 Münzen"."""
        return self.reader.package_label(self.quote.package)[0]

    @field(Audience.PUBLIC)
    def label_locale(self) -> LocaleTag:
        """The language of `label`: of the name, or of the noun beside the number.

        A noun that is stated without a language is in those of the book, and a name without one in the reader's.
        """
        return LocaleTag(self.reader.package_label(self.quote.package)[1])

    @field(Audience.PUBLIC)
    def per_coin(self) -> UnitPrice:
        """The listed price of one coin, bonus coins counted."""
        return UnitPrice(exact=self.quote.per_coin, reader=self.reader)
