"""Prices that follow others in the shipped book: on points of the App Store, and as the groups' files say."""

import gzip
import json
from fractions import Fraction
from pathlib import Path

import pytest

from ratecard.terms.computed import Derivation
from tests.shipped.walking import every_list, list_now, prices, words

POINTS: dict[str, list[str]] = json.loads(
    gzip.decompress((Path(__file__).parent / "data" / "app_store_points.json.gz").read_bytes())
)
"""All price points of the App Store in ten currencies on 2026-02-02, in major units.

As its API listed them; github.com/andyshephard/PricingKit at 116ad31 keeps them as
src/lib/apple-connect/price-tier-data.json.
"""

FOLLOWING = words("CL CO MX MY PH TH VN ZA")
CHEAPER_WEB = FOLLOWING | {"NZ", "SG"}


def test_every_price_that_is_computed_is_one_of_the_app_stores_points() -> None:
    seen = set()
    for listed in every_list():
        currency = listed.market.currency
        stores = {Fraction(point) * 10**currency.exponent for point in POINTS.get(currency.code, ())}
        for quote in listed.sold:
            if quote.price.derivation is not None:
                seen.add((listed.request.region, listed.request.platform))
                assert quote.regular_minor in stores, (listed.request, quote.request.package, quote.regular_minor)
    platforms = ("android", "ios", "web")
    assert seen == {(region, platform) for region in FOLLOWING for platform in platforms} | {
        ("NZ", "web"),
        ("SG", "web"),
    }


@pytest.mark.parametrize("region", sorted(CHEAPER_WEB))
def test_the_website_costs_a_quarter_less_than_the_app_store_to_the_nearest_points(region: str) -> None:
    web, store = list_now(region, "web"), list_now(region, "ios")
    made = web.packages[0].price.derivation
    assert isinstance(made, Derivation)
    points = made.pricing.points
    assert points is not None
    for cheap, dear in zip(prices(web), prices(store), strict=True):
        exact = Fraction(dear) * 3 / 4
        below, above = points.around(exact.numerator, exact.denominator)
        assert cheap == (above if above - exact <= exact - below else below), (cheap, dear)


def test_those_who_follow_sell_what_is_followed_and_nothing_that_is_chosen() -> None:
    for region in FOLLOWING:
        for platform in ("android", "ios", "web"):
            listed, followed = list_now(region, platform), list_now("US", platform)
            assert [quote.request.package for quote in listed.sold] == [
                quote.request.package for quote in followed.sold
            ]
