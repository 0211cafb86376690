"""`ratecard serve`: the GraphQL endpoint. Each option can also stand in the environment."""

import gc
import sys
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import rich_click as click

from ratecard.cli.books import BOOK_HELP, BookSource, book_or_default
from ratecard.cli.options import show_diagnostics
from ratecard.cli.serve_options import (
    book_options,
    caller_options,
    cost_options,
    document_options,
    network_options,
    origin_options,
    signing_options,
)
from ratecard.cli.watch_options import decision_options, option, watch_options
from ratecard.instants import Instant
from ratecard.loading import Loaded, Source

if TYPE_CHECKING:
    from ratecard.api.serving.settings import Settings


@click.command()
@option(
    "--book",
    "source",
    type=BookSource(),
    default=None,
    env="BOOK",
    help=BOOK_HELP,
)
@network_options
@caller_options
@signing_options
@origin_options
@cost_options
@document_options
@book_options
@watch_options
@decision_options
def serve(source: Source | None, **settings: Any) -> None:
    """Serve the book over GraphQL at http://127.0.0.1:PORT/graphql; to this machine only, unless callers are known."""
    gc.disable()  # until all that stays is there: `freeze_heap` lets it run again
    try:
        sys.exit(_served(source, settings))
    finally:
        gc.enable()


def _served(source: Source | None, given: dict[str, Any]) -> int:
    """Loads the book and serves it until the process is told to stop; the exit code."""
    from ratecard.live.starting import Start, start_of

    where, settings = book_or_default(source), settings_of(given)
    start = start_of(where, settings.reloading, Instant(int(time.time())))
    if isinstance(start, Loaded):
        show_diagnostics(start, where, "text", to_error=True)
        return 1
    if not isinstance(start, Start):
        click.echo(f"error: the book does not answer its cases as they expect{start.lines()}", err=True)
        return 1
    from ratecard.api.serving.server import serve_book

    return serve_book(start.book, settings, start.guarded, start)


def settings_of(given: Mapping[str, Any]) -> "Settings":
    """The settings of the server by what its options were given; lists stand in them by commas."""
    from ratecard.api.serving.settings import Settings

    lists = {name: _words(given[name]) for name in ("allowed_hosts", "cors_origins", "cors_headers")}
    return Settings(**{**given, **lists})


def _words(text: str | None) -> tuple[str, ...]:
    """The words of a list by commas."""
    return tuple(word.strip() for word in (text or "").split(",") if word.strip())
