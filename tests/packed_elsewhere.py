"""`python -m tests.packed_elsewhere SECRET FILE`: what a packed book says in a process of its own, one line each."""

import sys
from pathlib import Path

from ratecard.packing import unpack
from tests.snapshots.answers import lines_of

if __name__ == "__main__":
    secret, file = sys.argv[1:]
    sys.stdout.write(
        "".join(f"{line}\n" for line in lines_of(unpack(Path(file).read_bytes(), secret.encode()), "book"))
    )
