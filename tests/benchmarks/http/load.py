"""A load generator of bare sockets: requests that are made beforehand, over connections that stay open.

It takes about 20 µs a request, less than any server here, so that the server is what is measured. The server's own time
on the processor is read from Linux, in nanoseconds; elsewhere it is not known.
"""

import socket
from collections.abc import Sequence
from pathlib import Path

CONNECTIONS = 16
SECONDS_TO_ANSWER_MAX = 60


def request(method: str, target: str, body: bytes = b"", **headers: str) -> bytes:
    """One request of HTTP/1.1 as bytes. Underscores in the names of headers are written as hyphens."""
    given = {"Host": "127.0.0.1", **{name.replace("_", "-"): value for name, value in headers.items()}}
    if body:
        given |= {"Content-Type": "application/json", "Content-Length": str(len(body))}
    head = "".join(f"{name}: {value}\r\n" for name, value in given.items())
    return f"{method} {target} HTTP/1.1\r\n{head}\r\n".encode() + body


class Load:
    """Open connections to one server."""

    def __init__(self, port: int, process: int) -> None:
        self._stat = Path(f"/proc/{process}/schedstat")
        self._connections = [self._connected(port) for _ in range(CONNECTIONS)]
        self._received = [bytearray() for _ in self._connections]

    def close(self) -> None:
        """Closes them."""
        for connection in self._connections:
            connection.close()

    def send(self, requests: Sequence[bytes], statuses: frozenset[int]) -> bytes:
        """Sends all, a few at once, and waits for every answer; the last answer. Another status than these fails."""
        answer = b""
        for start in range(0, len(requests), CONNECTIONS):
            some = requests[start : start + CONNECTIONS]
            for connection, sent in zip(self._connections, some, strict=False):
                connection.sendall(sent)
            for place in range(len(some)):
                answer = self._answer(place)
                status = int(answer[9:12])
                assert status in statuses, answer[:2_000]
        return answer

    def cpu_seconds(self) -> float | None:
        """The seconds that the server has been on a processor, all its threads together."""
        if not self._stat.exists():
            return None
        tasks = (self._stat.parent / "task").iterdir()
        return sum(int((task / "schedstat").read_text("ascii").split()[0]) for task in tasks) / 1_000_000_000

    def _connected(self, port: int) -> socket.socket:
        connection = socket.create_connection(("127.0.0.1", port), SECONDS_TO_ANSWER_MAX)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return connection

    def _answer(self, place: int) -> bytes:
        """The next answer of one connection."""
        connection, received = self._connections[place], self._received[place]
        while (end := received.find(b"\r\n\r\n")) < 0:
            self._receive(connection, received)
        end += 4 + _length(bytes(received[:end]))
        while len(received) < end:
            self._receive(connection, received)
        answer = bytes(received[:end])
        del received[:end]
        return answer

    def _receive(self, connection: socket.socket, received: bytearray) -> None:
        more = connection.recv(262_144)
        assert more, "the server closed the connection"
        received += more


def _length(head: bytes) -> int:
    """The length of the body that follows these headers."""
    _, found, after = head.lower().partition(b"\r\ncontent-length:")
    return int(after.split(b"\r\n", 1)[0]) if found else 0
