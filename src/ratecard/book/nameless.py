"""Things that people see by a name, and that have none in any language: they are then shown by their ids."""

from collections.abc import Iterable, Iterator

from ratecard.book.bundles import Bundle
from ratecard.book.layers import SectionPlaces
from ratecard.book.markets import MarketLine
from ratecard.diagnostics.diagnostic import Diagnostic, Place, Severity
from ratecard.rulefiles.reading import Report
from ratecard.rulefiles.stated import ABSENT, BROKEN, NONE, KeyPath, Leaves

NAMED_TABLES: dict[str, tuple[KeyPath, ...]] = {
    "tax": (("tax", "lines"),),
    "gifts": (("gifts",),),
    "payouts": (("payouts", "methods"), ("payouts", "withholding", "lines")),
}
"""The tables of things with a name, by the first key; a package is called after its coins where it has none."""


def check_nameless(
    lines: Iterable[MarketLine], rules: Leaves, due: tuple[str, ...], sections: SectionPlaces, report: Report
) -> None:
    """Warns of each tax line, gift, payout method, kept-back tax and rarity without a name, once."""
    found: dict[KeyPath, Place] = {}
    seen: set[int] = set()
    for line in lines:
        for bundle in line.bundles.values() if line.sound else ():
            if id(bundle) not in seen:
                seen.add(id(bundle))
                nameless = dict(_nameless_in(bundle))
                for thing in nameless.keys() - _incomplete(line, nameless):
                    found.setdefault(thing, nameless[thing])
    found |= dict(_nameless_rarities(rules))
    for thing, place in sorted(found.items()):
        key = sections.get(place.file, {}).get(thing, place)
        report(_nameless(thing, due, key))


def _nameless_in(bundle: Bundle) -> Iterator[tuple[KeyPath, Place]]:
    """The things of a bundle that are stated and have no name at any time, with the place of a statement of each."""
    tables = [table for path in list(bundle.paths)[:1] for table in NAMED_TABLES.get(path[0], ())]
    if not tables or bundle.broken:
        return
    stated: dict[KeyPath, Place] = {}
    named: set[KeyPath] = set()
    for path, timeline in bundle.paths.items():
        table = next((table for table in tables if path[: len(table)] == table and len(path) > len(table) + 1), None)
        if table is None:
            continue
        thing = path[: len(table) + 1]
        values = [
            resolved.stated for resolved in timeline.values if resolved.stated.value not in (NONE, ABSENT, BROKEN)
        ]
        if not values:
            continue
        if path[len(thing)] == "name":
            named.add(thing)
        else:
            stated.setdefault(thing, values[0].place)
    yield from ((thing, place) for thing, place in stated.items() if thing not in named)


def _incomplete(line: MarketLine, things: Iterable[KeyPath]) -> set[KeyPath]:
    """Those of the things that lack more than a name, which is reported: their own may be the name of another thing."""
    missing = [path for timeline in line.sections.values() for held in timeline.values for path in held.missing]
    return {thing for thing in things if any(path[: len(thing)] == thing for path in missing)}


def _nameless_rarities(rules: Leaves) -> Iterator[tuple[KeyPath, Place]]:
    """The rarities that no file names; none where a statement of them is wrong."""
    own = {path: leaf for path, leaf in rules.items() if path[0] == "rarities"}
    if any(getattr(leaf, "value", None) is BROKEN for leaf in own.values()):
        return
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
