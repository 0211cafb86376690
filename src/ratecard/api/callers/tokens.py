"""JWTs, checked by the public keys of a JWKS.

The scope `ratecard:<audience>` says what a caller may see. Scopes stand in the claim `scope` or `scp`, as words of one
text (RFC 8693) or as a list; the narrowest audience among them counts. Without one, a caller is of the public.
"""

import time
from hashlib import sha256
from typing import Any, Protocol

import jwt

from ratecard.api.audience import Audience, narrowest
from ratecard.api.callers.callers import Caller, State
from ratecard.api.callers.key_sets import KeySet
from ratecard.api.documents.bounded import Bounded

SCOPE = "ratecard:"
SCOPE_CLAIMS = ("scope", "scp")
"""The standard's name, and the one that Okta and Microsoft's Entra ID write."""

SECONDS_OF_LEEWAY = 30
LAST_SECOND = 32_503_680_000
"""The end of the year 2999: a token for longer is a mistake, or an attempt to cause one."""

TOKENS_KEPT_MOST = 2_000


class KeySource(Protocol):
    """Where public keys come from."""

    def content(self) -> KeySet:
        """The keys that are known now. Does not wait."""

    async def newer(self, key_id: str) -> KeySet:
        """The keys as their issuer has them now, asked for one that is not known yet. Raises ComesLater."""

    def state(self) -> State:
        """Whether the keys can be read."""


class Tokens:
    """Knows callers by JWTs. `issuer` and `audience` are what the claims `iss` and `aud` must say, where given.

    A token that was found good is not checked again until it ends or the keys change: a signature takes longer than
    an answer.
    """

    name = "tokens"

    def __init__(self, source: KeySource, issuer: str | None, audience: str | None) -> None:
        self._source = source
        self._issuer = issuer
        self._audience = audience
        self._good: Bounded[bytes, tuple[Caller, int, KeySet]] = Bounded(TOKENS_KEPT_MOST)

    def at_once(self, token: str) -> Caller | None:
        """The caller of a token that was found good before."""
        kept = self._good.get(_name(token))
        if kept is not None and kept[1] + SECONDS_OF_LEEWAY > time.time() and kept[2] is self._source.content():
            return kept[0]
        return None

    async def find(self, token: str) -> Caller | None:
        """The caller of a valid token. A key id that is not known waits for the issuer's newest keys."""
        caller = self.at_once(token)
        if caller is not None:
            return caller
        keys = self._source.content()
        key_id = _key_id(token)
        if key_id is None:
            return None
        if key_id not in keys:
            keys = await self._source.newer(key_id)
        key = keys.get(key_id)
        claims = self._claims(token, key) if key is not None else None
        if claims is None:
            return None
        caller = Caller(_caller_id(claims), _audience(claims), known=True)
        self._good.put(_name(token), (caller, int(claims["exp"]), keys), 1)
        return caller

    def state(self) -> State:
        """Whether the keys can be read."""
        return self._source.state()

    def _claims(self, token: str, key: jwt.PyJWK) -> dict[str, Any] | None:
        try:
            claims: dict[str, Any] = jwt.decode(
                token,
                key,
                algorithms=[key.algorithm_name],
                issuer=self._issuer,
                audience=self._audience,
                leeway=SECONDS_OF_LEEWAY,
                options={"require": ["exp", "sub"], "verify_aud": self._audience is not None},
            )
        except Exception:  # whatever a library stumbles over in a token, the token is not good
            return None
        return claims if _ends_in_time(claims["exp"]) else None


def _name(token: str) -> bytes:
    """What a token is kept by."""
    return sha256(token.encode()).digest()


def _ends_in_time(end: object) -> bool:
    """Whether the claim `exp` is a number of seconds, and not one beyond all calendars."""
    return isinstance(end, int | float) and not isinstance(end, bool) and end < LAST_SECOND


def _caller_id(claims: dict[str, Any]) -> str:
    """What cost is charged to, of one length for every issuer and subject."""
    return f"jwt {sha256(repr((claims.get('iss'), claims['sub'])).encode('utf-8', 'surrogatepass')).hexdigest()}"


def _key_id(token: str) -> str | None:
    """The id of the key that a token says it was signed by; None where it names none, or is not a JWT."""
    try:
        key_id = jwt.get_unverified_header(token).get("kid")
    except Exception:  # as above
        return None
    return key_id if isinstance(key_id, str) and key_id else None


def _audience(claims: dict[str, Any]) -> Audience:
    """The narrowest audience among the scopes."""
    named = {f"{SCOPE}{audience.value}": audience for audience in Audience}
    audiences = [named[word] for name in SCOPE_CLAIMS for word in _words(claims.get(name)) if word in named]
    return narrowest(audiences)


def _words(scopes: object) -> list[str]:
    if isinstance(scopes, str):
        return scopes.split()
    return [word for word in scopes if isinstance(word, str)] if isinstance(scopes, list) else []
