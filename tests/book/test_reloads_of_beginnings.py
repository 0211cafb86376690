"""A reload after an edit of the beginning, or after one that mends another mistake, says what a first load would."""

import pytest

from ratecard.book.memo import Memo
from ratecard.instants import Instant
from ratecard.loading import load_texts
from ratecard.quotes.purchases.listing import list_prices
from ratecard.quotes.requests import PriceListRequest
from tests.books import Texts, sound
from tests.guards.test_following import following
from tests.guards.world import REGIONS, region_text, world

DATED = "{2025-01-01: 1.39, 2025-05-01: 1.49, 2026-06-01: 1.59}"


def begun(day: str) -> Texts:
    """A book that begins on a day, with prices that change before and after."""
    return world(
        {
            "rules/book.yaml": f"begins: {day}\nlanguages: [en]\n",
            "regions/de.yaml": region_text("DE", (DATED, *REGIONS["DE"][2][1:])),
        }
    )


@pytest.mark.parametrize(("first", "then"), [("2025-01-01", "2026-01-01"), ("2026-01-01", "2025-01-01")])
def test_periods_of_a_book_that_begins_on_another_day_are_those_of_a_first_load(first: str, then: str) -> None:
    memo = Memo()
    load_texts(begun(first), memo=memo)
    warm, cold = sound(load_texts(begun(then), memo=memo)), sound(load_texts(begun(then)))
    for key in cold.markets():
        assert warm.history(key).starts == cold.history(key).starts
    at = Instant(1_767_300_000)
    request = PriceListRequest("DE", "ios", at)
    periods = [getattr(list_prices(book, request), "period", None) for book in (warm, cold)]
    assert periods[0] == periods[1]
    assert periods[0] is not None


@pytest.mark.parametrize("factors", ["factors: {level: {DE: 0.8}}\n", "factors: {lever: {other: 0.8}}\n"])
def test_what_is_wrong_with_a_factor_is_told_when_another_mistake_is_mended(factors: str) -> None:
    memo = Memo()
    wanting = following("0.8") | {"rules/factors.yaml": factors}
    other = wanting | {"rules/zz.yaml": "nonsense: 3\n"}
    for texts in (other, wanting, other):
        assert load_texts(texts, memo=memo).diagnostics == load_texts(texts).diagnostics
    assert load_texts(wanting, memo=memo).book is None
