"""Node.js with the audit and the clients of the lock file, and servers with settings of their own."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Protocol

import pytest

from ratecard.api.context import CurrentBook
from ratecard.api.http.crowd import Crowd
from ratecard.api.settings import Settings
from tests.api.serving import Api, serving
from tests.books import shipped
from tests.node import node_in


class Start(Protocol):
    """Starts a server with settings, and with connections that are counted where the test can see it."""

    def __call__(self, settings: Settings, crowd: Crowd | None = None) -> Api: ...


@pytest.fixture(scope="session")
def node() -> str:
    return node_in(Path(__file__).parent)


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts servers of the shipped book; all are stopped at the end of the test."""
    with ExitStack() as stack:
        yield lambda settings, crowd=None: stack.enter_context(
            serving(CurrentBook(shipped()), settings=settings, crowd=crowd)
        )
