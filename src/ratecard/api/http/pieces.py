"""Work for the event loop by pieces: a few are done at each look at the connections, the rest in their turn.

Without that, a thousand connections that send at once are read, and begun to be answered, in one go, and again at the
next look. A question about the server's health needs some five looks: to be let in, to be read, to be answered.
"""

import asyncio
from collections import deque
from collections.abc import Callable

AT_ONCE_MOST = 10
"""Pieces of each kind between two looks. One takes half a millisecond at most."""

Piece = Callable[[], None]


class PieceCounters:
    """Pieces that had to wait so far, and the most that were done between two looks. Tests read it."""

    def __init__(self) -> None:
        self.waited = 0
        self.at_once_most = 0


class Pieces:
    """The pieces of one event loop, first come first served. Urgent ones have a queue of their own."""

    def __init__(self) -> None:
        self.counters = PieceCounters()
        self._queues: dict[bool, deque[Piece]] = {True: deque(), False: deque()}
        self._done = {True: 0, False: 0}
        self._is_look_scheduled = False

    def do(self, piece: Piece, *, urgent: bool = False) -> None:
        """Does a piece now, or in its turn where others wait or many were done since the last look."""
        if self._queues[urgent] or self._done[urgent] >= AT_ONCE_MOST:
            self.do_later(piece, urgent=urgent)
            return
        self._schedule_look()
        self._do(piece, urgent)

    def do_later(self, piece: Piece, *, urgent: bool = False) -> None:
        """Does a piece after the connections were looked at, in its turn."""
        self.counters.waited += 1
        self._queues[urgent].append(piece)
        self._schedule_look()

    def _do(self, piece: Piece, urgent: bool) -> None:
        self._done[urgent] += 1
        self.counters.at_once_most = max(self.counters.at_once_most, self._done[urgent])
        piece()

    def _schedule_look(self) -> None:
        if not self._is_look_scheduled:
            self._is_look_scheduled = True
            asyncio.get_running_loop().call_soon(self._look)

    def _look(self) -> None:
        """The event loop comes by, which has looked at its connections."""
        self._is_look_scheduled = False
        self._done = {True: 0, False: 0}
        for urgent, queue in self._queues.items():
            for _ in range(min(AT_ONCE_MOST, len(queue))):
                self._do(queue.popleft(), urgent)
        if any(self._queues.values()) or any(self._done.values()):
            self._schedule_look()
