"""New texts at places: all of them or none, in order, and nothing else changes."""

import pytest

from ratecard.diagnostics.diagnostic import Place
from ratecard.rulefiles.rewriting.texts import Lines, Overlap, TextChange, with_changes


def test_changes_are_made_in_the_order_of_their_places() -> None:
    changes = [TextChange(4, 6, "Y"), TextChange(0, 1, ""), TextChange(6, 6, "z"), TextChange(2, 4, "x")]
    assert with_changes(Lines("abcdefgh"), changes) == "bxYzgh"


def test_insertions_at_one_place_stand_by_rank_and_then_as_they_are_given() -> None:
    changes = [TextChange(1, 1, "3", 0), TextChange(1, 1, "1", -4), TextChange(1, 1, "4", 0), TextChange(1, 2, "B")]
    assert with_changes(Lines("abc"), [*changes, TextChange(1, 1, "2", -2)]) == "a1234Bc"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (TextChange(0, 3, "x"), TextChange(2, 4, "y")),
        (TextChange(0, 3, "x"), TextChange(1, 1, "y")),
        (TextChange(0, 3, "x"), TextChange(0, 3, "x")),
    ],
)
def test_two_that_lie_over_each_other_are_an_error_in_any_order(first: TextChange, second: TextChange) -> None:
    for changes in ([first, second], [second, first]):
        with pytest.raises(Overlap, match="the changes 0 and 1 lie over each other"):
            with_changes(Lines("abcdef"), changes)


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_lines_and_columns_count_from_one_behind_a_byte_order_mark(newline: str) -> None:
    lines = Lines(f"\ufeffab{newline}{newline}cd")
    assert [lines.line(number) for number in (1, 2, 3, 4)] == ["ab", "", "cd", ""]
    assert (lines.count, lines.newline) == (3, newline)
    start, end = lines.span(Place("a", 1, 2, 3, 2))
    assert lines.text[start:end] == f"b{newline}{newline}c"
    assert with_changes(lines, [TextChange(3, 3, "\nx")]) == f"\ufeffab{newline}x{newline}{newline}cd"
