"""Whether every sold package can be quoted, exactly: in each market and each period in which it has a price."""

from collections.abc import Iterable, Iterator
from functools import partial

import msgspec

from ratecard.book.declarations import Declarations
from ratecard.book.keys import Keys
from ratecard.book.layers import Layers
from ratecard.book.left_out import LikelyGroups
from ratecard.book.markets import MarketHistory
from ratecard.book.memo import Memo
from ratecard.book.missing import listed, or_none, since_when, to_write, until_when
from ratecard.book.own_lines import own_line
from ratecard.book.records import ANY_ID, Key
from ratecard.book.section_terms import SectionTerms
from ratecard.book.timeline import Timeline
from ratecard.diagnostics.diagnostic import Diagnostic, Note, Place
from ratecard.instants import Instant, local_day
from ratecard.rulefiles.stated import ABSENT, BROKEN, NONE, KeyPath, Stated, is_broken_above
from ratecard.rulefiles.text.decoding import Report
from ratecard.terms.resolved import Resolved
from ratecard.terms.values import Values

SHOWN_MOST = 3

SaidOverTime = Timeline[Resolved[object]] | Timeline[Stated[object] | None]
"""What is stated of a thing over time; of one that is computed, by what, or None while it is not there."""


class Gap(msgspec.Struct, frozen=True):
    """What one market lacks for a thing that is sold from an instant on, and where that it is sold is stated."""

    path: KeyPath
    history: MarketHistory
    thing: str
    since: Instant
    sold_at: Place
    until: Instant | None = None

    @property
    def when(self) -> str:
        """From when on, where that is later than the beginning."""
        return since_when(self.since, self.history.begins)

    @property
    def before(self) -> str:
        """Until when, where it is stated later: " before 2027-01-01"."""
        return until_when(self.until, self.history.in_zone)


def check_complete(
    histories: Iterable[MarketHistory],
    declarations: Declarations,
    layers: Layers,
    memberships: LikelyGroups,
    report: Report,
    memo: Memo,
    *,
    any_platform: bool,
) -> frozenset[KeyPath]:
    """Reports what is missing, once for all that the same markets lack of one key, naming the markets; gives its paths.

    What a thing needs of its own is looked at for declared ones alone: the use of any other id is reported already. A
    market whose groups are reported already is passed over: what is missing there may be what they would have stated.
    With `any_platform` no platform is known, and what only a platform states is not missed.
    """
    keys = declarations.keys
    table, ids = memo.table("gaps"), memo.same("ids", declarations.ids)
    gaps_of = partial(_all_gaps, declarations, any_platform)
    gaps: dict[KeyPath, list[Gap]] = {}
    for history in histories:
        for gap in table.of(gaps_of, history, ids, about=any_platform) if history.sound else ():
            gaps.setdefault(gap.path, []).append(gap)
    together: dict[object, list[list[Gap]]] = {}
    for path, path_gaps in sorted(gaps.items()):
        alike = tuple((gap.history.key, gap.thing, gap.when, gap.before) for gap in path_gaps)
        together.setdefault((path[: _depth(path, keys)], alike), []).append(path_gaps)
    for same in together.values():
        report(_incomplete([path_gaps[0].path for path_gaps in same], same[0], keys, layers, memberships))
    return frozenset(gaps)


def _depth(path: KeyPath, keys: Keys) -> int:
    """How much of a path names the mapping of which missing keys are said together."""
    own = any(need.path == (path[0], ANY_ID) for key in keys.selling for need in key.needs)
    return 2 if own else 1


def _all_gaps(declarations: Declarations, any_platform: bool, history: MarketHistory, _: object) -> tuple[Gap, ...]:
    """What a market lacks for anything that it sells."""
    return tuple(gap for key in declarations.keys.selling for gap in _gaps(history, key, declarations, any_platform))


