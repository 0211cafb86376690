"""API keys: made here, shown once, and stored as hashes only.

A key is `rk_<id>_<secret>`. The id finds the stored key and is not a secret; the secret has 256 random bits, so its
SHA-256 needs neither salt nor stretching. Several keys of one name may live at once, which is how they are rotated.
"""

import os
import secrets
import time
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from hashlib import sha256
from hmac import compare_digest
from pathlib import Path
from typing import Annotated

import msgspec

from ratecard.api.audience import Audience
from ratecard.api.callers.callers import Caller, State, UnreadableCallers
from ratecard.api.callers.watched import Watched
from ratecard.files import UnreadableFile, locked, read_regular, replace_whole
from ratecard.instants import instant_of

PREFIX = "rk"
ID_BYTES = 6
SECRET_BYTES = 32
NOBODY = sha256(b"").digest()
NAME_CHARACTERS_MOST = 100

FILE_BYTES_MOST = 4_000_000
"""Some ten thousand keys."""

FILE_MODE = 0o600


class StoredKey(msgspec.Struct, frozen=True, omit_defaults=True):
    """One key as the file holds it. `secret_sha256` is in hexadecimal; `created` is a day in UTC.

    `expires` is the first instant at which the key is not valid any more, with its offset; None for never.
    """

    id: Annotated[str, msgspec.Meta(pattern=r"\A[0-9A-Za-z]{1,64}\Z")]
    name: str
    audience: Audience
    secret_sha256: Annotated[str, msgspec.Meta(pattern=r"\A[0-9A-Fa-f]{64}\Z")]
    created: date
    expires: Annotated[datetime, msgspec.Meta(tz=True)] | None = None

    def __post_init__(self) -> None:
        """Raises ValueError for a name that could not be shown."""
        problem = wrong_name(self.name)
        if problem:
            raise ValueError(problem)

    def has_expired(self, now: float) -> bool:
        """Whether the key has ended, at a number of seconds since 1970."""
        return self.expires is not None and now >= instant_of(self.expires)


class KeyFile(msgspec.Struct, frozen=True):
    """All keys that are not revoked."""

    keys: tuple[StoredKey, ...] = ()


class UnreadableKeys(UnreadableCallers):
    """A file that holds no keys. The sentence says why."""


def wrong_name(name: str) -> str | None:
    """Why a key cannot have a name, or None. Names are shown in terminals, and so hold nothing that would steer one."""
    if not name.strip():
        return "the name of a key is empty; say whose it is, such as shop-backend"
    if not name.isprintable():
        return f"the name of a key holds a character that is not shown: {name[:NAME_CHARACTERS_MOST]!a}"
    if len(name) > NAME_CHARACTERS_MOST:
        return f"the name of a key has more than {NAME_CHARACTERS_MOST} characters"
    return None


def read_keys(file: Path) -> KeyFile:
    """The keys of a file. Raises UnreadableKeys."""
    try:
        found = msgspec.json.decode(read_regular(file, FILE_BYTES_MOST), type=KeyFile)
    except UnreadableFile as problem:
        raise UnreadableKeys(str(problem)) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise UnreadableKeys(f"{file} is not a file of keys: {error}") from None
    ids: set[str] = set()
    for key in found.keys:
        if key.id in ids:
            raise UnreadableKeys(f"{file} is not a file of keys: the id {key.id} stands in it twice")
        ids.add(key.id)
    return found


class KeyDirectory:
    """Knows callers by the keys of a file, which is read again when it changes: a revoked key is refused at once.

    `now` tells the seconds since 1970, by which keys expire.
    """

    name = "keys"

    def __init__(self, file: Path, now: Callable[[], float] = time.time) -> None:
        self._file: Watched[Mapping[str, StoredKey]] = Watched(file, _by_id, {})
        self._now = now

    async def find(self, token: str) -> Caller | None:
        """The caller whose key this is, which takes no more work than at once."""
        return self.at_once(token)

    def at_once(self, token: str) -> Caller | None:
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

    def state(self) -> State:
        """Whether the file can be read."""
        return self._file.state()

    def content(self) -> tuple[StoredKey, ...]:
        """The keys that are in force here, those that have expired among them."""
        return tuple(self._file.content().values())

    @property
    def problem(self) -> str | None:
        """Why the file could not be read when it was last looked at, or None."""
        return self._file.problem


def new_key(file: Path, name: str, audience: Audience, expires: datetime | None = None) -> tuple[StoredKey, str]:
    """A new key, stored in the file, which is made if there is none; and the key's text, which is kept nowhere.

    Raises UnreadableKeys, UnwritableFile, and ValueError for a name that could not be shown.
    """
    key_id, secret = secrets.token_hex(ID_BYTES), secrets.token_hex(SECRET_BYTES)
    day = datetime.now(UTC).date()
    made = StoredKey(key_id, name, audience, sha256(secret.encode()).hexdigest(), day, expires)
    with locked(file):
        kept = read_keys(file) if os.path.exists(file) else KeyFile()
        _write(file, KeyFile((*kept.keys, made)))
    return made, f"{PREFIX}_{key_id}_{secret}"


def revoke_key(file: Path, key_id: str) -> StoredKey | None:
    """Removes a key from the file; None where it holds no such key. Raises UnreadableKeys and UnwritableFile.

    Once this comes back, the file that everybody reads is without the key, and can be read by whoever could before.
    """
    with locked(file):
        kept = read_keys(file)
        gone = next((key for key in kept.keys if key.id == key_id), None)
        if gone:
            _write(file, KeyFile(tuple(key for key in kept.keys if key is not gone)))
    return gone


def _by_id(file: Path) -> Mapping[str, StoredKey]:
    return {key.id: key for key in read_keys(file).keys}


def _write(file: Path, content: KeyFile) -> None:
    """Puts the keys in the file's place, and sees that they are there."""
    encoded = msgspec.json.format(msgspec.json.encode(content), indent=2) + b"\n"
    replace_whole(file, encoded, FILE_MODE)
    if read_keys(file) != content:
        raise UnreadableKeys(f"{file} does not hold what was written to it; somebody else writes it, too")
