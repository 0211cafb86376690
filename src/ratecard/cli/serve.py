"""`ratecard serve`: the GraphQL endpoint. Each option can also stand in the environment."""

import gc
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click

from ratecard.api.bounds import ANSWER, BODY, COST
from ratecard.api.http.origins import CORS_HEADERS
from ratecard.cli.books import BOOK_HELP, BookSource, book_or_default
from ratecard.cli.options import WholeRange, show_diagnostics
from ratecard.cli.watch_options import decision_options, option, together, watch_options
from ratecard.instants import Instant
from ratecard.loading import Source, load
from ratecard.loading.guarding import guarded_to_answer, unless_blocked

if TYPE_CHECKING:
    from ratecard.api.serving.settings import Settings

FILE = click.Path(path_type=Path, dir_okay=False)
PERIOD_SECONDS_MOST = 86_400
BODY_BYTES_MOST = 100_000_000
ANSWER_BYTES_MOST = 1_000_000_000
SECONDS = WholeRange(0, PERIOD_SECONDS_MOST)


network_options = together(
    option(
        "--host",
        default="127.0.0.1",
        env="HOST",
        help="Address to listen on. Any but a loopback address needs --keys or --jwks.",
    ),
    option("--port", type=WholeRange(1, 65_535), default=8000, env="PORT", help="The port."),
    option("--workers", type=WholeRange(1, 64), default=1, env="WORKERS", help="Number of server processes."),
    option(
        "--connections",
        type=WholeRange(1, 100_000),
        default=1_000,
        env="CONNECTIONS",
        help="Most open connections of each worker; health checks are answered beyond that.",
    ),
    option(
        "--allowed-hosts",
        env="ALLOWED_HOSTS",
        help="Host names that the server answers to, separated by commas.  [default: any; on loopback its own]",
    ),
    option(
        "--trusted-proxies",
        env="TRUSTED_PROXIES",
        help="Proxies whose X-Forwarded-For is trusted, separated by commas.",
    ),
    option(
        "--stop-seconds",
        type=WholeRange(0, 600),
        default=10,
        env="STOP_SECONDS",
        help="Seconds to finish open requests on shutdown.",
    ),
    option(
        "--drain-seconds",
        type=WholeRange(0, 600),
        default=0,
        env="DRAIN_SECONDS",
        help="Seconds to go on answering after SIGTERM while /readyz says draining, before that.",
    ),
)
"""Where the server listens, and by how many processes."""

caller_options = together(
    option("--keys", type=FILE, default=None, env="KEYS", help="API keys, made by `ratecard keys new`."),
    option("--jwks", default=None, env="JWKS", help="JWKS to verify JWTs with: a file, or an https URL."),
    option(
        "--jwks-max-age",
        type=WholeRange(10, PERIOD_SECONDS_MOST),
        default=600,
        env="JWKS_MAX_AGE",
        help="Seconds to trust the keys of a URL; they are fetched again after half of that.",
    ),
    option("--jwt-issuer", default=None, env="JWT_ISSUER", help="Required issuer (`iss`) of a JWT."),
    option("--jwt-any-issuer", is_flag=True, env="JWT_ANY_ISSUER", help="Accept any issuer, or none."),
    option("--jwt-audience", default=None, env="JWT_AUDIENCE", help="Required audience (`aud`) of a JWT."),
    option("--jwt-any-audience", is_flag=True, env="JWT_ANY_AUDIENCE", help="Accept any audience, or none."),
)
"""Who may ask."""

