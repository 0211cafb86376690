"""A book that was checked with another edition of the library is told every change in its markets, and no other."""

import pytest

from ratecard.diagnostics.diagnostic import Diagnostic
from ratecard.diagnostics.fixes import POSSIBLE
from ratecard.loading import Loaded, load_texts
from ratecard.loading.world import World, world_of
from tests.book.test_library import BOOK, IOS, WORLD
from tests.world.editions import changes_between, entry, meaning_of

Changed = dict[str, tuple[str, ...]]
"""Texts by file, each followed by what stands in its place."""

CHANGED: Changed = {
    "world/world.yaml": ("2030.1", "2030.2"),
    "world/regions/de.yaml": ("2032-01-01: 20 %", "2032-01-01: 21 %"),
    "world/regions/fr.yaml": (
        "rate: 20 %",
        "rate: {begins: 20 %, 2019-01-01: 18 %, 2020-01-01: 20 %, 2031-01-01: none}",
    ),
    "world/regions/us.yaml": ("name: Sales tax", "name: {en: Sales tax, de: Verkaufssteuer}"),
    "world/regions/us-wa.yaml": ("6.5 %", "7 %"),
    "world/regions/groups/eu.yaml": ("de: MwSt.", "de: USt."),
    "world/regions/bg.yaml": (
        "groups: {begins: [eu], 2026-01-01: [eu, euro]}",
        "groups: {begins: [eu], 2026-01-01: [euro]}",
    ),
    "world/rules/platforms.yaml": ("rate: 30 %", "rate: 15 %", "per: order", "per: unit"),
    "world/rules/conventions.yaml": ("order: [oldest], rounding: down", "order: [oldest], rounding: half up"),
    "world/rules/facts.yaml": ("en: Age", "en: Buyer's age"),
    "world/rules/units.yaml": ("de: {one: Münze", "de: {one: Geldstück"),
}


def small(changed: Changed, changes: str = "") -> World:
    """The small library with texts replaced in its files, and with a list of changes."""
    texts = {**WORLD, "world/CHANGES.yaml": changes}
    for path, texts_changed in changed.items():
        for old, new in zip(texts_changed[::2], texts_changed[1::2], strict=True):
            texts[path] = texts[path].replace(old, new)
    return world_of({path: text.encode() for path, text in texts.items() if text})


def later(changed: Changed = CHANGED) -> World:
    """An edition after that of the small library, with the list of what it changed."""
    first, second = meaning_of(small({})), meaning_of(small(changed))
    changes = entry("world 2030.1", first, []) + entry("world 2030.2", second, changes_between(first, second))
    return small({"world/world.yaml": ("2030.1", "2030.2"), **changed}, changes)


def load(rules: str, world: World, edition: str = "world 2030.1", **files: str) -> Loaded:
    """A book that was checked with an edition, on a library: files as `de="prices: …"`."""
    texts = {"rules/book.yaml": BOOK.replace("world 2030.1", edition) + rules}
    for name, text in files.items():
        code = name.upper().replace("_", "-")
        texts[f"regions/{code.lower()}.yaml"] = f"region: {code}\n{text}\n"
    return load_texts(texts, world=world)


def other(loaded: Loaded) -> Diagnostic:
    """The one diagnostic of another edition; no book comes with it."""
    assert loaded.book is None
    (found,) = [found for found in loaded.diagnostics if found.code == "other-edition"]
    return found


def told(loaded: Loaded) -> list[str]:
    """Each change that is listed, with its file."""
    return [f"{note.place.file.removeprefix('world/')} {note.text}" for note in other(loaded).notes]


IN_DE = "regions/de.yaml tax.lines.vat.rate: 21 % from 2032-01-01 on, was 20 %"
STORE = "rules/platforms.yaml platforms.ios.commission.lines.store.rate: 15 %, was 30 %"
PER = "rules/platforms.yaml platforms.web.commission.per: unit, was order"
IN_FR = "regions/fr.yaml tax.lines.vat.rate: none from 2031-01-01 on, was 20 %"


