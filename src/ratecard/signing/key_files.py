"""Files of keys that sign quotes: read, made, and rotated. Nothing of a secret is ever in a message.

A file is a JWKS (RFC 7517) of OKP keys: one private key, which signs, and the public halves of earlier ones with the
instant until which what they signed is believed. Or it is one private key in PEM, as `openssl genpkey -algorithm
ed25519` makes it.
"""

import os
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from ratecard.files import UnreadableFile, locked, read_regular, replace_whole
from ratecard.instants import Duration, Instant, datetime_of, instant_after, instant_of, zone
from ratecard.signing.claims import ALGORITHM
from ratecard.signing.keys import (
    SEAL_BYTES,
    QuoteKey,
    QuoteKeys,
    base64url,
    from_base64url,
    keys_of,
    private_key,
    public_bytes,
    public_key,
    seed_of,
)

FILE_BYTES_MOST = 500_000
FILE_MODE = 0o600
KEYS_MOST = 100
SEED_BYTES = 32
PEM = b"-----BEGIN"


class UnreadableSigningKeys(Exception):
    """A file that holds no keys which sign or check quotes. The sentence says why, and nothing of a secret."""


class StoredJwk(msgspec.Struct, frozen=True, omit_defaults=True):
    """One key as a JWKS holds it. `d` is the private half, `seal` what opens questions, `until` when it is over."""

    kty: str
    crv: str = ""
    x: str = ""
    kid: str = ""
    use: str = ""
    alg: str = ""
    d: str = ""
    seal: str = ""
    until: datetime | None = None


class StoredJwks(msgspec.Struct, frozen=True):
    """All keys of a file."""

    keys: tuple[StoredJwk, ...]


def read_signing_keys(file: Path) -> QuoteKeys:
    """The keys of a file of a server, of which one signs. Raises UnreadableSigningKeys."""
    content = _bytes_of(file)
    if content.lstrip().startswith(PEM):
        key = _of_pem(content, file)
        return keys_of([key], key)
    keys = [_own_key(stored, number, file) for number, stored in enumerate(_stored(content, file), start=1)]
    current = [key for key in keys if key.private is not None and key.until is None]
    if len(current) != 1:
        found = f"{len(current)} of them sign" if current else "none of them signs"
        raise UnreadableSigningKeys(f"{file} is not taken: one private key is to sign, without `until`, and {found}")
    if len({key.kid for key in keys}) < len(keys):
        raise UnreadableSigningKeys(f"{file} is not taken: a key stands in it twice")
    return keys_of(keys, current[0])


def read_published_keys(file: Path) -> QuoteKeys:
    """The keys of a JWKS that check quotes, as a server tells them. Those of other curves are passed over.

    Raises UnreadableSigningKeys, also where none is left.
    """
    found = []
    for number, stored in enumerate(_stored(_bytes_of(file), file), start=1):
        if stored.kty == "OKP" and stored.crv == "Ed25519":
            found.append(public_key(_raw_x(stored, number, file), until=_until(stored)))
    if not found:
        raise UnreadableSigningKeys(f"{file} holds no key of Ed25519, and others check no quote")
    return keys_of(found)


def new_signing_keys(file: Path) -> QuoteKey:
    """A new key in a new file. Raises UnreadableSigningKeys where there is a file, and UnwritableFile."""
    with locked(file):
        if os.path.lexists(file):
            raise UnreadableSigningKeys(f"{file} is there already; `signing-keys rotate` puts a new key into it")
        made = private_key(secrets.token_bytes(SEED_BYTES))
        _write(file, [made])
    return made


def rotate_signing_keys(file: Path, keep: Duration, now: Instant) -> tuple[QuoteKey, QuoteKey]:
    """A new key that signs from now on, and the one before, of which the public half is kept so long.

    Of that one the private half is gone, and so are earlier ones that are over. Raises UnreadableSigningKeys and
    UnwritableFile.
    """
    utc = zone("UTC")
    assert utc is not None
    with locked(file):
        kept = read_signing_keys(file)
        current = kept.current
        assert current is not None
        before = public_key(public_bytes(current.public), current.seal, instant_after(now, keep, utc))
        others = [key for key in kept.by_id.values() if key is not current and key.holds(now)]
        made = private_key(secrets.token_bytes(SEED_BYTES))
        _write(file, [made, before, *others])
    return made, before


