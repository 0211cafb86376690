"""Options of `serve` for those who watch a server: metrics, logs and the decision log; and how any option is made."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import rich_click as click

from ratecard.cli.options import WholeRange

Command = Callable[..., Any]


def option(*names: str, env: str, help: str, **more: Any) -> Callable[[Command], Command]:
    """One setting, by a flag or by its variable `RATECARD_…`. A flag decides over the variable."""
    more.setdefault("show_default", more.get("default") is not None)
    return click.option(*names, envvar=f"RATECARD_{env}", show_envvar=True, help=help, **more)


def together(*options: Callable[[Command], Command]) -> Callable[[Command], Command]:
    """Several options as one decorator; `--help` shows them in this order."""

    def decorate(command: Command) -> Command:
        for add in reversed(options):
            command = add(command)
        return command

    return decorate


watch_options = together(
    option(
        "--metrics-host",
        default="127.0.0.1",
        env="METRICS_HOST",
        help="Address of --metrics-port, which is open to whoever reaches it.",
    ),
    option(
        "--metrics-port",
        type=WholeRange(1, 65_535),
        default=None,
        env="METRICS_PORT",
        help="Port for /metrics and health alone.  [default: /metrics on --port, for the audience finance]",
    ),
    option(
        "--log-format",
        type=click.Choice(["text", "json"]),
        default="text",
        env="LOG_FORMAT",
        help="Form of what is logged on standard error: no age, fact or key is in it.",
    ),
    option(
        "--log-level",
        type=click.Choice(["error", "warning", "info"]),
        default="warning",
        env="LOG_LEVEL",
        help="What is logged: errors alone, warnings too, or all.",
    ),
    option(
        "--tracing",
        is_flag=True,
        env="TRACING",
        help="Make a span of OpenTelemetry for each operation; an SDK in the process decides where they go.",
    ),
    option("--access-log", is_flag=True, env="ACCESS_LOG", help="Log a line for each request to GraphQL."),
)
"""What those who watch the server are told."""

decision_options = together(
    option(
        "--decisions",
        type=click.Path(path_type=Path, file_okay=False),
        default=None,
        env="DECISIONS",
        help="Folder of the decision log: what was asked and answered, for `ratecard explain --id`.",
    ),
    option(
        "--decisions-sample",
        default="0.01",
        env="DECISIONS_SAMPLE",
        help="Share of the operations that are recorded, from 0 to 1.",
    ),
    option(
        "--decisions-mask/--no-decisions-mask",
        default=True,
        env="DECISIONS_MASK",
        help="Leave out what callers say of people: facts, what was used, codes.",
    ),
    option(
        "--decisions-megabytes",
        type=WholeRange(1, 1_000_000),
        default=1_000,
        env="DECISIONS_MEGABYTES",
        help="Room of the decision log; beyond it records are dropped and counted.",
    ),
)
"""What is recorded of questions and answers."""
