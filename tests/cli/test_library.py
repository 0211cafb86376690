"""`ratecard library`: the edition, what a book uses of it, what is not certain, and accepting another edition."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

import pytest

from ratecard.files import UnwritableFile
from ratecard.loading.world import World
from tests.book.test_editions import IN_DE, STORE, later
from tests.book.test_library import BOOK, IOS, WORLD, world
from tests.cases.smallest import CASES
from tests.cli.running import run
from tests.diagnostics.test_run import written

GERMANY = "region: DE\nprices: {c: 11.90}\n"
KEPT = (
    "payouts: {currency: EUR, diamond: 0.01 EUR each, pays: {from: request}, methods: {bank: {name: B, fee: none}}}\n"
)


@contextmanager
def installed(own: World) -> Iterator[None]:
    """Another library counts as the installed one."""
    with (
        patch("ratecard.loading.world.installed_world", return_value=own),
        patch("ratecard.cli.library.installed_world", return_value=own),
    ):
        yield


def told(own: World, folder: Path, *arguments: str, code: int = 0, **texts: str) -> str:
    """What the command prints for a book of these files: "rules_book" for rules/book.yaml."""
    book = {"rules/book.yaml": BOOK + IOS, "regions/de.yaml": GERMANY}
    book |= {f"{name.replace('_', '/', 1)}.yaml": text for name, text in texts.items()}
    with installed(own):
        result = run(*arguments, "--book", str(written(folder, book)))
    assert result.exit_code == code, result.output
    return result.output


def table(shown: str) -> dict[str, str]:
    """The rows of two columns."""
    cells = [[cell.strip() for cell in line.split("  ") if cell.strip()] for line in shown.splitlines()]
    return {row[0]: row[1] for row in cells if len(row) == 2}


def test_it_says_the_edition_and_what_the_book_uses_of_it(tmp_path: Path) -> None:
    assert table(told(world(), tmp_path, "library")) == {
        "edition": "world 2030.1",
        "date": "2030-01-01",
        "regions": "8",
        "named by the book": "world 2030.1",
        "regions of it here": "1",
        "values read of it": "12",
    } | {"unverified": "no values", "unknown": "no values"}
    found = json.loads(told(world(), tmp_path, "library", "--format", "json"))
    assert (found["edition"], found["date"], found["regions"]) == ("world 2030.1", "2030-01-01", 8)
    assert (found["named"], found["diagnostics"]) == ("world 2030.1", [])
    assert found["used"] == {
        **{"regions": ["DE"], "platforms": ["ios"], "values": 12},
        **{"unverified": [], "unknown": []},
    }


def test_a_book_without_a_library_is_told_so() -> None:
    result = run("library", "--book", str(CASES / "good" / "smallest"))
    assert result.exit_code == 0
    assert "this book names no library" in result.stdout
    assert table(result.stdout)["named by the book"] == "-"
    accepted = run("library", "--accept", "--book", str(CASES / "good" / "smallest"))
    assert accepted.exit_code == 1
    assert "refused: this book names no library; write library: world" in accepted.stderr


UNVERIFIED = world(regions_de=WORLD["world/regions/de.yaml"].replace("19 %", "{value: 19 %, source: 'x, unverified'}"))


def test_what_nobody_verified_or_knows_is_counted_once_and_listed(tmp_path: Path) -> None:
    own = GERMANY.replace("11.90", "{value: 11.90, source: unverified}") + "eligibility: none\n"
    shown = told(UNVERIFIED, tmp_path, "library", "--list", regions_de=own, rules_book=BOOK + "sells_on: [ios, web]\n")
    assert table(shown)["unverified"] == "2 values, 1 of the library"
    assert table(shown)["unknown"] == "1 value, 1 of the library"
    assert [line.split() for line in shown.splitlines()[-3:]] == [
        ["prices.c", "unverified", "regions/de.yaml:2:21"],
        ["tax.lines.vat.rate", "unverified", "world/regions/de.yaml:5:65"],
        ["commission.lines", "unknown", "world/rules/platforms.yaml:3:89"],
    ]


@pytest.mark.parametrize(
    ("rules", "unknown"),
    [
        ("platforms: {web: {commission: {lines: {card: {rate: 3 %, base: gross}}}}}\n", []),
        ("platforms: {web: {commission: none}}\n", []),
        (
            "platforms: {web: {commission: {lines: {card: {rate: {2027-01-01: 3 %}, base: {2027-01-01: gross}}}}}}\n",
            ["commission.lines"],
        ),
        ("", ["commission.lines"]),
    ],
)
def test_a_word_counts_where_something_is_unknown_by_it(rules: str, unknown: list[str], tmp_path: Path) -> None:
    book = BOOK + "sells_on: [ios, web]\n" + rules
    found = json.loads(told(world(), tmp_path, "library", "--format", "json", rules_book=book))
    assert [value["path"] for value in found["used"]["unknown"]] == unknown


@pytest.mark.parametrize(
    ("pays", "unknown"),
    [("{from: request, after: 3 days}", []), ("{from: request}", ["payouts.pays"]), ("unknown", ["payouts.pays"])],
)
def test_a_mapping_is_known_when_all_of_it_is_stated(pays: str, unknown: list[str], tmp_path: Path) -> None:
    conventions = WORLD["world/rules/conventions.yaml"].replace("rounding: down", "rounding: down, pays: unknown")
    region = GERMANY + KEPT.replace("{from: request}", pays)
    own = world(rules_conventions=conventions)
    found = json.loads(told(own, tmp_path, "library", "--format", "json", regions_de=region))
    assert [value["path"] for value in found["used"]["unknown"]] == unknown


def test_names_count_in_the_books_languages(tmp_path: Path) -> None:
    units = WORLD["world/rules/units.yaml"].replace("other: Münzen", "other: Münzen, source: unverified")
    english = told(world(rules_units=units), tmp_path / "en", "check")
    assert "nobody verified" not in english
    german = BOOK + IOS + "languages: [en, de]\n"
    shown = told(world(rules_units=units), tmp_path / "de", "check", rules_book=german)
    assert "2 values rest on sources that nobody verified; ratecard library --list names them" in shown


def test_check_tells_edition_date_and_count(tmp_path: Path) -> None:
    shown = told(UNVERIFIED, tmp_path, "check").splitlines()
    assert shown[-2].startswith(
        "the book is sound: 1 region, 1 platform, 1 package; on the library world 2030.1 of 2030-01-01; digest "
    )
    assert shown[-1] == "1 value rests on a source that nobody verified; ratecard library --list names them"
    found = json.loads(told(UNVERIFIED, tmp_path, "check", "--format", "json"))
    assert found["library"] == {"edition": "world 2030.1", "date": "2030-01-01"}
    assert (found["unverified"], found["woken"], found["diagnostics"]) == (1, [], [])
    for output in ("lines", "github"):
        assert told(UNVERIFIED, tmp_path, "check", "--format", output) == ""


def test_check_names_withholding_that_woke_once(tmp_path: Path) -> None:
    line = "payouts: {withholding: {rounding: half up, lines: {levy: {name: Levy, rate: 5 %, of: whole}}}}\n"
    regions = {f"regions_{code}": WORLD[f"world/regions/{code}.yaml"] + line for code in ("de", "fr")}
    both = BOOK + IOS + "sells_in: [FR]\n"
    shown = told(world(**regions), tmp_path, "check", rules_book=both, regions_de=GERMANY + KEPT)
    where = "world/regions/de.yaml:6:"
    woken = [text for text in shown.splitlines() if text.startswith("the library withholds too: ")]
    assert len(woken) == 1
    assert woken[0].startswith(f"the library withholds too: payouts.withholding.lines.levy in DE ({where}")
    found = json.loads(
        told(world(**regions), tmp_path, "check", "--format", "json", rules_book=both, regions_de=GERMANY + KEPT)
    )
    assert [(line["path"], line["regions"]) for line in found["woken"]] == [("payouts.withholding.lines.levy", ["DE"])]
    ended = GERMANY + KEPT.replace("pays:", "withholding: none, pays:")
    assert "withholds" not in told(world(**regions), tmp_path / "ended", "check", regions_de=ended)


def test_another_edition_is_shown_with_its_changes(tmp_path: Path) -> None:
    shown = told(later(), tmp_path, "library", code=1)
    assert table(shown)["edition"] == "world 2030.2"
    assert table(shown)["named by the book"] == "world 2030.1"
    for change in (IN_DE, STORE):
        assert change.split(" ", 1)[1] in shown
    found = json.loads(told(later(), tmp_path, "library", "--format", "json", code=1))
    assert found["used"] is None
    assert [note["message"] for note in found["diagnostics"][0]["notes"]] == [
        IN_DE.split(" ", 1)[1],
        STORE.split(" ", 1)[1],
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("library: world 2030.1\n", "library: world 2030.2\n"),
        ("library: world 2030.1 # seen by Ann\r\n", "library: world 2030.2 # seen by Ann\r\n"),
        ('library:   "world 2030.1"\n', "library:   world 2030.2\n"),
        (
            "library: {value: world 2030.1, source: Ann}\n",
            "library: {value: world 2030.2, source: Ann}\n",
        ),
        ("library: world\n", "library: world 2030.2\n"),
        ("library: world 2029.5\n", "library: world 2030.2\n"),
    ],
)
def test_accept_rewrites_one_line_and_not_one_other_byte(before: str, after: str, tmp_path: Path) -> None:
    rules = "\ufeff# Münzen\n" + BOOK.replace("library: world 2030.1\n", before) + IOS + "  # the end"
    shown = told(later(), tmp_path, "library", "--accept", rules_book=rules)
    file = next(tmp_path.rglob("rules/book.yaml"))
    assert file.read_bytes() == rules.replace(before, after).encode()
    assert "names world 2030.2 now" in shown
    assert (IN_DE.split(" ", 1)[1] in shown) == ("world\n" not in before)
    with installed(later()):
        assert run("check", "--book", str(file.parents[1])).exit_code == 0


def test_accept_says_what_changed_to_programs_and_changes_nothing_the_second_time(tmp_path: Path) -> None:
    found = json.loads(told(later(), tmp_path, "library", "--accept", "--format", "json"))
    assert found["accepted"] == {
        **{"from": "world 2030.1", "to": "world 2030.2"},
        **{"file": "rules/book.yaml", "line": 2, "column": 10},
    }
    assert [change["message"] for change in found["changes"]] == [IN_DE.split(" ", 1)[1], STORE.split(" ", 1)[1]]
    file = next(tmp_path.rglob("rules/book.yaml"))
    before = file.read_bytes()
    with installed(later()):
        again = run("library", "--accept", "--book", str(file.parents[1]))
    assert again.exit_code == 0
    assert "names world 2030.2 already" in again.stdout
    assert file.read_bytes() == before


def test_accept_also_where_something_else_is_wrong_and_not_what_is_no_edition(tmp_path: Path) -> None:
    broken = told(later(), tmp_path / "broken", "library", "--accept", regions_de=GERMANY + "prize: 1\n")
    assert "names world 2030.2 now" in broken
    wrong = BOOK.replace("world 2030.1", "world 2030-1") + IOS
    shown = told(later(), tmp_path / "wrong", "library", "--accept", rules_book=wrong, code=1)
    assert "refused: world 2030-1 is not an edition of the library" in shown


def test_what_cannot_be_written_is_told(tmp_path: Path) -> None:
    with patch("ratecard.cli.library.replace_whole", side_effect=UnwritableFile("full")):
        assert "refused: full" in told(later(), tmp_path, "library", "--accept", code=1)