def _write(file: Path, keys: list[QuoteKey]) -> None:
    encoded = msgspec.json.format(msgspec.json.encode(StoredJwks(tuple(map(_to_store, keys)))), indent=2) + b"\n"
    replace_whole(file, encoded, FILE_MODE)


def _to_store(key: QuoteKey) -> StoredJwk:
    x = base64url(public_bytes(key.public))
    if key.private is not None and key.until is None:
        return StoredJwk("OKP", "Ed25519", x, key.kid, "sig", ALGORITHM, d=base64url(seed_of(key.private)))
    seal = "" if key.seal is None else base64url(key.seal)
    until = None if key.until is None else datetime_of(key.until)
    return StoredJwk("OKP", "Ed25519", x, key.kid, "sig", ALGORITHM, seal=seal, until=until)


def _bytes_of(file: Path) -> bytes:
    try:
        return read_regular(file, FILE_BYTES_MOST)
    except UnreadableFile as problem:
        raise UnreadableSigningKeys(str(problem)) from None


def _of_pem(content: bytes, file: Path) -> QuoteKey:
    try:
        found = load_pem_private_key(content, password=None)
    except TypeError:
        raise UnreadableSigningKeys(f"{file} is not taken: its private key is encrypted") from None
    except (ValueError, UnsupportedAlgorithm):
        raise UnreadableSigningKeys(f"{file} is not a private key in PEM that can be read") from None
    if not isinstance(found, Ed25519PrivateKey):
        raise UnreadableSigningKeys(f"{file} is not taken: its private key is not of Ed25519")
    return private_key(seed_of(found))


def _stored(content: bytes, file: Path) -> Iterator[StoredJwk]:
    try:
        found = msgspec.json.decode(content, type=StoredJwks).keys
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        # what msgspec says of a wrong value may hold it, and here that may be a secret
        raise UnreadableSigningKeys(f"{file} is not a JWKS: it is not an object with a list of `keys`") from None
    if len(found) > KEYS_MOST:
        raise UnreadableSigningKeys(f"{file} is not taken: it has more than {KEYS_MOST} keys")
    return iter(found)


def _own_key(stored: StoredJwk, number: int, file: Path) -> QuoteKey:
    """One key of a server's own file. Its id is its thumbprint, whatever the file calls it."""
    if (stored.kty, stored.crv) != ("OKP", "Ed25519"):
        raise UnreadableSigningKeys(f"{file} is not taken: key {number} is not an OKP key of Ed25519")
    if not stored.d:
        seal = from_base64url(stored.seal) if stored.seal else None
        if stored.seal and (seal is None or len(seal) != SEAL_BYTES):
            raise UnreadableSigningKeys(f"{file} is not taken: `seal` of key {number} is not {SEAL_BYTES} bytes")
        return public_key(_raw_x(stored, number, file), seal, _until(stored))
    seed = from_base64url(stored.d)
    if seed is None or len(seed) != SEED_BYTES:
        raise UnreadableSigningKeys(f"{file} is not taken: `d` of key {number} is not {SEED_BYTES} bytes in base64url")
    key = private_key(seed, _until(stored))
    if stored.x and stored.x != base64url(public_bytes(key.public)):
        raise UnreadableSigningKeys(f"{file} is not taken: `x` of key {number} is not the public half of its `d`")
    return key


def _raw_x(stored: StoredJwk, number: int, file: Path) -> bytes:
    raw = from_base64url(stored.x)
    if raw is None or len(raw) != SEED_BYTES:
        raise UnreadableSigningKeys(f"{file} is not taken: `x` of key {number} is not {SEED_BYTES} bytes in base64url")
    return raw


def _until(stored: StoredJwk) -> Instant | None:
    if stored.until is None:
        return None
    moment = stored.until
    return instant_of(moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC))
