"""What an operator decides about the server. Each has a default that is safe on the operator's own machine."""

from ipaddress import ip_address
from pathlib import Path

import msgspec

from ratecard.api.callers.callers import Callers, Directory
from ratecard.api.documents.persisted import Persisted, read_list
from ratecard.api.http.guarding import LOOPBACK_NAMES, Guarding

LOOPBACK = "127.0.0.1"


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """How the server runs. `ratecard serve --help` says what each is for."""

    host: str = LOOPBACK
    port: int = 8000
    workers: int = 1
    connections: int = 1_000
    keys: Path | None = None
    jwks: Path | None = None
    jwt_issuer: str | None = None
    jwt_audience: str | None = None
    allowed_hosts: tuple[str, ...] = ()
    cors_origins: tuple[str, ...] = ()
    trusted_proxies: str | None = None
    introspection: bool = True
    documents: Path | None = None
    documents_only: bool = False
    cost_most: int = 100_000
    burst: int = 2_000_000
    rate: int = 100_000
    max_age: int = 300
    stale_age: int = 60
    answer_megabytes: int = 64
    stop_seconds: int = 10

    @property
    def loopback(self) -> bool:
        """Whether only this machine can reach the server."""
        return is_loopback(self.host)

    @property
    def knows_callers(self) -> bool:
        """Whether callers are known by keys or tokens."""
        return self.keys is not None or self.jwks is not None


def is_loopback(host: str) -> bool:
    """Whether an address is one that no other machine reaches."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def wrong_settings(settings: Settings) -> str | None:
    """Why the server must not start with these settings, or None."""
    if not settings.loopback and not settings.knows_callers:
        return (
            f"{settings.host} would let other machines in, and no callers are configured, so that all of them could "
            f"see everything; serve on {LOOPBACK}, or give --keys or --jwks"
        )
    if settings.documents_only and settings.documents is None:
        return "--documents-only takes only the documents of a list, and there is none; give --documents"
    if "*" in settings.cors_origins:
        return "--cors-origin * would let every site read the answers; name each origin, such as https://shop.example"
    return None


def callers_of(settings: Settings) -> Callers:
    """The callers that the settings name. Raises UnreadableKeys or UnreadableKeySet for a file that holds none."""
    directories: list[Directory] = []
    if settings.keys is not None:
        from ratecard.api.callers.keys import Keys

        directories.append(Keys(settings.keys))
    if settings.jwks is not None:
        from ratecard.api.callers.tokens import Tokens

        directories.append(Tokens(settings.jwks, settings.jwt_issuer, settings.jwt_audience))
    return Callers(tuple(directories))


def persisted_of(settings: Settings) -> Persisted:
    """The documents of the list that the settings name. Raises NotAList."""
    listed = read_list(settings.documents) if settings.documents is not None else {}
    return Persisted(listed, only=settings.documents_only)


def guarding_of(settings: Settings) -> Guarding:
    """Which names the server answers to: on loopback its own ones, elsewhere those given, or any."""
    names: frozenset[str] | None = frozenset(name.lower() for name in settings.allowed_hosts) or None
    if settings.loopback:
        own = {f"[{settings.host}]"} if ":" in settings.host else set()
        names = LOOPBACK_NAMES | own | (names or frozenset())
    return Guarding(names, frozenset(settings.cors_origins))
