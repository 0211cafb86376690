"""API keys: made here, shown once, and stored as hashes only.

A key is `rk_<id>_<secret>`. The id finds the stored key and is no secret; the secret has 256 random bits, so that its
SHA-256 needs neither salt nor stretching. Several keys of one name may live at once, which is how they are rotated.
"""

import os
import secrets
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import sha256
from hmac import compare_digest
from pathlib import Path
from typing import Annotated

import msgspec

from ratecard.api.audience import Audience
from ratecard.api.callers.callers import Caller, UnreadableCallers
from ratecard.api.callers.watched import Watched
from ratecard.instants import instant_of

PREFIX = "rk"
ID_BYTES = 6
SECRET_BYTES = 32
NOBODY = sha256(b"").digest()


class StoredKey(msgspec.Struct, frozen=True, omit_defaults=True):
    """One key as the file holds it. `secret_sha256` is in hexadecimal; `created` is a date in UTC.

    `expires` is the first instant at which the key is not valid any more, with its offset; None for never.
    """

    id: str
    name: str
    audience: Audience
    secret_sha256: str
    created: str
    expires: Annotated[datetime, msgspec.Meta(tz=True)] | None = None

    def has_expired(self, now: float) -> bool:
        """Whether the key has ended, at a number of seconds since 1970."""
        return self.expires is not None and now >= instant_of(self.expires)


class KeyFile(msgspec.Struct, frozen=True):
    """All keys that are not revoked."""

    keys: tuple[StoredKey, ...] = ()


class UnreadableKeys(UnreadableCallers):
    """A file that holds no keys. The sentence says why."""


def read_keys(file: Path) -> KeyFile:
    """The keys of a file. Raises UnreadableKeys."""
    try:
        return msgspec.json.decode(file.read_bytes(), type=KeyFile)
    except OSError as error:
        raise UnreadableKeys(f"{file} cannot be read: {error.strerror}") from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise UnreadableKeys(f"{file} is not a file of keys: {error}") from None


class Keys:
    """Knows callers by the keys of a file, which is read again when it changes: a revoked key is refused at once.

    `now` tells the seconds since 1970, by which keys expire.
    """

    def __init__(self, file: Path, now: Callable[[], float] = time.time) -> None:
        self._file: Watched[dict[str, StoredKey]] = Watched(file, _by_id, UnreadableKeys)
        self._now = now

    async def find(self, token: str) -> Caller | None:
        """The caller whose key this is. A wrong secret takes as long as a right one."""
        parts = token.split("_")
        if len(parts) != 3 or parts[0] != PREFIX:
            return None
        found = self._file.content().get(parts[1])
        stored = bytes.fromhex(found.secret_sha256) if found else NOBODY
        right = compare_digest(sha256(parts[2].encode()).digest(), stored)
        if found is None or not right or found.has_expired(self._now()):
            return None
        return Caller(f"key {found.id}", found.audience, known=True)


def new_key(file: Path, name: str, audience: Audience, expires: datetime | None = None) -> tuple[StoredKey, str]:
    """A new key, stored in the file, which is made if there is none; and the key's text, which is kept nowhere."""
    key_id, secret = secrets.token_hex(ID_BYTES), secrets.token_hex(SECRET_BYTES)
    day = datetime.now(UTC).date().isoformat()
    made = StoredKey(key_id, name, audience, sha256(secret.encode()).hexdigest(), day, expires)
    with _locked(file):
        kept = read_keys(file) if file.exists() else KeyFile()
        _write(file, KeyFile((*kept.keys, made)))
    return made, f"{PREFIX}_{key_id}_{secret}"


def revoke_key(file: Path, key_id: str) -> StoredKey | None:
    """Removes a key from the file; None where it holds no such key."""
    with _locked(file):
        kept = read_keys(file)
        gone = next((each for each in kept.keys if each.id == key_id), None)
        if gone:
            _write(file, KeyFile(tuple(each for each in kept.keys if each is not gone)))
    return gone


def _by_id(file: Path) -> dict[str, StoredKey]:
    return {each.id: each for each in read_keys(file).keys}


def _write(file: Path, content: KeyFile) -> None:
    """Puts a whole new file in place of the old one, readable to its owner only."""
    encoded = msgspec.json.format(msgspec.json.encode(content), indent=2)
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    with os.fdopen(handle, "wb") as written:
        written.write(encoded + b"\n")
    os.replace(name, file)


@contextmanager
def _locked(file: Path) -> Iterator[None]:
    """Lets nobody else change the file meanwhile. The lock is a file beside it."""
    lock = file.with_name(f".{file.name}.lock")
    with lock.open("w") as held:
        try:
            import fcntl

            fcntl.flock(held, fcntl.LOCK_EX)
        except ImportError:  # not on this system; whoever makes two keys at once there makes one
            pass
        yield
