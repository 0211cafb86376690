"""The workloads whose instructions `make count` counts ask what the shipped book answers."""

import pytest

from tests.benchmarks.instructions.workloads import COUNTS, HOMES, answered, found
from tests.books import shipped


@pytest.mark.parametrize("name", COUNTS)
def test_every_question_of_a_workload_is_answered(name: str) -> None:
    assert answered(shipped(), name) == COUNTS[name]


def test_what_is_called_is_found() -> None:
    assert {found(name).__name__ for name in HOMES} == set(HOMES)
