"""One way to ask git: no shell, no lock, nobody is asked for a password, and a bound of time."""

import os
import subprocess
from pathlib import Path

SECONDS_MOST = 60

NOTHING_RUNS = ("--no-optional-locks", "-c", "core.fsmonitor=false")
"""What is said before each question: no lock is taken, and no watcher that the repository names is started."""


def ask_git(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[bytes]":
    """How git ended, run in a folder, with what it said.

    Raises OSError where there is no git, ValueError for an argument that no program can be given, and TimeoutExpired
    where it takes too long.
    """
    return subprocess.run(
        ["git", "-C", str(folder), *NOTHING_RUNS, *arguments],
        capture_output=True,
        timeout=SECONDS_MOST,
        check=False,
        env={**os.environ, "GIT_TERMINAL_PROMPT": "0"},
    )
