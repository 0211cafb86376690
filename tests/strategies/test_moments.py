"""What the strategies know by arithmetic, compared with the tz database; and layouts, with what they lay out."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.reference import dates, reading
from tests.reference.reading import BESIDE, Tree
from tests.strategies.books import Book, books
from tests.strategies.moments import BEGINNINGS, DAYS, ZONES, first_second, timed


@pytest.mark.parametrize("zone", ZONES)
def test_our_calendar_and_the_tz_database_begin_every_day_at_the_same_second(zone: str) -> None:
    for day in (*DAYS, *BEGINNINGS):
        assert first_second(day, zone) == dates.first_second(day, zone), day


@given(st.integers(0, 2 * 10**9), st.sampled_from((0, 60, -570, 345, 840, -1)))
def test_an_instant_written_with_any_offset_is_that_instant(at: int, offset: int) -> None:
    assert dates.second(timed(DAYS[0], at, offset).text, "UTC") == at


@settings(max_examples=settings().max_examples // 4, suppress_health_check=[HealthCheck.too_slow])
@given(books(), st.integers(0, 2**32 - 1))
def test_every_layout_of_a_book_states_the_same(book: Book, seed: int) -> None:
    assert said(book.laid_out(seed)) == said(book.laid_out(0))


def said(files: dict[str, str]) -> set[str]:
    """Everything that files state, in one order and without sources and notes."""
    statements = reading.read(files).statements
    return {f"{s.kind} {s.owner} {s.platform} {s.path} {bare(s.written)}" for s in statements}


def bare(tree: Tree) -> object:
    """A tree without the order of its keys, sources and notes."""
    if isinstance(tree, dict):
        return sorted((key, str(bare(below))) for key, below in tree.items() if key not in BESIDE)
    return [bare(item) for item in tree] if isinstance(tree, list) else tree
