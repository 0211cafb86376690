"""Where keys stand in the files of a book, for what tells of lines that are gone; no answer depends on it."""

from collections.abc import Mapping

import msgspec

from ratecard.book.dropped_groups import GROUPS, MEMBERS, names_of
from ratecard.book.layers import Layers, MappingPlaces, stated_values
from ratecard.diagnostics.diagnostic import Place
from ratecard.rulefiles.stated import KeyPath, Leaf


class GroupFile(msgspec.Struct, frozen=True):
    """The file of a group: its name, and the list of its members, None where regions name the group instead."""

    name: str
    members: Leaf | None


class KeyPlaces(msgspec.Struct, frozen=True):
    """The keys that have keys below them, by file and path; the groups by file, and the lists of groups by region.

    The paths of what stands for one platform begin with it: ("platforms", "web", "prices").
    """

    mappings: MappingPlaces = {}
    groups: Mapping[str, GroupFile] = {}
    lists: Mapping[str, Leaf] = {}

    def naming(self, file: str, region: str) -> Place | None:
        """The list by which a region is a member of the group of a file at any time; None where it is not."""
        group = self.groups.get(file)
        if group is None:
            return None
        codes = {region, region.partition("-")[0]}
        named = [(group.members, codes), *((self.lists.get(code), {group.name}) for code in (region, *codes))]
        return next((leaf.place for leaf, names in named if leaf is not None and not names.isdisjoint(_in(leaf))), None)

    def key_of(self, path: KeyPath) -> Place | None:
        """The key of a path in any file, or the nearest one above it; None where none stands."""
        heads = (path[:depth] for depth in range(len(path), 0, -1))
        return next((keys[own] for own in heads for keys in self.mappings.values() if own in keys), None)

    def list_of(self, file: str, region: str) -> Place | None:
        """The list in which a region would be a member of the group of a file; None where neither has one."""
        group = self.groups.get(file)
        leaves = (None if group is None else group.members, self.lists.get(region))
        return next((leaf.place for leaf in leaves if leaf is not None), None)


def key_places_of(layers: Layers) -> KeyPlaces:
    """Those of the files of a book itself, without its library."""
    groups = {
        layer.place.file: GroupFile(name, layer.plain.get(MEMBERS))
        for name, layer in layers.groups.items()
        if layer.place is not None
    }
    lists = {code: leaf for code, layer in layers.regions.items() if (leaf := layer.plain.get(GROUPS)) is not None}
    return KeyPlaces(layers.mapping_places, groups, lists)


def _in(leaf: Leaf) -> set[str]:
    """All that a list ever names."""
    return {name for stated in stated_values(leaf) for name in names_of(stated)}
