"""Loading: its time beside that of reading the YAML events alone, by stage and by size, and the memory it keeps.

"The YAML events alone" is PyYAML's public way of reading them, with its C parser: each event of `yaml.parse` is met and
dropped. The parser's own `get_event` in a bare loop, which is nobody's documented way, is measured beside it: it saves
about a tenth of that time.
"""

import gc
import tracemalloc
from collections.abc import Callable, Mapping
from typing import NamedTuple

import yaml
from yaml import cyaml

from ratecard.book.building import build
from ratecard.diagnostics.diagnostic import Diagnostic
from ratecard.instants import Instant
from ratecard.keys.registry import KEYS
from ratecard.loading import kind_of, load_texts
from ratecard.rulefiles.stated import FileKind, FileStatements, StatedTimeLine
from ratecard.rulefiles.stating.files import state_file
from ratecard.rulefiles.text.reading import read
from tests.benchmarks.rounds import Times, take_turns
from tests.benchmarks.workload import Workload

EVENTS, BARE_EVENTS = "yaml.parse", "get_event loop"
READ, STATE, RESOLVE, LOAD = "read", "read and type", "resolve", "load"

RATIO_MOST = 8
"""Loading owes to take at most this many times the time of the events alone."""

BYTES_MOST = 1_024
"""A loaded book owes to keep at most this many bytes for each stated value."""


class Memory(NamedTuple):
    """What a loaded book keeps, in bytes; `asked` is after every market was asked about during each version."""

    values: int
    loaded: int
    asked: int


def measure_load(made: Workload, rounds: int) -> Times:
    """The time of the events alone, of each stage and of the whole, taking turns over the same texts.

    The caches that all books share (zones, first instants of days) are warm, as they are for a reload.
    """
    contents = {file: text.encode() for file, text in made.texts.items()}
    statements = _state(contents)
    runners: dict[str, Callable[[int], object]] = {
        EVENTS: lambda _: _read_events(contents),
        BARE_EVENTS: lambda _: _read_bare_events(contents),
        READ: lambda _: [read(file, content, _refuse) for file, content in contents.items()],
        STATE: lambda _: _state(contents),
        RESOLVE: lambda _: build(statements, KEYS, _refuse),
        LOAD: lambda _: load_texts(contents),
    }
    for run in runners.values():
        run(0)
    return take_turns(runners, rounds, collect=True)


def measure_memory(made: Workload) -> Memory:
    """What stays allocated once a book is loaded. One load before warms the caches that all books share."""
    values = sum(values_in(file) for file in _state(made.texts))
    load_texts(made.texts)
    gc.collect()
    tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()
    book = load_texts(made.texts).book
    assert book is not None
    gc.collect()
    loaded, _ = tracemalloc.get_traced_memory()
    for offer in made.offers:
        for version in offer.versions:
            book.market((offer.region, offer.platform), Instant(version.start))
    gc.collect()
    asked, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return Memory(values, loaded - before, asked - before)


def values_in(file: FileStatements) -> int:
    """How many values a file states: one a leaf, and one for each date of a time line."""
    leaves = [*file.plain.values(), *(leaf for stated in file.by_platform.values() for leaf in stated.values())]
    return sum(len(leaf.entries) if type(leaf) is StatedTimeLine else 1 for leaf in leaves)


def _read_events(contents: Mapping[str, bytes]) -> None:
    """Reads every event and drops it."""
    for content in contents.values():
        for _ in yaml.parse(content, Loader=yaml.CSafeLoader):
            pass


def _read_bare_events(contents: Mapping[str, bytes]) -> None:
    """Reads every event and drops it, by the parser itself and without the generator around it."""
    for content in contents.values():
        next_event: Callable[[], object] = cyaml.CParser(content).get_event  # type: ignore[attr-defined]
        while type(next_event()) is not yaml.StreamEndEvent:
            pass


def _state(texts: Mapping[str, bytes | str]) -> list[FileStatements]:
    stated = []
    for file, content in texts.items():
        data = content if isinstance(content, bytes) else content.encode()
        found = state_file(file, kind_of(file) or FileKind.RULES, data, _refuse, KEYS.grammar)
        assert found is not None
        stated.append(found)
    return stated


def _refuse(found: Diagnostic) -> None:
    raise AssertionError(f"the generated book is wrong: {found}")
