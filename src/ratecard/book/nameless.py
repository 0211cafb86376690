"""Things that people see by a name, and that have none in any language: they are then shown by their ids."""

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from functools import partial
from typing import NamedTuple

from ratecard.book.keys import Keys
from ratecard.book.layers import Layers, MappingPlaces
from ratecard.book.library import is_of_library
from ratecard.book.markets import DistinctBundle, MarketHistory
from ratecard.book.memo import Memo
from ratecard.book.resolving import ResolvedPaths
from ratecard.book.timeline import Timeline
from ratecard.diagnostics.diagnostic import Diagnostic, Place, Severity
from ratecard.instants import Instant
from ratecard.rulefiles.stated import ABSENT, BROKEN, KeyPath, Leaves
from ratecard.rulefiles.text.decoding import Report
from ratecard.terms.resolved import Resolved


def check_nameless(
    bundles: Iterable[DistinctBundle],
    rules: Leaves,
    due: tuple[str, ...],
    mappings: MappingPlaces,
    keys: Keys,
    report: Report,
    memo: Memo,
) -> None:
    """Warns of each thing of a table of named things, such as a gift or a tax line, that has no name, once."""
    found: dict[KeyPath, Place] = {}
    table = memo.table("nameless")
    named = {table.path[0] for table in keys.tables if table.named}
    known: dict[Hashable, dict[KeyPath, Place]] = {}
    for key, bundle, history in bundles:
        if key not in named or bundle.broken:
            continue
        same = bundle if bundle.stated is None or bundle.dated else bundle.stated
        if same not in known:
            things_in = partial(_things_in, keys, history.begins)
            sections = table.of_parts(things_in, bundle, bundle.parts(memo), about=history.begins)
            known[same] = _without_names(sections)
        nameless = known[same]
        for thing in nameless.keys() - _incomplete(history, nameless) if nameless else ():
            found.setdefault(thing, nameless[thing])
    found |= dict(_nameless_of_book(rules, keys))
    for thing, place in sorted(found.items()):
        report(_nameless(thing, due, mappings.get(place.file, {}).get(thing, place)))


def check_nameless_platforms(
    platforms: Mapping[str, Mapping[str, str]], layers: Layers, due: tuple[str, ...], report: Report
) -> None:
    """Warns of each platform that a book declares under rules/ without a name, once; a broken name was told."""
    for platform in sorted(platforms):
        leaves = layers.rules.by_platform.get(platform)
        if leaves is not None and all(path[0] != "name" for path in leaves):
            report(_nameless(("platforms", platform), due, layers.platform_places[platform][0]))


class Things(NamedTuple):
    """The things of a section that are stated, each with the place of a statement of it, and those that have a name."""

    places: dict[KeyPath, Place]
    named: set[KeyPath]


def _without_names(sections: Collection[Things]) -> dict[KeyPath, Place]:
    """The things that are stated and have no name at any time, with their places."""
    if all(things.places.keys() <= things.named for things in sections):
        return {}
    named = {thing for things in sections for thing in things.named}
    return {thing: place for things in sections for thing, place in things.places.items() if thing not in named}


def _things_in(keys: Keys, begins: Instant, paths: ResolvedPaths) -> Things:
    found = Things({}, set())
    key = next(iter(paths), ("",))[0]
    for table in (table.path for table in keys.tables if table.named and table.path[0] == key):
        depth = len(table)
        below = [path for path in paths if len(path) > depth + 1 and path[:depth] == table]
        names = [path for path in below if path[depth + 1] == "name"]
        found.named.update([path[: depth + 1] for path in names if _is_text(paths[path])])
        for path in below:
            if path[depth + 1] != "name" and path[: depth + 1] not in found.named:
                place = _stated_at(path, paths[path], begins, keys)
                if place is not None:
                    found.places[path[: depth + 1]] = place
    return found


def _is_text(timeline: Timeline[Resolved[object]]) -> bool:
    """Whether a text is ever stated."""
    return str in [type(resolved.stated.value) for resolved in timeline.values]


def _stated_at(path: KeyPath, timeline: Timeline[Resolved[object]], begins: Instant, keys: Keys) -> Place | None:
    """Where anything is stated at some time from the beginning on, be it a fee of none; None where it is absent."""
    ends = zip(timeline.values, (*timeline.starts[1:], None), strict=True)
    heard = (own.stated for own, end in ends if end is None or end > begins)
    stated = (own for own in heard if own.value is not ABSENT)
    return next((value.place for value in stated if keys.is_positive(path, value)), None)


def _incomplete(history: MarketHistory, things: Iterable[KeyPath]) -> set[KeyPath]:
    """Those of the things whose key lacks more than a name, which is reported.

    They may be meant as another thing, or be named by a group that is left out: to name them too does not help.
    """
    missing = {path[0] for timeline in history.sections.values() for terms in timeline.values for path in terms.missing}
    return {thing for thing in things if thing[0] in missing}


def _nameless_of_book(rules: Leaves, keys: Keys) -> Iterator[tuple[KeyPath, Place]]:
    """The things declared for the whole book that no file names; none of a key of which a statement is wrong."""
    tables = {table.path[0] for table in keys.tables if table.named} & keys.of_book
    for key in tables:
        own = {path: leaf for path, leaf in rules.items() if path[0] == key}
        if not any(getattr(leaf, "value", None) is BROKEN for leaf in own.values()):
            named = {path[:2] for path in own if path[2:3] == ("name",)}
            yield from ((path[:2], leaf.place) for path, leaf in own.items() if len(path) > 2 and path[:2] not in named)


def _nameless(thing: KeyPath, due: tuple[str, ...], place: Place) -> Diagnostic:
    name = ".".join(thing)
    example = f"{{{', '.join(f'{tag}: …' for tag in due)}}}" if due else "{en: …}"
    how = f"state {name}.name in a file of the book: {example}" if is_of_library(place) else f"add name: {example}"
    return Diagnostic(
        code="name-lacks-language",
        sentence=f"{name} has no name in any language",
        place=place,
        hint=f"{how}; until then people read {thing[-1]}",
        severity=Severity.WARNING,
    )
