"""Purchase quotes a second: the engine without and with its trace, the ceiling, zen-engine without and with its trace.

Every peer is asked the same distinct requests, in the form that it takes, made beforehand. What is timed is the call
alone. No peer keeps an answer: each request is met once a pass.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple, TypeVar

from ratecard.book.rulebook import RuleBook
from tests.benchmarks import ceiling, engine, zen
from tests.benchmarks.rounds import Times, take_turns
from tests.benchmarks.workload import Question, Workload

T = TypeVar("T")

ENGINE, ENGINE_TRACE = "ratecard", "ratecard, with trace"
CEILING = "dict and integers"
ZEN, ZEN_TRACE = "zen-engine", "zen-engine, with trace"

PER_ROUND = 250
"""Requests a round: a few milliseconds for the slowest, so that a round sees one mood of the machine."""


class Owed(NamedTuple):
    """A promise about speed: `name` answers at least `times` as many a second as `than`."""

    name: str
    times: float
    than: str


OWED = (Owed(ENGINE, 5, ZEN), Owed(ENGINE, 1 / 4, CEILING), Owed(ENGINE_TRACE, 5, ZEN_TRACE))


class Peers:
    """Everyone who answers, set up for one book and one list of questions."""

    def __init__(self, book: RuleBook, made: Workload, asked: Sequence[Question]) -> None:
        self.asked = asked
        self.book = book
        self.requests = [engine.request_of(question) for question in asked]
        self.rows = ceiling.table(made.offers)
        self.zen = zen.ZenPeer(made.offers) if zen.INSTALLED else None
        self.contexts = [zen.question_of(question) for question in asked]

    def differences(self) -> list[str]:
        """Each request that two peers answer differently, in words. Every peer is warm afterwards."""
        found = []
        for question, request, context in zip(self.asked, self.requests, self.contexts, strict=True):
            ours = engine.figures(self.book, request)
            answers = {CEILING: ceiling.quote(self.rows, question)}
            if self.zen is not None:
                answers[ZEN] = self.zen.figures(context)
            found += [
                f"{question}: {ENGINE} {ours}, {name} {theirs}" for name, theirs in answers.items() if theirs != ours
            ]
        return found

    def measure(self, passes: int) -> Times:
        """The time of every peer in each round; a pass asks each request once."""
        runners = {
            ENGINE: _in_parts(self.requests, partial(engine.ask, self.book)),
            CEILING: _in_parts(self.asked, self._ask_ceiling),
            ENGINE_TRACE: _in_parts(self.requests, partial(engine.ask_with_trace, self.book)),
        }
        if self.zen is not None:
            runners[ZEN] = _in_parts(self.contexts, self.zen.ask)
            runners[ZEN_TRACE] = _in_parts(self.contexts, self.zen.ask_with_trace)
        return take_turns(runners, passes * (len(self.asked) // PER_ROUND))

    def _ask_ceiling(self, questions: Sequence[Question]) -> None:
        rows, quote = self.rows, ceiling.quote
        for question in questions:
            quote(rows, question)


def _in_parts(inputs: Sequence[T], ask: Callable[[Sequence[T]], None]) -> Callable[[int], None]:
    """A runner that asks one round's part of the inputs, over and over."""
    rounds = len(inputs) // PER_ROUND
    parts = [inputs[index * PER_ROUND : (index + 1) * PER_ROUND] for index in range(rounds)]
    return lambda number: ask(parts[number % rounds])
