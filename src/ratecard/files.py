"""Single files, read within bounds and replaced whole: keys, public keys, exchange rates, lists of documents."""

import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

ACCESS_LIST = "system.posix_acl_access"
"""The extended attribute in which Linux keeps who else may read a file."""


class UnreadableFile(Exception):
    """A file that cannot be read. The sentence says why."""


class UnwritableFile(Exception):
    """A file that cannot be put in place of another, which is as it was. The sentence says why."""


def read_regular(file: Path, bytes_most: int) -> bytes:
    """What a regular file holds. Raises UnreadableFile where it is none, is larger, or cannot be read.

    Links are followed. Neither a pipe nor a device is waited for.
    """
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)
    try:
        handle = os.open(file, flags)
        try:
            kind = os.fstat(handle).st_mode
            if not stat.S_ISREG(kind):
                raise UnreadableFile(f"{file} cannot be read: it is {_kind(kind)}, not a regular file")
            with os.fdopen(handle, "rb", closefd=False) as opened:
                content = opened.read(bytes_most + 1)
        finally:
            os.close(handle)
    except (OSError, ValueError) as error:
        raise UnreadableFile(f"{file} cannot be read: {_reason(error)}") from None
    if len(content) > bytes_most:
        raise UnreadableFile(f"{file} cannot be read: it has more than {bytes_most:,} bytes")
    return content


def replace_whole(file: Path, content: bytes, new_mode: int) -> None:
    """Puts a whole new file in the place of one, or of none: a reader finds the old one or the new one, never a half.

    A link stays, and what it leads to is replaced. Owner, group, mode and access list stay as they were, so that
    whoever could read the file still can; a file that was not there gets `new_mode`. Raises UnwritableFile where that
    cannot be had, and then nothing has changed.
    """
    real = Path(os.path.realpath(file))
    try:
        before = _status(real)
        handle, name = tempfile.mkstemp(dir=real.parent, prefix=f".{real.name}.")
        try:
            with os.fdopen(handle, "wb") as written:
                written.write(content)
                written.flush()
                _keep_access(written.fileno(), real, before, new_mode)
                os.fsync(written.fileno())
            os.replace(name, real)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except (OSError, ValueError) as error:
        raise UnwritableFile(f"{real} cannot be written: {_reason(error)}") from None


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Lets nobody else who locks the same file change it meanwhile. Raises UnwritableFile.

    The lock is a file beside the one that a link leads to. It is neither followed, where it is a link itself, nor
    emptied. Where the system has no such locks, none is taken.
    """
    real = Path(os.path.realpath(file))
    lock = real.with_name(f".{real.name}.lock")
    try:
        import fcntl
    except ImportError:
        yield
        return
    flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK
    try:
        handle = os.open(lock, flags, 0o600)
    except OSError as error:
        if os.path.lexists(lock):
            what = "is a link; remove it" if os.path.islink(lock) else f"cannot be opened: {_reason(error)}"
            raise UnwritableFile(f"{lock}, the lock of {real.name}, {what}") from None
        raise UnwritableFile(f"{real} cannot be written: {_reason(error)}") from None
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise UnwritableFile(f"{lock}, the lock of {real.name}, is not a regular file; remove it")
        _give_to_owner(handle, real)
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _status(file: Path) -> os.stat_result | None:
    """A file as it is, or None where there is none. Raises UnwritableFile where it cannot be replaced as a whole."""
    try:
        found = file.stat()
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(found.st_mode):
        raise UnwritableFile(f"{file} cannot be written: it is {_kind(found.st_mode)}, not a regular file")
    if found.st_nlink > 1:
        raise UnwritableFile(
            f"{file} cannot be written: it has {found.st_nlink} names (hard links), and the others would keep what "
            "it holds now"
        )
    return found


def _keep_access(handle: int, real: Path, before: os.stat_result | None, new_mode: int) -> None:
    """Gives a new file the owner, group, mode and access list of the one before, and sees that it has them."""
    if before is None:
        os.fchmod(handle, new_mode)
        return
    made = os.fstat(handle)
    try:
        if (made.st_uid, made.st_gid) != (before.st_uid, before.st_gid):
            os.fchown(handle, before.st_uid, before.st_gid)
        os.fchmod(handle, stat.S_IMODE(before.st_mode))
        _copy_access_list(handle, real)
    except PermissionError:
        raise _not_ours(real, before) from None
    made = os.fstat(handle)
    if (made.st_uid, made.st_gid, made.st_mode) != (before.st_uid, before.st_gid, before.st_mode):
        raise _not_ours(real, before)


def _not_ours(real: Path, before: os.stat_result) -> UnwritableFile:
    owner = f"{_name_of_user(before.st_uid)} (group {before.st_gid}, mode {stat.S_IMODE(before.st_mode):04o})"
    return UnwritableFile(
        f"{real} is not changed: it belongs to {owner}, and a new file of {_name_of_user(os.geteuid())} would not, so "
        f"that whoever reads it now might not be able to; run this as {_name_of_user(before.st_uid)}"
    )


def _name_of_user(user: int) -> str:
    try:
        import pwd

        return pwd.getpwuid(user).pw_name
    except (ImportError, KeyError):
        return f"user {user}"


def _copy_access_list(handle: int, real: Path) -> None:
    if not hasattr(os, "getxattr"):
        return
    try:
        found = os.getxattr(real, ACCESS_LIST)
    except OSError:  # there is none, or none on this file system
        return
    os.setxattr(handle, ACCESS_LIST, found)


def _give_to_owner(handle: int, real: Path) -> None:
    """Lets the owner of a file open a lock that the administrator has made."""
    with suppress(OSError):
        owner = real.stat()
        if os.geteuid() == 0 and os.fstat(handle).st_uid != owner.st_uid:
            os.fchown(handle, owner.st_uid, owner.st_gid)


def _kind(mode: int) -> str:
    kinds = {stat.S_IFDIR: "a folder", stat.S_IFIFO: "a pipe", stat.S_IFSOCK: "a socket"}
    return kinds.get(stat.S_IFMT(mode), "a device")


def _reason(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error) or "the system does not say why"
