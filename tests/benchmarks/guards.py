"""How long each guard takes on generated books of 2,880 and of 20,000 prices: `make bench-guards`, or `... guards 96`.

Three promotions are in force, gifts are sent, and creators are paid. Beside the milliseconds of each guard, the best of
a few rounds in processor time, stands how many times as long the larger book takes; that it states so many times as
many prices stands in the last row. A guard alone finds also what others would have shared with it, so that "all guards"
is measured as `check` runs them: together, once, of a book that was just loaded, without those that only inform.
Loading the same book is the measure: all guards ought to take no longer.
"""

import gc
import sys
import time
from collections.abc import Callable
from fractions import Fraction
from functools import partial

from ratecard.book.rulebook import RuleBook
from ratecard.guards.findings import decimal
from ratecard.guards.running import runs_of
from ratecard.guards.settings import settings_of
from ratecard.instants import Instant
from ratecard.loading import load_texts
from ratecard.loading.guarding import guarded
from ratecard.loading.known import known_world
from tests.benchmarks.growth import DATES, PRICES_PER_REGION
from tests.benchmarks.workload import CURRENCIES, workload
from tests.books import Texts, sound

PRICES = (2_880, 20_000)
NOW = Instant(1_782_900_000)
ROUNDS = 5
UNKNOWN_RATE = Fraction(34, 10)
"""What stands for a rate that nobody knows roughly."""

RULES: Texts = {
    "rules/diamond.yaml": (
        "units:\n  diamond: {name: {en: {one: diamond, other: diamonds}, de: {one: Diamant, other: Diamanten}}, "
        "price: {rounding: half up, extra_digits: 3, source: example}}\n"
    ),
    "rules/gifts.yaml": "rarities: {common: {order: 1, name: Common}}\ngifts:\n"
    + "".join(
        f"  gift_{coins}: {{coins: {coins}, rarity: common, kinds: [live], name: Gift}}\n" for coins in range(1, 31)
    ),
    "rules/earnings.yaml": "earnings: {live: {base: coins, diamonds: 1 per 2, rounding: half up, scope: each}}\n",
    "rules/payouts.yaml": (
        "payouts:\n  currency: USD\n  diamond: 0.0001 USD each\n  value_by: earned\n  order: [oldest]\n"
        "  rounding: down\n  pays: {from: request}\n  methods: {bank: {name: Bank, fee: none}}\n"
    ),
    "rules/promotions.yaml": (
        "promotions:\n"
        "  first: {name: First, bonus: 100 %, limits: {each: {most: 1 unit}}}\n"
        "  summer: {name: Summer, from: 2026-06-01, last_day: 2026-08-31, bonus: 10 %}\n"
        "  roses: {name: Roses, gifts: [gift_10], borne_by: platform, discount: 10 %}\n"
    ),
}


def book_texts(prices: int) -> tuple[Texts, int]:
    """The texts of a book of about so many prices, and how many it states."""
    made = workload(max(1, round(prices / PRICES_PER_REGION)), versions=DATES)
    known = known_world().rates
    codes = sorted({code for code, *_ in CURRENCIES} | {"USD"})
    rates = "".join(f"    {code}: {decimal(known.get(code, UNKNOWN_RATE), 4)}\n" for code in codes if code != "EUR")
    fx = f"fx:\n  base: EUR\n  rounding: down\n  maximum_age: none\n  rates:\n    source: example\n{rates}"
    return {**made.texts, **RULES, "rules/fx.yaml": fx}, made.prices


def milliseconds(prepare: Callable[[], Callable[[], object]]) -> float:
    """The best time of a few, in processor time of this process, of what is prepared anew for each."""
    best = float("inf")
    for _ in range(ROUNDS):
        work = prepare()
        gc.collect()
        began = time.process_time_ns()
        work()
        best = min(best, (time.process_time_ns() - began) / 1_000_000)
    return best


def guard_of(book: RuleBook, name: str) -> Callable[[], object]:
    """A guard, ready to run, with nothing found yet."""
    run = runs_of(book, settings_of(book.kept), NOW, known_world(), None, informing=True)[name]
    return lambda: list(run())


def times_of(book: RuleBook) -> dict[str, float]:
    """The milliseconds of each guard by name, those that only inform among them; margin is in the round trip."""
    names = [*runs_of(book, settings_of(book.kept), NOW, known_world(), None, informing=True)]
    return {name: milliseconds(partial(guard_of, book, name)) for name in names}


def checking(texts: Texts) -> Callable[[], object]:
    """All guards of a book that was just loaded, ready to run."""
    return partial(guarded, sound(load_texts(texts)), NOW)


def main(sizes: tuple[int, ...]) -> None:
    """Prints the table."""
    columns: list[tuple[int, dict[str, float]]] = []
    for size in sizes:
        texts, prices = book_texts(size)
        times = times_of(sound(load_texts(texts)))
        times["all guards"] = milliseconds(partial(checking, texts))
        times["loading"] = milliseconds(partial(partial, load_texts, texts))
        columns.append((prices, times))
    heads = "".join(f"{f'{prices:,} prices':>16}" for prices, _ in columns)
    print(f"{'guard, ms':20}{heads}{'times':>9}")
    rows = [(name, [times[name] for _, times in columns]) for name in columns[0][1]]
    rows += [("prices", [float(prices) for prices, _ in columns])]
    for name, values in rows:
        print(f"{name:20}{''.join(f'{value:>16,.1f}' for value in values)}{values[-1] / (values[0] or 1):>9.1f}")


if __name__ == "__main__":
    main(tuple(int(word) for word in sys.argv[1:]) or PRICES)
