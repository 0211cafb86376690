"""`python -m tests.benchmarks.http [--quick] [--json FILE]`: measures the server, and prints a table of ratios."""

import argparse
import json
import sys
from pathlib import Path
from statistics import median
from typing import NamedTuple

from ratecard.api.context import system_clock
from ratecard.book.rulebook import RuleBook
from ratecard.loading import load_book
from ratecard.shipped import shipped_book
from tests.benchmarks import report
from tests.benchmarks.http.batches import ENTRIES, Batch, batches, runners
from tests.benchmarks.http.routes import (
    GET_CACHED,
    GET_CONSTANT,
    GET_UNCHANGED,
    POST_CACHED,
    POST_DEDUCTIONS,
    POST_PAYOUT,
    POST_QUOTE,
    Measured,
    measure,
)
from tests.benchmarks.http.starting import IMPORTS, SERVE, Memory, measure_memory, measure_starts
from tests.benchmarks.machine import about
from tests.benchmarks.report import Row, Section
from tests.benchmarks.rounds import Times, take_turns

OURS, CONSTANTS, ENGINE = "answered", "from constants", "the engine alone"

POST_AT_LEAST, UNCHANGED_AT_LEAST, BATCH_AT_LEAST = 0.8, 0.9, 0.8
QUOTE_US_MOST, ENGINE_AT_LEAST, START_SECONDS_MOST = 200, 100_000, 1


class Effort(NamedTuple):
    """How much is measured: rounds of requests and how many each has, rounds of batches and of starts."""

    rounds: int
    requests: int
    batches: int
    starts: int


FULL = Effort(15, 640, 15, 5)
QUICK = Effort(1, 16, 1, 1)


def main(arguments: list[str]) -> int:
    """Measures and prints; a time fails nothing."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.http", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few rounds: shows that it runs")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write what was measured there as well")
    chosen = parser.parse_args(arguments)
    effort = QUICK if chosen.quick else FULL
    measured_on = about("uvicorn", "httptools", "litestar", "strawberry-graphql", "graphql-core")
    print("\n".join(f"{name}: {value}" for name, value in measured_on.items()), end="\n\n")
    book = load_book(shipped_book()).book
    assert book is not None
    found = routes(measure(book, effort.rounds, effort.requests))
    for batch in batches(book, system_clock()):
        found += batch_sections(batch, measure_batch(batch, book, effort.batches))
    found.append(starts(measure_starts(effort.starts)))
    found.append(memory([measured for workers in (1, 2) if (measured := measure_memory(workers))]))
    print(report.table(found))
    if chosen.json:
        written = json.dumps(report.as_json(measured_on, found), indent=2, ensure_ascii=False)
        chosen.json.write_text(written + "\n", encoding="utf-8")
    return 0


def routes(measured: Measured) -> list[Section]:
    """The routes: their speed, their ratios to the constant one, and what they take of the processor."""
    times, cpu = measured.times, measured.cpu_us
    speeds = [
        Row(name, measured.requests / times.middle(name), measured.requests / times.best(name))
        for name in times.seconds
    ]
    ratios = [
        Row(
            f"{name} ÷ {GET_CONSTANT}",
            times.ratio(GET_CONSTANT, name),
            times.best_ratio(GET_CONSTANT, name),
            at_least=owed,
        )
        for name, owed in ((POST_CACHED, POST_AT_LEAST), (GET_UNCHANGED, UNCHANGED_AT_LEAST), (GET_CACHED, None))
    ]
    sections = [Section("requests a second, one worker", 0, speeds), Section("ratios of requests a second", 2, ratios)]
    if all(cpu.values()):
        rows = [Row(name, median(figures), min(figures)) for name, figures in cpu.items()]
        for name, owed in ((POST_QUOTE, None), (POST_PAYOUT, QUOTE_US_MOST), (POST_DEDUCTIONS, None)):
            more = [one - other for one, other in zip(cpu[name], cpu[GET_CONSTANT], strict=True)]
            best = min(cpu[name]) - min(cpu[GET_CONSTANT])
            rows.append(Row(f"{name}, more than {GET_CONSTANT}", median(more), best, at_most=owed))
        sections.append(Section("µs on the processor for each request", 0, rows))
    return sections


def measure_batch(batch: Batch, book: RuleBook, rounds: int) -> Times:
    """A batch through the schema, from constants, and the engine alone. Both answers are compared first."""
    ours, constants = runners(batch, book, system_clock())
    assert ours() == constants(), f"the batch of {batch.name} is answered differently from constants"
    return take_turns(
        {OURS: lambda _: ours(), CONSTANTS: lambda _: constants(), ENGINE: lambda _: batch.engine()}, rounds
    )


def batch_sections(batch: Batch, times: Times) -> list[Section]:
    """How a batch stands to its constants, and how many answers the engine alone gives."""
    rows = [Row(name, ENTRIES / times.middle(name), ENTRIES / times.best(name)) for name in (OURS, CONSTANTS)]
    rows.append(
        Row(ENGINE, ENTRIES / times.middle(ENGINE), ENTRIES / times.best(ENGINE), at_least=ENGINE_AT_LEAST),
    )
    ratio, best = times.ratio(CONSTANTS, OURS), times.best_ratio(CONSTANTS, OURS)
    return [
        Section(f"a batch of {ENTRIES} {batch.name}, entries a second in process", 0, rows),
        Section("ratio", 2, [Row(f"{OURS} ÷ {CONSTANTS}", ratio, best, at_least=BATCH_AT_LEAST)]),
    ]


def starts(times: Times) -> Section:
    """Cold starts in seconds, and how much longer than the imports alone."""
    more = [one - other for one, other in zip(times.seconds[SERVE], times.seconds[IMPORTS], strict=True)]
    rows = [Row(name, times.middle(name), times.best(name)) for name in times.seconds]
    best = times.best(SERVE) - times.best(IMPORTS)
    rows.append(Row("longer than the imports alone", median(more), best, at_most=START_SECONDS_MOST))
    return Section("cold start, s", 2, rows)


def memory(found: list[Memory]) -> Section:
    """Megabytes of one worker, alone and as one of several."""
    rows = [Row(f"resident, one of {each.workers}", each.resident) for each in found]
    rows += [Row(f"its own, one of {each.workers}", each.own) for each in found]
    return Section("memory of a worker, MB", 0, rows)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
