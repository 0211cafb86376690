"""Purchase quotes a second: the engine without and with its trace, the ceiling, both forms of zen-engine likewise.

Every peer is asked the same distinct requests, in the form that it takes, made beforehand. What is timed is the call
alone. No peer keeps an answer: each request is met once a pass.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple, TypeVar

from ratecard.book.rulebook import RuleBook
from tests.benchmarks import ceiling, engine, zen, zen_markets, zen_tables
from tests.benchmarks.rounds import Times, take_turns
from tests.benchmarks.workload import Question, Workload

T = TypeVar("T")

ENGINE, CEILING = "ratecard", "dict and integers"
ZEN_TABLES, ZEN_MARKETS = "zen-engine, tables", "zen-engine, one market a decision"


def traced(name: str) -> str:
    """Who answers with a trace as well."""
    return f"{name}, with trace"


PER_ROUND = 250
"""Requests a round: some milliseconds for most, so that a round sees one mood of the machine."""


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
)


class ZenForm(NamedTuple):
    """One form of zen-engine with the questions that it is asked."""

    peer: zen.ZenPeer
    inputs: list[zen.Input]


def zen_forms(made: Workload, asked: Sequence[Question]) -> dict[str, ZenForm]:
    """Both forms by name; none where zen-engine is not installed."""
    if not zen.INSTALLED:
        return {}
    return {
        name: ZenForm(zen.ZenPeer(form.decisions(made.offers)), [form.question_of(question) for question in asked])
        for name, form in ((ZEN_TABLES, zen_tables), (ZEN_MARKETS, zen_markets))
    }


class Peers:
    """Everyone who answers, set up for one book and one list of questions."""

    def __init__(self, book: RuleBook, made: Workload, asked: Sequence[Question]) -> None:
        self.asked = asked
        self.book = book
        self.requests = [engine.request_of(question) for question in asked]
        self.rows = ceiling.table(made.offers)
        self.zen = zen_forms(made, asked)

    def differences(self) -> list[str]:
        """Each request that two peers answer differently, in words. Every peer is warm afterwards."""
        found = []
        for index, question in enumerate(self.asked):
            ours = engine.figures(self.book, self.requests[index])
            answers = {CEILING: ceiling.quote(self.rows, question)}
            answers |= {name: form.peer.figures(form.inputs[index]) for name, form in self.zen.items()}
            found += [
                f"{question}: {ENGINE} {ours}, {name} {theirs}" for name, theirs in answers.items() if theirs != ours
            ]
        return found

    def measure(self, passes: int) -> Times:
        """The time of every peer in each round; a pass asks each request once."""
        runners = {
            ENGINE: _in_parts(self.requests, partial(engine.ask, self.book)),
            CEILING: _in_parts(self.asked, self._ask_ceiling),
            traced(ENGINE): _in_parts(self.requests, partial(engine.ask_with_trace, self.book)),
        }
        for name, (peer, inputs) in self.zen.items():
            runners[name] = _in_parts(inputs, peer.ask)
            runners[traced(name)] = _in_parts(inputs, peer.ask_with_trace)
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
