"""`python -m tests.benchmarks [--quick | --brief] [--json FILE] [--plot FILE]`: prints what it measures.

It fails only where answers differ.
"""

import argparse
import json
import sys
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from ratecard.loading import load_texts
from tests.benchmarks import earning, growth, report, signing
from tests.benchmarks.loads import measure_load, measure_memory
from tests.benchmarks.machine import about
from tests.benchmarks.peers import PER_ROUND, missing
from tests.benchmarks.quoting import CEILING, ENGINE, Peers
from tests.benchmarks.rounds import Times
from tests.benchmarks.workload import PLATFORMS, REGIONS, REQUESTS, VERSIONS, Workload, questions, workload

DIFFERENCES_SHOWN = 5


class Effort(NamedTuple):
    """How much is measured: requests, passes over them, rounds of loading and earning, sizes of book by regions.

    `growth` is how much of the growth of cost.
    """

    requests: int
    passes: int
    rounds: int
    earning_rounds: int
    regions: tuple[int, ...]
    growth: growth.Sizes


FULL = Effort(REQUESTS, 1, 11, 40, (REGIONS, 2 * REGIONS, 4 * REGIONS), growth.FULL)
BRIEF = Effort(REQUESTS // 5, 1, 3, 10, (REGIONS,), growth.FULL._replace(quoting_rounds=20, loading_rounds=2))
QUICK = Effort(2 * PER_ROUND, 1, 1, 1, (2, 4, 8), growth.QUICK)


def main(arguments: list[str]) -> int:
    """Runs the benchmarks; 1 where two peers answer differently, else 0."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a small book and few rounds: shows that it runs")
    parser.add_argument("--brief", action="store_true", help="the same books, a fifth of the requests, few rounds")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write what was measured there as well")
    parser.add_argument("--plot", type=Path, metavar="FILE", help="draw there, as SVG, how cost grows with the book")
    chosen = parser.parse_args(arguments)
    effort = QUICK if chosen.quick else BRIEF if chosen.brief else FULL
    measured_on = about()
    print("\n".join(f"{name}: {value}" for name, value in measured_on.items()))
    for name in missing():
        print(f"{name} is not installed and is left out: `make bench` installs it")

    quoting, different = _quote(effort)
    if different:
        return 1  # the times of answers that differ say nothing
    sizes = [_load(workload(regions), effort.rounds) for regions in effort.regions]
    lean = _load(workload(effort.regions[0], sourced=False), effort.rounds)
    grown = growth.measure(effort.growth)
    found = report.sections(quoting, earning.measure(effort.earning_rounds), sizes, lean, grown)
    found.insert(3, report.signed_section(signing.measure(effort.earning_rounds)))
    print(report.table(found))
    if chosen.json:
        written = json.dumps(report.as_json(measured_on, found), indent=2, ensure_ascii=False)
        chosen.json.write_text(written + "\n", encoding="utf-8")
    if chosen.plot:
        chosen.plot.write_text(growth.plot(grown), encoding="utf-8")
    return 0


def _quote(effort: Effort) -> tuple[Times, int]:
    """The times of everyone who quotes, and how many answers differed; says what was asked of them."""
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
    print(f"answers: {effort.requests:,} distinct requests; others than {ENGINE} gave {len(different):,} other answers")
    print("".join(f"  compared: {name}\n" for name in (CEILING, *peers.others)))
    for difference in different[:DIFFERENCES_SHOWN]:
        print(difference, file=sys.stderr)
    return peers.measure(effort.passes), len(different)


def _load(made: Workload, rounds: int) -> report.Loading:
    return report.Loading(made.prices, measure_load(made, rounds), measure_memory(made))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
