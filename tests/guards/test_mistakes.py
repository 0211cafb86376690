"""Mistakes that cost money are found, in their line, and each is told once or twice at most."""

from functools import lru_cache

import pytest

from ratecard.book.memo import Memo
from ratecard.diagnostics.text import render_lines
from tests.guards.mistakes import MISTAKES, TOP_UP, Mistake
from tests.guards.proved_mistakes import PROVED_MISTAKES
from tests.guards.world import region_text, told, world


@lru_cache(maxsize=1)
def _memo() -> Memo:
    return Memo()


def test_the_book_without_a_mistake_is_told_nothing() -> None:
    assert render_lines(told(world())) == ""
    beside = region_text("DE") + TOP_UP % ("0.012 EUR each", "")
    assert render_lines(told(world({"regions/de.yaml": beside}))) == ""


def test_there_are_a_hundred() -> None:
    assert len(MISTAKES) >= 100
    assert len({mistake.name for mistake in MISTAKES}) == len(MISTAKES)


@pytest.mark.parametrize("mistake", [*MISTAKES, *PROVED_MISTAKES], ids=lambda mistake: mistake.name)
def test_a_mistake_is_found_in_its_line(mistake: Mistake) -> None:
    found = told(world({mistake.file: mistake.text}), _memo())
    places = [
        (diagnostic.code, diagnostic.place.file, diagnostic.place.line) for diagnostic in found if diagnostic.place
    ]
    expected = {(mistake.code, mistake.told_in or mistake.file, line) for line in mistake.lines}
    assert expected & set(places), render_lines(found) or "nothing is found"
    assert len(found) <= 2, render_lines(found)
    for diagnostic in found:
        assert diagnostic.advice
