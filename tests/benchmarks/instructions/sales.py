"""`python -m tests.benchmarks.instructions.sales`: what promotions take of a quote, in instructions of one run.

Each workload asks one small book 2,000 purchases. A figure is a ratio: the instructions of the quotes without a
promotion, over those with some. 0.8 says that a quote with promotions takes a quarter more. What promotions made of
alike questions is kept, so that a workload of few different questions tells what most buyers' take, and not what the
first of them does. Ends with 1 where a bar is missed.
"""

import sys
from collections.abc import Mapping
from compileall import compile_dir
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks.instructions.__main__ import CHECKOUT, counted
from tests.benchmarks.instructions.workloads import LIMITED, NO_SALES, THREE_SALES, TWO_SALES

BOOK = """\
begins: 2025-01-01
languages: [en]
facts: {buyer.member: {type: yes or no}}
units: {coin: Coin}
platforms:
  web: {name: Web}
packages:
  coins_100: {coins: 100, bonus: 0}
  coins_500: {coins: 500, bonus: 20}
  coins_1000: {coins: 1000, bonus: 50}
  coins_5000: {coins: 5000, bonus: 400}
tax: {display: exclusive, collected_by: seller, rounding: half up, per: order, lines: {vat: {name: VAT, rate: 19 %}}}
commission: {rounding: half up, per: order, lines: {card: {rate: 2.9 %, fixed: 0.30 USD, base: gross}}}
"""

REGION = """\
region: US
time_zone: America/New_York
currency: USD
prices: {coins_100: 1.29, coins_500: 6.49, coins_1000: 12.99, coins_5000: 64.99}
"""

ROUNDING = "pricing: {rounding: half up}\n"
THREE = """\
  autumn: {name: Autumn, discount: 10 %}
  big: {name: Big, packages: [coins_1000, coins_5000], discount: 5 %}
  more: {name: More, bonus: 10 %}
"""
LIMITED_ONE = """\
  member: {name: Member, when: {buyer.member: yes}, discount: 10 %}
  first: {name: First, bonus: 100 %, limits: {each: {most: 1 unit, of: package}}}
"""

PROMOTIONS: Mapping[str, str] = {
    NO_SALES: "",
    THREE_SALES: ROUNDING + "promotions:\n" + THREE,
    TWO_SALES: "",
    LIMITED: ROUNDING + "promotions:\n" + LIMITED_ONE,
}
BARS = {THREE_SALES: (NO_SALES, 0.8), LIMITED: (TWO_SALES, 0.35)}
"""Of a workload: what it is compared with, and the least ratio."""


def written(folder: Path, promotions: str) -> Path:
    """A small book in one market, with these promotions."""
    for name, text in (("rules/book.yaml", BOOK + promotions), ("regions/us.yaml", REGION)):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def instructions(folder: Path, name: str) -> int:
    """What the questions of one workload take by themselves, without the load of the book."""
    source, book = CHECKOUT / "src", written(folder / name.replace(" ", "_"), PROMOTIONS[name])
    return counted(source, book, name).instructions - counted(source, book, "load").instructions


def main() -> int:
    """Counts and prints each ratio; 1 where a bar is missed."""
    compile_dir(CHECKOUT / "src", quiet=1)
    with TemporaryDirectory() as folder:
        found = {name: instructions(Path(folder), name) for name in PROMOTIONS}
    missed = 0
    for name, (other, bar) in BARS.items():
        ratio = found[other] / found[name]
        missed += ratio < bar
        print(f"{name:<40}{found[name] / 1e6:>8.1f} of {found[other] / 1e6:>6.1f} million: {ratio:.3f} (bar {bar})")
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main())
