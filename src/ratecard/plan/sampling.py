"""Believable sales of a book, made up: to try what a plan says of sales before there is a file of one's own."""

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import timedelta
from random import Random

from ratecard.book.rulebook import RuleBook
from ratecard.instants import Instant, datetime_of
from ratecard.plan.asking import GIFT, PAYOUT, PURCHASE
from ratecard.plan.sales import COLUMNS
from ratecard.terms.market import Market, MarketKey
from ratecard.terms.region import Region

DAYS = 90
"""Over how many days before now sales are spread."""

KINDS, SHARES = (PURCHASE, GIFT, PAYOUT), (60, 35, 5)
"""Of a hundred orders, how many are of each kind; of payouts where anything is paid out."""

FEW_PAID, MANY_PAID = 20_000, 400_000
"""Between how many diamonds payouts lie."""


def sample_of(book: RuleBook, rows: int, seed: int, now: Instant) -> Iterator[str]:
    """The lines of a file of so many made up sales, the header first: the same for the same book, number and seed.

    Some regions sell far more than others, small packages sell more often than large ones, and so with gifts.
    """
    random = Random(seed)
    markets = {key: own for key in book.markets() if isinstance(own := book.market(key, now), Market) and own.offers}
    weights = {region: random.lognormvariate(0, 1.5) for region in sorted({key.region for key in markets})}
    keys = sorted(markets)
    heavy = [weights[key.region] for key in keys]
    yield _line(COLUMNS)
    for key in random.choices(keys, heavy, k=rows) if keys else ():
        day = datetime_of(now).date() - timedelta(days=random.randint(1, DAYS))
        yield _line((*_row(book, markets[key], key, random, now), day.isoformat()))


def _row(book: RuleBook, market: Market, key: MarketKey, random: Random, now: Instant) -> tuple[str, ...]:
    (kind,) = random.choices(KINDS, SHARES)
    region = book.region(key.region, now)
    gifts = [name for name, own in book.catalogue(market, now).gifts.items() if own is not None]
    if kind == GIFT and gifts:
        gift = _often_first(gifts, random)
        return GIFT, *key, gift, str(random.choice((1, 1, 1, 5, 10))), "1", key.region
    if kind == PAYOUT and isinstance(region, Region) and region.ways:
        diamonds = str(random.randint(FEW_PAID, MANY_PAID))
        return PAYOUT, key.region, "", random.choice(sorted(region.ways)), diamonds, "1", ""
    return PURCHASE, *key, _often_first(list(market.offers), random), "1", str(random.randint(1, 20)), ""


def _often_first(names: Sequence[str], random: Random) -> str:
    """One of these, the first the most often: the second half as often, the third a third as often."""
    return random.choices(names, [1 / place for place in range(1, len(names) + 1)])[0]


def _line(cells: Sequence[str]) -> str:
    into = io.StringIO()
    csv.writer(into, lineterminator="").writerow(cells)
    return into.getvalue()
