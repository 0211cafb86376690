"""Whole small books: good ones answer as written beside them, bad ones report exactly what is written beside them."""

from pathlib import Path

import pytest

from ratecard.diagnostics.text import render_lines
from ratecard.loading import Loaded, load_book
from ratecard.money import Money
from ratecard.quotes.facts import WrongFact, parse_facts
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.quotes.purchases.quoting import quote_purchase
from ratecard.quotes.requests import PurchaseRequest
from tests.book.asking import at
from tests.books import folder_texts, sound
from tests.cases.smallest import CASES

GOOD = sorted((CASES / "good").iterdir())
BAD = sorted((CASES / "bad").iterdir())

good = pytest.mark.parametrize("folder", GOOD, ids=lambda folder: folder.name)
bad = pytest.mark.parametrize("folder", BAD, ids=lambda folder: folder.name)


def expected_of(folder: Path) -> list[str]:
    """The lines of a case's expected.txt."""
    return (folder / "expected.txt").read_text(encoding="utf-8").splitlines()


# What a good book is asked: the folder's name, and "instant region platform package facts: answer".
QUESTIONS = [
    (folder.name, line) for folder in GOOD if (folder / "expected.txt").exists() for line in expected_of(folder)
]


def answer(loaded: Loaded, question: str) -> str:
    """The listed price, and the tax where it is added to it; or the code of the refusal."""
    when, region, platform, package, *pairs = question.split()
    book = sound(loaded)
    facts = parse_facts(book, [(name, value) for name, _, value in (pair.partition("=") for pair in pairs)])
    if isinstance(facts, WrongFact):
        return facts.code
    quote = quote_purchase(book, PurchaseRequest(region, platform, package, at(when), 1, facts))
    if not isinstance(quote, PurchaseQuote):
        return quote.code
    listed = Money(quote.listed_minor, quote.currency)
    added = quote.tax.net_is_listed and quote.tax_minor is not None
    return f"{listed} + {Money(quote.tax_minor or 0, quote.currency)}" if added else str(listed)


@good
def test_nothing_is_wrong_with_a_good_book(folder: Path) -> None:
    loaded = load_book(folder)
    assert loaded.book is not None
    assert render_lines(loaded.diagnostics) == ""


@pytest.mark.parametrize(("name", "line"), QUESTIONS)
def test_a_good_book_answers_as_written_beside_it(name: str, line: str) -> None:
    question, _, expected = line.rpartition(": ")
    assert answer(load_book(CASES / "good" / name), question) == expected


@bad
def test_a_bad_book_reports_all_that_is_wrong_in_one_run(folder: Path) -> None:
    loaded = load_book(folder)
    assert loaded.book is None
    assert render_lines(loaded.diagnostics).splitlines() == expected_of(folder)


@bad
def test_what_is_wrong_is_sorted_by_place_and_lies_in_the_books_files(folder: Path) -> None:
    places = [each.place for each in load_book(folder).diagnostics]
    known = [place for place in places if place is not None]
    assert len(known) == len(places)
    assert known == sorted(known)
    texts = folder_texts(folder)
    for place in known:
        assert place.column <= len(texts[place.file].splitlines()[place.line - 1]) + 1


def test_there_are_cases() -> None:
    assert len(GOOD) >= 6
    assert len(BAD) >= 6
