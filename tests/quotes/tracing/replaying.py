"""An independent replay of a trace's steps, with fractions: from what a step says went in, to what it says came out."""

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from ratecard.instants import Duration
from ratecard.money import ExactMoney, ExchangeRate, Money, PerCoin, Rate, UnitPrice
from ratecard.quotes.tracing.steps import Arithmetic, Step
from ratecard.rounding import Rounding, RoundingMode
from ratecard.rulefiles.stated import UNKNOWN
from ratecard.terms.given import Input

NO_TAXES = ("net cut", "gross cut", "proceeds", "fixed", "at most")
"""How the names of inputs begin that are no taxes, in a step that reads taxes too."""


def exact(value: object) -> Fraction:
    """A value of a trace as a number: money in minor units."""
    if isinstance(value, Money):
        return Fraction(value.minor)
    if isinstance(value, Rate | PerCoin | ExchangeRate | ExactMoney):
        return Fraction(value.numerator, value.denominator)
    if isinstance(value, UnitPrice):
        return Fraction(value.minor, value.units)
    assert isinstance(value, int)
    return Fraction(value)


def rounded(value: Fraction, rounding: Rounding | None) -> Fraction:
    """The value rounded by a stated rounding; itself where none is stated."""
    if rounding is None:
        return value
    scaled = value / rounding.step
    floor = scaled.numerator // scaled.denominator
    part = scaled - floor
    match rounding.mode:
        case RoundingMode.UP:
            whole = floor if part == 0 else (floor + 1 if scaled > 0 else floor)
        case RoundingMode.DOWN:
            whole = floor if scaled >= 0 or part == 0 else floor + 1
        case RoundingMode.HALF_UP:
            whole = floor + 1 if part > Fraction(1, 2) or (part == Fraction(1, 2) and scaled > 0) else floor
        case RoundingMode.HALF_EVEN:
            whole = floor + 1 if part > Fraction(1, 2) or (part == Fraction(1, 2) and floor % 2) else floor
    return Fraction(whole * rounding.step)


def replay(step: Step) -> Fraction | None:
    """The output of a step from its inputs alone; None for a value that is just stated, or unknown."""
    if step.operation is Arithmetic.UNKNOWN:
        assert all(each.value is UNKNOWN for each in (step, *step.inputs))
        return None
    values = [exact(each.value) for each in step.inputs] if step.operation is not Arithmetic.LEFT_OUT else []
    match step.operation:
        case Arithmetic.STATED:
            return None
        case Arithmetic.SAME:
            (result,) = values
        case Arithmetic.MULTIPLY:
            result = Fraction(1)
            for value in values:
                result *= value
        case Arithmetic.ADD:
            result = sum(values, Fraction(0))
        case Arithmetic.SUBTRACT:
            result = values[0] - sum(values[1:])
        case Arithmetic.DIVIDE:
            result = values[0] / values[1]
        case Arithmetic.TAKE_OUT_TAX:
            return min(rounded(values[0] / (1 + sum(_of_net(step).values())), step.rounding), values[0])
        case Arithmetic.PUT_IN_TAX:
            result = values[0] * (1 + sum(_of_net(step).values()))
        case Arithmetic.ROUND_TO_ALLOWED:
            return _allowed(step, values[0])
        case Arithmetic.APPLY_RATES:
            result = values[0] * sum(_of_net(step).values())
        case Arithmetic.TAX_OF_LINE:
            return _line(step)
        case Arithmetic.SHARE:
            return _share(step)
        case Arithmetic.LEFT_OUT:
            return None
        case Arithmetic.GREATER:
            result = max(values)
        case Arithmetic.TAKE_OFF:
            return _taken_off(step)
        case Arithmetic.LESSER:
            result = min(values)
        case Arithmetic.TAKE_OFF_COINS:
            return _coins_left(step)
        case Arithmetic.TAKE_OFF_CUTS:
            return _cuts(step)
        case Arithmetic.CUT_OF_LINE:
            return _cut(step)
        case Arithmetic.EXCHANGE:
            result = _exchanged(step)
        case Arithmetic.FEE:
            return _fee(step)
        case _:
            raise AssertionError(f"{step.operation} is of days")
    return rounded(result, step.rounding)


