"""A process of its own that checks hostile books within bounds of memory and time; for test_check.py alone.

    python -m tests.hostile.checking FOLDER…

prints a line for each folder and form of output: exit code, whether it is a traceback, how many bytes. A book that
takes more than its share ends the process: by the limit of memory, or by the watchdog that prints where it hangs.
"""

import faulthandler
import resource
import sys

from click.testing import CliRunner

from ratecard.cli.main import main

MEMORY_MOST_BYTES = 1 << 30
SECONDS_MOST = 240
FORMATS = ("text", "json")


def check_all(folders: list[str]) -> None:
    """Checks each folder in each form of output."""
    for folder in folders:
        for output in FORMATS:
            result = CliRunner().invoke(main, ["check", "--book", folder, "--format", output])
            crashed = result.exception is not None and not isinstance(result.exception, SystemExit)
            print(result.exit_code, "traceback" if crashed else "clean", len(result.output), folder, output, flush=True)


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_MOST_BYTES, MEMORY_MOST_BYTES))
    faulthandler.dump_traceback_later(SECONDS_MOST, exit=True)
    check_all(sys.argv[1:])
