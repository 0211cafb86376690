"""The workloads whose instructions `make count` counts ask what the shipped book answers."""

from pathlib import Path

import pytest

from ratecard.loading import load_book
from tests.benchmarks.instructions.sales import PROMOTIONS, written
from tests.benchmarks.instructions.workloads import COUNTS, HOMES, SALES_ASKED, answered, found
from tests.books import shipped


@pytest.mark.parametrize("name", COUNTS)
def test_every_question_of_a_workload_is_answered(name: str) -> None:
    assert answered(shipped(), name) == COUNTS[name]


@pytest.mark.parametrize("name", PROMOTIONS)
def test_every_question_about_promotions_is_answered(name: str, tmp_path: Path) -> None:
    assert answered(load_book(written(tmp_path, PROMOTIONS[name])).book, name) == SALES_ASKED


def test_what_is_called_is_found() -> None:
    assert {found(name).__name__ for name in HOMES} == set(HOMES)
