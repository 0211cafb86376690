"""zen-engine as a peer: one decision for each market, by its static loader, asked by key.

A market's decision is what its own guide draws: a decision table of prices (package and instant, newest version first),
then expressions over the row that was hit, with the market's rates in them. What else was tried is no better: one
decision with all 2,880 rows is as fast without the trace and ten times slower with it; a decision kept from
`get_decision` is ten times slower. Contexts are dicts, as in its documentation; contexts that are JSON text already
save it a quarter of the time, and who asks would have to write them.

Its numbers are decimals of 28 digits, far more than these amounts need, so every figure is exact and none is left out.
Its `round` is half away from zero, which is half up here.
"""

from collections.abc import Iterable
from importlib.metadata import version
from importlib.util import find_spec
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from tests.benchmarks.ceiling import FIGURES, Figures, kept_of
from tests.benchmarks.workload import RATE_BASE, Offer, Question

if TYPE_CHECKING:
    from zen import DecisionEvaluateOptions

INSTALLED = find_spec("zen") is not None

TRACE: "DecisionEvaluateOptions" = {"trace": True}

Json = dict[str, object]
Input = tuple[str, Json]
"""A decision's key and its context."""


class Column(NamedTuple):
    """A column of the decision table with its cells, which are expressions."""

    field: str
    cells: list[str]


class ZenPeer:
    """The decisions of a book, ready to be asked."""

    def __init__(self, offers: tuple[Offer, ...]) -> None:
        import zen

        markets: dict[str, list[Offer]] = {}
        for offer in offers:
            markets.setdefault(f"{offer.region}/{offer.platform}", []).append(offer)
        content = {key: decision(offered) for key, offered in markets.items()}
        self.evaluate = zen.ZenEngine({"loader": {"type": "static", "content": content}}).evaluate

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

    def figures(self, asked: Input) -> Figures | None:
        """The figures of one purchase, to be compared."""
        key, context = asked
        result = self.evaluate(key, context)["result"]
        if not result:
            return None
        values = [result[figure] for figure in FIGURES]
        numbers = [tuple(map(int, value)) if type(value) is list else int(value) for value in values]
        assert values == [list(number) if type(number) is tuple else number for number in numbers]
        return tuple(numbers)  # type: ignore[return-value]


def release() -> str:
    """The installed version."""
    return version("zen-engine")


def question_of(question: Question) -> Input:
    """A purchase as this engine is asked."""
    context: Json = {"package": question.package, "at": question.at, "quantity": question.quantity}
    return f"{question.region}/{question.platform}", context


def decision(offers: list[Offer]) -> Json:
    """One market's decision, in the JSON decision model. Its offers share their tax and commission."""
    rows = [(offer, each) for offer in offers for each in reversed(offer.versions)]
    inputs = [
        Column("package", [f'"{offer.package}"' for offer, _ in rows]),
        Column("at", [f">= {each.start}" for _, each in rows]),
    ]
    outputs = [
        Column("coins_each", [str(offer.coins) for offer, _ in rows]),
        Column("bonus_each", [str(offer.bonus) for offer, _ in rows]),
        Column("price", [str(each.listed_minor) for _, each in rows]),
    ]
    table = {"passThrough": True, **_table(inputs, outputs)}
    keyed = [{"id": key, "key": key, "value": value} for key, value in _expressions(offers[0])]
    nodes: list[dict[str, object]] = [
        {"id": "request", "name": "request", "type": "inputNode"},
        {"id": "prices", "name": "prices", "type": "decisionTableNode", "content": table},
        {"id": "figures", "name": "figures", "type": "expressionNode", "content": {"expressions": keyed}},
        {"id": "response", "name": "response", "type": "outputNode"},
    ]
    names = [str(node["id"]) for node in nodes]
    edges = [
        {"id": f"{source}-{target}", "type": "edge", "sourceId": source, "targetId": target}
        for source, target in pairwise(names)
    ]
    return {"nodes": nodes, "edges": edges}


def _table(inputs: list[Column], outputs: list[Column]) -> Json:
    columns = [*inputs, *outputs]
    rules = [
        {"_id": str(index), **{column.field: column.cells[index] for column in columns}}
        for index in range(len(columns[0].cells))
    ]
    named = [
        [{"id": column.field, "name": column.field, "field": column.field} for column in side]
        for side in (inputs, outputs)
    ]
    return {"hitPolicy": "first", "inputs": named[0], "outputs": named[1], "rules": rules}


def _expressions(market: Offer) -> list[tuple[str, str]]:
    """The figures in their order; `$` is what stands above. Scopes of rounding are those of the book."""
    tax, cut = market.tax, market.commission
    weight = sum(tax.rates)
    kept, divisor = kept_of(market)
    fixed = cut.fixed_minor * divisor
    if tax.inclusive:
        net_each, tax_each = f"round(price * {RATE_BASE} / {RATE_BASE + weight})", "price - $.net_each"
    else:
        net_each, tax_each = "price", f"round(price * {weight} / {RATE_BASE})"
    if len(tax.rates) == 1:
        lines = ["$.tax_each"]
    elif tax.inclusive or tax.together:
        lines = [f"round($.tax_each * {tax.rates[0]} / {weight})", "$.tax_each - $.first_line"]
    else:
        lines = [f"round(price * {rate} / {RATE_BASE})" for rate in tax.rates]
        tax_each = "$.first_line + $.second_line"
    named = list(zip(("first_line", "second_line"), lines, strict=False))
    parts = [("net_each", net_each), ("tax_each", tax_each)]
    both = [*named, *parts] if tax_each.startswith("$.first") else [*parts, *named]
    scope = "price * quantity" if cut.per_order else "price"
    proceeds = f"round(({scope} * {kept} - {fixed}) / {divisor})" + ("" if cut.per_order else " * quantity")
    return [
        *both,
        ("coins", "coins_each * quantity"),
        ("bonus", "bonus_each * quantity"),
        ("total", "$.coins + $.bonus"),
        ("listed", "price * quantity"),
        ("net", "$.net_each * quantity"),
        ("tax", "$.tax_each * quantity"),
        ("tax_lines", f"[{', '.join(f'$.{name} * quantity' for name, _ in named)}]"),
        ("gross", "$.net + $.tax"),
        ("proceeds", f"min([{proceeds}, $.net])"),
        ("commission", "$.net - $.proceeds"),
        ("remittance", "$.proceeds + $.tax" if market.seller_collects else "$.proceeds"),
    ]
