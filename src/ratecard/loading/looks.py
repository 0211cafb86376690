"""Looks at a folder of rules: whether anything in it changed, and whether it is at rest.

Files are compared by what the file system says of them; those that were changed a moment ago also by what they hold,
since its clock ticks slowly and a file may be changed twice at what it calls the same time. A folder is at rest when
two looks, one after the other, see the same, and git is not about to write more of it.
"""

import os
import time
from collections.abc import Iterator, Mapping
from hashlib import blake2b
from pathlib import Path

import msgspec

from ratecard.loading.sources import PARTS

Traits = tuple[int, int, int, int, int] | None
"""When a file was changed, by its content and by its rights, its size, inode and mode; None for a folder, and for a
file that cannot be asked."""

SECONDS_UNSETTLED = 2.0
GIT_LOCK = "index.lock"
"""The file that git holds from before it writes the first file of a checkout until after the last."""

SECONDS_LOCKED_MOST = 300.0
"""A lock that is older was left behind: git removes its own."""


class Look(msgspec.Struct, frozen=True):
    """What a folder's rule files looked like: traits by path, and the hashes of those changed lately."""

    traits: Mapping[str, Traits]
    hashes: Mapping[str, bytes]

    def same(self, other: "Look") -> bool:
        """Whether another look saw the same."""
        both = self.hashes.keys() & other.hashes.keys()
        return self.traits == other.traits and all(self.hashes[path] == other.hashes[path] for path in both)


def look_at(folder: Path) -> Look:
    """What the rule files of a folder look like now. Hidden files and folders are left out."""
    traits = dict(_traits_in(folder))
    since = time.time_ns() - int(SECONDS_UNSETTLED * 1e9)
    lately = [path for path, own in traits.items() if own is not None and max(own[:2]) > since]
    return Look(traits, {path: _hash_of(folder / path) for path in lately})


def changes(before: Look, after: Look) -> list[str]:
    """What differs between two looks, by path: "regions/de.yaml changed"."""
    old, new = before.traits, after.traits
    hashes = (before.hashes, after.hashes)
    return [
        f"{file} {'added' if file not in old else 'deleted' if file not in new else 'changed'}"
        for file in sorted(old.keys() | new.keys())
        if file not in old or file not in new or old[file] != new[file] or _differs(file, *hashes)
    ]


def git_lock_of(folder: Path) -> Path | None:
    """The lock that git takes to change the files of this folder; None where no repository holds it."""
    for parent in (folder.resolve(), *folder.resolve().parents):
        git = parent / ".git"
        try:
            if git.is_dir():
                return git / GIT_LOCK
            if git.is_file():
                named = git.read_text("utf-8").removeprefix("gitdir:").strip()
                return (parent / named) / GIT_LOCK
        except (OSError, UnicodeDecodeError):
            return None
    return None


def is_locked(lock: Path | None) -> bool:
    """Whether git is changing files now. A lock that is older than five minutes was left behind and does not count."""
    if lock is None:
        return False
    try:
        return time.time() - lock.stat().st_mtime < SECONDS_LOCKED_MOST
    except OSError:
        return False


def _differs(file: str, before: Mapping[str, bytes], after: Mapping[str, bytes]) -> bool:
    return file in before and file in after and before[file] != after[file]


def _traits_in(folder: Path) -> Iterator[tuple[str, Traits]]:
    """A file that vanishes while it is looked at counts with None: the next look finds it gone."""
    for part in PARTS:
        for where, folders, files in os.walk(folder / part):
            folders[:] = [name for name in folders if not name.startswith(".")]
            here = Path(where).relative_to(folder).as_posix()
            yield here, None
            for name in files:
                if not name.startswith("."):
                    yield f"{here}/{name}", _traits(os.path.join(where, name))


def _traits(file: str) -> Traits:
    try:
        status = os.stat(file)
    except OSError:
        return None
    return status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino, status.st_mode


def _hash_of(file: Path) -> bytes:
    try:
        return blake2b(file.read_bytes(), digest_size=16).digest() if file.is_file() else b""
    except OSError:
        return b""
