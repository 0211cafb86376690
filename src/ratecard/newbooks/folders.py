"""A new folder, put in place whole: nothing that is there is touched, and nothing is left where writing fails."""

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path


class NotWritten(Exception):
    """A folder that cannot be made. The sentence says why."""


def check_free(folder: Path) -> None:
    """Raises NotWritten where there is something at a path already; an empty folder is nothing, also one of git's."""
    try:
        taken = os.path.lexists(folder) and (not folder.is_dir() or {path.name for path in folder.iterdir()} - {".git"})
    except OSError as error:
        raise NotWritten(f"{folder} cannot be read: {error.strerror}") from None
    if taken:
        what = "holds something already" if folder.is_dir() else "is there already, and is not a folder"
        raise NotWritten(f"{folder} {what}; name a folder that is new or empty")


def write_whole(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Makes a folder with these files. Raises NotWritten, and then all is as it was before.

    The files are written beside it first. A new folder gets its name when all are there; into an empty one, in which
    somebody's shell may stand, they are moved.
    """
    check_free(folder)
    real = Path(os.path.abspath(folder))
    beside: Path | None = None
    try:
        real.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(dir=real.parent, prefix=f".{real.name}."))
        beside.chmod(0o777 & ~_umask())
        for name, content in contents.items():
            path = beside / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        if real.is_dir():
            _move_into(real, beside)
        else:
            os.rename(beside, real)
    except OSError as error:
        raise NotWritten(f"{folder} cannot be written: {error.strerror or error}") from None
    finally:
        if beside is not None:
            shutil.rmtree(beside, ignore_errors=True)


def _move_into(folder: Path, beside: Path) -> None:
    """Moves all that lies in `beside`; where one cannot be moved, those that were go back."""
    moved: list[str] = []
    try:
        for path in sorted(beside.iterdir()):
            os.rename(path, folder / path.name)
            moved.append(path.name)
    except OSError:
        for name in moved:
            os.rename(folder / name, beside / name)
        raise


def _umask() -> int:
    """What new files may not be; it can only be read by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
