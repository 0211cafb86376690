"""`python -m tests.snapshots [FILE]`: writes digests of all that the engine says, one line a market or mistake.

Run it before and after a change of structure and compare the two texts: no line may differ, apart from the words of
diagnostics where sentences were meant to change (`diff <(sed 's/ words .*//' BEFORE) <(sed 's/ words .*//' AFTER)`).
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from ratecard.loading import load_texts
from tests.books import folder_texts, shipped, sound
from tests.cases.smallest import CASES
from tests.snapshots.answers import lines_of
from tests.snapshots.mistakes import lines_of_mistakes


def lines() -> Iterator[str]:
    """Every line, in an order of its own."""
    yield from lines_of(shipped(), "shipped")
    for folder in sorted((CASES / "good").iterdir()):
        yield from lines_of(sound(load_texts(folder_texts(folder))), folder.name)
    yield from lines_of_mistakes()


def main(arguments: list[str]) -> None:
    """Writes the text to the file that is named, else to the standard output."""
    text = "".join(f"{line}\n" for line in lines())
    if arguments:
        Path(arguments[0]).write_text(text, "utf-8")
    else:
        sys.stdout.write(text)


if __name__ == "__main__":
    main(sys.argv[1:])
