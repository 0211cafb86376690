"""Limits compared: what was used before, what a question takes, and the most that is allowed.

What a question is about is the caller's to say: a payout takes a value, diamonds, and one payout.
"""

from collections.abc import Collection, Mapping

import msgspec

from ratecard.currency import Currency
from ratecard.money import Money
from ratecard.refusals import AboveLimit, UnknownLimit, WrongCurrency
from ratecard.rulefiles.values.limits import CountOf
from ratecard.terms.limits import MONEY, LimitTerms

Used = Mapping[str, Money | int]
"""What was used of each limit before, in its own unit, by its id."""


class Asked(msgspec.Struct, frozen=True, gc=False):
    """What one question takes: money, and of each unit a number, such as {"diamonds": 20000, "payouts": 1}.

    Money is in minor units of a currency; None stands for what is unknown. `alone` is the window of limits that are for
    each question by itself: "payout".
    """

    minor: int | None
    currency: Currency | None
    counts: Mapping[str, int | None]
    alone: str


def check_limits(
    limits: tuple[LimitTerms, ...], used: Used, taken: Asked, unknown: Collection[str] | None = ()
) -> tuple[LimitTerms, ...] | AboveLimit | UnknownLimit | WrongCurrency:
    """The limits left open, in order of id, or the first that is broken. Reaching `most` exactly keeps a limit.

    Open is a limit that this question alone keeps, while nothing says what was used of it before. One that it alone
    breaks is broken then too. `unknown` are the ids of limits of which something is unknown, None where it is not known
    which limits there are: these are not broken, nor is one of which it is unknown what the question takes.
    """
    if used and unknown is not None:
        known = {*(limit.id for limit in limits), *unknown}
        for name in sorted(used):
            if name not in known:
                return UnknownLimit(name, tuple(sorted(known)))
    opened: list[LimitTerms] = []
    minor, counts, alone = taken.minor, taken.counts, taken.alone
    for limit in limits:
        before: int | None = None
        if used:
            found = _before(limit, used.get(limit.id), taken)
            if isinstance(found, WrongCurrency):
                return found
            before = found
        asked = minor if limit.unit == MONEY else counts[limit.unit]
        if limit.per == alone:
            before = 0
        if asked is not None and (asked if before is None else asked + before) > limit.most:
            earlier = None if before is None else _text(limit, before, taken)
            return AboveLimit(limit.id, limit.per, limit.text, earlier, _text(limit, asked, taken))
        if before is None:
            opened.append(limit)
    return tuple(opened)


def _before(limit: LimitTerms, used: Money | int | None, taken: Asked) -> int | WrongCurrency | None:
    """What was used before in the limit's own unit; None where it was not stated."""
    if used is None:
        return None
    code = limit.text.rpartition(" ")[2] if taken.currency is None else taken.currency.code
    expected = code if limit.unit == MONEY else limit.unit
    if isinstance(used, Money):
        if limit.unit == MONEY and used.currency.code == code:
            return used.minor
        return WrongCurrency(f"used {limit.id}", used.currency.code, expected)
    return used if limit.unit != MONEY else WrongCurrency(f"used {limit.id}", "a count", expected)


def _text(limit: LimitTerms, amount: int, taken: Asked) -> str:
    if limit.unit != MONEY:
        return str(CountOf(amount, limit.unit))
    assert taken.currency is not None, "what the question takes is known"
    return str(Money(amount, taken.currency))
