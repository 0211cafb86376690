"""`ratecard fx import`: exchange rates from published files, of one source or of several in order."""

import os
import sys
import time
from collections.abc import Iterable
from datetime import UTC, date, datetime
from fractions import Fraction
from glob import glob
from pathlib import Path
from typing import NoReturn

import rich_click as click

from ratecard.cli.options import Moment
from ratecard.cli.tables import counted
from ratecard.files import UnreadableFile, UnwritableFile, read_regular, replace_whole
from ratecard.rates.collecting import Collected, RateDays, collect
from ratecard.rates.mapping import read_sources
from ratecard.rates.quotations import NotRates, Rates
from ratecard.rates.refusing import moved, refuse_moves, refuse_stated_elsewhere
from ratecard.rates.rulefile import fresh_rates, known_rates, new_file, with_rates
from ratecard.rates.sources import ECB, ECB_PAGE, MOVED_MOST, RateSource, RateSources

BYTES_MOST = 16_000_000
RULE_FILE_MODE = 0o644


@click.command("import")
@click.argument("files", nargs=-1, metavar="[FILE | SOURCE=FILE]...")
@click.option(
    "--sources",
    "mapping",
    type=click.Path(dir_okay=False, path_type=Path),
    default=None,
    help="The file that says where rates come from and how their files are laid out, such as mine/fx-sources.yaml.  "
    "[default: the European Central Bank's layout]",
)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    default=None,
    help="The rule file to add the rates to, such as rules/fx_ecb.yaml.  [default: out: of --sources, else print]",
)
@click.option("--since", type=Moment(), default=None, help="Leave out what was published before this day.")
@click.option("--accept-moves", is_flag=True, help="Take rates that moved by more than the bound of the sources, ×1.5.")
def fx_import(
    files: tuple[str, ...],
    mapping: Path | None,
    out: Path | None,
    since: date | datetime | None,
    accept_moves: bool,
) -> None:
    """Read exchange rates from files and add them to a rule file.

    Without --sources, FILE is eurofxref.csv or eurofxref-hist.csv of the European Central Bank. With it, the sources
    are read in their order, and each currency is that of the first source that has it.

    Rates that the rule file has already stay. Where anything is wrong, nothing is written, and the exit code is 1.
    """
    try:
        sources = _only_ecb(out) if mapping is None else read_sources(mapping, read_regular(mapping, BYTES_MOST))
        given = _given(sources, files, stated=mapping is not None)
        first = since.date() if isinstance(since, datetime) else since
        collected = collect(
            sources.sources, given, sources.base, RateDays(datetime.fromtimestamp(time.time(), UTC), first)
        )
        most = None if accept_moves else sources.moved_most
        target, shared = out or sources.out, ECB_PAGE if mapping is None else ""
        if target is None:
            click.echo(_added(None, None, collected, sources.base, shared, most)[0].decode(), nl=False)
        else:
            click.echo(_write(target, collected, sources.base, shared, most))
    except (NotRates, UnreadableFile, UnwritableFile) as wrong:
        _fail(str(wrong))
    if mapping is not None and target is not None:
        for source, codes in collected.given.items():
            click.echo(f"  {source}: {', '.join(codes) or 'nothing that a source before it does not have'}")
    if collected.unknown:
        click.echo(f"left out, for ISO 4217 does not know them: {', '.join(collected.unknown)}", err=True)


def _only_ecb(out: Path | None) -> RateSources:
    return RateSources(folder=Path(), base=ECB.base, sources=(ECB,), out=out, moved_most=MOVED_MOST)


def _given(sources: RateSources, files: tuple[str, ...], *, stated: bool) -> dict[str, list[tuple[str, bytes]]]:
    """The files of each source with what they hold: those that are named, else those of its pattern."""
    named: dict[str, list[Path]] = {}
    known = [source.id for source in sources.sources]
    for text in files:
        source, equals, path = text.partition("=") if stated else (ECB.id, "=", text)
        if not equals or source not in known:
            raise click.UsageError(f"{text} does not begin with a source; write {known[0]}={text.rpartition('=')[2]}")
        named.setdefault(source, []).append(Path(path))
    if not stated and not named:
        raise click.UsageError("name a file of the European Central Bank, or the file of your sources with --sources")
    paths = {source.id: named.get(source.id) or _found(sources, source) for source in sources.sources}
    return {
        source: [(str(file), read_regular(file, BYTES_MOST)) for file in of_source]
        for source, of_source in paths.items()
    }


def _found(sources: RateSources, source: RateSource) -> Iterable[Path]:
    """The file of a source, or those of its pattern in order of their names; a file's own name comes before a pattern.

    A pattern may be absolute, and `**` in it stands for any folders, or within a name for what `*` does.
    """
    if not source.files:
        raise NotRates(f"{source.id} has no file: write {source.id}=FILE, or state files: of the source")
    own = sources.folder / source.files
    if os.path.isfile(own):
        return [own]
    try:
        names = glob(source.files, root_dir=sources.folder, recursive=True, include_hidden=True)
    except ValueError:  # a zero byte, which no name has
        names = []
    files = sorted(path for path in (sources.folder / name for name in names) if not os.path.isdir(path))
    if not files:
        raise NotRates(f"{source.id} has no file: nothing is named {sources.folder / source.files}")
    return files


def _write(out: Path, collected: Collected, base: str, shared: str, most: str | None) -> str:
    """Adds the rates to the rule file, and comes back with what to say of it."""
    before = read_regular(out, BYTES_MOST) if os.path.exists(out) else None
    refuse_stated_elsewhere(collected.rates, base, out)
    content, added, every = _added(out, before, collected, base, shared, most)
    if content != before:
        replace_whole(out, content, RULE_FILE_MODE)
    return f"{out}: {counted(added, 'rate')} added, {every} in all"


def _added(
    out: Path | None, before: bytes | None, collected: Collected, base: str, shared: str, most: str | None
) -> tuple[bytes, int, int]:
    """What the rule file holds with the rates in it, how many are new, and how many there are then."""
    known: Rates = {} if before is None or out is None else known_rates(str(out), before)
    fresh = fresh_rates(known, collected.rates)
    if most is not None:
        refuse_moves(moved(known, fresh, Fraction(most)), most)
    added, kept = (sum(map(len, rates.values())) for rates in (fresh, known))
    if before is None or out is None:
        content = new_file(fresh, base, shared).encode()
    else:
        content = with_rates(str(out), before, fresh, shared) if fresh else before
    return content, added, added + kept


def _fail(message: str) -> NoReturn:
    click.echo(f"error: {message}", err=True)
    sys.exit(1)
