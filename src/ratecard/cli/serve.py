"""`ratecard serve`: the GraphQL endpoint."""

import sys
from pathlib import Path

import rich_click as click

from ratecard.cli.options import show_diagnostics
from ratecard.loading import load_book
from ratecard.shipped import shipped_book


@click.command()
@click.option(
    "--book",
    "folder",
    type=click.Path(path_type=Path),
    default=None,
    help="A folder that holds rules/ and regions/.  [default: the shipped book]",
)
@click.option("--port", type=click.IntRange(1, 65_535), default=8000, show_default=True, help="The port on 127.0.0.1.")
def serve(folder: Path | None, port: int) -> None:
    """Serve the book over GraphQL at http://127.0.0.1:PORT/graphql; to this machine only."""
    where = folder or shipped_book()
    loaded = load_book(where)
    if loaded.book is None:
        show_diagnostics(loaded, where, "text", to_error=True)
        sys.exit(1)
    from ratecard.api.server import serve_book

    sys.exit(serve_book(loaded.book, "127.0.0.1", port))
