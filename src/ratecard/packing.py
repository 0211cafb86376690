"""A rule book to bytes and back, between processes of one parent that run one version.

The bytes are trusted: what they hold is made by unpickling. So they begin with a header and a seal, a keyed hash of
all the rest by a secret that the parent gives to its children, and nothing behind it is looked at before the seal is
found right. Bytes that come from anywhere else are refused. Even sealed ones can name nothing but the engine's own
types, and functions that a rule book keeps. Do not keep such bytes: another version does not read them, and rule files
are what a book is kept in.
"""

import io
import pickle
import sys
from collections import Counter
from collections.abc import Callable
from copyreg import dispatch_table
from datetime import date, datetime, timedelta, timezone
from fractions import Fraction
from functools import partial
from hashlib import blake2b
from hmac import compare_digest
from hmac import digest as keyed_digest
from typing import Any
from zoneinfo import ZoneInfo

from msgspec._utils import rebuild  # type: ignore[attr-defined]  # what msgspec writes of structs with names

from ratecard import __version__
from ratecard.book.keys import Keys
from ratecard.book.rulebook import Contents, RuleBook
from ratecard.currency import CURRENCIES, Currency
from ratecard.guards.verdicts import Summary
from ratecard.instants import zone
from ratecard.keys.registry import KEYS
from ratecard.loading import CLDR, collector_paused
from ratecard.rulefiles.nearby import Geography
from ratecard.terms.fx import FxRate, FxTerms
from ratecard.terms.unknown import UnknownValue

MAGIC = b"ratecard rule book\n"
FINDINGS = b"ratecard findings\n"
VERSION = f"{__version__} on Python {sys.version_info.major}.{sys.version_info.minor}".encode()
SEAL_BYTES = 32
SECRET_BYTES_MOST = 64

ENGINE = (
    "audience",
    "book",
    "currency",
    "diagnostics",
    "guards",
    "instants",
    "keys",
    "money",
    "ranges",
    "refusals",
    "rounding",
    "rulefiles",
    "terms",
)
"""The parts of the package whose types a rule book may hold."""

ROUNDING = "ratecard.rounding"
"""The module of which terms keep functions."""


class UnreadableBook(Exception):
    """Bytes are not a book of this version, this language and this secret; says which."""


def pack(book: RuleBook, secret: bytes) -> bytes:
    """A whole book as bytes, with what was made of it for other audiences, for `unpack` with the same secret.

    `secret` has 1 to 64 bytes. What a book keeps of first answers stays behind and is made again. The keys of the
    language are named and do not travel: both sides have them.
    """
    _check_secret(secret)
    into = io.BytesIO()
    with collector_paused():
        _Pickler(into).dump(book.contents())
    head = b"".join((MAGIC, VERSION, b"\n", _language(book.keys), b"\n", book.digest.encode(), b"\n"))
    body = into.getbuffer()
    return b"".join((head, _seal(secret, head, body), body))


def unpack(data: bytes, secret: bytes, *, keys: Keys = KEYS, geography: Geography = CLDR) -> RuleBook:
    """The book that `pack` made these bytes of: the same digest, and the same answers.

    `keys` are those of the language. Raises `UnreadableBook` for all other bytes.
    """
    _check_secret(secret)
    if not data.startswith(MAGIC):
        raise UnreadableBook("these bytes are not a packed rule book")
    parts = data[len(MAGIC) : len(MAGIC) + 400].split(b"\n", 3)
    if len(parts) < 4:
        raise UnreadableBook("these bytes of a packed rule book end early")
    version, language, digest, _ = parts
    if version != VERSION:
        told, own = version.decode("ascii", "replace"), VERSION.decode()
        raise UnreadableBook(f"this book was packed by ratecard {told}, and this is {own}")
    if language != _language(keys):
        raise UnreadableBook("this book was packed with other keys of the rule language")
    start = len(MAGIC) + len(version) + len(language) + len(digest) + 3
    whole = memoryview(data)
    head, seal, body = whole[:start], whole[start : start + SEAL_BYTES], whole[start + SEAL_BYTES :]
    if not compare_digest(seal, _seal(secret, head, body)):
        raise UnreadableBook("this book was cut off or changed, or packed with another secret")
    with collector_paused():
        contents = _Unpickler(io.BytesIO(body), keys).load()
    if type(contents) is not Contents:
        raise UnreadableBook("these bytes hold something else than a rule book")
    return RuleBook.of(contents, keys, geography)


def pack_findings(summary: Summary, secret: bytes) -> bytes:
    """What the guards of a book found as bytes, for `unpack_findings` with the same secret of 1 to 64 bytes."""
    _check_secret(secret)
    into = io.BytesIO()
    _Pickler(into).dump(summary)
    body = into.getbuffer()
    return b"".join((FINDINGS, _seal(secret, FINDINGS, body), body))


