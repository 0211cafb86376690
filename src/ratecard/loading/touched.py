"""Which changes of the library touch a book: those of its markets, as far as its answers read them."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import msgspec

from ratecard.book.doubtful import written_path
from ratecard.book.keys import Keys
from ratecard.book.layers import stated_values
from ratecard.book.library import FOLDER, facts_in_leaves
from ratecard.diagnostics.diagnostic import Diagnostic, Note, Place, fixes_at
from ratecard.diagnostics.fixes import POSSIBLE, Suggestion
from ratecard.loading.editions import CHANGES, Change, Edition, editions_in, leaves_by_name, number_of
from ratecard.rulefiles.stated import (
    BEGINS,
    INHERIT,
    FileKind,
    FileStatements,
    Leaf,
    Leaves,
    Stated,
    StatedTimeLine,
)

ACCEPTED = "once you have seen what changed, as ratecard library --accept does"
EVERYWHERE = "all"


class Touching(msgspec.Struct, frozen=True, kw_only=True):
    """What of a library a book reads. `codes` are its regions and their countries, `groups` each group's regions.

    `sells_in` is what it lists there, `platforms` those that it sells on, `spoken` the languages of its names.
    `files` are its own, and `begins` the day from which it answers, None where that is not known.
    """

    codes: frozenset[str]
    groups: Mapping[str, frozenset[str]]
    sells_in: frozenset[str]
    platforms: frozenset[str]
    spoken: tuple[str, ...]
    files: Sequence[FileStatements]
    begins: date | None

    def touches(self, change: Change, keys: Keys) -> bool:
        """Whether an answer of the book may read what changed."""
        if self.begins is not None and change.until and change.until <= self.begins.isoformat():
            return False
        if change.platform and change.platform not in self.platforms:
            return False
        regions = self._regions(change)
        return bool(regions) and self._reads(change, regions, keys)

    def _regions(self, change: Change) -> frozenset[str]:
        """The regions of the book that read the file; one that leaves the book by the change is among them."""
        folder, _, name = change.file.removesuffix(".yaml").rpartition("/")
        if folder == "rules":
            return self.codes
        if folder != "regions":
            return self.groups.get(name, frozenset()) & self.codes
        code = name.upper()
        named = _groups_of(change) & self.sells_in
        return frozenset({code}) if code in self.codes or named or EVERYWHERE in self.sells_in else frozenset()

    def _reads(self, change: Change, regions: frozenset[str], keys: Keys) -> bool:
        head, *below = change.plain.split(".")
        if "name" in below and not self._speaks(below[below.index("name") + 1 :]):
            return False
        if head == "facts":
            named = {name for file in self.files for leaves in leaves_of(file) for name in facts_in_leaves(leaves)}
            return any(change.value.startswith(f"facts.{name}.") for name in named)
        return head not in keys.asleep or any(head in self._stated_in(code) for code in regions)

    def _speaks(self, tag: Sequence[str]) -> bool:
        return not tag or any(own == tag[0] or own.startswith(f"{tag[0]}-") for own in self.spoken)

    def _stated_in(self, code: str) -> set[str]:
        """The keys of which the book states something that a region reads."""
        return {
            path[0] for file in self.files if self._read_by(file, code) for leaves in leaves_of(file) for path in leaves
        }

    def _read_by(self, file: FileStatements, code: str) -> bool:
        if file.kind is FileKind.GROUP:
            return code in self.groups.get(file.name, ())
        return file.kind is FileKind.RULES or file.name in (code, code.partition("-")[0])

    def overrides(self, change: Change) -> bool:
        """Whether the book states the value itself, for all time and all of its regions that the change reaches."""
        if _groups_of(change):
            return False
        return all(self._overrides_in(change, code) for code in self._regions(change))

    def _overrides_in(self, change: Change, code: str) -> bool:
        return any(
            _says(leaves, change.plain)
            for file in self.files
            if file.kind is not FileKind.GROUP and self._read_by(file, code)
            for leaves in (file.plain, file.by_platform.get(change.platform, {}))
        )


def _groups_of(change: Change) -> set[str]:
    """The groups that a region joins or leaves by a change; none where it changes something else."""
    head, _, name = change.value.partition(".")
    if head != "groups":
        return set()
    return {name} if name else {part.strip("[],") for part in f"{change.was} {change.now}".split()}


def leaves_of(file: FileStatements) -> Iterator[Leaves]:
    """What a file states, plainly and under each platform."""
    yield file.plain
    yield from file.by_platform.values()


def _says(leaves: Leaves, value: str) -> bool:
    """Whether something says a value for all time: by itself, by a word on a mapping above, or by a name of its own."""
    return any(_is_of(written_path(path), value) and _for_good(leaf) for path, leaf in leaves.items())


def _is_of(own: str, value: str) -> bool:
    """Whether a statement at one path counts for another: what has a name has none of the library's languages."""
    thing, named, _ = value.partition(".name")
    return own == value or value.startswith(f"{own}.") or (bool(named) and own.startswith(f"{thing}.name"))


