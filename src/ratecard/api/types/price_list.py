"""Price lists: every package and item that one market sells."""

from typing import TYPE_CHECKING

import strawberry

from ratecard.api.audience import Audience
from ratecard.api.types.chosen_listed import ChosenThing, WithheldChosen, chosen_things
from ratecard.api.types.fields import api_type, field
from ratecard.api.types.figures import QuotedFigures
from ratecard.api.types.items import PricedItem, WithheldItem
from ratecard.api.types.money import PriceBounds, price_bounds
from ratecard.api.types.promotions import BroughtCode
from ratecard.api.types.refusals import Refusal, refusal_of, result
from ratecard.api.types.scalars import CurrencyCode, LocaleTag, PlatformCode, RegionCode, locale_tag
from ratecard.api.types.validity import Validity
from ratecard.instants import Instant
from ratecard.quotes.purchases.lists import PriceList as ListedPrices
from ratecard.quotes.purchases.lists import PricesByWay as ListedByWay
from ratecard.quotes.purchases.lists import RefusedPackage
from ratecard.quotes.tracing.library_values import of_price_list
from ratecard.refusals import ListRefusal
from ratecard.showing import Reader


@api_type
class PricedPackage(QuotedFigures):
    """A package as one market sells it, priced for one unit."""

    @field(Audience.PUBLIC)
    def package_id(self) -> strawberry.ID:
        """The package's stable id, the same in every market and at every time."""
        return strawberry.ID(self.quote.package.id)


@api_type
class WithheldPackage:
    """A package that the market sells, and that this asker gets no price for."""

    refused: strawberry.Private[RefusedPackage]

    @field(Audience.PUBLIC)
    def package_id(self) -> strawberry.ID:
        """The package's id."""
        return strawberry.ID(self.refused.package)

    @field(Audience.PUBLIC)
    def refusal(self) -> Refusal:
        """Why there is no price: NotEligible, FactNeeded, AboveLimit, OverBudget, OutsideEnvelope, or NotSold.

        One that is not sold to this asker is sold to others.
        """
        return refusal_of(self.refused.refusal)


@api_type
class PricesByWay:
    """A price list as it is paid in one way."""

    listed: strawberry.Private[ListedByWay]
    reader: strawberry.Private[Reader]

    @field(Audience.PUBLIC)
    def way_id(self) -> strawberry.ID:
        """The way's id, a value of the fact purchase.way."""
        return strawberry.ID(self.listed.way.id)

    @field(Audience.PUBLIC)
    def name(self) -> str:
        """What people call the way, in the locale's language where the rules have it."""
        return self.reader.name(self.listed.way.names, self.listed.way.id)

    @field(Audience.PUBLIC)
    def name_locale(self) -> LocaleTag | None:
        """The language of `name`. Null where it is the id, which is in no language."""
        return locale_tag(self.reader.name_locale(self.listed.way.names))

    @field(Audience.PUBLIC)
    def packages(self) -> list[PricedPackage]:
        """The packages in the order that the rules give them."""
        return [PricedPackage(quote=quote, reader=self.reader) for quote in self.listed.packages]

    @field(Audience.PUBLIC)
    def withheld(self) -> list[WithheldPackage]:
        """Packages that the market sells so and that facts or conditions keep from this asker, in order of id."""
        return [WithheldPackage(refused=refused) for refused in self.listed.refused]

    @field(Audience.PUBLIC)
    def items(self) -> list[PricedItem]:
        """The items in the order that the rules give them."""
        return [PricedItem(quote=quote, reader=self.reader) for quote in self.listed.items]

    @field(Audience.PUBLIC)
    def withheld_items(self) -> list[WithheldItem]:
        """Items that the market sells so and that facts or conditions keep from this asker, in order of id."""
        return [WithheldItem(refused=refused) for refused in self.listed.refused_items]

    @field(Audience.PUBLIC)
    def chosen(self) -> list[ChosenThing]:
        """Packages and items of which the buyer chooses the number, in the order that the rules give them."""
        return chosen_things(self.listed.chosen, self.reader)

    @field(Audience.PUBLIC)
    def withheld_chosen(self) -> list[WithheldChosen]:
        """Those of them that the market sells so, and that this asker gets no price for. In order of id."""
        return [WithheldChosen(refused=refused) for refused in self.listed.refused_chosen]

    @field(Audience.PUBLIC)
    def assumed_facts(self) -> list[str]:
        """Facts that were not given though the list varies by them: figures, or what is sold at all."""
        return list(self.listed.assumed)


