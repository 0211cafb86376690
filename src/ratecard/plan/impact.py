"""What a change would have made of sales: all of them asked of both books, and summed exactly."""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from fractions import Fraction
from typing import NamedTuple

import msgspec

from ratecard.currency import Currency
from ratecard.instants import Instant
from ratecard.money import Diamonds
from ratecard.plan.answers import figures_or_refusal
from ratecard.plan.asking import GIFT, ITEM, PAYOUT, PURCHASE, TwoBooks
from ratecard.plan.figures import NoAnswer, PaidFigures, PurchaseFigures
from ratecard.plan.planning import Plan
from ratecard.plan.sales import Sale, day_in
from ratecard.quotes.gifts.quotes import GiftQuote
from ratecard.quotes.gifts.quoting import quote_gift
from ratecard.quotes.payouts.quoting import quote_payout
from ratecard.quotes.purchases.quoting import quote_item, quote_purchase
from ratecard.quotes.requests import GiftRequest, ItemRequest, Lot, PayoutRequest, PurchaseRequest

AMOUNTS = ("gross", "tax", "commission", "proceeds")
"""The figures of purchases that are summed, each in the market's currency."""

PAID = ("value", "withheld", "fee", "paid")
"""Those of payouts; all but the last in the currency of the diamond's value."""

UNITS_SUPPOSED = 1_000
"""How many units of each package and item are supposed where no sales are told."""


class SalesGroup(NamedTuple):
    """Whose sums they are. Nothing is summed over currencies."""

    what: str
    region: str
    platform: str
    id: str
    currency: str


class Sums(msgspec.Struct):
    """The sums of one group by one book, of all orders that are answered.

    `amounts` are in minor units, by figure; `unknown` are units of which a figure is not determined, `refused` those
    that get no answer, by code.
    """

    units: int = 0
    coins: int = 0
    diamonds: int = 0
    amounts: Counter[str] = msgspec.field(default_factory=Counter)
    unknown: int = 0
    refused: Counter[str] = msgspec.field(default_factory=Counter)

    def add(self, other: "Sums") -> None:
        """Adds the sums of another group."""
        self.units += other.units
        self.coins += other.coins
        self.diamonds += other.diamonds
        self.unknown += other.unknown
        self.amounts.update(other.amounts)
        self.refused.update(other.refused)


class BothSums(NamedTuple):
    """The sums of one group by the older book, and by the newer one."""

    was: Sums
    now: Sums


class Impact(msgspec.Struct, frozen=True):
    """What sales come to by both books, by group. `day` is that as of which they are asked; None: each as of its own.

    `supposed`: nobody told sales, and so many units of each package and item are supposed.
    """

    groups: dict[SalesGroup, BothSums]
    rows: int
    day: date | None
    supposed: bool

    def by(self, key: Callable[[SalesGroup], SalesGroup]) -> dict[SalesGroup, BothSums]:
        """The sums of larger groups: those that change first, and then those with the most units."""
        found: dict[SalesGroup, BothSums] = {}
        for group, both in self.groups.items():
            sums = found.setdefault(key(group), BothSums(Sums(), Sums()))
            for into, own in zip(sums, both, strict=True):
                into.add(own)
        return dict(sorted(found.items(), key=lambda item: (item[1].was == item[1].now, -item[1].was.units, item[0])))


def impact_of(books: TwoBooks, sales: Iterable[Sale], day: date | None) -> Impact:
    """The impact on sales as of a day, at its local beginning; None: as of the instant that each tells, which it must.

    Each distinct question is asked once.
    """
    groups: dict[SalesGroup, BothSums] = {}
    known: dict[tuple[object, ...], tuple[tuple[SalesGroup, Sums], ...]] = {}
    rows = 0
    for sale in sales:
        rows += 1
        at = sale.at if day is None else day_in(sale.region, day, books.before)
        assert at is not None
        key = (sale.what, sale.region, sale.platform, sale.id, sale.quantity, sale.creator_region, at, sale.facts)
        if key not in known:
            known[key] = tuple(_of_one(sale, index, books, at) for index in range(2))
        for index, (group, sums) in enumerate(known[key]):
            both = groups.setdefault(group, BothSums(Sums(), Sums()))
            both[index].add(_times(sums, sale.count))
    return Impact(groups, rows, day, supposed=False)


