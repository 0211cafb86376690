"""Cold starts and memory: `ratecard serve` until it is ready, beside importing what it is built on."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import fmean
from typing import NamedTuple

from tests.benchmarks.rounds import Times, take_turns

SERVE, IMPORTS = "ratecard serve, until it answers", "import strawberry, litestar, babel"
SECONDS_TO_START_MAX = 60
CODE = "import strawberry, litestar, babel, babel.numbers, babel.dates"


class Memory(NamedTuple):
    """Megabytes of one worker that answers: resident, and what it shares with no other process."""

    workers: int
    resident: float
    own: float


def measure_starts(rounds: int) -> Times:
    """Seconds from the command to the first answer, and those of a Python that imports the libraries and ends."""
    runners: dict[str, Callable[[int], object]] = {
        SERVE: lambda _: _start_and_stop(),
        IMPORTS: lambda _: subprocess.run([sys.executable, "-c", CODE], check=True),
    }
    for run in runners.values():
        run(0)
    return take_turns(runners, rounds)


def measure_memory(workers: int) -> Memory | None:
    """The memory of one of so many workers; None where the system does not tell."""
    process, port = _started(workers)
    try:
        _wait(process, port)
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        if not children.exists():
            return None
        found = [process.pid] if workers == 1 else [int(each) for each in children.read_text("ascii").split()]
        figures = [_smaps(each) for each in found]
        return Memory(workers, fmean(each[0] for each in figures), fmean(each[1] for each in figures))
    finally:
        process.terminate()
        process.wait()


def _smaps(process: int) -> tuple[float, float]:
    text = Path(f"/proc/{process}/smaps_rollup").read_text("ascii")
    sizes = {line.split(":")[0]: int(line.split()[1]) for line in text.splitlines()[1:]}
    return sizes["Rss"] / 1_000, (sizes["Private_Clean"] + sizes["Private_Dirty"]) / 1_000


def _started(workers: int) -> tuple[subprocess.Popen[bytes], int]:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    command = [sys.executable, "-m", "ratecard", "serve", "--port", str(port), "--workers", str(workers)]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, env={**os.environ}), port


def _start_and_stop() -> None:
    process, port = _started(1)
    try:
        _wait(process, port)
    finally:
        process.kill()
        process.wait()


def _wait(process: subprocess.Popen[bytes], port: int) -> None:
    """Waits for the first answer."""
    deadline = time.monotonic() + SECONDS_TO_START_MAX
    while True:
        assert process.poll() is None, "the server stopped"
        assert time.monotonic() < deadline, "the server did not start"
        try:
            with socket.create_connection(("127.0.0.1", port), SECONDS_TO_START_MAX) as connection:
                connection.sendall(b"GET /health/ready HTTP/1.1\r\nHost: localhost\r\n\r\n")
                assert connection.recv(65_536).startswith(b"HTTP/1.1 200 ")
                return
        except ConnectionError:
            time.sleep(0.01)
