"""Which other price of a book a store's price is."""

from ratecard.currency import CURRENCIES
from ratecard.drift.history import PricedSpan, span_with
from ratecard.instants import Instant
from ratecard.money import Money
from ratecard.sheets.store_prices import StorePrice

NOW = Instant(45)


def span(start: int, minor: int | None, code: str = "EUR") -> PricedSpan:
    """Ten seconds of a price; None is none."""
    money = None if minor is None else Money(minor, CURRENCIES[code])
    return PricedSpan(Instant(start), Instant(start + 10), money)


def price(minor: int, *, says_currency: bool = True) -> StorePrice:
    """A store's price in euros."""
    money = Money(minor, CURRENCIES["EUR"])
    return StorePrice(
        platform="ios", region="BG", product="coins_100", money=money, says_currency=says_currency, where="store:C2"
    )


SPANS = [
    span(0, 249, "BGN"),
    *(span(start, minor) for start, minor in ((10, 129), (20, 139), (30, 129), (40, 149), (50, 159), (60, None))),
    span(70, 169),
    span(80, 139),
    span(90, 169),
]


def test_the_last_earlier_price_is_named_before_any_later_one() -> None:
    assert span_with(SPANS, price(129), NOW) == SPANS[3]
    assert span_with(SPANS, price(139), NOW) == SPANS[2]


def test_else_the_first_later_price_is_named() -> None:
    assert span_with(SPANS, price(169), NOW) == SPANS[7]
    assert span_with(SPANS, price(1), NOW) is None


def test_a_number_without_a_currency_may_be_in_the_money_of_before() -> None:
    assert span_with(SPANS, price(249, says_currency=False), NOW) == SPANS[0]
    assert span_with(SPANS, price(249), NOW) is None
