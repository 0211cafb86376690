"""A market at an instant: every term that holds there, frozen."""

from collections.abc import Collection, Mapping
from typing import NamedTuple
from zoneinfo import ZoneInfo

import msgspec

from ratecard.currency import Currency
from ratecard.instants import Instant
from ratecard.terms.buyer_limits import BuyerLimits, buyer_limits
from ratecard.terms.chosen import ChosenOffer, is_chosen
from ratecard.terms.commission import CommissionTerms
from ratecard.terms.computed import NoPrice
from ratecard.terms.eligibility import EligibilityTerms
from ratecard.terms.envelope import Envelope
from ratecard.terms.facts import VARYING, Varying
from ratecard.terms.gifts import GiftTerms, WorthTerms
from ratecard.terms.halts import Halt
from ratecard.terms.held import Tables, TermsBySection, tables_of
from ratecard.terms.lowest_price import LowestPriceTerms
from ratecard.terms.offers import Offer, VaryingOffer, offers_of
from ratecard.terms.price_points import PriceBounds
from ratecard.terms.pricing import PricingTerms
from ratecard.terms.promoted import MarketPromotions, market_promotions, thing_of
from ratecard.terms.promotions import PROMOTIONS
from ratecard.terms.quotes import QUOTES, QuotesTerms
from ratecard.terms.savings import SavingsTerms
from ratecard.terms.second_currency import SecondCurrencyTerms
from ratecard.terms.shows import ShownTerms
from ratecard.terms.tax import TaxTerms
from ratecard.terms.unit_exchange import UnitExchangeTerms
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

    A package that is sold to nobody there has no offer. `items` are the offers of items by their ids, and `chosen` has
    the packages and items, by id, of which a question chooses the number: they are in none of the two. `exchange` says
    what units give of others, by the one that is given. `tax` is None only where nothing is sold, `commission` also
    where it is not for whoever asks, and `eligibility` where nothing is required of a buyer. `savings`,
    `lowest_price` and `second_currency` stand beside a price, each None where the rules do not ask for it. `pricing` is
    how computed prices are rounded, None where nothing says so, and `price_bounds` are those of the market's currency.
    `limits` and `promotions` are None where there are none. `ways` are the ways of paying by id, the one that is taken
    untold first, and `shows` what is shown beside a package or an item where anything is. Days are those of `in_zone`.
    Answers lie in the `enclosing` envelope, where there is one. `says_more_of_prices`: anything stands beside a price,
    what it saves, the lowest one before or a second currency. `is_plain`: there are no promotions and no limits, and
    nothing is shown beside packages or their prices.
    `unsold` says of packages whose price follows others whose lack it is that they are not sold. `halted` are packages
    and items that somebody withholds, by id: what coins are worth still follows their prices; `stopped` are the paths
    of what is as if it were not stated. `quotes` is how long signed quotes hold, None where none is signed.
    """

    key: MarketKey
    period: Period
    digest: str
    currency: Currency
    offers: Mapping[str, Offer | VaryingOffer]
    items: Mapping[str, Offer | VaryingOffer] = {}
    chosen: Mapping[str, ChosenOffer] = {}
    exchange: Mapping[str, Varying[UnitExchangeTerms] | None] = {}
    tax: Varying[TaxTerms] | None
    commission: Varying[CommissionTerms] | None
    worth: WorthTerms | None
    eligibility: EligibilityTerms | None
    savings: SavingsTerms | None = None
    lowest_price: LowestPriceTerms | None = None
    second_currency: SecondCurrencyTerms | None = None

    pricing: Varying[PricingTerms] | None = None
    price_bounds: PriceBounds | None = None
    promotions: MarketPromotions | None = None
    limits: BuyerLimits | None
    ways: Mapping[str, WayTerms]
    shows: Mapping[str, Varying[ShownTerms]]
    in_zone: ZoneInfo
    says_more_of_prices: bool
    is_plain: bool
    enclosing: Envelope | None = None
    unsold: Mapping[str, Varying[NoPrice]] = {}
    halted: Mapping[str, Halt] = {}
    stopped: tuple[str, ...] = ()
    quotes: QuotesTerms | None = None

    def sold(self, name: str) -> Offer | VaryingOffer | None:
        """The offer of a package or an item of this id; None where neither has a price."""
        return self.offers.get(name) or self.items.get(name)

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


OF_PRICES = ("tax", "commission", "pricing", "savings", "lowest_price", "second_currency")
"""The keys of all that is made of a price, or stands beside it."""

CHOICES = frozenset(VARYING)
"""The types of terms that vary by a fact."""


def _chosen_in(
    tables: Tables,
    tax: Varying[TaxTerms] | None,
    commission: Varying[CommissionTerms] | None,
    pricing: Varying[PricingTerms] | None,
) -> dict[str, ChosenOffer]:
    """What is sold of which the number is chosen, by id."""
    packages, items = tables.table("packages"), tables.table("items")
    found: dict[str, ChosenOffer] = {}
    for name, price in tables.table("prices").items():
        own = packages.get(name) if name not in items else items[name]
        if price is not None and own is not None and is_chosen(own, price):
            found[name] = ChosenOffer(name, name in items, own, price, tax, commission, pricing)
    return found


def _sold_in(
    tables: Tables,
    tax: Varying[TaxTerms] | None,
    commission: Varying[CommissionTerms] | None,
    chosen: Collection[str],
) -> tuple[dict[str, Offer | VaryingOffer], dict[str, Offer | VaryingOffer]]:
    """The offers of packages and of items, by their ids, without those of which the number is chosen."""
    prices, items = tables.table("prices"), tables.table("items")
    if chosen:
        prices = {name: price for name, price in prices.items() if name not in chosen}
    if not items:
        return offers_of(tables.table("packages"), prices, tax, commission), {}
    of_packages = {name: price for name, price in prices.items() if name not in items}
    of_items = {name: price for name, price in prices.items() if name in items}
    offers = offers_of(tables.table("packages"), of_packages, tax, commission)
    return offers, offers_of(items, of_items, tax, commission)


def _promotions(
    terms: TermsBySection, sold: Mapping[str, Offer | VaryingOffer], start: Instant
) -> MarketPromotions | None:
    """The promotions in force; None where there are none. They see what is sold by its id, packages and items alike."""
    return market_promotions(terms, {name: thing_of(offer.package) for name, offer in sold.items()}, start)


def _requiring(eligibility: EligibilityTerms | None) -> EligibilityTerms | None:
    """What is required of buyers; None where that is nothing, and known."""
    requires = eligibility is not None and (eligibility.buyer is not None or eligibility.buyer_unknown)
    return eligibility if requires else None


def market_of(
    key: MarketKey, period: Period, digest: str, currency: Currency, terms: TermsBySection, in_zone: ZoneInfo
) -> Market:
    """The market of the terms that hold in a period."""
    tables = tables_of(terms)
    ways = in_order(tables.table("ways").values())
    if not CHOICES.isdisjoint(map(type, terms.values())):
        tables = tables_of(terms := {section: settled(own, ways) for section, own in terms.items()})
    tax, commission, pricing, savings, lowest, second = (terms.get((name,)) for name in OF_PRICES)
    offers, items = _sold_in(tables, tax, commission, chosen := _chosen_in(tables, tax, commission, pricing))
    promotions = _promotions(terms, {**offers, **items}, period.start) if PROMOTIONS in tables.of else None
    limits = buyer_limits(tables, "purchases", ("packages", "items"), terms.get(("purchases",)))
    shows = tables.shown("packages") | tables.shown("items")
    return Market(
        key=key,
        period=period,
        digest=digest,
        currency=currency,
        offers=offers,
        items=items,
        chosen=chosen,
        exchange=tables.table("exchange"),
        tax=tax,
        commission=commission,
        worth=terms.get(("worth_at",)),
        eligibility=_requiring(terms.get(("eligibility",))),
        savings=savings,
        lowest_price=lowest,
        second_currency=second,
        pricing=pricing,
        price_bounds=terms.get(("price_bounds", currency.code)),
        promotions=promotions,
        limits=limits,
        ways=ways,
        shows=shows,
        in_zone=in_zone,
        says_more_of_prices=bool(savings or lowest or second),
        is_plain=not (promotions or limits or shows or savings or lowest or second),
        quotes=terms.get((QUOTES,)),
    )


def with_unsold(market: Market, lacking: Mapping[str, object]) -> Market:
    """The market, with whose lack it is in each case that packages are not sold; of others None stands there."""
    unsold = {package: settled(lack, market.ways) for package, lack in lacking.items() if lack is not None}
    return msgspec.structs.replace(market, unsold=unsold)


def catalogue_of(key: MarketKey, period: Period, terms: TermsBySection) -> Catalogue:
    """The gifts of the terms that hold in a period."""
    tables = tables_of(terms)
    limits = buyer_limits(tables, "spending", ("gifts",), terms.get(("spending",)))
    return Catalogue(key, period, tables.table("gifts"), tables.shown("gifts"), limits)
