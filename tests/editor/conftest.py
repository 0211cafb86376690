"""The language server, installed once from the lock file beside this module, and running on a copy of the schemas."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from ratecard.shipped import shipped_book
from tests.editor.server import Server
from tests.node import node_in

HERE = Path(__file__).parent
PROGRAM = HERE / "node_modules" / "yaml-language-server" / "bin" / "yaml-language-server"


@pytest.fixture(scope="session")
def node() -> str:
    """Node.js, with the language server of the lock file in place."""
    return node_in(HERE)


@pytest.fixture(scope="session")
def server(node: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A running server on a folder that holds the published schemas and no rule file."""
    folder = tmp_path_factory.mktemp("project")
    shutil.copytree(shipped_book() / "schema", folder / "schema")
    with Server([node, str(PROGRAM), "--stdio"], folder) as running:
        yield running