def test_the_changes_of_its_regions_and_platforms_are_listed_and_no_others() -> None:
    assert told(load(IOS, later(), de="prices: {c: 11.90}")) == [IN_DE, STORE]
    assert told(load(IOS + "sells_in: [DE, FR]\n", later())) == [IN_DE, IN_FR, STORE]
    assert told(load("sells_on: [web]\n", later(), de="prices: {c: 11.90}")) == [IN_DE, PER]
    assert told(load("", later(), de="platforms: {web: {prices: {c: 11.90}}}")) == [IN_DE, PER]


def test_a_stretch_that_ends_before_the_book_begins_touches_nothing() -> None:
    early = load(IOS + "sells_in: [FR]\n", later())
    assert [text for text in told(early) if "2019" in text] == []
    texts = {"rules/book.yaml": BOOK.replace("2025-01-01", "2018-06-01") + IOS + "sells_in: [FR]\n"}
    assert "regions/fr.yaml tax.lines.vat.rate: 18 % from 2019-01-01 to 2020-01-01, was 20 %" in told(
        load_texts(texts, world=later())
    )


def test_a_country_brings_its_parts_and_a_part_its_country() -> None:
    states = "regions/us-wa.yaml tax.lines.sales.rate: 7 % from 2022-08-19 on, was 6.5 %"
    country = "regions/us.yaml tax.lines.sales.name.en: Sales tax, new"
    assert states in told(load(IOS + "sells_in: [US]\n", later()))
    alone = told(load(IOS, later(), us_ny="note: one part alone"))
    assert states not in alone
    assert country in alone


def test_a_groups_file_counts_for_its_members_and_names_in_the_books_languages_only() -> None:
    german = "languages: [en, de]\n"
    group = "regions/groups/eu.yaml tax.lines.vat.name.de: USt., was MwSt."
    unit = "rules/units.yaml units.coin.name.de.one: Geldstück, was Münze"
    assert [group in told(load(IOS + rules + "sells_in: [DE]\n", later())) for rules in ("", german)] == [False, True]
    assert [unit in told(load(IOS + rules + "sells_in: [DE]\n", later())) for rules in ("", german)] == [False, True]
    assert group not in told(load(IOS + german + "sells_in: [US]\n", later()))
    own = told(load(IOS + german + "sells_in: [US]\n", later(), us="groups: [eu]"))
    assert group in own


def test_a_region_that_leaves_a_group_that_is_sold_in_is_listed() -> None:
    left = "regions/bg.yaml groups: [euro] from 2026-01-01 on, was [eu, euro]"
    gone = {**CHANGED, "world/regions/bg.yaml": ("groups: {begins: [eu], 2026-01-01: [eu, euro]}", "groups: [euro]")}
    assert left in told(load(IOS + "sells_in: [eu]\n", later()))
    assert [text for text in told(load(IOS + "sells_in: [eu]\n", later(gone))) if "bg.yaml" in text] == [
        "regions/bg.yaml groups: [euro] before 2026-01-01, was [eu]",
        "regions/bg.yaml groups: [euro] from 2026-01-01 on, was [eu, euro]",
    ]


def test_what_sleeps_and_facts_that_nobody_names_are_not_listed() -> None:
    rounding = "rules/conventions.yaml payouts.rounding: half up, was down"
    fact = "rules/facts.yaml facts.buyer.age.name.en: Buyer's age, was Age"
    asleep = told(load(IOS + "sells_in: [DE]\n", later()))
    assert (rounding in asleep, fact in asleep) == (False, False)
    awake = load(
        IOS + "sells_in: [FR]\n",
        later(),
        de="prices: {c: {by: buyer.age, from: {0: 11.90, 18: 12.90}}}\npayouts: {currency: EUR}",
    )
    assert (rounding in told(awake), fact in told(awake)) == (True, True)


@pytest.mark.parametrize(
    ("rules", "file", "stands"),
    [
        ("tax: {lines: {vat: {rate: 25 %}}}\n", "", True),
        ("", "tax: {lines: {vat: {rate: {begins: 25 %, 2027-01-01: 26 %}}}}\n", True),
        ("", "tax: {lines: {vat: none}}\n", True),
        ("", "tax: {lines: {vat: {rate: {2027-01-01: 26 %}}}}\n", False),
        ("", "tax: {lines: {vat: {rate: {begins: 25 %, 2027-01-01: inherit}}}}\n", False),
        ("", "tax: {lines: {vat: {name: Tax}}}\n", False),
    ],
)
def test_a_value_that_the_book_states_itself_is_marked(rules: str, file: str, stands: bool) -> None:
    marked = f"{IN_DE}; your own value stands" if stands else IN_DE
    assert marked in told(load(IOS + rules, later(), de=f"prices: {{c: 11.90}}\n{file}"))


