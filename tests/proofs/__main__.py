"""Asks z3 for a second opinion on margin and round trip, on random small books: `make second-opinion ARGS=200`.

Ends with 1 at the first book on which the guards and z3 differ, and prints it. Needs z3, the extra `proof`.
"""

import sys
import time

from hypothesis import HealthCheck, given, settings

from tests.guards.test_chain import NUMBERS, Small, every_in
from tests.proofs.model import losses

BOOKS = 100


def main(books: int) -> None:
    """Compares so many books. Raises AssertionError at one on which both differ."""
    counts = {"books": 0, "losses": 0}

    @settings(max_examples=books, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(small=NUMBERS)
    def compare(small: Small) -> None:
        found, expected = every_in(small), set(losses(small))
        assert found == expected, f"the guards find {sorted(found)}, and z3 {sorted(expected)}"
        counts["books"] += 1
        counts["losses"] += len(found)

    started = time.monotonic()
    compare()
    print(f"{counts['books']} books, {counts['losses']} losses, found alike; {time.monotonic() - started:.0f} s")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else BOOKS)
