"""Doing something again whenever a file of a book changes, until Ctrl-C: for a terminal beside the editor.

Files are compared by what the file system says of them, a few times a second: that works on every system and on
network drives, needs no library, and costs some milliseconds for thousands of files. Clock and sleep are given, so
that tests need neither.
"""

import os
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

SECONDS_BETWEEN_LOOKS = 0.25
NAMED_MOST = 3

Traits = tuple[int, int, int, int] | None
"""When a file was changed, its size, its inode and its mode; None for a folder, and for a file that cannot be asked."""


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
    seen: Mapping[str, Traits] | None = None
    try:
        while True:
            found = traits_of(folder)
            if found != seen:
                cause = f"{clock():%H:%M:%S}  {_changes(seen, found)}"
                seen = found
                code = check()
                say(f"{cause}; waiting for the next change, Ctrl-C ends")
            sleep(SECONDS_BETWEEN_LOOKS)
    except KeyboardInterrupt:
        return code


def traits_of(folder: Path) -> dict[str, Traits]:
    """What tells one state of a book's files from another, by path. Hidden files and folders are left out.

    A file that vanishes while it is looked at counts with None: the next look finds it gone.
    """
    found: dict[str, Traits] = {}
    for top in ("rules", "regions"):
        for where, folders, files in os.walk(folder / top):
            folders[:] = [name for name in folders if not name.startswith(".")]
            here = Path(where)
            found[here.relative_to(folder).as_posix()] = None
            for name in files:
                if not name.startswith("."):
                    found[(here / name).relative_to(folder).as_posix()] = _traits(here / name)
    return found


def _traits(file: Path) -> Traits:
    try:
        status = file.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino, status.st_mode


def _changes(before: Mapping[str, Traits] | None, after: Mapping[str, Traits]) -> str:
    """Which files are new, gone or changed: "regions/de.yaml changed", and the number of those not named."""
    if before is None:
        return "first check"
    changes = [
        f"{file} {'added' if file not in before else 'deleted' if file not in after else 'changed'}"
        for file in sorted(before.keys() | after.keys())
        if file not in before or file not in after or before[file] != after[file]
    ]
    more = len(changes) - NAMED_MOST
    return ", ".join([*changes[:NAMED_MOST], *([f"and {more} more"] if more > 0 else [])])
