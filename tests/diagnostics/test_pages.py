"""Each code has a page: its failing example gives that code and nothing else, its mended example gives nothing."""

import re
from pathlib import Path

import pytest

from ratecard.diagnostics.codes import CODES
from ratecard.diagnostics.text import render_lines
from tests.diagnostics.built import BUILT
from tests.diagnostics.pages import FOLDER, INDEX, found_in, groups, index, page_of, put_in, shown_of

every_code = pytest.mark.parametrize("code", CODES)


def test_each_code_has_a_page_and_each_page_a_code() -> None:
    assert {path.stem for path in FOLDER.glob("*.md")} - {"README"} == set(CODES)


def test_the_index_is_what_the_list_of_codes_says() -> None:
    assert [code for members in groups().values() for code in members] == list(CODES)
    assert INDEX.read_text(encoding="utf-8") == index(), "run python -m tests.diagnostics.update"


@every_code
def test_a_code_is_kebab_case_and_means_one_line(code: str) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code)
    assert "\n" not in CODES[code]
    assert not CODES[code].endswith(".")


@every_code
def test_a_page_says_in_two_to_five_sentences_what_its_code_means(code: str) -> None:
    page = page_of(code)
    assert page.title == code
    sentences = re.findall(r"[.!?](?=\s|$)", re.sub(r"`[^`]*`", "", page.prose))
    assert 2 <= len(sentences) <= 5, page.prose
    assert max(len(line) for line in page.prose.splitlines()) <= 120


@every_code
def test_the_failing_example_gives_exactly_its_code(code: str, tmp_path: Path) -> None:
    page = page_of(code)
    put_in(tmp_path / "book", page.fails)
    diagnostics = found_in(tmp_path / "book", code)
    assert [each.code for each in diagnostics] == [code], render_lines(diagnostics)
    place = diagnostics[0].place
    if page.fails.texts:
        assert place is not None
        lines = page.fails.texts[place.file].splitlines()
        assert 1 <= place.line <= len(lines)
        assert 1 <= place.column <= len(lines[place.line - 1])
    assert diagnostics[0].advice, "a diagnostic says what to write instead"


@every_code
def test_the_page_shows_what_the_program_says(code: str, tmp_path: Path) -> None:
    page = page_of(code)
    put_in(tmp_path / "book", page.fails)
    shown = [shown_of(tmp_path / "book", each) for each in found_in(tmp_path / "book", code)]
    assert shown == [page.shown], "run python -m tests.diagnostics.update"


@every_code
def test_the_mended_example_gives_nothing(code: str, tmp_path: Path) -> None:
    mended = page_of(code).mended
    assert mended.texts or mended.built
    put_in(tmp_path / "book", mended)
    assert render_lines(found_in(tmp_path / "book", code)) == ""


def test_each_built_example_is_named_by_a_page() -> None:
    pages = [page_of(code) for code in CODES]
    assert {example.built for page in pages for example in (page.fails, page.mended)} - {""} == set(BUILT)
