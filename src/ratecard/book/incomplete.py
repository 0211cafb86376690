"""Reports of stated terms that lack something: all that the same regions lack of one mapping is one diagnostic."""

from collections.abc import Iterable, Iterator
from functools import partial

import msgspec

from ratecard.book.keys import Keys
from ratecard.book.layers import key_above
from ratecard.book.left_out import LeftOut, LikelyGroups
from ratecard.book.library import is_of_library
from ratecard.book.markets import MarketHistory
from ratecard.book.memo import Memo
from ratecard.book.missing import listed, or_none, since_when, to_write, until_when
from ratecard.book.once import Once
from ratecard.book.records import ANY_ID, matches
from ratecard.diagnostics.diagnostic import Place
from ratecard.instants import Instant
from ratecard.rulefiles.near import slips
from ratecard.rulefiles.stated import ABSENT, NONE, KeyPath, is_broken_above
from ratecard.terms.market import MarketKey

SHOWN_MOST = 3


class NeededBy(msgspec.Struct, frozen=True):
    """A statement that needs what another key lacks: what it says of that, and where it stands.

    `instead` is what else may be written there, for a hint; where it is empty, `none` of the other key may be.
    """

    sentence: str
    place: Place
    instead: str = ""


class Lack(msgspec.Struct, frozen=True):
    """A path that a history lacks, from an instant on; with the statement that needs it where that stands elsewhere."""

    path: KeyPath
    history: MarketHistory
    since: Instant
    of: NeededBy | None = None


def check_terms(
    markets: list[MarketHistory], creators: list[MarketHistory], keys: Keys, memberships: LikelyGroups, once: Once
) -> None:
    """Reports paths without which stated terms cannot be used, naming the regions that lack them."""
    every = [*markets, *creators]
    sound = ([history for history in markets if history.sound], [history for history in creators if history.sound])
    lacks = _all_lacks(*sound, keys, once.memo)
    by_path: dict[KeyPath, dict[str, Lack]] = {}
    for lack in lacks:
        by_path.setdefault(lack.path, {}).setdefault(lack.history.key.region, lack)
    together: dict[object, list[KeyPath]] = {}
    for path, by_region in sorted(by_path.items()):
        alike = tuple(sorted((code, lack.since, lack.of is None) for code, lack in by_region.items()))
        first = next(iter(by_region.values()))
        together.setdefault((_section(path, first), alike), []).append(path)
    incomplete = {keys.named(path) for path in by_path}
    for paths in together.values():
        found = by_path[paths[0]]
        needs = next((lack.of for lack in found.values() if lack.of is not None), None)
        if needs is not None:
            _tell_of_need(paths[0], needs, sorted(found), keys, once)
        else:
            elsewhere = any(path in history.below(path[0]) for path in paths for history in every)
            near = _near(paths[0], found.values(), incomplete, keys)
            lacking = [found[code] for code in sorted(found)]
            left_out = memberships.left_out(paths[0], lacking[0].history, lacking[0].since)
            _tell(paths, lacking, elsewhere, near, left_out, keys, once)


def _all_lacks(markets: list[MarketHistory], creators: list[MarketHistory], keys: Keys, memo: Memo) -> Iterator[Lack]:
    """What the terms of all histories lack, and what keys lack of one another; each path once in a history."""
    of_keys: dict[MarketKey, list[Lack]] = {}
    for key in keys.records.values():
        for lack in key.lacks(markets, creators, keys, memo) if key.lacks is not None else ():
            of_keys.setdefault(lack.history.key, []).append(lack)
    # What is sold is looked at by its buyers' needs: see completeness.py.
    sold = {(key.name, ANY_ID) for key in keys.selling} | {need.path for key in keys.selling for need in key.needs}
    table, lacks_of = memo.table("lacks"), partial(_lacks, sold)
    for history in (*markets, *creators):
        yield from _with_those(table.of(lacks_of, history), of_keys.get(history.key, []))


def _lacks(sold: set[KeyPath], history: MarketHistory) -> tuple[Lack, ...]:
    """What the terms of a history lack; each path once, from its first gap."""
    found: dict[KeyPath, Lack] = {}
    for section, timeline in history.sections.items():
        for index, section_terms in enumerate(timeline.values):
            is_sold = bool(section_terms.missing) and any(matches(of, section) for of in sold)
            for path in () if is_sold else section_terms.missing:
                if not is_broken_above(path, history.ever):
                    found.setdefault(path, Lack(path, history, timeline.starts[index]))
    return tuple(found.values())