def unpack_findings(data: bytes, secret: bytes, *, keys: Keys = KEYS) -> Summary:
    """What `pack_findings` made these bytes of. Raises `UnreadableBook` for all other bytes."""
    _check_secret(secret)
    whole = memoryview(data)
    start = len(FINDINGS) + SEAL_BYTES
    head, seal, body = whole[: len(FINDINGS)], whole[len(FINDINGS) : start], whole[start:]
    if head != FINDINGS or not compare_digest(seal, _seal(secret, head, body)):
        raise UnreadableBook("these bytes are not what guards found, or were packed with another secret")
    found = _Unpickler(io.BytesIO(body), keys).load()
    if type(found) is not Summary:
        raise UnreadableBook("these bytes hold something else than what guards found")
    return found


def _check_secret(secret: bytes) -> None:
    if not 1 <= len(secret) <= SECRET_BYTES_MOST:
        raise ValueError(f"a secret has 1 to {SECRET_BYTES_MOST} bytes, and this one {len(secret)}")


def _seal(secret: bytes, head: bytes | memoryview, body: memoryview) -> bytes:
    """HMAC with SHA-256, which processors compute faster than what else the standard library has."""
    return keyed_digest(secret, b"".join((head, body)), "sha256")


def _language(keys: Keys) -> bytes:
    """What tells one language from another: the names of its keys, in order, hashed."""
    return blake2b(",".join(keys.records).encode(), digest_size=8).hexdigest().encode()


def _currency(code: str) -> Currency:
    """The one currency of a code, of which each process has its own."""
    return CURRENCIES[code]


def _by_code(currency: Currency) -> tuple[Callable[[str], Currency], tuple[str]]:
    return _currency, (currency.code,)


def _by_name(in_zone: ZoneInfo) -> tuple[Callable[[str], ZoneInfo | None], tuple[str]]:
    return zone, (in_zone.key,)


def _by_columns(terms: FxTerms) -> tuple[Callable[..., FxTerms], tuple[object, ...]]:
    """Terms of exchange, whose many rates are a column for each of their fields."""
    plain: dict[str, FxRate] = {code: rate for code, rate in terms.rates.items() if type(rate) is FxRate}
    others = {code: rate for code, rate in terms.rates.items() if type(rate) is not FxRate}
    columns = [tuple([getattr(rate, name) for rate in plain.values()]) for name in FxRate.__struct_fields__]
    fields = [getattr(terms, name) for name in FxTerms.__struct_fields__ if name != "rates"]
    return _exchange, (tuple(terms.rates), tuple(plain), others, *columns, *fields)


def _exchange(order: tuple[str, ...], codes: tuple[str, ...], others: dict[str, UnknownValue], *rest: Any) -> FxTerms:
    """What `_by_columns` wrote."""
    many = len(FxRate.__struct_fields__)
    rates: dict[str, FxRate | UnknownValue] = {**dict(zip(codes, map(FxRate, *rest[:many]), strict=True)), **others}
    names = [name for name in FxTerms.__struct_fields__ if name != "rates"]
    fields = dict(zip(names, rest[many:], strict=True))
    return FxTerms(rates={code: rates[code] for code in order}, **fields)


_OF_PYTHON = (Counter, frozenset, set, partial, Fraction, date, datetime, timedelta, timezone)
KNOWN = {(kind.__module__, kind.__name__): kind for kind in (_currency, _exchange, rebuild, *_OF_PYTHON)}
"""What is not the engine's own and may stand in a book, by module and name."""


class _Pickler(pickle.Pickler):
    """Writes zones and currencies by their names, so that each process has one of each."""

    def __init__(self, into: io.BytesIO) -> None:
        super().__init__(into, pickle.HIGHEST_PROTOCOL)
        self.dispatch_table = {**dispatch_table, ZoneInfo: _by_name, Currency: _by_code, FxTerms: _by_columns}


class _Unpickler(pickle.Unpickler):
    """Reads nothing but what a rule book of these keys is made of."""

    def __init__(self, data: io.BytesIO, keys: Keys) -> None:
        super().__init__(data)
        terms = (terms for key in keys.records.values() for terms in key.terms)
        self._of_keys = {built.build.__module__ for built in terms}

    def find_class(self, module: str, name: str) -> object:
        """A type of the engine or of a key, or a function that terms keep. Raises `UnreadableBook` for all else."""
        if (module, name) in KNOWN:
            return KNOWN[module, name]
        package, _, rest = module.partition(".")
        if module in self._of_keys or (package == "ratecard" and rest.partition(".")[0] in ENGINE):
            found: Any = super().find_class(module, name) if "." not in name else None
            kept = isinstance(found, type) or found is zone or module == ROUNDING
            if kept and found.__module__ == module:
                return found
        raise UnreadableBook(f"a rule book holds no {module}.{name}")
