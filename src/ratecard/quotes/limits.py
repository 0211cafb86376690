"""Limits on payouts: what was used before, this payout, and the most that is allowed."""

from collections.abc import Mapping

from ratecard.currency import Currency
from ratecard.money import Money
from ratecard.refusals import AboveLimit, UnknownLimit, WrongCurrency
from ratecard.rulefiles.values.measures import CountOf
from ratecard.terms.limits import LimitTerms
from ratecard.terms.payout_offers import PayoutOffer

ONE_PAYOUT = "payout"
"""The window of a limit that is for each payout alone."""


def check_limits(
    offer: PayoutOffer,
    used: Mapping[str, Money | int],
    value_minor: int | None,
    diamonds: int | None,
    currency: Currency | None,
) -> tuple[LimitTerms, ...] | AboveLimit | UnknownLimit | WrongCurrency:
    """The limits left open, in order of id, or the first that is broken. Reaching `most` exactly keeps a limit.

    Open is a limit that this payout alone keeps, while nothing says what was used of it before. One that this payout
    alone breaks is broken then too. One that is unknown is not broken, nor is one of which it is unknown what this
    payout takes: the quote lists what that needs.
    """
    limits = offer.limits
    if used and not offer.any_limit:
        known = {*(limit.id for limit in limits), *offer.unknown_limits}
        for name in sorted(used):
            if name not in known:
                return UnknownLimit(name, tuple(sorted(known)))
    opened: list[LimitTerms] = []
    for limit in limits:
        before: int | None = None
        if used:
            found = _before(limit, used.get(limit.id), currency)
            if isinstance(found, WrongCurrency):
                return found
            before = found
        asked = value_minor if limit.unit == "money" else diamonds if limit.unit == "diamonds" else 1
        if limit.per == ONE_PAYOUT:
            before = 0
        if asked is not None and asked + (before or 0) > limit.most:
            earlier = None if before is None else _text(limit, before, currency)
            return AboveLimit(limit.id, limit.per, limit.text, earlier, _text(limit, asked, currency))
        if before is None:
            opened.append(limit)
    return tuple(opened)


def _before(limit: LimitTerms, used: Money | int | None, currency: Currency | None) -> int | WrongCurrency | None:
    """What was used before in the limit's own unit; None where it was not stated."""
    if used is None:
        return None
    code = limit.text.rpartition(" ")[2] if currency is None else currency.code
    expected = code if limit.unit == "money" else limit.unit
    if isinstance(used, Money):
        if limit.unit == "money" and used.currency.code == code:
            return used.minor
        return WrongCurrency(f"used {limit.id}", used.currency.code, expected)
    return used if limit.unit != "money" else WrongCurrency(f"used {limit.id}", "a count", expected)


def _text(limit: LimitTerms, amount: int, currency: Currency | None) -> str:
    if limit.unit != "money":
        return str(CountOf(amount, limit.unit))
    assert currency is not None, "what a payout takes is known"
    return str(Money(amount, currency))
