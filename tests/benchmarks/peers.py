"""Everyone beside the engine and the ceiling who is asked for purchase quotes, where the package is installed."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from tests.benchmarks import cel, openfisca, zen, zen_markets, zen_tables
from tests.benchmarks.ceiling import Figures
from tests.benchmarks.workload import Question, Workload

ZEN_TABLES, ZEN_MARKETS = "zen-engine, tables", "zen-engine, one market a decision"
CEL_ROWS, CEL_MARKETS = "CEL, rows from Python", "CEL, one market a program"
OPENFISCA, OPENFISCA_DAYS = "openfisca-core, one purchase a simulation", "openfisca-core, a day's purchases at once"

PER_ROUND = 250
"""Requests a round: some milliseconds for most, so that a round sees one mood of the machine."""

FEWER = 25
"""Requests a round for who takes milliseconds for one; their times are brought to PER_ROUND."""

RELEASES = (
    ("zen-engine", zen.INSTALLED, zen.release),
    ("common-expression-language", cel.INSTALLED, cel.release),
    ("openfisca-core", openfisca.INSTALLED, openfisca.release),
)
"""The packages, whether each is here, and what tells its version."""


class Peer(NamedTuple):
    """Someone who answers: what each round asks, how it is asked, and every answer beside its question."""

    parts: list[Sequence[Any]]
    ask: Callable[[Sequence[Any]], None]
    ask_with_trace: Callable[[Sequence[Any]], None] | None
    answers: Callable[[], Iterator[tuple[Question, Figures | None]]]
    per_round: int = PER_ROUND


def in_parts(inputs: Sequence[Any], per_round: int = PER_ROUND) -> list[Sequence[Any]]:
    """What each round asks."""
    return [inputs[start : start + per_round] for start in range(0, len(inputs), per_round)]


def missing() -> list[str]:
    """The packages that are not installed."""
    return [name for name, installed, _ in RELEASES if not installed]


def releases() -> dict[str, str]:
    """The versions of the packages that are."""
    return {name: release() for name, installed, release in RELEASES if installed}


def peers(made: Workload, asked: Sequence[Question]) -> dict[str, Peer]:
    """All that are installed, by name."""
    return {**_zen(made, asked), **_cel(made, asked), **_openfisca(made, asked)}


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


def _zen(made: Workload, asked: Sequence[Question]) -> dict[str, Peer]:
    return {
        name: Peer(in_parts(inputs), peer.ask, peer.ask_with_trace, _answers(asked, inputs, peer.figures))
        for name, (peer, inputs) in zen_forms(made, asked).items()
    }


def _cel(made: Workload, asked: Sequence[Question]) -> dict[str, Peer]:
    if not cel.INSTALLED:
        return {}
    rows, markets = cel.RowsPeer(made.offers), cel.MarketsPeer(made.offers)
    inputs = [markets.question_of(question) for question in asked]
    return {
        CEL_ROWS: Peer(in_parts(asked), rows.ask, None, _answers(asked, asked, rows.figures)),
        CEL_MARKETS: Peer(in_parts(inputs), markets.ask, None, _answers(asked, inputs, markets.figures)),
    }


def _openfisca(made: Workload, asked: Sequence[Question]) -> dict[str, Peer]:
    """Its questions are sorted by day, which is kind to it: it keeps the parameters of 128 days and builds others anew.

    One purchase a simulation is asked a tenth of each round's, and these answers are compared; all are, a day at once.
    """
    if not openfisca.INSTALLED:
        return {}
    peer = openfisca.OpenFiscaPeer(made.offers)
    rounds = in_parts(sorted(asked, key=openfisca.day_of))
    fewer = [part[:FEWER] for part in rounds]
    ones = [[openfisca.simulated([question]) for question in part] for part in fewer]
    days = [openfisca.by_days(part) for part in rounds]

    def answers(questions: list[Sequence[Question]], asks: list[list[openfisca.Simulated]]) -> Any:
        for part, simulations in zip(questions, asks, strict=True):
            yield from zip(part, (row for each in simulations for row in peer.figures(each)), strict=True)

    return {
        OPENFISCA: Peer([*ones], peer.ask, peer.ask_with_trace, lambda: answers(fewer, ones), FEWER),
        OPENFISCA_DAYS: Peer([*days], peer.ask, peer.ask_with_trace, lambda: answers(rounds, days)),
    }


def _answers(
    asked: Sequence[Question], inputs: Sequence[Any], figures: Callable[[Any], Figures | None]
) -> Callable[[], Iterator[tuple[Question, Figures | None]]]:
    return lambda: zip(asked, map(figures, inputs), strict=True)
