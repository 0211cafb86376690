"""The public keys of a JWKS (RFC 7517), by which JWTs are checked: of a file, or in bytes from elsewhere."""

from collections.abc import Mapping
from pathlib import Path

import jwt

from ratecard.api.callers.callers import UnreadableCallers
from ratecard.api.callers.watched import Watched

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""Signatures by a private key. No secret that checks a token could also make one, and "none" is none of them."""

KeySet = Mapping[str, jwt.PyJWK]
"""Public keys by their ids."""


class UnreadableKeySet(UnreadableCallers):
    """A file or URL that holds no public keys. The sentence says why."""


def key_set_of(content: bytes, name: str) -> KeySet:
    """The keys of a JWKS by their ids; `name` is where it is from. Raises UnreadableKeySet."""
    try:
        keys = jwt.PyJWKSet.from_json(content.decode("utf-8")).keys
    except (jwt.PyJWTError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise UnreadableKeySet(f"{name} is not a JWKS: {error}") from None
    found = {key.key_id: key for key in keys if key.key_id and key.algorithm_name in ALGORITHMS}
    if not found:
        algorithms = ", ".join(ALGORITHMS)
        raise UnreadableKeySet(f"{name} holds no public key with a kid and one of the algorithms {algorithms}")
    return found


def read_key_set(file: Path) -> KeySet:
    """The keys of a JWKS file by their ids. Raises UnreadableKeySet."""
    try:
        content = file.read_bytes()
    except OSError as error:
        raise UnreadableKeySet(f"{file} cannot be read: {error.strerror}") from None
    return key_set_of(content, str(file))


class KeySetFile:
    """The keys of a JWKS file, which is read again when it changes."""

    def __init__(self, file: Path) -> None:
        self._file: Watched[KeySet] = Watched(file, read_key_set, UnreadableKeySet)

    def content(self) -> KeySet:
        """The keys that the file holds."""
        return self._file.content()

    async def newer(self, key_id: str) -> KeySet:  # noqa: ARG002
        """The same: a file is looked at whenever it is asked for."""
        return self._file.content()
