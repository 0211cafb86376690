"""Keys of issuers, and tokens signed by them."""

import json
import time
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa

RSA = rsa.generate_private_key(public_exponent=65_537, key_size=2048)
EC = ec.generate_private_key(ec.SECP256R1())
OTHER = rsa.generate_private_key(public_exponent=65_537, key_size=2048)


def public_jwk(key: Any, kid: str, algorithm: str) -> dict[str, Any]:
    """The public half of a key, as a JWKS holds it."""
    algorithms: dict[str, Any] = {"RS256": jwt.algorithms.RSAAlgorithm, "ES256": jwt.algorithms.ECAlgorithm}
    found = json.loads(algorithms[algorithm].to_jwk(key.public_key()))
    return {**found, "kid": kid, "alg": algorithm, "use": "sig"}


def token(**changes: Any) -> str:
    """A good token, with changes: `key`, `algorithm` and `kid` are of its header, the others are claims."""
    key, algorithm = changes.pop("key", RSA), changes.pop("algorithm", "RS256")
    kid = changes.pop("kid", "rsa")
    claims = {"sub": "shop", "iss": "https://id.example", "aud": "ratecard", "scope": "openid ratecard:finance"}
    claims |= {"exp": time.time() + 600} | changes
    kept = {name: value for name, value in claims.items() if value is not None}
    return jwt.encode(kept, key, algorithm=algorithm, headers={"kid": kid} if kid else {})
