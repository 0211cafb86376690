"""How diamonds become money: the value of one, minimums, caps, withholding, methods and their fees.

Convention: amounts are minor units of the value currency, which is the currency of the diamond's value.
"""

from collections.abc import Callable, Mapping
from fractions import Fraction

import msgspec

from ratecard.currency import Currency
from ratecard.instants import Duration
from ratecard.money import Money, Rate, UnitPrice
from ratecard.rounding import Rounding, divider
from ratecard.rulefiles.measures import CountOf
from ratecard.rulefiles.stated import Stated
from ratecard.terms.given import Input
from ratecard.terms.resolved import Values
from ratecard.terms.tax import EXACT

NO_RATE = Rate(0, 1)
CLASS_FACT = "lot.class"
"""The fact that `order: [class]` asks of each lot."""

CHARGES = ("rate", "fixed", "floor")
"""What a fee may be made of: one of them at the least."""


class DiamondTerms(msgspec.Struct, frozen=True, gc=False):
    """The value of one diamond: exactly `minor` ÷ `units` minor units of `currency`."""

    minor: int
    units: int
    currency: Currency
    stated: Stated[object]


class PayoutTerms(msgspec.Struct, frozen=True, gc=False):
    """What holds for every payout of a region. `order` names which lots leave first; `after` is that of `pays`."""

    currency: Currency
    by_earned: bool
    order: tuple[str, ...]
    rounding: Rounding
    divide: Callable[[int, int], int]
    from_month_end: bool
    after: Duration | None
    rounding_stated: Stated[object]
    after_stated: Stated[object] | None


class HoldTerms(msgspec.Struct, frozen=True, gc=False):
    """How long the diamonds of a lot are held after they were earned."""

    duration: Duration
    stated: Stated[object]


class MinimumTerms(msgspec.Struct, frozen=True, gc=False):
    """The least value that is paid out; 0 where none is stated."""

    minor: int
    stated: Stated[object] | None


class LimitTerms(msgspec.Struct, frozen=True, gc=False):
    """The most that is paid out in a window. `unit` is "money", "diamonds" or "payouts"; money is in minor units.

    `text` is the most with its unit: "1000.00 USD", "3 payouts".
    """

    id: str
    most: int
    unit: str
    text: str
    per: str
    stated: Stated[object]


class WithholdingLine(msgspec.Struct, frozen=True, gc=False):
    """One tax kept back, of the whole value or of the part that comes from the region `domestic`."""

    id: str
    names: Mapping[str, str]
    rate: Rate
    domestic: str | None
    stated: Stated[object]
    given: Input


class WithholdingTerms(msgspec.Struct, frozen=True, gc=False):
    """Every tax kept back, in order of id; each line is divided and rounded on its own."""

    lines: tuple[WithholdingLine, ...]
    rounding: Rounding
    divide: Callable[[int, int], int]
    rounding_stated: Stated[object] | None
    asks_source: bool


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


def value_currency(value: object) -> Currency | None:
    """The currency of a diamond's value; None of what is not one."""
    return value.currency if type(value) is UnitPrice else None


def diamond_terms(values: Values) -> DiamondTerms | None:
    """The value of one diamond, or None where nothing is paid out, or nothing states it, which is recorded."""
    if values.none_at("payouts", "diamond"):
        return None
    stated = values.needed_as(UnitPrice, "payouts", "diamond")
    if not values.usable or stated is None:
        return None
    value = stated.value
    if value.minor == 0:
        values.problem(
            "diamond-without-value", "a diamond is worth nothing", stated, "write payouts: none, or its value"
        )
        return None
    return DiamondTerms(value.minor, value.units, value.currency, stated)


def _listed(order: Stated[object] | None) -> tuple[Stated[object], ...]:
    return order.value if order is not None and type(order.value) is tuple else ()


def payout_terms(values: Values) -> PayoutTerms | None:
    """What holds for every payout, or None where the region has none or it is incomplete, which is recorded."""
    if values.absent("payouts"):
        return None
    currency, by = values.needed_as(Currency, "payouts", "currency"), values.needed("payouts", "value_by")
    order = values.needed("payouts", "order")
    at_once = values.absent("payouts", "pays") is not None
    pays = None if at_once else values.needed("payouts", "pays", "from")
    rounding_stated = values.needed("payouts", "rounding")
    after = values.stated_as(Duration, "payouts", "pays", "after")
    if not values.usable:
        return None
    rounding = values.rounding("payouts", "rounding")
    if order is not None and order.value == ():
        values.problem("empty-value", "order lists nothing", order, "write [oldest], or [class, oldest]")
    ages = [each for each in _listed(order) if each.value in ("oldest", "newest")]
    if len(ages) > 1:
        sentence = f"lots are to leave {ages[0].value} first and {ages[1].value} first"
        values.problem("two-orders", sentence, ages[1], "keep one of oldest and newest")
    if rounding is None or currency is None or by is None or order is None or rounding_stated is None:
        return None
    return PayoutTerms(
        currency=currency.value,
        by_earned=by.value == "earned",
        order=tuple(str(each.value) for each in _listed(order)),
        rounding=rounding,
        divide=divider(rounding),
        from_month_end=pays is not None and pays.value == "month end",
        after=None if after is None else after.value,
        rounding_stated=rounding_stated,
        after_stated=after,
    )


