"""What was measured, as tables for people and as JSON for machines."""

from collections.abc import Sequence
from typing import NamedTuple

from tests.benchmarks.loads import BYTES_MOST, EVENTS, LOAD, RATIO_MOST, READ, RESOLVE, STATE, Memory
from tests.benchmarks.quoting import OWED, PER_ROUND
from tests.benchmarks.rounds import Times

Json = dict[str, object]


class Loading(NamedTuple):
    """One size of book: its prices, the times of loading it, and what it keeps."""

    prices: int
    times: Times
    memory: Memory


class Stage(NamedTuple):
    """A part of loading: its milliseconds, and how many times the events alone they are."""

    name: str
    milliseconds: float
    ratio: float


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Rows under their head, the first column to the left and the others to the right."""
    widths = [max(len(row[column]) for row in (head, *rows)) for column in range(len(head))]
    lines = []
    for row in (head, ["-" * width for width in widths], *rows):
        first, *rest = zip(row, widths, strict=True)
        lines.append("  ".join([first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in rest)]).rstrip())
    return "\n".join(lines)


def verdict(reached: float, owed: float, *, at_most: bool = False) -> str:
    """A word for a promise: it is judged here and never asserted."""
    return "kept" if (reached <= owed if at_most else reached >= owed) else "NOT KEPT"


def quoting_table(times: Times) -> str:
    """Answers a second, at the median round and at the best one."""
    rows = [
        [name, f"{PER_ROUND / times.middle(name):,.0f}", f"{PER_ROUND / times.best(name):,.0f}"]
        for name in times.seconds
    ]
    return table(["purchase quotes a second", "median", "best round"], rows)


def quoting_promises(times: Times) -> str:
    """The ratios that are owed, each the median of its rounds and beside it that of the best rounds."""
    rows = []
    for name, owed, than in OWED:
        if than in times.seconds:
            ratio = times.ratio(than, name)
            best = times.best(than) / times.best(name)
            rows.append([f"{name} ÷ {than}", f"{owed:g}", f"{ratio:.2f}", f"{best:.2f}", verdict(ratio, owed)])
    return table(["rates, in one run", "owed", "median", "best rounds", ""], rows)


def stages(times: Times) -> list[Stage]:
    """The parts of loading. Typing reads on its own, so its time is what it takes beyond reading."""
    whole = {name: (times.middle(name) * 1_000, times.ratio(name, EVENTS)) for name in times.seconds}
    typed = (whole[STATE][0] - whole[READ][0], whole[STATE][1] - whole[READ][1])
    return [
        Stage("YAML events alone", *whole[EVENTS]),
        Stage("read: text to nodes", *whole[READ]),
        Stage("type: nodes to statements", *typed),
        Stage("resolve: statements to checked book", *whole[RESOLVE]),
        Stage("load and check, whole", *whole[LOAD]),
    ]


def loading_table(loading: Loading) -> str:
    """The stages of loading one book."""
    rows = [[stage.name, f"{stage.milliseconds:.1f}", f"{stage.ratio:.2f}"] for stage in stages(loading.times)]
    return table([f"loading {loading.prices:,} prices", "median ms", "× events"], rows)


def growth_table(sizes: Sequence[Loading]) -> str:
    """Time and memory by size: both should grow as the book does, so that what each value takes stays the same."""
    rows = []
    for prices, times, memory in sizes:
        microseconds = times.middle(LOAD) * 1_000_000 / memory.values
        kept, asked = memory.loaded / memory.values, memory.asked / memory.values
        row = [f"{prices:,}", f"{memory.values:,}", f"{times.middle(LOAD) * 1_000:.0f}", f"{microseconds:.1f}"]
        rows.append([*row, f"{times.ratio(LOAD, EVENTS):.2f}", f"{kept:,.0f}", f"{asked:,.0f}"])
    head = ["prices", "stated values", "load ms", "µs a value", "× events", "bytes a value", "once asked"]
    return table(head, rows)


def loading_promises(loading: Loading) -> str:
    """What is owed about loading."""
    ratio = loading.times.ratio(LOAD, EVENTS)
    kept = loading.memory.loaded / loading.memory.values
    rows = [
        ["load and check ÷ events", f"{RATIO_MOST}", f"{ratio:.2f}", verdict(ratio, RATIO_MOST, at_most=True)],
        ["bytes kept a stated value", f"{BYTES_MOST:,}", f"{kept:,.0f}", verdict(kept, BYTES_MOST, at_most=True)],
    ]
    return table(["loading", "at most", "median", ""], rows)


def as_json(versions: dict[str, str], quoting: Times, sizes: Sequence[Loading]) -> Json:
    """Everything measured."""
    return {
        "versions": versions,
        "quotes_a_second": {
            name: {"median": PER_ROUND / quoting.middle(name), "best": PER_ROUND / quoting.best(name)}
            for name in quoting.seconds
        },
        "quoting_promises": [
            {"name": name, "than": than, "owed": owed, "median": quoting.ratio(than, name)}
            for name, owed, than in OWED
            if than in quoting.seconds
        ],
        "loading": [
            {
                "prices": prices,
                "stages": [stage._asdict() for stage in stages(times)],
                "stated_values": memory.values,
                "bytes_loaded": memory.loaded,
                "bytes_once_asked": memory.asked,
            }
            for prices, times, memory in sizes
        ],
        "loading_promises": {"ratio_most": RATIO_MOST, "bytes_most": BYTES_MOST},
    }
