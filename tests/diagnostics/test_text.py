"""Diagnostics for people: the line with a caret under the right columns, in any script and at any length."""

from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from ratecard.diagnostics.diagnostic import Diagnostic, Note, Place, Severity
from ratecard.diagnostics.text import (
    BLOCKS_MOST,
    CARETS_MOST,
    WIDTH_MOST,
    render_lines,
    render_one,
    render_text,
    summary,
)

FILE = "regions/de.yaml"


def place(line: int, column: int, length: int = 1, file: str = FILE) -> Place:
    return Place(file, line, column, line, column + length)


def diagnostic(
    where: Place | None,
    hint: str = "write 19 % for 19 per cent",
    sentence: str = "the rate 19 has no unit",
    notes: tuple[Note, ...] = (),
    severity: Severity = Severity.ERROR,
) -> Diagnostic:
    return Diagnostic(
        code="rate-without-unit", sentence=sentence, place=where, hint=hint, notes=notes, severity=severity
    )


def rendered(line: str, where: Place, hint: str = "here") -> list[str]:
    """The lines of one diagnostic whose place lies in a file of this one line."""
    return render_one(diagnostic(where, hint), lambda _: [line]).split("\n")


def test_a_diagnostic_shows_its_sentence_its_place_its_line_and_its_hint_at_the_caret() -> None:
    line = "    vat: {name: {de: MwSt., en: VAT}, rate: 19}"
    assert render_one(diagnostic(place(10, 45, 2)), lambda _: [""] * 9 + [line]) == "\n".join(
        [
            "error[rate-without-unit]: the rate 19 has no unit",
            "  --> regions/de.yaml:10:45",
            "   |",
            "10 |     vat: {name: {de: MwSt., en: VAT}, rate: 19}",
            "   |                                             ^^ write 19 % for 19 per cent",
        ]
    )


@pytest.mark.parametrize(
    ("line", "value", "carets"),
    [
        ("rate: 19", "19", 2),
        ("ja: 消費税, rate: 19", "19", 2),
        ("name: コイン", "コイン", 6),
        ("name: 코인, n: 19", "19", 2),
        ("ＭwＳt: 19", "19", 2),
        ("name: Mu\u0308nze, n: 19", "19", 2),
        ("name: Mu\u0308nze", "Mu\u0308nze", 5),
        ("th: ก็, n: 19", "19", 2),
        ("ar: عُمْلَة, n: 19", "19", 2),
        ("zero: a\u200bb, n: 19", "19", 2),
        ("bell: a\x07b, n: 19", "19", 2),
        ("mark: \u200fab, n: 19", "19", 2),
        ("tab:\ta, n: 19", "19", 2),
    ],
)
def test_the_caret_stands_under_the_value_however_wide_the_letters_before_it_are(
    line: str, value: str, carets: int
) -> None:
    shown, pointer = rendered(line, place(1, line.index(value) + 1, len(value)))[-2:]
    assert pointer.count("^") == carets
    assert pointer.index("^") == cell_len(shown[: shown.index(value)])


letters = st.sampled_from([*"abcxyz019 :,{}%", "消", "コ", "코", "Ｍ", "ü", "é", "ж", "ع", "\u0301", "\u0308"])


@given(st.text(letters, max_size=400).map(lambda text: text + "x"), st.data())
def test_the_caret_stands_under_the_place_in_lines_of_any_length(line: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(line) - 1), "start")
    length = data.draw(st.integers(1, len(line) - start), "length")
    _, _, _, shown, pointer = rendered(line, place(1, start + 1, length), "")
    shown, pointer = shown.removeprefix("1 |").removeprefix(" "), pointer.removeprefix("  | ")
    carets = pointer.strip(" ")
    before = len(pointer) - len(carets)
    assert set(carets) == {"^"}
    assert len(carets) == min(max(cell_len(line[start : start + length]), 1), CARETS_MOST)
    assert before <= 2 * WIDTH_MOST
    # What stands left of the caret on the screen is what stands left of the place in the file.
    left = reduce(lambda kept, letter: kept if cell_len(kept) >= before else kept + letter, shown, "").rstrip(
        "\u0301\u0308"
    )
    assert line[:start].rstrip("\u0301\u0308").endswith(left.removeprefix("…"))


def test_a_long_line_is_cut_around_the_place_and_says_so() -> None:
    line = "prices: {" + ", ".join(f"coins_{number}: 1.29" for number in range(100)) + "}"
    start = line.index("coins_60: ") + len("coins_60: ")
    shown, pointer = rendered(line, place(1, start + 1, 4))[-2:]
    assert shown.startswith("1 | …")
    assert len(shown) <= WIDTH_MOST + 5
    assert "coins_60: 1.29" in shown
    assert shown[pointer.index("^") :].startswith("1.29,")


