"""Bundles that state the same and begin at different instants: what is looked at, built and written once, and told."""

from collections.abc import Mapping

import pytest

from ratecard.book.bundles import Bundler
from ratecard.book.markets import distinct_bundles, said_once
from ratecard.loading import load_texts
from tests.book.cashing import CASH
from tests.book.test_memo import histories_of
from tests.book.test_memo_of_mutations import is_as
from tests.books import Texts, folder_texts, hard_texts, load_hard, sound
from tests.cases.smallest import CASES
from tests.mutations.edits import KINDS
from tests.mutations.sources import Source

BOOKS = {folder.name: folder_texts(folder) for kind in ("good", "bad") for folder in sorted((CASES / kind).iterdir())}
EVERY = 30
"""Of the mutations of a large book every thirtieth kind is tried."""


def in_two_zones() -> Texts:
    """Germany and a Finland that says the same, where days begin an hour earlier."""
    finland = CASH["regions/de.yaml"].replace("region: DE", "region: FI").replace("Europe/Berlin", "Europe/Helsinki")
    return CASH | {"regions/fi.yaml": finland}


def told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """No two bundles are known to state the same from here on."""
    monkeypatch.setattr(Bundler, "_stated", lambda *_: (None, frozenset()))


def test_of_a_bundle_that_begins_at_another_instant_the_sections_with_dates_alone_are_looked_at() -> None:
    histories = histories_of(sound(load_texts(in_two_zones())))
    german, finnish = histories["DE", "web"], histories["FI", "web"]
    there, here = german.bundles["gifts"], finnish.bundles["gifts"]
    assert there is not here
    assert there.stated == here.stated is not None
    assert here.dated == {("gifts", "heart"), ("gifts", "castle")}, "one has a dated price, the other asks for a fact"
    assert len(here.by_section) > 2
    first, again = [said for said in said_once(distinct_bundles((german, finnish))) if said.key == "gifts"]
    assert (first.again, again.again) == (False, True)
    for section in here.by_section:
        same = finnish.sections[section].values is german.sections[section].values
        assert same == (section not in here.dated), section


@pytest.mark.parametrize("name", sorted(BOOKS))
def test_a_book_says_the_same_where_every_bundle_is_looked_at(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    loaded = load_hard(BOOKS[name])
    told_apart(monkeypatch)
    assert is_as(loaded, load_hard(BOOKS[name]), terms=True)


def test_a_mutated_book_says_the_same_where_every_bundle_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    source = Source(hard_texts())
    sites = [next(iter(kind.sites(source)), None) for kind in list(KINDS.values())[::EVERY]]
    mutated = [site.apply(source) for site in sites if site is not None]
    books: list[Mapping[str, bytes | str]] = [in_two_zones(), *mutated]
    every = [load_hard(texts) for texts in books]
    told_apart(monkeypatch)
    for index, (loaded, texts) in enumerate(zip(every, books, strict=True)):
        assert is_as(loaded, load_hard(texts), terms=index < 2), index
