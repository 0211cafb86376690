"""Requests by bare sockets, for what no client library would send."""

import socket
from contextlib import suppress
from urllib.parse import urlsplit

SECONDS_TO_ANSWER_MAX = 30


def connect(url: str) -> socket.socket:
    """A connection to the server of this address."""
    parts = urlsplit(url)
    assert parts.hostname
    assert parts.port
    return socket.create_connection((parts.hostname, parts.port), timeout=SECONDS_TO_ANSWER_MAX)


def until_closed(connection: socket.socket) -> bytes:
    """Everything that comes until the server closes the connection."""
    found = b""
    with suppress(ConnectionError):
        while received := connection.recv(65_536):
            found += received
    return found


def exchange(url: str, sent: bytes) -> bytes:
    """What comes back for these bytes, until the server closes the connection."""
    with connect(url) as connection:
        with suppress(ConnectionError):
            connection.sendall(sent)
        return until_closed(connection)
