"""Text to nodes: every scalar as it was written, at its place, and each thing that YAML has and rule files have not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratecard.diagnostics.diagnostic import Diagnostic, Place
from ratecard.rulefiles.nodes import Mapping, Node, Scalar, Sequence
from ratecard.rulefiles.reading import BYTES_MOST, DEPTH_MOST, NODES_MOST, read

FILE = "rules/a.yaml"


def reading(text: str | bytes) -> tuple[Node | None, list[Diagnostic]]:
    """The root node of a text, and everything that is reported."""
    found: list[Diagnostic] = []
    root = read(FILE, text if isinstance(text, bytes) else text.encode(), found.append)
    return root, found


def root_of(text: str | bytes) -> Mapping:
    """The root mapping of a text in which nothing is wrong."""
    root, found = reading(text)
    assert found == []
    assert isinstance(root, Mapping)
    return root


def entry(text: str | bytes, key: str = "key") -> Scalar:
    """The scalar under a key of a sound text."""
    scalar = next(value for name, value in root_of(text).entries if name.text == key)
    assert isinstance(scalar, Scalar)
    return scalar


def one(text: str | bytes) -> Diagnostic:
    """The one thing that is reported of a text."""
    _, found = reading(text)
    assert len(found) == 1, found
    return found[0]


def at(line: int, column: int, end_line: int, end_column: int) -> Place:
    return Place(FILE, line, column, end_line, end_column)


def scalars(node: Node) -> list[Scalar]:
    """Every scalar below a node, keys too, in the order of the file."""
    if isinstance(node, Scalar):
        return [node]
    if isinstance(node, Mapping):
        return [scalar for key, value in node.entries for scalar in (key, *scalars(value))]
    assert isinstance(node, Sequence)
    return [scalar for item in node.items for scalar in scalars(item)]


# --- What was written


@pytest.mark.parametrize(
    "written",
    ["4.10", "NO", "no", "yes", "on", "010", "0x1F", "12:30", "1_000", "~", "null", "2026-07-01", "1e3", ".5", "="],
)
def test_a_plain_scalar_is_the_text_that_was_written(written: str) -> None:
    assert entry(f"key: {written}\n") == Scalar(written, True, at(1, 6, 1, 6 + len(written)))


@pytest.mark.parametrize(
    ("written", "text", "end"),
    [
        ("'it''s 4.10'", "it's 4.10", (1, 18)),
        ('"a \\"b\\" \\u00e9"', 'a "b" é', (1, 22)),
        ("''", "", (1, 8)),
        ("|\n  two\n  lines\n", "two\nlines\n", (4, 1)),
        ("|-\n  one\n", "one", (3, 1)),
        (">-\n  folded\n  text\n", "folded text", (4, 1)),
    ],
)
def test_a_quoted_or_block_scalar_is_no_plain_one(written: str, text: str, end: tuple[int, int]) -> None:
    assert entry(f"key: {written}") == Scalar(text, False, at(1, 6, *end))


def test_a_plain_scalar_over_two_lines_is_joined_by_a_space() -> None:
    assert entry("key: one\n  two\n") == Scalar("one two", True, at(1, 6, 2, 6))


def test_mappings_and_lists_have_the_place_from_their_first_to_their_last_character() -> None:
    root = root_of("a: {b: [1, 2]}\nc:\n  - d\n")
    (_, flow), (_, block) = root.entries
    assert flow.place == at(1, 4, 1, 15)
    assert block.place == at(3, 3, 3, 6)
    assert root.place.line == 1


@pytest.mark.parametrize("before", ["名前", "😀", "Mu\u0308", "عملة", "é"])
def test_columns_count_characters_however_wide_they_are(before: str) -> None:
    assert entry(f"{{a: {before}, key: 19}}").place == at(1, 12 + len(before), 1, 14 + len(before))


words = st.text("abcdeüß消ж0123456789._", min_size=1, max_size=8)
trees = st.recursive(
    words,
    lambda below: st.lists(below, min_size=1, max_size=4) | st.dictionaries(words, below, min_size=1, max_size=4),
    max_leaves=20,
)


def block(tree: object, indent: int = 0) -> str:
    """A tree as YAML in block style; below the second level in flow style."""
    if isinstance(tree, str) or indent > 2:
        return flow(tree)
    pad = "  " * indent
    if isinstance(tree, list):
        return "".join(f"\n{pad}- {block(item, 9)}" for item in tree)
    assert isinstance(tree, dict)
    return "".join(f"\n{pad}{key}: {block(value, indent + 1)}" for key, value in tree.items())


def flow(tree: object) -> str:
    if isinstance(tree, list):
        return f"[{', '.join(map(flow, tree))}]"
    if isinstance(tree, dict):
        return "{" + ", ".join(f"{key}: {flow(value)}" for key, value in tree.items()) + "}"
    return str(tree)


documents = st.dictionaries(words, trees, min_size=1, max_size=4).map(lambda tree: block(tree).lstrip("\n") + "\n")


@given(documents)
def test_each_scalar_lies_at_its_place(text: str) -> None:
    lines = text.split("\n")
    found = scalars(root_of(text))
    assert found
    for scalar in found:
        place = scalar.place
        assert place.line == place.end_line
        assert lines[place.line - 1][place.column - 1 : place.end_column - 1] == scalar.text


@given(documents)
def test_line_ends_of_any_system_and_a_byte_order_mark_make_no_difference(text: str) -> None:
    expected = root_of(text)
    assert root_of(text.replace("\n", "\r\n")) == expected
    assert root_of(text.replace("\n", "\r")) == expected
    assert root_of(b"\xef\xbb\xbf" + text.encode()) == expected


def test_keys_stay_in_the_order_of_the_file() -> None:
    assert [key.text for key, _ in root_of("b: 1\na: 2\nc: 3\n").entries] == ["b", "a", "c"]


# --- Bounds


@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ("{a: ", "}")])
def test_values_may_be_nested_32_deep_and_no_deeper(opening: str, closing: str) -> None:
    assert reading(opening * DEPTH_MOST + "x" + closing * DEPTH_MOST)[1] == []
    found = one(opening * (DEPTH_MOST + 1) + "x" + closing * (DEPTH_MOST + 1))
    column = DEPTH_MOST * len(opening) + 1
    assert (found.code, found.place) == ("nested-too-deep", at(1, column, 1, column + 1))


@pytest.mark.parametrize("opening", ["[", "{a: ", "- "])
def test_absurd_depth_stops_at_the_bound_and_not_at_the_end_of_the_stack(opening: str) -> None:
    assert one(opening * 100_000).code == "nested-too-deep"


def test_a_file_may_have_four_million_bytes_and_no_more() -> None:
    text = b"key: 1\n# "
    root_of(text + b"x" * (BYTES_MOST - len(text)))
    found = one(text + b"x" * (BYTES_MOST - len(text) + 1))
    assert (found.code, found.place) == ("file-too-large", at(1, 1, 1, 1))
    assert "4,000,001 bytes" in found.sentence


def test_a_file_may_have_two_hundred_thousand_values_and_no_more() -> None:
    # The list itself counts as one.
    assert reading("[" + "x," * (NODES_MOST - 1) + "]")[1] == []
    assert one("[" + "x," * NODES_MOST + "]").code == "file-too-large"


# --- Files that hold nothing


@pytest.mark.parametrize(
    "text", ["", "\n", "  \n\n", "# only\n# comments\n", "---\n", "---\n...\n", "\ufeff", "\ufeff# x"]
)
def test_a_file_without_content_is_empty(text: str) -> None:
    root, found = reading(text)
    assert root is None
    assert [(each.code, each.place) for each in found] == [("empty-file", at(1, 1, 1, 1))]


def test_one_document_may_have_its_marks() -> None:
    assert entry("---\nkey: 1\n...\n").text == "1"
    assert entry("%YAML 1.1\n---\nkey: 1\n").text == "1"


@pytest.mark.parametrize(
    ("text", "line"), [("a: 1\n---\nb: 2\n", 2), ("a: 1\n...\n---\nb: 2\n", 3), ("--- a\n--- b\n", 2)]
)
def test_a_second_document_is_one_error(text: str, line: int) -> None:
    root, found = reading(text)
    assert root is None
    assert [(each.code, each.place and each.place.line) for each in found] == [("several-documents", line)]


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
    assert "space" in found.hint or "delete" in found.hint


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
    assert [scalar.text for scalar in scalars(root)] == ["a", "1", "b", "c", "1"]


def test_the_same_key_in_two_mappings_is_fine() -> None:
    root_of("a: {c: 1}\nb: {c: 1}\n")


# --- Syntax


@pytest.mark.parametrize(
    ("text", "line", "column", "hint"),
    [
        ("a: b: c\n", 1, 5, "put text that holds a colon in quotes, or indent the line to match its neighbours"),
        ("a: 1\n b: 2\n", 2, 3, "put text that holds a colon in quotes, or indent the line to match its neighbours"),
        ("a: %19\n", 1, 4, "put the value in quotes"),
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
    assert found.hint == hint


def test_a_syntax_error_inside_a_bracket_also_shows_where_the_bracket_was_opened() -> None:
    found = one("a: {b: 1\nc: 2\n")
    assert (found.code, [note.place for note in found.notes]) == ("yaml-syntax", [at(1, 4, 1, 5)])


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
        assert each.hint


@given(st.binary(max_size=60))
def test_any_bytes_become_nodes_or_diagnostics(content: bytes) -> None:
    root, found = reading(content)
    assert root is not None or found
