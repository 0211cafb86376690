"""Edits that change nothing in meaning report nothing and keep the digest."""

from random import Random

import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from ratecard.diagnostics.text import render_lines
from ratecard.loading import Loaded
from tests.books import load_hard
from tests.mutations.same import CHANGES, Texts
from tests.mutations.sources import Source
from tests.mutations.test_mutations import FIXED, sound_of, source_of
from tests.strategies.books import Book, books

NAMES = sorted(CHANGES)


def reported(loaded: Loaded) -> list[tuple[str, str]]:
    """What is reported, wherever it stands, but for what is of the order in which entries are written."""
    found = loaded.diagnostics
    return sorted((each.code, each.sentence) for each in found if each.code != "dates-out-of-order")


def check_same(name: str, before: Loaded, changed: Texts) -> None:
    """Sees that a changed book reports and answers what it did before."""
    after = load_hard(changed)
    note(f"{name}: {CHANGES[name].__doc__}\n{render_lines(after.diagnostics)}")
    assert reported(after) == reported(before)
    assert before.book is not None
    assert after.book is not None
    assert after.book.digest == before.book.digest


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=max(settings().max_examples // 10, 10), suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_known_book_means_the_same_after_it(name: str, data: st.DataObject) -> None:
    book = data.draw(st.sampled_from(sorted(FIXED)))
    changed = CHANGES[name](source_of(book), Random(data.draw(st.integers(0, 2**32))))
    if changed is not None:
        check_same(name, sound_of(book), changed)


@settings(max_examples=max(settings().max_examples // 2, 10), suppress_health_check=list(HealthCheck))
@given(book=books(), seed=st.integers(0, 2**32), data=st.data())
def test_any_book_means_the_same_after_several_of_them(book: Book, seed: int, data: st.DataObject) -> None:
    random = Random(seed)
    before = load_hard(book.files)
    source = Source(book.files)
    for name in data.draw(st.lists(st.sampled_from(NAMES), min_size=6, max_size=6, unique=True)):
        changed = CHANGES[name](source, random)
        if changed is None:
            continue
        check_same(name, before, changed)
        # What a later change could take for a part of the rules: other ends of lines, blocks, a document's marks.
        marks = ("\r", "|", "---")
        if all(isinstance(text, str) and not any(mark in text for mark in marks) for text in changed.values()):
            source = Source({file: text for file, text in changed.items() if isinstance(text, str)})


def test_every_change_can_be_made_to_some_book() -> None:
    random = Random(1)
    sources = [source_of(book) for book in FIXED] * 20
    idle = [name for name in NAMES if all(CHANGES[name](source, random) is None for source in sources)]
    assert idle == ["no_quotes_where_none_are_needed"]
