"""How diamonds become money: the value of one, which leave first, how long they are held, and the least payout.

Convention: amounts are minor units of the value currency, which is the currency of the diamond's value.
"""

from collections.abc import Callable

import msgspec

from ratecard.currency import Currency
from ratecard.instants import Duration
from ratecard.money import UnitPrice
from ratecard.rounding import Rounding, divider
from ratecard.rulefiles.stated import Stated
from ratecard.terms.tax import EXACT
from ratecard.terms.unknown import Unknowns, UnknownValue, together
from ratecard.terms.unknown_entries import part_unknown
from ratecard.terms.values import Values

CLASS_FACT = "lot.class"
"""The fact that `order: [class]` asks of each lot."""


class DiamondTerms(msgspec.Struct, frozen=True, gc=False):
    """The value of one diamond: exactly `minor` ÷ `units` minor units of `currency`."""

    minor: int
    units: int
    currency: Currency
    stated: Stated[object]


class UnknownOfPayouts(msgspec.Struct, frozen=True, gc=False):
    """What the rules do not know of all payouts of a region, by what needs it.

    `value_by` counts only for lots of another time, `order` only where it matters which lots leave first. `methods` and
    `limits` say that it is not known which there are, as far as nothing is stated of any.
    """

    currency: Unknowns = ()
    value_by: UnknownValue | None = None
    order: UnknownValue | None = None
    rounding: UnknownValue | None = None
    days: Unknowns = ()
    methods: UnknownValue | None = None
    limits: UnknownValue | None = None


ALL_KNOWN = UnknownOfPayouts()


class PayoutTerms(msgspec.Struct, frozen=True, gc=False):
    """What holds for every payout of a region. `order` names which lots leave first; `after` is that of `pays`.

    Of what is `unknown` nothing else here says anything that counts.
    """

    currency: Currency | None
    by_earned: bool
    order: tuple[str, ...]
    rounding: Rounding
    divide: Callable[[int, int], int]
    from_month_end: bool
    after: Duration | None
    rounding_stated: Stated[object] | None
    after_stated: Stated[object] | None
    unknown: UnknownOfPayouts


class HoldTerms(msgspec.Struct, frozen=True, gc=False):
    """How long the diamonds of a lot are held after they were earned."""

    duration: Duration
    stated: Stated[object]


class MinimumTerms(msgspec.Struct, frozen=True, gc=False):
    """The least value that is paid out; 0 where none is stated, and where it is `unknown`."""

    minor: int
    stated: Stated[object] | None
    unknown: UnknownValue | None = None


def value_currency(value: object) -> Currency | None:
    """The currency of a diamond's value; None of what is not one."""
    return value.currency if type(value) is UnitPrice else None


def diamond_terms(values: Values) -> DiamondTerms | UnknownValue | None:
    """The value of one diamond, or that it is unknown.

    None where nothing is paid out, or nothing states it, which is recorded.
    """
    if values.none_at("payouts", "diamond"):
        return None
    unknown = values.unknown_at("payouts", "diamond")
    if unknown is not None:
        return unknown
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
    rounding_stated = values.get("payouts", "rounding")
    after = values.stated_as(Duration, "payouts", "pays", "after")
    if not values.usable:
        return None
    is_rounded = rounding_stated is not None and values.currency is not None
    rounding = values.rounding("payouts", "rounding") if is_rounded else EXACT
    if order is not None and order.value == ():
        values.problem("empty-value", "order lists nothing", order, "write [oldest], or [class, oldest]")
    ages = [entry for entry in _listed(order) if entry.value in ("oldest", "newest")]
    if len(ages) > 1:
        sentence = f"lots are to leave {ages[0].value} first and {ages[1].value} first"
        values.problem("two-orders", sentence, ages[1], "keep one of oldest and newest")
    if rounding is None:
        return None
    return PayoutTerms(
        currency=None if currency is None else currency.value,
        by_earned=by is not None and by.value == "earned",
        order=tuple(str(entry.value) for entry in _listed(order)),
        rounding=rounding,
        divide=divider(rounding),
        from_month_end=pays is not None and pays.value == "month end",
        after=None if after is None else after.value,
        rounding_stated=rounding_stated,
        after_stated=after,
        unknown=_unknown_of(values),
    )


def _unknown_of(values: Values) -> UnknownOfPayouts:
    """What is unknown of all payouts. `pays` is nothing where it is none, and no narrower layer states a part of it."""
    at_once = values.absent("payouts", "pays") is not None
    days = () if at_once else together(values.unknown_at("payouts", "pays", key) for key in ("from", "after"))
    found = UnknownOfPayouts(
        currency=together([values.unknown_at("payouts", "currency")]),
        value_by=values.unknown_at("payouts", "value_by"),
        order=values.unknown_at("payouts", "order"),
        rounding=values.unknown_at("payouts", "rounding"),
        days=days,
        methods=values.unknown_at("payouts", "methods"),
        limits=values.unknown_at("payouts", "limits"),
    )
    return ALL_KNOWN if found == ALL_KNOWN else found


def hold_terms(values: Values) -> HoldTerms | UnknownValue | None:
    """How long a lot is held, or that it is unknown; None where it is not held, or that is broken."""
    unknown = values.unknown_at("payouts", "hold")
    if unknown is not None:
        return unknown
    stated = values.stated_as(Duration, "payouts", "hold")
    if stated is None or not values.usable:
        return None
    return HoldTerms(stated.value, stated)


def minimum_terms(values: Values) -> MinimumTerms | None:
    """The least value of a payout by any method; None where it is broken."""
    return minimum_of(values, "payouts", "minimum") if values.usable else None


def minimum_of(values: Values, *path: str, depth: int = 0) -> MinimumTerms:
    """The least value stated at a path, of an entry of a table at this depth if at any; 0 where none is."""
    unknown = part_unknown(values, depth, *path)
    if unknown is not None:
        return MinimumTerms(0, None, unknown)
    money = values.money(*path)
    return MinimumTerms(0, None) if money is None else MinimumTerms(money.minor, values.get(*path))
