"""Each value of the library has a source, each source says where it was read, and what is not sure says why."""

import re
from collections import Counter
from collections.abc import Iterable

from tests.world.library import WORLD, Leaf, leaves, lines_of, read, regions

SOURCES = {**read(WORLD / "sources.yaml")}
UNCHECKED = frozenset({"unverified"})
NUMBER = re.compile(r"\d")
# What identifies a file, and what only people read: neither is a fact that somebody could look up.
IDENTITY = frozenset({"region", "group"})


def sources_of(leaf: Leaf) -> list[str]:
    """The sources of a leaf, one by one: they stand in one text, with commas between."""
    return [source.strip() for source in leaf.source.split(",") if source.strip()]


def without_source(found: Iterable[Leaf]) -> list[tuple[str, tuple[str, ...]]]:
    """Leaves of which nothing says where they were read."""
    return [(leaf.file, leaf.path) for leaf in found if leaf.path[-1] not in IDENTITY and not sources_of(leaf)]


def of_unknown_source(found: Iterable[Leaf]) -> list[tuple[str, str]]:
    """Files and the sources they name that `sources.yaml` does not know."""
    return [(leaf.file, source) for leaf in found for source in sources_of(leaf) if source not in SOURCES]


def unsure_without_note(found: Iterable[Leaf]) -> list[tuple[str, tuple[str, ...]]]:
    """Unknown values, and numbers that nobody has checked, of which no note says why."""
    return [(leaf.file, leaf.path) for leaf in found if _is_unsure(leaf) and not leaf.note]


def _is_unsure(leaf: Leaf) -> bool:
    unknown = leaf.value == "unknown" and leaf.path[-1] != "begins" and "convention" not in sources_of(leaf)
    return unknown or (bool(NUMBER.search(leaf.value)) and not UNCHECKED.isdisjoint(sources_of(leaf)))


def test_each_value_has_a_source() -> None:
    allowed = {("rules/conventions.yaml", ("languages",))}
    assert set(without_source(leaves())) - allowed - _names_of_platforms() == set()


def _names_of_platforms() -> set[tuple[str, tuple[str, ...]]]:
    """Names and ways of the platforms: what the stores call themselves, and our own words."""
    parts = {"name", "ways"}
    return {(leaf.file, leaf.path) for leaf in leaves() if leaf.path[0] == "platforms" and leaf.path[2] in parts}


def test_what_cldr_and_tzdata_cannot_know_has_another_source() -> None:
    known = {"currency", "time_zone", "groups", "group", "region"}
    taxes = [leaf for leaf in leaves() if leaf.path[0] not in known and "name" not in leaf.path]
    assert [(leaf.file, leaf.path) for leaf in taxes if not {"CLDR", "tzdata"}.isdisjoint(sources_of(leaf))] == []


def test_each_source_says_where_it_was_read() -> None:
    assert of_unknown_source(leaves()) == []
    assert [name for name, source in SOURCES.items() if set(source) != {"at", "says"}] == []


def test_each_source_is_named_somewhere() -> None:
    named = {source for leaf in leaves() for source in sources_of(leaf)}
    notes = " ".join(leaf.note for leaf in leaves())
    assert [name for name in SOURCES if name not in named and name not in notes] == []


def test_what_is_unknown_or_unverified_says_why() -> None:
    assert unsure_without_note(leaves()) == []


def test_a_value_without_source_one_of_an_unknown_source_and_one_that_says_nothing_are_found() -> None:
    bare = Leaf("regions/de.yaml", ("tax", "rate"), "19 %", "", "")
    assert without_source([bare]) == [("regions/de.yaml", ("tax", "rate"))]
    assert of_unknown_source([Leaf(bare.file, bare.path, "19 %", "CLDR, hearsay", "")]) == [(bare.file, "hearsay")]
    assert unsure_without_note([Leaf(bare.file, bare.path, "19 %", "unverified", "")]) == [(bare.file, bare.path)]
    assert unsure_without_note([Leaf(bare.file, bare.path, "unknown", "CLDR", "")]) == [(bare.file, bare.path)]


def test_the_readme_counts_what_is_unverified_and_unknown() -> None:
    unverified = [leaf for leaf in leaves() if "unverified" in sources_of(leaf)]
    words = {(leaf.file, leaf.path[:4]) for leaf in unverified if leaf.path[0] == "units"}
    numbers = [leaf for leaf in unverified if leaf.path[0] != "units"]
    rates = [leaf for leaf in leaves() if "rate" in leaf.path and leaf.path[-1] != "begins" and leaf.value != "none"]
    today = Counter(leaf.value == "unknown" for leaf in rates if leaf.file.startswith("regions/"))
    counted = (
        f"{len(numbers)} unverified number, {len(words)} unverified words, {today[True]} unknown rates "
        f"of {sum(today.values())}"
    )
    assert counted in " ".join((WORLD / "README.md").read_text(encoding="utf-8").split())


def test_every_tax_that_is_not_levied_says_why() -> None:
    """A tax that is absent is a fact too. What takes its place says it by itself: `hst` holds the federal tax."""
    absent = [leaf for leaf in leaves() if leaf.value == "none" and leaf.path[0] == "tax" and "begins" not in leaf.path]
    assert len(absent) >= 20
    unsaid = {leaf.file for leaf in absent if not leaf.note}
    assert unsaid == {f"regions/{code.lower()}.yaml" for code in regions() if "hst" in lines_of(code)}


def test_every_state_says_how_sure_it_is() -> None:
    states = [code for code in regions() if code.startswith("US-")]
    noted = {leaf.file for leaf in leaves() if leaf.note}
    assert len(states) == 51
    assert {f"regions/{code.lower()}.yaml" for code in states} - noted == set()
