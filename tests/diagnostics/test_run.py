"""One run reports everything: any set of mistakes in any files, each once, sorted, and nothing beside them."""

from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratecard.diagnostics.diagnostic import Diagnostic, Severity
from ratecard.diagnostics.text import render_text
from ratecard.loading import Folder, load_book, load_texts, source_lines
from ratecard.loading.unread import NAMED_MOST
from tests.cases.smallest import DE, SMALLEST, changed
from tests.diagnostics.pages import INDEX

FRANCE = DE.replace("DE", "FR").replace("Berlin", "Paris").replace("VAT", "TVA").replace("19 %", "20 %")
SOUND = changed(
    {
        "regions/fr.yaml": FRANCE,
        "rules/facts.yaml": "facts:\n  buyer.member: {type: yes or no}\n  buyer.age: {type: count}\n",
    }
)

# Each mistake: the file, what is replaced by what, and the code and line of the one diagnostic that it gives.
MISTAKES: dict[tuple[str, str, str], tuple[str, int]] = {
    ("regions/de.yaml", "coins_100: 1.29", "coins_100: 1,29"): ("decimal-comma", 10),
    ("regions/de.yaml", "coins_1000: 12.99", "coins_1000: €12.99"): ("currency-symbol", 11),
    ("regions/de.yaml", "rate: 19 %", "rate: 19"): ("rate-without-unit", 7),
    ("regions/de.yaml", "currency: EUR", "groups: [eu]\ncurrency: EUR"): ("unknown-group", 2),
    ("regions/fr.yaml", "coins_100: 1.29", "coins_100: 1.299"): ("too-many-digits", 10),
    ("regions/fr.yaml", "coins_1000: 12.99", "coin_1000: 12.99"): ("unknown-package", 11),
    ("regions/fr.yaml", "{name: TVA", "{nam: TVA"): ("unknown-key", 7),
    ("regions/fr.yaml", "prices:\n", "prices:\n  coins_100: 1.19\n"): ("duplicate-key", 11),
    ("rules/packages.yaml", "coins: 100}", "coins: 1.000}"): ("grouped-digits", 2),
    ("rules/packages.yaml", "bonus: 50", "bonus: 50, when: {buyer.agee: 18}"): ("unknown-fact", 3),
    ("rules/packages.yaml", "coins: 1000", "coins: 1000, order: 01"): ("leading-zero", 3),
    ("rules/platforms.yaml", "30 %", "&cut 30 %"): ("anchor-or-alias", 4),
    ("rules/platforms.yaml", "base: gross", "base: gros"): ("not-one-of", 7),
    ("rules/units.yaml", "{one: coin, ", "{"): ("plural-form-missing", 3),
    ("rules/tax.yaml", "tax:", "source: [a]\ntax:"): ("not-text", 1),
    ("rules/facts.yaml", "type: yes or no", "type: yes or no, of: [a]"): ("bad-fact", 2),
    ("rules/book.yaml", "languages: [en]", "languages: [en, en]"): ("listed-twice", 2),
}
# These cannot be told apart once both are there: the second is a consequence of the first.
APART = [("duplicate-key", "too-many-digits")]

mistakes = st.sets(st.sampled_from(sorted(MISTAKES)), min_size=1).filter(
    lambda chosen: not any({MISTAKES[each][0] for each in chosen} >= set(pair) for pair in APART)
)


def with_mistakes(chosen: Iterable[tuple[str, str, str]]) -> dict[str, str]:
    """The sound book with these mistakes in it."""
    files = dict(SOUND)
    for file, old, new in sorted(chosen):
        assert old in files[file]
        files[file] = files[file].replace(old, new)
    return files


def test_the_book_without_mistakes_is_sound() -> None:
    assert load_texts(SOUND).diagnostics == ()


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: MISTAKES[mistake][0])
def test_each_mistake_is_reported_at_its_line(mistake: tuple[str, str, str]) -> None:
    diagnostics = load_texts(with_mistakes([mistake])).diagnostics
    found = [(each.place and each.place.file, each.code, each.place and each.place.line) for each in diagnostics]
    assert found == [(mistake[0], *MISTAKES[mistake])]


