"""Programs of other makers that some tests need, such as Node.js and a browser."""

import os
import shutil
from typing import NoReturn

import pytest


def missing(reason: str) -> NoReturn:
    """Skips, and says why. In CI what is missing must be there, and so its absence is a failure."""
    if os.environ.get("CI", "").lower() in ("1", "true"):
        pytest.fail(reason)
    pytest.skip(reason)


def program(*names: str, needed_for: str) -> str:
    """The path of a program, by the first of its names that is installed."""
    for name in names:
        found = shutil.which(name)
        if found:
            return found
    missing(f"{' or '.join(names)} is not installed: {needed_for} is not tried")
