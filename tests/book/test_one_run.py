"""All mistakes in one run: of each section all keys but one are deleted, and what one run says mends the book.

What it says is followed to the letter: whatever key of the section a hint names is put back, and nothing else.
"""

import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from pathlib import Path

import pytest

from ratecard.book.memo import Memo
from ratecard.diagnostics.diagnostic import Diagnostic, Severity
from ratecard.diagnostics.text import render_lines
from ratecard.keys.registry import KEYS
from ratecard.loading import kind_of, load_book, load_texts
from ratecard.rulefiles.keys.shapes import KnownKeys, Shape, Table
from tests.book.cashing import CASH
from tests.books import Texts, hard_texts, load_hard
from tests.cases.smallest import DE, SMALLEST
from tests.strategies.restructuring import Place, Trees, at, parent, texts_of, trees_of
from tests.strategies.values import Tree

KEPT = ("de", "bg", "ca", "ca-qc", "jp", "kw", "us", "us-ny")
"""Regions of the shipped book: a currency that changes, states' taxes, withholding, a rate that no bank publishes."""
THINGS_MOST = 3
"""How many gifts and packages are looked at: the others are stated alike."""
HEADER = ("region", "group", "currency", "time_zone", "groups", "library")
"""What a file of a region or group says of itself, and a book of what it stands on."""


def shipped_trees() -> Trees:
    """The shipped book with some of its regions, gifts and packages."""
    texts = hard_texts()
    trees = trees_of({file: text for file, text in texts.items() if _is_kept(file)})
    for tree in trees.values():
        for table in ("gifts", "packages", "prices"):
            _shorten(tree, table)
        for below in (tree.get("platforms") or {}).values():  # type: ignore[union-attr]
            _shorten(below, "prices")
    return trees


def _is_kept(file: str) -> bool:
    return not file.startswith("regions/") or "/groups/" in file or file[len("regions/") : -len(".yaml")] in KEPT


def _shorten(tree: Tree, table: str) -> None:
    things = tree.get(table) if isinstance(tree, dict) else None
    if isinstance(things, dict):
        ids = [key for key in things if key not in ("source", "note")]
        wanted = {"coins_1000", "coins_5000", "heart", *ids[:THINGS_MOST]}
        for key in ids:
            if key not in wanted:
                del things[key]


BOOKS: dict[str, Trees] = {"shipped": shipped_trees(), "coins_to_cash": trees_of(CASH)}


def sections(trees: Trees) -> Iterator[tuple[Place, Mapping[str, Shape]]]:
    """Every mapping of keys of the language, with their shapes: files, platforms and all that stands below."""
    for file, tree in sorted(trees.items()):
        kind = kind_of(file)
        assert kind is not None
        yield (file, ()), KEYS.grammar.keys_of[kind]
        yield from _below(file, (), tree, KEYS.grammar.keys_of[kind])
        platforms = tree.get("platforms")
        for platform, below in platforms.items() if isinstance(platforms, dict) else ():
            yield (file, ("platforms", platform)), KEYS.grammar.platform_keys[kind]
            yield from _below(file, ("platforms", platform), below, KEYS.grammar.platform_keys[kind])


def _below(
    file: str, path: tuple[str, ...], tree: Tree, shapes: Mapping[str, Shape]
) -> Iterator[tuple[Place, Mapping[str, Shape]]]:
    for key, below in tree.items() if isinstance(tree, dict) else ():
        shape = shapes.get(key)
        if isinstance(shape, KnownKeys) and isinstance(below, dict):
            yield (file, (*path, key)), shape.keys
            yield from _below(file, (*path, key), below, shape.keys)
        elif isinstance(shape, Table) and isinstance(below, dict):
            things = {thing: shape.of for thing in below if thing not in ("source", "note")}
            yield from _below(file, (*path, key), below, things)


def cases() -> Iterator[tuple[str, Place]]:
    """Each section of each book that holds several keys; of those in files of one kind with the same keys, one."""
    seen: set[object] = set()
    for book, trees in BOOKS.items():
        for place, shapes in sections(trees):
            tree = at(trees, place)
            keys = tuple(sorted(key for key in tree if key in shapes)) if isinstance(tree, dict) else ()
            alike = (book, kind_of(place[0]), keys, tuple(sorted(shapes)))
            if len(keys) > 1 and alike not in seen:
                seen.add(alike)
                yield book, place


def named_in(found: tuple[Diagnostic, ...]) -> set[str]:
    """Every key that the advice tells to write: the parts of what stands before a colon."""
    hints = " ".join(each.advice for each in found if each.severity is Severity.ERROR)
    return {part for path in re.findall(r"([\w.]+):(?: |$|,|;)", hints) for part in path.split(".")}


CASES = list(cases())
MEMOS = {name: Memo() for name in BOOKS}


@pytest.mark.parametrize(
    ("book", "place"), CASES, ids=lambda each: each if isinstance(each, str) else ".".join(each[1])
)
def test_all_keys_but_one_of_a_section_come_back_in_one_run(book: str, place: Place) -> None:
    trees = BOOKS[book]
    section = at(trees, place)
    assert isinstance(section, dict)
    for kept in section:
        if kept in ("source", "note"):
            continue
        staying = {kept, "source", "note", *(_staying(section, kept) if not place[1] else ())}
        first = _without(trees, place, set(section) - staying)
        named = named_in(load_hard(first, memo=MEMOS[book]).diagnostics)
        second = _without(trees, place, set(section) - staying - named)
        found = load_hard(second, memo=MEMOS[book]).diagnostics
        errors = [each for each in found if each.severity is Severity.ERROR]
        assert not errors, f"{kept} kept, {sorted(named)} named\n{render_lines(tuple(errors))}"


