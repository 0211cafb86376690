"""The library of the world as plain YAML, for tests that look at its data. The engine is not asked here."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

WORLD = Path(__file__).resolve().parents[2] / "world"
EDITION_DAY = "2026-11-27"
ANNOTATIONS = frozenset({"source", "note"})


def read(path: Path) -> dict[str, Any]:
    """What a file states. Every scalar is the text that stands there: `NO` is Norway and `19 %` has its unit."""
    stated: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    return stated


def files() -> list[Path]:
    """The files of the library that state values: not its sources, not its changes."""
    return sorted([*WORLD.glob("rules/*.yaml"), *WORLD.glob("regions/**/*.yaml")])


@lru_cache(maxsize=1)
def regions() -> dict[str, dict[str, Any]]:
    """Each region of the library with what its own file states."""
    return {stated["region"]: stated for stated in map(read, sorted(WORLD.glob("regions/*.yaml")))}


def country(region: str) -> str:
    """The country of a region: `US` for `US-NY` and for `US`."""
    return region.partition("-")[0]


def time_line(leaf: Any) -> dict[str, str]:
    """A leaf's values by the day from which each holds. What is not dated holds from `begins` on."""
    if not isinstance(leaf, Mapping) or set(leaf) <= {"value", *ANNOTATIONS}:
        return {"begins": value_of(leaf)}
    return {day: value_of(entry) for day, entry in leaf.items() if day not in ANNOTATIONS}


def value_of(leaf: Any) -> str:
    """The value itself, without its source: `4.5 %` for `{value: 4.5 %, source: …}`."""
    return str(leaf["value"] if isinstance(leaf, Mapping) else leaf)


def value_on(leaf: Any, day: str) -> str:
    """The value on a day: the latest entry that does not begin after it."""
    values = time_line(leaf)
    started = [start for start in values if start != "begins" and start <= day]
    return values[max(started, default="begins")]


def lines_of(region: str) -> dict[str, Any]:
    """A region's tax lines, those of its country under them. `none` where it has no tax."""
    own = (regions()[region].get("tax") or {}).get("lines", {})
    if own == "none":
        return {}
    broader = lines_of(country(region)) if "-" in region else {}
    return {**broader, **{line: {**broader.get(line, {}), **stated} for line, stated in own.items()}}


def rates_on(region: str, day: str) -> dict[str, str]:
    """The rate of each of a region's tax lines on a day, as written; a line that has ended is left out."""
    rates = {line: value_on(stated["rate"], day) for line, stated in lines_of(region).items()}
    return {line: rate for line, rate in rates.items() if rate != "none"}


@dataclass(frozen=True)
class Leaf:
    """A scalar or list of the library, with what is said of it: the nearest source, and the nearest note."""

    file: str
    path: tuple[str, ...]
    value: str
    source: str
    note: str


def leaves() -> Iterator[Leaf]:
    """Every leaf of the library; the source of a mapping holds for all below it, until a nearer one."""
    for path in files():
        yield from _leaves(read(path), path.relative_to(WORLD).as_posix(), (), "", "")


def _leaves(node: Any, file: str, path: tuple[str, ...], source: str, note: str) -> Iterator[Leaf]:
    if not isinstance(node, Mapping):
        value = ", ".join(node) if isinstance(node, list) else str(node)
        yield Leaf(file, path, value, source, note)
        return
    source, note = node.get("source", source), node.get("note", note)
    for key, below in node.items():
        if key not in ANNOTATIONS:
            yield from _leaves(below, file, (*path, key), source, note)
