"""The book of tests/cases/good/coins_to_cash, in which creators earn and are paid, with single texts replaced."""

from ratecard.book.rulebook import RuleBook
from ratecard.diagnostics.diagnostic import Diagnostic
from ratecard.diagnostics.text import render_lines
from ratecard.instants import Instant
from ratecard.loading import load_texts
from ratecard.terms.region import Region
from tests.books import Texts, folder_texts
from tests.cases.smallest import CASES

CASH = folder_texts(CASES / "good" / "coins_to_cash")

Change = tuple[str, str, str]
"""A file, a text that stands in it, and what replaces it there; an empty text is the end of the file."""


def cash(*changes: Change) -> Texts:
    """The texts of the book after these changes."""
    texts = dict(CASH)
    for file, old, new in changes:
        assert old in texts[file], f"{old!r} does not stand in {file}"
        texts[file] = texts[file].replace(old, new) if old else texts[file] + new
    return texts


def cash_book(*changes: Change, warnings: tuple[str, ...] = ()) -> RuleBook:
    """The book after these changes, in which nothing may be wrong but for these warnings, by their codes."""
    loaded = load_texts(cash(*changes))
    assert tuple(each.code for each in loaded.diagnostics) == warnings, render_lines(loaded.diagnostics)
    assert loaded.book is not None
    return loaded.book


def found_in_cash(*changes: Change) -> list[Diagnostic]:
    """What is wrong with the book after these changes."""
    return list(load_texts(cash(*changes)).diagnostics)


def only_in_cash(*changes: Change) -> Diagnostic:
    """The one thing that is wrong with the book after these changes."""
    found = found_in_cash(*changes)
    assert len(found) == 1, render_lines(found) or "nothing is reported"
    return found[0]


def written_at(diagnostic: Diagnostic, texts: Texts) -> str:
    """What stands at a diagnostic's place, on its first line."""
    place = diagnostic.place
    assert place is not None
    line = texts[place.file].split("\n")[place.line - 1]
    return line[place.column - 1 : place.end_column - 1 if place.end_line == place.line else None]


def region_of(book: RuleBook, code: str, when: Instant) -> Region:
    """A region that is there."""
    region = book.region(code, when)
    assert type(region) is Region, region
    return region
