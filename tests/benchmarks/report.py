"""What was measured, as one table for people and as JSON for machines: both are made of the same rows."""

from collections.abc import Sequence
from typing import NamedTuple

from tests.benchmarks import earning, signing
from tests.benchmarks.growth import Growth
from tests.benchmarks.loads import (
    BARE_EVENTS,
    BYTES_MOST,
    EVENTS,
    LOAD,
    RATIO_MOST,
    READ,
    RESOLVE,
    STATE,
    Memory,
)
from tests.benchmarks.peers import PER_ROUND
from tests.benchmarks.quoting import COMPARISONS
from tests.benchmarks.rounds import Times

Json = dict[str, object]

HEAD = ("", "median", "best rounds", "owed", "")


class Loading(NamedTuple):
    """One book: its prices, the times of loading it, and what it keeps."""

    prices: int
    times: Times
    memory: Memory


class Row(NamedTuple):
    """One measure: at the median round (of a ratio: the median of the rounds' ratios) and at the best rounds.

    Memory does not vary, and has no best. A measure with an owed figure is judged by its median, and never asserted.
    """

    name: str
    median: float
    best: float | None = None
    at_least: float | None = None
    at_most: float | None = None

    @property
    def owed(self) -> str:
        """The promise in words."""
        if self.at_least is not None:
            return f"at least {self.at_least:g}"
        return "" if self.at_most is None else f"at most {self.at_most:,g}"

    @property
    def verdict(self) -> str:
        """Whether the promise is kept; nothing where none is owed."""
        if self.at_least is None and self.at_most is None:
            return ""
        enough = self.at_least is None or self.median >= self.at_least
        return "kept" if enough and (self.at_most is None or self.median <= self.at_most) else "NOT KEPT"


class Section(NamedTuple):
    """Measures of one kind, with the decimals that they are shown with."""

    title: str
    decimals: int
    rows: list[Row]


def sections(quoting: Times, earned: Times, sizes: Sequence[Loading], lean: Loading, grown: Growth) -> list[Section]:
    """Everything measured. `lean` is the smallest size again, with one source for a list of prices."""
    first = sizes[0]
    return [
        Section("purchase quotes a second", 0, _quotes(quoting)),
        Section("ratios of quotes a second", 2, _comparisons(quoting)),
        Section("gifts and payouts a second, shipped book", 0, _earning(earned)),
        Section(f"loading {first.prices:,} prices, each with its source, in ms", 1, _stages(first.times)),
        Section("ratios of loading", 2, [*_ratios(sizes), *_informative_ratios(first, lean)]),
        Section("load and check, µs for each stated value", 1, [_pace(size) for size in sizes]),
        Section("bytes kept for each stated value", 0, _memory(sizes, lean)),
        Section("how it grows: purchase quotes a second", 0, _quotes(grown.quoting)),
        Section("how it grows: load and check, s", 2, _seconds(grown.loading)),
        Section("how it grows: µs to load a price", 1, _seconds_each(grown)),
        Section("how it grows: MB kept by a loaded book", 2, [Row(n, kept / 1e6) for n, kept in grown.kept.items()]),
    ]


def signed_section(times: Times) -> Section:
    """Signed quotes beside unsigned ones, of one run."""
    owed = {signing.SIGNED: signing.SIGNED_OWED}
    each = earning.PER_ROUND
    rows = [Row(name, each / times.middle(name), each / times.best(name), owed.get(name)) for name in times.seconds]
    return Section("purchase quotes a second, signed and not, shipped book", 0, rows)


def table(found: Sequence[Section]) -> str:
    """The sections under one head, the first column to the left, numbers to the right."""
    lines: list[tuple[str, ...]] = [HEAD]
    for title, decimals, rows in found:
        lines += [("",) * len(HEAD), (title, *("",) * (len(HEAD) - 1))]
        for row in rows:
            best = "" if row.best is None else f"{row.best:,.{decimals}f}"
            lines.append((f"  {row.name}", f"{row.median:,.{decimals}f}", best, row.owed, row.verdict))
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEAD))]
    return "\n".join(_in_line(line, widths) for line in lines)


