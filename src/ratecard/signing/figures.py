"""The figures that a token holds: those that the audience of its question may see, and none of our own economics."""

from collections.abc import Iterator
from typing import NamedTuple

from ratecard.currency import Currency
from ratecard.quotes.gifts.quotes import GiftQuote
from ratecard.quotes.payouts.quoting import PayoutQuote
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.signing.asking import SignableQuote
from ratecard.signing.claims import NUMBER_MOST, SignedFigure, SignedFigures, SignedMoney


class FigureChange(NamedTuple):
    """A figure that is not what the token says: what was quoted, and what it is now; None where there is none."""

    name: str
    quoted: SignedFigure
    now: SignedFigure


def signed_figures(answer: SignableQuote) -> SignedFigures:
    """The figures of an answer by their names, all of them of the whole quantity."""
    if isinstance(answer, PurchaseQuote):
        return _of_purchase(answer)
    return _of_gift(answer) if isinstance(answer, GiftQuote) else _of_payout(answer)


def _of_purchase(quote: PurchaseQuote) -> SignedFigures:
    net, tax, _, gross = quote.taxed
    currency = quote.currency
    code, exponent = currency.code, currency.exponent
    listed, regular = quote.listed_minor, quote.regular_minor
    money = {
        "regular": SignedMoney(regular, code, exponent),
        "listed": SignedMoney(listed, code, exponent),
        "net": None if net is None else SignedMoney(net, code, exponent),
        "tax": None if tax is None else SignedMoney(tax, code, exponent),
        "gross": None if gross is None else SignedMoney(gross, code, exponent),
    }
    units = {f"units.{unit}": number for unit, number in quote.units}
    if quote.package.is_item:
        return {**money, **units}
    return {"coins": int(quote.coins), "bonus": int(quote.bonus), **money, **units}


def _of_gift(quote: GiftQuote) -> SignedFigures:
    return {
        "regularCoins": int(quote.regular_coins),
        "coins": int(quote.coins),
        "worth": _money(quote.worth_minor, quote.market.currency),
    }


def _of_payout(quote: PayoutQuote) -> SignedFigures:
    figures, currency = quote.figures, quote.value_currency
    return {
        "diamonds": None if quote.diamonds is None else int(quote.diamonds),
        "value": _money(figures.value, currency),
        "withheld": _money(figures.withheld, currency),
        "fee": _money(figures.fee, currency),
        "remainder": _money(figures.remainder, currency),
        "paid": _money(figures.paid, quote.offer.paid_in),
    }


def _money(minor: int | None, currency: Currency | None) -> SignedMoney | None:
    return None if minor is None or currency is None else SignedMoney(minor, currency.code, currency.exponent)


def beyond_exact(figures: SignedFigures) -> str | None:
    """The first figure that lies beyond what every reader of JSON keeps exact; None where none does."""
    for name, figure in figures.items():
        number = figure.minor if isinstance(figure, SignedMoney) else figure
        if number is not None and not -NUMBER_MOST <= number <= NUMBER_MOST:
            return name
    return None


def changes_between(quoted: SignedFigures, now: SignedFigures) -> tuple[FigureChange, ...]:
    """The figures that are not the same, in the order of the token; those that it has not stand at the end."""
    return tuple(_changes(quoted, now))


def _changes(quoted: SignedFigures, now: SignedFigures) -> Iterator[FigureChange]:
    for name in (*quoted, *[name for name in now if name not in quoted]):
        before, after = quoted.get(name), now.get(name)
        if before != after or (name in quoted) is not (name in now):
            yield FigureChange(name, before, after)
