"""Things that people see by a name, and that have none in any language: they are then shown by their ids."""

from collections.abc import Iterable, Iterator
from functools import partial

from ratecard.book.bundles import Bundle
from ratecard.book.keys import Keys
from ratecard.book.layers import MappingPlaces
from ratecard.book.markets import DistinctBundle, MarketHistory
from ratecard.book.memo import Memo
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
    for key, bundle, history in bundles:
        nameless = (
            table.of(partial(_nameless_in, keys, history.begins), bundle, about=history.begins) if key in named else {}
        )
        for thing in nameless.keys() - _incomplete(history, nameless) if nameless else ():
            found.setdefault(thing, nameless[thing])
    found |= dict(_nameless_of_book(rules, keys))
    for thing, place in sorted(found.items()):
        report(_nameless(thing, due, mappings.get(place.file, {}).get(thing, place)))


def _nameless_in(keys: Keys, begins: Instant, bundle: Bundle) -> dict[KeyPath, Place]:
    return dict(_things_without_names(keys, begins, bundle))


def _things_without_names(keys: Keys, begins: Instant, bundle: Bundle) -> Iterator[tuple[KeyPath, Place]]:
    """The things of a bundle that are stated and have no name at any time, with the place of a statement of each."""
    key = next(iter(bundle.paths), ("",))[0]
    if bundle.broken:
        return
    for table in (table.path for table in keys.tables if table.named and table.path[0] == key):
        depth = len(table)
        below = [path for path in bundle.paths if len(path) > depth + 1 and path[:depth] == table]
        named = {path[: depth + 1] for path in below if path[depth + 1] == "name" and _is_text(bundle.paths[path])}
        for path in below:
            place = None if path[: depth + 1] in named else _stated_at(path, bundle.paths[path], begins, keys)
            if place is not None and path[depth + 1] != "name":
                yield path[: depth + 1], place


def _is_text(timeline: Timeline[Resolved[object]]) -> bool:
    """Whether a text is ever stated."""
    return str in [type(resolved.stated.value) for resolved in timeline.values]


def _stated_at(path: KeyPath, timeline: Timeline[Resolved[object]], begins: Instant, keys: Keys) -> Place | None:
    """Where anything is stated at some time from the beginning on, be it a fee of none; None where it is absent."""
    ends = (*timeline.starts[1:], None)
    held = zip(timeline.values, ends, strict=True)
    stated = (own.stated for own, end in held if own.stated.value is not ABSENT and (end is None or end > begins))
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
    return Diagnostic(
        code="name-lacks-language",
        sentence=f"{name} has no name in any language",
        place=place,
        hint=f"add name: {example}; until then people read {thing[-1]}",
        severity=Severity.WARNING,
    )
