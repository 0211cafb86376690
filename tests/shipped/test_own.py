"""The example's files hold only what is its own: what the library says of a region stands in the library alone."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tests.world.library import ANNOTATIONS, WORLD, read

EXAMPLE = WORLD.parent

Values = dict[tuple[str, ...], str]


def values_of(stated: Mapping[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """Each value of a file by its path, without its source and note."""
    for key, below in stated.items():
        if isinstance(below, Mapping):
            yield from values_of(below, path if key == "value" else (*path, key))
        elif key not in ANNOTATIONS:
            yield path if key == "value" else (*path, key), str(below)


def library(files: Iterator[Path]) -> Values:
    """What files of the library state; a later one replaces what an earlier one says."""
    found: Values = {}
    for path in files:
        found |= dict(values_of(read(path)))
    return found


def below(file: Path) -> Values:
    """What the library says of the region or group of a file of the example: of everybody, of its groups, of itself."""
    own = WORLD / file.relative_to(EXAMPLE)
    everywhere = sorted((WORLD / "rules").glob("*.yaml"))
    stated = read(own) if own.exists() else {}
    named = stated.get("groups", [])
    groups = [WORLD / "regions" / "groups" / f"{name}.yaml" for name in (named if isinstance(named, list) else [])]
    return library(iter([*everywhere, *groups, *([own] if own.exists() else [])]))


LANGUAGES = frozenset(read(EXAMPLE / "rules" / "book.yaml")["languages"])


def restated(file: Path) -> list[str]:
    """What a file of the example states just as the library does, names in the book's own languages among it."""
    own, theirs = dict(values_of(read(file))), below(file)
    same = [path for path, value in own.items() if theirs.get(path) == value and path[0] not in ("region", "group")]
    return [".".join(path) for path in same if "name" not in path or path[-1] in LANGUAGES]


NAMES = [f"name.{tag}" for tag in ("en", "de", "fr", "ja", "ar", "bg", "nb", "pl")]
RESTATED: Mapping[str, list[str]] = {
    # No rule of the example asks for these facts, so the library's would sleep; callers may state them all the same.
    "rules/facts.yaml": [
        f"facts.{fact}.{part}"
        for fact, parts in (
            ("buyer.member", ["type", *NAMES]),
            ("buyer.purchases", ["type", "of", *NAMES]),
            ("buyer.level", ["type", *NAMES]),
        )
        for part in parts
    ],
}
"""What the example says again, and why."""


def test_no_file_of_the_example_says_what_the_library_says() -> None:
    files = [*(EXAMPLE / "regions").rglob("*.yaml"), *(EXAMPLE / "rules").glob("*.yaml")]
    assert len(files) >= 70
    found = {path.relative_to(EXAMPLE).as_posix(): same for path in sorted(files) if (same := restated(path))}
    assert found == RESTATED
