"""Guards look at any sound book: they always come to an end, say the same twice, and point into the book."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ratecard.diagnostics.codes import CODES
from ratecard.guards.findings import number_of
from ratecard.guards.running import guard
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
        assert float(number_of(finding.seen)) >= 0
        assert finding.sentence


@pytest.mark.parametrize("case", sorted((CASES / "good").iterdir()), ids=lambda case: case.name)
def test_the_good_cases_are_looked_at(case: object) -> None:
    texts = folder_texts(CASES / "good" / str(getattr(case, "name", case)))
    assert guard(sound(load_hard(texts)), NOW).unproved is not None


def test_the_hard_regions_are_told_nothing() -> None:
    """But for what is expected of regions that are left out."""
    found = guard(sound(load_hard(hard_texts())), NOW).diagnostics
    assert [own.sentence for own in found if not own.sentence.endswith("which this book does not have")] == []
