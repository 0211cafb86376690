"""Turns of phrase that must not come back: in what the program says, its docstrings and comments, and in the pages."""

import ast
import io
import re
import subprocess
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

NOT_BEFORE_NO = r"(?<![Tt]here )(?<![Ww]here )(?<![Hh]ere )(?<![Ww]hether )"
AFTER_NO = "longer|more|less|better|worse|such"
PHRASES = {
    rf"{NOT_BEFORE_NO}\bis no (?!(?:{AFTER_NO})\b)[A-Za-z]": "coins is no list",
    r"\bis none of\b(?! it)": "The document is none of those that this server takes.",
    r"\bno JSON that\b": "The request holds no JSON that can be read.",
    r"\bcan not\b": "it can not be read",
    r"\bat the (?:most|least)\b": "ten at the most",
    r"below nothing": "is below nothing",
    r"it is no use": "without which it is no use",
    r"of nobody that": "The bearer token is of nobody that may ask here.",
    r"schema is told": "Whether the schema is told.",
    r"[Tt]oo much was asked": "Too much was asked at once",
    r"begun requests": "For begun requests at the end.",
    r"[Ii]n earnest": "In earnest you would",
}
"""Patterns, each with a sentence that it finds. `docs/decisions` stays as it was written."""

FOUND = re.compile("|".join(PHRASES))


def texts_of(path: Path) -> Iterator[tuple[int, str]]:
    """The texts and comments of a module with their lines, or the paragraphs of a page."""
    text = path.read_text("utf-8")
    if path.suffix == ".md":
        for paragraph in re.finditer(r"(?:.+\n?)+", text):
            yield text.count("\n", 0, paragraph.start()) + 1, " ".join(paragraph[0].split())
        return
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, " ".join(node.value.split())
    yield from comments_of(text)


def comments_of(text: str) -> Iterator[tuple[int, str]]:
    """The comments of a module, those on neighbouring lines as one text, with the line on which each begins."""
    first, last, words = 0, 0, ""
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type != tokenize.COMMENT:
            continue
        line, said = token.start[0], token.string.removeprefix("#").strip()
        if words and line == last + 1:
            words = f"{words} {said}"
        else:
            if words:
                yield first, words
            first, words = line, said
        last = line
    if words:
        yield first, words


def pages_and_modules() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "--", "src", "docs", "*.md"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    paths = [ROOT / name for name in listed.stdout.splitlines() if name.endswith((".py", ".md"))]
    return [path for path in paths if "decisions" not in path.parts and path.name != "CHANGELOG.md"]


def test_no_phrase_comes_back() -> None:
    paths = pages_and_modules()
    assert len(paths) > 300
    found = [
        f"{path.relative_to(ROOT)}:{line}: {match[0]}: {text[max(0, match.start() - 30) : match.end() + 20]}"
        for path in paths
        for line, text in texts_of(path)
        for match in FOUND.finditer(text)
    ]
    assert found == [], "\n".join(found)


@pytest.mark.parametrize(("pattern", "sentence"), PHRASES.items(), ids=list(PHRASES.values()))
def test_each_pattern_finds_its_phrase(pattern: str, sentence: str) -> None:
    assert re.search(pattern, sentence)


@pytest.mark.parametrize("sentence", ["{name} is no JSON object.", "{file} is no JSON", "this is no error of a field"])
def test_what_slipped_through_once_is_found(sentence: str) -> None:
    assert FOUND.search(sentence)


def test_comments_are_read() -> None:
    text = 'coins = []  # coins is\n# no list\nname = "# no comment"\n'
    assert list(comments_of(text)) == [(1, "coins is no list")]


@pytest.mark.parametrize(
    "sentence",
    ["there is no order between them", "There is no end to write", "the key is no longer valid", "it cannot be read"],
)
def test_plain_sentences_are_let_through(sentence: str) -> None:
    assert FOUND.search(sentence) is None
