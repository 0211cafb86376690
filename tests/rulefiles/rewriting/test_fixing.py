"""Fixes applied to texts: what they replace is replaced, and nothing else changes, whatever the lines end with."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratecard.diagnostics.diagnostic import Diagnostic, Fix, Place
from ratecard.diagnostics.fixes import EXAMPLE, POSSIBLE
from ratecard.loading import load_texts
from ratecard.rulefiles.rewriting.fixing import apply_fixes, sure_fixes
from ratecard.rulefiles.rewriting.texts import BYTE_ORDER_MARK
from tests.cases.smallest import SMALLEST, germany

FILE = "regions/de.yaml"


def fix(line: int, column: int, end_line: int, end_column: int, text: str) -> Fix:
    """A sure fix of a stretch."""
    return Fix(text, place=Place(FILE, line, column, end_line, end_column))


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", BYTE_ORDER_MARK])
@pytest.mark.parametrize(
    ("change", "after"),
    [
        (fix(1, 4, 1, 8, "1.29"), ["a: 1.29", "bc: 2", ""]),
        (fix(2, 1, 2, 3, "tax"), ["a: 1,29", "tax: 2", ""]),
        (fix(1, 1, 1, 1, "z: 0\n"), ["z: 0", "a: 1,29", "bc: 2", ""]),
        (fix(1, 1, 2, 1, ""), ["bc: 2", ""]),
        (fix(2, 1, 3, 1, ""), ["a: 1,29", ""]),
        (fix(1, 8, 2, 6, ""), ["a: 1,29", ""]),
        (fix(2, 6, 2, 6, "0"), ["a: 1,29", "bc: 20", ""]),
        (fix(9, 1, 9, 4, "d: 4"), ["a: 1,29", "bc: 2", "d: 4"]),
    ],
)
def test_a_stretch_is_replaced_and_line_ends_and_a_mark_stay(
    newline: str, mark: str, change: Fix, after: list[str]
) -> None:
    text = mark + newline.join(["a: 1,29", "bc: 2", ""])
    applied = apply_fixes(text, [change])
    assert applied.text == mark + newline.join(after)
    assert applied.fixes == (change,)


def test_of_two_fixes_that_lie_over_each_other_the_first_is_taken() -> None:
    one, two, three = fix(1, 1, 1, 4, "x"), fix(1, 3, 1, 6, "y"), fix(1, 6, 1, 7, "z")
    applied = apply_fixes("abcdefg", [three, two, one])
    assert (applied.text, applied.fixes) == ("xdezg", (one, three))


def test_one_insertion_is_made_where_two_want_the_same_place() -> None:
    applied = apply_fixes("b: 2\n", [fix(1, 1, 1, 1, "a: 1\n"), fix(1, 1, 1, 1, "z: 1\n")])
    assert applied.text == "a: 1\nb: 2\n"
    assert len(applied.fixes) == 1


lines = st.lists(st.text("ab: 1消é", max_size=6), min_size=1, max_size=5)


@given(lines, st.sampled_from(["\n", "\r\n", "\r"]), st.data())
def test_what_lies_outside_of_the_places_never_changes(found: list[str], newline: str, data: st.DataObject) -> None:
    text = newline.join(found)
    fixes, kept, at = [], [], 0
    for number, line in enumerate(found, 1):
        start = data.draw(st.integers(0, len(line)))
        end = data.draw(st.integers(start, len(line)))
        fixes.append(fix(number, start + 1, number, end + 1, data.draw(st.text("xyz", min_size=1, max_size=3))))
        kept += [line[:start], line[end:]]
    applied = apply_fixes(text, fixes)
    rest = applied.text
    assert len(applied.fixes) == len(found)
    for index, piece in enumerate(kept):
        new = fixes[index // 2].text if index % 2 else ""
        joint = newline if index and index % 2 == 0 else ""
        assert rest[at:].startswith(joint + new + piece)
        at += len(joint + new + piece)
    assert at == len(rest)


def test_without_fixes_a_text_is_itself() -> None:
    assert apply_fixes("a: 1\r\n", []).text == "a: 1\r\n"


def test_one_sure_fix_of_each_diagnostic_in_a_file_is_taken() -> None:
    place, other = Place(FILE, 1, 1, 1, 2), Place("rules/tax.yaml", 1, 1, 1, 2)
    sure, guess, shown = Fix("a", place=place), Fix("b", POSSIBLE, place=place), Fix("c", EXAMPLE, place=place)
    elsewhere = Fix("d", place=other)
    found = [
        Diagnostic(code="tag", sentence="x", place=place, fixes=fixes)
        for fixes in ((guess, sure), (shown,), (), (elsewhere,))
    ]
    assert sure_fixes(found, FILE) == (sure,)
    assert sure_fixes(found, "rules/tax.yaml") == (elsewhere,)


def test_the_sure_fixes_of_a_file_mend_it_in_one_go() -> None:
    files = {
        **SMALLEST,
        **germany(("1.29", "1,29"), ("19 %", "19"), ("time_zone:", "time_zoen:"), ("12.99", "[12.99]")),
    }
    found = load_texts(files).diagnostics
    assert len(found) == 4
    mended = apply_fixes(files[FILE], sure_fixes(found, FILE))
    assert mended.text == SMALLEST[FILE]