def _gaps(history: MarketHistory, key: Key, declarations: Declarations, any_platform: bool) -> Iterable[Gap]:
    """What a market lacks, each path once, for the first thing sold that needs it."""
    needed = [need.path for need in key.needs if not (any_platform and need.of_platform)]
    shared = [(path, history.sections.get(path)) for path in needed if path[-1] != ANY_ID]
    shared = [(section, timeline) for section, timeline in shared if not _is_whole(timeline, history.begins)]
    of_each = [path[:-1] for path in needed if path[-1] == ANY_ID]
    seen: set[KeyPath] = set()
    for section, statements in _statements_below(history, key.name):
        own = [((*table, section[1]), history.sections.get((*table, section[1]))) for table in of_each]
        needs = shared + [
            (path, timeline)
            for path, timeline in own
            if path[-1] in declarations.ids[path[:-1]] and not _is_whole(timeline, history.begins)
        ]
        for gap in _gaps_of(section[1], key.name, statements, needs, history) if needs else ():
            if gap.path not in seen:
                seen.add(gap.path)
                yield gap


def _statements_below(history: MarketHistory, key: str) -> Iterator[tuple[KeyPath, SaidOverTime]]:
    """What is stated of each thing below a key over time."""
    bundle = history.bundles.get(key)
    for section, timelines in () if bundle is None else bundle.by_section.items():
        if section not in history.computed:
            yield section, timelines[section]
    yield from (own for own in history.computed.items() if own[0][0] == key)


def _gaps_of(
    thing: str,
    selling: str,
    statements: SaidOverTime,
    needs: list[tuple[KeyPath, Timeline[SectionTerms] | None]],
    history: MarketHistory,
) -> Iterable[Gap]:
    """What a thing lacks of its needs, at each stretch in which it is sold, by statements of the key `selling`."""
    for start, end, statement in _sold(statements, history.begins):
        for name, timeline in needs:
            for since, path in _missing_between(name, timeline, start, end, history):
                until = _stated_from(path, timeline, since)
                ends = [instant for instant in (until, end) if instant is not None]
                may_be_of_zone = history.may_be_of_zone(since, min(ends, default=None))
                if not may_be_of_zone and not _is_said(path, (selling, thing), statement, history):
                    yield Gap(path, history, thing, since, statement.place, until)


def _sold(statements: SaidOverTime, begins: Instant) -> Iterable[tuple[Instant, Instant | None, Stated[object]]]:
    """The stretches from the beginning on in which a thing is sold, be it at a wrong price."""
    for (start, own), end in zip(statements, (*statements.starts[1:], None), strict=True):
        stated = own.stated if isinstance(own, Resolved) else own
        if stated is not None and stated.value not in (NONE, ABSENT) and (end is None or end > begins):
            yield max(start, begins), end, stated


def _is_said(path: KeyPath, sold: KeyPath, statement: Stated[object], history: MarketHistory) -> bool:
    """Whether it is not known that a path is missing, because of a mistake that is reported.

    A statement from which it may hang is broken, or all statements of what is sold here, which may have said `none`; or
    the one by which the thing is sold: it may have said `none`, for what only this thing lacks, or may hold at other
    times than those at which the path is stated.
    """
    if is_broken_above((*path, ANY_ID), history.ever) or BROKEN in history.ever(sold[:1]):
        return True
    depth = len(path)
    is_stated = any(stated_path[:depth] == path for stated_path in history.below(path[0]))
    return statement.value is BROKEN and (is_stated or sold[-1] in path)


def _is_whole(timeline: Timeline[SectionTerms] | None, begins: Instant) -> bool:
    """Whether a section's terms stand complete at every instant."""
    return (
        timeline is not None
        and timeline.starts[0] <= begins
        and all(section_terms.terms is not None and not section_terms.missing for section_terms in timeline.values)
    )


def _missing_between(
    section: KeyPath,
    timeline: Timeline[SectionTerms] | None,
    start: Instant,
    end: Instant | None,
    history: MarketHistory,
) -> Iterable[tuple[Instant, KeyPath]]:
    """What a section lacks from `start` up to `end`, and since when. Where there is no currency, that alone is said."""
    if timeline is None:
        yield start, section
        return
    if timeline.starts[0] > start:
        yield start, section
    for index, (since, section_terms) in enumerate(timeline):
        until = timeline.starts[index + 1] if index + 1 < len(timeline.starts) else None
        if (end is not None and since >= end) or (until is not None and until <= start):
            continue
        if section_terms.missing:
            for path in section_terms.missing:
                yield max(start, since), path
        elif section_terms.terms is None and history.currency_at(max(start, since)) is not None:
            yield max(start, since), section


