"""`ratecard where` on a book that stands on the library: its layers, regions without a file, and what sleeps."""

from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest

from tests.book.test_library import BOOK, world
from tests.cli.running import run, run_json
from tests.diagnostics.test_run import written

RULES = BOOK + "sells_in: [DE, FR, US]\nsells_on: [ios, web]\n"
GERMANY = "region: DE\nprices: {c: 11.90}\ntax: {lines: {vat: {rate: {begins: inherit, 2027-01-01: 25 %}}}}\n"


@pytest.fixture
def book(tmp_path: Path) -> Iterator[str]:
    """A book on the small library, which counts as the installed one."""
    texts = {"rules/book.yaml": RULES, "regions/de.yaml": GERMANY}
    with patch("ratecard.loading.world.installed_world", return_value=world()):
        yield str(written(tmp_path, texts))


def rows(book: str, *arguments: str) -> list[list[str]]:
    """The rows that are shown, without title and header, each split where two spaces stand."""
    result = run("where", *arguments, "--book", book)
    assert result.exit_code == 0, result.output
    lines = [line for line in result.stdout.splitlines() if not line.startswith("from ")]
    return [[part.strip() for part in line.split("  ") if part.strip()] for line in lines]


def test_the_librarys_word_is_shown_and_what_it_lost_to_over_time(book: str) -> None:
    assert rows(book, "tax.lines.vat.rate", "--region", "DE", "--platform", "ios") == [
        ["tax.lines.vat.rate in DE on ios"],
        ["2016-01-01", "19 %", "world/regions/de.yaml:5:57", "DE, in the library", "-"],
        ["2027-01-01", "25 %", "regions/de.yaml:3:57", "DE", "-"],
        ["19 %", "world/regions/de.yaml:5:57", "lost: the book beats the library, which says it of DE", "-"],
        ["2032-01-01", "25 %", "regions/de.yaml:3:57", "DE", "-"],
        ["20 %", "world/regions/de.yaml:5:75", "lost: the book beats the library, which says it of DE", "-"],
    ]


def test_a_region_without_a_file_and_a_part_of_it_read_the_library(book: str) -> None:
    currency, _ = rows(book, "currency", "--region", "FR")[1:]
    assert currency[1:4] == ["EUR", "world/regions/fr.yaml:2:11", "FR, in the library"]
    state = rows(book, "tax.lines.sales.rate", "--region", "US-WA", "--platform", "ios")[1]
    assert state[:4] == ["2025-01-01", "6.5 %", "world/regions/us-wa.yaml:4:59", "US-WA, in the library"]


def test_a_name_for_all_languages_has_no_language_in_its_path(book: str) -> None:
    assert rows(book, "tax.lines.sales.name", "--region", "US-WA", "--platform", "ios")[0] == [
        "tax.lines.sales.name in US-WA on ios"
    ]


def test_layers_of_the_library_are_ordered_among_themselves(book: str) -> None:
    shown = rows(book, "tax.lines.sales.rate", "--region", "US-WA", "--platform", "ios")[1:]
    assert shown[1][1:3] == ["world/regions/us.yaml:4:91", "lost: US-WA is narrower than US"]
    (store,) = rows(book, "commission.lines.store.rate", "--region", "FR", "--platform", "ios")[1:]
    assert store[3] == "every market, in the library, on this platform alone"


def test_what_has_ended_when_the_book_begins_is_left_out(book: str, tmp_path: Path) -> None:
    early = {"rules/book.yaml": RULES.replace("2025-01-01", "2010-01-01"), "regions/de.yaml": "region: DE\n"}
    before = rows(str(written(tmp_path / "early", early)), "tax.lines.vat.rate", "--region", "DE", "--platform", "ios")
    assert before[1][:3] == ["2010-01-01", "unknown", "world/regions/de.yaml:5:36"]
    now = rows(book, "tax.lines.vat.rate", "--region", "DE", "--platform", "ios")
    assert "unknown" not in [row[1] for row in now[1:]]


def test_what_sleeps_is_shown_as_asleep_and_wakes_where_the_book_says_a_word_of_it(book: str, tmp_path: Path) -> None:
    asleep = "asleep: the book states no payouts here"
    assert [row[1:4] for row in rows(book, "payouts", "--region", "FR") if len(row) > 1] == [
        ["[oldest]", "world/rules/conventions.yaml:3:36", asleep],
        ["down", "world/rules/conventions.yaml:3:56", asleep],
        ["earned", "world/rules/conventions.yaml:3:21", asleep],
    ]
    told = run_json("where", "payouts.rounding", "--region", "FR", "--platform", "ios", "--book", book)
    assert [(path["path"], path["asleep"]) for path in told] == [
        ("payouts.rounding", "the book states no payouts here")
    ]
    texts = {"rules/book.yaml": RULES, "regions/de.yaml": GERMANY + "payouts: none\n"}
    woken = str(written(tmp_path / "woken", texts))
    assert [row[-2] for row in rows(woken, "payouts.rounding", "--region", "DE")[1:]] == [
        "DE, for all that stands below",
        "lost: the book beats the library, which says it of every market",
    ]
    assert asleep in rows(woken, "payouts.rounding", "--region", "FR")[1]
    (awake,) = run_json("where", "currency", "--region", "FR", "--book", book)
    assert awake["asleep"] is None


def test_a_key_of_which_nobody_states_anything_is_unknown_still(book: str) -> None:
    result = run("where", "gifts", "--region", "FR", "--platform", "ios", "--book", book)
    assert result.exit_code == 2
    assert "nothing is stated of gifts there" in " ".join(result.stderr.replace("│", " ").split())
