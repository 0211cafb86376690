"""The shipped book, as programs load it."""

import pytest

import ratecard


@pytest.fixture(scope="session")
def book() -> ratecard.Book:
    return ratecard.load(ratecard.shipped_book())
