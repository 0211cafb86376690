"""Faults go stale when the engine changes: each must still find the text that it replaces."""

from pathlib import Path

import pytest

from tests.faults.__main__ import misfit
from tests.faults.fault import Fault
from tests.faults.faults import FAULTS


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: str(fault.name))
def test_the_text_that_a_fault_replaces_stands_once_in_the_engine(fault: Fault) -> None:
    assert misfit(fault) == ""


def test_a_fault_whose_text_is_gone_is_told() -> None:
    broken = Fault("broken", "nothing", "rounding.py", "class RoundingMode(", "class (")
    assert misfit(broken).startswith("broken: what stands instead is not Python: ")
    gone = Fault("gone", "nothing", "rounding.py", "a text that stands nowhere", "")
    assert misfit(gone) == "gone: the text stands 0 times in rounding.py: 'a text that stands nowhere'"


def test_the_table_of_faults_has_each_with_what_goes_wrong() -> None:
    text = (Path(__file__).parents[1] / "README.md").read_text("utf-8")
    table = text.partition("| fault | what goes wrong |\n|---|---|\n")[2].partition("\n\n")[0]
    assert table.splitlines() == [f"| {fault.name} | {fault.what} |" for fault in FAULTS]
