"""A market at an instant: every term that holds there, frozen."""

from collections.abc import Mapping
from typing import NamedTuple
from zoneinfo import ZoneInfo

import msgspec

from ratecard.currency import Currency
from ratecard.instants import Instant
from ratecard.terms.buyer_limits import BuyerLimits, buyer_limits
from ratecard.terms.commission import CommissionTerms
from ratecard.terms.eligibility import EligibilityTerms
from ratecard.terms.facts import VARYING, Varying
from ratecard.terms.gifts import GiftTerms, WorthTerms
from ratecard.terms.held import TermsBySection, below, shown_below
from ratecard.terms.lowest_price import LowestPriceTerms
from ratecard.terms.offers import Offer, VaryingOffer, offer_from
from ratecard.terms.price_points import PriceBounds
from ratecard.terms.pricing import PricingTerms
from ratecard.terms.promoted import MarketPromotions, market_promotions
from ratecard.terms.promotions import PROMOTIONS
from ratecard.terms.savings import SavingsTerms
from ratecard.terms.second_currency import SecondCurrencyTerms
from ratecard.terms.shows import ShownTerms
from ratecard.terms.tax import TaxTerms
from ratecard.terms.unknown import Unknowns
from ratecard.terms.ways import WayTerms, in_order, settled


class MarketKey(NamedTuple):
    """One region on one platform."""

    region: str
    platform: str

    @property
    def shown(self) -> str:
        """How people call it: "DE on ios", or "DE" for a region as its creators see it."""
        return f"{self.region} on {self.platform}" if self.platform else self.region


class Period(msgspec.Struct, frozen=True):
    """From `start` up to, and without, `end`; `end` is None where nothing is known to change."""

    start: Instant
    end: Instant | None


class Market(msgspec.Struct, frozen=True, kw_only=True):
    """The terms of one market during one period, in which no answer changes. `offers` are by the package's id.

    A package that is sold to nobody there has no offer. `tax` is None only where nothing is sold, `commission` also
    where it is not for whoever asks, and `eligibility` where nothing is required of a buyer. What stands beside a price
    is None where the rules do not ask for it.
    where it is not for whoever asks, and `eligibility` where nothing is required of a buyer. `pricing` is how
    computed prices are rounded, None where nothing says so, and `price_bounds` are those of the market's currency.
    `limits` and `promotions` are None where there are none. `ways` are the ways of paying by id, the one that is taken
    untold first, and `shows` what is shown beside a package where anything is. Days are those of `in_zone`.
    """

    key: MarketKey
    period: Period
    digest: str
    currency: Currency
    offers: Mapping[str, Offer | VaryingOffer]
    tax: Varying[TaxTerms] | None
    commission: Varying[CommissionTerms] | None
    worth: WorthTerms | None
    eligibility: EligibilityTerms | None
    savings: SavingsTerms | None = None
    lowest_price: LowestPriceTerms | None = None
    second_currency: SecondCurrencyTerms | None = None

    @property
    def says_more_of_prices(self) -> bool:
        """Whether anything stands beside a price: what it saves, the lowest one before, a second currency."""
        return self.savings is not None or self.lowest_price is not None or self.second_currency is not None

    pricing: Varying[PricingTerms] | None = None
    price_bounds: PriceBounds | None = None
    promotions: MarketPromotions | None = None
    limits: BuyerLimits | None
    ways: Mapping[str, WayTerms]
    shows: Mapping[str, Varying[ShownTerms]]
    in_zone: ZoneInfo

    @property
    def usual_way(self) -> str:
        """The way of paying that is taken where none is told; "" where there is none, and that is known."""
        return next(iter(self.ways), "")

    @property
    def buyer_unknown(self) -> Unknowns:
        """What is required of a buyer and the rules do not know."""
        return self.eligibility.buyer_unknown if self.eligibility is not None else ()


class Catalogue(msgspec.Struct, frozen=True):
    """The gifts of one market by id, and the limits of senders, during one period in which none of them changes.

    Apart from the market, so that a new gift ends no price list.
    """

    key: MarketKey
    period: Period
    gifts: Mapping[str, Varying[GiftTerms] | None]
    shows: Mapping[str, Varying[ShownTerms]]
    limits: BuyerLimits | None


def common_period(*periods: Period) -> Period:
    """The stretch in which all of these periods hold; they share an instant."""
    ends = [period.end for period in periods if period.end is not None]
    return Period(max(period.start for period in periods), min(ends) if ends else None)


def market_of(
    key: MarketKey, period: Period, digest: str, currency: Currency, terms: TermsBySection, in_zone: ZoneInfo
) -> Market:
    """The market of the terms that hold in a period."""
    keys = {section[0] for section in terms}
    ways = in_order(below(terms, "ways").values()) if "ways" in keys else {}
    if any(type(section_terms) in VARYING for section_terms in terms.values()):
        terms = {section: settled(section_terms, ways) for section, section_terms in terms.items()}
    packages, prices = below(terms, "packages"), below(terms, "prices")
    tax, commission = terms.get(("tax",)), terms.get(("commission",))
    eligibility = terms.get(("eligibility",))
    requires_something = eligibility is not None and (eligibility.buyer is not None or eligibility.buyer_unknown)
    offers = {
        name: offer_from(packages.get(name), price, tax, commission)
        for name, price in prices.items()
        if price is not None
    }
    return Market(
        key=key,
        period=period,
        digest=digest,
        currency=currency,
        offers=offers,
        tax=tax,
        commission=commission,
        worth=terms.get(("worth_at",)),
        eligibility=eligibility if requires_something else None,
        savings=terms.get(("savings",)),
        lowest_price=terms.get(("lowest_price",)),
        second_currency=terms.get(("second_currency",)),
        pricing=terms.get(("pricing",)),
        price_bounds=terms.get(("price_bounds", currency.code)),
        promotions=market_promotions(terms, offers, period.start) if PROMOTIONS in keys else None,
        limits=buyer_limits(terms, "purchases", "packages"),
        ways=ways,
        shows=shown_below(terms, "packages"),
        in_zone=in_zone,
    )


def catalogue_of(key: MarketKey, period: Period, terms: TermsBySection) -> Catalogue:
    """The gifts of the terms that hold in a period."""
    limits = buyer_limits(terms, "spending", "gifts")
    return Catalogue(key, period, below(terms, "gifts"), shown_below(terms, "gifts"), limits)
