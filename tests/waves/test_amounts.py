"""By how much prices change: read from words, counted exactly, and rounded only as it is said."""

from fractions import Fraction

import pytest

from ratecard.currency import CURRENCIES
from ratecard.instants import Instant, zone
from ratecard.money import Money
from ratecard.waves.amounts import AmountFault, PriceChange, PriceUntil, exact_price, parse_by, parse_set
from ratecard.waves.rounding import Allowing, parse_rounding_words

EUR, JPY = CURRENCIES["EUR"], CURRENCIES["JPY"]


def until(minor: int | None, currency: str = "EUR") -> PriceUntil:
    """A price in Germany before a wave, in euro, and the currency from then on."""
    in_zone = zone("Europe/Berlin")
    assert in_zone is not None
    return PriceUntil("DE", Instant(0), in_zone, None if minor is None else Money(minor, EUR), currency)


@pytest.mark.parametrize(
    ("change", "exact"),
    [
        (parse_by("+5 %"), Fraction(146895, 100)),
        (parse_by("+5%"), Fraction(146895, 100)),
        (parse_by("-12.5 %"), Fraction(1399 * 7, 8)),
        (parse_by("−100 %"), Fraction(0)),
        (parse_by("-0.50 EUR"), Fraction(1349)),
        (parse_by("+1 EUR"), Fraction(1499)),
        (parse_set("14.99 EUR, 2000 JPY"), Fraction(1499)),
    ],
)
def test_a_change_is_counted_exactly(change: PriceChange, exact: Fraction) -> None:
    assert exact_price(change, until(1399)) == exact


@pytest.mark.parametrize("text", ["5 %", "5", "+5", "+1,5 %", "+ % 5", "+5 eur", "+5 XXQ", "+0.005 EUR", "1.05", ""])
def test_a_change_that_could_mean_something_else_is_refused(text: str) -> None:
    with pytest.raises(AmountFault):
        parse_by(text)


@pytest.mark.parametrize("text", ["14.99", "14,99 EUR", "14.99 EUR, 15 EUR", "14.999 EUR", "-1 EUR", "1 XXQ", ""])
def test_new_prices_name_their_currencies_each_once(text: str) -> None:
    with pytest.raises(AmountFault):
        parse_set(text)


@pytest.mark.parametrize(
    ("change", "before", "sentence"),
    [
        (parse_by("+5 %"), until(None), "no price before that day"),
        (parse_by("+5 %"), until(1399, "JPY"), "its currency becomes JPY"),
        (parse_by("+5 USD"), until(1399), "it is in EUR, and --by in USD"),
        (parse_set("5 USD"), until(1399), "--set has no price in EUR"),
    ],
)
def test_what_cannot_be_counted_is_told(change: PriceChange, before: PriceUntil, sentence: str) -> None:
    with pytest.raises(AmountFault, match=sentence):
        exact_price(change, before)


def test_nothing_is_rounded_unasked_and_nothing_is_free() -> None:
    unrounded = Allowing(EUR, None, None)
    assert unrounded.price(Fraction(1499)) == Money(1499, EUR)
    with pytest.raises(AmountFault, match=r"it would be 14\.6895 EUR, which is not a price"):
        unrounded.price(Fraction(146895, 100))
    for minor in (0, -50):
        with pytest.raises(AmountFault, match="and a price is above 0"):
            unrounded.price(Fraction(minor))


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("half up", "half up"),
        ("up to a price point", "up to a price point"),
        ("nearest to a price point", "half up to a price point"),
        ("down to 0.05", "down to 0.05"),
    ],
)
def test_roundings_are_those_of_rule_files(text: str, read: str) -> None:
    assert str(parse_rounding_words(text)) == read


def test_another_rounding_is_told_with_those_that_there_are() -> None:
    with pytest.raises(AmountFault, match="is not a rounding") as raised:
        parse_rounding_words("upwards")
    assert "nearest to a price point" in raised.value.hint
