"""What the library of the world states of lowest prices and second currencies sleeps until a book says `yes`."""

from datetime import datetime

import pytest

from ratecard.instants import Instant, instant_of
from ratecard.loading import Loaded, load_texts
from ratecard.quotes.purchases.lowest import NoLowestPrice
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.quotes.purchases.quoting import quote_purchase
from ratecard.quotes.requests import PurchaseRequest
from ratecard.quotes.tracing.library_values import of_purchase
from tests.books import sound

BOOK = """
begins: 2025-09-01
library: world 2026.11
sells_on: [ios]
packages: {coins_100: {coins: 100}}
"""
REGIONS = {
    "regions/bg.yaml": "region: BG\nprices: {coins_100: {begins: 2.72, 2026-01-01: 1.39}}\n",
    "regions/de.yaml": "region: DE\nprices: {coins_100: {begins: 1.39, 2026-02-01: 1.29}}\n",
    "regions/us.yaml": "region: US\nprices: {coins_100: {begins: 1.39, 2026-02-01: 1.29}}\n",
}


def book_with(rules: str = "", **regions: str) -> Loaded:
    """The book with further lines under rules/ and in regions: `bg="second_currency: yes"`."""
    files = {**REGIONS, "rules/book.yaml": BOOK + rules}
    for code, lines in regions.items():
        files[f"regions/{code}.yaml"] += lines + "\n"
    return load_texts(files)


def quoted(loaded: Loaded, region: str, day: str = "2026-02-10") -> PurchaseQuote:
    """The quote of the package in a region at noon of a day."""
    at: Instant = instant_of(datetime.fromisoformat(f"{day}T12:00:00+00:00"))
    answer = quote_purchase(sound(loaded), PurchaseRequest(region, "ios", "coins_100", at))
    assert isinstance(answer, PurchaseQuote)
    return answer


@pytest.mark.parametrize("region", ["BG", "DE", "US"])
def test_without_a_word_of_the_book_all_of_it_sleeps(region: str) -> None:
    quote = quoted(book_with(), region)
    assert (quote.lowest, quote.second) == (None, None)


def test_yes_for_all_wakes_the_thirty_days_of_member_states_alone() -> None:
    loaded = book_with("lowest_price: yes\n")
    assert loaded.diagnostics == ()
    german, bulgarian = quoted(loaded, "DE").lowest, quoted(loaded, "BG", "2026-01-10").lowest
    assert german is not None
    assert (str(german.amount), str(german.within)) == ("1.39 EUR", "30 days")
    assert bulgarian is not None
    assert bulgarian.reason is NoLowestPrice.OTHER_CURRENCY  # its second currency still sleeps
    assert quoted(loaded, "US").lowest is None


def test_yes_in_a_region_wakes_its_second_currency_and_no_other_key() -> None:
    loaded = book_with(bg="second_currency: yes")
    assert loaded.diagnostics == ()
    before, after = (quoted(loaded, "BG", day).second for day in ("2025-10-01", "2026-02-10"))
    assert before is not None
    assert str(before.listed) == "1.39 EUR"
    assert after is not None
    assert str(after.listed) == "2.72 BGN"
    assert quoted(loaded, "BG", "2026-08-09").second is None
    assert quoted(loaded, "BG").lowest is None


def test_answers_name_what_of_the_library_woke() -> None:
    loaded = book_with("lowest_price: yes\n", bg="second_currency: yes")
    values = of_purchase(sound(loaded), quoted(loaded, "DE"))
    assert "lowest_price.within" in values
    assert "second_currency.rate" in of_purchase(sound(loaded), quoted(loaded, "BG"))


def test_none_ends_what_yes_woke_and_yes_may_begin_on_a_day() -> None:
    ended = book_with("lowest_price: yes\n", de="lowest_price: none")
    assert quoted(ended, "DE").lowest is None
    later = book_with("lowest_price: {applies: {begins: none, 2026-02-05: yes}}\n")
    assert quoted(later, "DE", "2026-02-03").lowest is None
    assert quoted(later, "DE").lowest is not None


def test_what_a_book_states_itself_beats_the_library() -> None:
    own = quoted(book_with(de="lowest_price: {within: 8 days}"), "DE").lowest
    assert own is not None
    assert own.reason is NoLowestPrice.NOT_REDUCED  # nine days after the price fell


@pytest.mark.parametrize(
    ("lines", "place"),
    [("second_currency: yes", "regions/us.yaml"), ("lowest_price: {value: yes, source: law}", "regions/us.yaml")],
)
def test_a_yes_that_wakes_nothing_is_warned_of(lines: str, place: str) -> None:
    loaded = book_with(us=lines)
    assert [(found.code, str(found.place.file)) for found in loaded.diagnostics if found.place] == [
        ("wakes-nothing", place)
    ]
