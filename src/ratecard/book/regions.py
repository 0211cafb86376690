"""One region's layers, bound to its zone, its currencies and its memberships."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from zoneinfo import ZoneInfo

import msgspec

from ratecard.book.beginning import Beginning
from ratecard.book.binding import Binder, no_currency
from ratecard.book.bound_parts import BoundParts, InForce, PartBinder, PartScope, Windows
from ratecard.book.declarations import Declarations, layers_of_region
from ratecard.book.dropped_groups import dropped_groups, groups_named, names_of
from ratecard.book.group_conflicts import GroupConflicts, broken_layer
from ratecard.book.in_force import Seen, currency_in_force
from ratecard.book.layers import Layer, Layers, stated_values
from ratecard.book.memo import Memo
from ratecard.book.parts import Partition
from ratecard.book.resolving import resolve
from ratecard.book.starts import bind_instant
from ratecard.book.timeline import Timeline
from ratecard.diagnostics.diagnostic import Diagnostic, Place
from ratecard.instants import Instant, zone
from ratecard.rulefiles.nearby import Geography
from ratecard.rulefiles.stated import INHERIT, Stated
from ratecard.terms.ranks import COUNTRY, GROUP, RULES, SUBDIVISION, Rank
from ratecard.terms.resolved import Resolved

ZONE_PATH = ("time_zone",)

_UTC = zone("UTC")
assert _UTC is not None
UTC: ZoneInfo = _UTC


class BoundRegion(msgspec.Struct, frozen=True, kw_only=True):
    """A region's layers, each with its rank, the broadest first; by platform, and `plain` under them all.

    `time_zone` is the usual one of the country where it is wrong or missing, which is reported. It is None where no
    usual one is known; what has dates is then stated as broken.
    `members` are the lists of groups over time, None where no file states one.
    `without_zone` says that a country states no zone, and `dropped` are warnings of lists of groups that leave out some
    of its country's. Both are reported once it is known whether a currency is missing by it.
    """

    code: str
    place: Place
    time_zone: ZoneInfo | None
    begins: Instant
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


class Own(msgspec.Struct, frozen=True):
    """One of a region's own files: its layer, its rank, the zone of its dates and the groups it belongs to itself.

    A country's file keeps its own zone and groups when a subdivision reads it: it means what it means where it stands.
    """

    layer: Layer
    rank: Rank
    in_zone: ZoneInfo | None
    groups: list[tuple[Layer, Windows]]


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
        self.parts = PartBinder(binder, self.partition.before, memo)
        self.rules_bound = memo.table("rules")
        self.bound = memo.table("regions")
        self.conflicts = GroupConflicts(binder, declarations.keys.of_book)
        self.days = self.partition.rules.days
        self.days_by_zone: dict[str, tuple[object, ...]] = {}
        self.beginning = Beginning(declarations, binder)
        begins = (repr(declarations.begins), declarations.begins_place)
        self.about = (*begins, tuple(platforms), layers.all_named)

    def bind(self, code: str) -> BoundRegion | None:
        """One region's bound layers, or None where it would never begin or is of no known country: that is reported."""
        layers = layers_of_region(self.layers, code)
        named = sorted({name for layer in layers for name in groups_named(layer)})
        groups = [self.layers.groups.get(name) for name in named]
        of_groups = [self.partition.of(group) if group is not None else None for group in groups]
        of_files = [self.partition.of(layer) for layer in layers]
        made_of = (self.partition.rules, self.binder.known, *of_files, *of_groups)
        about = (code, *self.about, len(of_files), *named)
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
        zones = [self._zone(files[: index + 1]) for index in range(len(files))]
        dated = list(zip(files, zones, strict=True))
        begins = self.beginning.of(dated)
        if begins is None:
            return None
        members = self._members(dated, begins)
        groups = self._groups(members)
        sound = self._groups_are_sound(dated) and self.beginning.is_known(files)
        dropped: list[Diagnostic] = []
        own = [Own(layer, COUNTRY if len(files) == 1 else SUBDIVISION, zones[-1], groups)]
        if len(files) == 2:
            of_country = self._members(dated[:1], begins)
            own.insert(0, Own(files[0], COUNTRY, zones[0], self._groups(of_country)))
            if sound and members is not None and of_country is not None:
                dropped = dropped_groups(code, members, of_country, self.layers.groups, begins)
        at_fault = self.conflicts.find(groups, dated, begins)
        plain = self._bind_platform(None, own, begins) + broken_layer(None, at_fault, begins)
        by_platform = {
            platform: self._bind_platform(platform, own, begins) + broken_layer(platform, at_fault, begins)
            for platform in self.platforms
        }
        return BoundRegion(
            code=code,
            place=layer.place,
            time_zone=zones[-1],
            begins=begins,
            groups_sound=sound,
            members=members,
            without_zone=len(files) == 1 and type(layer.plain.get(ZONE_PATH)) is not Stated,
            dropped=tuple(dropped),
            plain=plain,
            by_platform=by_platform,
        )

    def _tell_without_country(self, code: str, place: Place) -> None:
        if self.layers.all_named:
            hint = f"add regions/{code[:2].lower()}.yaml with region: {code[:2]}"
            self.binder.report("subdivision-without-country", f"no file states the country of {code}", place, hint)

    def _zone(self, own: tuple[Layer, ...]) -> ZoneInfo | None:
        """The zone of a region's dates, the subdivision's before the country's.

        One that is wrong or missing is reported; the usual one of the country stands for it, so that what is dated is
        looked at all the same. None where no usual one is known.
        """
        for layer in reversed(own):
            stated = layer.plain.get(ZONE_PATH)
            if type(stated) is Stated:
                return (zone(stated.value) if type(stated.value) is str else None) or self._usual_zone(own)
        return self._usual_zone(own)

    def _usual_zone(self, own: tuple[Layer, ...]) -> ZoneInfo | None:
        usual = self.geography.zones_of(own[0].name)
        return zone(usual[0]) if usual else None

    def _groups_are_sound(self, own: list[tuple[Layer, ZoneInfo | None]]) -> bool:
        """Whether every group that the region names exists; what another one would have stated is unknown."""
        for layer, in_zone in own:
            leaf = layer.plain.get(("groups",))
            if leaf is not None and not self.binder.tells_when(leaf, in_zone):
                return False
            for statement in stated_values(leaf) if leaf is not None else ():
                members = statement.value
                if members is INHERIT:
                    continue
                if type(members) is not tuple or any(str(item.value) not in self.layers.groups for item in members):
                    return False
        return True

    def _members(self, own: list[tuple[Layer, ZoneInfo | None]], begins: Instant) -> Timeline[Resolved[object]] | None:
        """The list of groups that holds over time; a subdivision's replaces its country's.

        None where no file states one, or nothing but `inherit`.
        """
        contributions = []
        for rank, (layer, in_zone) in zip((COUNTRY, SUBDIVISION), own, strict=False):
            leaf = layer.plain.get(("groups",))
            if leaf is not None:
                contributions.append((rank, self.binder.segments(leaf, in_zone, begins, no_currency)))
        found: Timeline[Resolved[object]] | None = resolve(contributions) if contributions else None
        return found if found is not None and found.starts else None

    def _groups(self, members: Timeline[Resolved[object]] | None) -> list[tuple[Layer, Windows]]:
        """The groups that the region is ever a member of, by name, with the stretches of membership."""
        windows: dict[str, list[tuple[Instant, Instant | None]]] = {}
        ends = (*members.starts[1:], None) if members is not None else ()
        for (start, resolved), end in zip(members or (), ends, strict=True):
            for name in names_of(resolved.stated):
                if name not in self.layers.groups:
                    continue
                spans = windows.setdefault(name, [])
                if spans and spans[-1][1] == start:
                    spans[-1] = (spans[-1][0], end)
                else:
                    spans.append((start, end))
        return [(self.layers.groups[name], tuple(spans)) for name, spans in sorted(windows.items())]

    def _bind_platform(
        self, platform: str | None, own: list[Own], begins: Instant
    ) -> tuple[tuple[Rank, BoundParts], ...]:
        """The layers of one platform's statements, or of the plain ones, the broadest first; without empty ones."""
        in_zone, groups = own[-1].in_zone, own[-1].groups
        bound: list[tuple[Rank, BoundParts]] = [(RULES.on(platform), self._rules(platform, in_zone, begins))]
        for layer, windows in groups:
            parts = self.partition.of(layer).below(platform)
            if parts:
                in_force = self._in_force([(RULES, layer, None, in_zone)], platform, begins)
                scope = PartScope(GROUP.on(platform), in_zone, begins, windows)
                bound.append((scope.rank, self.parts.bind_all(parts, scope, in_force)))
        for index, own_layer in enumerate(own):
            parts = self.partition.of(own_layer.layer).below(platform)
            if parts:
                seen: list[Seen] = [(RULES, self.layers.rules, None, own_layer.in_zone)]
                seen += [(GROUP, group, spans, own_layer.in_zone) for group, spans in own_layer.groups]
                seen += [(file.rank, file.layer, None, file.in_zone) for file in own[: index + 1]]
                scope = PartScope(own_layer.rank.on(platform), own_layer.in_zone, begins)
                bound.append((scope.rank, self.parts.bind_all(parts, scope, self._in_force(seen, platform, begins))))
        return tuple(layer for layer in bound if layer[1])

    def _rules(self, platform: str | None, in_zone: ZoneInfo | None, begins: Instant) -> BoundParts:
        made_of = (self.partition.rules, self.binder.known)
        began = self.binder.began(begins, in_zone)
        about = (platform, begins, began, self.declarations.begins is not None, *self._days_in(in_zone))
        zone_name = in_zone.key if in_zone is not None else ""
        known = self.rules_bound.find(made_of, about) or self.rules_bound.find(made_of, (about, zone_name))
        if known is not None:
            return known.value  # type: ignore[no-any-return]
        since = self.memo.mark()
        in_force = self._in_force([(RULES, self.layers.rules, None, in_zone)], platform, begins)
        scope = PartScope(RULES.on(platform), in_zone, begins)
        bound = self.parts.bind_all(self.partition.rules.below(platform), scope, in_force)
        told = self.memo.told_since(since)
        return self.rules_bound.keep(made_of, (about, zone_name) if told else about, bound, since)  # type: ignore[no-any-return]

    def _days_in(self, in_zone: ZoneInfo | None) -> tuple[object, ...]:
        """When the days that the rules state begin in a zone: what is alike for two zones is bound alike for both.

        A zone that is not known is like none: what is dated is not stated there.
        """
        if in_zone is None:
            return ("",)
        known = self.days_by_zone.get(in_zone.key)
        if known is None:
            known = self.days_by_zone[in_zone.key] = tuple([bind_instant(day, in_zone) for day in self.days])
        return known

    def _in_force(self, layers: list[Seen], platform: str | None, begins: Instant) -> Callable[[], InForce]:
        """The currency in force as these layers state it, found out where it is asked for."""
        return cache(lambda: currency_in_force(layers, platform, begins, self.binder))
