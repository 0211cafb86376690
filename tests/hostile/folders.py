"""Folders that are written for a test: the smallest sound book, to which something is done."""

from pathlib import Path

from ratecard.diagnostics.diagnostic import Diagnostic
from ratecard.loading import load_book
from tests.cases.smallest import SMALLEST

SOUND = "region: FR\ncurrency: EUR\ntime_zone: Europe/Paris\ntax: {lines: {vat: {name: TVA, rate: 20 %}}}\n"


def write_book(folder: Path) -> Path:
    """The smallest book, written into a folder."""
    for name, text in SMALLEST.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def where(found: tuple[Diagnostic, ...]) -> list[tuple[str, str, int, int]]:
    """The code and place of each diagnostic; no place is ("", 0, 0)."""
    return [
        (each.code, each.place.file, each.place.line, each.place.column) if each.place else (each.code, "", 0, 0)
        for each in found
    ]


def reported(folder: Path) -> list[tuple[str, str, int, int]]:
    """What loading a folder reports."""
    return where(load_book(folder).diagnostics)
