"""Which worker of pytest-xdist runs which test: the tests of a file stay at one worker, and the last files are shared.

A fixture of a module, and what a module keeps, is then made once and not once a worker. xdist's own scheduling by
groups hands out tests one by one instead. It also counts, after each test, all that were ever handed out: for 18,800
tests that took 20 seconds of the processor that the workers need.
"""

from collections import deque

from xdist.scheduler import LoadGroupScheduling
from xdist.workermanage import WorkerController


class FileByFile(LoadGroupScheduling):  # type: ignore[misc]  # it has no types
    """Hands out groups (`xdist_group`) whole, and all other tests one by one, file after file.

    A worker goes on with its own file, then takes the next one that nobody has begun, and at the end helps with another
    worker's.
    """

    _waiting: dict[str, deque[str]] | None = None
    """The units that are not handed out yet by their file, or by their group's name, in the order of collection."""
    _positions: dict[str, int]
    """Where each test stands in the collection, which is the same at every worker."""

    def _assign_work_unit(self, node: WorkerController) -> None:
        if self._waiting is None:
            self._begin()
        unit = self._next_unit(node)
        tests = self.workqueue.pop(unit)
        self.assigned_work.setdefault(node, {})[unit] = tests
        node.send_runtest_some([self._positions[test] for test, done in tests.items() if not done])

    def mark_test_complete(self, node: WorkerController, item_index: int, duration: float = 0) -> None:  # noqa: ARG002
        """Forgets a unit as soon as all of it is done, so that what is pending is counted among a few."""
        test = self.registered_collections[node][item_index]
        unit = self._split_scope(test)
        tests = self.assigned_work[node][unit]
        tests[test] = True
        if all(tests.values()):
            del self.assigned_work[node][unit]
        self._reschedule(node)

    def _begin(self) -> None:
        self._waiting = {}
        self._files: dict[WorkerController, str] = {}
        for unit in self.workqueue:
            self._waiting.setdefault(unit.partition("::")[0], deque()).append(unit)
        self._positions = {test: position for position, test in enumerate(self.collection or ())}

    def _next_unit(self, node: WorkerController) -> str:
        """The unit that this worker gets next."""
        waiting = self._waiting or {}
        if not waiting:
            given_back: str = next(iter(self.workqueue))  # by a worker that crashed
            return given_back
        file = self._files.get(node, "")
        if file not in waiting:
            begun = set(self._files.values())
            file = next((name for name in waiting if name not in begun), next(iter(waiting)))
            self._files[node] = file
        unit = waiting[file].popleft()
        if not waiting[file]:
            del waiting[file]
        return unit
