"""What a unit of cost takes of a processor, for operations of every kind: `make bench-cost`, or `... costs want lots`.

A unit stands for ten microseconds at most. The table says, for each operation, its units, its time without HTTP,
its time for each unit, and how many steps of work a unit is (`tests.api.documents.working`), which the tests go by.
"""

import sys
import time

from tests.api.documents.costly import OPERATIONS, Worker

ROUNDS = 5
WIDTH = 34


def microseconds(worker: Worker, name: str) -> float:
    """The best time of a few, in processor time of this process."""
    document, variables = OPERATIONS[name]
    best = float("inf")
    for _ in range(ROUNDS):
        began = time.process_time_ns()
        worker.answer(document, variables)
        best = min(best, (time.process_time_ns() - began) / 1_000)
    return best


def main(words: list[str]) -> None:
    """Prints the table, of the operations that have one of these words in their name, or of all."""
    worker = Worker()
    print(f"{'operation':{WIDTH}} {'units':>9} {'µs':>9} {'µs a unit':>10} {'steps a unit':>13}")
    for name, (document, variables) in OPERATIONS.items():
        if words and not any(word in name for word in words):
            continue
        units = worker.units(document, variables)
        taken = microseconds(worker, name)
        steps = worker.steps(document, variables)
        print(f"{name:{WIDTH}} {units:>9,} {taken:>9,.0f} {taken / units:>10.2f} {steps / units:>13.1f}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
