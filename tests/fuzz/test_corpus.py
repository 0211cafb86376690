"""The kept corpus and mutations of it, judged as the fuzzer judges: without atheris, in every run of the tests."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fuzz.collect import BYTES_MOST, CORPUS
from tests.fuzz.judging import file_for, judge, lines_of

FILES = sorted(CORPUS.iterdir())
CRASHES = sorted(CORPUS.with_name("crashes").iterdir())
"""What the fuzzer once found, made small."""
SEEDS = [file.read_bytes() for file in FILES]
TOKEN = re.compile(rb"\w+|[^\w\s]|\s+")


def tokens_of(dictionary: str) -> list[bytes]:
    """The tokens of a libFuzzer dictionary: one quoted string a line, with escapes of bytes, quotes and backslashes."""
    quoted = re.findall(r'^"(.*)"$', dictionary, re.MULTILINE)
    return [
        re.sub(
            rb'\\(x[0-9A-F]{2}|\\|")',
            lambda found: bytes([int(found[1][1:], 16)]) if found[1][:1] == b"x" else found[1],
            text.encode(),
        )
        for text in quoted
    ]


TOKENS = tokens_of((Path(__file__).parent / "tokens.dict").read_text("utf-8"))

seeds = st.sampled_from(SEEDS)
pieces = st.one_of(st.sampled_from(TOKENS), st.binary(min_size=1, max_size=4))


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """A file of the corpus after a few changes: of bytes, of tokens, of lines, or with lines of another file."""
    content = draw(seeds)
    for _ in range(draw(st.integers(1, 4))):
        change = draw(st.sampled_from([_bytes_replaced, _token_replaced, _line_moved, _spliced]))
        content = change(draw, content)
    return content


def _bytes_replaced(draw: st.DrawFn, content: bytes) -> bytes:
    start = draw(st.integers(0, len(content)))
    end = min(len(content), start + draw(st.integers(0, 8)))
    return content[:start] + draw(pieces) + content[end:]


def _token_replaced(draw: st.DrawFn, content: bytes) -> bytes:
    tokens = list(TOKEN.finditer(content))
    if not tokens:
        return draw(pieces)
    token = draw(st.sampled_from(tokens))
    return content[: token.start()] + draw(st.one_of(pieces, st.just(token[0] * 2))) + content[token.end() :]


def _line_moved(draw: st.DrawFn, content: bytes) -> bytes:
    """One line taken out and put back elsewhere, or twice, or not at all, perhaps indented by another width."""
    lines = content.split(b"\n")
    line = lines.pop(draw(st.integers(0, len(lines) - 1)))
    line = b" " * draw(st.integers(0, 4)) + line.lstrip() if draw(st.booleans()) else line
    for _ in range(draw(st.integers(0, 2))):
        lines.insert(draw(st.integers(0, len(lines))), line)
    return b"\n".join(lines)


def _spliced(draw: st.DrawFn, content: bytes) -> bytes:
    mine, other = content.split(b"\n"), draw(seeds).split(b"\n")
    at, start = draw(st.integers(0, len(mine))), draw(st.integers(0, len(other)))
    return b"\n".join([*mine[:at], *other[start : start + draw(st.integers(0, 6))], *mine[at:]])


@pytest.mark.parametrize("file", [*FILES, *CRASHES], ids=lambda file: file.name)
def test_a_kept_file_is_judged(file: Path) -> None:
    judge(file.read_bytes())


@given(mutated())
def test_any_mutation_of_the_corpus_is_judged(content: bytes) -> None:
    judge(content)


@given(st.binary(max_size=200))
def test_any_bytes_are_judged(content: bytes) -> None:
    judge(content)


def test_the_corpus_stays_small() -> None:
    assert 24 <= len(FILES) <= 100
    assert max(map(len, SEEDS)) <= BYTES_MOST


def test_the_dictionary_is_read_as_libfuzzer_reads_it() -> None:
    assert tokens_of('# a\n"a\\x0A"\n"\\\\x"\n"\\""\n') == [b"a\n", b"\\x", b'"']
    assert b"\xef\xbb\xbf" in TOKENS
    assert len(set(TOKENS)) == len(TOKENS)


@pytest.mark.parametrize(
    ("content", "file"),
    [
        (b"region: DE", "regions/de.yaml"),
        (b"# x\ngroup: eu", "regions/groups/eu.yaml"),
        (b"begins: 2025-01-01", "rules/book.yaml"),
        (b"platforms: {}", "rules/platforms.yaml"),
        (b"\xff", "rules/facts.yaml"),
    ],
)
def test_a_file_takes_the_place_that_its_keys_tell(content: bytes, file: str) -> None:
    assert file_for(content) == file


def test_lines_are_counted_as_editors_count_them() -> None:
    assert lines_of(b"\xef\xbb\xbfa\r\nb\rc\n\xff") == ["a", "b", "c", "\ufffd"]