def as_json(about: dict[str, str], found: Sequence[Section]) -> Json:
    """Everything measured, with what it was measured on."""
    measured = {
        title: [{**row._asdict(), "owed": row.owed, "verdict": row.verdict} for row in rows] for title, _, rows in found
    }
    return {"about": about, "measured": measured}


def _in_line(line: Sequence[str], widths: Sequence[int]) -> str:
    name, median, best, owed, verdict = (
        cell.rjust(width) if 0 < column < 3 else cell.ljust(width)
        for column, (cell, width) in enumerate(zip(line, widths, strict=True))
    )
    return "  ".join((name, median, best, owed, verdict)).rstrip()


def _quotes(times: Times) -> list[Row]:
    return [Row(name, PER_ROUND / times.middle(name), PER_ROUND / times.best(name)) for name in times.seconds]


def _seconds(times: Times) -> list[Row]:
    return [Row(name, times.middle(name), times.best(name)) for name in times.seconds]


def _seconds_each(grown: Growth) -> list[Row]:
    times, micro = grown.loading, 1_000_000
    return [
        Row(name, times.middle(name) * micro / count, times.best(name) * micro / count)
        for name, count in grown.prices.items()
    ]


def _earning(times: Times) -> list[Row]:
    owed = {earning.PAYOUTS: earning.PAYOUTS_OWED}
    return [
        Row(name, earning.PER_ROUND / times.middle(name), earning.PER_ROUND / times.best(name), owed.get(name))
        for name in times.seconds
    ]


def _comparisons(times: Times) -> list[Row]:
    return [
        Row(f"{name} ÷ {than}", times.ratio(than, name), times.best_ratio(than, name), at_least=owed)
        for name, than, owed in COMPARISONS
        if than in times.seconds
    ]


def _stages(times: Times) -> list[Row]:
    """The parts of loading. Typing reads on its own, so its time is what it takes beyond reading."""
    milliseconds = {name: (times.middle(name) * 1_000, times.best(name) * 1_000) for name in times.seconds}
    typed = [state - read for state, read in zip(milliseconds[STATE], milliseconds[READ], strict=True)]
    return [
        Row("the YAML events alone, by yaml.parse", *milliseconds[EVENTS]),
        Row("the YAML events alone, by a bare get_event loop", *milliseconds[BARE_EVENTS]),
        Row("read: text to nodes", *milliseconds[READ]),
        Row("type: nodes to statements", *typed),
        Row("resolve: statements to checked book", *milliseconds[RESOLVE]),
        Row("load and check, whole", *milliseconds[LOAD]),
    ]


def _ratio(name: str, times: Times, to: str, at_most: float | None = None) -> Row:
    return Row(name, times.ratio(LOAD, to), times.best_ratio(LOAD, to), at_most=at_most)


def _ratios(sizes: Sequence[Loading]) -> list[Row]:
    return [_ratio(f"load ÷ {EVENTS}, {size.prices:,} prices", size.times, EVENTS, RATIO_MOST) for size in sizes]


def _informative_ratios(first: Loading, lean: Loading) -> list[Row]:
    return [
        _ratio(f"load ÷ {BARE_EVENTS}, {first.prices:,} prices", first.times, BARE_EVENTS),
        _ratio(f"load ÷ {EVENTS}, one source a list", lean.times, EVENTS),
        _ratio(f"load ÷ {BARE_EVENTS}, one source a list", lean.times, BARE_EVENTS),
    ]


def _pace(size: Loading) -> Row:
    values, times = size.memory.values, size.times
    name = f"{size.prices:,} prices, {values:,} stated values"
    return Row(name, times.middle(LOAD) * 1_000_000 / values, times.best(LOAD) * 1_000_000 / values)


def _memory(sizes: Sequence[Loading], lean: Loading) -> list[Row]:
    """Once loaded, which is what is owed; and once every market was asked about, by when terms are brought together."""
    loaded = [
        Row(f"{prices:,} prices", memory.loaded / memory.values, at_most=BYTES_MOST) for prices, _, memory in sizes
    ]
    asked = [Row(f"{prices:,} prices, every market asked", memory.asked / memory.values) for prices, _, memory in sizes]
    return [*loaded, *asked, Row("one source a list", lean.memory.loaded / lean.memory.values)]
