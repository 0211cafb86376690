"""Files to layers: rules, then groups, then regions, then subdivisions; later ones win.

Files of one layer are put together here, and two that state the same path are reported: there is no order between them.
"""

from collections.abc import Sequence

import msgspec

from ratecard.book.keys import Keys
from ratecard.diagnostics.diagnostic import Diagnostic, Note, Place
from ratecard.rulefiles.stated import (
    ANY_LANGUAGE,
    BROKEN,
    NONE,
    UNKNOWN,
    FileKind,
    FileStatements,
    KeyPath,
    Leaf,
    Leaves,
    Stated,
)
from ratecard.rulefiles.text.decoding import Report


class Layer(msgspec.Struct, frozen=True):
    """What one layer states: plainly, and under each platform, which beats the plain in the same layer."""

    name: str
    place: Place | None
    plain: Leaves
    by_platform: dict[str, Leaves]


class Layers(msgspec.Struct, frozen=True, kw_only=True):
    """The rules, the groups by name and the regions by code.

    `rule_files` are the plain statements of each file that the rules are put together from.
    `unread` are files of regions and groups without a good name of their own, which is reported: no market reads them,
    and still what they declare is declared.
    `platform_places` says where platforms stand as keys, `id_places` where identifiers of things do that another table
    declares, by the path of what they name; in the order of files.
    `mapping_places` says where, in each file, the keys stand that have keys below them.
    `all_named` is False where a region or a group has no good name, which is reported: then one that is missed may be
    that one.
    `library` are the layers of the library of the world below these, None for a book without it. `declared` is what is
    stated of the keys that a book states once, the library's below its own; `sells_on` are the platforms that the book
    lists, if it lists any.
    """

    rules: Layer
    rule_files: tuple[Leaves, ...]
    groups: dict[str, Layer]
    regions: dict[str, Layer]
    unread: tuple[Layer, ...]
    platform_places: dict[str, tuple[Place, ...]]
    id_places: dict[KeyPath, tuple[Place, ...]]
    mapping_places: "MappingPlaces"
    all_named: bool
    declared: Leaves
    library: "Layers | None" = None
    sells_on: tuple[str, ...] = ()

    def has_group(self, name: str) -> bool:
        """Whether a file of the book or of the library states a group."""
        return name in self.groups or (self.library is not None and name in self.library.groups)


MappingPlaces = dict[str, dict[KeyPath, Place]]
"""The places of keys with keys below them, by file and path."""


def key_above(path: KeyPath, near: Place, mappings: MappingPlaces) -> Place:
    """The key under which a missing path should stand, in the file of a statement beside it: `payouts:` for its `pays`.

    The statement's own place where no such key stands.
    """
    keys = mappings.get(near.file, {})
    above = (keys.get(path[:depth]) for depth in range(len(path) - 1, 0, -1))
    return next((place for place in above if place is not None), near)


def put_together(files: Sequence[FileStatements], keys: Keys, report: Report) -> Layers:
    """The layers of a book. The order of files makes no difference."""
    rules = Layer("", None, {}, {})
    groups, regions = dict[str, Layer](), dict[str, Layer]()
    unread, rule_files = list[Layer](), list[Leaves]()
    platform_places: dict[str, tuple[Place, ...]] = {}
    id_places: dict[KeyPath, tuple[Place, ...]] = {}
    for file in sorted(files, key=lambda file: file.file):
        for platform, place in file.platform_places.items():
            platform_places[platform] = (*platform_places.get(platform, ()), place)
        for path, place in file.id_places.items():
            table = keys.table_named_at(path)
            if table is not None:
                thing = (*table, path[-1])
                id_places[thing] = (*id_places.get(thing, ()), place)
        if file.kind is FileKind.RULES:
            _merge(rules, file, report)
            rule_files.append(file.plain)
            continue
        layer = Layer(file.name, file.place, file.plain, file.by_platform)
        known = groups if file.kind is FileKind.GROUP else regions
        other = known.get(file.name)
        if file.name and other is None:
            known[file.name] = layer
            continue
        unread.append(layer)
        if other is not None:
            _two_files(file, other, report)
    return Layers(
        rules=rules,
        rule_files=tuple(rule_files),
        groups=groups,
        regions=regions,
        unread=tuple(unread),
        platform_places=platform_places,
        id_places=id_places,
        mapping_places={file.file: file.mapping_places for file in files},
        all_named=all(file.name or file.kind is FileKind.RULES for file in files),
        declared=rules.plain,
    )


def _two_files(file: FileStatements, other: Layer, report: Report) -> None:
    """Reports the second file of one region or group."""
    own = file.plain[(file.kind.value,)]
    assert other.place is not None
    notes = (Note(other.place, "stated here first"),)
    sentence = f"the {file.kind.value} {file.name} has two files"
    hint = "move what this file states into the other one"
    report(Diagnostic(code="two-files-for-one", sentence=sentence, place=own.place, hint=hint, notes=notes))


def _merge(layer: Layer, file: FileStatements, report: Report) -> None:
    _merge_leaves(layer.plain, file.plain, "", report)
    for platform, leaves in file.by_platform.items():
        _merge_leaves(layer.by_platform.setdefault(platform, {}), leaves, f"platforms.{platform}.", report)


def _merge_leaves(into: Leaves, leaves: Leaves, prefix: str, report: Report) -> None:
    broken: Leaves = {}
    for path, other_path in clashes(leaves, into):
        above = min(path, other_path)
        if above in broken:
            continue
        broken[above] = Stated(BROKEN, leaves[path].place)
        name = prefix + ".".join(part for part in above if part != ANY_LANGUAGE)
        sentence = f"{name} is stated in two files of the same layer, and neither comes first"
        notes = (Note(into[other_path].place, "stated here too"),)
        hint = "keep one of the two"
        report(Diagnostic(code="stated-twice", sentence=sentence, place=leaves[path].place, hint=hint, notes=notes))
    for path, leaf in leaves.items():
        into.setdefault(path, leaf)
    into.update(broken)


def clashes(leaves: Leaves, others: Leaves) -> list[tuple[KeyPath, KeyPath]]:
    """The pairs of paths that say something of the same value: equal ones, and a word on a mapping above another's.

    Sorted, so that of several pairs with the same `none` or `unknown` the first is always the same one.
    """
    found = [(path, path) for path in leaves.keys() & others.keys()]
    for first, second, turned in ((leaves, others, False), (others, leaves, True)):
        for above, leaf in first.items():
            if type(leaf) is Stated and leaf.value in (NONE, UNKNOWN):
                below = [path for path in second if len(path) > len(above) and path[: len(above)] == above]
                found += [(path, above) if turned else (above, path) for path in below]
    return sorted(found)


def stated_values(leaf: Leaf) -> list[Stated[object]]:
    """The values that a leaf states, whenever they hold."""
    return [leaf] if isinstance(leaf, Stated) else [value for _, value in leaf.entries]