def test_a_value_over_several_lines_is_marked_to_the_end_of_its_first_one() -> None:
    where = Place(FILE, 1, 7, 3, 2)
    shown = render_one(diagnostic(where, "here"), lambda _: ["note: [a,", "b", "]"]).split("\n")
    assert shown[-2:] == ["1 | note: [a,", "  |       ^^^ here"]


def test_a_tab_is_shown_as_one_column_so_that_the_caret_fits() -> None:
    assert rendered("\tname: x", place(1, 1))[-2:] == ["1 |  name: x", "  | ^ here"]


def test_further_places_are_shown_with_their_own_words_in_their_own_files() -> None:
    files = {
        "regions/groups/eu.yaml": ["group: eu", "tax: none"],
        "regions/groups/euro.yaml": [""] * 99 + ["tax: none"],
    }
    notes = (Note(place(2, 6, 4, "regions/groups/eu.yaml"), "eu states it here"),)
    found = diagnostic(
        place(100, 6, 4, "regions/groups/euro.yaml"), "keep one of the two", "tax is stated twice", notes
    )
    assert render_one(found, files.__getitem__) == "\n".join(
        [
            "error[rate-without-unit]: tax is stated twice",
            "   --> regions/groups/euro.yaml:100:6",
            "    |",
            "100 | tax: none",
            "    |      ^^^^ keep one of the two",
            "   ::: regions/groups/eu.yaml:2:6",
            "    |",
            "  2 | tax: none",
            "    |      ^^^^ eu states it here",
        ]
    )


def test_without_a_place_the_hint_follows_the_sentence() -> None:
    assert render_one(diagnostic(None), lambda _: []) == (
        "error[rate-without-unit]: the rate 19 has no unit\n   = write 19 % for 19 per cent"
    )
    assert render_one(diagnostic(None, ""), lambda _: []) == "error[rate-without-unit]: the rate 19 has no unit"


@pytest.mark.parametrize("lines", [[], ["only one line"]])
def test_a_place_that_can_not_be_shown_still_has_its_file_line_and_hint(lines: list[str]) -> None:
    assert render_one(diagnostic(place(2, 1)), lambda _: lines).split("\n") == [
        "error[rate-without-unit]: the rate 19 has no unit",
        " --> regions/de.yaml:2:1",
        "  = write 19 % for 19 per cent",
    ]


def test_a_whole_run_ends_with_a_count() -> None:
    warning = diagnostic(place(2, 1), severity=Severity.WARNING)
    text = render_text([diagnostic(place(1, 1)), warning, warning], lambda _: ["a", "b"])
    assert text.split("\n\n")[-1] == "1 error, 2 warnings"
    assert text.count("warning[rate-without-unit]") == 2


def test_of_very_many_only_the_first_are_shown_and_all_are_counted() -> None:
    text = render_text([diagnostic(place(1, 1))] * (BLOCKS_MOST + 2_500), lambda _: ["a"])
    assert text.count("error[rate-without-unit]") == BLOCKS_MOST
    assert text.split("\n\n")[-2:] == ["… and 2,500 more, which --format lines lists", "3500 errors, no warnings"]


@pytest.mark.parametrize(
    ("errors", "warnings", "said"),
    [(0, 0, "no errors, no warnings"), (1, 0, "1 error, no warnings"), (2, 1, "2 errors, 1 warning")],
)
def test_the_count_is_a_phrase(errors: int, warnings: int, said: str) -> None:
    found = [diagnostic(None)] * errors + [diagnostic(None, severity=Severity.WARNING)] * warnings
    assert summary(found) == said


def test_the_short_form_is_one_line_each_for_editors() -> None:
    found = [diagnostic(None, ""), diagnostic(place(10, 45)), diagnostic(place(1, 1), severity=Severity.WARNING)]
    assert render_lines(found).split("\n") == [
        "-: error[rate-without-unit]: the rate 19 has no unit",
        "regions/de.yaml:10:45: error[rate-without-unit]: the rate 19 has no unit; write 19 % for 19 per cent",
        "regions/de.yaml:1:1: warning[rate-without-unit]: the rate 19 has no unit; write 19 % for 19 per cent",
    ]
    assert render_lines([]) == ""


hostile = st.text(st.sampled_from([*"ab 19", "\x1b", "\x07", "\n", "\r", "\x9b", "\u2028", "\u202e", "\x00", "ü"]))


@given(hostile, hostile, hostile)
def test_nothing_that_a_file_holds_can_steer_the_terminal_or_break_a_line(sentence: str, hint: str, line: str) -> None:
    line = line.replace("\n", "")
    notes = (Note(place(1, 1), hint),)
    found = diagnostic(place(1, 1), hint, sentence, notes)
    shown = render_text([found], lambda _: [line])
    assert not set(shown) & set("\x1b\x07\r\x9b\u2028\u202e\x00")
    one = render_lines([found])
    assert not set(one) & set("\n\x1b\x07\r\x9b\u2028\u202e\x00")
