"""Books for tests: the shipped one, and texts with single values replaced."""

from functools import lru_cache
from pathlib import Path

from ratecard.book.rulebook import RuleBook
from ratecard.loading import Loaded, load_texts
from ratecard.shipped import shipped_book

Texts = dict[str, str]


@lru_cache(maxsize=1)
def _shipped_texts() -> tuple[tuple[str, str], ...]:
    folder = shipped_book()
    files = [*(folder / "rules").rglob("*.yaml"), *(folder / "regions").rglob("*.yaml")]
    return tuple((path.relative_to(folder).as_posix(), path.read_text("utf-8")) for path in sorted(files))


def shipped_texts() -> Texts:
    """The shipped rule files by path."""
    return dict(_shipped_texts())


HARD = ("BG", "CA", "CA-ON", "CA-QC", "DE", "FR", "JP", "KR", "KW", "NO", "US", "US-NY", "US-OR", "US-TX")
"""Regions that are each hard in one way: a currency that changes, no and three decimals, two taxes, a state's tax."""


def hard_texts() -> Texts:
    """The shipped book with its hard regions alone, for tests that load or go through it many times."""
    files = {f"regions/{region.lower()}.yaml" for region in HARD}
    return {
        path: text
        for path, text in shipped_texts().items()
        if path.startswith(("rules/", "regions/groups/")) or path in files
    }


def folder_texts(folder: Path) -> Texts:
    """The rule files of any book's folder by path."""
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in sorted(folder.rglob("*.yaml"))}


def sound(loaded: Loaded) -> RuleBook:
    """The book of a load without errors."""
    assert loaded.book is not None, loaded.diagnostics
    return loaded.book


@lru_cache(maxsize=1)
def shipped() -> RuleBook:
    """The shipped book."""
    return sound(load_texts(shipped_texts()))
