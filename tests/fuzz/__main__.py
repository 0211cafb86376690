"""Looks for bytes that break the reader, guided by the coverage of the engine's own code: `make fuzz SECONDS=600`.

New inputs and crashes go to build/fuzz, never into the repository. A crash is a file of bytes there, the process ends
with 77, and the trace is printed; make it small and keep it in tests/fuzz/crashes, where pytest judges it too.
Needs atheris, the extra `fuzz`.
"""

import contextlib
import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["ratecard"]):
    from tests.fuzz.judging import judge

HERE = Path(__file__).resolve().parent
FOUND = Path("build") / "fuzz"
BYTES_MOST = 4_096
"""Small inputs are tried more often; sizes have their own tests."""


def main(seconds: int) -> None:
    """Fuzzes for a while, from the kept corpus and what earlier runs found. The process ends with the result."""
    (FOUND / "corpus").mkdir(parents=True, exist_ok=True)
    options = {
        "max_total_time": seconds,
        "max_len": BYTES_MOST,
        "timeout": 20,
        "rss_limit_mb": 3_000,
        "dict": HERE / "tokens.dict",
        "artifact_prefix": f"{FOUND}/",
        "print_final_stats": 1,
    }
    arguments = [sys.argv[0], *(f"-{name}={value}" for name, value in options.items())]
    atheris.Setup([*arguments, str(FOUND / "corpus"), str(HERE / "corpus"), str(HERE / "crashes")], judge)
    atheris.Fuzz()


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 600)
