"""Each kind of mistake gives one error, with its code, its line and its column; the rest of the book is still sound.

And whatever is offered as a sure fix of it mends it, in the same known and random books.
"""

from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from itertools import combinations

import pytest
from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st

from ratecard.book.memo import Memo
from ratecard.diagnostics.diagnostic import Diagnostic, Place, Severity
from ratecard.diagnostics.text import render_lines
from ratecard.loading import Loaded
from tests.books import folder_texts, hard_texts, load_hard
from tests.cases.smallest import CASES
from tests.mutations import ALL
from tests.mutations.edits import KINDS, Edit, Kind
from tests.mutations.mending import check_sure_fixes
from tests.mutations.sources import Source
from tests.strategies.books import Book, books

FIXED = {
    "shipped": hard_texts(),
    **{folder.name: folder_texts(folder) for folder in sorted((CASES / "good").iterdir())},
}
MEMOS = {name: Memo() for name in FIXED}
"""What loads of each of them, and of its edits, remember. That this changes nothing is a test of its own."""
NAMES = sorted(KINDS)
EDITS_A_BOOK = 12


@lru_cache(maxsize=len(FIXED))
def source_of(name: str) -> Source:
    """One of the books that are kept as files."""
    return Source(FIXED[name])


@lru_cache(maxsize=len(FIXED))
def sound_of(name: str) -> Loaded:
    """Such a book, loaded."""
    return load_hard(FIXED[name], memo=MEMOS[name])


@lru_cache(maxsize=len(FIXED))
def sites_of(kind: str, name: str) -> list[Edit]:
    """All edits of a kind in such a book."""
    return list(KINDS[kind].sites(source_of(name)))


def _warnings(found: tuple[Diagnostic, ...]) -> Counter[tuple[str, str]]:
    return Counter((each.code, each.sentence) for each in found if each.severity is Severity.WARNING)


def check(kind: Kind, source: Source, edit: Edit, sound: Loaded, memo: Memo) -> None:
    """Makes the edit and sees that it is reported as its kind says, that nothing else is, and what sure fixes do."""
    files = edit.apply(source)
    loaded = load_hard(files, memo=memo)
    found = loaded.diagnostics
    note(f"{kind.name}: {kind.sentence}\n{edit}\n{render_lines(found)}")
    fresh = [each for each in found if each.severity is Severity.ERROR]
    new = _warnings(found) - _warnings(sound.diagnostics)
    if kind.warning:
        assert not fresh
        assert [code for code, _ in new.elements() if code not in kind.beside] == [kind.code]
        fresh = [each for each in found if each.code == kind.code and (each.code, each.sentence) in new]
    else:
        assert loaded.book is None
        assert {code for code, _ in new} <= set(kind.beside)
        assert [each.code for each in fresh] == [kind.code]
    file, line, column = edit.place(files)
    places = [each.place for each in fresh if each.place is not None]
    assert (file, line) in [(place.file, place.line) for place in places]
    assert kind.inexact or (file, line, column) in [(place.file, place.line, place.column) for place in places]
    assert all(each.sentence and each.advice for each in fresh)
    check_sure_fixes(files, loaded, sound.book.digest if sound.book is not None else None, memo)


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=max(settings().max_examples // 10, 5), suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_mistake_in_a_known_book_is_one_error_at_its_place(name: str, data: st.DataObject) -> None:
    kind = KINDS[name]
    where = [book for book in FIXED if sites_of(name, book)]
    assert where, "no book has a place for this"
    book = data.draw(st.sampled_from(where))
    edit = data.draw(st.sampled_from(sites_of(name, book)))
    check(kind, source_of(book), edit, sound_of(book), MEMOS[book])


@settings(
    max_examples=max(settings().max_examples // 5, 10), suppress_health_check=list(HealthCheck), phases=[Phase.generate]
)
@given(book=books(), data=st.data())
def test_mistakes_in_any_book_are_one_error_each_at_their_places(book: Book, data: st.DataObject) -> None:
    source = Source(book.files)
    memo = Memo()
    sound = load_hard(book.files, memo=memo)
    for name in data.draw(st.lists(st.sampled_from(NAMES), min_size=EDITS_A_BOOK, max_size=EDITS_A_BOOK, unique=True)):
        sites = list(KINDS[name].sites(source))
        if sites:
            check(KINDS[name], source, data.draw(st.sampled_from(sites)), sound, memo)


@settings(max_examples=max(settings().max_examples // 10, 5), suppress_health_check=list(HealthCheck))
@given(book=books(), data=st.data())
def test_two_mistakes_in_two_files_bring_no_third(book: Book, data: st.DataObject) -> None:
    source = Source(book.files)
    edits: list[Edit] = []
    for name in data.draw(st.lists(st.sampled_from(NAMES), min_size=4, max_size=4, unique=True)):
        sites = [edit for edit in KINDS[name].sites(source) if edit.file and not edit.more]
        if sites:
            edits.append(data.draw(st.sampled_from(sites)))
    for one, two in combinations(edits, 2):
        if one.file != two.file:
            both = {**one.apply(source), two.file: two.apply(source)[two.file]}
            alone = _errors(one.apply(source)) | _errors(two.apply(source))
            note(f"{one}\n{two}\n{render_lines(load_hard(both).diagnostics)}")
            assert _errors(both) <= alone
            assert _errors(both) or not alone


def _errors(files: Mapping[str, str | bytes]) -> set[tuple[str, Place | None]]:
    return {(each.code, each.place) for each in load_hard(files).diagnostics if each.severity is Severity.ERROR}


def test_there_are_many_kinds_of_many_codes_nearly_all_with_an_exact_column() -> None:
    assert ALL
    kinds = list(KINDS.values())
    assert len(kinds) >= 60
    assert len({kind.code for kind in kinds}) >= 30
    assert sum(not kind.inexact for kind in kinds) / len(kinds) >= 0.95


@pytest.mark.parametrize("name", NAMES)
def test_each_kind_says_in_a_sentence_what_went_wrong(name: str) -> None:
    assert KINDS[name].sentence.endswith(".")
