"""What an operator decides about the server. Each has a default that is safe on the operator's own machine."""

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from ratecard.api.bounds import ANSWER, BODY, COST
from ratecard.api.callers.addresses import believes_everybody, is_loopback, wrong_proxies
from ratecard.api.callers.callers import Callers, Directory
from ratecard.api.callers.ceiling import Ceiling
from ratecard.api.documents.persisted import Persisted, names_of_operations, read_list
from ratecard.api.http.guarding import LOOPBACK_NAMES, Guarding
from ratecard.api.http.origins import CORS_HEADERS, wrong_header, wrong_origin
from ratecard.api.telemetry.decision_log import DecisionLog, LogSettings
from ratecard.api.telemetry.exposition import MISSING, can_expose
from ratecard.api.telemetry.meter import Meter, Metrics
from ratecard.api.telemetry.spans import NO_TRACING, can_trace
from ratecard.audience import Audience
from ratecard.instants import Instant
from ratecard.live.loader import Reloading

if TYPE_CHECKING:
    from ratecard.api.callers.tokens import KeySource
    from ratecard.api.context import KeysNow

LOOPBACK = "127.0.0.1"
MEGABYTE = 1_000_000

_SHARE = re.compile(r"0|1|0?\.[0-9]{1,9}|1\.0{1,9}|0\.0")

TOTAL_BURST, TOTAL_RATE = 4_000_000, 200_000
"""What all callers together may ask of one worker, if it is not stated: twice what one of them may by default."""


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """How the server runs. `ratecard serve --help` says what each is for."""

    host: str = LOOPBACK
    port: int = 8000
    workers: int = 1
    connections: int = 1_000
    keys: Path | None = None
    signing_keys: Path | None = None
    jwks: str | Path | None = None
    jwks_max_age: int = 600
    jwt_issuer: str | None = None
    jwt_audience: str | None = None
    jwt_any_issuer: bool = False
    jwt_any_audience: bool = False
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
    total_burst: int | None = None
    total_rate: int | None = None
    max_age: int = 300
    stale_age: int = 60
    answer_bytes: int = ANSWER.most
    answer_megabytes: int = 48
    stop_seconds: int = 10
    drain_seconds: int = 0
    metrics_host: str = LOOPBACK
    metrics_port: int | None = None
    log_format: str = "text"
    log_level: str = "warning"
    access_log: bool = False
    tracing: bool = False
    decisions: Path | None = None
    decisions_sample: str = "0.01"
    decisions_mask: bool = True
    decisions_megabytes: int = 1_000
    guards: bool = True
    watch: bool = False
    cases: bool = False
    state: Path | None = None
    halts: Path | None = None
    clock: Instant | None = None

    @property
    def loopback(self) -> bool:
        """Whether only this machine can reach the server."""
        return is_loopback(self.host)

    @property
    def reloading(self) -> Reloading:
        """How books are loaded while others are answered from."""
        audiences = tuple(Audience) if self.knows_callers or self.signing_keys is not None else ()
        return Reloading(
            watch=self.watch,
            guards=self.guards,
            cases=self.cases,
            audiences=audiences,
            state=self.state,
            halts=self.halts,
        )

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
    if settings.clock is not None and settings.halts is not None:
        return "--halts hold by the machine's clock, and --clock gives another one; leave out one of them"
    if settings.documents_only and settings.documents is None:
        return "--documents-only takes only the documents of a list, and there is none; give --documents"
    if settings.metrics_port is not None and not can_expose():
        return f"--metrics-port: {MISSING}"
    if settings.tracing and not can_trace():
        return f"--tracing: {NO_TRACING}"
    if settings.metrics_port == settings.port:
        return f"--metrics-port {settings.port} is the port of the API; give another one"
    wrong = [*map(wrong_origin, settings.cors_origins), *map(wrong_header, settings.cors_headers)]
    wrong += [_wrong_decisions(settings), wrong_proxies(settings.trusted_proxies or ""), _wrong_tokens(settings)]
    return next((problem for problem in wrong if problem), None)