def _stated_from(path: KeyPath, timeline: Timeline[SectionTerms] | None, since: Instant) -> Instant | None:
    """The next instant from which a missing path is stated; None where it never is."""
    for start, section_terms in timeline or ():
        if start > since and section_terms.terms is not None and path not in section_terms.missing:
            return start
    return None


def _incomplete(
    paths: list[KeyPath], found: list[Gap], keys: Keys, layers: Layers, memberships: LikelyGroups
) -> Diagnostic:
    """One diagnostic for all paths that the same markets lack: "coins_100 is sold, and no tax.per is stated for it"."""
    first = found[0]
    markets = [gap.history.key.shown for gap in found]
    more = f" and {len(markets) - SHOWN_MOST} more" if len(markets) > SHOWN_MOST else ""
    names = listed([".".join(path) for path in paths], "or")
    of_many_regions = len({gap.history.key.region for gap in found}) > 1
    left_out = memberships.left_out(paths[0], first.history, first.since)
    own = own_line(paths[0], first.history, layers.mapping_places, keys) if left_out is None else None
    near = [nearest_statement(first.history, path, first.since, of_many_regions) for path in paths]
    beside = next((place for place in near if place is not None), None)
    hint = _hint(paths, first, keys)
    if left_out is not None:
        beside, hint = left_out.place, f"{left_out.hint}, or {hint}"
    why = ""
    if own is not None:
        name = own.path[-1]
        beside, hint = own.place, f"else both are taken: {hint}, and a name for {name}"
        why = f"; {name} is a {keys.grammar.noun_at(own.path)} of its own, without a name"
    return Diagnostic(
        code="incomplete-market",
        sentence=f"{first.thing} is sold{first.when}, and no {names} is stated for it{first.before}: "
        f"{', '.join(markets[:SHOWN_MOST])}{more}{why}",
        place=beside or first.sold_at,
        hint=hint,
        notes=(Note(first.sold_at, f"{first.thing} has its price here"),)
        if beside not in (None, first.sold_at)
        else (),
        fixes=own.fixes if own is not None else (),
    )


def _hint(paths: list[KeyPath], gap: Gap, keys: Keys) -> str:
    """What to write; where the whole of a mapping is missing, what it takes, or that there is none of it.

    What is stated later only needs an earlier date.
    """
    history = gap.history
    if all(path in history.paths for path in paths) and gap.until is not None:
        named = listed([".".join(path) for path in paths], "and")
        return f"state {named} from {local_day(gap.since, history.in_zone)} on too"
    above = paths[0][: _depth(paths[0], keys)]
    where = "under rules/, in a group or in the region"
    if paths == [above]:
        values = Values({}, None, "-" in history.key.region, history.in_zone)
        keys.build_terms(above, values)
        paths = values.missing or paths
        return f"state {to_write(paths, keys)}, {where}{or_none(above, keys)}"
    lines = (*above, "lines") in paths
    return f"state {to_write(paths, keys)}, {where}{or_none(above, keys) if lines else ''}"


def nearest_statement(history: MarketHistory, missing: KeyPath, since: Instant, of_many_regions: bool) -> Place | None:
    """A statement of the same thing beside the gap: the broadest where many regions lack it, else the region's own.

    What is stated at other times than this is nearest of all: where it ended, or its first statement.
    """
    paths = history.below(missing[0])
    stated = paths.get(missing)
    if stated is not None:
        return (stated.at(since) or stated.values[0]).stated.place
    for depth in range(len(missing) - 1, 0, -1):
        beside = [
            (resolved.rank, resolved.stated.place)
            for path, timeline in paths.items()
            if path[:depth] == missing[:depth] and len(path) > depth
            for resolved in timeline.values[:1]
        ]
        if of_many_regions and beside:
            return min(beside)[1]
        own = [place for _, place in beside if place.file == history.place.file]
        if own:
            return min(own)
    return None
