"""Purchase quotes a second: the engine and its peers, each without and, where it has one, with its trace; the ceiling.

Every peer is asked the same distinct requests, in the form that it takes, made beforehand. What is timed is the call
alone. No peer keeps an answer: each request is met once a pass.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, NamedTuple

from ratecard.book.rulebook import RuleBook
from tests.benchmarks import ceiling, engine
from tests.benchmarks.peers import (
    CEL_MARKETS,
    CEL_ROWS,
    OPENFISCA,
    OPENFISCA_DAYS,
    PER_ROUND,
    ZEN_MARKETS,
    ZEN_TABLES,
    in_parts,
    peers,
)
from tests.benchmarks.rounds import Times, take_turns
from tests.benchmarks.workload import Question, Workload

ENGINE, CEILING = "ratecard", "dict and integers"


def traced(name: str) -> str:
    """Who answers with a trace as well."""
    return f"{name}, with trace"


class Comparison(NamedTuple):
    """`name` answers so many times as many a second as `than`; `owed` is the least, None where nothing is owed."""

    name: str
    than: str
    owed: float | None


COMPARISONS = (
    Comparison(ENGINE, ZEN_TABLES, 5),
    Comparison(traced(ENGINE), traced(ZEN_TABLES), 5),
    Comparison(ENGINE, CEILING, 1 / 4),
    Comparison(ENGINE, ZEN_MARKETS, None),
    Comparison(traced(ENGINE), traced(ZEN_MARKETS), None),
    Comparison(ENGINE, CEL_ROWS, None),
    Comparison(ENGINE, CEL_MARKETS, None),
    Comparison(ENGINE, OPENFISCA, None),
    Comparison(traced(ENGINE), traced(OPENFISCA), None),
    Comparison(ENGINE, OPENFISCA_DAYS, None),
    Comparison(traced(ENGINE), traced(OPENFISCA_DAYS), None),
)


class Peers:
    """Everyone who answers, set up for one book and one list of questions."""

    def __init__(self, book: RuleBook, made: Workload, asked: Sequence[Question]) -> None:
        self.asked = asked
        self.book = book
        self.requests = [engine.request_of(question) for question in asked]
        self.rows = ceiling.table(made.offers)
        self.others = peers(made, asked)

    def differences(self) -> list[str]:
        """Each request that a peer answers otherwise than the engine, in words. Every peer is warm afterwards."""
        ours = {
            question: engine.figures(self.book, request)
            for question, request in zip(self.asked, self.requests, strict=True)
        }
        answers = {CEILING: ((question, ceiling.quote(self.rows, question)) for question in self.asked)}
        return [
            f"{question}: {ENGINE} {ours[question]}, {name} {theirs}"
            for name, found in (*answers.items(), *((name, peer.answers()) for name, peer in self.others.items()))
            for question, theirs in found
            if theirs != ours[question]
        ]

    def measure(self, passes: int) -> Times:
        """The time of every peer in each round, as for PER_ROUND requests; a pass asks each request once."""
        requests = in_parts(self.requests)
        runners = {
            ENGINE: _runner(requests, partial(engine.ask, self.book)),
            CEILING: _runner(in_parts(self.asked), self._ask_ceiling),
            traced(ENGINE): _runner(requests, partial(engine.ask_with_trace, self.book)),
        }
        times_as_many = dict.fromkeys(runners, 1.0)
        for name, peer in self.others.items():
            asks = {name: peer.ask, traced(name): peer.ask_with_trace}
            runners |= {one: _runner(peer.parts, ask) for one, ask in asks.items() if ask}
            times_as_many |= dict.fromkeys(asks, PER_ROUND / peer.per_round)
        times = take_turns(runners, passes * (len(self.asked) // PER_ROUND))
        return Times(
            {name: [each * times_as_many[name] for each in seconds] for name, seconds in times.seconds.items()}
        )

    def _ask_ceiling(self, questions: Sequence[Question]) -> None:
        rows, quote = self.rows, ceiling.quote
        for question in questions:
            quote(rows, question)


def _runner(parts: list[Sequence[Any]], ask: Callable[[Sequence[Any]], None]) -> Callable[[int], None]:
    """Asks one round's part, over and over. Requests are a multiple of PER_ROUND, so every part is whole."""
    return lambda number: ask(parts[number % len(parts)])
