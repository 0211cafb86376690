"""The installed library of the world, and what of it a book needs: by the regions that it sells in."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache, lru_cache
from pathlib import Path

import msgspec

from ratecard.book.dropped_groups import MEMBERS, places_of_groups
from ratecard.book.keys import Keys
from ratecard.book.layers import stated_values
from ratecard.book.library import FOLDER, SELLS_ON, EditionNamed, Library
from ratecard.diagnostics.diagnostic import Diagnostic, Place, fixes_at
from ratecard.loading.cldr import CLDR
from ratecard.loading.editions import ANY_EDITION, CHANGES
from ratecard.loading.touched import EVERYWHERE, ChangePlaces, Touching, other_edition
from ratecard.locale.territories import is_territory
from ratecard.rulefiles.near import meant_or
from ratecard.rulefiles.nearby import Nearby
from ratecard.rulefiles.stated import ANY_LANGUAGE, FileKind, FileStatements, KeyPath, Leaf, Leaves, Stated
from ratecard.rulefiles.stating.files import state_file
from ratecard.rulefiles.text.decoding import Report
from ratecard.rulefiles.text.nodes import Mapping as MappingNode
from ratecard.rulefiles.text.nodes import Scalar
from ratecard.rulefiles.text.reading import read
from ratecard.shipped import shipped_library

LIBRARY: KeyPath = ("library",)
SELLS_IN: KeyPath = ("sells_in",)
BEGINS_AT: KeyPath = ("begins",)
LANGUAGES: KeyPath = ("languages",)
HEAD, EXCHANGE, STORES = "world/world.yaml", "world/exchange.yaml", "world/stores.yaml"
NO_RULES = {HEAD, "world/sources.yaml", CHANGES, EXCHANGE, STORES}
"""Files of the library that state no rules."""

TEXTS_KEPT = 2_000


class World(msgspec.Struct, frozen=True, eq=False):
    """An edition of the library: its name, the day on which its sources were last read, and its files by path."""

    edition: str
    day: date
    texts: Mapping[str, bytes]

    @property
    def name(self) -> str:
        """How a book names the edition: "world 2026.11"."""
        return f"world {self.edition}"

    def regions(self) -> tuple[str, ...]:
        """The codes of all its regions, in order."""
        folder = f"{FOLDER}regions/"
        files = (path.removeprefix(folder) for path in self.texts if path.startswith(folder))
        return tuple(sorted(name.removesuffix(".yaml").upper() for name in files if "/" not in name))


def world_of(texts: Mapping[str, bytes]) -> World:
    """The library of these files by path ("world/regions/de.yaml"). ValueError where they do not say which it is."""
    node = read(HEAD, texts.get(HEAD, b""), _unheard)
    entries = node.entries if type(node) is MappingNode else ()
    said = {key.text: value.text for key, value in entries if type(value) is Scalar}
    if not {"edition", "date"} <= said.keys():
        raise ValueError(f"{HEAD} does not say which edition of the library this is")
    return World(said["edition"], date.fromisoformat(said["date"]), texts)


@cache
def installed_world() -> World:
    """The library that came with this version of Ratecard. It is read once."""
    folder = shipped_library()
    return world_of({FOLDER + _inside(path, folder): path.read_bytes() for path in sorted(folder.rglob("*.yaml"))})


def _inside(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix()


def library_of(files: Sequence[FileStatements], world: World | None, keys: Keys, report: Report) -> Library | None:
    """What a book of these files needs of the library, or None where it names none.

    What is wrong with the edition or with the regions to sell in is reported, and so is what is wrong in the library.
    """
    rules = {path: leaf for file in files if file.kind is FileKind.RULES for path, leaf in file.plain.items()}
    named = rules.get(LIBRARY)
    if named is None:
        _check_without(rules, report)
        return None
    world = installed_world() if world is None else world
    needed = _Needed(files, world, keys, _languages(rules, world, keys), report)
    sold = needed.sold(rules.get(SELLS_IN))
    if type(named) is Stated and type(named.value) is str and named.value not in (world.name, ANY_EDITION):
        stating = ChangePlaces({file.file: file for file in needed.all_files()}, world.texts)
        report(other_edition(named, world.texts, world.name, needed.touching(rules, sold), keys, stating))
    own = {file.name for file in files if file.kind is FileKind.REGION and file.name}
    no_regions = frozenset(code for code in own if not is_territory(code.partition("-")[0]))
    return Library(EditionNamed(world.name, world.day), tuple(needed.files(sold)), sold, no_regions)


def _check_without(rules: Leaves, report: Report) -> None:
    """Reports what only the library gives a meaning."""
    for path in (SELLS_IN, ("sells_on",)):
        leaf = rules.get(path)
        if leaf is not None:
            sentence = f"{path[0]} chooses from the library of the world, and this book names no library"
            hint = f"add library: {installed_world().name}, or delete {path[0]}: what has a file is sold in"
            report(Diagnostic(code="no-library", sentence=sentence, place=leaf.place, hint=hint))


def _languages(rules: Leaves, world: World, keys: Keys) -> tuple[str, ...]:
    """The languages of the book: its own, else those of the library."""
    leaf = rules.get(LANGUAGES)
    for path in sorted(world.texts) if leaf is None else ():
        if path.startswith(f"{FOLDER}rules/"):
            file, _ = state_of_library(path, world.texts[path], keys)
            leaf = leaf or (file.plain.get(LANGUAGES) if file is not None else None)
    return tuple(item.text for item in _items(leaf))


class _Item(msgspec.Struct, frozen=True):
    text: str
    place: Place


def _items(leaf: Leaf | None) -> Iterator[_Item]:
    """The items of every list that a leaf ever states."""
    for stated in stated_values(leaf) if leaf is not None else ():
        for item in stated.value if type(stated.value) is tuple else ():
            yield _Item(str(item.value), item.place)


class _Needed:
    """Finds what a book needs of an edition."""

    def __init__(
        self, files: Sequence[FileStatements], world: World, keys: Keys, languages: tuple[str, ...], report: Report
    ) -> None:
        self._files = files
        self._world = world
        self._keys = keys
        self._languages = languages
        self._report = report
        self._known = frozenset(world.regions())
        self._own = {file.name: file.place for file in files if file.kind is FileKind.REGION and file.name}

    def sold(self, listed: Leaf | None) -> dict[str, Place]:
        """The regions of the library that the book sells in, each with the place that says so.

        A country, listed or with a file, brings the subdivisions that the library has.
        """
        found: dict[str, Place] = {}
        for item in _items(listed):
            for code in self._named(item):
                found.setdefault(code, item.place)
        for code in sorted(self._known):
            country = code.partition("-")[0]
            place = found.get(country) or self._own.get(country)
            if country != code and place is not None:
                found.setdefault(code, place)
        return dict(sorted(found.items()))

    def _named(self, item: _Item) -> Iterable[str]:
        """The regions that an item of `sells_in` names; one that names none is reported."""
        if item.text == EVERYWHERE:
            return self._known
        if item.text.isupper():
            if item.text in self._known or item.text in self._own:
                return (item.text,)
            hint = f"state it: regions/{item.text.lower()}.yaml with region:, currency:, time_zone: and tax:"
            self._tell("not-in-library", f"the library has no region {item.text}", item.place, hint)
            return ()
        members = self._members(item.text)
        if not members:
            groups = sorted({name for name, _ in self._memberships()})
            hint, offers = meant_or(item.text, groups, "write the codes of regions, a group of them, or all")
            fixes = fixes_at(item.place, offers)
            sentence = f"{item.text} is a group that no region belongs to"
            self._report(Diagnostic(code="unknown-group", sentence=sentence, place=item.place, hint=hint, fixes=fixes))
        return members

    def _tell(self, code: str, sentence: str, place: Place, hint: str) -> None:
        self._report(Diagnostic(code=code, sentence=sentence, place=place, hint=hint))

    def _members(self, group: str) -> list[str]:
        return sorted({code for name, code in self._memberships() if name == group})

    def _memberships(self) -> Iterator[tuple[str, str]]:
        """Each group with each region that ever belongs to it, by the library and by the book."""
        every = [path for path in self._world.texts if path not in NO_RULES]
        stated = [file for path in every if (file := self._state(path)) is not None]
        for file in (*stated, *self._files):
            if file.kind is FileKind.REGION:
                yield from ((str(item.value), file.name) for item in places_of_groups(file.plain))
            elif file.kind is FileKind.GROUP:
                yield from ((file.name, item.text) for item in _items(file.plain.get(MEMBERS)))

    def all_files(self) -> Iterator[FileStatements]:
        """What every file of the library states, whatever the book needs of it."""
        stated = (self._state(path) for path in sorted(self._world.texts) if library_kind(path) is not None)
        return (file for file in stated if file is not None)

    def touching(self, rules: Leaves, sold: Mapping[str, Place]) -> Touching:
        """What of the library the book reads, to tell which of its changes touch the book."""
        codes = {*sold, *self._own}
        groups: dict[str, set[str]] = {}
        for group, member in self._memberships():
            parts = (code for code in codes if code.partition("-")[0] == member)
            groups.setdefault(group, set()).update((member, *parts))
        listed = {item.text for item in _items(rules.get(SELLS_ON))}
        used = {platform for file in self._files for platform in (*file.platform_places, *file.by_platform)}
        begins = rules.get(BEGINS_AT)
        return Touching(
            codes=frozenset(codes | {code.partition("-")[0] for code in codes}),
            groups={group: frozenset(members) for group, members in groups.items()},
            sells_in=frozenset(item.text for item in _items(rules.get(SELLS_IN))),
            platforms=frozenset(listed or used),
            spoken=self._languages,
            files=self._files,
            begins=begins.value if type(begins) is Stated and type(begins.value) is date else None,
        )

    def files(self, sold: Mapping[str, Place]) -> Iterator[FileStatements]:
        """The rules and groups of the library, and the files of the regions that the book has."""
        wanted = {*sold, *self._own}
        wanted |= {code.partition("-")[0] for code in wanted}
        regions = {f"{FOLDER}regions/{code.lower()}.yaml" for code in wanted & self._known}
        for path in sorted(self._world.texts):
            kind = library_kind(path)
            if kind is not None and (kind is not FileKind.REGION or path in regions):
                file, found = self._with_report(path)
                for diagnostic in found:
                    self._report(diagnostic)
                if file is not None:
                    yield in_languages(file, self._languages)

    def _with_report(self, path: str) -> "tuple[FileStatements | None, tuple[Diagnostic, ...]]":
        return state_of_library(path, self._world.texts[path], self._keys)

    def _state(self, path: str) -> FileStatements | None:
        return self._with_report(path)[0]


def library_kind(path: str) -> FileKind | None:
    """The kind of a file of the library by its path; None for one that states no rules."""
    if path in NO_RULES:
        return None
    folder = path.removeprefix(FOLDER).rpartition("/")[0]
    return {"rules": FileKind.RULES, "regions": FileKind.REGION, "regions/groups": FileKind.GROUP}.get(folder)


@lru_cache(maxsize=TEXTS_KEPT)
def state_of_library(path: str, content: bytes, keys: Keys) -> tuple[FileStatements | None, tuple[Diagnostic, ...]]:
    """What a file of the library states, and what is wrong with it."""
    found: list[Diagnostic] = []
    kind = library_kind(path)
    assert kind is not None, "only files that state rules are asked for"
    file = state_file(path, kind, content, found.append, keys.grammar, Nearby(geography=CLDR))
    return file, tuple(found)


@lru_cache(maxsize=TEXTS_KEPT)
def _in_languages(file: "_ById", languages: tuple[str, ...]) -> FileStatements:
    own = file.file
    by_platform = {platform: _spoken(leaves, languages) for platform, leaves in own.by_platform.items()}
    return msgspec.structs.replace(own, plain=_spoken(own.plain, languages), by_platform=by_platform)


class _ById:
    """A file as a key of what is remembered: what is one object is the same."""

    def __init__(self, file: FileStatements) -> None:
        self.file = file

    def __hash__(self) -> int:
        return id(self.file)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ById) and other.file is self.file


def in_languages(file: FileStatements, languages: tuple[str, ...]) -> FileStatements:
    """A file of the library with names in these languages only, and in broader ones: `pt` stays for `pt-BR`."""
    return _in_languages(_ById(file), languages)


def _spoken(leaves: Leaves, languages: tuple[str, ...]) -> Leaves:
    return {path: leaf for path, leaf in leaves.items() if _is_spoken(path, languages)}


def _is_spoken(path: KeyPath, languages: tuple[str, ...]) -> bool:
    if "name" not in path[:-1] or not languages:  # none where those of the book are stated wrongly, which is reported
        return True
    tag = path[path.index("name") + 1]
    return tag == ANY_LANGUAGE or any(own == tag or own.startswith(f"{tag}-") for own in languages)


def _unheard(found: Diagnostic) -> None:
    raise ValueError(f"{HEAD} cannot be read: {found.sentence}")
