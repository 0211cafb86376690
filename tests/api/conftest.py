"""The servers that the tests of the API ask: one of the shipped book, one of the book in which all is refused."""

from collections.abc import Iterator

import pytest

from ratecard.api.context import CurrentBook
from ratecard.loading import load_book
from tests.api.serving import Api, serving
from tests.books import shipped, sound
from tests.refusing import BOOK


@pytest.fixture(scope="session")
def api() -> Iterator[Api]:
    with serving(CurrentBook(shipped())) as started:
        yield started


@pytest.fixture(scope="session")
def refusing() -> Iterator[Api]:
    with serving(CurrentBook(sound(load_book(BOOK)))) as started:
        yield started
