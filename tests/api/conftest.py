"""The servers that the tests of the API ask: one of the shipped book, one of the book in which all is refused.

Others are started with settings of their own.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Protocol

import pytest

from ratecard.api.current import CurrentBook
from ratecard.api.http.crowd import Crowd
from ratecard.api.serving.settings import Settings
from ratecard.loading import load_book
from tests.api.servers import Api, serving
from tests.books import shipped, sound
from tests.refusing import BOOK

PLENTY = 1_000_000_000
"""Units that the shared servers let their callers spend: all tests of a process ask as one caller."""


class Start(Protocol):
    """Starts a server with settings, and with connections that are counted where the test can see it."""

    def __call__(self, settings: Settings, crowd: Crowd | None = None) -> Api: ...


@pytest.fixture(scope="session")
def api() -> Iterator[Api]:
    with serving(CurrentBook(shipped()), settings=Settings(burst=PLENTY, rate=PLENTY)) as started:
        yield started


@pytest.fixture(scope="session")
def refusing() -> Iterator[Api]:
    with serving(CurrentBook(sound(load_book(BOOK))), settings=Settings(burst=PLENTY, rate=PLENTY)) as started:
        yield started


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts servers of the shipped book; all are stopped at the end of the test."""
    with ExitStack() as stack:
        yield lambda settings, crowd=None: stack.enter_context(
            serving(CurrentBook(shipped()), settings=settings, crowd=crowd)
        )
