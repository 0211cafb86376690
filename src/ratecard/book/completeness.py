"""Whether every sold package can be quoted, exactly: in each market and each period in which it has a price."""

from collections.abc import Iterable, Mapping

from ratecard.book.bundles import Bundle
from ratecard.book.layers import Layers
from ratecard.book.markets import MarketLine, SectionTerms
from ratecard.book.resolving import ResolvedPaths
from ratecard.book.timeline import Timeline
from ratecard.diagnostics.diagnostic import Diagnostic, Note, Place, Severity
from ratecard.instants import Instant, datetime_of
from ratecard.rulefiles.reading import Report
from ratecard.rulefiles.stated import ANY_LANGUAGE, BROKEN, KeyPath, Leaves

SHOWN_MOST = 3

Gap = tuple[str, MarketLine, str, Instant, Place]
"""What is missing, where, for which package, from when, and where that package's price stands."""


def check_complete(lines: Iterable[MarketLine], packages: frozenset[str], report: Report) -> None:
    """Reports what is missing, once for each missing thing, naming the markets that lack it.

    Only `packages` are looked at: the use of any other id is reported already. A market whose currency or groups are
    reported already is passed over: what is missing there may be what they would have stated.
    """
    gaps: dict[str, list[Gap]] = {}
    for line in lines:
        for gap in _gaps(line, packages) if line.sound else ():
            gaps.setdefault(gap[0], []).append(gap)
    for missing, found in sorted(gaps.items()):
        report(_incomplete(missing, found))


def _gaps(line: MarketLine, packages: frozenset[str]) -> Iterable[Gap]:
    shared = [(name, line.sections.get((name,))) for name in ("tax", "commission")]
    shared = [(name, timeline) for name, timeline in shared if not _is_whole(timeline, line.begins)]
    seen: set[str] = set()
    for section, prices in line.sections.items():
        if section[0] != "prices" or section[1] not in packages:
            continue
        package = line.sections.get(("packages", section[1]))
        if not shared and _is_whole(package, line.begins):
            continue
        for index, (start, terms) in enumerate(prices):
            if terms.terms is None or terms.terms is BROKEN:
                continue
            end = prices.starts[index + 1] if index + 1 < len(prices.starts) else None
            place = line.paths[section].at(start).stated.place  # type: ignore[union-attr]
            for name, timeline in (*shared, (f"packages.{section[1]}", package)):
                for since, missing in _missing_between(name, timeline, max(start, line.begins), end):
                    if missing not in seen and not _is_broken_above(missing, line.paths):
                        seen.add(missing)
                        yield missing, line, section[1], since, place


def _is_broken_above(missing: str, paths: ResolvedPaths) -> bool:
    """Whether a statement from which the missing one may hang is broken: then nobody can tell that it is missing."""
    parts = tuple(missing.split("."))
    above = (paths.get(parts[:depth]) for depth in range(1, len(parts) + 1))
    return any(each.stated.value is BROKEN for timeline in above if timeline is not None for each in timeline.values)


def _is_whole(timeline: Timeline[SectionTerms] | None, begins: Instant) -> bool:
    """Whether a section's terms stand complete at every instant."""
    return (
        timeline is not None
        and timeline.starts[0] <= begins
        and all(held.terms is not None and not held.missing for held in timeline.values)
    )


def _missing_between(
    name: str, timeline: Timeline[SectionTerms] | None, start: Instant, end: Instant | None
) -> Iterable[tuple[Instant, str]]:
    """What is missing under `name` from `start` up to `end`, and since when."""
    if timeline is None:
        yield start, name
        return
    if timeline.starts[0] > start:
        yield start, name
    for index, (since, held) in enumerate(timeline):
        until = timeline.starts[index + 1] if index + 1 < len(timeline.starts) else None
        if (end is not None and since >= end) or (until is not None and until <= start):
            continue
        if held.missing:
            for path in held.missing:
                yield max(start, since), ".".join(path)
        elif held.terms is None:
            yield max(start, since), name


def _incomplete(missing: str, found: list[Gap]) -> Diagnostic:
    _, line, package, since, place = found[0]
    markets = [f"{gap[1].key.region} on {gap[1].key.platform}" for gap in found]
    shown = ", ".join(markets[:SHOWN_MOST])
    more = f" and {len(markets) - SHOWN_MOST} more" if len(markets) > SHOWN_MOST else ""
    when = "" if since <= line.begins else f" from {datetime_of(since):%Y-%m-%d %H:%M} UTC on"
    beside = nearest_statement(line, missing, len({gap[1].key.region for gap in found}) > 1)
    return Diagnostic(
        code="incomplete-market",
        sentence=f"{package} is sold{when}, and no {missing} is stated for it: {shown}{more}",
        place=beside or place,
        hint=f"state {missing} under rules/, in a group or in the region, or none",
        notes=(Note(place, f"{package} has its price here"),) if beside not in (None, place) else (),
    )


