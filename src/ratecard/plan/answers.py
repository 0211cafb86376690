"""From answers of the engine to plain figures."""

from collections.abc import Iterable
from typing import NamedTuple

import msgspec

from ratecard.currency import Currency
from ratecard.money import Money
from ratecard.plan.figures import (
    NOT_THERE,
    Answer,
    ExchangeFigures,
    GiftFigures,
    NoAnswer,
    PaidFigures,
    PurchaseFigures,
    WorthFigures,
)
from ratecard.quotes.exchanges.quoting import ExchangeQuote
from ratecard.quotes.gifts.quotes import GiftQuote
from ratecard.quotes.gifts.worth import Worth
from ratecard.quotes.limits import OpenLimit
from ratecard.quotes.payouts.quoting import PayoutQuote
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.refusals import (
    Condition,
    NotSold,
)
from ratecard.refusals.refused import Refused


class CoinsWorth(NamedTuple):
    """What tells the worth of coins in a market, and the market's currency."""

    worth: Worth
    currency: Currency


def money_of(minor: int | None, currency: Currency | None) -> Money | None:
    """An amount of minor units; None for what is not determined."""
    return None if minor is None or currency is None else Money(minor, currency)


def figures_of_purchase(quote: PurchaseQuote) -> PurchaseFigures:
    """The figures of the quote of one unit, without what open promotions would make of it."""
    names = [line.id for line in quote.offer.tax.lines] if quote.tax_line_minors else []
    return PurchaseFigures(
        currency=quote.currency,
        regular=quote.regular_minor,
        listed=quote.listed_minor,
        gross=quote.gross_minor,
        net=quote.net_minor,
        tax=quote.tax_minor,
        lines=tuple(zip(names, quote.tax_line_minors, strict=True)),
        commission=quote.commission_minor,
        withheld=quote.withheld_minor,
        proceeds=quote.proceeds_minor,
        coins=int(quote.coins),
        bonus=int(quote.bonus),
        units=quote.units,
        promotions=tuple(own.terms.id for own in quote.promotions),
        opened=(),
        needs=_needs(quote.open, quote.open_limits),
    )


def with_opened(figures: Answer, quote: object) -> Answer:
    """The figures of a purchase with what open promotions would make of it: finding that takes as long as the rest."""
    if not isinstance(figures, PurchaseFigures) or not isinstance(quote, PurchaseQuote):
        return figures
    units = [(own.terms.id, own.unit) for own in quote.open_promotions]
    opened = [(name, *((None, None) if unit is None else (unit.listed_minor, int(unit.total)))) for name, unit in units]
    return msgspec.structs.replace(figures, opened=tuple(opened))


def figures_of_gift(quote: GiftQuote) -> GiftFigures:
    """The figures of the quote of one gift."""
    return GiftFigures(
        coins=int(quote.coins),
        regular=int(quote.regular_coins),
        diamonds=None if quote.earned is None or quote.diamonds is None else int(quote.diamonds),
        amount=None if quote.earned is None or quote.amount is None else int(quote.amount),
        kind=quote.kind,
        promotions=tuple(own.terms.id for own in quote.promotions),
        needs=_needs(quote.open, quote.open_limits),
    )


def figures_of_payout(quote: PayoutQuote) -> PaidFigures:
    """The figures of the quote of a payout."""
    figures = quote.figures
    limits = sorted(f"{limit.id} {limit.text} {limit.per or ''}".rstrip() for limit in quote.open_limits)
    return PaidFigures(
        diamonds=0 if quote.diamonds is None else int(quote.diamonds),
        currency=quote.value_currency,
        paid_in=quote.offer.paid_in,
        value=figures.value,
        withheld=figures.withheld,
        fee=figures.fee,
        paid=figures.paid,
        minimum=quote.offer.minimum_minor,
        starts=f"{quote.starts_on}",
        arrives=f"{quote.paid_on}",
        limits=tuple(limits),
        needs=_needs(quote.open, ()),
    )


def figures_or_refusal(answer: object) -> Answer:
    """The figures of an answer of the engine, or its refusal; None is what is not there."""
    if isinstance(answer, PurchaseQuote):
        return figures_of_purchase(answer)
    if isinstance(answer, GiftQuote):
        return figures_of_gift(answer)
    if isinstance(answer, PayoutQuote):
        return figures_of_payout(answer)
    if isinstance(answer, ExchangeQuote):
        return ExchangeFigures(answer.request.count, answer.received, answer.terms.into)
    if isinstance(answer, CoinsWorth):
        return WorthFigures(answer.currency, answer.worth.price.listed_minor, answer.worth.package.total)
    if answer is None:
        return NoAnswer(NotSold.code, "")
    assert isinstance(answer, Refused)
    absent = answer.code in NOT_THERE
    return NoAnswer(answer.code, "" if absent else answer.message)


def _needs(conditions: Iterable[Condition], limits: Iterable[OpenLimit]) -> tuple[str, ...]:
    """What has still to be met, in words."""
    open_limits = (f"{own.limit_id} {own.most or own.fact} {own.per or ''}".rstrip() for own in limits)
    return (*(f"{own.fact} {own.requirement}" for own in conditions), *open_limits)
