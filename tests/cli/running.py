"""Running the command in this process, as a pipe would see it."""

import json
from collections.abc import Mapping
from contextlib import ExitStack
from typing import Any
from unittest.mock import patch

from click.testing import CliRunner, Result

from ratecard.book.memo import Memo
from ratecard.cli.main import main
from ratecard.loading import Folder, Loaded, Source, load
from ratecard.shipped import shipped_book
from tests.books import shipped_once

MEMO = Memo()
"""What commands on books that are nearly alike have in common is made once a process, as when `check` watches."""


def _load(source: Source, *, memo: Memo | None = None) -> Loaded:
    """A book as the command loads it, and the shipped one once for all commands of a process: nothing changes it."""
    return shipped_once() if source == Folder(shipped_book()) else load(source, memo=MEMO if memo is None else memo)


def _load_alike(source: Source, *, memo: Memo | None = None) -> Loaded:  # noqa: ARG001
    """A book that differs little from those before, as a command loads it that looks at two of them."""
    return load(source, memo=MEMO)


def run(*arguments: str, environment: Mapping[str, str] | None = None) -> Result:
    """The result of `ratecard` with these arguments, and with more in the environment."""
    runner = CliRunner(env=environment)
    commands = (patch(f"ratecard.cli.{name}.load", _load) for name in ("options", "check", "guards", "plan"))
    with ExitStack() as stack:
        stack.enter_context(patch("ratecard.cli.change.load", _load_alike))
        for command in commands:
            stack.enter_context(command)
        return runner.invoke(main, list(arguments), prog_name="ratecard", catch_exceptions=False)


def run_json(*arguments: str, code: int = 0) -> Any:
    """The JSON that `ratecard … --format json` prints; the exit code must be `code`."""
    result = run(*arguments, "--format", "json")
    assert result.exit_code == code, result.output
    return json.loads(result.stdout)
