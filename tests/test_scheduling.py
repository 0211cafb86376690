"""Every test is handed out once; the tests of a file go to one worker until the others have nothing else to do."""

from types import SimpleNamespace
from typing import Any

import pytest

pytest.importorskip("xdist")

from tests.scheduling import FileByFile


class Worker:
    """A worker that runs a test as soon as it has another one after it, and all that it has at the end."""

    def __init__(self) -> None:
        self.gateway = SimpleNamespace(id="worker")
        self.shutting_down = False
        self.given: list[int] = []
        self.done = 0

    def send_runtest_some(self, indices: list[int]) -> None:
        self.given += indices

    def shutdown(self) -> None:
        self.shutting_down = True


def run(tests: list[str], turns: str) -> list[list[str]]:
    """The tests that each of two workers ran, where they take turns in this order, over and over: "aab"."""
    config: Any = SimpleNamespace(
        getvalue=lambda _: ["popen", "popen"], option=SimpleNamespace(loadscopereorder=True, tx=["popen", "popen"])
    )
    scheduler = FileByFile(config)
    workers: list[Any] = [Worker(), Worker()]
    for worker in workers:
        scheduler.add_node(worker)
        scheduler.add_node_collection(worker, tests)
    scheduler.schedule()
    for turn in turns * len(tests):
        worker = workers["ab".index(turn)]
        if worker.done < len(worker.given) - (0 if worker.shutting_down else 1):
            worker.done += 1
            scheduler.mark_test_complete(worker, worker.given[worker.done - 1])
    assert not scheduler.has_pending
    return [[tests[index] for index in worker.given] for worker in workers]


FILES = [f"{name}.py::test_{number}" for name in "kmnp" for number in range(12)]
GROUPED = [f"g.py::test_{number}@together" for number in range(5)]


@pytest.mark.parametrize("turns", ["ab", "aab", "ba", "abbbbbbbbb"])
def test_every_test_is_handed_out_once_and_a_group_to_one_worker(turns: str) -> None:
    ran = run([*FILES, *GROUPED], turns)
    assert sorted(ran[0] + ran[1]) == sorted([*FILES, *GROUPED])
    assert sum(any(test in GROUPED for test in tests) for tests in ran) == 1


def test_files_stay_together_until_the_last() -> None:
    first, second = run(FILES, "ab")
    files = [{test.partition("::")[0] for test in tests} for tests in (first, second)]
    assert files == [{"k.py", "n.py"}, {"m.py", "p.py"}]


def test_the_last_file_is_shared_where_a_worker_has_nothing_else() -> None:
    slow, fast = run(FILES, "abbbbbbbbb")
    assert {test.partition("::")[0] for test in fast} == {"k.py", "m.py", "n.py", "p.py"}
    assert len(slow) < len(fast)
