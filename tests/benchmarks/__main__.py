"""`python -m tests.benchmarks [--quick] [--json FILE]`: measures, prints tables, fails only where answers differ."""

import argparse
import json
import platform
import sys
from importlib.metadata import version
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from ratecard import __version__
from ratecard.loading import load_texts
from tests.benchmarks import report, zen
from tests.benchmarks.loads import measure_load, measure_memory
from tests.benchmarks.quoting import PER_ROUND, ZEN, Peers
from tests.benchmarks.workload import PLATFORMS, REGIONS, REQUESTS, VERSIONS, questions, workload

DIFFERENCES_SHOWN = 5


class Effort(NamedTuple):
    """How much is measured: requests, passes over them, rounds of loading, and the sizes of book by regions."""

    requests: int
    passes: int
    rounds: int
    regions: tuple[int, ...]


FULL = Effort(REQUESTS, 3, 11, (REGIONS, 2 * REGIONS, 4 * REGIONS))
QUICK = Effort(4 * PER_ROUND, 1, 3, (4, 8, 16))


def main(arguments: list[str]) -> int:
    """Runs the benchmarks; 1 where two peers answer differently, else 0."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a small book and few rounds: shows that it runs")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write what was measured there as well")
    chosen = parser.parse_args(arguments)
    effort = QUICK if chosen.quick else FULL
    versions = _versions()
    print(", ".join(f"{name} {release}" for name, release in versions.items()))
    if not zen.INSTALLED:
        print("zen-engine is not installed and is left out: `make bench` installs it")

    began = perf_counter()
    made = workload(effort.regions[0])
    book = load_texts(made.texts).book
    assert book is not None
    first_ms = (perf_counter() - began) * 1_000
    packages = len(made.offers) // effort.regions[0] // len(PLATFORMS)
    shape = f"{effort.regions[0]} regions × {len(PLATFORMS)} platforms × {packages} packages × {len(VERSIONS)} versions"
    print(f"book: {shape} = {made.prices:,} dated prices in {len(made.texts)} files")
    print(f"first load in this process, zones and languages read on the way: {first_ms:.0f} ms")

    peers = Peers(book, made, questions(made, effort.requests))
    different = peers.differences()
    others = "the ceiling and zen-engine" if zen.INSTALLED else "the ceiling"
    print(f"{effort.requests:,} distinct requests; {others} answered {len(different):,} of them differently\n")
    for difference in different[:DIFFERENCES_SHOWN]:
        print(difference, file=sys.stderr)
    quoting = peers.measure(effort.passes)
    print(report.quoting_table(quoting), report.quoting_promises(quoting), sep="\n\n", end="\n\n")

    del peers, book
    sizes = []
    for regions in effort.regions:
        sized = workload(regions)
        sizes.append(report.Loading(sized.prices, measure_load(sized, effort.rounds), measure_memory(sized)))
    print(report.loading_table(sizes[0]), report.growth_table(sizes), report.loading_promises(sizes[0]), sep="\n\n")
    if chosen.json:
        measured = report.as_json(versions, quoting, sizes)
        chosen.json.write_text(json.dumps(measured, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return 1 if different else 0


def _versions() -> dict[str, str]:
    found = {"ratecard": __version__, "Python": platform.python_version(), "PyYAML": version("PyYAML")}
    found |= {"msgspec": version("msgspec")}
    return found | ({ZEN: zen.release()} if zen.INSTALLED else {})


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
