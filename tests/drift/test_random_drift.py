"""A sheet that is made from the book never differs from it, and one edited cell is told, once."""

from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from ratecard.drift.findings import Drift
from ratecard.instants import Instant, datetime_of
from ratecard.money import Money
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.quotes.purchases.quoting import quote_purchase
from ratecard.quotes.requests import PurchaseRequest
from tests.drift.small import drifted, instant, sheet_of, small_book

PACKAGES = {"coins_100": "com.example.coins100", "coins_1000": "com.example.coins1000"}
REGIONS = ("BG", "CA-ON", "DE", "FR", "JP", "KW", "US-NY", "US-OR")
HEADER = ("Region", "Product", "Currency", "Price")
FIRST, LAST = instant("2026-01-02T00:00:00Z"), instant("2027-03-01T00:00:00Z")

Prices = Mapping[tuple[str, str], Money]


def prices_at(at: Instant) -> dict[tuple[str, str], Money]:
    """What the book asks on iOS, by region and package."""
    answers = {
        (region, package): quote_purchase(small_book(), PurchaseRequest(region, "ios", package, at))
        for region in REGIONS
        for package in PACKAGES
    }
    return {
        key: Money(answer.listed_minor, answer.currency)
        for key, answer in answers.items()
        if isinstance(answer, PurchaseQuote)
    }


def written(prices: Prices) -> str:
    """The prices as a sheet."""
    rows = [(region, PACKAGES[name], own.currency.code, own.amount) for (region, name), own in prices.items()]
    club = ("DE", "com.example.club", "EUR", "4.99")
    return sheet_of([*rows, club], HEADER)


def drift_at(at: Instant, prices: Prices) -> Drift:
    moment = datetime_of(at).isoformat()
    return drifted(("list.csv", written(prices)), at=moment, platform="ios", mark=".")


moments = st.integers(FIRST, LAST).map(Instant)


@given(moments)
def test_a_sheet_made_from_the_book_never_drifts(at: Instant) -> None:
    prices = prices_at(at)
    assert drift_at(at, prices) == Drift(len(prices) + 1, len(prices) + 1)


@given(moments, st.data())
def test_one_edited_cell_is_told_once(at: Instant, data: st.DataObject) -> None:
    prices = prices_at(at)
    edited = data.draw(st.sampled_from(sorted(prices)))
    moved = data.draw(st.integers(1 - prices[edited].minor, 10**6).filter(bool))
    store = Money(prices[edited].minor + moved, prices[edited].currency)
    found = drift_at(at, {**prices, edited: store})
    (own,) = found.differences
    assert ((own.region, own.package), own.moved) == (edited, Money(moved, store.currency))
    assert found == Drift(len(prices) + 1, len(prices), (own,))


@given(moments, st.data())
def test_one_cell_that_is_gone_is_told_once(at: Instant, data: st.DataObject) -> None:
    prices = prices_at(at)
    gone = data.draw(st.sampled_from(sorted(prices)))
    found = drift_at(at, {key: money for key, money in prices.items() if key != gone})
    (own,) = found.lacking
    assert (own.regions, own.package) == ((gone[0],), gone[1])
    assert found == Drift(len(prices), len(prices), lacking=(own,))
