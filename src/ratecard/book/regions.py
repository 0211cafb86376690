"""One region's layers, bound to its zone, its currencies and its memberships."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from zoneinfo import ZoneInfo

import msgspec

from ratecard.book.beginning import Beginning
from ratecard.book.binding import Binder
from ratecard.book.bound_parts import BoundParts, InForce, PartBinder, PartScope, Windows
from ratecard.book.declarations import Declarations, layers_of_region
from ratecard.book.dropped_groups import dropped_groups
from ratecard.book.group_conflicts import GroupConflicts, broken_layer
from ratecard.book.in_force import SeenLayer, currency_in_force
from ratecard.book.layers import Layer, Layers
from ratecard.book.memberships import CodeInZone, Lists, Memberships, Side
from ratecard.book.memo import Memo
from ratecard.book.parts import Partition, Parts
from ratecard.book.starts import bind_instant
from ratecard.book.timeline import Timeline
from ratecard.book.zones import is_zone_known, states_zone, zone_of
from ratecard.diagnostics.diagnostic import Diagnostic, Place
from ratecard.instants import Instant, zone
from ratecard.rulefiles.nearby import Geography
from ratecard.terms.ranks import IN_BOOK, IN_LIBRARY, Rank, Ranks
from ratecard.terms.resolved import Resolved

_UTC = zone("UTC")
assert _UTC is not None
UTC: ZoneInfo = _UTC


class BoundRegion(msgspec.Struct, frozen=True, kw_only=True):
    """A region's layers, each with its rank, the broadest first; by platform, and `plain` under them all.

    `time_zone` is the usual one of the country where it is wrong or missing, which is reported. It is None where no
    usual one is known; what has dates is then stated as broken. `zones_known` is False in both cases, also for the
    country's own zone.
    `members` are the lists of groups over time, None where no file states one.
    `without_zone` says that a country states no zone, and `dropped` are warnings of lists of groups that leave out some
    of its country's. Both are reported once it is known whether a currency is missing by it.
    """

    code: str
    place: Place
    time_zone: ZoneInfo | None
    begins: Instant
    zones_known: bool
    groups_sound: bool
    members: Timeline[Resolved[object]] | None
    without_zone: bool
    dropped: tuple[Diagnostic, ...]
    plain: tuple[tuple[Rank, BoundParts], ...]
    by_platform: Mapping[str, tuple[tuple[Rank, BoundParts], ...]]

    @property
    def counting_zone(self) -> ZoneInfo:
        """Its zone; UTC stands for one that is wrong or missing."""
        return self.time_zone or UTC

    def layers(self, platform: str) -> list[tuple[Rank, BoundParts]]:
        """All layers that the market of this platform reads, the broadest first."""
        return sorted([*self.plain, *self.by_platform[platform]], key=lambda layer: layer[0])


class RegionReading(msgspec.Struct, frozen=True):
    """Whose statements a region reads: the codes of its files, the country's first, each with the zone of its dates.

    `windows` are the groups that each of them belongs to by itself, with the stretches of membership: a country's file
    keeps its own zone and groups when a subdivision reads it, because it means what it means where it stands.
    `sleeping` are the keys of which the library's statements do not hold.
    """

    codes: tuple[str, ...]
    zones: tuple[ZoneInfo | None, ...]
    begins: Instant
    windows: tuple[Mapping[str, Windows], ...]
    sleeping: frozenset[str]

    @property
    def in_zone(self) -> ZoneInfo | None:
        """The zone of the region itself."""
        return self.zones[-1]


class RegionBinder:
    """Binds every region of a book; statements that many regions read are bound once for zones of the same days."""

    def __init__(
        self,
        layers: Layers,
        declarations: Declarations,
        platforms: Sequence[str],
        binder: Binder,
        geography: Geography,
        memo: Memo,
    ) -> None:
        self.layers = layers
        self.declarations = declarations
        self.platforms = platforms
        self.binder = binder
        self.geography = geography
        self.memo = memo
        money = frozenset(name for name, fact in declarations.facts.items() if fact.kind == "money")
        self.partition = Partition(layers, declarations.keys.of_book, money, memo)
        self.sides = [Side(layers, IN_BOOK, self.partition.rules)]
        if layers.library is not None and self.partition.library is not None:
            self.sides.insert(0, Side(layers.library, IN_LIBRARY, self.partition.library))
        self.parts = PartBinder(binder, self.partition.before, memo)
        self.rules_bound = memo.table("rules")
        self.bound = memo.table("regions")
        self.conflicts = GroupConflicts(binder, declarations.keys.of_book)
        self.memberships = Memberships(self.sides, binder)
        self.days = {side.ranks: side.rules.days for side in self.sides}
        self.days_by_zone: dict[tuple[Ranks, str], tuple[object, ...]] = {}
        self.beginning = Beginning(declarations, binder)
        begins = (repr(declarations.begins), declarations.begins_place)
        self.about = (*begins, tuple(platforms), layers.all_named)

    def bind(self, code: str) -> BoundRegion | None:
        """One region's bound layers, or None where it would never begin or is of no known country: that is reported."""
        codes = [layer.name for layer in layers_of_region(self.layers, code)]
        named = self.memberships.ever_named(codes)
        read: list[object] = []
        for side in self.sides:
            layers = (*(side.layers.regions.get(own) for own in codes), *(side.layers.groups.get(own) for own in named))
            read += [side.rules, *(None if layer is None else self.partition.of(layer) for layer in layers)]
        made_of = (*read, self.binder.known)
        about = (code, *self.about, len(codes), *named)
        known = self.bound.find(made_of, about)
        if known is not None:
            return known.value  # type: ignore[no-any-return]
        since = self.memo.mark()
        return self.bound.keep(made_of, about, self._bind(code), since)  # type: ignore[no-any-return]

    def _bind(self, code: str) -> BoundRegion | None:
        layer = self.layers.regions[code]
        assert layer.place is not None
        files = layers_of_region(self.layers, code)
        if "-" in code and len(files) == 1:
            self._tell_without_country(code, layer.place)
            return None
        codes = tuple([file.name for file in files])
        zones = tuple([zone_of(self.sides, codes[: index + 1], self.geography) for index in range(len(codes))])
        dated = list(zip(files, zones, strict=True))
        begins = self.beginning.of(dated)
        if begins is None:
            return None
        every = [CodeInZone(own, zone) for own, zone in zip(codes, zones, strict=True)]
        members = self.memberships.listed(self.sides[-1], every, begins)
        windows = tuple([self.memberships.windows(every[: depth + 1], begins) for depth in range(len(every))])
        sound = self.memberships.are_sound(every) and self.beginning.is_known(files)
        reading = RegionReading(codes, zones, begins, windows, self._sleeping(codes, windows[-1]))
        at_fault = self.conflicts.find(self._groups(self.sides[-1], windows[-1]), dated, begins)
        plain = self._bind_platform(None, reading) + broken_layer(None, at_fault, begins)
        by_platform = {
            platform: self._bind_platform(platform, reading) + broken_layer(platform, at_fault, begins)
            for platform in self.platforms
        }
        return BoundRegion(
            code=code,
            place=layer.place,
            time_zone=zones[-1],
            begins=begins,
            zones_known=all(is_zone_known(self.sides, codes[: index + 1]) for index in range(len(codes))),
            groups_sound=sound,
            members=members,
            without_zone=len(files) == 1 and not states_zone(self.sides, code),
            dropped=tuple(self._dropped(code, every, members, begins)) if sound and members is not None else (),
            plain=plain,
            by_platform=by_platform,
        )

    def _dropped(self, code: str, files: Sequence[CodeInZone], members: Lists, begins: Instant) -> list[Diagnostic]:
        """Warnings of lists of a subdivision that leave out groups of its country's."""
        of_country = self.memberships.listed(self.sides[-1], files[:1], begins) if len(files) == 2 else None
        return [] if of_country is None else dropped_groups(code, members, of_country, self.layers.groups, begins)

    def _groups(self, side: Side, windows: Mapping[str, Windows]) -> list[tuple[Layer, Windows]]:
        """The files of groups of one side, with the stretches of membership, by name."""
        return [(side.layers.groups[name], windows[name]) for name in sorted(windows) if name in side.layers.groups]

    def _sleeping(self, codes: Sequence[str], windows: Mapping[str, Windows]) -> frozenset[str]:
        """The keys of which the library's statements do not hold here, because the book states nothing of them."""
        if len(self.sides) == 1:
            return frozenset()
        side = self.sides[-1]
        stating = [side.rules, *(self.partition.of(group) for group, _ in self._groups(side, windows))]
        stating += [self.partition.of(self.layers.regions[code]) for code in codes]
        awake = {key for parts in stating for below in (parts.plain, *parts.by_platform.values()) for key in below}
        return self.declarations.keys.asleep - awake

    def _tell_without_country(self, code: str, place: Place) -> None:
        if self.layers.all_named:
            hint = f"add regions/{code[:2].lower()}.yaml with region: {code[:2]}"
            self.binder.report("subdivision-without-country", f"no file states the country of {code}", place, hint)

    def _bind_platform(self, platform: str | None, reading: RegionReading) -> tuple[tuple[Rank, BoundParts], ...]:
        """The layers of one platform's statements, or of the plain ones, the broadest first; without empty ones."""
        bound: list[tuple[Rank, BoundParts]] = []
        for side in self.sides:
            bound += self._bind_side(side, platform, reading)
        return tuple(layer for layer in bound if layer[1])

    def _bind_side(self, side: Side, platform: str | None, reading: RegionReading) -> Iterator[tuple[Rank, BoundParts]]:
        """The layers of one side, the broadest first."""
        asleep = reading.sleeping if side.ranks is IN_LIBRARY else frozenset()
        begins, in_zone = reading.begins, reading.in_zone
        yield side.ranks.rules.on(platform), self._rules(side, platform, reading, asleep)
        for layer, windows in self._groups(side, reading.windows[-1]):
            parts = _without(self.partition.of(layer).below(platform), asleep)
            if parts:
                same: list[SeenLayer] = [
                    (of.ranks.rules, of.layers.groups[layer.name], None, in_zone) for of in self._with_group(layer)
                ]
                scope = PartScope(side.ranks.group.on(platform), in_zone, begins, windows)
                yield scope.rank, self.parts.bind_all(parts, scope, self._in_force(same, platform, begins))
        for depth, code in enumerate(reading.codes):
            layer_of = side.layers.regions.get(code)
            parts = _without(self.partition.of(layer_of).below(platform), asleep) if layer_of is not None else {}
            if parts:
                scope = PartScope(side.ranks.of_file(depth).on(platform), reading.zones[depth], begins)
                in_force = self._in_force(self._seen(reading, depth), platform, begins)
                yield scope.rank, self.parts.bind_all(parts, scope, in_force)

    def _with_group(self, group: Layer) -> list[Side]:
        """The sides that have a file of a group of this name."""
        return [side for side in self.sides if group.name in side.layers.groups]

    def _seen(self, reading: RegionReading, depth: int) -> list[SeenLayer]:
        """The layers whose currency counts for bare money in a region's own file."""
        seen: list[SeenLayer] = []
        in_zone = reading.zones[depth]
        for side in self.sides:
            seen.append((side.ranks.rules, side.layers.rules, None, in_zone))
            groups = self._groups(side, reading.windows[depth])
            seen += [(side.ranks.group, group, windows, in_zone) for group, windows in groups]
            for index, code in enumerate(reading.codes[: depth + 1]):
                layer = side.layers.regions.get(code)
                if layer is not None:
                    seen.append((side.ranks.of_file(index), layer, None, reading.zones[index]))
        return seen

    def _rules(self, side: Side, platform: str | None, reading: RegionReading, asleep: frozenset[str]) -> BoundParts:
        in_zone, begins = reading.in_zone, reading.begins
        made_of = (side.rules, self.binder.known)
        began = self.binder.began(begins, in_zone)
        dated = self.declarations.begins is not None
        about = (side.ranks, platform, begins, began, dated, asleep, *self._days_in(side, in_zone))
        zone_name = in_zone.key if in_zone is not None else ""
        known = self.rules_bound.find(made_of, about) or self.rules_bound.find(made_of, (about, zone_name))
        if known is not None:
            return known.value  # type: ignore[no-any-return]
        since = self.memo.mark()
        in_force = self._in_force([(side.ranks.rules, side.layers.rules, None, in_zone)], platform, begins)
        scope = PartScope(side.ranks.rules.on(platform), in_zone, begins)
        bound = self.parts.bind_all(_without(side.rules.below(platform), asleep), scope, in_force)
        told = self.memo.told_since(since)
        return self.rules_bound.keep(made_of, (about, zone_name) if told else about, bound, since)  # type: ignore[no-any-return]

    def _days_in(self, side: Side, in_zone: ZoneInfo | None) -> tuple[object, ...]:
        """When the days that the rules state begin in a zone: what is alike for two zones is bound alike for both.

        A zone that is not known is like none: what is dated is not stated there.
        """
        if in_zone is None:
            return ("",)
        known = self.days_by_zone.get((side.ranks, in_zone.key))
        if known is None:
            known = tuple([bind_instant(day, in_zone) for day in self.days[side.ranks]])
            self.days_by_zone[side.ranks, in_zone.key] = known
        return known

    def _in_force(self, layers: list[SeenLayer], platform: str | None, begins: Instant) -> Callable[[], InForce]:
        """The currency in force as these layers state it, found out where it is asked for."""
        return cache(lambda: currency_in_force(layers, platform, begins, self.binder))


def _without(parts: Parts, asleep: frozenset[str]) -> Parts:
    """The parts of all keys but these."""
    return {key: part for key, part in parts.items() if key not in asleep} if asleep else parts
