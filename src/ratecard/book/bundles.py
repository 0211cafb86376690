"""All that a market reads below one key, resolved once for every market that reads it alike.

Most keys stand in the same few layers for most markets: the gifts of all regions whose days begin together are one
bundle. So the work of loading grows with what files state, and not with the number of markets that read it.
"""

from collections.abc import Callable, Collection, Iterable

import msgspec

from ratecard.book.hidden_changes import HiddenChange, hidden_changes
from ratecard.book.resolving import Contributions, ResolvedPaths, Resolver, gather, spread_none
from ratecard.book.speaking import hidden_pairs
from ratecard.book.timeline import Segment
from ratecard.diagnostics.diagnostic import Place
from ratecard.instants import Instant
from ratecard.rulefiles.stated import BROKEN, NONE, KeyPath

Leaves = dict[KeyPath, tuple[Segment, ...]]
Layer = tuple[int, Leaves]
"""The rank of a layer, and what it states."""

Section = tuple[str, ...]
"""("tax",), or a key with an identifier: ("prices", "coins_100")."""


class Bundle(msgspec.Struct, frozen=True, gc=False):
    """The resolved paths below one key, also by section. `broken`: a statement among them is, whether it wins or not.

    `hidden` are paths at which a plain value of a narrower layer hides one for the platform, with the places of both.
    `hidden_changes` are those at which a value without a date hides a later change.
    """

    paths: ResolvedPaths
    by_section: dict[Section, ResolvedPaths]
    broken: bool
    hidden: tuple[tuple[KeyPath, Place, Place], ...]
    hidden_changes: tuple[HiddenChange, ...]


class Bundler:
    """Makes the bundles of many markets, each once."""

    def __init__(self, section_of: Callable[[KeyPath], Section | None]) -> None:
        self.section_of = section_of
        self.resolver = Resolver()
        self.split: dict[int, tuple[Leaves, dict[str, Leaves]]] = {}
        self.alike: dict[tuple[object, ...], Leaves] = {}
        self.made: dict[tuple[tuple[int, int], ...], tuple[list[Layer], Bundle]] = {}

    def bundles(self, layers: Iterable[Layer], keys: Collection[str], begins: Instant) -> dict[str, Bundle]:
        """What layers, the broadest first, state below each of these keys, in order of the keys, from `begins` on."""
        by_key: dict[str, list[Layer]] = {}
        for rank, leaves in layers:
            for key, own in self._by_key(leaves, begins).items():
                if key in keys:
                    by_key.setdefault(key, []).append((rank, own))
        return {key: self._bundle(own, begins) for key, own in sorted(by_key.items())}

    def _by_key(self, leaves: Leaves, begins: Instant) -> dict[str, Leaves]:
        """The leaves by their first key. What is bound alike for two zones of one beginning is one and the same."""
        known = self.split.get(id(leaves))
        if known is None:
            parts: dict[str, Leaves] = {}
            for path, segments in leaves.items():
                parts.setdefault(path[0], {})[path] = segments
            shared = {key: self.alike.setdefault((begins, *_content(part)), part) for key, part in parts.items()}
            known = self.split[id(leaves)] = (leaves, shared)
        return known[1]

    def _bundle(self, layers: list[Layer], begins: Instant) -> Bundle:
        identity = tuple([(rank, id(leaves)) for rank, leaves in layers])
        known = self.made.get(identity)
        if known is None:
            known = self.made[identity] = (layers, self._make(layers, begins))
        return known[1]

    def _make(self, layers: list[Layer], begins: Instant) -> Bundle:
        contributions = gather(layers)
        segments_of = (segments for stated in contributions.values() for _, segments in stated)
        broken = any(segment.value.value is BROKEN for segments in segments_of for segment in segments)  # type: ignore[attr-defined]
        hidden = () if broken else tuple(_hidden(contributions))
        spread_none(contributions)
        changes = () if broken else tuple(hidden_changes(contributions, begins))
        paths = self.resolver.resolve_all(contributions)
        by_section: dict[Section, ResolvedPaths] = {}
        for path, timeline in paths.items():
            section = self.section_of(path)
            if section is not None:
                by_section.setdefault(section, {})[path] = timeline
        return Bundle(paths, dict(sorted(by_section.items())), broken, hidden, changes)


def _content(part: Leaves) -> Iterable[object]:
    """All that tells one part from another: paths, stretches, and which statements; these live as long as the files."""
    for path, segments in part.items():
        yield path
        for segment in segments:
            yield segment.start, segment.end, segment.since, id(segment.value)


def _hidden(contributions: Contributions) -> Iterable[tuple[KeyPath, Place, Place]]:
    """Where a narrower layer's plain value hides a broader layer's value for a platform."""
    for path, stated in contributions.items():
        if len(stated) > 1 and any(rank % 2 for rank, _ in stated) and not _removed_for_platform(path, contributions):
            for winner, loser in hidden_pairs(stated):
                yield path, winner.value.place, loser.value.place  # type: ignore[attr-defined]


def _removed_for_platform(path: KeyPath, contributions: Contributions) -> bool:
    """Whether the narrowest layer says, for the platform, that a mapping above this path is none."""
    narrowest = contributions[path][-1][0]
    return any(
        rank % 2 and rank > narrowest and any(segment.value.value is NONE for segment in segments)  # type: ignore[attr-defined]
        for depth in range(1, len(path))
        for rank, segments in contributions.get(path[:depth], ())
    )
