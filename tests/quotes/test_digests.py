"""What the digest of a book tells apart, and what it does not."""

import pytest

from tests.quotes.test_traps import load

DIGESTED = "currency: EUR\nprices: {c: {2025-01-01: 1.29, 2026-07-01: {by: buyer.age, from: {18: 1.49}, other: none}}}"
SAME = (
    "# of old\nprices: {c: {2026-07-01: {other: none, from: {18: 1.49}, by: buyer.age}, 2025-01-01: 1.29}}\n"
    "currency: 'EUR'",
    DIGESTED.replace("1.29", "{value: 1.29 EUR, source: example}"),
    DIGESTED.replace("2025-01-01: 1.29", "2023-01-01: 9.99, 2024-12-01: 1.29"),  # the book begins later
    DIGESTED.replace("2026-07-01", "2026-06-30T22:00Z"),
)
OTHER = (
    DIGESTED.replace("1.29", "1.28"),
    DIGESTED.replace("2026-07-01", "2026-07-02"),
    DIGESTED.replace("2026-07-01", "2026-06-30T22:00:01Z"),
    DIGESTED.replace("18", "17"),
    DIGESTED.replace("other: none", "other: 1.29"),
    DIGESTED.replace("EUR", "USD"),
    DIGESTED + "\npackages: {c: {coins: 101}}",
    DIGESTED + "\npackages: {c: {when: {buyer.age: {at least: 18}}}}",
)


def digest(text: str) -> str:
    """The digest of a book of one region."""
    loaded = load(DE=text)
    assert loaded.book is not None, loaded.diagnostics
    return loaded.book.digest


@pytest.mark.parametrize("text", SAME)
def test_the_same_said_in_another_way_has_the_same_digest(text: str) -> None:
    assert digest(text) == digest(DIGESTED)


@pytest.mark.parametrize("text", OTHER)
def test_what_changes_an_answer_changes_the_digest(text: str) -> None:
    assert digest(text) != digest(DIGESTED)