def _with_those(own: Iterable[Lack], of_keys: Iterable[Lack]) -> Iterator[Lack]:
    """What the terms of a history lack, and its keys of one another; each path once, from its first gap."""
    found = {lack.path: lack for lack in own}
    for lack in of_keys:
        if lack.path not in found or lack.since < found[lack.path].since:
            found[lack.path] = lack
    yield from found.values()


def _section(path: KeyPath, lack: Lack) -> KeyPath:
    """The deepest mapping above a path of which anything is stated there; its own first key at least."""
    for depth in range(len(path) - 1, 1, -1):
        for other, timeline in lack.history.below(path[0]).items():
            held = timeline.at(lack.since) if other[:depth] == path[:depth] and len(other) > depth else None
            if held is not None and held.stated.value not in (NONE, ABSENT):
                return path[:depth]
    return path[:1]


def _near(path: KeyPath, lacks: Iterable[Lack], incomplete: set[KeyPath], keys: Keys) -> tuple[str, ...]:
    """The names of complete things that are like that of an incomplete one: it may be misspelt."""
    table = keys.named(path)[:-1]
    if not table:
        return ()
    names = {keys.named(stated_path) for lack in lacks for stated_path in lack.history.below(path[0])}
    alike = {name[-1] for name in names if name and name[:-1] == table}
    return slips(keys.named(path)[-1], alike - {stated_path[-1] for stated_path in incomplete if stated_path})


def _tell(
    paths: list[KeyPath],
    lacks: list[Lack],
    elsewhere: bool,
    near: tuple[str, ...],
    left_out: LeftOut | None,
    keys_known: Keys,
    once: Once,
) -> None:
    above = _section(paths[0], lacks[0])
    keys = [path[len(above)] for path in paths]
    mapping = ".".join(above)
    first = lacks[0]
    until = until_when(_stated_from(paths[0], first), first.history.in_zone)
    use = f"and cannot be used without it{since_when(first.since, first.history.begins)}{until}"
    regions = _regions([lack.history.key.region for lack in lacks])
    sentence = f"{mapping} does not state {listed(keys, 'or')}, {use}: {regions}"
    hint = f"state {to_write(((*above, key) for key in keys), keys_known)}{or_none(above, keys_known)}"
    hint = f"did you mean {near[0]}? If not, {hint}" if near else hint
    if left_out is not None:
        once.tell("incomplete-terms", sentence, left_out.place, f"{left_out.hint}, or {hint}")
        return
    places = [_beside(path, lacks[0], elsewhere and len(lacks) == 1) for path in paths]
    stated = [place for path, place in zip(paths, places, strict=True) if path in lacks[0].history.below(path[0])]
    place = stated[0] if stated else key_above(paths[0], places[0], once.mappings)
    once.tell("incomplete-terms", sentence, place, hint)


def _stated_from(path: KeyPath, lack: Lack) -> Instant | None:
    """The next instant from which a missing path is stated; None where it never is."""
    for start, resolved in lack.history.paths.get(path, ()):
        if start > lack.since and resolved.stated.value not in (NONE, ABSENT):
            return start
    return None


def _tell_of_need(path: KeyPath, of: NeededBy, codes: list[str], keys: Keys, once: Once) -> None:
    """Reports what a statement needs of another key, at that statement."""
    otherwise = f"; or {of.instead}" if of.instead else or_none(path[:1], keys)
    hint = f"state {to_write([path], keys)}{otherwise}"
    once.tell("incomplete-terms", f"{of.sentence}: {_regions(codes)}", of.place, hint)


def _regions(codes: list[str]) -> str:
    more = f" and {len(codes) - SHOWN_MOST} more" if len(codes) > SHOWN_MOST else ""
    return f"{', '.join(codes[:SHOWN_MOST])}{more}"


def _beside(path: KeyPath, lack: Lack, elsewhere: bool) -> Place:
    """A statement beside what is missing. Where only this region lacks it, it is this region that should state it.

    Where no region does, it is the broadest statement of those that stand nearest. It is the book that should state
    it, so no statement of the library counts.
    """
    history, paths = lack.history, lack.history.below(path[0])
    if path in paths:
        return (paths[path].at(lack.since) or paths[path].values[0]).stated.place
    for depth in range(len(path) - 1, 0, -1):
        beside = [
            (timeline.values[0].rank, timeline.values[0].stated.place)
            for at, timeline in paths.items()
            if at[:depth] == path[:depth] and len(at) > depth
            if not is_of_library(timeline.values[0].stated.place)
        ]
        own = [place for _, place in beside if place.file == history.place.file]
        if beside and not elsewhere:
            return min(beside)[1]
        if own:
            return min(own)
    return history.place
