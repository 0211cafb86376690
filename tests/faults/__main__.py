"""Puts each fault into a copy of the engine, runs the agreement tests on it, and prints which test caught it.

Exits with 1 if a fault survives or if the tests fail without one, and with 2 if a fault no longer fits the engine.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tests.faults.fault import Fault
from tests.faults.faults import FAULTS
from tests.faults.profile import SEED

CHECKOUT = Path(__file__).resolve().parents[2]
SECONDS_MOST = 1_800
NONE = "no fault"


@dataclass(frozen=True)
class Outcome:
    """What became of a fault: the test that caught it, or "" where all of them passed, and how long it took."""

    fault: Fault
    caught_by: str
    seconds: float

    @property
    def fine(self) -> bool:
        """A fault is to be caught, and the engine without one is not."""
        return bool(self.caught_by) != (self.fault.name == NONE)


def main(names: Sequence[str]) -> int:
    """Tries the faults of these names, or all of them; answers the exit code."""
    chosen = [fault for fault in FAULTS if fault.name in names or not names]
    unfit = [problem for fault in chosen if (problem := misfit(fault))]
    if unfit or not chosen:
        print("\n".join(unfit or [f"no fault is named {' or '.join(names)}"]), file=sys.stderr)
        return 2
    started = time.monotonic()
    with ThreadPoolExecutor(max(1, os.cpu_count() or 1)) as pool:
        outcomes = []
        unchanged = [
            Fault(NONE, f"the engine as it is, by {Path(tests).stem}", "", "", "", tests)
            for tests in sorted({fault.tests for fault in chosen})
        ]
        for outcome in pool.map(attempt, [*unchanged, *chosen]):
            outcomes.append(outcome)
            print(row(outcome), flush=True)
    survived = [outcome for outcome in outcomes if not outcome.fine]
    print(f"{len(chosen)} faults, {len(survived)} wrong outcomes, {time.monotonic() - started:.0f} s")
    return 1 if survived else 0


def misfit(fault: Fault) -> str:
    """Why a fault does not fit the engine as it stands; "" where it does."""
    text = (CHECKOUT / "src" / "ratecard" / fault.file).read_text("utf-8")
    found = text.count(fault.text)
    if found != 1:
        return f"{fault.name}: the text stands {found} times in {fault.file}: {fault.text!r}"
    try:
        compile(text.replace(fault.text, fault.instead), fault.file, "exec")
    except SyntaxError as error:
        return f"{fault.name}: what stands instead is not Python: {error.msg}"
    return ""


def attempt(fault: Fault) -> Outcome:
    """Runs the agreement tests on a copy of the engine that has this fault."""
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="ratecard-fault-") as folder:
        for part in ("src", "rules", "regions", "world"):
            shutil.copytree(CHECKOUT / part, Path(folder, part), ignore=shutil.ignore_patterns("__pycache__"))
        if fault.name != NONE:
            path = Path(folder, "src", "ratecard", fault.file)
            path.write_text(path.read_text("utf-8").replace(fault.text, fault.instead), "utf-8")
        command = [sys.executable, "-m", "pytest", fault.tests, "-x", "-q", "--no-header", "--tb=no"]
        command += ["-p", "no:cacheprovider", "-p", "tests.faults.profile", f"--hypothesis-seed={SEED}"]
        paths = os.pathsep.join([f"{folder}/src", str(CHECKOUT)])
        environment = os.environ | {"PYTHONPATH": paths, "RATECARD_FAULTY": folder, "PYTHONDONTWRITEBYTECODE": "1"}
        run = subprocess.run(
            command, cwd=CHECKOUT, env=environment, capture_output=True, text=True, timeout=SECONDS_MOST, check=False
        )
    if run.returncode not in (0, 1):
        raise RuntimeError(f"{fault.name}: pytest ended with {run.returncode}\n{run.stdout}\n{run.stderr}")
    failed = re.search(r"^FAILED \S+::(\w+)", run.stdout, re.MULTILINE)
    return Outcome(fault, failed[1] if failed else "", time.monotonic() - started)


def row(outcome: Outcome) -> str:
    """One line of the table."""
    verdict = "caught" if outcome.caught_by else "passed"
    mark = "" if outcome.fine else "  <-- WRONG"
    fault, by = outcome.fault, outcome.caught_by.removeprefix("test_")
    return f"{fault.name:17} {fault.what:78} {verdict} {outcome.seconds:5.1f} s  {by}{mark}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
