"""How cost grows with the book: quotes a second by regions, time and memory of loading by prices.

Books of all sizes take turns in short rounds, as peers do. Quotes ought to be flat, loading linear. The ceiling stands
beside the quotes: where it slows as the book grows, the engine does no more work, and the rows lie further apart. So
every book is also asked about the smallest one's regions alone, which shows what a larger book itself costs. The
books of the loads have four dates a price, since there are only so many region codes.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from ratecard.book.rulebook import RuleBook
from ratecard.loading import load_texts
from ratecard.quotes.requests import PurchaseRequest
from tests.benchmarks import ceiling, engine
from tests.benchmarks.loads import measure_memory
from tests.benchmarks.peers import PER_ROUND, in_parts
from tests.benchmarks.plot import Panel, Point, svg
from tests.benchmarks.quoting import CEILING, traced
from tests.benchmarks.rounds import Times, take_turns
from tests.benchmarks.workload import Question, Workload, questions, workload

DATES = ("2025-01-01", "2025-07-01", "2026-01-01", "2026-07-01")
PRICES_PER_REGION = 3 * 8 * len(DATES)


class Sizes(NamedTuple):
    """The books that are compared: by regions for quotes, by stated prices (to the next region) for loading."""

    regions: tuple[int, ...]
    prices: tuple[int, ...]
    quoting_rounds: int
    loading_rounds: int


FULL = Sizes((3, 60, 250), (1_000, 3_000, 20_000), 100, 5)
QUICK = Sizes((2, 4), (96, 192), 1, 1)


class Growth(NamedTuple):
    """Times of quoting by the name of a size, times of loading likewise, prices and bytes kept by the size's name."""

    quoting: Times
    loading: Times
    regions: dict[str, int]
    prices: dict[str, int]
    kept: dict[str, int]


def measure(sizes: Sizes) -> Growth:
    """Quotes and loads of every size."""
    quoted = {f"{count:,} regions": count for count in sizes.regions}
    quoting = take_turns(_quoters(quoted, sizes.quoting_rounds), sizes.quoting_rounds)
    books = [workload(max(1, round(count / PRICES_PER_REGION)), versions=DATES) for count in sizes.prices]
    named = {f"{made.prices:,} prices": made for made in books}
    loaders = {name: partial(_load, made) for name, made in named.items()}
    loading = take_turns(loaders, sizes.loading_rounds, collect=True)
    kept = {name: measure_memory(made).loaded for name, made in named.items()}
    return Growth(quoting, loading, quoted, {name: made.prices for name, made in named.items()}, kept)


def plot(grown: Growth) -> str:
    """Three panels as SVG, each by the best rounds: what the machine can do when it is left alone."""
    second, sizes = grown.quoting, grown.regions.items()
    plain: list[Point] = [(count, PER_ROUND / second.best(name)) for name, count in sizes]
    with_trace: list[Point] = [(count, PER_ROUND / second.best(traced(name))) for name, count in sizes]
    few: list[Point] = [(count, PER_ROUND / second.best(of_few(name))) for name, count in sizes]
    hand: list[Point] = [(count, PER_ROUND / second.best(by_hand(name))) for name, count in sizes]
    load: list[Point] = [(count, grown.loading.best(name)) for name, count in grown.prices.items()]
    kept: list[Point] = [(count, grown.kept[name] / 1_000_000) for name, count in grown.prices.items()]
    return svg(
        [
            Panel(
                "Quotes a second",
                "regions",
                {"plain": plain, "few asked": few, "with trace": with_trace, CEILING: hand},
            ),
            Panel("Load and check, s", "prices", {"load": load}),
            Panel("Kept by a loaded book, MB", "prices", {"memory": kept}),
        ]
    )


def by_hand(name: str) -> str:
    """The ceiling at this size."""
    return f"{name}, {CEILING}"


def of_few(name: str) -> str:
    """A book of this size that is asked about the regions of the smallest one alone."""
    return f"{name}, few of them asked"


def _quoters(quoted: Mapping[str, int], rounds: int) -> dict[str, "partial[None]"]:
    found: dict[str, partial[None]] = {}
    smallest = questions(workload(min(quoted.values())), rounds * PER_ROUND)
    few = in_parts([engine.request_of(each) for each in smallest])
    for name, regions in quoted.items():
        made = workload(regions)
        book = load_texts(made.texts).book
        assert book is not None
        asked = questions(made, rounds * PER_ROUND)
        parts, rows = in_parts([engine.request_of(each) for each in asked]), ceiling.table(made.offers)
        found[by_hand(name)] = partial(_ask_ceiling, rows, in_parts(asked))
        asks = (
            (name, engine.ask, parts),
            (of_few(name), engine.ask, few),
            (traced(name), engine.ask_with_trace, parts),
        )
        for one, ask, asked_parts in asks:
            # Each market's terms are brought together when it is first asked about: that is no part of a quote.
            for part in asked_parts:
                ask(book, part)
            found[one] = partial(_ask_part, ask, book, asked_parts)
    return found


def _ask_part(
    ask: Callable[[RuleBook, Sequence[PurchaseRequest]], None],
    book: RuleBook,
    parts: Sequence[Sequence[PurchaseRequest]],
    number: int,
) -> None:
    ask(book, parts[number])


def _ask_ceiling(rows: ceiling.Table, parts: Sequence[Sequence[Question]], number: int) -> None:
    for question in parts[number]:
        ceiling.quote(rows, question)


def _load(made: Workload, _number: int) -> object:
    return load_texts(made.texts)
