"""One price in each form that it takes, as docs/architecture.md shows it: taken from the engine while it answers.

`python -m tests.contributing.forms` writes the page's blocks anew.
"""

import json
import re
from collections.abc import Iterable
from typing import Any

from yaml import cyaml
from yaml.events import ScalarEvent

from ratecard.answers.purchases import PURCHASE_QUOTE
from ratecard.book.rulebook import RuleBook
from ratecard.cli.answers import answer_json
from ratecard.instants import Instant
from ratecard.loading import load_texts
from ratecard.quotes.purchases.quoting import quote_purchase
from ratecard.quotes.requests import PurchaseRequest
from ratecard.quotes.tracing.purchases import trace_purchase
from ratecard.rulefiles.stated import StatedTimeLine
from ratecard.rulefiles.text.nodes import Mapping, Node, Scalar
from ratecard.showing import reader_of
from tests.books import Texts, shipped_texts, sound
from tests.contributing.pages import ARCHITECTURE
from tests.contributing.tracing import watched

FILE, WRITTEN, PACKAGE = "regions/fr.yaml", "2026-07-01: 13.99", "coins_1000"
PATH = ("prices", PACKAGE)
AT = Instant(1_782_856_800)
"""Midnight of 2026-07-01 in Paris."""

DECODED, READ = "rulefiles.text.decoding.decoded", "rulefiles.text.reading.read"
STATED, BOUND = "rulefiles.stating.files.state_file", "book.binding.Binder.segments"
RESOLVED = "book.resolving.resolve"
TERMS, MARKET = "terms.prices.plain_price_terms", "book.rulebook.RuleBook.market"
KEPT = (DECODED, READ, STATED, BOUND, RESOLVED, TERMS, MARKET)
"""The functions whose results are looked at. The page names each beside its form."""


def french_texts() -> Texts:
    """The shipped rules with France alone."""
    texts = shipped_texts()
    return {file: text for file, text in texts.items() if not file.startswith("regions/") or file == FILE} | {
        file: text for file, text in texts.items() if file in ("regions/groups/eu.yaml", "regions/groups/euro.yaml")
    }


def forms() -> dict[str, str]:
    """Each form of the price by its stage, as Python writes it, with places as file:line:column."""
    texts = french_texts()
    with watched(KEPT) as calls:
        book = sound(load_texts(texts))
        quote: Any = quote_purchase(book, PurchaseRequest("FR", "ios", PACKAGE, AT, 1, {}))
    line = _line_of(texts[FILE])
    got = calls.returned
    node = next(node for root in got[READ] for node in _scalars(root) if _is_it(node.place, line))
    stated = next(file for file in got[STATED] if file.file == FILE).plain[PATH]
    assert isinstance(stated, StatedTimeLine)
    bound = next(part for parts in got[BOUND] for part in parts if _is_it(part.value.place, line))
    resolved = next(
        value for timeline in got[RESOLVED] for value in timeline.values if _is_it(value.stated.place, line)
    )
    terms = next(terms for terms in got[TERMS] if terms is not None and _is_it(terms.listed_stated.place, line))
    (market,) = got[MARKET]
    assert market.offers[PACKAGE].price is quote.price is terms
    listed = next(step for step in trace_purchase(quote) if step.figure == "listed")
    return {
        "text": next(text.split("\n")[line - 1] for text in got[DECODED] if WRITTEN in text),
        "events": _event(texts[FILE], line),
        "nodes": _shown(node),
        "stated": _shown(stated.entries[-1]),
        "bound": _shown(bound.value),
        "resolved": _shown(resolved),
        "terms": _shown(terms),
        "market": _shown((market.key, market.period, {PACKAGE: market.offers[PACKAGE].price})),
        "quote": _shown(quote.runs[0]),
        "trace": _shown(listed),
        "answer": _answer(book, quote),
    }


def _line_of(text: str) -> int:
    (line,) = [number for number, written in enumerate(text.splitlines(), 1) if WRITTEN in written]
    return line


def _is_it(place: Any, line: int) -> bool:
    return bool(place.file == FILE and place.line == line and place.column > len("    2026-07-01:"))


def _scalars(node: Node | None) -> Iterable[Scalar]:
    """The values of a tree, not its keys."""
    if isinstance(node, Scalar):
        yield node
    elif isinstance(node, Mapping):
        for _, value in node.entries:
            yield from _scalars(value)


def _event(text: str, line: int) -> str:
    parser: Any = cyaml.CParser(text)  # type: ignore[attr-defined]
    while True:
        event = parser.get_event()
        start: Any = event.start_mark
        if type(event) is ScalarEvent and event.value == "13.99" and start.line == line - 1:
            return f"{event}, from {_mark(start)} to {_mark(event.end_mark)}"


def _mark(mark: Any) -> str:
    return f"line {mark.line} column {mark.column}"


def _shown(value: object) -> str:
    place = r"Place\(file='([^']+)', line=(\d+), column=(\d+), end_line=\d+, end_column=\d+\)"
    return re.sub(place, r"\1:\2:\3", repr(value))


def _answer(book: RuleBook, quote: Any) -> str:
    price: Any = answer_json(PURCHASE_QUOTE, quote, reader_of(book, "de"))["price"]
    return json.dumps(price["listed"], ensure_ascii=False)


def rewritten(page: str) -> str:
    """The page with each block of a form as it is today."""
    for stage, shown in forms().items():
        head, fence, rest = page.partition(f"```text {stage}\n")
        assert fence, f"no block shows the stage {stage}"
        page = head + fence + _folded(shown) + rest[rest.index("```") :]
    return page


def _folded(shown: str) -> str:
    """A form in lines that a reader sees whole: cut behind commas, further lines indented."""
    lines = [""]
    for part in re.split(r"(?<=, )", shown):
        if lines[-1].strip() and len(lines[-1]) + len(part) > 110:
            lines.append("    ")
        lines[-1] += part
    return "".join(f"{line.rstrip()}\n" for line in lines)


if __name__ == "__main__":
    ARCHITECTURE.write_text(rewritten(ARCHITECTURE.read_text("utf-8")), "utf-8")