def _wrong_decisions(settings: Settings) -> str | None:
    """Why no decision log can be written with these settings, or None."""
    if not _SHARE.fullmatch(settings.decisions_sample):
        return f"--decisions-sample {settings.decisions_sample} is not a share; write a number from 0 to 1, as 0.01"
    folder = settings.decisions
    if folder is not None and not (folder.is_dir() and os.access(folder, os.W_OK | os.X_OK)):
        return f"--decisions: {folder} is not a folder that can be written to"
    return None


def _wrong_tokens(settings: Settings) -> str | None:
    """Why JWTs must not be believed with these settings, or None."""
    pairs = (
        ("iss", "issuer", settings.jwt_issuer, settings.jwt_any_issuer),
        ("aud", "audience", settings.jwt_audience, settings.jwt_any_audience),
    )
    missing = []
    for claim, name, value, is_any in pairs:
        if settings.jwks is None and (value or is_any):
            return f"--jwt-{name} and --jwt-any-{name} are for JWTs, and no keys check any; give --jwks"
        if value and is_any:
            return f"--jwt-{name} and --jwt-any-{name} contradict each other; give one of them"
        if not value and not is_any:
            missing.append(f"--jwt-{name}, which `{claim}` of a token must be, or --jwt-any-{name}")
    if settings.jwks is not None and missing:
        message = "--jwks alone would let in every token that its keys sign, also one that is meant for others; give "
        return message + "; and ".join(missing)
    if settings.jwks_url is None:
        return None
    from ratecard.api.callers.fetching import wrong_url

    problem = wrong_url(settings.jwks_url)
    return f"--jwks: {problem}" if problem else None


def told_at_start(settings: Settings) -> tuple[str, ...]:
    """What an operator should know of these settings although they are taken."""
    if settings.trusted_proxies is not None and believes_everybody(settings.trusted_proxies):
        return (
            f"--trusted-proxies {settings.trusted_proxies} believes X-Forwarded-For of everybody: whoever reaches this "
            "server chooses the address that is charged",
        )
    return ()


def callers_of(settings: Settings) -> Callers:
    """The callers that the settings name. A file that cannot be read is logged, and nobody is known by it."""
    directories: list[Directory] = []
    if settings.keys is not None:
        from ratecard.api.callers.keys import KeyDirectory

        directories.append(KeyDirectory(settings.keys))
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
    """Raises UnreadableCallers where a file or URL of the settings cannot be read now. Blocks while it fetches.

    At the start only: a worker that begins later serves the public in any case, and fetches when a token comes.
    """
    if settings.keys is not None:
        from ratecard.api.callers.keys import read_keys

        read_keys(settings.keys)
    if settings.signing_keys is not None:
        from ratecard.api.callers.signing_keys import read_for_server

        read_for_server(settings.signing_keys)
    if settings.jwks_url is not None:
        from ratecard.api.callers.remote import fetch_key_set

        fetch_key_set(settings.jwks_url)
    elif settings.jwks is not None:
        from ratecard.api.callers.key_sets import read_key_set

        read_key_set(Path(settings.jwks))


def signing_of(settings: Settings) -> "KeysNow | None":
    """What tells the keys that sign quotes; None where the server has none."""
    if settings.signing_keys is None:
        return None
    from ratecard.api.callers.signing_keys import SigningKeysFile

    return SigningKeysFile(settings.signing_keys).content


def ceiling_of(settings: Settings) -> Ceiling:
    """What all callers together may ask, over all workers. To be made before the workers are."""
    burst = settings.total_burst or settings.workers * max(TOTAL_BURST, 2 * settings.burst)
    rate = settings.total_rate or settings.workers * max(TOTAL_RATE, 2 * settings.rate)
    return Ceiling(burst, rate)


def metrics_of_settings(settings: Settings) -> Metrics:
    """What is counted, over all workers. To be made before the workers are; operations are counted by listed names."""
    listed = read_list(settings.documents) if settings.documents is not None else {}
    return Metrics(names_of_operations(listed.values()), settings.workers)


def decision_log_of(settings: Settings, meter: Meter, place: int) -> DecisionLog | None:
    """The decision log of the worker at a place, started; None where there is none. Its room is divided by workers."""
    if settings.decisions is None:
        return None
    room = settings.decisions_megabytes * MEGABYTE // settings.workers
    log_settings = LogSettings(settings.decisions, float(settings.decisions_sample), settings.decisions_mask, room)
    log = DecisionLog(log_settings, meter, place)
    log.start()
    return log


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
