"""The smallest book that can be quoted, in which nothing is wrong, and the same with a few files changed."""

from collections.abc import Mapping
from pathlib import Path

from ratecard.book.rulebook import RuleBook
from ratecard.diagnostics.diagnostic import Diagnostic
from ratecard.diagnostics.text import render_lines
from ratecard.loading import Loaded, load_texts
from tests.books import Texts, folder_texts

CASES = Path(__file__).parent

SMALLEST: Mapping[str, str] = folder_texts(CASES / "good" / "smallest")
"""One region, two platforms, two packages."""

DE = SMALLEST["regions/de.yaml"]

Changes = Mapping[str, str | None]
"""Texts by path to add or to replace; None takes a file away."""


def changed(changes: Changes) -> Texts:
    """The texts of the smallest book after these changes."""
    return {path: text for path, text in {**SMALLEST, **changes}.items() if text is not None}


def germany(*replacements: tuple[str, str]) -> Texts:
    """A change of regions/de.yaml alone: each first text, which must stand there, replaced by the second."""
    return replaced("regions/de.yaml", *replacements)


def replaced(path: str, *replacements: tuple[str, str]) -> Texts:
    """A change of one file: each first text, which must stand there, replaced by the second."""
    text = SMALLEST[path]
    for old, new in replacements:
        assert old in text, f"{old!r} does not stand in {path}"
        text = text.replace(old, new)
    return {path: text}


def load(changes: Changes) -> Loaded:
    """The smallest book after these changes, loaded."""
    return load_texts(changed(changes))


def found(changes: Changes) -> tuple[Diagnostic, ...]:
    """What is wrong with the smallest book after these changes."""
    return load(changes).diagnostics


def codes(changes: Changes) -> list[str]:
    """The codes of what is wrong with the smallest book after these changes."""
    return [each.code for each in found(changes)]


def only(changes: Changes) -> Diagnostic:
    """The one thing wrong with the smallest book after these changes: one mistake gives one diagnostic."""
    diagnostics = found(changes)
    assert len(diagnostics) == 1, render_lines(diagnostics) or "nothing is reported"
    return diagnostics[0]


def book(changes: Changes, *warnings: str) -> RuleBook:
    """The smallest book after these changes, in which nothing may be wrong but for these warnings, by their codes."""
    loaded = load(changes)
    assert [each.code for each in loaded.diagnostics] == list(warnings), render_lines(loaded.diagnostics)
    assert loaded.book is not None
    return loaded.book
