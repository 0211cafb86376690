"""What makes a text no rule file: bytes, characters, what YAML has and rule files have not, and broken syntax."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratecard.diagnostics.diagnostic import Place
from ratecard.rulefiles.nodes import Mapping, Scalar
from tests.rulefiles.reading import at, entry, one, reading, root_of

# --- Characters


@pytest.mark.parametrize(
    ("content", "line", "column"),
    [
        (b"key: \xff\n", 1, 6),
        (b"a: 1\nkey: caf\xe9\n", 2, 9),
        ("消: ".encode() + b"\x80", 1, 4),
        (b"a: 1\r\nkey: \xff\r\n", 2, 6),
        (b"a: 1\rkey: \xff\r", 2, 6),
        (b"\xef\xbb\xbfkey: \xff", 1, 6),
        ("key: 1\n".encode("utf-16"), 1, 1),
    ],
)
def test_a_byte_that_is_no_utf_8_is_shown_at_its_place(content: bytes, line: int, column: int) -> None:
    found = one(content)
    assert (found.code, found.place) == ("not-utf8", at(line, column, line, column + 1))


CONTROLS = [*map(chr, range(0x20)), "\x7f", *map(chr, range(0x80, 0xA0)), "\u2028", "\u2029", "\ufffe", "\uffff"]


@pytest.mark.parametrize("character", [each for each in CONTROLS if each not in "\t\n\r"])
def test_a_control_character_is_shown_at_its_place_wherever_it_stands(character: str) -> None:
    for text, column in ((f"a: 1\nkey: x{character}y\n", 7), (f"a: 1\n# no{character}te\nb: 1\n", 5)):
        for written in (text, text.replace("\n", "\r"), text.replace("\n", "\r\n")):
            found = one(written)
            assert (found.code, found.place) == ("control-character", at(2, column, 2, column + 1))
            assert f"U+{ord(character):04X}" in found.sentence


@pytest.mark.parametrize(
    ("text", "line", "end_column"),
    [
        ("a:\n\tb: 1\n", 2, 2),
        ("a:\n  \tb: 1\n", 2, 4),
        ("a:\n \t b: 1\n", 2, 4),
        ("\ta: 1\n", 1, 2),
        ("a: 1\n\t\nb: 2\n", 2, 2),
        ("a: {\n\tb: 1}\n", 2, 2),
        ("a: 1\n\t# comment\n", 2, 2),
    ],
)
def test_a_line_that_begins_with_a_tab_is_shown(text: str, line: int, end_column: int) -> None:
    found = one(text)
    assert (found.code, found.place) == ("tab-in-indentation", at(line, 1, line, end_column))


def test_each_line_with_a_tab_is_reported() -> None:
    _, found = reading("a:\n\tb: 1\n\tc: 1\n  d: 1\n")
    assert [each.place and each.place.line for each in found] == [2, 3]


@pytest.mark.parametrize("text", ["a: 1 \t# comment\n", "a:\t1\n", 'a: "x\ty"\n', "a: |\n  x\n  \ty\n"])
def test_a_tab_elsewhere_is_harmless(text: str) -> None:
    assert reading(text)[1] == []


@pytest.mark.parametrize(
    ("text", "line", "column", "named"),
    [
        ("a:\n\u00a0 b: 1\n", 2, 1, "a no-break space"),
        ("a:\n  \u3000b: 1\n", 2, 1, "an ideographic space"),
        ("a: 1\n\u200bb: 1\n", 2, 1, "a zero-width space"),
        ("\ufeff\ufeffa: 1\n", 1, 1, "a byte order mark"),
        ("a: 1\nkey:\u00a01\nb: 1\n", 2, 5, "a no-break space"),
        ("a: 1\nkey:\u202f1\n", 2, 5, "a narrow no-break space"),
        ("a: 1\n\u00a0\nb: 1\n", 2, 1, "a no-break space"),
    ],
)
def test_a_space_that_is_none_is_shown_where_it_breaks_the_line(text: str, line: int, column: int, named: str) -> None:
    found = one(text)
    assert found.code == "odd-space"
    assert named in found.sentence
    assert found.place is not None
    assert (found.place.line, found.place.column) == (line, column)
    assert "space" in found.advice or "delete" in found.advice


def test_a_wide_colon_is_shown_where_it_stands() -> None:
    found = one("a: 1\nkey：EUR\nb: 1\n")
    assert (found.code, found.place) == ("look-alike", at(2, 4, 2, 5))


def test_text_for_people_may_hold_any_space() -> None:
    assert entry("key: 1\u00a0000 pièces\n").text == "1\u00a0000 pièces"
    assert entry("key: |\n  段落\n  \u3000段落\n").text == "段落\n\u3000段落\n"


# --- What YAML has and rule files have not


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("key: &a 1\n", "anchor-or-alias", at(1, 6, 1, 10)),
        ("key: *a\n", "anchor-or-alias", at(1, 6, 1, 8)),
        ("key: &a {b: 1}\n", "anchor-or-alias", at(1, 6, 1, 10)),
        ("&a key: 1\n", "anchor-or-alias", at(1, 1, 1, 7)),
        ("key: !!str 1\n", "tag", at(1, 6, 1, 13)),
        ("key: ! 1\n", "tag", at(1, 6, 1, 9)),
        ("key: !money [1]\n", "tag", at(1, 6, 1, 14)),
        ("<<: {a: 1}\n", "merge-key", at(1, 1, 1, 3)),
        ("<<: *a\n", "merge-key", at(1, 1, 1, 3)),
        ("? [a, b]\n: 1\n", "key-is-no-text", at(1, 3, 1, 9)),
        ("{a: b}: 1\n", "key-is-no-text", at(1, 1, 1, 7)),
        ("key: {{price}}\n", "key-is-no-text", at(1, 7, 1, 14)),
    ],
)
def test_what_rule_files_do_not_have_is_one_error_each(text: str, code: str, place: Place) -> None:
    found = one(text)
    assert (found.code, found.place) == (code, place)


def test_a_quoted_merge_sign_is_a_key_like_any_other() -> None:
    assert [key.text for key, _ in root_of('"<<": 1\n').entries] == ["<<"]


def test_a_repeated_key_is_reported_with_the_place_of_the_first_and_dropped() -> None:
    root, found = reading('a: 1\nb:\n  c: 1\n  "c": 2\n  c: 3\na: 4\n')
    assert [(each.code, each.place and each.place.line) for each in found] == [
        ("duplicate-key", 4),
        ("duplicate-key", 5),
        ("duplicate-key", 6),
    ]
    assert [each.notes[0].place.line for each in found] == [3, 3, 1]
    assert isinstance(root, Mapping)
    (_, _), (_, inner) = root.entries
    assert isinstance(inner, Mapping)
    assert [(key.text, value) for key, value in inner.entries] == [("c", Scalar("1", True, at(3, 6, 3, 7)))]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("key: {note: two, 2025-01-01: 1, 2025-01-01: 2}\n", "2025-01-01"),
        ("key: {2025-01-01: 1, source: a list, 2025-01-01: 2}\n", "2025-01-01"),
        ("from: {0: 50, 2000: 25, 2000: 26}\n", "2000"),
        ("from: {0: 50, 45658: 25, 45658: 26}\n", "45658"),
    ],
)
def test_what_looks_like_a_date_is_reported_where_it_is_stated_twice(text: str, key: str) -> None:
    found = one(text)
    assert (found.code, found.sentence) == ("duplicate-key", f"{key} is stated twice in one mapping")


def test_the_same_key_in_two_mappings_is_fine() -> None:
    root_of("a: {c: 1}\nb: {c: 1}\n")


# --- Syntax


@pytest.mark.parametrize(
    ("text", "line", "column", "hint"),
    [
        ("a: b: c\n", 1, 5, "put text that holds a colon in quotes, or indent the line to match its neighbours"),
        ("a: 1\n b: 2\n", 2, 2, "put no space before it"),
        ("a: %19\n", 1, 4, "put the value in quotes"),
        ("a: 1\nkey:1.29\nb: 2\n", 2, 1, "write key: 1.29"),
        ("b: 2\nkey:1.29\n", 2, 1, "write key: 1.29"),
        ("a: @home\n", 1, 4, "put the value in quotes"),
        ("a: 1\nb: [1, 2\n", 2, 4, "close what is opened here"),
        ('a: 1\nb: "open\n', 2, 4, "close what is opened here"),
    ],
)
def test_a_syntax_error_is_shown_where_it_can_be_mended(text: str, line: int, column: int, hint: str) -> None:
    found = one(text)
    assert found.code == "yaml-syntax"
    assert found.place is not None
    assert (found.place.line, found.place.column) == (line, column)
    assert found.advice == hint


def test_a_bracket_that_is_not_closed_is_shown_where_it_was_opened_and_what_cannot_be_in_it() -> None:
    found = one("a: {b: 1\nc: 2\n")
    assert (found.code, found.place) == ("yaml-syntax", at(1, 4, 1, 5))
    assert [note.place for note in found.notes] == [at(2, 1, 2, 2)]


def test_of_syntax_errors_only_the_first_is_reported() -> None:
    found = one("a: b: c\nd: e: f\n")
    assert found.place is not None
    assert found.place.line == 1


def test_what_is_wrong_before_a_syntax_error_is_reported_too() -> None:
    _, found = reading("a: 1\na: 2\nb: &x 1\nc: d: e\n")
    assert [each.code for each in found] == ["duplicate-key", "anchor-or-alias", "yaml-syntax"]


yaml_like = st.text("abk1: \n\t-[]{},'\"#&*!|>%@`?~<\\\u00a0\u2028é消\x00\x85", max_size=60)


@given(yaml_like | st.text(max_size=60))
def test_any_text_becomes_nodes_or_diagnostics_with_places_in_it(text: str) -> None:
    root, found = reading(text.encode(errors="surrogatepass"))
    assert root is not None or found
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for each in found:
        assert each.place is not None
        assert 1 <= each.place.line <= len(lines)
        assert each.place.column >= 1
        assert each.advice


@given(st.binary(max_size=60))
def test_any_bytes_become_nodes_or_diagnostics(content: bytes) -> None:
    root, found = reading(content)
    assert root is not None or found


# --- What word processors and git leave behind


@pytest.mark.parametrize("mark", ["<<<<<<< HEAD", "||||||| base", "=======", ">>>>>>> theirs", "<<<<<<<"])
@pytest.mark.parametrize("text", ["a: 1\n{}\nb: 2\n", "a: {{b: 1,\n{}\n  c: 2}}\n", "a: |\n  text\n{}\n"])
def test_the_mark_of_a_conflict_is_shown_wherever_it_stands(mark: str, text: str) -> None:
    written = text.format(mark)
    line = written.split("\n").index(mark) + 1
    found = one(written)
    assert (found.code, found.place) == ("conflict-marker", at(line, 1, line, 8))


@pytest.mark.parametrize("text", ["a: <<<<<<< HEAD\n", "a: b # =======\n", "a: |\n  =======\n", "# ========\na: 1\n"])
def test_the_same_signs_inside_a_line_or_a_text_are_no_conflict(text: str) -> None:
    assert reading(text)[1] == []


@pytest.mark.parametrize("quotes", ["“”", "„“", "«»", "»«", "‘’", "””"])
@pytest.mark.parametrize("text", ["a: 1\n{}: 2\n", "a: {{{}: 2}}\n", "a:\n - {}: 2\n"])
def test_a_key_in_curly_quotes_is_reported_once_and_read_without_them(quotes: str, text: str) -> None:
    found = one(text.format(f"{quotes[0]}key{quotes[1]}"))
    assert (found.code, found.advice) == ("look-alike", "write key")


def test_a_value_in_curly_quotes_that_holds_a_colon_is_shown_at_the_quote() -> None:
    for text, line, column in [("a: 1\nb: “VAT: DE”\n", 2, 4), ("a: {b: “VAT: DE”, c: 1}\n", 1, 8)]:
        found = one(text)
        assert (found.code, found.place) == ("look-alike", at(line, column, line, column + 1))


def test_a_line_of_a_million_curly_quotes_is_read_in_one_go() -> None:
    assert one("a: [" + "- “" * 300_000 + ": b: c\n").code in ("yaml-syntax", "look-alike")


@pytest.mark.parametrize("space", ["\u00a0", "\u202f", "\u200b"])
@pytest.mark.parametrize(
    "text",
    ["a:\n  bc:{}1\n", "a:\n  bc:{}{{d: 1}}\n", "a:\n {{bc:{}1, d: 2}}\n", "\n bc:{}1\n", "a:\n  bc:{}1\n\n\n  d: 2\n"],
)
def test_an_odd_space_behind_the_colon_of_a_key_that_stands_alone_is_shown_at_its_place(space: str, text: str) -> None:
    column = 5 if text.startswith("\n") else 6
    found = one(text.format(space))
    assert (found.code, found.place) == ("odd-space", at(2, column, 2, column + 1))


def test_an_odd_space_inside_a_text_beside_its_key_is_no_matter() -> None:
    assert reading("note: Paris:\u00a0x\nname: a\u00a0b\nlong: |\n  en:\u00a0x\n")[1] == []


@pytest.mark.parametrize("date", ["2026-07-01", '"2026-07-01"', "2026-07-01T00:00+02:00"])
def test_a_value_left_above_its_dates_is_told_to_get_one_too(date: str) -> None:
    found = one(f"prices:\n  coins_5000: 69.99  # until now\n    {date}: 74.99\n")
    assert (found.code, found.place.line if found.place else 0) == ("yaml-syntax", 3)
    assert found.advice == "give the value above a date and a line of its own, for example 2025-01-01: 69.99"


@pytest.mark.parametrize(
    "below",
    [
        "    2026-01-01: @69.99",
        '    2026-01-01: "69.99',
        "    69.99: 5",
        "   2026-01-01: 69.99",
        "     2026-01-01: 69.99",
    ],
)
def test_a_value_that_has_its_date_is_told_to_get_none(below: str) -> None:
    found = one(f"prices:\n  coins_5000:\n    2025-01-01: 64.99\n{below}\n    - 1\n")
    assert found.code == "yaml-syntax"
    assert "give the value above" not in found.advice
