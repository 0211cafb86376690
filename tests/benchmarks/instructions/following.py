"""`python -m tests.benchmarks.instructions.following`: what prices that follow others take, in instructions of one run.

A book of 250 regions of which 249 follow one, and their websites the App Store, against the same book with each price
stated; and against itself with the rates of 365 days in place of one. Each figure is a ratio of loads, or of 5,000
quotes. Ends with 1 where a bar is missed.
"""

import sys
from collections.abc import Mapping
from compileall import compile_dir
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from ratecard.book.rulebook import RuleBook
from ratecard.loading import load_texts
from ratecard.money import decimal_text
from ratecard.terms.market import Market
from ratecard.terms.offers import Offer
from tests.benchmarks.instructions.__main__ import CHECKOUT, counted
from tests.benchmarks.instructions.workloads import IMPORTS, LOAD, PURCHASES
from tests.benchmarks.workload import CODES, CURRENCIES, PACKAGES

REGIONS = 250
MORE_CODES = ("BV", "GS", "HM", "IO", "NF", "PN", "SH", "TF", "UM", "XK")
DAYS = 365
SOURCE = "US"

PER_DOLLAR = {
    **{"EUR": "0.85", "JPY": "155.2", "GBP": "0.75", "KWD": "0.307", "BRL": "5.4", "INR": "89.1"},
    **{"CHF": "0.8", "KRW": "1450", "AUD": "1.5", "PLN": "3.65", "TND": "2.95"},
}
"""Made up, as all of the book is."""

RULES = """\
begins: 2025-01-01
languages: [en]
units: {coin: Coin}
platforms: {ios: {name: App Store}, web: {name: Website}}
tax: {rounding: half up, rounded: together, per: unit, collected_by: store}
commission: {lines: {store: {rate: 30 %, base: net}}, rounding: half up, per: unit}
pricing: {rounding: half up to a price point}
factors: {level: {BR: 0.5, IN: 0.35, PL: 0.8, other: 1}}
"""
FOLLOWING = f"pricing: {{derive: {{from: {SOURCE}, fx: 2025-06-01, factor: level, tax: swap}}}}\n"
CHEAPER_WEB = "platforms: {web: {pricing: {derive: {from: {platform: ios}, factor: 0.75}}}}\n"

FOLLOWED, STATED, MANY_DAYS = "prices that follow", "the same prices stated", f"rates of {DAYS} days"