@given(mistakes, st.data())
def test_any_mistakes_are_all_reported_in_one_run_and_nothing_else(
    chosen: set[tuple[str, str, str]], data: st.DataObject
) -> None:
    files = with_mistakes(chosen)
    loaded = load_texts(files)
    expected = sorted((file, MISTAKES[file, old, new][0]) for file, old, new in chosen)
    assert sorted((each.place.file, each.code) for each in loaded.diagnostics if each.place) == expected
    places = [each.place for each in loaded.diagnostics if each.place is not None]
    assert places == sorted(places)
    errors = sum(each.severity is Severity.ERROR for each in loaded.diagnostics)
    assert (loaded.errors, loaded.book is None) == (errors, errors > 0)
    shuffled = data.draw(st.permutations(sorted(files)), "files")
    assert load_texts({path: files[path] for path in shuffled}).diagnostics == loaded.diagnostics


def test_a_file_that_can_not_be_read_does_not_hide_mistakes_in_the_others() -> None:
    files = {**SOUND, "regions/fr.yaml": "a: [\n", "regions/de.yaml": DE.replace("19 %", "19")}
    assert [each.code for each in load_texts(files).diagnostics] == ["rate-without-unit", "yaml-syntax"]


# --- Folders


def written(folder: Path, files: dict[str, str]) -> Path:
    """The folder with these files in it."""
    for path, text in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder


def test_a_folder_and_its_texts_load_alike(tmp_path: Path) -> None:
    files = {**SOUND, "regions/de.yaml": DE.replace("19 %", "19"), "regions/x/y.yaml": "region: AT\n"}
    assert load_book(written(tmp_path, files)).diagnostics == load_texts(files).diagnostics
    assert load_book(written(tmp_path / "sound", SOUND)).book is not None


@pytest.mark.parametrize("name", ["regions/fr.yaml.txt", "regions/fr.YAML", "rules/more.Yml", "regions/fr.yaml.bak"])
def test_a_file_that_was_meant_as_a_rule_file_is_never_ignored_silently(name: str, tmp_path: Path) -> None:
    diagnostics = load_book(written(tmp_path, {**SMALLEST, name: FRANCE})).diagnostics
    assert [each.code for each in diagnostics] == ["misplaced-file"]


@pytest.mark.parametrize(
    ("name", "what", "hint"),
    [
        ("regions/fr.csv", "a table", "regions/fr.yaml"),
        ("regions/Prices FR.xlsx", "a table", "regions/prices_fr.yaml"),
        ("regions/groups/eu.ods", "a table", "regions/groups/eu.yaml"),
        ("regions/fr.txt", "not a YAML file", "regions/fr.yaml"),
        ("regions/fr", "not a YAML file", "regions/fr.yaml"),
        ("rules/rates.tsv", "a table", "rules/rates.yaml"),
    ],
)
def test_a_file_between_the_rule_files_that_is_none_is_named(name: str, what: str, hint: str, tmp_path: Path) -> None:
    loaded = load_book(written(tmp_path, {**SMALLEST, name: "coins_100;1.29\n"}))
    assert loaded.book is not None
    (warning,) = loaded.diagnostics
    assert (warning.code, warning.severity) == ("misplaced-file", Severity.WARNING)
    assert warning.sentence == f"{name} is {what}, and only YAML files are read here"
    assert warning.advice.startswith(f"write what it states into {hint}, or move it out of ")


@pytest.mark.parametrize("name", ["regions/fr.txt", "regions/fr"])
def test_such_a_file_that_states_rules_is_an_error(name: str, tmp_path: Path) -> None:
    loaded = load_book(written(tmp_path, {**SMALLEST, name: FRANCE}))
    assert loaded.book is None
    assert [(each.code, each.severity) for each in loaded.diagnostics] == [("misplaced-file", Severity.ERROR)]


