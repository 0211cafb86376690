"""Small whole books for tests: the cases of this folder as texts by path, and one of them with a few files changed."""

from collections.abc import Mapping
from pathlib import Path

from ratecard.book.rulebook import RuleBook
from ratecard.diagnostics.diagnostic import Diagnostic
from ratecard.diagnostics.text import render_lines
from ratecard.loading import Loaded, load_texts

CASES = Path(__file__).parent


def texts_of(folder: Path) -> dict[str, str]:
    """Every rule file of a book's folder: its text by its path in the book."""
    files = sorted(path for path in folder.rglob("*") if path.suffix in (".yaml", ".yml"))
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in files}


SMALLEST: Mapping[str, str] = texts_of(CASES / "good" / "smallest")
"""One region, two platforms, two packages: what most tests start from."""


def changed(changes: Mapping[str, str | None]) -> dict[str, str]:
    """The smallest book with these files added or replaced; None takes one away."""
    return {path: text for path, text in {**SMALLEST, **changes}.items() if text is not None}


def load(changes: Mapping[str, str | None]) -> Loaded:
    """The smallest book with these files added or replaced, loaded."""
    return load_texts(changed(changes))


def found(changes: Mapping[str, str | None]) -> tuple[Diagnostic, ...]:
    """What is wrong with the smallest book after these changes."""
    return load(changes).diagnostics


def book(changes: Mapping[str, str | None]) -> RuleBook:
    """The smallest book after these changes, in which nothing may be wrong, not even a warning."""
    loaded = load(changes)
    assert loaded.book is not None and not loaded.diagnostics, render_lines(loaded.diagnostics)
    return loaded.book
