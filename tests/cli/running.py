"""Running the command in this process, as a pipe would see it."""

import json
from collections.abc import Mapping
from typing import Any

from click.testing import CliRunner, Result

from ratecard.cli.main import main


def run(*arguments: str, environment: Mapping[str, str] | None = None) -> Result:
    """The result of `ratecard` with these arguments, and with more in the environment."""
    runner = CliRunner(env=environment)
    return runner.invoke(main, list(arguments), prog_name="ratecard", catch_exceptions=False)


def run_json(*arguments: str, code: int = 0) -> Any:
    """The JSON that `ratecard … --format json` prints; the exit code must be `code`."""
    result = run(*arguments, "--format", "json")
    assert result.exit_code == code, result.output
    return json.loads(result.stdout)
