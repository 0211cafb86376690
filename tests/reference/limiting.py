"""Limits of payouts: what one payout and those before it in a window may come to."""

from collections.abc import Mapping
from typing import Any

from ratecard.refusals import AboveLimit, WrongCurrency
from tests.reference.settling import Settled
from tests.reference.writing import minor_units, money_text


def check_limits(
    limits: Mapping[str, Settled],
    used: Mapping[str, Any],
    value: int,
    diamonds: int,
    currency: str,
) -> frozenset[str] | AboveLimit | WrongCurrency:
    """The limits that stay open because what was used before is not known; or the first that this payout breaks."""
    still_open = set()
    for name, limit in sorted(limits.items()):
        path = ("payouts", "limits", name)
        number, unit = str(limit.get(*path, "most")).split(" ")
        per = str(limit.get(*path, "per"))
        in_money = unit not in ("diamond", "diamonds", "payout", "payouts")
        most = minor_units(number, currency) if in_money else int(number.replace("_", ""))
        asked = value if in_money else diamonds if unit.startswith("diamond") else 1
        before = used.get(name)
        if before is not None and in_money:
            before = before.minor
        if (before or 0) + asked > most:
            amounts = (_text(each, unit, currency, in_money) for each in (most, before, asked))
            at_most, was_used, is_asked = amounts
            return AboveLimit(name, per, at_most, was_used if name in used else None, is_asked)
        if name not in used and per != "payout":
            still_open.add(name)
    return frozenset(still_open)


def _text(number: int | None, unit: str, currency: str, in_money: bool) -> str:
    if in_money:
        return str(money_text(number or 0, currency))
    return f"{number} {unit.removesuffix('s')}s"
