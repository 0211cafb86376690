"""Limits compared: what was used before, what a question takes, and the most that is allowed.

What a question is about is the caller's to say: a payout takes a value, diamonds, and one payout.
"""

from collections.abc import Collection, Mapping
from zoneinfo import ZoneInfo

import msgspec

from ratecard.currency import Currency
from ratecard.instants import Instant
from ratecard.money import Money
from ratecard.quotes.used import named_by
from ratecard.quotes.windows import calendar_window
from ratecard.refusals import AboveLimit, UnknownLimit, WrongCurrency
from ratecard.rulefiles.values.limits import CountOf
from ratecard.terms.limits import MONEY, LimitTerms

Used = Mapping[str, Money | int]
"""What was used of each limit before, in its own unit, by its id or by what else names it."""


class Asked(msgspec.Struct, frozen=True, gc=False):
    """What one question takes: money, and of each unit a number, such as {"diamonds": 20000, "payouts": 1}.

    Money is in minor units of a currency; None stands for what is unknown. `alone` is the window of limits that are for
    each question by itself: "payout". `at` and `in_zone` say which day it is, as far as windows are told. `by_listed`:
    the money is the listed price, because what the buyer pays is not known.
    """

    minor: int | None
    currency: Currency | None
    counts: Mapping[str, int | None]
    alone: str
    at: Instant | None = None
    in_zone: ZoneInfo | None = None
    by_listed: bool = False

    def of(self, unit: str) -> int | None:
        """What is taken of a unit; None where that is unknown."""
        return self.minor if unit == MONEY else self.counts[unit]


class OpenLimit(msgspec.Struct, frozen=True, gc=False):
    """A limit that a question keeps as far as is known. `limit_id` names it, and `terms` are what it allows at most.

    With a `fact`, that one decides what it allows: `terms` are None then. Without, what was used of it is not known.
    """

    limit_id: str
    per: str | None
    terms: LimitTerms | None
    fact: str | None = None

    @property
    def most(self) -> str | None:
        """The most that it allows, as `used` is written: "1000.00 USD"."""
        return None if self.terms is None else self.terms.text


def open_limit(limit: LimitTerms, name: str) -> OpenLimit:
    """A limit of which nothing says what was used, under this name."""
    return OpenLimit(name, limit.per, limit)


def check_limits(
    limits: tuple[LimitTerms, ...], used: Used, taken: Asked, unknown: Collection[str] | None = ()
) -> tuple[LimitTerms, ...] | AboveLimit | UnknownLimit | WrongCurrency:
    """The limits left open, in order of id, or the first that is broken. Reaching `most` exactly keeps a limit.

    Open is a limit that this question alone keeps, while nothing says what was used of it before. One that it alone
    breaks is broken then too. `unknown` are the ids of limits of which something is unknown, None where it is not known
    which limits there are: these are not broken, nor is one of which it is unknown what the question takes.
    """
    told = _by_limit(limits, used, unknown)
    if isinstance(told, UnknownLimit):
        return told
    opened: list[LimitTerms] = []
    for limit in limits:
        before = _before(limit, told.get(limit.id), taken)
        if isinstance(before, WrongCurrency):
            return before
        if limit.per == taken.alone:
            before = 0
        broken = broken_limit(limit, before, taken, limit.id)
        if broken is not None:
            return broken
        if before is None:
            opened.append(limit)
    return tuple(opened)


def check_unused(limits: tuple[LimitTerms, ...], taken: Asked) -> tuple[LimitTerms, ...] | AboveLimit:
    """What `check_limits` says where nothing tells what was used of any limit, which is most often so."""
    minor, counts, alone = taken.minor, taken.counts, taken.alone
    for limit in limits:
        asked = minor if limit.unit == MONEY else counts[limit.unit]
        if asked is not None and asked > limit.most:
            broken = broken_limit(limit, 0 if limit.per == alone else None, taken, limit.id)
            if broken is not None:
                return broken
    return tuple([limit for limit in limits if limit.per != alone])


def _by_limit(limits: tuple[LimitTerms, ...], used: Used, unknown: Collection[str] | None) -> Used | UnknownLimit:
    """What was used by the id of a limit, which may be named by its path too; or the first name of none of them."""
    ids = {limit.path: limit.id for limit in limits}
    found: dict[str, Money | int] = {}
    for name in sorted(used):
        meant = named_by(name, ids) or [path for path, limit in ids.items() if limit == name]
        if meant:
            found[ids[meant[0]]] = used[name]
        elif unknown is not None and name not in unknown:
            return UnknownLimit(name, tuple(sorted({*ids.values(), *unknown})))
    return found


def broken_limit(limit: LimitTerms, before: int | None, taken: Asked, name: str) -> AboveLimit | None:
    """Why a limit does not allow what a question takes after what was used before; None where it does.

    Of 1,000.00 USD for each calendar day, 600.00 used before leave 400.00, and 400.01 are too much.
    """
    asked = taken.of(limit.unit)
    if asked is None or (asked if before is None else asked + before) <= limit.most:
        return None
    window = None
    if taken.at is not None and taken.in_zone is not None:
        window = calendar_window(limit.per, taken.at, taken.in_zone)
    return AboveLimit(
        name,
        limit.per,
        limit.text,
        used=None if before is None else amount_text(limit.unit, before, taken.currency),
        asked=amount_text(limit.unit, asked, taken.currency),
        left=None if before is None else amount_text(limit.unit, max(0, limit.most - before), taken.currency),
        resets_at=None if window is None else window.end,
        by_listed=taken.by_listed and limit.unit == MONEY,
    )


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


def amount_text(unit: str, amount: int, currency: Currency | None) -> str:
    """An amount with its unit, as `used` is written: "12.34 EUR", "1 unit"."""
    if unit != MONEY:
        return str(CountOf(amount, unit))
    assert currency is not None, "what the question takes is known"
    return str(Money(amount, currency))