@pytest.mark.parametrize(
    "name",
    [
        "regions/fr.md",
        "regions/fr.yaml~",
        "regions/fr.csv",
        "regions/fr.yaml ",
        "regions/fr.yaml_old",
        "regions/fr.yaml.1",
        "regions/groups/README",
        "rules/Copy of fr",
        "regions/fr.xlsx",
    ],
)
@pytest.mark.parametrize(
    "text",
    [
        FRANCE,
        f"\ufeff# France\n\n---\n{FRANCE}",
        f"# yaml-language-server: $schema=x\r\n# {'x' * 300}\r\nregion: FR # Paris\r\n",
        '{"region": "FR", "currency": "EUR"}',
        "group: west\ncurrency: EUR\n",
    ],
)
def test_a_file_of_a_region_is_an_error_whatever_its_name(name: str, text: str, tmp_path: Path) -> None:
    loaded = load_book(written(tmp_path, {**SMALLEST, name: text}))
    assert [(each.code, each.severity) for each in loaded.diagnostics] == [("misplaced-file", Severity.ERROR)]
    assert loaded.diagnostics[0].sentence == f"{name} is not named like a rule file"


def test_a_region_in_another_encoding_is_an_error_too(tmp_path: Path) -> None:
    folder = written(tmp_path, dict(SMALLEST))
    (folder / "regions" / "fr.csv").write_bytes(FRANCE.encode("utf-16"))
    assert [each.severity for each in load_book(folder).diagnostics] == [Severity.ERROR]


@pytest.mark.parametrize("text", ["# Regions\nregion: Europe and Asia\n", "Our prices.\n\nregion: FR\n", ""])
def test_a_text_for_people_may_speak_of_regions(text: str, tmp_path: Path) -> None:
    assert load_book(written(tmp_path, {**SMALLEST, "regions/notes.md": text})).diagnostics == ()


def test_the_copy_that_an_editor_leaves_beside_its_file_is_no_matter(tmp_path: Path) -> None:
    files = {**SMALLEST, "regions/de.yaml~": SMALLEST["regions/de.yaml"]}
    assert load_book(written(tmp_path, files)).diagnostics == ()


def test_a_region_behind_very_many_other_files_is_an_error(tmp_path: Path) -> None:
    folder = written(tmp_path, {**SMALLEST, "regions/zz.csv": FRANCE})
    for number in range(NAMED_MOST + 50):
        (folder / "regions" / f"{number}.csv").touch()
    found = load_book(folder).diagnostics
    assert [each.place.file for each in found if each.place and each.severity is Severity.ERROR] == ["regions/zz.csv"]


def test_of_very_many_such_files_some_are_named(tmp_path: Path) -> None:
    folder = written(tmp_path, dict(SMALLEST))
    for number in range(NAMED_MOST + 50):
        (folder / "regions" / f"{number}.csv").touch()
    loaded = load_book(folder)
    assert loaded.book is not None
    assert len(loaded.diagnostics) == NAMED_MOST


def test_a_table_of_bytes_is_not_shown(tmp_path: Path) -> None:
    folder = written(tmp_path, dict(SMALLEST))
    (folder / "regions" / "fr.xlsx").write_bytes(b"PK\x03\x04\x00\x00")
    shown = render_text(load_book(folder).diagnostics, source_lines(Folder(folder)))
    assert "PK" not in shown
    assert "regions/fr.xlsx is a table" in shown


@pytest.mark.parametrize(
    "name",
    ["README.md", "rules/README.md", "regions/notes.md", "rules/.hidden.yaml", "regions/.git/de.yaml", "x.yaml"],
)
def test_other_files_may_lie_beside_the_rules(name: str, tmp_path: Path) -> None:
    assert load_book(written(tmp_path, {**SMALLEST, name: "anything: [\n"})).diagnostics == ()


def test_a_folder_that_is_not_there_is_no_book(tmp_path: Path) -> None:
    diagnostics = load_book(tmp_path / "nowhere").diagnostics
    assert [(type(each), each.code, each.place) for each in diagnostics] == [(Diagnostic, "no-book", None)]


def test_the_index_names_the_command_that_writes_it() -> None:
    assert "python -m tests.diagnostics.update" in INDEX.read_text(encoding="utf-8")
