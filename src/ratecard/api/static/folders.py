"""The folder of an export: written beside the one that it is to replace, and put in its place when all is there."""

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ratecard.api.static.manifests import MANIFEST, files_of
from ratecard.files import UnreadableFile, read_regular

MANIFEST_BYTES_MOST = 1_000_000_000


class NotReplaced(Exception):
    """A folder that cannot be made, or is not replaced. The sentence says why, and all is as it was."""


class StagedFolder:
    """A folder that is not yet in its place."""

    def __init__(self, beside: Path) -> None:
        self._beside = beside

    def write(self, path: str, content: bytes) -> None:
        """Writes a file at a path inside; one of these bytes may be there already."""
        file = self._beside / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)


def check_replaceable(folder: Path) -> None:
    """Raises NotReplaced where a path is taken by anything but an earlier export, with nothing of others in it."""
    try:
        if not os.path.lexists(folder):
            return
        if not folder.is_dir():
            raise NotReplaced(f"{folder} is there already, and is not a folder")
        inside = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()}
        if not inside:
            return
        known = files_of(read_regular(folder / MANIFEST, MANIFEST_BYTES_MOST)) if MANIFEST in inside else None
    except (OSError, UnreadableFile) as error:
        raise NotReplaced(f"{folder} cannot be read: {error}") from None
    if known is None:
        raise NotReplaced(f"{folder} holds something that is not an export; name a folder that is new or empty")
    others = sorted(inside - known)
    if others:
        raise NotReplaced(f"{folder} holds {others[0]}, which is not of the export; move it, or name another folder")


@contextmanager
def staged(folder: Path) -> Iterator[StagedFolder]:
    """A new folder to write into, which takes the place of `folder` when the block is left without an error.

    A link stays, and what it leads to is replaced. Between two renames there is nothing at the path, for an instant;
    never a part. Raises NotReplaced, and then all is as it was.
    """
    check_replaceable(folder)
    real = Path(os.path.realpath(folder))
    beside = real.with_name(f".{real.name}.{secrets.token_hex(6)}")
    try:
        beside.mkdir(parents=True)
        yield StagedFolder(beside)
        check_replaceable(folder)
        _swap(beside, real)
    except OSError as error:
        raise NotReplaced(f"{folder} cannot be written: {error.strerror or error}") from None
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _swap(beside: Path, real: Path) -> None:
    """Puts a folder in the place of one, or of none; the earlier one comes back where that fails."""
    if not real.exists():
        os.rename(beside, real)
        return
    before = beside.with_name(f"{beside.name}.before")
    os.rename(real, before)
    try:
        os.rename(beside, real)
    except OSError:
        os.rename(before, real)
        raise
    shutil.rmtree(before, ignore_errors=True)
