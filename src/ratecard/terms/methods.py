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
from ratecard.terms.tax import EXACT
from ratecard.terms.unknown import Unknowns, UnknownValue, together
from ratecard.terms.unknown_entries import entry_unknown, part_unknown
from ratecard.terms.values import Values

NO_RATE = Rate(0, 1)
TABLE = 2
"""How deep the table of methods stands: payouts.methods."""


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
    rounding_stated: Stated[object] | None
    inputs: tuple[Input, ...]


class UnknownOfMethod(msgspec.Struct, frozen=True, gc=False):
    """What the rules do not know of a method, by what needs it. `floor` is the least that an unknown fee is."""

    fee: Unknowns = ()
    currency: Unknowns = ()
    after: Unknowns = ()
    floor: int = 0


NOTHING_UNKNOWN = UnknownOfMethod()


class MethodTerms(msgspec.Struct, frozen=True, gc=False):
    """One way to be paid. `currency` is None where it is that of all payouts; `fee` where the method costs nothing.

    What is `unknown` is None too. `costs` says whether the method costs something, be it known or not.
    """

    id: str
    names: Mapping[str, str]
    fee: FeeTerms | None
    minimum: MinimumTerms
    currency: Currency | None
    after: Duration | None
    after_stated: Stated[object] | None
    costs: bool
    unknown: UnknownOfMethod = NOTHING_UNKNOWN


def any_method(unknown: UnknownValue) -> MethodTerms:
    """A way to be paid where it is not known which there are."""
    of_all = (unknown,)
    least = MinimumTerms(0, None, unknown)
    return MethodTerms(
        id="",
        names={},
        fee=None,
        minimum=least,
        currency=None,
        after=None,
        after_stated=None,
        costs=True,
        unknown=UnknownOfMethod(of_all, of_all, of_all),
    )


def fee_of(fee: FeeTerms | None, left: int) -> int:
    """The fee on what is left after withholding, at most all of it: 2 % of 50.00, at least 0.25, is 1.00."""
    if fee is None:
        return 0
    amount = charged(fee, left)
    return amount if amount < left else left


def charged(fee: FeeTerms, left: int) -> int:
    """What a fee charges on what is left, be that more than there is: a fixed 1.50 of 1.00 are 1.50."""
    rate, floor, cap = fee.rate, fee.floor, fee.cap
    amount = fee.divide(fee.fixed * rate.denominator + left * rate.numerator, rate.denominator)
    if amount < floor:
        return floor
    return cap if cap is not None and amount > cap else amount


def is_offered(values: Values, method: str) -> bool:
    """Whether a method is stated at all: `fee: none` alone states one too, of which people see the id."""
    path = ("payouts", "methods", method)
    stated = bool(values.ids(*path)) or values.said_none(*path, "fee") is not None
    return stated or entry_unknown(values, *path) is not None


def method_terms(values: Values, method: str) -> MethodTerms | None:
    """One way to be paid, or None where it is not offered."""
    path = ("payouts", "methods", method)
    if not is_offered(values, method):
        return None
    unknown_costs = unknown_fee(values, (*path, "fee"))
    costs = bool(unknown_costs) or _costs(values, *path, "fee")
    if not values.usable:
        return None
    minimum = minimum_of(values, *path, "minimum", depth=TABLE)
    fee = _fee(values, *path, "fee") if costs and values.currency is not None else None
    if costs and fee is None and not unknown_costs and values.currency is not None:
        return None
    currency, after = values.stated_as(Currency, *path, "currency"), values.stated_as(Duration, *path, "after")
    return MethodTerms(
        id=method,
        names=values.names(*path, "name"),
        fee=None if unknown_costs else fee,
        minimum=minimum,
        currency=None if currency is None else currency.value,
        after=None if after is None else after.value,
        after_stated=after,
        costs=costs,
        unknown=_unknown_of(values, path, unknown_costs),
    )


def _unknown_of(values: Values, path: tuple[str, ...], fee: Unknowns) -> UnknownOfMethod:
    """What is unknown of a method."""
    found = UnknownOfMethod(
        fee=fee,
        currency=together([part_unknown(values, TABLE, *path, "currency")]),
        after=together([part_unknown(values, TABLE, *path, "after")]),
        floor=_minor(values.money(*path, "fee", "floor")) if fee else 0,
    )
    return NOTHING_UNKNOWN if found == NOTHING_UNKNOWN else found


def unknown_fee(values: Values, path: tuple[str, ...]) -> Unknowns:
    """What a fee needs and the rules do not know.

    A fee may have just one of its amounts: of which nothing is said is unknown only where no other amount is said.
    """
    if not values.ids(*path):
        return together([values.unknown_at(*path)])
    said = [key for key in CHARGES if (*path, key) in values.resolved and values.none_at(*path, key) is None]
    if not said:
        return together(values.unknown_at(*path, key) for key in CHARGES if values.none_at(*path, key) is None)
    keys = [key for key in (*CHARGES, "cap") if (*path, key) in values.resolved]
    rounding = values.unknown_at(*path, "rounding")
    if "rate" not in said and rounding is not None and rounding.path != ".".join((*path, "rounding")):
        rounding = None  # nothing has to be rounded, and nothing is said of the rounding itself
    return together([*(values.unknown_at(*path, key) for key in keys), rounding])


def _costs(values: Values, *path: str) -> bool:
    """Whether a method costs something. Records what its fee lacks: all of it, any amount, or the rounding of a rate.

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
    elif values.get(*path, "rate") is not None:
        values.needed(*path, "rounding")
    return True


def _fee(values: Values, *path: str) -> FeeTerms | None:
    """A fee that lacks nothing, or None where its amounts contradict each other, which is a problem."""
    stated_rate, stated_cap = values.stated_as(Rate, *path, "rate"), values.get(*path, "cap")
    fixed, lowest = values.get(*path, "fixed"), values.get(*path, "floor")
    parts = {"fixed": fixed, "rate": stated_rate, "floor": lowest, "cap": stated_cap}
    first = stated_rate or fixed or lowest
    rounding_stated = values.get(*path, "rounding")
    rounding = EXACT if rounding_stated is None else values.rounding(*path, "rounding")
    if first is None or rounding is None:
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
