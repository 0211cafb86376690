"""The public keys of a JWKS (RFC 7517), by which JWTs are checked: of a file, or in bytes from elsewhere.

A key that signatures are not to be checked by is left out, and that is said once. A private key spoils the whole set:
whoever reads it could make tokens.
"""

import json
import logging
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from ratecard.api.callers.callers import State, UnreadableCallers
from ratecard.api.callers.watched import Watched
from ratecard.files import UnreadableFile, read_regular

LOG = logging.getLogger("ratecard.api")

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""Signatures by a private key. No secret that checks a token could also make one, and "none" is not one of them."""

RSA_BITS_LEAST = 2048
"""RFC 7518, section 3.3."""

PRIVATE_MEMBERS = ("d", "p", "q", "dp", "dq", "qi", "oth", "k")
"""RFC 7518, sections 6.2.2, 6.3.2 and 6.4: private halves, and a secret that both sides know."""

FILE_BYTES_MOST = 500_000
"""The largest sets of public keys have some 20,000 bytes."""

KEYS_MOST = 1_000

KeySet = Mapping[str, jwt.PyJWK]
"""Public keys by their ids."""

NO_KEYS: KeySet = {}


class UnreadableKeySet(UnreadableCallers):
    """A file or URL that holds no public keys. The sentence says why."""


class _LeftOut(Exception):
    """A key that signatures are not checked by. The words say what it is."""


def key_set_of(content: bytes, name: str) -> KeySet:
    """The keys of a JWKS by their ids; none where its list is empty. `name` is where it is from.

    Raises UnreadableKeySet, also where there are keys and none of them can be used.
    """
    keys = _listed(content, name)
    for number, stated in enumerate(keys, start=1):
        secret = next((member for member in PRIVATE_MEMBERS if isinstance(stated, dict) and member in stated), None)
        if secret:
            what = "a secret" if secret == "k" else "a private key"
            raise UnreadableKeySet(
                f"{name} is not taken: {_called(stated, number)} holds {what} ({secret}); whoever can read it can make "
                "tokens, so put a new key in its place, and only its public half here"
            )
    found: dict[str, jwt.PyJWK] = {}
    left_out: list[str] = []
    for number, stated in enumerate(keys, start=1):
        try:
            key = _usable(stated)
            if found.setdefault(str(key.key_id), key) is not key:
                raise _LeftOut("has the kid of an earlier one")
        except _LeftOut as problem:
            left_out.append(f"{_called(stated, number)} {problem}")
    if keys and not found:
        raise UnreadableKeySet(f"{name} holds no key that JWTs can be checked by: {'; '.join(left_out[:3])}")
    for sentence in left_out:
        _tell_once(f"{name}: {sentence}; it is left out")
    return found


def read_key_set(file: Path) -> KeySet:
    """The keys of a JWKS file by their ids. Raises UnreadableKeySet, also where it has none."""
    found = key_set_of(_bytes_of(file), str(file))
    if not found:
        raise UnreadableKeySet(f"{file} holds no key")
    return found


class KeySetFile:
    """The keys of a JWKS file, which is read again when it changes. One that is emptied of keys has none.

    A file that is read again and holds the same bytes is the same keys: what was checked by them stays checked.
    """

    def __init__(self, file: Path) -> None:
        self._read_before: tuple[bytes, KeySet] | None = None
        self._file: Watched[KeySet] = Watched(file, self._read, NO_KEYS)

    def content(self) -> KeySet:
        """The keys that the file holds."""
        return self._file.content()

    async def newer(self, key_id: str) -> KeySet:  # noqa: ARG002
        """The same: a file is looked at whenever it is asked for."""
        return self._file.content()

    def state(self) -> State:
        """Whether the file can be read."""
        return self._file.state()

    def _read(self, file: Path) -> KeySet:
        content = _bytes_of(file)
        if self._read_before is None or self._read_before[0] != content:
            self._read_before = content, key_set_of(content, str(file))
        return self._read_before[1]


def _bytes_of(file: Path) -> bytes:
    try:
        return read_regular(file, FILE_BYTES_MOST)
    except UnreadableFile as problem:
        raise UnreadableKeySet(str(problem)) from None


def _listed(content: bytes, name: str) -> list[Any]:
    """The members of a set's list, whatever they are."""
    try:
        found = json.loads(content.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise UnreadableKeySet(f"{name} is not a JWKS: {_unread(error)}") from None
    keys = found.get("keys") if isinstance(found, dict) else None
    if not isinstance(keys, list):
        raise UnreadableKeySet(f'{name} is not a JWKS: it is not an object with a list of "keys"')
    if len(keys) > KEYS_MOST:
        raise UnreadableKeySet(f"{name} is not taken: it has more than {KEYS_MOST:,} keys")
    return keys


def _unread(error: Exception) -> str:
    """Why a text could not be read as JSON."""
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg} in line {error.lineno}, column {error.colno}"
    if isinstance(error, UnicodeDecodeError):
        return "it is not in UTF-8"
    return "it nests too deeply" if isinstance(error, RecursionError) else "it holds a number that is too long"


def _usable(stated: object) -> jwt.PyJWK:
    """A member of the list as a key to check signatures by. Raises _LeftOut."""
    if not isinstance(stated, dict):
        raise _LeftOut("is not an object")
    use, operations = stated.get("use"), stated.get("key_ops")
    if not isinstance(stated.get("kid"), str) or not stated["kid"]:
        raise _LeftOut("has no kid, so that no token can name it")
    if use is not None and use != "sig":
        raise _LeftOut("is not for signatures: its use is not sig")
    if operations is not None and (not isinstance(operations, list) or "verify" not in operations):
        raise _LeftOut("is not for checking signatures: its key_ops do not hold verify")
    if stated.get("alg") is not None and stated["alg"] not in ALGORITHMS:
        raise _LeftOut(f"is not for one of the algorithms {', '.join(ALGORITHMS)}")
    try:
        key = jwt.PyJWK(stated)
    except Exception:  # cryptography and PyJWT stumble over wrong numbers in many ways
        raise _LeftOut("is not a public key that can be read") from None
    if key.algorithm_name not in ALGORITHMS:
        raise _LeftOut(f"is not for one of the algorithms {', '.join(ALGORITHMS)}")
    if isinstance(key.key, RSAPublicKey) and key.key.key_size < RSA_BITS_LEAST:
        raise _LeftOut(f"has {key.key.key_size} bits; at least {RSA_BITS_LEAST} keep it from being found out")
    return key


def _called(stated: object, number: int) -> str:
    """What a key is called in a message: by its id where it has one that can be shown."""
    kid = stated.get("kid") if isinstance(stated, dict) else None
    return f"the key {kid}" if isinstance(kid, str) and kid.isprintable() and 0 < len(kid) <= 100 else f"key {number}"


@lru_cache(maxsize=1_000)
def _tell_once(sentence: str) -> None:
    """Logs what is left out: once, although each worker reads the set, and reads it again."""
    LOG.warning("%s", sentence)
