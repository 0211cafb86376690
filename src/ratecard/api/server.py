"""The server process: uvicorn on one port of this machine."""

import socket
import sys

import uvicorn

from ratecard.api.app import GRAPHQL_PATH, create_app
from ratecard.api.context import CurrentBook, system_clock
from ratecard.book.rulebook import RuleBook

LOOPBACK = "127.0.0.1"


def serve_book(book: RuleBook, host: str, port: int) -> int:
    """Serves a book until the process is told to stop; what comes back is the exit code.

    It answers to this machine only, because it knows no callers yet and shows everything to everyone who reaches it.
    Another host than 127.0.0.1 is a wrong call (2), a port that is taken a failure (1).
    """
    if host != LOOPBACK:
        print(
            f"{host} would let other machines in, and no callers are configured; serve on {LOOPBACK}", file=sys.stderr
        )
        return 2
    # asyncio turns Nagle's algorithm off only where the protocol is named; else each answer waits 40 ms for an ACK.
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    with listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((host, port))
        except OSError as error:
            print(f"port {port} of {host} cannot be used: {error.strerror}", file=sys.stderr)
            return 1
        taken = listening.getsockname()[1]
        print(f"book {book.digest}", f"GraphQL at http://{host}:{taken}{GRAPHQL_PATH}, for this machine only", sep="\n")
        print("every caller may see everything, because no callers are configured; stop with Ctrl-C", flush=True)
        server = uvicorn.Server(config_of(CurrentBook(book)))
        try:
            server.run(sockets=[listening])
        except KeyboardInterrupt:
            return 0
    return 0


def config_of(current: CurrentBook) -> uvicorn.Config:
    """How uvicorn runs the application: no banner, no websockets, warnings and faults in the log and nothing else."""
    return uvicorn.Config(
        create_app(current, system_clock), ws="none", log_level="warning", access_log=False, server_header=False
    )