def _staying(section: dict[str, Tree], kept: str) -> tuple[str, ...]:
    """What stays of a file's own keys: all while sections go; while they go themselves, what tells which groups hold.

    What groups give can be stated anywhere; and groups that have dates hold on days that only the zone tells.
    """
    if kept not in HEADER:
        return HEADER
    return ("groups", "time_zone") if isinstance(section.get("groups"), dict) else ("groups",)


def _without(trees: Trees, place: Place, keys: set[str]) -> Texts:
    """The texts of a book in which some keys of one section are deleted."""
    left = deepcopy(trees)
    file, path = place
    holder = left if not path else parent(left, place)
    name = file if not path else path[-1]
    section = holder[name]
    assert isinstance(section, dict)
    holder[name] = {key: value for key, value in section.items() if key not in keys}
    return texts_of(left)


NEW: Texts = {"rules/book.yaml": "begins: 2025-01-01\n"}
"""What somebody has written who begins."""


def test_a_new_book_is_told_all_that_it_takes_in_one_run() -> None:
    found = load_texts(NEW).diagnostics
    assert sorted((each.code, each.sentence.rpartition(" ")[2]) for each in found) == [
        ("missing-declaration", "languages"),
        ("missing-declaration", "platforms"),
        ("missing-declaration", "units.coin.name"),
        ("missing-declaration", "units.coin.price"),
        ("no-region", "region"),
    ]
    written = {
        "languages": "languages: [en]\n",
        "units": SMALLEST["rules/units.yaml"],
        "platforms": "platforms: {ios: {name: App Store, commission: none}}\n",
        "region": "region: DE\ncurrency: EUR\ntime_zone: Europe/Berlin\n",
    }
    named = named_in(found)
    assert {*written, "currency", "time_zone"} <= named
    rules = "".join(text for key, text in written.items() if key != "region")
    second = {"rules/book.yaml": NEW["rules/book.yaml"] + rules, "regions/de.yaml": written["region"]}
    assert not load_texts(second).diagnostics


def test_a_folder_that_holds_nothing_is_told_how_a_book_is_made(tmp_path: Path) -> None:
    (error,) = load_book(tmp_path).diagnostics
    assert error.hint == "name a folder that holds both, by --book; or make a new book: ratecard init FOLDER"


def test_a_folder_of_rules_alone_is_told_of_its_region_and_of_all_else(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "book.yaml").write_text(NEW["rules/book.yaml"], "utf-8")
    assert load_book(tmp_path).diagnostics == load_texts(NEW).diagnostics


def test_a_book_without_platforms_is_looked_at_as_far_as_it_goes() -> None:
    texts = {**SMALLEST, "regions/de.yaml": DE.replace("currency: EUR\n", "").replace(", rate: 19 %", "")}
    del texts["rules/platforms.yaml"]
    assert {each.sentence for each in load_texts(texts).diagnostics} == {
        "no file under rules/ states platforms",
        "DE does not state currency",
        "coins_100 is sold, and no tax.lines.vat.rate is stated for it: DE on any platform",
    }


@pytest.mark.parametrize("zone", ["", "time_zone: Europe/Berln\n"])
def test_a_region_without_a_zone_is_looked_at_though_its_groups_and_prices_have_dates(zone: str) -> None:
    dated = DE.replace(
        "currency: EUR\ntime_zone: Europe/Berlin\n", f"{zone}groups: {{2025-01-01: [eu], 2026-01-01: [eu]}}\n"
    )
    dated = dated.replace(", rate: 19 %", "").replace("1.29", "{2025-01-01: 1.29 EUR, 2026-01-01: 1.39 EUR}")
    texts = {**SMALLEST, "regions/de.yaml": dated, "regions/groups/eu.yaml": "group: eu\ntax: {display: inclusive}\n"}
    missing = "currency" if zone else "currency and time_zone"
    assert {each.sentence for each in load_texts(texts).diagnostics} == {
        f"DE does not state {missing}",
        "coins_100 is sold, and no tax.lines.vat.rate is stated for it: DE on ios, DE on web",
        *(["Europe/Berln is not a time zone of the tz database"] if zone else []),
    }


def test_a_platform_without_a_name_is_looked_at_like_the_others() -> None:
    platforms = SMALLEST["rules/platforms.yaml"].replace("    name: App Store\n", "").replace("rate: 30 %, ", "")
    codes = [each.code for each in load_texts({**SMALLEST, "rules/platforms.yaml": platforms}).diagnostics]
    assert sorted(codes) == ["incomplete-market", "name-lacks-language"]


def test_a_platform_of_which_the_rules_say_nothing_is_told_all_that_it_needs() -> None:
    texts = dict(SMALLEST)
    texts["rules/platforms.yaml"] = texts["rules/platforms.yaml"].partition("  web:\n")[0]
    texts["regions/de.yaml"] += "platforms: {web: {prices: {coins_100: 1.19}}}\n"
    (found,) = load_texts(texts).diagnostics
    assert (found.code, found.hint) == (
        "unknown-platform",
        "known here: ios; else declare it under rules/: platforms: {web: {name: …, commission: …}}",
    )


def test_sections_of_every_kind_are_looked_at() -> None:
    paths = {place[1][-1:] for _, place in CASES}
    assert {("payouts",), ("tax",), ("commission",), ("fee",), ("fx",), ("ios",), ("daily",), ("live",), ()} <= paths
    assert len(CASES) > 40
