"""Node.js for the tests that need it: packages are installed once, from the lock file of the tests' own folder."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

SECONDS_TO_INSTALL = 120


def missing(reason: str) -> None:
    """Skips, and says why. In CI what is missing must be there, and so its absence is a failure."""
    if os.environ.get("CI", "").lower() in ("1", "true"):
        pytest.fail(reason)
    pytest.skip(reason)


def node_in(folder: Path) -> str:
    """Node.js, with the packages of the folder's lock file in place."""
    found, npm = shutil.which("node"), shutil.which("npm")
    if not found or not npm:
        missing(f"Node.js and npm are not installed: what {folder.name} shows is not tried")
    assert found
    assert npm
    lock, installed = folder / "package-lock.json", folder / "node_modules" / ".package-lock.json"
    if not installed.exists() or installed.stat().st_mtime < lock.stat().st_mtime:
        install = [npm, "ci", "--no-audit", "--no-fund", "--ignore-scripts"]
        try:
            subprocess.run(install, cwd=folder, capture_output=True, check=True, timeout=SECONDS_TO_INSTALL)
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
            missing(f"npm can not install the packages of {folder.name}, perhaps for want of a registry")
        installed.touch()
    return found
