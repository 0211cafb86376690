"""The language server, installed once from the lock file beside this module, and running on a copy of the schemas."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from ratecard.shipped import shipped_book
from tests.editor.server import Server

HERE = Path(__file__).parent
PROGRAM = HERE / "node_modules" / "yaml-language-server" / "bin" / "yaml-language-server"
INSTALLED = HERE / "node_modules" / ".package-lock.json"
SECONDS_TO_INSTALL = 120


def _missing(reason: str) -> None:
    """Skips, and says why. In CI the server must be there, and so its absence is a failure."""
    if os.environ.get("CI", "").lower() in ("1", "true"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def node() -> str:
    """Node.js, with the language server of the lock file in place."""
    found, npm = shutil.which("node"), shutil.which("npm")
    if not found or not npm:
        _missing("Node.js and npm are not installed: what an editor says is not tried")
    assert found
    assert npm
    lock = HERE / "package-lock.json"
    if not INSTALLED.exists() or INSTALLED.stat().st_mtime < lock.stat().st_mtime:
        install = [npm, "ci", "--no-audit", "--no-fund", "--ignore-scripts"]
        try:
            subprocess.run(install, cwd=HERE, capture_output=True, check=True, timeout=SECONDS_TO_INSTALL)
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
            _missing("npm can not install the language server, perhaps for want of a registry")
        INSTALLED.touch()
    return found


@pytest.fixture(scope="session")
def server(node: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A running server on a folder that holds the published schemas and no rule file."""
    folder = tmp_path_factory.mktemp("project")
    shutil.copytree(shipped_book() / "schema", folder / "schema")
    with Server([node, str(PROGRAM), "--stdio"], folder) as running:
        yield running
