"""Floods of many connections against a server of its own: `python -m tests.api.http.floods [SECONDS] [NAME ...]`.

While each flood lasts, somebody asks `/health/live` again and again. What is printed: how long the slowest answer and
nine in ten took, and what the server's memory grew to. It ends with 1 where health took longer than a second, was not
answered at all, or the memory grew beyond what the connections may hold. Times depend on the machine, so no test asks.
"""

import json
import selectors
import socket
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple
from urllib.parse import urlsplit

from tests.api.http.running import Running, running

CONNECTIONS = 900
SECONDS = 8.0
SECONDS_MOST = 1.0
GROWTH_MEGABYTES_MOST = 200
PIECE = 65_536
POST = b"POST /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
HEALTH = b"GET /health/live HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
NAMES = " ".join(f"{'a' * 90}{number}: name" for number in range(100))


def _get(path: str, *headers: str) -> bytes:
    return "\r\n".join([f"GET {path} HTTP/1.1", "Host: 127.0.0.1", *headers, "", ""]).encode()


def _ask(query: str) -> bytes:
    body = json.dumps({"query": query}).encode()
    return POST + b"Content-Length: %d\r\n\r\n" % len(body) + body


def _chunks(size: int, number: int) -> bytes:
    return POST + b"Transfer-Encoding: chunked\r\n\r\n" + (b"%x\r\n" % size + b" " * size + b"\r\n") * number


FLOODS: dict[str, Callable[[int], bytes]] = {
    "small questions": lambda _: _get("/graphql?query={__typename}") * 2_000,
    "health": lambda _: _get("/health/live") * 2_000,
    "small chunks": lambda _: _chunks(130, 7_000),
    "chunks": lambda _: _chunks(1_000, 990),
    "large bodies": lambda _: POST + b"Content-Length: 999999\r\n\r\n" + b" " * 999_998,
    "wrong tokens": lambda _: _get("/graphql?query={__typename}", "Authorization: Bearer x.y.z") * 500,
    "large answers": lambda _: _ask(f"{{ __schema {{ types {{ {NAMES} }} }} }}") * 20,
    "other large answers": lambda n: b"".join(
        _ask(f"{{ x{n}_{m}: __schema {{ types {{ {NAMES} }} }} }}") for m in range(3)
    ),
    "mistakes of syntax": lambda n: b"".join(_ask("{" + "a " * 2_400 + f"!{n}_{m}") for m in range(3)),
    "many values": lambda _: POST + b"Content-Length: 390000\r\n\r\n[" + b"1," * 194_999 + b"]",
    "long heads": lambda _: _get("/graphql", *(f"x{number}: {'v' * 220}" for number in range(190)))[:-2],
    "long URLs": lambda n: b"".join(_get(f"/graphql?query={{__typename}}%23{n}_{m}{'x' * 15_000}") for m in range(10)),
    "not found": lambda _: _get("/nope") * 1_000,
    "preflights": lambda _: (
        b"OPTIONS /graphql HTTP/1.1\r\nHost: a\r\nOrigin: http://a\r\nAccess-Control-Request-Method: POST\r\n\r\n"
        * 1_000
    ),
}
"""What each connection sends, by the number of the connection."""
KINDS = tuple(FLOODS.values())
FLOODS["all at once"] = lambda number: KINDS[number % len(KINDS)](number)
UNREAD = {"large answers", "other large answers", "all at once"}
"""Floods that read nothing of what they are answered."""


class Seen(NamedTuple):
    """What one flood did: seconds of the answers about health, how many failed, and the growth of memory in MB."""

    seconds: list[float]
    failed: int
    growth: int

    @property
    def held(self) -> bool:
        """Whether health was answered all along, and memory stayed within what connections may hold."""
        answered = bool(self.seconds) and not self.failed and max(self.seconds) <= SECONDS_MOST
        return answered and self.growth <= GROWTH_MEGABYTES_MOST


class Asking(threading.Thread):
    """Asks for health, one question after the other."""

    def __init__(self, address: tuple[str, int]) -> None:
        super().__init__(daemon=True)
        self.address, self.seconds, self.failed, self.ended = address, list[float](), 0, False

    def run(self) -> None:
        while not self.ended:
            begun = time.perf_counter()
            try:
                with socket.create_connection(self.address, 60) as connection:
                    connection.sendall(HEALTH)
                    ok = connection.recv(PIECE).startswith(b"HTTP/1.1 200")
            except OSError:
                ok = False
            self.failed += not ok
            self.seconds.append(time.perf_counter() - begun)
            time.sleep(0.05)


def megabytes_of(process: int) -> int:
    """The resident memory of a process."""
    status = Path(f"/proc/{process}/status").read_text("ascii")
    return int(status.partition("VmRSS:")[2].split()[0]) // 1024


def flood(server: Running, name: str, seconds: float) -> Seen:
    """Sends one flood for so many seconds, as fast as the server takes it."""
    parts = urlsplit(server.url)
    address = (str(parts.hostname), int(parts.port or 0))
    before, left = megabytes_of(server.process.pid), dict[socket.socket, memoryview]()
    for number in range(CONNECTIONS):
        connection = socket.create_connection(address)
        connection.setblocking(False)
        left[connection] = memoryview(FLOODS[name](number))
    asking, most = Asking(address), before
    asking.start()
    with selectors.DefaultSelector() as ready:
        for connection in left:
            ready.register(connection, selectors.EVENT_READ | selectors.EVENT_WRITE)
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            for key, events in ready.select(0.1):
                _go_on(key.fileobj, events, left, reads=name not in UNREAD)  # type: ignore[arg-type]
            most = max(most, megabytes_of(server.process.pid))
            time.sleep(0.005)
    asking.ended = True
    asking.join(70)
    for connection in left:
        connection.close()
    return Seen(asking.seconds, asking.failed, most - before)


def _go_on(connection: socket.socket, events: int, left: dict[socket.socket, memoryview], *, reads: bool) -> None:
    try:
        if events & selectors.EVENT_WRITE and left[connection]:
            left[connection] = left[connection][connection.send(left[connection][:PIECE]) :]
        if reads and events & selectors.EVENT_READ:
            connection.recv(PIECE)
    except OSError:
        left[connection] = memoryview(b"")


def main(arguments: list[str]) -> int:
    """Prints a line for each flood; 1 where one was not held."""
    seconds = float(arguments[0]) if arguments else SECONDS
    names, held = arguments[1:] or list(FLOODS), True
    for name in names:
        with TemporaryDirectory() as folder, running(Path(folder)) as server:
            seen = flood(server, name, seconds)
        held = held and seen.held
        slow = sorted(seen.seconds)
        times = f"health {len(slow)} times, at most {slow[-1]:.2f} s, nine in ten {slow[len(slow) * 9 // 10]:.2f} s"
        print(f"{name:<22}{times}, {seen.failed} failed; memory {seen.growth:+} MB", flush=True)
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
