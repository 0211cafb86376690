"""Text to nodes: every scalar as it was written and at its place, within bounds of bytes, nodes and depth."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratecard.rulefiles.text.decoding import BYTES_MOST
from ratecard.rulefiles.text.nodes import Mapping, Node, Scalar, Sequence
from ratecard.rulefiles.text.reading import DEPTH_MOST, NODES_MOST
from tests.rulefiles.text.reading import at, entry, one, reading, root_of


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
