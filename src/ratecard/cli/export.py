"""`ratecard export static`: all price lists as files that any web server or CDN can send."""

import sys
from datetime import date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import rich_click as click

from ratecard.answers.figures import FigureType
from ratecard.audience import Audience
from ratecard.book.rulebook import RuleBook
from ratecard.cli.answers import to_json
from ratecard.cli.clock import now
from ratecard.cli.options import Moment, WholeRange, book_options, open_book, refuse
from ratecard.cli.question_options import TYPES
from ratecard.diagnostics.text import visible
from ratecard.files import UnreadableFile, read_regular
from ratecard.instants import LATEST, Instant, first_instant, instant_of, zone
from ratecard.live.halts import UnreadableHalts
from ratecard.live.watched_halts import WatchedHalts
from ratecard.loading import Source
from ratecard.locale.preferences import WantedTags, read_preferences
from ratecard.refusals import UnknownRegion

DAYS_MOST = 3_660
SECONDS_A_DAY = int(timedelta(days=1).total_seconds())
OPERATION_BYTES_MOST = 1_000_000


@click.group()
def export() -> None:
    """Answers as files, for when there is no server to ask."""


@export.command(name="static")
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@click.option(
    "--operation",
    type=click.Path(path_type=Path, dir_okay=False),
    default=None,
    metavar="FILE.graphql",
    help="A query with the variables $region, $platform and $locale.  [default: price list and gifts]",
)
@click.option("--locale", "locales", multiple=True, help="A language; may be repeated.  [default: those of the book]")
@click.option(
    "--region",
    "regions",
    type=TYPES[FigureType.REGION],
    multiple=True,
    help="A region; may be repeated.  [default: all of the book]",
)
@click.option(
    "--days", type=WholeRange(1, DAYS_MOST), default=90, show_default=True, help="How many days ahead is exported."
)
@click.option(
    "--at",
    type=Moment(),
    default=None,
    help="The instant from which on it holds: 2026-07-01 (its first instant in UTC) or with its offset.  "
    "[default: now]",
)
@click.option(
    "--halts",
    type=click.Path(path_type=Path, dir_okay=False),
    default=None,
    envvar="RATECARD_HALTS",
    show_envvar=True,
    help="The file of what is withheld, as the server has it: what holds at the instant is withheld here too.",
)
@book_options
def export_static(
    folder: Path,
    operation: Path | None,
    locales: tuple[str, ...],
    regions: tuple[str, ...],
    days: int,
    at: date | datetime | None,
    halts: Path | None,
    source: Source | None,
    output: str,
) -> None:
    """Write what the public is answered into DIR, one JSON a market, language and period, with a manifest.json.

    Each file is byte for byte what the server answers to the same operation. DIR is replaced as a whole, and only where
    it was made by this command. A frontend that reads the manifest as docs/static-export.md shows never shows a price
    that is over.

    Exit codes: 0, 1 where the book, the operation or the folder refuses, 2 for wrong usage.
    """
    wanted = _locales(locales)
    text = None if operation is None else _text(operation)
    since = _since(at)
    until = Instant(min(since + days * SECONDS_A_DAY, LATEST))
    book = _withheld(open_book(source, output), halts, since)
    for region in regions:
        unknown = book.market((region, ""), since) if region not in book.regions else None
        if isinstance(unknown, UnknownRegion):
            refuse(unknown, output)
    told = _exported(book, folder, text, Extent(since, until, wanted or tuple(book.languages), regions))
    click.echo(to_json(told) if output == "json" else _sentence(folder, told))


def _withheld(book: RuleBook, file: Path | None, at: Instant) -> RuleBook:
    """The book of which everything is withheld that a file says; ends the command where nobody can read that."""
    try:
        return WatchedHalts(file).applied_to(book, at)
    except UnreadableHalts as problem:
        click.echo(f"error: {problem}", err=True)
        sys.exit(1)


class Extent(NamedTuple):
    """What is exported: answers from `since` up to, and without, `until`, in these languages; no regions are all."""

    since: Instant
    until: Instant
    locales: tuple[str, ...]
    regions: tuple[str, ...]


def _exported(book: RuleBook, folder: Path, text: str | None, extent: Extent) -> dict[str, object]:
    """Writes the export; what it comes to. Ends the command with 1 where anything is refused, and then nothing is."""
    from ratecard.api.static.exporting import Exporter
    from ratecard.api.static.folders import NotReplaced, staged
    from ratecard.api.static.manifests import MANIFEST, OPERATION, ManifestEntry, entry_of, manifest_of
    from ratecard.api.static.operations import PRICE_LIST, NotExportable, exported_operation
    from ratecard.api.types.schema import make_schema

    try:
        schema = make_schema(ordered=False).core
        asked = exported_operation(schema, PRICE_LIST if text is None else text)
        exporter = Exporter(schema, book, asked)
        entries: list[ManifestEntry] = []
        with staged(folder) as files:
            for answer in exporter.answers(*extent):
                entries.append(entry_of(answer))
                files.write(entries[-1].path, answer.body)
            if not entries:
                raise NotExportable(f"the book begins on {book.begins}, and the export ends before")
            manifest = manifest_of(entries, exporter.book.digest, extent.since, extent.until)
            files.write(OPERATION, asked.text.encode())
            for path, small in ((MANIFEST, manifest), *manifest.small()):
                files.write(path, small.text())
    except (NotExportable, NotReplaced) as refused:
        click.echo(f"error: {visible(str(refused))}", err=True)
        sys.exit(1)
    sizes = {entry.path: entry.bytes for entry in entries}
    return {
        "files": len(sizes),
        "bytes": sum(sizes.values()),
        "entries": len(entries),
        "markets": len({(entry.region, entry.platform) for entry in entries}),
        "locales": list(extent.locales),
        "bookDigest": book.seen_by(Audience.PUBLIC).digest,
        "madeAt": manifest.made_at,
        "until": manifest.until,
        "manifestSha256": sha256(manifest.text()).hexdigest(),
    }


def _sentence(folder: Path, told: dict[str, object]) -> str:
    locales = told["locales"]
    assert isinstance(locales, list)
    return (
        f"{visible(str(folder))}: {told['files']:,} files of {told['markets']:,} markets in {', '.join(locales)}, "
        f"{told['bytes']:,} bytes\n"
        f"from {told['madeAt']} until {told['until']}; book {told['bookDigest']}"
    )


def _locales(locales: tuple[str, ...]) -> tuple[str, ...]:
    """The languages asked for, each once. A usage error where one is not a single tag."""
    for locale in locales:
        asked = read_preferences(locale)
        if not isinstance(asked, WantedTags) or len(asked.wanted) != 1 or not locale.replace("-", "").isalnum():
            raise click.UsageError(f"--locale {visible(locale)}: write one language, for example de or pt-BR")
    return tuple(dict.fromkeys(locales))


def _text(file: Path) -> str:
    """The text of an operation; ends the command with 1 where it cannot be read."""
    try:
        return read_regular(file, OPERATION_BYTES_MOST).decode()
    except UnicodeDecodeError:
        why = f"{file} is not UTF-8"
    except UnreadableFile as error:
        why = str(error)
    click.echo(f"error: {visible(why)}", err=True)
    sys.exit(1)


def _since(at: date | datetime | None) -> Instant:
    """The instant from which on answers are exported; a day begins in UTC, since it is one for all markets."""
    if at is None:
        return now()
    if isinstance(at, datetime):
        return instant_of(at)
    in_zone = zone("UTC")
    assert in_zone is not None
    found = first_instant(at, in_zone)
    assert found is not None, "UTC skips no day"
    return found
