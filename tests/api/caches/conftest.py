"""Node.js with Apollo Client and urql, as the example of the guide installs them."""

import pytest

from tests.api.caches.running import EXAMPLE
from tests.node import node_in


@pytest.fixture(scope="session")
def node() -> str:
    return node_in(EXAMPLE)
