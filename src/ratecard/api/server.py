"""The server process: uvicorn on one port, by one worker or several."""

import logging
import socket
import sys
from functools import partial

import uvicorn
from litestar import Litestar

from ratecard.api.app import GRAPHQL_PATH, create_app
from ratecard.api.callers.addresses import believed_proxies
from ratecard.api.callers.callers import UnreadableCallers
from ratecard.api.callers.ceiling import Ceiling
from ratecard.api.context import CurrentBook, system_clock
from ratecard.api.documents.persisted import NotAList
from ratecard.api.http.protocol import BoundedHttp
from ratecard.api.settings import Settings, ceiling_of, check_callers, persisted_of, told_at_start, wrong_settings
from ratecard.api.workers import run_workers, settle
from ratecard.book.rulebook import RuleBook

CONNECTIONS_WAITING_MOST = 2_048
KEEP_ALIVE_SECONDS = 20


def serve_book(book: RuleBook, settings: Settings) -> int:
    """Serves a book until the process is told to stop; what comes back is the exit code.

    Settings that would show everything to everyone, or name a file that cannot be read, are a wrong call (2); a port
    that is taken is a failure (1).
    """
    problem = wrong_settings(settings) or unreadable(settings)
    if problem:
        print(problem, file=sys.stderr)
        return 2
    # asyncio turns Nagle's algorithm off only where the protocol is named; else each answer waits 40 ms for an ACK.
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((settings.host, settings.port))
        except OSError as error:
            print(f"port {settings.port} of {settings.host} cannot be used: {error.strerror}", file=sys.stderr)
            return 1
        listening.listen(CONNECTIONS_WAITING_MOST)
        tell_start(book, settings, listening.getsockname()[1])
        ceiling = ceiling_of(settings)
        if settings.workers == 1:
            return run_worker(book, settings, listening, ceiling)
        work = partial(run_worker, book, settings, listening, ceiling)
        return run_workers(settings.workers, work, settings.stop_seconds)


def unreadable(settings: Settings) -> str | None:
    """Why a file or URL that the settings name cannot be used, or None."""
    try:
        check_callers(settings)
        persisted_of(settings)
    except (UnreadableCallers, NotAList) as error:
        return str(error)
    return None


def tell_start(book: RuleBook, settings: Settings, port: int) -> None:
    """Says where the book is served, and to whom."""
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    reach = ", for this machine only" if settings.loopback else ""
    print(f"book {book.digest}", f"GraphQL at http://{host}:{port}{GRAPHQL_PATH}{reach}", sep="\n")
    if settings.knows_callers:
        print("callers are known by their bearer tokens; whoever has none is of the public; stop with Ctrl-C")
    else:
        print("every caller may see everything, because no callers are configured; stop with Ctrl-C")
    sys.stdout.flush()
    for sentence in told_at_start(settings):
        print(sentence, file=sys.stderr, flush=True)


def run_worker(book: RuleBook, settings: Settings, listening: socket.socket, ceiling: Ceiling) -> int:
    """Serves on a socket until the process is told to stop."""
    config = config_of(create_app(CurrentBook(book), system_clock, settings, ceiling=ceiling), settings)
    settle()
    server = uvicorn.Server(config)
    logging.getLogger("uvicorn.error").setLevel(logging.ERROR)  # what callers do wrong is no news
    try:
        server.run(sockets=[listening])
    except KeyboardInterrupt:
        return 0
    return 0


def config_of(app: Litestar, settings: Settings) -> uvicorn.Config:
    """How uvicorn runs the application: no banner, no websockets, faults in the log and nothing else.

    Requests that have begun are answered when the server stops, for `stop_seconds` at the most. Addresses that a proxy
    tells are believed of the trusted ones alone.
    """
    return uvicorn.Config(
        app,
        http=BoundedHttp,
        ws="none",
        log_level="error",
        access_log=False,
        server_header=False,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=settings.stop_seconds,
        proxy_headers=settings.trusted_proxies is not None,
        forwarded_allow_ips=believed_proxies(settings.trusted_proxies or ""),
    )