cost_options = together(
    option(
        "--burst",
        type=WholeRange(1),
        default=2_000_000,
        env="BURST",
        help="Most cost that a caller may spend at once, in each worker.",
    ),
    option(
        "--rate",
        type=WholeRange(1),
        default=100_000,
        env="RATE",
        help="Cost that a caller gets back each second.",
    ),
    option(
        "--total-burst",
        type=WholeRange(1),
        default=None,
        env="TOTAL_BURST",
        help="Most cost that all callers may spend at once, in all workers together; the last quarter is for those "
        "with a key or token.  [default: 4,000,000 or twice --burst, times --workers]",
    ),
    option(
        "--total-rate",
        type=WholeRange(1),
        default=None,
        env="TOTAL_RATE",
        help="Cost that all callers get back each second.  [default: 200,000 or twice --rate, times --workers]",
    ),
    option("--cost-most", type=WholeRange(1), default=COST.most, env="COST_MOST", help="Most cost of one operation."),
    option(
        "--body-bytes",
        type=WholeRange(1_000, BODY_BYTES_MOST),
        default=BODY.most,
        env="BODY_BYTES",
        help="Most bytes of a request's body.",
    ),
)
"""How much may be asked."""

origin_options = together(
    option(
        "--cors-origins",
        env="CORS_ORIGINS",
        help="Origins whose pages may send requests, separated by commas: https://shop.example",
    ),
    option(
        "--cors-headers",
        default=",".join(CORS_HEADERS),
        env="CORS_HEADERS",
        help="Request headers that those pages may send, separated by commas.",
    ),
)
"""Pages of other origins that may ask, and how."""

document_options = together(
    option(
        "--introspection/--no-introspection",
        default=True,
        env="INTROSPECTION",
        help="Allow introspection.",
    ),
    option(
        "--documents",
        type=FILE,
        default=None,
        env="DOCUMENTS",
        help="Persisted documents: graphql-codegen's file, or Apollo's manifest.",
    ),
    option(
        "--documents-only",
        is_flag=True,
        env="DOCUMENTS_ONLY",
        help="Accept only the documents of --documents.",
    ),
    option("--max-age", type=SECONDS, default=300, env="MAX_AGE", help="Seconds that other caches may keep an answer."),
    option(
        "--stale-age",
        type=SECONDS,
        default=60,
        env="STALE_AGE",
        help="Seconds that they may go on using it while they ask again.",
    ),
    option(
        "--answer-bytes",
        type=WholeRange(1_000, ANSWER_BYTES_MOST),
        default=ANSWER.most,
        env="ANSWER_BYTES",
        help="Most bytes of an answer.",
    ),
    option(
        "--answer-megabytes",
        type=WholeRange(0, 65_536),
        default=48,
        env="ANSWER_MEGABYTES",
        help="Megabytes of answers that each worker caches.",
    ),
)
"""Which documents are taken, and how long answers are kept."""

guard_options = together(
    option(
        "--guards/--no-guards",
        default=True,
        env="GUARDS",
        help="Run the book's guards once before it is served, so that finance can ask what they found.",
    )
)
"""What is looked for in the book."""


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
@origin_options
@cost_options
@document_options
@guard_options
@watch_options
@decision_options
def serve(source: Source | None, **settings: Any) -> None:
    """Serve the book over GraphQL at http://127.0.0.1:PORT/graphql; to this machine only, unless callers are known."""
    gc.disable()  # until all that stays is there: `freeze_heap` lets it run again
    try:
        sys.exit(_served(source, settings))
    finally:
        gc.enable()


def _served(source: Source | None, settings: dict[str, Any]) -> int:
    """Loads the book and serves it until the process is told to stop; the exit code."""
    where = book_or_default(source)
    loaded, guarded = load(where), None
    if settings["guards"]:
        loaded, guarded = guarded_to_answer(loaded, Instant(int(time.time())))
    else:
        loaded = unless_blocked(loaded)
    if loaded.book is None:
        show_diagnostics(loaded, where, "text", to_error=True)
        return 1
    from ratecard.api.serving.server import serve_book

    return serve_book(loaded.book, settings_of(settings), guarded)


def settings_of(given: Mapping[str, Any]) -> "Settings":
    """The settings of the server by what its options were given; lists stand in them by commas."""
    from ratecard.api.serving.settings import Settings

    lists = {name: _words(given[name]) for name in ("allowed_hosts", "cors_origins", "cors_headers")}
    return Settings(**{**given, **lists})


def _words(text: str | None) -> tuple[str, ...]:
    """The words of a list by commas."""
    return tuple(word.strip() for word in (text or "").split(",") if word.strip())
