"""`ratecard serve` as a process of its own, as an operator runs it."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

ROOT = Path(__file__).parents[3]
"""The folder of the shipped book."""
SMALLEST = ROOT / "tests" / "cases" / "good" / "smallest"
SECONDS_TO_START_MAX = 60
SECONDS_TO_STOP_MAX = 30


def free_port() -> int:
    """A port that nobody listened on a moment ago."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port: int = unused.getsockname()[1]
        return port


def command(*arguments: str) -> list[str]:
    """The command, in a Python for which a deprecation is an error."""
    return [sys.executable, "-W", "error::DeprecationWarning", "-m", "ratecard", "serve", *arguments]


def children_of(process: int) -> set[int]:
    """The processes that a process has started and that have not ended."""
    return {int(each) for each in Path(f"/proc/{process}/task/{process}/children").read_text("ascii").split()}


class Running:
    """A process that serves, and what it has said so far."""

    def __init__(self, process: subprocess.Popen[bytes], url: str, said: Path) -> None:
        self.process = process
        self.url = url
        self._said = said

    def said(self) -> str:
        """Both of its outputs."""
        return self._said.read_text("utf-8")


@contextmanager
def running(folder: Path, *arguments: str, environment: dict[str, str] | None = None) -> Iterator[Running]:
    """The command on a free port, ready to answer; it is ended with the block.

    It serves the smallest book, which starts two seconds sooner than the shipped one, unless the environment or the
    arguments name another.
    """
    port, said = free_port(), folder / "said.txt"
    with said.open("wb") as file:
        process = subprocess.Popen(
            command(*arguments),
            stdout=file,
            stderr=file,
            env={**os.environ, "RATECARD_BOOK": str(SMALLEST), "RATECARD_PORT": str(port), **(environment or {})},
        )
        found = Running(process, f"http://127.0.0.1:{port}", said)
        try:
            _wait(found)
            yield found
        finally:
            process.kill()
            process.wait()


def _wait(found: Running) -> None:
    deadline = time.monotonic() + SECONDS_TO_START_MAX
    with httpx.Client(base_url=found.url, trust_env=False) as client:
        while True:
            try:
                client.get("/health/ready").raise_for_status()
                return
            except httpx.TransportError:
                assert found.process.poll() is None, found.said()
                assert time.monotonic() < deadline, found.said()
                time.sleep(0.05)
