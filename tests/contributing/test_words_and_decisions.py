"""The glossary names types that exist, one sentence each; the index of decisions has every record by its own title."""

import inspect
import re
from typing import NewType, get_args

import pytest

from tests.contributing.pages import DECISIONS, GLOSSARY, names_in, rows, sections, thing

GROUPS = ("Words of the field", "Words of this house")
DECIDED_MOST = 110


def is_type(found: object) -> bool:
    """Whether something is a class, a new type, or a name for several types."""
    return inspect.isclass(found) or isinstance(found, NewType) or bool(get_args(found))


@pytest.mark.parametrize("group", GROUPS)
def test_each_word_has_one_sentence_and_a_type_that_exists(group: str) -> None:
    table = rows(sections(GLOSSARY)[group])
    assert len(table) >= 25
    for word, sentence, types in table:
        assert re.fullmatch(r"[A-Z][^.!?]*(?:\.\w[^.!?]*)*\.", sentence), word
        assert names_in(types), word
        for name in names_in(types):
            assert is_type(thing(name)), name


@pytest.mark.parametrize("group", GROUPS)
def test_words_are_sorted(group: str) -> None:
    words = [row[0] for row in rows(sections(GLOSSARY)[group])]
    assert words == sorted(words)


def test_no_word_has_two_meanings() -> None:
    words = [row[0] for group in GROUPS for row in rows(sections(GLOSSARY)[group])]
    assert len(set(words)) == len(words)


def test_a_function_or_module_is_not_a_type() -> None:
    assert not is_type(thing("book.building.build"))
    assert not is_type(thing("terms.tax"))
    assert is_type(thing("instants.Instant"))
    assert is_type(thing("rulefiles.stated.KeyPath"))


def test_the_index_has_every_decision_by_its_title() -> None:
    records = sorted(path for path in DECISIONS.glob("*.md") if path.name != "README.md")
    expected = []
    for path in records:
        number, title = path.read_text("utf-8").partition("\n")[0].removeprefix("# ").split(" ", 1)
        expected.append([f"[{number}]({path.name})", title])
    table = rows((DECISIONS / "README.md").read_text("utf-8"))
    assert [row[:2] for row in table] == expected


def test_the_index_says_in_one_line_what_was_decided() -> None:
    for row in rows((DECISIONS / "README.md").read_text("utf-8")):
        assert row[2].endswith("."), row
        assert len(row[2]) <= DECIDED_MOST, row
