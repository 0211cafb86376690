"""A small book, and lines of a log of what another service charged."""

import json
from pathlib import Path
from typing import Any

from tests.books import Texts
from tests.cases.smallest import DE, SMALLEST
from tests.cli.running import run

US = """region: US
currency: USD
time_zone: America/New_York
tax: {display: exclusive, lines: {sales: {name: Sales tax, rate: 10 %}}}
prices: {coins_100: {begins: 2.00, 2026-10-01: 2.01}, coins_1000: none, club: 5.00}
"""
PROMOTIONS = """pricing: {rounding: half up}
promotions:
  sale: {name: {en: Sale}, from: 2026-11-01, last_day: 2026-11-30, discount: {coins_100: 50 %}}
  members: {name: {en: Members}, when: {buyer.member: yes}, discount: {coins_1000: 10 %}}
facts: {buyer.member: {type: yes or no, name: Member}}
"""
TEXTS: Texts = {
    **SMALLEST,
    "regions/de.yaml": DE.replace(
        "coins_1000: 12.99", "coins_1000: {begins: 12.99, 2026-10-01: 14.99, 2027-06-01: 17.99}"
    ),
    "regions/us.yaml": US,
    "rules/items.yaml": "items: {club: {name: {en: Club}}}\n",
    "rules/promotions.yaml": PROMOTIONS,
}


def line(**fields: object) -> dict[str, object]:
    """A line of the log: a thousand coins in Germany, with what is told of them instead."""
    usual: dict[str, object] = {"region": "DE", "platform": "web", "at": "2026-07-01", "currency": "EUR"}
    thing = {} if "item" in fields else {"package": "coins_1000"}
    return {**usual, **thing, **fields}


def shadowed(book: Path, *lines: object, options: tuple[str, ...] = (), code: int = 2) -> Any:
    """What a log against the book comes to, as data; lines that are bytes are taken as they are."""
    log = book / "log.jsonl"
    log.write_bytes(b"\n".join(own if isinstance(own, bytes) else json.dumps(own).encode() for own in lines))
    asked = ("shadow", "--requests", str(log), "--expect", "charged", "--book", str(book))
    result = run(*asked, "--format", "json", *options)
    assert result.exit_code == code, result.output
    return json.loads(result.stdout)