@api_type
class PriceList(Validity):
    """All that a market, one region on one platform, sells as of an instant: packages, items, and what is chosen."""

    listed: strawberry.Private[ListedPrices]
    reader: strawberry.Private[Reader]

    @field(Audience.PUBLIC)
    def region(self) -> RegionCode:
        """The region asked about."""
        return RegionCode(self.listed.request.region)

    @field(Audience.PUBLIC)
    def platform(self) -> PlatformCode:
        """The platform asked about."""
        return PlatformCode(self.listed.request.platform)

    @field(Audience.PUBLIC)
    def currency(self) -> CurrencyCode:
        """The currency of every price in the list."""
        return CurrencyCode(self.listed.market.currency.code)

    @field(Audience.PUBLIC)
    def locale(self) -> LocaleTag:
        """The locale that amounts, counts and days are written in: the first asked for that CLDR knows."""
        return LocaleTag(self.reader.locale)

    @field(Audience.PUBLIC)
    def price_bounds(self) -> PriceBounds | None:
        """The least and the most that a price of the market may be. Null where the rules bound no price."""
        return price_bounds(self.listed.price_bounds, self.reader)

    @field(Audience.PUBLIC)
    def packages(self) -> list[PricedPackage]:
        """The packages in the order that the rules give them."""
        return [PricedPackage(quote=quote, reader=self.reader) for quote in self.listed.packages]

    @field(Audience.PUBLIC)
    def withheld(self) -> list[WithheldPackage]:
        """Packages that the market sells, and that facts or conditions keep from this asker, in order of id."""
        return [WithheldPackage(refused=refused) for refused in self.listed.refused]

    @field(Audience.PUBLIC)
    def items(self) -> list[PricedItem]:
        """The items in the order that the rules give them: what is sold for money and holds no coins."""
        return [PricedItem(quote=quote, reader=self.reader) for quote in self.listed.items]

    @field(Audience.PUBLIC)
    def withheld_items(self) -> list[WithheldItem]:
        """Items that the market sells, and that facts or conditions keep from this asker, in order of id."""
        return [WithheldItem(refused=refused) for refused in self.listed.refused_items]

    @field(Audience.PUBLIC)
    def chosen(self) -> list[ChosenThing]:
        """Packages and items of which the buyer chooses the number, in the order that the rules give them."""
        return chosen_things(self.listed.chosen, self.reader)

    @field(Audience.PUBLIC)
    def withheld_chosen(self) -> list[WithheldChosen]:
        """Those of them that the market sells, and that this asker gets no price for. In order of id."""
        return [WithheldChosen(refused=refused) for refused in self.listed.refused_chosen]

    @field(Audience.PUBLIC)
    def codes(self) -> list[BroughtCode]:
        """The codes that were brought, each with the best that became of it for any package or item."""
        return [BroughtCode(text=code, became=outcome.name) for code, outcome in self.listed.codes]

    @field(Audience.PUBLIC)
    def ways(self) -> list[PricesByWay]:
        """The list by each way of paying, the one that is taken where none is given first. Empty unless asked for."""
        return [PricesByWay(listed=listed, reader=self.reader) for listed in self.listed.by_way]

    @field(Audience.PUBLIC)
    def assumed_facts(self) -> list[str]:
        """Facts that were not given though the list varies by them: figures, or what is sold at all.

        What the rules say for that case was taken. `assumedFacts` of a package are those of its own figures.
        """
        return list(self.listed.assumed)

    @field(Audience.PUBLIC)
    def unknown_values(self) -> list[str]:
        """What any package needs and the rules do not know, by its path in the rules. Sorted.

        `unknownValues` of a package are its own.
        """
        return list(self.listed.unknown_values)

    @field(Audience.PUBLIC)
    def library_values(self) -> list[str]:
        """The values of the library of the world that decided a figure, by their paths: "tax.lines.vat.rate". Sorted.

        Those of any package that is priced; `libraryValues` of a package are those of its own figures.
        """
        return list(of_price_list(self.reader.book, self.listed))

    @field(Audience.PUBLIC)
    def best_value(self) -> strawberry.ID | None:
        """The package of which one coin costs least, bonus coins counted; of equals the one with most coins.

        Null where nothing is priced, or where prices with tax inside and without it cannot be compared.
        """
        return None if self.listed.best_value is None else strawberry.ID(self.listed.best_value)

    @field(Audience.PUBLIC)
    def sells_nothing(self) -> bool:
        """Whether the market sells nothing at all as of that instant. What is withheld is sold to others."""
        return self.listed.sells_nothing

    @field(Audience.PUBLIC)
    def sells_from(self) -> Instant | None:
        """Where nothing is sold to anybody, the instant from which something is; null where the rules name none."""
        return self.listed.sells_from


if TYPE_CHECKING:
    PriceListResult = PriceList | Refusal
else:
    PriceListResult = result("PriceListResult", "A price list, or why there is none.", PriceList, ListRefusal)
