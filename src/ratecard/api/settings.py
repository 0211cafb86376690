"""What an operator decides about the server. Each has a default that is safe on the operator's own machine."""

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from ratecard.api.bounds import BODY, COST
from ratecard.api.callers.addresses import is_loopback
from ratecard.api.callers.callers import Callers, Directory
from ratecard.api.documents.persisted import Persisted, read_list
from ratecard.api.http.guarding import LOOPBACK_NAMES, Guarding
from ratecard.api.http.origins import CORS_HEADERS, wrong_header, wrong_origin

if TYPE_CHECKING:
    from ratecard.api.callers.tokens import KeySource

LOOPBACK = "127.0.0.1"


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """How the server runs. `ratecard serve --help` says what each is for."""

    host: str = LOOPBACK
    port: int = 8000
    workers: int = 1
    keys: Path | None = None
    jwks: str | Path | None = None
    jwks_max_age: int = 600
    jwt_issuer: str | None = None
    jwt_audience: str | None = None
    allowed_hosts: tuple[str, ...] = ()
    cors_origins: tuple[str, ...] = ()
    cors_headers: tuple[str, ...] = CORS_HEADERS
    trusted_proxies: str | None = None
    introspection: bool = True
    documents: Path | None = None
    documents_only: bool = False
    body_bytes: int = BODY.most
    cost_most: int = COST.most
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
    def jwks_url(self) -> str | None:
        """The URL that public keys are fetched from, or None where they are in a file, or there are none."""
        return str(self.jwks) if self.jwks is not None and "://" in str(self.jwks) else None

    @property
    def knows_callers(self) -> bool:
        """Whether callers are known by keys or tokens."""
        return self.keys is not None or self.jwks is not None


def wrong_settings(settings: Settings) -> str | None:
    """Why the server must not start with these settings, or None."""
    if not settings.loopback and not settings.knows_callers:
        return (
            f"{settings.host} would let other machines in, and no callers are configured, so that all of them could "
            f"see everything; serve on {LOOPBACK}, or give --keys or --jwks"
        )
    if settings.documents_only and settings.documents is None:
        return "--documents-only takes only the documents of a list, and there is none; give --documents"
    wrong = [*map(wrong_origin, settings.cors_origins), *map(wrong_header, settings.cors_headers)]
    if settings.jwks_url is not None:
        from ratecard.api.callers.fetching import wrong_url

        problem = wrong_url(settings.jwks_url)
        wrong.append(f"--jwks: {problem}" if problem else None)
    return next((problem for problem in wrong if problem), None)


def callers_of(settings: Settings) -> Callers:
    """The callers that the settings name. Raises UnreadableCallers for a file that holds none; fetches nothing."""
    directories: list[Directory] = []
    if settings.keys is not None:
        from ratecard.api.callers.keys import Keys

        directories.append(Keys(settings.keys))
    if settings.jwks is not None:
        from ratecard.api.callers.tokens import Tokens

        directories.append(Tokens(_key_source(settings), settings.jwt_issuer, settings.jwt_audience))
    return Callers(tuple(directories))


def _key_source(settings: Settings) -> "KeySource":
    """Where the public keys of JWTs come from."""
    from ratecard.api.callers.key_sets import KeySetFile
    from ratecard.api.callers.remote import RemoteKeySet

    if settings.jwks_url is not None:
        return RemoteKeySet(settings.jwks_url, settings.jwks_max_age)
    return KeySetFile(Path(settings.jwks or ""))


def check_callers(settings: Settings) -> None:
    """Raises UnreadableCallers where a file or URL of the settings holds no callers now. Blocks while it fetches.

    At the start only: a worker that begins later waits for no issuer.
    """
    callers_of(settings)
    if settings.jwks_url is not None:
        from ratecard.api.callers.remote import fetch_key_set

        fetch_key_set(settings.jwks_url)


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
    return Guarding(names, frozenset(settings.cors_origins), settings.cors_headers)
