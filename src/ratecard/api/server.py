"""The server process: uvicorn on one port, by one worker or several."""

import asyncio
import functools
import logging
import resource
import socket
import sys
from typing import cast

import uvicorn
from litestar import Litestar

from ratecard.api.app import GRAPHQL_PATH, create_app
from ratecard.api.callers.keys import UnreadableKeys
from ratecard.api.context import CurrentBook, system_clock
from ratecard.api.documents.persisted import NotAList
from ratecard.api.http.crowd import Bounds, Crowd
from ratecard.api.http.protocol import BoundedHttp
from ratecard.api.settings import Settings, callers_of, persisted_of, wrong_settings
from ratecard.api.workers import run_workers, settle
from ratecard.book.rulebook import RuleBook

CONNECTIONS_WAITING_MOST = 2_048
FILES_BESIDE = 60
"""Open files of a worker that are not connections: its book, its log, its keys, the event loop's own."""


def serve_book(book: RuleBook, settings: Settings) -> int:
    """Serves a book until the process is told to stop; what comes back is the exit code.

    Settings that would show everything to everyone, or name a file that can not be read, are a wrong call (2); a port
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
        if settings.workers == 1:
            return run_worker(book, settings, listening)
        return run_workers(settings.workers, lambda: run_worker(book, settings, listening), settings.stop_seconds)


def unreadable(settings: Settings) -> str | None:
    """Why a file that the settings name can not be used, or None."""
    try:
        callers_of(settings)
        persisted_of(settings)
    except (UnreadableKeys, NotAList) as error:
        return str(error)
    except Exception as error:
        from ratecard.api.callers.tokens import UnreadableKeySet

        if isinstance(error, UnreadableKeySet):
            return str(error)
        raise
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


def run_worker(book: RuleBook, settings: Settings, listening: socket.socket) -> int:
    """Serves on a socket until the process is told to stop."""
    config = config_of(create_app(CurrentBook(book), system_clock, settings), settings)
    settle()
    server = uvicorn.Server(config)
    logging.getLogger("uvicorn.error").setLevel(logging.ERROR)  # what callers do wrong is no news
    try:
        server.run(sockets=[listening])
    except KeyboardInterrupt:
        return 0
    return 0


def connections_within(connections: int) -> int:
    """How many connections there can be: this many, or fewer where the system lets the process open too few files."""
    beside = Bounds().reserve + FILES_BESIDE
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and soft < connections + beside:
        soft = connections + beside if hard == resource.RLIM_INFINITY else min(connections + beside, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return connections if soft == resource.RLIM_INFINITY else max(1, min(connections, soft - beside))


def config_of(app: Litestar, settings: Settings, crowd: Crowd | None = None) -> uvicorn.Config:
    """How uvicorn runs the application: no banner, no websockets, faults in the log and nothing else.

    Requests that have begun are answered when the server stops, for `stop_seconds` at the most. Addresses that a proxy
    tells are believed of the trusted ones alone.
    """
    if crowd is None:
        crowd = Crowd(Bounds(connections=connections_within(settings.connections)))
    return uvicorn.Config(
        app,
        http=cast(type[asyncio.Protocol], functools.partial(BoundedHttp, crowd=crowd)),
        ws="none",
        log_level="error",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=settings.stop_seconds,
        proxy_headers=settings.trusted_proxies is not None,
        forwarded_allow_ips=settings.trusted_proxies,
    )
