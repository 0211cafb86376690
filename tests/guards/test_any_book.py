"""Guards look at any sound book: they always come to an end, say the same twice, and point into the book."""

from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ratecard.diagnostics.codes import CODES
from ratecard.guards.findings import number_of
from ratecard.guards.running import guard
from ratecard.guards.telling import CODES as GUARD_CODES
from ratecard.loading import load_texts
from tests.books import folder_texts, hard_texts, load_hard, sound
from tests.cases.smallest import CASES
from tests.guards.world import NOW
from tests.strategies.books import Book, books
from tests.strategies.chains import chains
from tests.strategies.promotions import promoted_books
from tests.strategies.unknown import unknown_books

ANY = st.one_of(books(), chains(), promoted_books(), unknown_books())


@settings(max_examples=settings().max_examples // 2, suppress_health_check=list(HealthCheck), deadline=None)
@given(book=ANY)
def test_any_book_is_looked_at(book: Book) -> None:
    loaded = load_texts(book.files)
    if loaded.book is None:
        return
    first, second = guard(loaded.book, NOW), guard(loaded.book, NOW)
    assert first == second
    for diagnostic in first.diagnostics:
        assert diagnostic.code in CODES
        assert diagnostic.place is not None
        assert diagnostic.place.file in book.files
        assert diagnostic.advice
    for finding in first.findings:
        assert Fraction(number_of(finding.seen)) >= finding.seen >= 0
        assert finding.place.file in book.files
        assert finding.market.region in finding.words_in(finding.market)
    told = [own.code for own in first.diagnostics]
    assert set(told) == {GUARD_CODES[own.guard] for own in first.findings}
    assert len(told) <= len(first.findings)


OF_CASES = {
    "chosen": ["bigger-costs-less", "dearer-in-bulk"],
    "coins_to_cash": ["package-without-price"],
    "currency_change": ["dearer-in-bulk"],
    "earning": ["package-without-price"] * 3 + ["payout-out-of-reach"],
    "groups": ["price-jump"],
    "refusals": ["price-out-of-line"],
}
"""What is told of the good cases: they are of single keys, and nobody would sell by them."""


@pytest.mark.parametrize("case", sorted(path.name for path in (CASES / "good").iterdir()))
def test_the_good_cases_are_told_this(case: str) -> None:
    found = guard(sound(load_hard(folder_texts(CASES / "good" / case))), NOW)
    assert sorted(diagnostic.code for diagnostic in found.diagnostics) == OF_CASES.get(case, [])


def test_the_hard_regions_are_told_nothing() -> None:
    """But for what is expected of regions that are left out."""
    found = guard(sound(load_hard(hard_texts())), NOW).diagnostics
    assert [own.sentence for own in found if not own.sentence.endswith("which this book does not have")] == []
