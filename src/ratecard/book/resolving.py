"""Layers merged by leaf path: at each instant the narrowest layer that speaks wins.

The merge is generic. It knows no key, only paths, ranks and segments; `none` on a path also removes what broader
layers state below it, `unknown` says that it is not known any more, and `inherit` lets the broader layers speak again.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from msgspec import structs

from ratecard.book.records import matches
from ratecard.book.timeline import Segment, Timeline
from ratecard.instants import Instant
from ratecard.rulefiles.stated import ABSENT, BROKEN, INHERIT, NONE, UNKNOWN, KeyPath, Stated
from ratecard.terms.ranks import NOBODY, Rank
from ratecard.terms.resolved import Covered, Removal, Resolved

Contribution = tuple[Rank, tuple[Segment, ...]]
"""The rank of a layer and what it states for one path."""

Contributions = dict[KeyPath, list[Contribution]]
NO_PARTS: Mapping[KeyPath, bool] = MappingProxyType({})
ResolvedPaths = dict[KeyPath, Timeline[Resolved[object]]]


def gather(layers: Iterable[tuple[Rank, dict[KeyPath, tuple[Segment, ...]]]]) -> Contributions:
    """What every layer states, by path; `layers` come from the broadest to the narrowest."""
    found: Contributions = {}
    for rank, leaves in layers:
        for path, segments in leaves.items():
            if path in found:
                found[path].append((rank, segments))
            else:
                found[path] = [(rank, segments)]
    return found


def spread_none(found: Contributions, parts: Mapping[KeyPath, bool] = NO_PARTS) -> None:
    """Lets `none` and `unknown` on a mapping count on each path below, in their layer; what is broken likewise.

    `parts` are those of keys that have terms of their own, and whether these are by the identifiers of a table:
    `unknown` counts on them also where no layer says anything of them, so that whoever builds their terms is told.
    """
    said = [
        (path, rank, segment)
        for path, contributions in found.items()
        for rank, segments in contributions
        for segment in segments
        if (value := segment.value.value) is NONE or value is UNKNOWN or value is BROKEN  # type: ignore[attr-defined]
    ]
    if not said:
        return
    unknown = {path for path, _, segment in said if segment.value.value is UNKNOWN}  # type: ignore[attr-defined]
    heads = {path[0] for path in unknown}
    for part in _roots(found, {part: by_id for part, by_id in parts.items() if part[0] in heads} if heads else {}):
        if part not in found and any(part[:depth] in unknown for depth in range(1, len(part))):
            found[part] = []
    below: dict[KeyPath, list[KeyPath]] = {path: [] for path, _, _ in said}
    for path in found:
        for depth in range(1, len(path)):
            if path[:depth] in below:
                below[path[:depth]].append(path)
    for above, rank, (start, end, stated, since, dated) in said:
        segment = Segment(start, end, _below(above, stated), since, dated)  # type: ignore[arg-type]
        for path in below[above]:
            found[path].append((rank, (segment,)))
            found[path].sort(key=lambda contribution: contribution[0])


def _roots(found: Contributions, parts: Mapping[KeyPath, bool]) -> Iterable[KeyPath]:
    """The parts, and each identifier of those that are tables of which something is said."""
    for part, by_id in parts.items():
        depth = len(part)
        if not by_id:
            yield part
        else:
            yield from {path[: depth + 1] for path in found if len(path) > depth + 1 and matches(part, path[:depth])}


def _below(above: KeyPath, stated: Stated[object]) -> Stated[object]:
    """What is stated of a mapping, as it counts on the paths below it."""
    if stated.value is UNKNOWN:
        return Covered(UNKNOWN, stated.place, stated.source, stated.note, above)
    return Removal(NONE, stated.place, stated.source, stated.note) if stated.value is NONE else stated


def resolve(contributions: list[Contribution]) -> Timeline[Resolved[object]]:
    """One path's timeline from what each layer states for it, the broadest layer first.

    Where nothing is stated any more, the place is that of the `inherit` by which it ended, or of what was stated last.
    """
    if len(contributions) == 1:
        alone = _of_one_layer(*contributions[0])
        if alone is not None:
            return alone
    edges = sorted(
        {edge for _, segments in contributions for s in segments for edge in (s.start, s.end) if edge is not None}
    )
    starts: list[Instant] = []
    values: list[Resolved[object]] = []
    absent = False
    for edge in edges:
        resolved, ended = _resolve_at(contributions, edge)
        if resolved is None:
            if values and not absent:
                starts.append(edge)
                values.append(Resolved(Stated(ABSENT, (ended or values[-1].stated).place), edge, NOBODY))
            absent = True
            continue
        if absent or not values or values[-1].stated is not resolved.stated:
            starts.append(edge)
            values.append(resolved)
        elif values[-1].replaced != resolved.replaced:
            starts.append(edge)
            values.append(structs.replace(resolved, since=values[-1].since))
        absent = False
    return Timeline(tuple(starts), tuple(values))


def _of_one_layer(rank: Rank, segments: tuple[Segment, ...]) -> Timeline[Resolved[object]] | None:
    """The timeline of what a single layer states without a gap, which is the common case; None for any other."""
    if len(segments) == 1:
        start, end, stated, since, _ = segments[0]
        if end is not None or stated.value is INHERIT:  # type: ignore[attr-defined]
            return None
        return Timeline((start,), (Resolved(stated, since, rank),))  # type: ignore[arg-type]
    starts = tuple([segment[0] for segment in segments])
    if (*starts[1:], None) != tuple([segment[1] for segment in segments]):
        return None
    if [stated for _, _, stated, _, _ in segments if stated.value is INHERIT]:  # type: ignore[attr-defined]
        return None
    return Timeline(starts, tuple([Resolved(stated, since, rank) for _, _, stated, since, _ in segments]))  # type: ignore[arg-type]


def _resolve_at(
    contributions: list[Contribution], edge: Instant
) -> tuple[Resolved[object] | None, Stated[object] | None]:
    """What holds at an instant, or None; and the narrowest `inherit` that is said there."""
    speaking: list[tuple[Rank, Stated[object], Instant]] = []
    inherits: Stated[object] | None = None
    for rank, segments in contributions:
        for start, end, stated, since, _ in segments:
            if start <= edge and (end is None or edge < end):
                if stated.value is not INHERIT:  # type: ignore[attr-defined]
                    speaking.append((rank, stated, since))  # type: ignore[arg-type]
                else:
                    inherits = stated  # type: ignore[assignment]
                break
    if not speaking:
        return None, inherits
    rank, winner, since = speaking[-1]
    losers = speaking[-2::-1] if len(speaking) > 1 else []
    ranks = tuple([own for own, _, _ in losers])
    return Resolved(winner, since, rank, tuple([stated for _, stated, _ in losers]), ranks), inherits


def changes(paths: ResolvedPaths, begins: Instant) -> set[Instant]:
    """The instants after `begins` at which another statement begins to win for one of the paths.

    What the winner replaces may change in between: that changes no answer.
    """
    found: set[Instant] = set()
    for timeline in paths.values():
        starts, values = timeline.starts, timeline.values
        if starts[0] > begins:
            found.add(starts[0])
        for index in range(1, len(starts)):
            if starts[index] > begins and values[index].stated is not values[index - 1].stated:
                found.add(starts[index])
    return found
