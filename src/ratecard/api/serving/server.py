"""The server process: uvicorn on one port, by one worker or several."""

import asyncio
import errno
import os
import resource
import socket
import sys
from contextlib import ExitStack
from functools import partial
from typing import NamedTuple, cast

import uvicorn

from ratecard.api.callers.addresses import believed_proxies
from ratecard.api.callers.callers import UnreadableCallers
from ratecard.api.callers.ceiling import Ceiling
from ratecard.api.context import Clock, system_clock
from ratecard.api.current import CurrentBook
from ratecard.api.documents.persisted import NotAList
from ratecard.api.http.crowd import Bounds, Crowd
from ratecard.api.http.front import GRAPHQL_PATH
from ratecard.api.http.preview import shifted
from ratecard.api.http.protocol import BoundedHttp
from ratecard.api.serving.app import App, create_app
from ratecard.api.serving.following import Following, Server
from ratecard.api.serving.settings import (
    Settings,
    ceiling_of,
    check_callers,
    decision_log_of,
    metrics_of_settings,
    persisted_of,
    told_at_start,
    wrong_settings,
)
from ratecard.api.serving.traffic import MeteredTraffic
from ratecard.api.serving.workers import Loading, freeze_heap, run_workers
from ratecard.api.telemetry.logs import set_up_logging
from ratecard.api.telemetry.meter import Meter, Metrics
from ratecard.audience import Audience
from ratecard.book.rulebook import RuleBook
from ratecard.guards.running import Guarded
from ratecard.live.board import Board
from ratecard.live.halts import UnreadableHalts
from ratecard.live.loader import Loader, fault_message, first_message
from ratecard.live.messages import BookMessage, decoded, encoded
from ratecard.live.starting import Start
from ratecard.live.watched_halts import WatchedHalts
from ratecard.loading import Source

SECRET_BYTES = 32
CONNECTIONS_WAITING_MOST = 2_048
PORT_MOST = 65_535
PORTS_TRIED_MOST = 20
FILES_BESIDE = 60
"""Open files of a worker that are not connections: its book, its log, its keys, the event loop's own."""
BODIES_HELD_LEAST = 4
"""Of the largest bodies that are taken: so many can come in at once."""


def serve_book(book: RuleBook, settings: Settings, guarded: Guarded | None = None, start: Start | None = None) -> int:
    """Serves a book, with what its guards found, until the process is told to stop; what comes back is the exit code.

    With `start`, where that book came from, those that come after it are served too. Settings that would show
    everything to everyone, or name a file that cannot be read, are a wrong call (2); a port that is taken is a failure
    (1).
    """
    problem = wrong_settings(settings) or unreadable(settings)
    if problem:
        print(problem, file=sys.stderr)
        return 2
    # asyncio turns Nagle's algorithm off only where the protocol is named; else each answer waits 40 ms for an ACK.
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listening:
        try:
            listen(listening, settings.host, settings.port)
        except OSError as error:
            print(unusable(family, settings.host, settings.port, error), file=sys.stderr)
            return 1
        if settings.knows_callers or settings.signing_keys is not None:
            for audience in Audience:
                book.seen_by(audience)  # before the workers begin, which share it
        halts = WatchedHalts(settings.halts)
        tell_start(halts.applied_to(book, system_clock()), settings, listening.getsockname()[1])
        with ExitStack() as stack:
            sockets = [listening]
            if settings.metrics_port is not None:
                try:
                    sockets.append(stack.enter_context(metrics_socket(settings.metrics_host, settings.metrics_port)))
                except OSError as error:
                    print(f"--metrics-port {settings.metrics_port}: {error.strerror}", file=sys.stderr)
                    return 1
            return serve_on(sockets, settings, start or Start(book, guarded), halts)


def serve_on(sockets: list[socket.socket], settings: Settings, start: Start, halts: WatchedHalts) -> int:
    """Serves a book on sockets, and those that come after it; the exit code."""
    secret, now = os.urandom(SECRET_BYTES), system_clock()
    board = Board(secret)
    first = first_message(start.book, halts, settings.reloading, now, start.failure)
    current = CurrentBook(halts.applied_to(start.book, now), start.guarded, first.standing)
    following, clock = Following(current, board, secret), clock_of(settings)
    shared = Shared(current, ceiling_of(settings), metrics_of_settings(settings), following, clock)
    source = start.source
    loading = None if source is None else loading_of(start, source, settings, board, secret, first, sockets)
    work = partial(run_worker, shared, settings, sockets)
    return run_workers(settings.workers, work, settings.drain_seconds + settings.stop_seconds, loading)


def loading_of(
    start: Start,
    source: Source,
    settings: Settings,
    board: Board,
    secret: bytes,
    first: BookMessage,
    sockets: list[socket.socket],
) -> Loading:
    """How the process that loads runs. It answers nobody, and so holds none of the sockets."""

    def load(at_once: bool) -> None:
        set_up_logging(settings.log_format, settings.log_level, access=False)
        for listening in sockets:
            listening.close()
        try:
            loader = Loader(source, start.memo, board, secret, settings.reloading, first, start.book)
            loader.run(start.look, asked=at_once)
        except BaseException:
            known = board.read()
            board.write(encoded(fault_message(first if known is None else decoded(known[1]), system_clock())))
            raise

    return Loading(load, settings.reloading.looks)


