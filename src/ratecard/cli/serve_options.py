"""The options of `ratecard serve`, in groups. Each can also stand in the environment."""

from datetime import datetime
from pathlib import Path

import rich_click as click

from ratecard.api.bounds import ANSWER, BODY, COST
from ratecard.api.http.origins import CORS_HEADERS
from ratecard.cli.options import WholeRange
from ratecard.cli.watch_options import option, together
from ratecard.instants import Instant, instant_of
from ratecard.rulefiles.values.scalars import parse_instant

FILE = click.Path(path_type=Path, dir_okay=False)
PERIOD_SECONDS_MOST = 86_400
BODY_BYTES_MOST = 100_000_000
ANSWER_BYTES_MOST = 1_000_000_000
SECONDS = WholeRange(0, PERIOD_SECONDS_MOST)


def _instant(_: click.Context, parameter: click.Parameter, text: str | None) -> Instant | None:
    """An instant with its offset; a usage error for any other text."""
    stated = None if text is None else parse_instant(text)
    if stated is None:
        return None
    if not isinstance(stated, datetime):
        raise click.BadParameter(f"{text} is not an instant; write 2026-11-27T00:00+01:00", param=parameter)
    return instant_of(stated)


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

signing_options = together(
    option(
        "--signing-keys",
        type=FILE,
        default=None,
        env="SIGNING_KEYS",
        help="Keys that sign quotes, made by `ratecard signing-keys new`; read again when the file changes.",
    )
)
"""What is promised, and by whom."""

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

book_options = together(
    option(
        "--guards/--no-guards",
        default=True,
        env="GUARDS",
        help="Run the guards of each book that is served, so that finance can ask what they found.",
    ),
    option(
        "--watch",
        is_flag=True,
        env="WATCH",
        help="Serve each change of the rule files as soon as they are whole and sound. SIGHUP loads them in any case.",
    ),
    option(
        "--cases/--no-cases",
        default=False,
        env="CASES",
        help="While serving, take only books that answer their cases (rules/tests) as these expect.",
    ),
    option(
        "--state",
        type=click.Path(path_type=Path, file_okay=False),
        default=None,
        env="STATE",
        help="Folder of the server's own, to keep the newest sound book in; a start with broken rule files serves it.",
    ),
    option(
        "--clock",
        callback=_instant,
        default=None,
        env="CLOCK",
        help="Present instant to begin with, for staging: 2026-11-27T00:00+01:00. Its answers say `preview`, and no "
        "cache keeps them.",
    ),
    option(
        "--halts",
        type=FILE,
        default=None,
        env="HALTS",
        help="File of what is withheld for a while, written by `ratecard halt` and looked at again and again.",
    ),
)
"""What is looked for in the book, and how it may change."""
