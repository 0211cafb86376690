"""zen-engine as a peer: decision graphs in its static loader, asked by key. Two modules beside it draw them.

`zen_tables` keeps a rule book as decision tables, as a user of it would; `zen_markets` is what a generator could make
of a resolved book. Both are asked for the same figures, by contexts that are dicts, as in its documentation. Contexts
that are JSON text already save it up to a quarter of the time, and who asks would have to write them; its
`evaluate_batch`, asked for 250 at once, was no faster a question. A decision kept from `get_decision` is ten times
slower than the loader's.

Its numbers are decimals of 28 digits, far more than these amounts need, so every figure is exact and none is left out.
Its `round` is half away from zero, which is half up here.
"""

from collections.abc import Iterable, Sequence
from importlib.metadata import version
from importlib.util import find_spec
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from tests.benchmarks.ceiling import FIGURES, Figures

if TYPE_CHECKING:
    from zen import DecisionEvaluateOptions

INSTALLED = find_spec("zen") is not None

TRACE: "DecisionEvaluateOptions" = {"trace": True}

Json = dict[str, object]
Input = tuple[str, Json]
"""A decision's key and its context."""


class Column(NamedTuple):
    """A column of a decision table with its cells, which are expressions; an empty cell of an input is any value."""

    field: str
    cells: list[str]


class ZenPeer:
    """Decisions by their keys, ready to be asked."""

    def __init__(self, decisions: dict[str, Json]) -> None:
        import zen

        self.evaluate = zen.ZenEngine({"loader": {"type": "static", "content": decisions}}).evaluate

    def ask(self, inputs: Iterable[Input]) -> None:
        """Asks for each purchase."""
        evaluate = self.evaluate
        for key, context in inputs:
            evaluate(key, context)

    def ask_with_trace(self, inputs: Iterable[Input]) -> None:
        """Asks for each purchase and for the trace of its answer."""
        evaluate = self.evaluate
        for key, context in inputs:
            evaluate(key, context, TRACE)

    def figures(self, asked: Input) -> Figures:
        """The figures of one purchase, to be compared."""
        key, context = asked
        result = self.evaluate(key, context)["result"]
        values = [result[figure] for figure in FIGURES]
        numbers = [tuple(map(int, value)) if type(value) is list else int(value) for value in values]
        assert values == [list(number) if type(number) is tuple else number for number in numbers]
        return tuple(numbers)  # type: ignore[return-value]


def release() -> str:
    """The installed version."""
    return version("zen-engine")


def table(name: str, inputs: Sequence[Column], outputs: Sequence[Column]) -> Json:
    """A decision table node. The first row that fits is taken, and what came in goes on beside what the row says."""
    columns = [*inputs, *outputs]
    rules = [
        {"_id": str(index), **{column.field: column.cells[index] for column in columns}}
        for index in range(len(columns[0].cells))
    ]
    named = [
        [{"id": column.field, "name": column.field, "field": column.field} for column in side]
        for side in (inputs, outputs)
    ]
    content = {"hitPolicy": "first", "inputs": named[0], "outputs": named[1], "rules": rules, "passThrough": True}
    return {"id": name, "name": name, "type": "decisionTableNode", "content": content}


def graph(tables: Sequence[Json], expressions: Sequence[tuple[str, str]]) -> Json:
    """A decision, in the JSON decision model: the request, the tables one after another, the figures, the response."""
    keyed = [{"id": key, "key": key, "value": value} for key, value in expressions]
    nodes: list[Json] = [
        {"id": "request", "name": "request", "type": "inputNode"},
        *tables,
        {"id": "figures", "name": "figures", "type": "expressionNode", "content": {"expressions": keyed}},
        {"id": "response", "name": "response", "type": "outputNode"},
    ]
    names = [str(node["id"]) for node in nodes]
    edges = [
        {"id": f"{source}-{target}", "type": "edge", "sourceId": source, "targetId": target}
        for source, target in pairwise(names)
    ]
    return {"nodes": nodes, "edges": edges}