def supposed_sales(plan: Plan, day: date) -> list[Sale]:
    """A thousand units of each package and item that the plan changes, in each of its markets."""
    things = dict.fromkeys(
        (own.change.kind, own.change.key, own.change.thing)
        for own in plan.changes
        if own.change.kind in (PURCHASE, ITEM) and own.change.day <= day
    )
    return [
        Sale(
            what=kind,
            region=key.region,
            platform=key.platform,
            id=thing,
            quantity=1,
            creator_region="",
            at=None,
            facts=(),
            count=UNITS_SUPPOSED,
        )
        for kind, key, thing in things
    ]


def with_volume(sums: Sums, volume: Fraction) -> Fraction:
    """The proceeds of these sums if so much more is sold: exact, in minor units."""
    return Fraction(sums.amounts["proceeds"]) * (1 + volume)


def _of_one(sale: Sale, index: int, books: TwoBooks, at: Instant) -> tuple[SalesGroup, Sums]:
    """The sums of one order of a sale by one of the books."""
    answer = _ask(sale, books, index, at)
    sums, currency = Sums(), _currency(sale, books, at)
    figures = figures_or_refusal(answer)
    if isinstance(figures, PurchaseFigures):
        currency, sums.units, sums.coins = figures.currency, sale.quantity, figures.total
        _put(sums, {name: getattr(figures, name) for name in AMOUNTS})
    elif isinstance(figures, PaidFigures):
        currency, sums.units, sums.diamonds = figures.paid_in, 1, sale.quantity
        _put(sums, {name: getattr(figures, name) for name in PAID})
    elif isinstance(answer, GiftQuote):
        sums.units, sums.coins = sale.quantity, int(answer.coins)
        sums.diamonds = 0 if answer.diamonds is None else int(answer.diamonds)
        sums.unknown = 0 if answer.diamonds is not None else sale.quantity
    elif isinstance(figures, NoAnswer):
        sums.refused[figures.code] = 1 if sale.what == PAYOUT else sale.quantity
    code = "" if currency is None else currency.code
    return SalesGroup(sale.what, sale.region, sale.platform, sale.id, code), sums


def _put(sums: Sums, amounts: dict[str, int | None]) -> None:
    sums.unknown = sums.units if any(amount is None for amount in amounts.values()) else 0
    sums.amounts.update({name: amount for name, amount in amounts.items() if amount is not None})


def _currency(sale: Sale, books: TwoBooks, at: Instant) -> Currency | None:
    """The currency of the older book, or the newer one, in which a sale counts that is refused."""
    if sale.what in (GIFT, PAYOUT):
        return None
    key = (sale.region, sale.platform)
    histories = [book.history(key) for book in books if key in book.markets()]
    return next((own for history in histories if (own := history.currency_at(at)) is not None), None)


def _ask(sale: Sale, books: TwoBooks, index: int, at: Instant) -> object:
    book = books[index]
    facts = {name: value for name, value in sale.facts if name in book.facts}
    region, platform, name, number = sale.region, sale.platform, sale.id, sale.quantity
    if sale.what == PURCHASE:
        return quote_purchase(book, PurchaseRequest(region, platform, name, at, number, facts=facts))
    if sale.what == ITEM:
        return quote_item(book, ItemRequest(region, platform, name, at, number, facts=facts))
    if sale.what == GIFT:
        request = GiftRequest(region, platform, sale.creator_region, name, at, number, facts=facts)
        return quote_gift(book, request)
    lot = Lot(Diamonds(number), at, region)
    return quote_payout(book, PayoutRequest(region, name, at, lots=(lot,), facts=facts))


def _times(sums: Sums, count: int) -> Sums:
    if count == 1:
        return sums
    return Sums(
        sums.units * count,
        sums.coins * count,
        sums.diamonds * count,
        Counter({name: amount * count for name, amount in sums.amounts.items()}),
        sums.unknown * count,
        Counter({code: number * count for code, number in sums.refused.items()}),
    )
