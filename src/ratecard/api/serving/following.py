"""A process that answers, following the one that loads: it takes each new book between two requests."""

import asyncio
import gc
import logging
import time
from socket import socket

import uvicorn

from ratecard.api.current import CurrentBook
from ratecard.api.serving.draining import DrainingServer, ServerStanding
from ratecard.api.telemetry.meter import Meter
from ratecard.live.board import Board
from ratecard.live.messages import BookMessage, decoded
from ratecard.loading import collector_paused
from ratecard.packing import UnreadableBook, unpack, unpack_findings

LOG = logging.getLogger("ratecard.api")

SECONDS_BETWEEN_LOOKS = 0.01
TRIES_MOST = 100
"""How often a worker that begins reads a message that is being written over."""


class Following:
    """Takes what the loading process hands over into the book in force. `longest_pause` is in seconds."""

    def __init__(self, current: CurrentBook, board: Board, secret: bytes) -> None:
        self._current, self._board, self._secret = current, board, secret
        self._read = self._number = 0
        self._findings = b""
        self.longest_pause = 0.0

    @property
    def behind(self) -> bool:
        """Whether there is a message that was not taken yet."""
        return self._board.number != self._read

    def take(self) -> bool:
        """Takes the newest message, if there is one that was not taken yet. Whether there was."""
        if not self.behind:
            return False
        started = time.perf_counter()
        message = self._board.read()
        if message is None:
            return False  # it was written over just now
        number, data = message
        self._read = number
        try:
            self._take(decoded(data))
        except UnreadableBook:
            LOG.exception("a book that was handed over cannot be read; the one before stays in force")
        self.longest_pause = max(self.longest_pause, time.perf_counter() - started)
        return True

    def _take(self, message: BookMessage) -> None:
        book, found = self._current.read(), self._current.beside.guarded
        is_new = message.number != self._number
        if is_new:
            with collector_paused():
                book, found = unpack(message.book, self._secret), None
        if message.findings and (is_new or message.findings != self._findings):
            found = unpack_findings(message.findings, self._secret)
        self._current.put(book, found, message.standing)
        self._number, self._findings = message.number, message.findings
        if is_new:
            gc.freeze()  # what stays is passed over by the collector, as from the start


class Server(DrainingServer):
    """A server that looks for a new book between requests, many times a second."""

    def __init__(
        self,
        config: uvicorn.Config,
        standing: ServerStanding,
        meter: Meter,
        drain_seconds: int,
        following: Following,
    ) -> None:
        super().__init__(config, standing, meter, drain_seconds)
        self._following = following

    async def startup(self, sockets: list[socket] | None = None) -> None:
        """Starts to serve, with the newest book."""
        for _ in range(TRIES_MOST):
            if not self._following.behind:
                break
            self._following.take()
        await super().startup(sockets=sockets)
        self._look(asyncio.get_running_loop())

    def _look(self, loop: asyncio.AbstractEventLoop) -> None:
        try:
            self._following.take()
        finally:
            loop.call_later(SECONDS_BETWEEN_LOOKS, self._look, loop)
