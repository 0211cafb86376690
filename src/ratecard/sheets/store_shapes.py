"""The shapes of what the stores' APIs answer about the prices of products, as far as prices depend on them.

Read on 2026-11-29, for the names of the fields and what they mean:

- Google Play, `inappproducts`: https://developers.google.com/android-publisher/api-ref/rest/v3/inappproducts, with
  https://developers.google.com/android-publisher/api-ref/rest/v3/Price: `prices` by region code, each with
  `priceMicros`, a text of millionths, and `currency`.
- Google Play, `monetization.onetimeproducts`:
  https://developers.google.com/android-publisher/api-ref/rest/v3/monetization.onetimeproducts: `purchaseOptions` with
  `regionalPricingAndAvailabilityConfigs`, each with `regionCode`, `availability` and a `price` of `units` and `nanos`.
- App Store Connect: https://developer.apple.com/documentation/appstoreconnectapi/inapppurchaseprice, and for which
  request answers what https://developer.apple.com/forums/thread/732527: `manualPrices` and `automaticPrices` of one
  product, where the money stands in the price points and territories that are included.

Unverified: the states of a purchase option but ACTIVE, that `legacyCompatible` is the option of older apps, that
an `endDate` is the first day of the next price, and the territory's code XKS.
"""

from datetime import date
from typing import Any

import msgspec


class GoogleMicros(msgspec.Struct, rename="camel"):
    """A price in millionths of the currency's unit."""

    price_micros: str
    currency: str


class GoogleManaged(msgspec.Struct, rename="camel"):
    """A product of `inappproducts`, which may be a subscription; its prices by region code."""

    sku: str
    status: str = "active"
    purchase_type: str = ""
    prices: dict[str, GoogleMicros] = {}


class GoogleMoney(msgspec.Struct, rename="camel"):
    """An amount: whole units, and billionths of one; a part that is zero may be left out."""

    currency_code: str
    units: str | int = 0
    nanos: int = 0


class GoogleRegional(msgspec.Struct, rename="camel"):
    """The price of a purchase option in a region, and whether it can be bought there."""

    region_code: str
    price: GoogleMoney | None = None
    availability: str = ""


class GoogleBuying(msgspec.Struct, rename="camel"):
    """That an option is to buy, and not to rent."""

    legacy_compatible: bool = False


class GoogleOption(msgspec.Struct, rename="camel"):
    """One way in which a product is sold."""

    purchase_option_id: str = ""
    state: str = "ACTIVE"
    buy_option: GoogleBuying | None = None
    regional_pricing_and_availability_configs: list[GoogleRegional] = []


class GoogleOneTime(msgspec.Struct, rename="camel"):
    """A product of `monetization.onetimeproducts`."""

    product_id: str
    purchase_options: list[GoogleOption] = []


class AppleReference(msgspec.Struct):
    """The id of another part of the answer."""

    id: str


class AppleLink(msgspec.Struct):
    """What names another part of the answer."""

    data: AppleReference


class AppleRelations(msgspec.Struct, rename="camel"):
    """Where a price has its amount, and its country."""

    in_app_purchase_price_point: AppleLink
    territory: AppleLink


class AppleDays(msgspec.Struct, rename="camel"):
    """From which day up to which one a price holds; None is always, and for good."""

    start_date: date | None = None
    end_date: date | None = None


class ApplePrice(msgspec.Struct):
    """One price of a product in a country."""

    relationships: AppleRelations
    attributes: AppleDays = msgspec.field(default_factory=AppleDays)


class AppleIncluded(msgspec.Struct):
    """A price point with its `customerPrice`, or a territory with its `currency`."""

    type: str
    id: str
    attributes: dict[str, Any] = {}


class AppleSchedule(msgspec.Struct):
    """The prices of one product."""

    data: list[ApplePrice]
    included: list[AppleIncluded] = []
