"""What an answer comes to, as plain figures of which two can be compared: of a purchase, a gift, a payout, or none."""

from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple

import msgspec

from ratecard.currency import Currency
from ratecard.money import Money
from ratecard.quotes.gifts.quotes import GiftQuote
from ratecard.quotes.gifts.worth import Worth
from ratecard.quotes.limits import OpenLimit
from ratecard.quotes.payouts.quoting import PayoutQuote
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.refusals import (
    BeforeRules,
    Condition,
    GiftUnavailable,
    ItemNotSold,
    NoPayouts,
    NotSold,
    UnknownGift,
    UnknownItem,
    UnknownMethod,
    UnknownPackage,
    UnknownPlatform,
    UnknownRegion,
)
from ratecard.refusals.refused import Refused

NOT_THERE = frozenset(
    refusal.code
    for refusal in (
        BeforeRules,
        GiftUnavailable,
        ItemNotSold,
        NoPayouts,
        NotSold,
        UnknownGift,
        UnknownItem,
        UnknownMethod,
        UnknownPackage,
        UnknownPlatform,
        UnknownRegion,
    )
)
"""Codes of refusals that say that a thing is not there at all: whoever gets an answer later gets something new."""


class NoAnswer(msgspec.Struct, frozen=True):
    """A refusal: its code, and its sentence for people."""

    code: str
    sentence: str

    @property
    def is_absence(self) -> bool:
        """Whether it says that the thing is not there at all."""
        return self.code in NOT_THERE


class PurchaseFigures(msgspec.Struct, frozen=True):
    """One unit of a package or an item, in minor units of `currency`; None is what the rules do not determine.

    `lines` are the tax lines with their amounts. `promotions` apply; `opened` are those that may, each with the listed
    price and the coins of a unit then: told where nothing else differs, since all of it follows from the price. `needs`
    are conditions and limits that have still to be met, in words.
    """

    currency: Currency
    regular: int
    listed: int
    gross: int | None
    net: int | None
    tax: int | None
    lines: tuple[tuple[str, int], ...]
    commission: int | None
    withheld: int | None
    proceeds: int | None
    coins: int
    bonus: int
    units: tuple[tuple[str, int], ...]
    promotions: tuple[str, ...]
    opened: tuple[tuple[str, int | None, int | None], ...]
    needs: tuple[str, ...]

    @property
    def paid(self) -> int:
        """What buyers pay, or where that is not determined the listed price."""
        return self.listed if self.gross is None else self.gross

    @property
    def total(self) -> int:
        """The coins of a unit, with its bonus."""
        return self.coins + self.bonus

    @property
    def per_coin(self) -> Fraction | None:
        """What one coin costs the buyer, in minor units; None where there are none."""
        return Fraction(self.paid, self.total) if self.total else None

    @property
    def kept(self) -> Fraction | None:
        """The margin: the share of the net price that the seller keeps; None where it is not determined."""
        return Fraction(self.proceeds, self.net) if self.proceeds is not None and self.net else None


class WorthFigures(msgspec.Struct, frozen=True):
    """What coins are worth in money to senders of gifts: the listed price of a package for all the coins it holds."""

    currency: Currency
    listed: int
    total: int
    needs: tuple[str, ...] = ()

    @property
    def per_coin(self) -> Fraction | None:
        """What one coin is worth, in minor units."""
        return Fraction(self.listed, self.total) if self.total else None


class GiftFigures(msgspec.Struct, frozen=True):
    """One gift to a creator of the sender's region: coins, and what all and the creator earn of it in diamonds.

    Its worth in money is that of its coins, which is told once for a market.
    """

    coins: int
    regular: int
    diamonds: int | None
    amount: int | None
    kind: str
    promotions: tuple[str, ...]
    needs: tuple[str, ...]


class PaidFigures(msgspec.Struct, frozen=True):
    """So many diamonds paid out by one method, in minor units: all but `paid` in `currency`, `paid` in `paid_in`.

    `minimum` is the least that is paid, `on` after how many seconds it arrives, `limits` the most in words.
    """

    diamonds: int
    currency: Currency | None
    paid_in: Currency | None
    value: int | None
    withheld: int | None
    fee: int | None
    paid: int | None
    minimum: int | None
    starts: str
    arrives: str
    limits: tuple[str, ...]
    needs: tuple[str, ...]


Answer = PurchaseFigures | WorthFigures | GiftFigures | PaidFigures | NoAnswer


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
    if isinstance(answer, CoinsWorth):
        return WorthFigures(answer.currency, answer.worth.price.listed_minor, answer.worth.package.total)
    if answer is None:
        return NoAnswer(NotSold.code, "")
    assert isinstance(answer, Refused)
    absent = answer.code in NOT_THERE
    return NoAnswer(answer.code, "" if absent else answer.message)


def is_same(was: Answer, now: Answer) -> bool:
    """Whether two answers come to the same; a thing that is not there is not there, whatever the reason."""
    if isinstance(was, NoAnswer) and isinstance(now, NoAnswer) and was.is_absence and now.is_absence:
        return True
    return was == now


def what_differs(was: Answer, now: Answer) -> tuple[object, ...]:
    """The figures that differ, with both values: equal for two pairs of answers of which the same is told.

    What a promotion would make of a price that differs itself is not told again.
    """
    if isinstance(was, NoAnswer) or isinstance(now, NoAnswer):
        return tuple(_outcome(own) for own in (was, now))
    names = [name for name in was.__struct_fields__ if getattr(was, name) != getattr(now, name)]
    if isinstance(was, PurchaseFigures) and {"listed", "bonus", "coins"} & set(names):
        names = [name for name in names if name not in ("promotions", "regular")]
    if len(names) > 1 and "needs" in names:
        names.remove("needs")
    return tuple((name, getattr(was, name), getattr(now, name)) for name in names)


def _outcome(answer: Answer) -> str:
    """Whether there is an answer, or none since there is no such thing, or else why it is refused."""
    if not isinstance(answer, NoAnswer):
        return "answered"
    return "absent" if answer.is_absence else answer.code


def _needs(conditions: Iterable[Condition], limits: Iterable[OpenLimit]) -> tuple[str, ...]:
    """What has still to be met, in words."""
    open_limits = (f"{own.limit_id} {own.most or own.fact} {own.per or ''}".rstrip() for own in limits)
    return (*(f"{own.fact} {own.requirement}" for own in conditions), *open_limits)
