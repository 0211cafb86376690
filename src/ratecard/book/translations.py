"""Whether each name is stated in every language of the book: people read the fallback's where it is not."""

from collections.abc import Iterable, Mapping
from functools import partial
from typing import NamedTuple

from ratecard.book.bundles import Bundle
from ratecard.book.declarations import Declarations
from ratecard.book.layers import Layers
from ratecard.book.library import is_of_library
from ratecard.book.markets import BundleView, DistinctBundle, MarketHistory, distinct_bundles, said_once
from ratecard.book.memo import Memo
from ratecard.book.resolving import ResolvedPaths
from ratecard.diagnostics.diagnostic import Diagnostic, Place, Severity
from ratecard.rulefiles.stated import ANY_LANGUAGE, BROKEN, KeyPath, Leaves
from ratecard.rulefiles.text.decoding import Report


class LackingLanguages(NamedTuple):
    """A name that lacks languages of the book: its path, which ones, and where it stands."""

    path: KeyPath
    languages: list[str]
    place: Place


def check_names(
    layers: Layers,
    histories: Iterable[MarketHistory],
    bundles: Iterable[DistinctBundle],
    declarations: Declarations,
    report: Report,
    memo: Memo,
) -> None:
    """Warns of each name that lacks a language of the book: people then read the fallback's.

    A name of a market is the one that the market reads, from all its layers; those of the book are stated under rules/.
    A market whose currency or groups are reported already is passed over, as in `check_complete`.
    """
    warned: set[Place] = set()
    due, of_book = declarations.languages, declarations.keys.of_book
    scopes = [("", _lacking(due, _stated_names(layers.rules.plain, of_book)))]
    for platform, leaves in sorted(layers.rules.by_platform.items()):
        scopes.append((f"platforms.{platform}.", _lacking(due, _stated_names(leaves, of_book))))
    table, lacking_in = memo.table("names"), partial(_lacking_in, due)
    for said in _bundles_with_names(histories, bundles):
        by_section = said.of_parts(table, lacking_in, memo, due)
        scopes.append(("", tuple(sorted(lacking for section in by_section for lacking in section))))
    for prefix, names in scopes:
        for path, languages, place in names:
            if place not in warned:
                warned.add(place)
                report(_lacks(prefix + ".".join(path), languages, place))


def _lacking_in(due: tuple[str, ...], paths: ResolvedPaths) -> tuple[LackingLanguages, ...]:
    return _lacking(due, _read_names(paths))


def _lacking(due: tuple[str, ...], places: Mapping[KeyPath, Place]) -> tuple[LackingLanguages, ...]:
    """The names that lack languages, of those with these places, by path."""
    names: dict[KeyPath, dict[str, Place]] = {}
    for path, place in places.items():
        if "name" in path[:-1]:
            depth = path.index("name")
            names.setdefault(path[: depth + 1], {}).setdefault(path[depth + 1], place)
    found = []
    for path, languages in sorted(names.items()):
        lacking = [tag for tag in due if tag not in languages]
        if lacking and ANY_LANGUAGE not in languages:
            found.append(LackingLanguages(path, lacking, min(languages.values())))
    return tuple(found)


def _bundles_with_names(histories: Iterable[MarketHistory], bundles: Iterable[DistinctBundle]) -> Iterable[BundleView]:
    """Every bundle that a market reads, once; none of a market in which a statement is broken."""
    broken = {bundle for _, bundle, _ in bundles if _wins_broken(bundle)}
    whole = (history for history in histories if history.sound and broken.isdisjoint(history.bundles.values()))
    return said_once(distinct_bundles(whole))


def _wins_broken(bundle: Bundle) -> bool:
    """Whether a statement that is broken ever wins."""
    if not bundle.broken:
        return False
    return any(resolved.stated.value is BROKEN for timeline in bundle.paths.values() for resolved in timeline.values)


def _read_names(paths: ResolvedPaths) -> dict[KeyPath, Place]:
    """The places of names by path; none that is removed."""
    found: dict[KeyPath, Place] = {}
    for path, timeline in paths.items():
        if "name" in path:
            for resolved in timeline.values:
                if isinstance(resolved.stated.value, str):
                    found.setdefault(path, resolved.stated.place)
    return found


def _stated_names(leaves: Leaves, of_book: frozenset[str]) -> dict[KeyPath, Place]:
    """The names that hold for the whole book; those of markets are looked at in the markets."""
    book_wide = {path: leaf.place for path, leaf in leaves.items() if path[0] in of_book}
    return {path: place for path, place in book_wide.items() if "name" in path[:-1]}


def _lacks(name: str, lacking: list[str], place: Place) -> Diagnostic:
    own = f"state {name}: {{{lacking[0]}: …}} in a file of the book"
    how = own if is_of_library(place) else f"add {lacking[0]}: to it"
    return Diagnostic(
        code="name-lacks-language",
        sentence=f"{name} is not stated in {', '.join(lacking)}",
        place=place,
        hint=f"{how}; until then people read the fallback",
        severity=Severity.WARNING,
    )
