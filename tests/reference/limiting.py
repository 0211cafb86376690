"""Limits of payouts: what one payout and those before it in a window may come to."""

from collections.abc import Mapping
from typing import Any

from ratecard.refusals import AboveLimit, UnknownLimit, WrongCurrency
from tests.reference.settling import Settled
from tests.reference.used_before import window_end
from tests.reference.writing import minor_units, money_text, same


def check_limits(
    limits: Mapping[str, Settled],
    used: Mapping[str, Any],
    value: int | None,
    diamonds: int | None,
    value_currency: str | None,
    now: tuple[int, str],
    not_known: frozenset[str] = frozenset(),
    any_limit: bool = False,
) -> frozenset[str] | AboveLimit | UnknownLimit | WrongCurrency:
    """The limits that stay open because what was used before is not known; or the first that this payout breaks.

    `now` is the instant asked about and the zone of its days.
    """
    unknown = sorted(name for name in used if name not in limits and name not in not_known)
    if unknown and not any_limit:
        return UnknownLimit(unknown[0], ())
    still_open = set()
    for name, limit in sorted(limits.items()):
        path = ("payouts", "limits", name)
        number, unit = str(limit.get(*path, "most")).split(" ")
        currency = value_currency or unit
        window = limit.get(*path, "per")
        per = None if window is None else str(window)
        counts = unit.removesuffix("s") in ("diamond", "payout")
        most = int(number.replace("_", "")) if counts else minor_units(number, currency)
        asked = value if not counts else diamonds if unit.startswith("diamond") else 1
        expected = f"{unit.removesuffix('s')}s" if counts else currency
        wrong = _wrong_unit(name, used[name], expected, counts) if name in used else None
        if wrong is not None:
            return wrong
        before = 0 if per == "payout" else used.get(name)
        before = getattr(before, "minor", before)
        if asked is not None and (before or 0) + asked > most:
            left = None if before is None else max(0, most - before)
            texts = [
                None if each is None else _text(each, unit, currency, counts) for each in (most, before, asked, left)
            ]
            return AboveLimit(name, per, str(texts[0]), texts[1], str(texts[2]), texts[3], _resets_at(per, *now))
        if before is None:
            still_open.add(name)
    return frozenset(still_open)


def _resets_at(per: str | None, at: int, zone: str) -> Any:
    end = window_end(per, at, zone)
    return None if end is None else same(end)


def _wrong_unit(name: str, used: object, expected: str, counts: bool) -> WrongCurrency | None:
    """What was used is money of the value currency, or a count, as the limit is."""
    code = getattr(getattr(used, "currency", None), "code", None)
    if code is None:
        return None if counts else WrongCurrency(f"used {name}", "a count", expected)
    return None if not counts and code == expected else WrongCurrency(f"used {name}", code, expected)


def _text(number: int, unit: str, currency: str, counts: bool) -> str:
    noun = unit.removesuffix("s") if number == 1 else f"{unit.removesuffix('s')}s"
    return f"{number} {noun}" if counts else str(money_text(number, currency))
