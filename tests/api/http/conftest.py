"""Node.js with the audit and the clients of the lock file."""

from pathlib import Path

import pytest

from tests.node import node_in


@pytest.fixture(scope="session")
def node() -> str:
    return node_in(Path(__file__).parent)
