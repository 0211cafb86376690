"""The public keys by which anybody checks a signed quote, where standards look for such (RFC 8615)."""

from typing import Any

from litestar import Response, get
from litestar.types import ControllerRouterHandler

from ratecard.api.context import Clock, KeysNow
from ratecard.signing.keys import published

JWKS_PATH = "/.well-known/jwks.json"
SECONDS_KEPT = 300
"""For how long caches keep the keys. Who meets a key that is not among them asks again at once."""


def published_keys_of(keys: KeysNow, clock: Clock) -> ControllerRouterHandler:
    """The handler that tells the public halves of all keys that hold, and nothing else of them."""

    @get(JWKS_PATH, sync_to_thread=False)
    def jwks() -> Response[Any]:
        told = published(keys(), clock())
        kept = f"public, max-age={SECONDS_KEPT}" if told["keys"] else "no-store"
        return Response(told, headers={"cache-control": kept})

    return jwks
