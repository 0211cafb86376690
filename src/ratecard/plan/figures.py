"""What an answer comes to, as plain figures of which two can be compared: of a purchase, a gift, a payout, or none."""

from fractions import Fraction

import msgspec

from ratecard.currency import Currency
from ratecard.refusals import (
    BeforeRules,
    GiftUnavailable,
    ItemNotSold,
    NoPayouts,
    NotExchanged,
    NotSold,
    UnknownGift,
    UnknownItem,
    UnknownMethod,
    UnknownPackage,
    UnknownPlatform,
    UnknownRegion,
    UnknownUnit,
)

NOT_THERE = frozenset(
    refusal.code
    for refusal in (
        BeforeRules,
        GiftUnavailable,
        ItemNotSold,
        NoPayouts,
        NotExchanged,
        UnknownUnit,
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


class ExchangeFigures(msgspec.Struct, frozen=True):
    """So many of a unit, and what they give of another one."""

    count: int
    received: int
    unit: str
    needs: tuple[str, ...] = ()


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


Answer = PurchaseFigures | ExchangeFigures | WorthFigures | GiftFigures | PaidFigures | NoAnswer


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