def _points(exponent: int, hundred: int) -> str:
    """Points of a currency up to a thousand times what a hundred coins cost; each currency has a step of its own."""
    step = max(1, hundred // 100)
    least, most = decimal_text(step, exponent), decimal_text(hundred * step * 1000, exponent)
    return f"[{{least: {least}, most: {most}, step: {least}}}]"


def _rules(days: int) -> str:
    packages = [f"  coins_{coins}: {{coins: {coins}, bonus: {bonus}}}" for coins, bonus in PACKAGES]
    points = [f"  {code}: {_points(exponent, hundred)}" for code, exponent, hundred, _ in CURRENCIES]
    rates = []
    for code, rate in PER_DOLLAR.items():
        dated = [f"      {_day(number)}: {rate}" for number in range(days)]
        rates += [f"    {code}: {rate}"] if days == 1 else [f"    {code}:", *dated]
    fx = ["fx:", "  base: USD", "  rounding: half up", "  rates:", *rates]
    return "\n".join([RULES + "packages:", *packages, "price_points:", *points, *fx, ""])


def _day(number: int) -> str:
    return (date(2025, 1, 1) + timedelta(number)).isoformat() + "T16:00Z"


def _region(code: str, number: int) -> str:
    currency, _, _, zone = CURRENCIES[number % len(CURRENCIES)]
    tax = f"{{display: inclusive, lines: {{vat: {{name: VAT, rate: {5 + number % 20} %}}}}}}"
    return f"region: {code}\ncurrency: {currency}\ntime_zone: {zone}\ntax: {tax}\n"


def _texts(days: int) -> dict[str, str]:
    """The book whose prices follow those of one region."""
    regions = [SOURCE, *[code for code in (*CODES, *MORE_CODES) if code != SOURCE and "-" not in code][: REGIONS - 1]]
    prices = "".join(f"  coins_{coins}: {decimal_text(price_of(coins), 2)}\n" for coins, _ in PACKAGES)
    texts = {
        "rules/book.yaml": _rules(days),
        "rules/web.yaml": CHEAPER_WEB,
        "regions/groups/following.yaml": f"group: following\nmembers: [{', '.join(regions[1:])}]\n{FOLLOWING}",
    }
    for number, code in enumerate(regions):
        texts[f"regions/{code.lower()}.yaml"] = _region(code, number + 1) + (f"prices:\n{prices}" if not number else "")
    return texts


def price_of(coins: int) -> int:
    """What so many coins cost in the region that is followed, in minor units."""
    return coins * 129 // 100


def _stated(texts: Mapping[str, str], book: RuleBook) -> dict[str, str]:
    """The same book with each price stated in the file of its region."""
    stated = {
        name: text for name, text in texts.items() if name not in ("rules/web.yaml", "regions/groups/following.yaml")
    }
    for code in book.regions:
        name = f"regions/{code.lower()}.yaml"
        own, web = (_list(book, code, platform) for platform in ("ios", "web"))
        text = stated[name].partition("prices:")[0]
        stated[name] = f"{text}prices:\n{own}platforms:\n  web:\n    prices:\n{web.replace('  coins', '      coins')}"
    return stated


def _list(book: RuleBook, code: str, platform: str) -> str:
    market = book.market((code, platform), book.history((code, platform)).begins)
    assert isinstance(market, Market)
    lines = []
    for package, offer in market.offers.items():
        assert isinstance(offer, Offer)
        lines.append(f"  {package}: {decimal_text(offer.price.listed_minor, market.currency.exponent)}\n")
    return "".join(lines)


def books() -> dict[str, dict[str, str]]:
    """The texts of each book by its name."""
    followed = _texts(1)
    book = load_texts(followed).book
    assert book is not None
    return {FOLLOWED: followed, STATED: _stated(followed, book), MANY_DAYS: _texts(DAYS)}


class Bar(NamedTuple):
    """The most that one book may take of what another does, for a workload."""

    workload: str
    book: str
    of: str
    most: float


BARS = (
    Bar(LOAD, FOLLOWED, STATED, 1.3),
    Bar(LOAD, MANY_DAYS, FOLLOWED, 1.5),
    Bar(PURCHASES, FOLLOWED, STATED, 1.02),
)


def main() -> int:
    """Counts and prints each ratio; 1 where a bar is missed."""
    source = CHECKOUT / "src"
    compile_dir(source, quiet=1)
    taken: dict[tuple[str, str], int] = {}
    with TemporaryDirectory() as folder:
        for number, (name, texts) in enumerate(books().items()):
            at = Path(folder) / str(number)
            for file, text in texts.items():
                (at / file).parent.mkdir(parents=True, exist_ok=True)
                (at / file).write_text(text)
            imports = counted(source, at, IMPORTS).instructions
            loaded = counted(source, at, LOAD).instructions
            taken[LOAD, name] = loaded - imports
            if any(bar.workload == PURCHASES and name in (bar.book, bar.of) for bar in BARS):
                taken[PURCHASES, name] = counted(source, at, PURCHASES).instructions - loaded
    missed = 0
    for bar in BARS:
        own, other = taken[bar.workload, bar.book], taken[bar.workload, bar.of]
        missed += own > bar.most * other
        of = f"{bar.workload} of {bar.book} to {bar.of}"
        print(f"{of:<64}{own / 1e6:>10,.1f} to {other / 1e6:>10,.1f} million: {own / other:.3f} (bar {bar.most})")
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main())
