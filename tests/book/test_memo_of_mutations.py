"""Each kind of mutation, loaded after the book that it mutates: the same is told and built as alone, there and back."""

import pytest

from ratecard.book.memo import Memo
from ratecard.loading import Loaded
from tests.books import folder_texts, hard_texts, load_hard
from tests.cases.smallest import CASES
from tests.mutations import ALL
from tests.mutations.edits import KINDS
from tests.mutations.sources import Source
from tests.snapshots.texts import Digests

BOOKS = {folder.name: folder_texts(folder) for folder in sorted((CASES / "good").iterdir())} | {"shipped": hard_texts()}
TERMS_EVERY = 5
"""The terms are compared of every fifth load: that takes longer than loading."""

EVERY = {"shipped": 18, "earning": 6, "coins_to_cash": 6}
"""Of large books only each so many-th kind is tried."""


def content(loaded: Loaded) -> list[object]:
    """All that a load holds of its markets and regions."""
    book, digests = loaded.book, Digests()
    if book is None:
        return []
    keys = [*book.markets(), *((region, "") for region in book.regions)]
    histories = [book.history((region, platform)) for region, platform in keys]
    return [(digests.of(h.sections), digests.of(h.paths), h.starts, h.own_starts) for h in histories]


def is_as(warm: Loaded, fresh: Loaded, *, terms: bool) -> bool:
    """Whether both loads say the same."""
    digests = [each.book.digest if each.book is not None else None for each in (warm, fresh)]
    same = warm.diagnostics == fresh.diagnostics and digests[0] == digests[1]
    return same and (not terms or content(warm) == content(fresh))


@pytest.mark.parametrize("name", sorted(BOOKS))
def test_a_load_with_the_memo_of_another_says_what_a_load_alone_does(name: str) -> None:
    assert ALL
    source, memo, fresh = Source(BOOKS[name]), Memo(), load_hard(BOOKS[name])
    assert is_as(load_hard(BOOKS[name], memo=memo), fresh, terms=True)
    for index, kind in enumerate(list(KINDS.values())[:: EVERY.get(name, 3)]):
        edit = next(iter(kind.sites(source)), None)
        if edit is not None:
            texts = edit.apply(source)
            own, terms = load_hard(texts), index % TERMS_EVERY == 0
            assert is_as(load_hard(texts, memo=memo), own, terms=terms), kind.name
            assert is_as(load_hard(texts, memo=memo), own, terms=False), kind.name
            assert is_as(load_hard(BOOKS[name], memo=memo), fresh, terms=False), kind.name