def _for_good(leaf: Leaf) -> bool:
    dated = type(leaf) is StatedTimeLine and all(key.value != BEGINS for key, _ in leaf.entries)
    return not dated and all(stated.value is not INHERIT for stated in stated_values(leaf))


def other_edition(
    named: Stated[object],
    texts: Mapping[str, bytes],
    installed: str,
    touching: Touching,
    keys: Keys,
    files: "ChangePlaces",
) -> Diagnostic:
    """What is said of a book that was checked with another edition than the installed one: all that changed for it."""
    editions = editions_in(texts[CHANGES]) if CHANGES in texts else ()
    older, newer = number_of(str(named.value)), number_of(installed)
    between = [edition for edition in editions if older < number_of(edition.name) <= newer]
    notes = tuple(
        Note(files.place(change), _words(change, edition, touching, many=len(between) > 1))
        for edition in between
        for change in edition.changes
        if touching.touches(change, keys)
    )
    hint = _hint(editions, older, newer)
    summary = _summary(notes, is_older=older > newer, whole=not hint)
    return Diagnostic(
        code="other-edition",
        sentence=f"this book was checked with {named.value}, and {installed} is installed{summary}",
        place=named.place,
        hint=hint,
        notes=notes,
        fixes=fixes_at(named.place, (Suggestion(installed, POSSIBLE, ACCEPTED),)),
    )


def _words(change: Change, edition: Edition, touching: Touching, *, many: bool) -> str:
    when = f"since {edition.name}, " if many else ""
    stands = "; your own value stands" if touching.overrides(change) else ""
    return f"{when}{change.words}{stands}"


def _summary(notes: Sequence[Note], *, is_older: bool, whole: bool) -> str:
    """How much changed, as far as that is known; `whole` where all of it is."""
    if is_older:
        return ", which is older"
    if not notes:
        return ", which changed nothing in its markets" if whole else ""
    return f", which changed {len(notes):,} value{'s' * (len(notes) != 1)} in its markets"


def _hint(editions: Sequence[Edition], older: tuple[int, ...], newer: tuple[int, ...]) -> str:
    """What is not known of the changes."""
    if older > newer:
        return "what it does not have yet is not known here: install the version of Ratecard that carries it"
    if not editions:
        return "this library has no list of what its editions changed"
    first = editions[0].name
    return (
        f"the list of changes starts at {first}: what changed before is not known" if older < number_of(first) else ""
    )


class ChangePlaces:
    """Finds the place of what changed in the installed library: its file may have moved on since, or be gone."""

    def __init__(self, files: Mapping[str, FileStatements], texts: Mapping[str, bytes]) -> None:
        self._files = files
        self._texts = texts

    def place(self, change: Change) -> Place:
        """The place of the value as it is stated now, else of its file, else the list of changes."""
        path = f"{FOLDER}{change.file}"
        file = self._files.get(path)
        if file is None:
            return Place(CHANGES, 1, 1, 1, 1)
        leaf = leaves_by_name(file).get(change.value)
        if type(leaf) is StatedTimeLine:
            return next((stated.place for key, stated in leaf.entries if str(key.value) == change.since), leaf.place)
        return leaf.place if leaf is not None else Place(path, 1, 1, 1, 1)
