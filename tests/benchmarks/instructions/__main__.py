"""`python -m tests.benchmarks.instructions [COMMIT]`: instructions of five fixed workloads, here and at a commit.

Each workload is a process of its own under callgrind, with a fixed hash seed: imports, then a load of the commit's own
copy of the book, then the questions. What came before is subtracted, so that a figure is of the workload alone. Both
sides read the book of the commit, so that what is compared is the code. Nothing here depends on the machine's load.

Ends with 1 where a workload takes more than a tenth more than at the commit, or answers another number of questions.
"""

import argparse
import io
import os
import re
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Mapping
from compileall import compile_dir
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from tests.benchmarks.instructions import workloads
from tests.benchmarks.instructions.workloads import COUNTS, IMPORTS, LOAD

BASE = "ce12510"
RATIO_MOST = 1.10
CHECKOUT = Path(__file__).parents[3]
COLLECTED = re.compile(r"Collected : (\d+)")


class Counted(NamedTuple):
    """What one process took: instructions, and how many questions were answered."""

    instructions: int
    answered: int


def counted(source: Path, book: Path, name: str) -> Counted:
    """One workload under callgrind, with the code of `source` and the rules of `book`."""
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(source),
        "PYTHONHASHSEED": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
        "LC_ALL": "C.UTF-8",
    }
    command = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", sys.executable, "-P"]
    done = subprocess.run(
        [*command, workloads.__file__, str(book), name], env=environment, capture_output=True, text=True, check=False
    )
    collected = COLLECTED.search(done.stderr)
    if done.returncode or collected is None:
        raise SystemExit(f"{name}: callgrind ended with {done.returncode}\n{done.stderr[-2_000:]}{done.stdout[-500:]}")
    return Counted(int(collected[1]), int(done.stdout or 0))


def all_counted(source: Path, book: Path) -> dict[str, Counted]:
    """What each workload takes by itself, and what the imports take."""
    whole = {name: counted(source, book, name) for name in (IMPORTS, LOAD, *COUNTS)}
    before = {LOAD: IMPORTS} | dict.fromkeys(COUNTS, LOAD)
    return {
        name: Counted(found.instructions - (whole[before[name]].instructions if name in before else 0), found.answered)
        for name, found in whole.items()
    }


def checked_out(commit: str, folder: Path) -> Path:
    """The sources and the rules of a commit, in a folder."""
    listed = subprocess.run(
        ["git", "ls-tree", "--name-only", commit, "src", "rules", "regions", "world"],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    packed = subprocess.run(
        ["git", "archive", commit, *listed.split()], cwd=CHECKOUT, capture_output=True, check=True
    ).stdout
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        archive.extractall(folder, filter="data")
    return folder


def compiled(source: Path) -> None:
    """Compiles each module beforehand, so that no figure holds the compiler."""
    compile_dir(source, quiet=1)


def table(here: Mapping[str, Counted], there: Mapping[str, Counted] | None, commit: str) -> str:
    """Millions of instructions of each workload, and their ratio."""
    head = f"{'workload':<24}{'here':>12}" + (f"{commit:>12}{'ratio':>8}" if there else "")
    rows = [head + "   million instructions"]
    for name, found in here.items():
        label = f"{COUNTS[name]:,} {name}" if name in COUNTS else name
        row = f"{label:<24}{found.instructions / 1e6:>12,.1f}"
        if there:
            row += f"{there[name].instructions / 1e6:>12,.1f}{found.instructions / there[name].instructions:>8.3f}"
        if there and there[name].answered != found.answered:
            row += f"   answered {found.answered}, there {there[name].answered}"
        rows.append(row)
    return "\n".join(rows)


def main(arguments: list[str]) -> int:
    """Counts and prints; 1 where a bar is missed."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.instructions", description=__doc__)
    parser.add_argument("commit", nargs="?", default=BASE, help=f"compared with (default {BASE}); - for none")
    chosen = parser.parse_args(arguments)
    if shutil.which("valgrind") is None:
        raise SystemExit("valgrind is not installed: apt-get install valgrind")
    if chosen.commit == "-":
        compiled(CHECKOUT / "src")
        print(table(all_counted(CHECKOUT / "src", CHECKOUT), None, ""))
        return 0
    with TemporaryDirectory() as folder:
        book = checked_out(chosen.commit, Path(folder))
        compiled(book / "src")
        compiled(CHECKOUT / "src")
        here, there = all_counted(CHECKOUT / "src", book), all_counted(book / "src", book)
    print(table(here, there, chosen.commit))
    missed = [
        name
        for name in (LOAD, *COUNTS)
        if here[name].instructions > RATIO_MOST * there[name].instructions
        or here[name].answered != there[name].answered
    ]
    if missed:
        print(f"more than {RATIO_MOST:.2f} of {chosen.commit}, or other answers: {', '.join(missed)}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
