"""The manifests of an export: which file is the answer for whom, from when until when.

One is of all files, and each market has one of its own in each language, so that a frontend reads few bytes.
"""

from collections.abc import Iterator
from hashlib import sha256

import msgspec

from ratecard.api.static.exporting import ExportedAnswer
from ratecard.instants import EARLIEST, Instant
from ratecard.showing import instant_text

FORMAT = "ratecard-static/1"
MANIFEST, OPERATION = "manifest.json", "operation.graphql"


class ManifestEntry(msgspec.Struct, frozen=True, rename="camel"):
    """One file: the answer of a market in a language from `valid_from` up to `valid_until`, None for no known end.

    Both are instants in UTC; what holds at all times does from 1970-01-01 on. Several entries may be of one file, where
    the answer is the same.
    """

    region: str
    platform: str
    locale: str
    valid_from: str
    valid_until: str | None
    path: str
    sha256: str
    bytes: int


class Manifest(msgspec.Struct, frozen=True, rename="camel"):
    """All files of an export. None of them may be shown from `until` on: what begins then is not in it."""

    format: str
    book_digest: str
    made_at: str
    until: str
    entries: list[ManifestEntry]

    def small(self) -> Iterator[tuple[str, "Manifest"]]:
        """The manifest of each market and language, by its path: "DE/ios/de/manifest.json"."""
        own: dict[str, list[ManifestEntry]] = {}
        for entry in self.entries:
            own.setdefault(_small_path(entry), []).append(entry)
        for path, entries in own.items():
            yield path, msgspec.structs.replace(self, entries=entries)

    def text(self) -> bytes:
        """The manifest as JSON, one entry a line."""
        head = {name: value for name, value in msgspec.to_builtins(self).items() if name != "entries"}
        lines = b",\n".join(msgspec.json.encode(entry) for entry in self.entries)
        return msgspec.json.encode(head)[:-1] + b',"entries":[\n' + lines + b"\n]}\n"


def _small_path(entry: ManifestEntry) -> str:
    return f"{entry.path.rpartition('/')[0]}/{MANIFEST}"


def entry_of(answer: ExportedAnswer) -> ManifestEntry:
    """The entry of an answer. Its file has the digest of its bytes in the name, so that no cache ever holds another."""
    digest, key = sha256(answer.body).hexdigest(), answer.market
    return ManifestEntry(
        region=key.region,
        platform=key.platform,
        locale=answer.locale,
        valid_from=instant_text(max(answer.period.start, EARLIEST)),
        valid_until=None if answer.period.end is None else instant_text(answer.period.end),
        path=f"{key.region}/{key.platform}/{answer.locale}/{digest}.json",
        sha256=digest,
        bytes=len(answer.body),
    )


def manifest_of(entries: list[ManifestEntry], book_digest: str, made_at: Instant, until: Instant) -> Manifest:
    """The manifest of these entries, made of a book as of an instant."""
    return Manifest(FORMAT, book_digest, instant_text(made_at), instant_text(until), entries)


def files_of(content: bytes) -> frozenset[str] | None:
    """The paths of all files that an export with this manifest holds, itself too; None where it is not a manifest."""
    try:
        manifest = msgspec.json.decode(content, type=Manifest)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    if manifest.format != FORMAT:
        return None
    inside = (path for entry in manifest.entries for path in (entry.path, _small_path(entry)))
    return frozenset({MANIFEST, OPERATION, *inside})
