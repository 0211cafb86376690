"""A cold book asked by many threads at once answers as one thread is answered."""

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest

import ratecard
from tests.books import HARD, HARD_PARTS, hard_texts, write_texts
from tests.python.asking import CREATOR, LOTS

THREADS = 16
DAYS = [datetime(2025, 1, 1, tzinfo=UTC), datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 11, 27, 12, tzinfo=UTC)]


@pytest.fixture
def switching_often() -> Iterator[None]:
    """Lets threads take turns a hundred times as often as usual."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(before / 100)
    yield
    sys.setswitchinterval(before)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_texts(tmp_path_factory.mktemp("book"), hard_texts())


def answers(book: ratecard.Book) -> list[object]:
    """What a book answers about each hard market at several instants."""
    told: list[object] = []
    for market in (each for each in book.markets if each.region in (*HARD, *HARD_PARTS)):
        for at in DAYS:
            asked: dict[str, Any] = {"region": market.region, "platform": market.platform}
            told += [
                book.price_list(**asked, at=at),
                book.purchase(**asked, package="coins_1000", at=at, facts={"buyer.age": 30}),
                book.gift(**asked, creator_region="KR", gift="rose", at=at),
                book.payout(region=market.region, method="bank", at=at, lots=LOTS, facts=CREATOR),
                book.payout(
                    region=market.region, method="paypal", at=at, diamonds=30_000, facts={"creator.payouts": 0}
                ),
            ]
    return told


@pytest.mark.usefixtures("switching_often")
def test_many_threads_over_a_cold_book_are_answered_as_one(folder: Path) -> None:
    expected, cold = answers(ratecard.load(folder)), ratecard.load(folder)
    start = Barrier(THREADS)

    def ask() -> list[object]:
        start.wait()
        return answers(cold)

    with ThreadPoolExecutor(THREADS) as pool:
        told = [future.result() for future in [pool.submit(ask) for _ in range(THREADS)]]
    assert any(isinstance(answer, ratecard.PayoutQuote) for answer in expected)
    assert [answer == expected for answer in told] == [True] * THREADS


@pytest.mark.usefixtures("switching_often")
def test_threads_may_load_at_once(folder: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        books = list(pool.map(ratecard.load, [folder] * 4))
    assert {book.digest for book in books} == {ratecard.load(folder).digest}
    assert answers(books[0]) == answers(books[-1])
