"""The book that logs are compared with."""

from pathlib import Path

import pytest

from tests.books import write_texts
from tests.shadow.logs import TEXTS


@pytest.fixture(scope="session")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_texts(tmp_path_factory.mktemp("shadow"), TEXTS)