def nearest_statement(line: MarketLine, missing: str, of_many_regions: bool) -> Place | None:
    """A statement of the same thing beside the gap: the broadest where many regions lack it, else the region's own."""
    wanted = missing.split(".")
    stated_later = line.paths.get(tuple(wanted))
    if stated_later is not None:
        return stated_later.values[0].stated.place
    for depth in range(len(wanted) - 1, 0, -1):
        beside = [
            (resolved.rank, resolved.stated.place)
            for path, timeline in line.paths.items()
            if path[:depth] == tuple(wanted[:depth]) and len(path) > depth
            for resolved in timeline.values[:1]
        ]
        if of_many_regions and beside:
            return min(beside)[1]
        own = [place for _, place in beside if place.file == line.place.file]
        if own:
            return min(own)
    return None


def check_names(layers: Layers, lines: Iterable[MarketLine], due: tuple[str, ...], report: Report) -> None:
    """Warns of each name that lacks a language of the book: people then read the fallback's.

    A name of a market is the one that the market reads, from all its layers; those of the book are stated under rules/.
    A market whose currency or groups are reported already is passed over, as in `check_complete`.
    """
    warned: set[Place] = set()
    scopes: list[tuple[str, Mapping[KeyPath, Place]]] = [("", _stated_names(layers.rules.plain))]
    scopes += [
        (f"platforms.{each}.", _stated_names(leaves)) for each, leaves in sorted(layers.rules.by_platform.items())
    ]
    scopes += [("", _read_names(bundle)) for bundle in _bundles_with_names(lines)]
    for prefix, places in scopes:
        names: dict[KeyPath, dict[str, Place]] = {}
        for path, place in places.items():
            if "name" in path[:-1]:
                depth = path.index("name")
                names.setdefault(path[: depth + 1], {}).setdefault(path[depth + 1], place)
        for path, languages in sorted(names.items()):
            lacking = [tag for tag in due if tag not in languages]
            place = min(languages.values())
            if lacking and ANY_LANGUAGE not in languages and place not in warned:
                warned.add(place)
                report(_lacks(prefix + ".".join(path), lacking, place))


def _bundles_with_names(lines: Iterable[MarketLine]) -> Iterable[Bundle]:
    """Every bundle that a market reads, once; none of a market in which a statement is broken."""
    seen: dict[int, bool] = {}
    yielded: set[int] = set()
    for line in lines:
        bundles = line.bundles.values()
        for bundle in bundles:
            if id(bundle) not in seen:
                seen[id(bundle)] = _wins_broken(bundle)
        if line.sound and not any(seen[id(bundle)] for bundle in bundles):
            yield from (bundle for bundle in bundles if id(bundle) not in yielded)
            yielded.update(id(bundle) for bundle in bundles)


def _wins_broken(bundle: Bundle) -> bool:
    """Whether a statement that is broken ever wins."""
    if not bundle.broken:
        return False
    return any(held.stated.value is BROKEN for timeline in bundle.paths.values() for held in timeline.values)


def _read_names(bundle: Bundle) -> dict[KeyPath, Place]:
    """The places of names by path; none that is removed."""
    found: dict[KeyPath, Place] = {}
    for path, timeline in bundle.paths.items():
        if "name" in path:
            for resolved in timeline.values:
                if isinstance(resolved.stated.value, str):
                    found.setdefault(path, resolved.stated.place)
    return found


def _stated_names(leaves: Leaves) -> dict[KeyPath, Place]:
    """The names that hold for the whole book; those of markets are looked at in the markets."""
    book_wide = {path: leaf.place for path, leaf in leaves.items() if path[0] in ("facts", "units", "rarities", "name")}
    return {path: place for path, place in book_wide.items() if "name" in path[:-1]}


def _lacks(name: str, lacking: list[str], place: Place) -> Diagnostic:
    return Diagnostic(
        code="name-lacks-language",
        sentence=f"{name} is not stated in {', '.join(lacking)}",
        place=place,
        hint=f"add {lacking[0]}: to it; until then people read the fallback",
        severity=Severity.WARNING,
    )
