"""Ways to be paid, and what each costs.

Convention: amounts are minor units of the value currency, which is the currency of the diamond's value.
"""

from collections.abc import Callable, Mapping

import msgspec

from ratecard.currency import Currency
from ratecard.instants import Duration
from ratecard.money import Money, Rate
from ratecard.rounding import Rounding, divider
from ratecard.rulefiles.stated import Stated
from ratecard.terms.given import Input
from ratecard.terms.payouts import MinimumTerms, minimum_of
from ratecard.terms.values import Values

NO_RATE = Rate(0, 1)


CHARGES = ("rate", "fixed", "floor")
"""What a fee may be made of: one of them at least."""


class FeeTerms(msgspec.Struct, frozen=True, gc=False):
    """What a method costs: `fixed` + `rate` × what is left, rounded, at least `floor`, at most `cap` where stated."""

    fixed: int
    rate: Rate
    floor: int
    cap: int | None
    rounding: Rounding
    divide: Callable[[int, int], int]
    stated: Stated[object]
    rounding_stated: Stated[object]
    inputs: tuple[Input, ...]


class MethodTerms(msgspec.Struct, frozen=True, gc=False):
    """One way to be paid. `currency` is None where it is that of all payouts; `fee` where the method costs nothing."""

    id: str
    names: Mapping[str, str]
    fee: FeeTerms | None
    minimum: MinimumTerms
    currency: Currency | None
    after: Duration | None
    after_stated: Stated[object] | None


def fee_of(fee: FeeTerms | None, left: int) -> int:
    """The fee on what is left after withholding, at most all of it: 2 % of 50.00, at least 0.25, is 1.00."""
    if fee is None:
        return 0
    rate = fee.rate
    amount = fee.divide(fee.fixed * rate.denominator + left * rate.numerator, rate.denominator)
    amount = max(amount, fee.floor)
    if fee.cap is not None and amount > fee.cap:
        amount = fee.cap
    return amount if amount < left else left


def is_offered(values: Values, method: str) -> bool:
    """Whether a method is stated at all: `fee: none` alone states one too, of which people see the id."""
    path = ("payouts", "methods", method)
    return bool(values.ids(*path)) or values.said_none(*path, "fee") is not None


def method_terms(values: Values, method: str) -> MethodTerms | None:
    """One way to be paid, or None where it is not offered."""
    path = ("payouts", "methods", method)
    if not is_offered(values, method):
        return None
    costs = _costs(values, *path, "fee")
    if not values.usable:
        return None
    minimum = minimum_of(values, *path, "minimum")
    fee = _fee(values, *path, "fee") if costs else None
    if costs and fee is None:
        return None
    currency, after = values.stated_as(Currency, *path, "currency"), values.stated_as(Duration, *path, "after")
    return MethodTerms(
        id=method,
        names=values.names(*path, "name"),
        fee=fee,
        minimum=minimum,
        currency=None if currency is None else currency.value,
        after=None if after is None else after.value,
        after_stated=after,
    )


def _costs(values: Values, *path: str) -> bool:
    """Whether a method costs something. Records what its fee lacks: the whole of it, its rounding, or any amount.

    It costs nothing where `fee: none` is stated, or `none` for the only amount of it. That all payouts were none in a
    broader layer does not say so.
    """
    if not values.ids(*path):
        if values.said_none(*path) is None:
            values.needed(*path)
        return False
    if not any(values.get(*path, key) for key in CHARGES):
        if any(values.said_none(*path, key) for key in CHARGES):
            return False
        values.needed(*path, "rate")
    values.needed(*path, "rounding")
    return True


def _fee(values: Values, *path: str) -> FeeTerms | None:
    """A fee that lacks nothing, or None where its amounts contradict each other, which is a problem."""
    stated_rate, stated_cap = values.stated_as(Rate, *path, "rate"), values.get(*path, "cap")
    fixed, lowest = values.get(*path, "fixed"), values.get(*path, "floor")
    parts = {"fixed": fixed, "rate": stated_rate, "floor": lowest, "cap": stated_cap}
    first = stated_rate or fixed or lowest
    rounding = values.rounding(*path, "rounding")
    rounding_stated = values.get(*path, "rounding")
    if first is None or rounding is None or rounding_stated is None:
        return None
    amounts = {key: values.money(*path, key) for key in ("fixed", "floor", "cap")}
    if values.problems:
        return None
    rate = NO_RATE if stated_rate is None else stated_rate.value
    if stated_rate is not None and rate.numerator > rate.denominator:
        sentence = f"a fee of {rate} is more than there is"
        values.problem("rate-above-whole", sentence, stated_rate, "write at most 100 %")
        return None
    floor, cap = amounts["floor"], amounts["cap"]
    if floor is not None and cap is not None and stated_cap is not None and cap < floor:
        hint = f"write a cap of at least {floor}, or a lower floor"
        values.problem("cap-below-floor", f"the cap {cap} is below the floor {floor}", stated_cap, hint)
        return None
    return FeeTerms(
        fixed=_minor(amounts["fixed"]),
        rate=rate,
        floor=_minor(floor),
        cap=None if cap is None else cap.minor,
        rounding=rounding,
        divide=divider(rounding),
        stated=first,
        rounding_stated=rounding_stated,
        inputs=tuple(
            Input(f"fee {key}", fee_part.value, fee_part.place)
            for key, fee_part in parts.items()
            if fee_part is not None
        ),
    )


def _minor(money: Money | None) -> int:
    return 0 if money is None else money.minor
