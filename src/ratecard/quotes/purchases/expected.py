"""Whether a purchase still costs and gives what its buyer was shown; and if not, what has changed since.

A buyer is shown `gross`, or `listed` where the tax is not known: that is due, and that is compared.
"""

from collections.abc import Iterable, Iterator

import msgspec

from ratecard.book.rulebook import RuleBook
from ratecard.instants import Instant
from ratecard.money import Money
from ratecard.quotes.amounts import money_of, too_fine
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.quotes.purchases.quoting import quote_purchase
from ratecard.quotes.requests import PurchaseRequest
from ratecard.refusals import InvalidInput, PriceChanged
from ratecard.refusals.purchases import (
    BONUS_CHANGED,
    CONTENT_CHANGED,
    PRICE_CHANGED,
    PROMOTION_BEGAN,
    PROMOTION_ENDED,
    TAX_CHANGED,
)
from ratecard.rulefiles.values.scalars import plain_money
from ratecard.terms.market import Market

PERIODS_BACK_MOST = 3
"""So many periods before the present one are asked what they would have answered."""


class ShownPrice(msgspec.Struct, frozen=True):
    """What a buyer was shown: the amount due, and where they are known the coins with their bonus.

    `amount` is a decimal number, in `currency` where one is named, else in that of the market. `digest` is that of the
    book that it was shown from.
    """

    amount: str
    coins: int | None = None
    currency: str | None = None
    digest: str | None = None


def due_of(quote: PurchaseQuote) -> Money:
    """What the buyer pays: gross, or listed where the tax is not known."""
    gross = quote.gross_minor
    return Money(quote.listed_minor if gross is None else gross, quote.currency)


def price_changed(
    quote: PurchaseQuote, expected: ShownPrice, books: Iterable[RuleBook]
) -> PriceChanged | InvalidInput | None:
    """What has changed for the worse or the better since a buyer was shown a price; None where nothing has.

    `books` are those that the price may have been shown from, the likeliest first. Without one that explains it nobody
    can say why it has changed.
    """
    shown = _shown(expected, quote)
    if isinstance(shown, InvalidInput):
        return shown
    now = due_of(quote)
    if shown == now and expected.coins in (None, quote.total):
        return None
    causes = next((causes_of(was, quote) for was in _earlier(quote, books) if _fits(was, shown, expected)), None)
    return PriceChanged(
        was=shown.amount,
        was_currency=shown.currency.code,
        now=now.amount,
        now_currency=now.currency.code,
        was_coins=expected.coins,
        now_coins=quote.total,
        why=causes,
    )


def causes_of(was: PurchaseQuote, now: PurchaseQuote) -> tuple[str, ...]:
    """In what two answers to one question differ, the gravest cause first."""
    before, after = ({own.terms.id for own in quote.promotions} for quote in (was, now))
    has_other_promotions = before != after
    found = [
        (PROMOTION_ENDED, before - after),
        (PROMOTION_BEGAN, after - before),
        (PRICE_CHANGED, was.regular_minor != now.regular_minor or was.currency != now.currency),
        (TAX_CHANGED, _tax_of(was) != _tax_of(now)),
        (CONTENT_CHANGED, was.coins != now.coins),
        (BONUS_CHANGED, was.bonus != now.bonus and not has_other_promotions),
    ]
    causes = tuple([cause for cause, holds in found if holds])
    return causes or (PRICE_CHANGED,)  # one promotion gives something else now


def _tax_of(quote: PurchaseQuote) -> object:
    """How a purchase is taxed, whatever it costs: each line with its rate, and how the price holds them."""
    return quote.tax.status, tuple((line.id, line.rate, line.on) for line in quote.tax.lines)


def _shown(expected: ShownPrice, quote: PurchaseQuote) -> Money | InvalidInput:
    """The amount that was shown, or why it is none."""
    text = f"{expected.amount} {expected.currency or quote.currency.code}"
    stated = plain_money(text)
    if stated is None:
        return InvalidInput(("expected", "amount"), f"{text} is not an amount of money; write 12.34")
    return money_of(stated) or InvalidInput(("expected", "amount"), too_fine(text, stated))


def _fits(was: PurchaseQuote, shown: Money, expected: ShownPrice) -> bool:
    return due_of(was) == shown and expected.coins in (None, was.total)


def _earlier(quote: PurchaseQuote, books: Iterable[RuleBook]) -> Iterator[PurchaseQuote]:
    """What the question would have been answered: now by other books, then in the periods before this one."""
    request = quote.request
    every = list(books)
    for at in _instants(quote, every):
        for book in every:
            answer = quote_purchase(book, msgspec.structs.replace(request, at=at))
            if isinstance(answer, PurchaseQuote):
                yield answer


def _instants(quote: PurchaseQuote, books: Iterable[RuleBook]) -> Iterator[Instant]:
    """The instant that is asked about, then the last one of each period before, the latest first."""
    request: PurchaseRequest = quote.request
    yield request.at
    edges: set[int] = set()
    for book in books:
        at = request.at
        for _ in range(PERIODS_BACK_MOST):
            market = book.market((request.region, request.platform), at)
            if not isinstance(market, Market):
                break
            at = Instant(market.period.start - 1)
            edges.add(at)
    yield from (Instant(edge) for edge in sorted(edges, reverse=True)[:PERIODS_BACK_MOST])
