"""What two versions of the library state differently: the entries of an edition for `world/CHANGES.yaml`.

    python -m tests.world.editions v0.3.0          what changed since that tag, branch or commit
    python -m tests.world.editions ../old/world    since the library in that folder
    python -m tests.world.editions v0.3.0 --write  written into CHANGES.yaml, under the edition of world.yaml

An edition's meaning is a digest of every value with its stretch of time; sources, notes and layout do not count. Taking
an edition's changes back must give the meaning of the edition before it, down to the first: so the list is proved.
"""

import hashlib
import io
import json
import re
import subprocess
import sys
import tarfile
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from pathlib import Path

from ratecard.book.library import FOLDER
from ratecard.keys.registry import KEYS
from ratecard.loading.editions import CHANGES, Change, Edition, editions_in, leaves_by_name
from ratecard.loading.world import World, library_kind, state_of_library, world_of
from ratecard.rulefiles.stated import BEGINS, Leaf, StatedTimeLine
from ratecard.terms.written import written
from tests.world.library import WORLD

Line = tuple[tuple[str, str | None], ...]
"""What is stated of one value over time: the start of each stretch, "" for the beginning, and the value or None."""

Meaning = dict[tuple[str, str], Line]
"""All that a library states: by the file, as CHANGES.yaml names it, and the dotted path."""

HEAD = "# What each edition changed, and a digest of all that it states. README.md says how an entry is made.\n"
PLAIN = re.compile(r"[\w.][\w .%()/+'’-]*", re.UNICODE)


def meaning_of(world: World) -> Meaning:
    """All that a library states. AssertionError where a file of it cannot be read without an error."""
    found: Meaning = {}
    for path, content in world.texts.items():
        if library_kind(path) is not None:
            file, wrong = state_of_library(path, content, KEYS)
            assert file is not None, path
            assert not wrong, wrong
            for value, leaf in leaves_by_name(file).items():
                found[path.removeprefix(FOLDER), value] = joined(line_of(leaf))
    return found


def line_of(leaf: Leaf) -> Iterator[tuple[str, str | None]]:
    """What a leaf states from when on; nothing before the first date of one that does not begin with `begins`."""
    if type(leaf) is not StatedTimeLine:
        yield "", written(leaf.value)  # type: ignore[union-attr]
        return
    starts = {"" if key.value == BEGINS else str(key.value): written(stated.value) for key, stated in leaf.entries}
    if "" not in starts:
        yield "", None
    yield from sorted(starts.items())


def joined(line: Iterable[tuple[str, str | None]]) -> Line:
    """A line without starts at which nothing changes."""
    found: list[tuple[str, str | None]] = []
    for start, value in line:
        if not found or found[-1][1] != value:
            found.append((start, value))
    return tuple(found)


def digest_of(meaning: Meaning) -> str:
    """The digest of a meaning: SHA-256 of its lines as JSON, in order."""
    lines = [[*key, line] for key, line in sorted(meaning.items()) if line != NOTHING]
    return hashlib.sha256(json.dumps(lines, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


NOTHING: Line = (("", None),)


def changes_between(older: Meaning, newer: Meaning) -> list[Change]:
    """Each stretch in which two libraries state different values, in order of file, path and time."""
    found = []
    for file, value in sorted(older.keys() | newer.keys()):
        was, now = (meaning.get((file, value), NOTHING) for meaning in (older, newer))
        starts = sorted({start for start, _ in (*was, *now)})
        both = joined_pairs([(start, (at(was, start), at(now, start))) for start in starts])
        ends = [*(start for start, _ in both[1:]), ""]
        for (since, (before, after)), until in zip(both, ends, strict=True):
            if before != after:
                found.append(Change(file=file, value=value, since=since, until=until, was=before, now=after))
    return found


def joined_pairs(
    line: list[tuple[str, tuple[str | None, str | None]]],
) -> list[tuple[str, tuple[str | None, str | None]]]:
    """Pairs over time without starts at which neither changes."""
    return [line[0], *(later for earlier, later in pairwise(line) if earlier[1] != later[1])]


def at(line: Line, instant: str) -> str | None:
    """What a line states at an instant."""
    return next(value for start, value in reversed(line) if start <= instant)


def taken_back(meaning: Meaning, changes: Iterable[Change]) -> Meaning:
    """What a library stated before changes. AssertionError where it does not state now what a change says."""
    before = dict(meaning)
    for change in changes:
        key = (change.file, change.value)
        line = before.get(key, NOTHING)
        edges = sorted({start for start, _ in line} | {change.since} | ({change.until} if change.until else set()))
        inside = [edge for edge in edges if change.since <= edge and (not change.until or edge < change.until)]
        assert all(at(line, edge) == change.now for edge in inside), f"{change} is not what is stated now"
        before[key] = joined((edge, change.was if edge in inside else at(line, edge)) for edge in edges)
    return before


def entry(name: str, meaning: Meaning, changes: Iterable[Change]) -> str:
    """An edition as CHANGES.yaml has it."""
    lines = [f"    - {{{', '.join(_fields(change))}}}" for change in changes]
    listed = "\n".join(["  changes:", *lines]) if lines else "  changes: []"
    return f"{name}:\n  meaning: {digest_of(meaning)}\n{listed}\n"


def _fields(change: Change) -> Iterator[str]:
    for name in change.__struct_fields__:
        text = getattr(change, name)
        if text or (text is not None and name in ("was", "now")):
            yield f"{name}: {_in_yaml(text)}"


def _in_yaml(text: str) -> str:
    """A text as it stands between braces: in quotes where it would be cut otherwise."""
    return text if PLAIN.fullmatch(text) and text.strip() == text else json.dumps(text, ensure_ascii=False)


def listed(content: bytes, name: str, own: str) -> str:
    """The list of changes with an edition in it, which replaces an earlier entry of the same name."""
    parts = re.split(r"(?m)^(?=world )", content.decode())
    kept = [part for part in parts[1:] if not part.startswith(f"{name}:")]
    return HEAD + "".join([*kept, own])


def library_at(where: str) -> World:
    """The library of a folder, or of this repository at a commit."""
    folder = Path(where)
    if folder.is_dir():
        return world_of({FOLDER + path.relative_to(folder).as_posix(): path.read_bytes() for path in _files(folder)})
    packed = subprocess.run(
        ["git", "archive", "--format=tar", where, "world"], cwd=WORLD.parent, check=True, capture_output=True
    ).stdout
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        members = [member for member in archive.getmembers() if member.isfile() and member.name.endswith(".yaml")]
        texts = {member.name: file.read() for member in members if (file := archive.extractfile(member)) is not None}
    return world_of(texts)


def _files(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.yaml"))


def editions_of(texts: Mapping[str, bytes]) -> tuple[Edition, ...]:
    """The editions that a library lists."""
    return editions_in(texts[CHANGES])


def main(arguments: list[str]) -> int:
    """Shows or writes the entry of the edition in `world/`."""
    write = "--write" in arguments
    where = [argument for argument in arguments if argument != "--write"]
    if len(where) > 1 or (write and not WORLD.is_dir()):
        print(__doc__)
        return 2
    newer = library_at(str(WORLD))
    meaning = meaning_of(newer)
    changes = changes_between(meaning_of(library_at(where[0])), meaning) if where else []
    own = entry(newer.name, meaning, changes)
    if not write:
        print(own, end="")
        return 0
    path = WORLD / "CHANGES.yaml"
    path.write_text(listed(path.read_bytes(), newer.name, own), encoding="utf-8")
    print(f"world/CHANGES.yaml has {newer.name}: {len(changes):,} changes")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
