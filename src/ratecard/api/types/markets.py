"""The markets of a book: where something is sold, and in which currency."""

import strawberry

from ratecard.api.answer_period import FIRST_INSTANT
from ratecard.api.audience import Audience
from ratecard.api.context import Context
from ratecard.api.types.fields import api_type, field
from ratecard.api.types.money import PriceBounds, price_bounds
from ratecard.api.types.scalars import CurrencyCode, LocaleTag, PlatformCode, RegionCode, locale_tag
from ratecard.instants import Instant
from ratecard.locale.territories import territory_name
from ratecard.showing import Reader
from ratecard.terms.market import Market as MarketTerms
from ratecard.terms.market import MarketKey, Period


@api_type
class Market:
    """One region on one platform. Terms that change over time are those as of the instant asked about."""

    key: strawberry.Private[MarketKey]
    terms: strawberry.Private[MarketTerms | None]
    reader: strawberry.Private[Reader]

    @field(Audience.PUBLIC)
    def region(self) -> RegionCode:
        """The region's code."""
        return RegionCode(self.key.region)

    @field(Audience.PUBLIC)
    def region_name(self) -> str:
        """The region's name in the locale; a subdivision shows its country's: "United States (NY)"."""
        return territory_name(self.key.region, self.reader.preferences)[0]

    @field(Audience.PUBLIC)
    def region_name_locale(self) -> LocaleTag | None:
        """The language of `regionName`. Null where it is the code, which is in no language."""
        return locale_tag(territory_name(self.key.region, self.reader.preferences)[1])

    @field(Audience.PUBLIC)
    def platform(self) -> PlatformCode:
        """The platform's id."""
        return PlatformCode(self.key.platform)

    @field(Audience.PUBLIC)
    def platform_name(self) -> str:
        """The platform's name, in the locale's language where the rules have it."""
        return self.reader.name(self.reader.book.platforms[self.key.platform], self.key.platform)

    @field(Audience.PUBLIC)
    def platform_name_locale(self) -> LocaleTag | None:
        """The language of `platformName`. Null where it is the id, which is in no language."""
        return locale_tag(self.reader.name_locale(self.reader.book.platforms[self.key.platform]))

    @field(Audience.PUBLIC)
    def time_zone(self) -> str:
        """The IANA time zone in which the region's dates begin, such as "Europe/Berlin"."""
        return self.reader.book.time_zones[self.key.region]

    @field(Audience.PUBLIC)
    def begins(self) -> Instant:
        """The first instant about which the book answers in this market."""
        return self.reader.book.history(self.key).begins

    @field(Audience.PUBLIC)
    def currency(self) -> CurrencyCode | None:
        """The currency in which buyers are billed. Null before the market begins."""
        return None if self.terms is None else CurrencyCode(self.terms.currency.code)

    @field(Audience.PUBLIC)
    def price_bounds(self) -> PriceBounds | None:
        """The least and the most that a price may be. Null where the rules bound none, or before the market begins."""
        return None if self.terms is None else price_bounds(self.terms.price_bounds, self.reader)

    @field(Audience.PUBLIC)
    def valid_from(self) -> Instant | None:
        """The first instant from which the rules of this market are as they are. Null before the market begins.

        `validFrom` of an answer may be later, where a reduction ended since.
        """
        return None if self.terms is None else self.terms.period.start

    @field(Audience.PUBLIC)
    def valid_until(self) -> Instant | None:
        """The instant until which they are, itself not included. Null while no change is stated.

        `validUntil` of an answer may be earlier: where a reduction ends by itself, or another market changes with which
        prices are compared.
        """
        return None if self.terms is None else self.terms.period.end


def markets_of(context: Context, reader: Reader, at: Instant) -> list[Market]:
    """Every market of the book as of an instant, sorted by region and platform."""
    return [_market(context, reader, key, at) for key in context.book.markets()]


def _market(context: Context, reader: Reader, key: MarketKey, at: Instant) -> Market:
    found = context.book.market(key, at)
    if isinstance(found, MarketTerms):
        context.depends_on(found.period)
        return Market(key=key, terms=found, reader=reader)
    context.depends_on(Period(FIRST_INSTANT, context.book.history(key).begins))
    return Market(key=key, terms=None, reader=reader)
