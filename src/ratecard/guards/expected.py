"""Whether a book states what it says that it always does: by its list `expect:` a deleted line is missed."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

import msgspec

from ratecard.book.bundles import Bundle
from ratecard.book.markets import MarketHistory
from ratecard.book.timeline import Timeline
from ratecard.diagnostics.diagnostic import Note, Place
from ratecard.guards.findings import Finding
from ratecard.instants import Instant, local_day
from ratecard.rulefiles.near import nearest
from ratecard.rulefiles.stated import ABSENT, KeyPath, Leaf, Stated
from ratecard.terms.resolved import Resolved

EXPECTED = "expected"
EXPECT = "expect"

TABLE_OF_LINES = "lines"
"""What may be left out of a path."""

REGION = re.compile(r"[A-Z]{2}(?:-[A-Z0-9]{1,3})?", re.ASCII)
"""How the code of a region is written."""

SHOWN_MOST = 5


class _Wanted(msgspec.Struct, frozen=True):
    """One path that is expected: of which key, what below it, of which platform and region ("" is any), and where."""

    key: str
    below: str
    platform: str
    region: str
    written: str
    place: Place

    def is_of(self, history: MarketHistory, is_of_markets: bool) -> bool:
        """Whether it is expected of a market, or of a region as its creators see it."""
        region, platform = history.key
        return (
            bool(platform) is (is_of_markets or bool(self.platform))
            and (not self.platform or platform == self.platform)
            and (not self.region or self.region in (region, region.partition("-")[0]))
        )


class _Gap(msgspec.Struct, frozen=True):
    """That a market does not state something from an instant on; `beside` is where it states something of the key."""

    history: MarketHistory
    since: Instant
    beside: Place


def expected_paths(
    kept: Mapping[KeyPath, Leaf],
    markets: Sequence[MarketHistory],
    creators: Sequence[MarketHistory],
    platforms: Sequence[str],
) -> Iterator[Finding]:
    """Each path that is expected, and that a market or region which states something of its key does not state."""
    for path, leaf in kept.items():
        if path[0] != EXPECT or not isinstance(leaf, Stated) or not isinstance(leaf.value, tuple):
            continue
        is_of_markets = any(path[1] in history.bundles for history in markets)
        for item in leaf.value:
            wanted = _wanted(path[1], str(item.value), item.place, platforms)
            concerned = [history for history in (*markets, *creators) if wanted.is_of(history, is_of_markets)]
            gaps = [_Gap(history, *gap) for history, gap in _gaps_in(wanted, concerned)]
            if gaps:
                is_nowhere = len(gaps) == len(concerned)
                meant = _meant(wanted, (*markets, *creators), platforms) if is_nowhere else ""
                yield _finding(wanted, gaps, meant)
            elif wanted.region and not any(wanted.region in _codes(history) for history in creators):
                yield _of_nowhere(wanted, creators[0])


def _codes(history: MarketHistory) -> tuple[str, str]:
    """A region's code, and its country's."""
    return history.key.region, history.key.region.partition("-")[0]


def _of_nowhere(wanted: _Wanted, first: MarketHistory) -> Finding:
    return Finding(
        guard=EXPECTED,
        market=first.key,
        of=wanted.written,
        since=first.begins,
        seen=Fraction(1),
        sentence=f"{wanted.written} is expected of {wanted.region}, which this book does not have",
        place=wanted.place,
        hint="look at the code of the region, or take it out of expect",
    )


def _wanted(key: str, written: str, place: Place, platforms: Sequence[str]) -> _Wanted:
    first, _, rest = written.partition(".")
    region = first if rest and REGION.fullmatch(first) else ""
    below = rest if region else written
    first, _, rest = below.partition(".")
    platform = first if rest and first in platforms else ""
    return _Wanted(key, rest if platform else below, platform, region, f"{key}.{written}", place)


def _gaps_in(
    wanted: _Wanted, histories: Iterable[MarketHistory]
) -> Iterator[tuple[MarketHistory, tuple[Instant, Place]]]:
    """The gap of each market or region that has one; looked for once where several read the same statements."""
    known: dict[tuple[int, Instant], tuple[Instant, Place] | None] = {}
    for history in histories:
        bundle = history.bundles.get(wanted.key)
        if bundle is None:
            continue
        key = (id(bundle), history.begins)
        if key not in known:
            known[key] = _gap(wanted, bundle, history.begins)
        gap = known[key]
        if gap is not None:
            yield history, gap


def _gap(wanted: _Wanted, bundle: Bundle, begins: Instant) -> tuple[Instant, Place] | None:
    """The first time at which something of the key is stated, and where, and not what is wanted; None where it is."""
    said = {path: timeline for path, timeline in bundle.paths.items() if path != (wanted.key,)}
    fitting = [timeline for path, timeline in said.items() if _fits(path, wanted.below)]
    starts = sorted({max(start, begins) for timeline in said.values() for start in timeline.starts})
    for start in starts:
        here = list(_stated_at(start, said.values()))
        if here and not list(_stated_at(start, fitting)):
            return start, min(own.stated.place for own in here)
    return None


def _stated_at(at: Instant, timelines: Iterable[Timeline[Resolved[object]]]) -> Iterator[Resolved[object]]:
    """What is stated at an instant."""
    for timeline in timelines:
        resolved = timeline.at(at)
        if resolved is not None and resolved.stated.value is not ABSENT:
            yield resolved


def _fits(path: KeyPath, below: str) -> bool:
    """Whether a path is the wanted one, or below it; `lines` may be left out, and what stands above an id."""
    own = path[1:]
    short = tuple(part for part in own if part != TABLE_OF_LINES)
    is_id = "." in below and below in own[:2]
    return is_id or any(f"{'.'.join(parts)}.".startswith(f"{below}.") for parts in (own, short))


def _meant(wanted: _Wanted, histories: Iterable[MarketHistory], platforms: Sequence[str]) -> str:
    """What a path that nobody states was probably meant as, where it is like one that somebody states."""
    bundles = {id(own): own for history in histories if (own := history.bundles.get(wanted.key)) is not None}
    every = {path for bundle in bundles.values() for path in bundle.paths}
    if any(_fits(path, wanted.below) for path in every):
        return ""
    paths = {
        ".".join(part for part in path[1:end] if part != TABLE_OF_LINES)
        for path in every
        for end in range(2, len(path) + 1)
    }
    known = {*paths, *(f"{platform}.{path}" for platform in platforms for path in paths)} - {""}
    return next(iter(nearest(wanted.below, known)), "")


def _finding(wanted: _Wanted, gaps: Sequence[_Gap], meant: str) -> Finding:
    first = gaps[0]
    shown = list(dict.fromkeys(gap.history.key.shown for gap in gaps))
    more = f" and {len(shown) - SHOWN_MOST} more" if len(shown) > SHOWN_MOST else ""
    is_later = first.since > first.history.begins
    since = f", from {local_day(first.since, first.history.in_zone)} on" if is_later else ""
    return Finding(
        guard=EXPECTED,
        market=first.history.key,
        of=wanted.written,
        since=first.since,
        seen=Fraction(len(shown)),
        sentence=(
            f"{wanted.written} is expected, and {len(shown):,} of those who state {wanted.key} do not state it{since}: "
            f"{', '.join(shown[:SHOWN_MOST])}{more}"
        ),
        place=wanted.place,
        hint=(
            f"did you mean {meant}?"
            if meant
            else "write the line again, none where it is meant to be gone, or take it out of expect"
        ),
        everywhere=True,
        notes=(Note(first.beside, "something of it is stated here"),),
    )
