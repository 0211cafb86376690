"""Keys of Ed25519 (RFC 8032) that sign quotes and check them, by their thumbprints."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from collections.abc import Iterable, Mapping
from hashlib import sha256

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from ratecard.instants import Instant
from ratecard.signing.claims import ALGORITHM, TYPE

SEAL_BYTES = 32
SEAL_PURPOSE = b"ratecard sealed question 1"


class QuoteKey(msgspec.Struct, frozen=True, gc=False):
    """One key. The current one has its `private` half; earlier ones check what they signed `until` an instant.

    `seal` is the secret under which the rest of a question is sealed; None where only the public half is known.
    `header` is the first part of every token of this key.
    """

    kid: str
    public: Ed25519PublicKey
    header: bytes
    private: Ed25519PrivateKey | None = None
    seal: bytes | None = None
    until: Instant | None = None

    def holds(self, now: Instant) -> bool:
        """Whether what it signed is still believed at an instant."""
        return self.until is None or now < self.until

    def has_signed(self, signature: bytes, content: bytes) -> bool:
        """Whether a signature of this content is of this key."""
        try:
            self.public.verify(signature, content)
        except InvalidSignature:
            return False
        return True

    def __repr__(self) -> str:
        return f"QuoteKey({self.kid})"


class QuoteKeys(msgspec.Struct, frozen=True):
    """Keys by their ids; `current` signs, and is None where only public halves are known."""

    by_id: Mapping[str, QuoteKey]
    current: QuoteKey | None = None


NO_QUOTE_KEYS = QuoteKeys({})


def private_key(seed: bytes, until: Instant | None = None) -> QuoteKey:
    """The key of 32 bytes that are secret. Its seal is derived from them, so that one secret is kept."""
    private = Ed25519PrivateKey.from_private_bytes(seed)
    seal = HKDF(algorithm=SHA256(), length=SEAL_BYTES, salt=None, info=SEAL_PURPOSE).derive(seed)
    kid = thumbprint(public_bytes(private.public_key()))
    return QuoteKey(kid, private.public_key(), _header(kid), private, seal, until)


def public_key(raw: bytes, seal: bytes | None = None, until: Instant | None = None) -> QuoteKey:
    """The key of a public half of 32 bytes. Raises ValueError where they are not one."""
    kid = thumbprint(raw)
    return QuoteKey(kid, Ed25519PublicKey.from_public_bytes(raw), _header(kid), None, seal, until)


def keys_of(keys: Iterable[QuoteKey], current: QuoteKey | None = None) -> QuoteKeys:
    """Keys found by their ids."""
    return QuoteKeys({key.kid: key for key in keys}, current)


def seed_of(private: Ed25519PrivateKey) -> bytes:
    """The 32 bytes that are secret."""
    return private.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())


def public_bytes(public: Ed25519PublicKey) -> bytes:
    """The 32 bytes of a public half."""
    return public.public_bytes(Encoding.Raw, PublicFormat.Raw)


def thumbprint(raw: bytes) -> str:
    """The id of a key by RFC 7638: a hash of its public half, the same wherever it is computed."""
    members = f'{{"crv":"Ed25519","kty":"OKP","x":"{base64url(raw)}"}}'
    return base64url(sha256(members.encode()).digest())


def published(keys: QuoteKeys, now: Instant) -> dict[str, list[dict[str, str]]]:
    """The public halves of all keys that still check anything, as a JWKS (RFC 7517), the current one first."""
    order = sorted(keys.by_id.values(), key=lambda key: (key is not keys.current, key.kid))
    return {
        "keys": [
            {
                "kty": "OKP",
                "crv": "Ed25519",
                "x": base64url(public_bytes(key.public)),
                "kid": key.kid,
                "use": "sig",
                "alg": ALGORITHM,
            }
            for key in order
            if key.holds(now)
        ]
    }


def sealer(seal: bytes) -> AESSIV:
    """What seals and opens: AES-SIV (RFC 5297), which gives the same text the same seal and needs no chance."""
    return AESSIV(seal)


def base64url(raw: bytes) -> str:
    """Bytes as JOSE writes them: base64url without padding."""
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def from_base64url(text: str) -> bytes | None:
    """The bytes of such a text; None where it is none, or not the one way to write them."""
    try:
        raw = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (NotBase64, ValueError):
        return None
    return raw if base64url(raw) == text else None


def _header(kid: str) -> bytes:
    return base64url(msgspec.json.encode({"alg": ALGORITHM, "kid": kid, "typ": TYPE})).encode()
