"""JWTs, checked by the public keys of a JWKS file. Nothing is fetched from anywhere.

The scope `ratecard:<audience>` in the claim `scope` says what a caller may see; without one, it is of the public.
"""

import time
from hashlib import sha256
from pathlib import Path
from typing import Any

import jwt

from ratecard.api.audience import Audience
from ratecard.api.callers.callers import Caller
from ratecard.api.callers.watched import Watched
from ratecard.api.documents.bounded import Bounded
from ratecard.api.documents.survey import rank

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""Signatures by a private key. No secret that checks a token could also make one, and "none" is none of them."""

SCOPE = "ratecard:"
SECONDS_OF_LEEWAY = 30
TOKENS_KEPT_MOST = 2_000


class UnreadableKeySet(Exception):
    """A file that holds no public keys. The sentence says why."""


def read_key_set(file: Path) -> dict[str, jwt.PyJWK]:
    """The keys of a JWKS file by their ids. Raises UnreadableKeySet."""
    try:
        keys = jwt.PyJWKSet.from_json(file.read_text("utf-8")).keys
    except OSError as error:
        raise UnreadableKeySet(f"{file} can not be read: {error.strerror}") from None
    except (jwt.PyJWTError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise UnreadableKeySet(f"{file} is no JWKS: {error}") from None
    found = {each.key_id: each for each in keys if each.key_id and each.algorithm_name in ALGORITHMS}
    if not found:
        raise UnreadableKeySet(f"{file} holds no public key with a kid and one of the algorithms {ALGORITHMS}")
    return found


class Tokens:
    """Knows callers by JWTs. `issuer` and `audience` are what the claims `iss` and `aud` must say, where given.

    A token that was found good is not checked again until it ends or the file changes: a signature takes longer than
    an answer.
    """

    def __init__(self, file: Path, issuer: str | None, audience: str | None) -> None:
        self._keys: Watched[dict[str, jwt.PyJWK]] = Watched(file, read_key_set, UnreadableKeySet)
        self._issuer = issuer
        self._audience = audience
        self._good: Bounded[bytes, tuple[Caller, float, dict[str, jwt.PyJWK]]] = Bounded(TOKENS_KEPT_MOST)

    def find(self, token: str) -> Caller | None:
        """The caller of a valid token."""
        keys = self._keys.content()
        name = sha256(token.encode()).digest()
        kept = self._good.get(name)
        if kept is not None and kept[1] > time.time() and kept[2] is keys:
            return kept[0]
        claims = self._claims(token, keys)
        if claims is None:
            return None
        caller = Caller(f"jwt {claims.get('iss', '')} {claims['sub']}", _audience(claims), known=True)
        self._good.put(name, (caller, float(claims["exp"]), keys), 1)
        return caller

    def _claims(self, token: str, keys: dict[str, jwt.PyJWK]) -> dict[str, Any] | None:
        try:
            key = keys.get(str(jwt.get_unverified_header(token).get("kid")))
            if key is None:
                return None
            claims: dict[str, Any] = jwt.decode(
                token,
                key,
                algorithms=[key.algorithm_name],
                issuer=self._issuer,
                audience=self._audience,
                leeway=SECONDS_OF_LEEWAY,
                options={"require": ["exp", "sub"], "verify_aud": self._audience is not None},
            )
        except (jwt.PyJWTError, ValueError, RecursionError):
            return None
        return claims


def _audience(claims: dict[str, Any]) -> Audience:
    """The narrowest audience among the scopes."""
    scope = claims.get("scope", "")
    words = scope.split() if isinstance(scope, str) else scope if isinstance(scope, list) else []
    named = {f"{SCOPE}{each.value}": each for each in Audience}
    found = [named[word] for word in words if isinstance(word, str) and word in named]
    return max(found, key=rank, default=Audience.PUBLIC)
