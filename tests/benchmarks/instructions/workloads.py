"""`python workloads.py FOLDER NAME`: does one fixed piece of work with the `ratecard` that the path holds.

It is run under callgrind with the source of any commit, so that it imports nothing of the tests, and finds what it
calls where that commit keeps it.
"""

import gc
import sys
from collections.abc import Iterator
from importlib import import_module
from itertools import cycle, islice, product
from pathlib import Path
from typing import Any

AT = 1_793_000_000  # 2026-10-25
FACTS = {"creator.age": 21, "creator.followers": 1500, "creator.live_days": 5, "creator.payouts": 3}

HOMES = {
    "load_book": ("ratecard.loading",),
    "quote_purchase": ("ratecard.quotes.purchases.quoting", "ratecard.quotes.purchase"),
    "list_prices": (
        "ratecard.quotes.purchases.listing",
        "ratecard.quotes.purchases.quoting",
        "ratecard.quotes.purchase",
    ),
    "quote_gift": ("ratecard.quotes.gifts.quoting", "ratecard.quotes.gifts"),
    "quote_payout": ("ratecard.quotes.payouts.quoting", "ratecard.quotes.payouts"),
    "PurchaseRequest": ("ratecard.quotes.requests",),
    "PriceListRequest": ("ratecard.quotes.requests",),
    "GiftRequest": ("ratecard.quotes.requests",),
    "PayoutRequest": ("ratecard.quotes.requests",),
}
"""The modules in which the commits keep what is called, the newest first."""

HOMES_OF_SALES = {
    "UsedBefore": ("ratecard.quotes.requests",),
    "CountOf": ("ratecard.rulefiles.values.limits",),
}
"""The same of what only questions about promotions need; older commits have none of it."""

IMPORTS, LOAD, PURCHASES, GIFTS, PAYOUTS, LISTS = "imports", "load", "purchases", "gifts", "payouts", "price lists"
COUNTS = {PURCHASES: 5_000, GIFTS: 2_000, PAYOUTS: 2_000, LISTS: 200}
ASKED_BY = {PURCHASES: "quote_purchase", GIFTS: "quote_gift", PAYOUTS: "quote_payout", LISTS: "list_prices"}
NO_SALES, THREE_SALES = "quotes without promotions", "three unconditional promotions"
TWO_SALES, LIMITED = "two units without promotions", "one by a fact and one limited"
SALES = (NO_SALES, THREE_SALES, TWO_SALES, LIMITED)
SALES_ASKED = 2_000
PACKAGES = ("coins_100", "coins_500", "coins_1000", "coins_5000")


def found(name: str) -> Any:
    """What the commit calls by this name."""
    homes = HOMES.get(name) or HOMES_OF_SALES[name]
    for home in homes:
        try:
            return getattr(import_module(home), name)
        except (ImportError, AttributeError):
            continue
    raise SystemExit(f"{name} is in none of {', '.join(homes)}; add its home to {Path(__file__).name}")


def questions(book: Any, name: str) -> Iterator[Any]:
    """The requests of one workload, over all markets of a book, in an order of their own."""
    markets = sorted((key.region, key.platform) for key in book.markets())
    if name == PURCHASES:
        request = found("PurchaseRequest")
        for number, ((region, platform), package) in enumerate(cycle(product(markets, PACKAGES))):
            yield request(region, platform, package, AT, 1 + number % 19)
    elif name == GIFTS:
        request, creators = found("GiftRequest"), cycle(sorted(book.regions))
        for number, (gift, (region, platform)) in enumerate(cycle(product(sorted(book.gifts), markets))):
            yield request(region, platform, next(creators), gift, AT, 1 + number % 97, None, FACTS)
    elif name == PAYOUTS:
        request, facts = found("PayoutRequest"), {**FACTS, "creator.tax_form": "w9"}
        countries = [region for region in sorted(book.regions) if "-" not in region]
        for number, (region, method) in enumerate(cycle(product(countries, ("paypal", "bank")))):
            yield request(region, method, AT, 60_000 + 7 * number, facts=facts)
    else:
        request = found("PriceListRequest")
        for region, platform in cycle(markets):
            yield request(region, platform, AT)


def of_sales(name: str) -> Iterator[Any]:
    """Purchases of one market: of one unit, or of two, or of two with what promotions ask for."""
    if name == LIMITED:
        yield from limited()
        return
    request, quantity = found("PurchaseRequest"), 2 if name == TWO_SALES else 1
    for package in cycle(PACKAGES):
        yield request("US", "web", package, AT, quantity)


def limited() -> Iterator[Any]:
    """Purchases of two units with what is asked of the buyer, and what was used before.

    Both differ from one question to the next, as they do among buyers.
    """
    request, before, count = found("PurchaseRequest"), found("UsedBefore"), found("CountOf")
    for number, package in enumerate(cycle(PACKAGES)):
        used = (before("promotions.first.limits.each", count(number // 4 % 3, "units"), package=package),)
        yield request("US", "web", package, AT, 2, {"buyer.member": number // 12 % 4 != 3}, used=used)


def answered(book: Any, name: str) -> int:
    """Asks one workload; how many answers are no refusals."""
    ask = found("quote_purchase" if name in SALES else ASKED_BY[name])
    asked = islice(of_sales(name), SALES_ASKED) if name in SALES else islice(questions(book, name), COUNTS[name])
    answers = [ask(book, request) for request in asked]
    return sum(type(answer).__name__.endswith(("Quote", "List")) for answer in answers)


def main(folder: str, name: str) -> None:
    """Imports; loads the folder where more is named; asks the workload and prints how many are answered.

    Without the collector: when it runs is chance, and a run of it over a loaded book takes as much as many questions.
    """
    gc.disable()
    for wanted in HOMES:
        found(wanted)
    if name == IMPORTS:
        return
    book = found("load_book")(Path(folder)).book
    if book is None:
        raise SystemExit("the book has errors")
    if name != LOAD:
        print(answered(book, name))


if __name__ == "__main__":
    main(*sys.argv[1:])