def _coins_left(step: Step) -> Fraction:
    """What a gift costs after rates and coins off, rounded down together; at most each price in place of its own."""
    regular = exact(step.inputs[0].value)
    prices = [min(exact(each.value), regular) for each in step.inputs if each.name.startswith("price of ")]
    if len(step.inputs) == 2 and prices:
        return prices[0]
    off = sum((regular - price for price in prices), Fraction(0))
    for each in step.inputs:
        if each.name.startswith("off by "):
            off += exact(each.value) * (regular if isinstance(each.value, Rate) else 1)
    return min([max(Fraction(0), regular - rounded(off, step.rounding)), *prices])


def _share(step: Step) -> Fraction:
    """The largest remainder, done the long way: hand out one unit at a time to who is owed most."""
    amount = int(exact(step.inputs[0].value))
    weights = list(_of_net(step).items())
    total = sum(weight for _, weight in weights)
    parts = {name: int(amount * weight / total) for name, weight in weights}
    owed = sorted(weights, key=lambda each: (-(amount * each[1] / total - parts[each[0]]), weights.index(each)))
    for name, _ in owed[: amount - sum(parts.values())]:
        parts[name] += 1
    return Fraction(parts[_own(step)])


def _of_net(step: Step) -> dict[str, Fraction]:
    """What each tax that went in takes of the net, by name: 12 % of the gross are 12/88 of the net."""
    taxes = [each for each in step.inputs[1:] if not each.name.startswith(NO_TAXES)]
    net = {each.name: exact(each.value) for each in taxes if not each.name.startswith("gross tax")}
    gross = {each.name: exact(each.value) for each in taxes if each.name.startswith("gross tax")}
    price = (1 + sum(net.values(), Fraction(0))) / (1 - sum(gross.values(), Fraction(0)))
    return {each.name: net[each.name] if each.name in net else gross[each.name] * price for each in taxes}


def _own(step: Step) -> str:
    """The name of the input that is the rate of the line which the step is of."""
    line = step.figure.partition(" of run ")[0].removesuffix(" each").removeprefix("tax ")
    (own,) = [each.name for each in step.inputs if each.name.split()[-1] == line]
    return own


def _taken_off(step: Step) -> Fraction:
    """A price less its discounts, onto what is allowed: a point, the lowest price, or what the rounding says."""
    regular, *others = step.inputs
    whole = exact(regular.value)
    left = max(Fraction(0), whole - sum(exact(each.value) for each in others if each.name.startswith("discount ")))
    named = {each.name: exact(each.value) for each in others if not each.name.startswith("discount ")}
    listed = left if left in (0, whole) else _allowed(step, left)
    return min([listed, whole, *(value for name, value in named.items() if name.startswith("at most"))])


def _allowed(step: Step, left: Fraction) -> Fraction:
    """An amount onto what is allowed: a point, the lowest price, or what the rounding says; 0 stays 0."""
    named = {each.name: exact(each.value) for each in step.inputs[1:]}
    points = [value for name, value in named.items() if name.startswith("price point")]
    lowest = named.get("lowest allowed price", Fraction(0))
    if left == 0:
        return left
    if left < lowest:
        return lowest
    if points:
        below, above = points
        assert step.rounding is not None
        nearer = above if left - below >= above - left else below
        by_mode = {RoundingMode.UP: above if left > below else below, RoundingMode.DOWN: below}
        return by_mode.get(step.rounding.mode, nearer)
    return rounded(left, step.rounding)


def _line(step: Step) -> Fraction:
    rates = _of_net(step)
    inside = sum((rate for name, rate in rates.items() if "inside" in name), Fraction(0))
    result = rounded(exact(step.inputs[0].value) / (1 + inside) * rates[_own(step)], step.rounding)
    return min([result, *(exact(each.value) for each in step.inputs if each.name.startswith("at most"))])


def _cut(step: Step) -> Fraction:
    """What one line takes: as much as more is left without it, of a price of which the others keep their bases."""
    line = step.figure.partition(" of run ")[0].removesuffix(" each").removeprefix("withheld ")
    rates = _of_net(step)
    price = exact(step.inputs[0].value)
    net = price / (1 + sum((rate for name, rate in rates.items() if "inside" in name), Fraction(0)))
    gross = price * (1 + sum((rate for name, rate in rates.items() if "added" in name), Fraction(0)))
    first = {"net cut": net, "gross cut": gross, "fixed": Fraction(1)}
    named = [(each.name.rpartition(" "), exact(each.value)) for each in step.inputs]
    parts = [(name[0], name[2], value) for name, value in named]
    left = net - sum((first[kind] * value for kind, _, value in parts if kind in first), Fraction(0))
    of = {**first, "proceeds cut": max(left, Fraction(0)), "proceeds fixed": Fraction(1)}
    taken = sum((of[kind] * value for kind, name, value in parts if name == line and kind in of), Fraction(0))
    return rounded(taken, step.rounding)


