"""Stopping without a request lost: first the server says that it will not be there for long, then it takes no more."""

import signal
from time import monotonic
from types import FrameType

import msgspec
import uvicorn

from ratecard.api.telemetry.meter import Meter


class ServerStanding(msgspec.Struct):
    """How it stands with a server process: whether it is about to stop."""

    draining: bool = False


class DrainingServer(uvicorn.Server):
    """uvicorn's server, which goes on for `drain_seconds` after SIGTERM while `/readyz` says `draining`.

    SIGTERM may come several times, as systemd and the group of workers both send it. SIGINT, a person's, ends the wait.
    """

    def __init__(self, config: uvicorn.Config, standing: ServerStanding, meter: Meter, drain_seconds: int) -> None:
        super().__init__(config)
        self._standing = standing
        self._meter = meter
        self._drain_seconds = drain_seconds
        self._until: float | None = None

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Says so from now on, and stops at once or when the time is over."""
        self._standing.draining = True
        self._meter.set("draining", to=1)
        if sig == signal.SIGTERM and self._drain_seconds and not self.should_exit:
            self._until = self._until or monotonic() + self._drain_seconds
        else:
            super().handle_exit(sig, frame)

    async def on_tick(self, counter: int) -> bool:
        """Looks ten times a second whether it is time to stop."""
        if self._until is not None and monotonic() >= self._until and not self.should_exit:
            super().handle_exit(signal.SIGTERM, None)
        return await super().on_tick(counter)
