"""Doing something again whenever a file of a book changes, until Ctrl-C: for a terminal beside the editor.

Looking a few times a second works on every system and on network drives, needs no library, and costs some milliseconds
for thousands of files. Clock and sleep are given, so that tests need neither.
"""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from ratecard.loading.looks import Look, changes, look_at

SECONDS_BETWEEN_LOOKS = 0.25
NAMED_MOST = 3


def watch(
    folder: Path,
    check: Callable[[], int],
    say: Callable[[str], None],
    clock: Callable[[], datetime],
    sleep: Callable[[float], None],
) -> int:
    """Calls `check` at once and after each change, until Ctrl-C; comes back with what it returned last.

    After each check it says when that was and which files had changed. The files are looked at before they are read:
    a change in the middle of a check is seen afterwards, and a file half written is checked again when it is whole.
    1 where Ctrl-C came before the first check was done: nothing is known of the book then.
    """
    code = 1
    seen: Look | None = None
    try:
        while True:
            found = look_at(folder)
            if seen is None or not found.same(seen):
                cause = f"{clock():%H:%M:%S}  {_changes(seen, found)}"
                seen = found
                code = check()
                say(f"{cause}; waiting for the next change, Ctrl-C ends")
            sleep(SECONDS_BETWEEN_LOOKS)
    except KeyboardInterrupt:
        return code


def _changes(before: Look | None, after: Look) -> str:
    """Which files are new, gone or changed: "regions/de.yaml changed", and the number of those not named."""
    if before is None:
        return "first check"
    every = changes(before, after)
    more = len(every) - NAMED_MOST
    return ", ".join([*every[:NAMED_MOST], *([f"and {more} more"] if more > 0 else [])])