def hold_terms(values: Values) -> HoldTerms | None:
    """How long a lot is held, or None where it is not, or that is broken."""
    stated = values.stated_as(Duration, "payouts", "hold")
    if stated is None or not values.usable:
        return None
    return HoldTerms(stated.value, stated)


def minimum_terms(values: Values) -> MinimumTerms | None:
    """The least value of a payout by any method; None where it is broken."""
    return _minimum(values, "payouts", "minimum") if values.usable else None


def _minimum(values: Values, *path: str) -> MinimumTerms:
    money = values.money(*path)
    return MinimumTerms(0, None) if money is None else MinimumTerms(money.minor, values.get(*path))


def limit_terms(values: Values, limit: str) -> LimitTerms | None:
    """One cap, or None where it is lifted."""
    path = ("payouts", "limits", limit)
    if not values.ids(*path) or values.none_at(*path, "most"):
        return None
    most, per = values.needed(*path, "most"), values.needed(*path, "per")
    if not values.usable or most is None or per is None:
        return None
    if type(most.value) is CountOf:
        return LimitTerms(limit, most.value.count, most.value.unit, str(most.value), str(per.value), most)
    money = values.money(*path, "most")
    return None if money is None else LimitTerms(limit, money.minor, "money", str(money), str(per.value), most)


def withholding_terms(values: Values) -> WithholdingTerms | None:
    """Every tax kept back; none at all is a set of terms without lines."""
    above = ("payouts", "withholding", "lines")
    names = [name for name in values.ids(*above) if values.none_at(*above, name, "rate") is None]
    lines = [line for name in names if (line := _withheld(values, name)) is not None]
    if names:
        values.needed("payouts", "withholding", "rounding")
    if not values.usable:
        return None
    rounding = values.rounding("payouts", "withholding", "rounding") if lines else EXACT
    if rounding is None:
        return None
    total = sum((line.rate.fraction for line in lines), Fraction(0))
    if total > 1:
        alone = next((line for line in lines if line.rate.fraction > 1), None)
        kept = f"{alone.id} keeps back {alone.rate}" if alone else f"the lines keep back {_rate_of(total)}"
        at = (alone or lines[-1]).stated
        hint = "write at most 100 %" if alone else "write at most 100 % in all"
        values.problem("rate-above-whole", f"{kept}, which is more than there is", at, hint)
        return None
    asks = any(line.domestic is not None and line.rate.numerator for line in lines)
    stated = values.get("payouts", "withholding", "rounding")
    return WithholdingTerms(tuple(lines), rounding, divider(rounding), stated, asks)


def _withheld(values: Values, name: str) -> WithholdingLine | None:
    """A line, or None where it lacks something, which is recorded."""
    path = ("payouts", "withholding", "lines", name)
    rate, of = values.needed_as(Rate, *path, "rate"), values.needed(*path, "of")
    of_region = of is not None and of.value == "domestic"
    domestic = values.needed(*path, "domestic") if of_region else None
    if rate is None or of is None:
        return None
    region = None if domestic is None else str(domestic.value)
    given = Input(f"rate {name}", rate.value, rate.place)
    return WithholdingLine(name, values.names(*path, "name"), rate.value, region, rate, given)


def is_offered(values: Values, method: str) -> bool:
    """Whether a method is stated at all: `fee: none` alone states one too, of which people see the id."""
    path = ("payouts", "methods", method)
    return bool(values.ids(*path)) or values.said_none(*path, "fee") is not None


def _rate_of(share: Fraction) -> Rate:
    return Rate(share.numerator, share.denominator)


def method_terms(values: Values, method: str) -> MethodTerms | None:
    """One way to be paid, or None where it is not offered."""
    path = ("payouts", "methods", method)
    if not is_offered(values, method):
        return None
    costs = _costs(values, *path, "fee")
    if not values.usable:
        return None
    minimum = _minimum(values, *path, "minimum")
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
        inputs=tuple(Input(f"fee {key}", each.value, each.place) for key, each in parts.items() if each is not None),
    )


def _minor(money: Money | None) -> int:
    return 0 if money is None else money.minor