class Shared(NamedTuple):
    """What all workers answer from, spend from and count in, and by what they follow changes. Made before them."""

    current: CurrentBook
    ceiling: Ceiling
    metrics: Metrics
    following: Following
    clock: Clock


def metrics_socket(host: str, port: int) -> socket.socket:
    """The socket on which metrics are told. Raises OSError where there can be none."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listen(listening, host, port)
    except OSError:
        listening.close()
        raise
    return listening


def listen(listening: socket.socket, host: str, port: int) -> None:
    """Lets a socket listen on a port. Raises OSError where it cannot."""
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind((host, port))
    listening.listen(CONNECTIONS_WAITING_MOST)


def unusable(family: socket.AddressFamily, host: str, port: int, error: OSError) -> str:
    """Why a port cannot be listened on, with another one to write where it is in use."""
    if error.errno != errno.EADDRINUSE:
        return f"port {port} of {host} cannot be used: {error.strerror}"
    free = next(
        (
            candidate
            for candidate in range(port + 1, PORT_MOST + 1)[:PORTS_TRIED_MOST]
            if is_free(family, host, candidate)
        ),
        0,
    )
    instead = f"write --port {free}, or PORT={free} for make serve" if free else "give another one by --port"
    return f"port {port} of {host} is in use by another program; {instead}"


def is_free(family: socket.AddressFamily, host: str, port: int) -> bool:
    """Whether nobody listened on a port a moment ago."""
    with socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP) as trying:
        try:
            listen(trying, host, port)
        except OSError:
            return False
    return True


def unreadable(settings: Settings) -> str | None:
    """Why a file or URL that the settings name cannot be used, or None."""
    try:
        check_callers(settings)
        persisted_of(settings)
        WatchedHalts(settings.halts)
    except (UnreadableCallers, UnreadableHalts, NotAList) as error:
        return str(error)
    return None


def tell_start(book: RuleBook, settings: Settings, port: int) -> None:
    """Says where the book is served, and to whom."""
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    reach = ", for this machine only" if settings.loopback else ""
    print(f"book {book.digest}", f"GraphQL at http://{host}:{port}{GRAPHQL_PATH}{reach}", sep="\n")
    if settings.knows_callers:
        print(f"the public is told {book.seen_by(Audience.PUBLIC).digest} of what it may see of that book")
        print("callers are known by their bearer tokens; whoever has none is of the public; stop with Ctrl-C")
    else:
        print("every caller may see everything, because no callers are configured; stop with Ctrl-C")
    sys.stdout.flush()
    for sentence in told_at_start(settings):
        print(sentence, file=sys.stderr, flush=True)


def run_worker(shared: Shared, settings: Settings, sockets: list[socket.socket], place: int = 0) -> int:
    """Serves on sockets until the process is told to stop, as the worker at this place, from the newest book."""
    meter = Meter(shared.metrics, place)
    log = decision_log_of(settings, meter, place)
    app = create_app(shared.current, shared.clock, settings, ceiling=shared.ceiling, meter=meter, decision_log=log)
    config = config_of(app, settings)
    freeze_heap()
    server = Server(config, app.standing, meter, settings.drain_seconds, shared.following)
    set_up_logging(settings.log_format, settings.log_level, access=settings.access_log)
    try:
        server.run(sockets=sockets)
    except KeyboardInterrupt:
        pass
    finally:
        if log is not None:
            log.end()
    return 0


def clock_of(settings: Settings) -> Clock:
    """The clock that the server answers by: the machine's, or one that began elsewhere."""
    return system_clock if settings.clock is None else shifted(system_clock, settings.clock)


def connections_within(connections: int) -> int:
    """How many connections there can be: this many, or fewer where the system lets the process open too few files."""
    beside = Bounds().reserve + FILES_BESIDE
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and soft < connections + beside:
        soft = connections + beside if hard == resource.RLIM_INFINITY else min(connections + beside, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return connections if soft == resource.RLIM_INFINITY else max(1, min(connections, soft - beside))


def config_of(app: App, settings: Settings, crowd: Crowd | None = None) -> uvicorn.Config:
    """How uvicorn runs the application: no banner, no websockets, faults in the log and nothing else.

    Requests that have begun are answered when the server stops, for `stop_seconds` at most. Addresses that a proxy
    tells are believed of the trusted ones alone.
    """
    if crowd is None:
        held_bytes = max(Bounds().held_bytes, BODIES_HELD_LEAST * settings.body_bytes)
        crowd = Crowd(Bounds(connections=connections_within(settings.connections), held_bytes=held_bytes))
        crowd.counters = MeteredTraffic(app.endpoint.meter)
    counters = crowd.counters
    app.endpoint.turns.watch(lambda: counters.entered + counters.turned_away)
    return uvicorn.Config(
        app,
        http=cast(type[asyncio.Protocol], partial(BoundedHttp, crowd=crowd)),
        ws="none",
        log_config=None,
        log_level="error",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=settings.stop_seconds,
        proxy_headers=settings.trusted_proxies is not None,
        forwarded_allow_ips=believed_proxies(settings.trusted_proxies or ""),
    )