def test_a_fee_of_the_books_own_stands_for_its_platform() -> None:
    own = load(IOS, later(), de="prices: {c: 11.90}\nplatforms: {ios: {commission: {lines: {store: {rate: 10 %}}}}}")
    assert f"{STORE}; your own value stands" in told(own)


def test_the_sentence_counts_and_the_places_are_those_of_the_installed_library() -> None:
    found = other(load(IOS, later(), de="prices: {c: 11.90}"))
    assert found.sentence == (
        "this book was checked with world 2030.1, and world 2030.2 is installed, which changed 2 values in its markets"
    )
    assert str(found.notes[0].place) == "world/regions/de.yaml:5:75"
    (fix,) = found.fixes
    assert (fix.text, fix.certainty) == ("world 2030.2", POSSIBLE)
    assert found.advice == "write world 2030.2 once you have seen what changed, as ratecard library --accept does"
    quiet = other(load(IOS + "sells_in: [FR]\n", later({"world/regions/de.yaml": CHANGED["world/regions/de.yaml"]})))
    assert quiet.sentence.endswith("is installed, which changed nothing in its markets")
    one = other(load(IOS, later({"world/regions/de.yaml": CHANGED["world/regions/de.yaml"]}), de="prices: {c: 11.90}"))
    assert one.sentence.endswith("which changed 1 value in its markets")


def test_every_edition_between_the_two_is_listed_with_its_name() -> None:
    first, second = (
        meaning_of(small({})),
        meaning_of(small({"world/regions/de.yaml": CHANGED["world/regions/de.yaml"]})),
    )
    third = meaning_of(small({"world/regions/de.yaml": ("2032-01-01: 20 %", "2032-01-01: 22 %")}))
    changes = (
        entry("world 2030.1", first, [])
        + entry("world 2030.10", third, changes_between(second, third))
        + entry("world 2030.2", second, changes_between(first, second))
    )
    world = small(
        {
            "world/world.yaml": ("2030.1", "2030.10"),
            "world/regions/de.yaml": ("2032-01-01: 20 %", "2032-01-01: 22 %"),
        },
        changes,
    )
    assert told(load(IOS, world, de="prices: {c: 11.90}")) == [
        "regions/de.yaml since world 2030.2, tax.lines.vat.rate: 21 % from 2032-01-01 on, was 20 %",
        "regions/de.yaml since world 2030.10, tax.lines.vat.rate: 22 % from 2032-01-01 on, was 21 %",
    ]
    assert told(load(IOS, world, "world 2030.2", de="prices: {c: 11.90}")) == [
        "regions/de.yaml tax.lines.vat.rate: 22 % from 2032-01-01 on, was 21 %"
    ]


def test_a_book_older_than_the_list_and_one_newer_than_the_library_are_told_so() -> None:
    older = other(load(IOS, later(), "world 2029.12", de="prices: {c: 11.90}"))
    assert older.hint == "the list of changes starts at world 2030.1: what changed before is not known"
    assert len(older.notes) == 2
    newer = other(load(IOS, later(), "world 2031.1", de="prices: {c: 11.90}"))
    assert newer.sentence.endswith("world 2030.2 is installed, which is older")
    assert newer.hint.startswith("what it does not have yet is not known here: install the version")
    assert newer.notes == ()


def test_a_book_that_names_no_edition_takes_the_installed_one() -> None:
    loaded = load(IOS, later(), "world", de="prices: {c: 11.90}")
    assert loaded.diagnostics == ()
    assert loaded.book is not None


@pytest.mark.parametrize("written", ["World", "world ", "world 2030", "world latest", "worlds"])
def test_other_words_are_no_edition(written: str) -> None:
    loaded = load(IOS, later(), f'"{written}"', de="prices: {c: 11.90}")
    assert [found.code for found in loaded.diagnostics] == ["not-an-edition"]