def _cuts(step: Step) -> Fraction:
    def named(prefix: str) -> list[Input | Step]:
        return [each for each in step.inputs if each.name.startswith(prefix)]

    def total(prefix: str) -> Fraction:
        return sum((exact(each.value) for each in named(prefix)), Fraction(0))

    price = exact(step.inputs[0].value)
    rates = _of_net(step)
    inside = sum((rate for name, rate in rates.items() if "inside" in name), Fraction(0))
    added = sum((rate for name, rate in rates.items() if "added" in name), Fraction(0))
    net, gross = price / (1 + inside), price * (1 + added)
    left = net - net * total("net cut") - gross * total("gross cut") - total("fixed")
    left -= max(left, Fraction(0)) * total("proceeds cut") + total("proceeds fixed")
    result = rounded(left, step.rounding)
    bounds = [exact(each.value) for each in named("at most net")]
    return min([result, *bounds])


def _exchanged(step: Step) -> Fraction:
    """The amount in major units × the rate that the output's currency has ÷ that of its own; then minor units again."""
    amount, *others = step.inputs
    assert isinstance(amount.value, Money | ExactMoney)
    assert isinstance(step.output, Money | ExactMoney)
    result = exact(amount.value) / 10**amount.value.currency.exponent
    for each in others:
        if each.name == "spread":
            result *= 1 - exact(each.value)
        elif each.name.startswith(f"{step.output.currency} for one "):
            result *= exact(each.value)
        else:
            assert each.name.startswith(f"{amount.value.currency} for one ")
            result /= exact(each.value)
    return Fraction(result * 10**step.output.currency.exponent)


def _fee(step: Step) -> Fraction:
    said = {each.name: exact(each.value) for each in step.inputs if each.name.startswith("fee ")}
    others = [exact(each.value) for each in step.inputs if each.name not in said]
    left = others[0] if others else Fraction(0)  # without a rate it is of nothing
    fee = rounded(said.get("fee fixed", Fraction(0)) + left * said.get("fee rate", 0), step.rounding)
    fee = max(fee, said.get("fee floor", fee))
    return Fraction(min(fee, said.get("fee cap", fee), *others))


OF_DAYS = frozenset({Arithmetic.WAIT, Arithmetic.LATEST, Arithmetic.MONTH_END})


def replay_days(step: Step, in_zone: ZoneInfo) -> date:
    """The instant or the day that a step of days comes to, counted day by day."""
    values = [each.value for each in step.inputs]
    if step.operation is Arithmetic.LATEST:
        latest = max(value for value in values if isinstance(value, datetime))
        return latest.astimezone(in_zone).date()
    day, *waits = values
    assert isinstance(day, date)
    if step.operation is Arithmetic.MONTH_END:
        while (day + timedelta(days=1)).month == day.month:
            day += timedelta(days=1)
        return day
    local = day.astimezone(in_zone) if isinstance(day, datetime) else day
    after = step.inputs[0]
    meant = 31 if isinstance(after, Step) and after.operation is Arithmetic.MONTH_END else local.day
    for wait in waits:
        assert isinstance(wait, Duration)
        if wait.unit in ("minutes", "hours"):
            exact = timedelta(**{wait.unit: wait.count})
            local = (local.astimezone(UTC) + exact) if isinstance(local, datetime) else local
            local += timedelta(days=-(-exact // timedelta(days=1))) if not isinstance(local, datetime) else timedelta()
        elif wait.unit in ("months", "years"):
            for _ in range(wait.count * (12 if wait.unit == "years" else 1)):
                ahead = local.month % 12 + 1
                year = local.year + (ahead == 1)
                local = local.replace(year=year, month=ahead, day=min(meant, monthrange(year, ahead)[1]))
        else:
            local += timedelta(days=wait.count * (7 if wait.unit == "weeks" else 1))
        meant = meant if wait.unit in ("months", "years") else local.day
    return local.astimezone(UTC) if isinstance(local, datetime) else local
