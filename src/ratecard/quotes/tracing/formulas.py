"""A trace's steps as arithmetic that people can follow: "13.99 EUR ÷ (1 + 19 %), half up"."""

from datetime import datetime

from ratecard.instants import datetime_of
from ratecard.money import ExchangeRate, Money, UnitPrice, decimal_text
from ratecard.quotes.tracing.steps import UNKNOWN_PREFIX, Arithmetic, Step, of_purchase
from ratecard.rounding import Rounding
from ratecard.terms.given import Input
from ratecard.terms.written import written

Inputs = tuple[Input | Step, ...]
INSIDE, INSIDE_GROSS = "tax inside", "gross tax inside"
SIGNS = {Arithmetic.MULTIPLY: " × ", Arithmetic.SUBTRACT: " − ", Arithmetic.DIVIDE: " ÷ "}
ADDED, ADDED_GROSS = "tax added", "gross tax added"


def value_text(value: object) -> str:
    """A value of a trace, exact and without locale: "13.99 EUR", "19 %", "10", "13.99 EUR / 1050"."""
    if isinstance(value, UnitPrice):
        text = str(value)
        return text if text.endswith(" each") else f"{Money(value.minor, value.currency)} / {value.units}"
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    return written(value)


def formula(step: Step) -> str:
    """The arithmetic of one step, without its result."""
    texts = [value_text(given.value) for given in step.inputs]
    match step.operation:
        case Arithmetic.STATED:
            text = "stated" if step.since is None else f"stated since {value_text(datetime_of(step.since))}"
        case Arithmetic.UNKNOWN:
            paths = [step_input.name.removeprefix(UNKNOWN_PREFIX) for step_input in step.inputs]
            text = f"needs {_listed(paths)}" if paths else "stated to be unknown"
        case Arithmetic.SAME:
            text = f"{step.inputs[0].name} {texts[0]}"
        case Arithmetic.ADD:
            text = " + ".join(texts) or "nothing"
        case Arithmetic.MULTIPLY | Arithmetic.SUBTRACT | Arithmetic.DIVIDE:
            text = SIGNS[step.operation].join(texts)
        case Arithmetic.TAKE_OUT_TAX:
            text = _net(step.inputs)
        case Arithmetic.PUT_IN_TAX:
            text = texts[0] + _with_taxes(step.inputs, INSIDE, INSIDE_GROSS)
        case Arithmetic.APPLY_RATES:
            text = _taxes(step.inputs)
        case Arithmetic.SHARE:
            text = f"share of {texts[0]} by {_shares(step.inputs)}"
        case Arithmetic.TAX_OF_LINE:
            text = _line(step)
        case Arithmetic.GREATER | Arithmetic.LESSER:
            text = f"the {step.operation.value} of {_listed(texts)}"
        case Arithmetic.TAKE_OFF | Arithmetic.TAKE_OFF_COINS | Arithmetic.LEFT_OUT | Arithmetic.ROUND_TO_ALLOWED:
            return _of_promotions(step)
        case Arithmetic.TAKE_OFF_CUTS:
            text = _cuts(step.inputs)
        case Arithmetic.CUT_OF_LINE:
            text = _cut(step)
        case Arithmetic.EXCHANGE:
            text = _exchange(step)
        case Arithmetic.FEE:
            text = _fee(step.inputs)
        case _:
            text = _of_days(step, texts)
    return text if step.rounding is None else _rounded(text, step, step.rounding)


def _of_days(step: Step, texts: list[str]) -> str:
    """The arithmetic of a step that leads to a day."""
    if step.operation is Arithmetic.MONTH_END:
        return f"the last day of the month of {texts[0]}"
    if step.operation is Arithmetic.WAIT:
        return " + ".join(texts)
    return f"the latest of {_listed(texts)}" if len(texts) > 1 else texts[0]


def _rounded(text: str, step: Step, rounding: Rounding) -> str:
    """The arithmetic with the rounding of its result: "13.99 EUR × 19 %, half up to 0.05"."""
    if rounding.step == 1 or not isinstance(step.output, Money):
        return f"{text}, {rounding.mode.value}"
    return f"{text}, {rounding.mode.value} to {decimal_text(rounding.step, step.output.currency.exponent)}"


def _texts(inputs: Inputs, name: str) -> list[str]:
    """The values of the inputs whose names begin so, as text."""
    return [value_text(given.value) for given in inputs if given.name.startswith(name)]


def _coins_left(inputs: Inputs) -> str:
    """What is left of a gift's coins: "99 less 15 % and 5"; at most each price that stands in their place."""
    off, prices = _texts(inputs, "off by "), _texts(inputs, "price of ")
    less = [*off, *(f"what it is above {price}" for price in prices)]
    return f"{value_text(inputs[0].value)} less {_listed(less)}"


def _one_and(rates: list[str]) -> str:
    return f"(1 + {' + '.join(rates)})"


def _less(rates: list[str]) -> str:
    return f"(1 − {' − '.join(rates)})"


def _net(inputs: Inputs) -> str:
    """The exact net of the first input: "113.64 EUR × (1 − 12 %) ÷ (1 + 9 %)"; the input where no tax is inside."""
    inside, of_gross = _texts(inputs, INSIDE), _texts(inputs, INSIDE_GROSS)
    text = value_text(inputs[0].value)
    text += f" × {_less(of_gross)}" if of_gross else ""
    return text + (f" ÷ {_one_and(inside)}" if inside else "")


def _gross_of_one(inputs: Inputs) -> str:
    """What one of net is with all its taxes, as a factor: " × (1 + 9 %) ÷ (1 − 12 %)"; nothing where none is added."""
    return _with_taxes(inputs, ADDED, ADDED_GROSS)


def _with_taxes(inputs: Inputs, of_net: str, gross: str) -> str:
    added, of_gross = _texts(inputs, of_net), _texts(inputs, gross)
    text = f" × {_one_and(added)}" if added else ""
    return text + (f" ÷ {_less(of_gross)}" if of_gross else "")


def _taxes(inputs: Inputs) -> str:
    """All rates of the first input: "1.00 EUR × (5 % + 9.975 %)", and of its gross "1.00 EUR × 12 % ÷ (1 − 12 %)"."""
    price, of_gross = value_text(inputs[0].value), _texts(inputs, ADDED_GROSS)
    added = [value_text(given.value) for given in inputs[1:] if not given.name.startswith(ADDED_GROSS)]
    if added and of_gross:
        return f"{price} × ({_one_and(added)} ÷ {_less(of_gross)} − 1)"
    rates = added or of_gross
    together = rates[0] if len(rates) == 1 else f"({' + '.join(rates)})"
    text = f"{price} × {together}"
    return f"{text} ÷ {_less(of_gross)}" if of_gross else text


def _shares(inputs: Inputs) -> str:
    """What a tax is shared by: "9 % : 9 %", or "9 % : 12 % of gross"."""
    rates = (f"{value_text(given.value)}{' of gross' * given.name.startswith('gross')}" for given in inputs[1:])
    return " : ".join(rates)


def _line(step: Step) -> str:
    """One tax line of the first input's net, by itself: "100.00 EUR × 12 % × (1 + 9 %) ÷ (1 − 12 %)".

    Inside a price, a rate of the gross is of the price itself, and one of the net as in "100.00 EUR ÷ (1 + 9 %) × 9 %".
    """
    line = of_purchase(step.figure).removeprefix("tax ").removesuffix(" each")
    own = next(given for given in step.inputs[1:] if given.name.split()[-1] == line)
    price, rate = value_text(step.inputs[0].value), value_text(own.value)
    bounds = "".join(f", at most {bound}" for bound in _texts(step.inputs, "at most"))
    if own.name.startswith(INSIDE):
        return f"{_net(step.inputs)} × {rate}{bounds}"
    return f"{price} × {rate}{_gross_of_one(step.inputs)}{bounds}"


def _of_promotions(step: Step) -> str:
    """The arithmetic of a step that promotions make, or that one of them does not apply."""
    if step.operation is Arithmetic.TAKE_OFF_COINS:
        return _coins_left(step.inputs)
    return _taken_off(step) if step.inputs else "does not apply"


def _taken_off(step: Step) -> str:
    """A price less its discounts: "13.99 EUR − 2.798 EUR, half up to a price point between 10.99 EUR and 11.99 EUR"."""
    first, *others = step.inputs
    named = [given for given in others if given.name.startswith("discount ")]
    text = " − ".join(value_text(given.value) for given in (first, *named))
    if step.rounding is not None:
        points = list(dict.fromkeys(_texts(step.inputs, "price point")))
        if len(points) == 1:
            text = f"{text}, which is a price point"
        else:
            between = f" to a price point between {_listed(points)}"
            text = f"{text}, {step.rounding.mode.value}{between}" if points else _rounded(text, step, step.rounding)
        lowest = _texts(step.inputs, "lowest allowed price")
        if not points and value_text(step.output) in lowest:
            text = f"{text}, at least {lowest[0]}"
    bounds = _texts(step.inputs, "at most")
    return text + "".join(f", at most {bound}" for bound in bounds)


def _cut(step: Step) -> str:
    """What one line takes: "5 % of what is left of 100.00 EUR × (1 − 30 %), if anything", with its fixed part."""
    line, inputs = of_purchase(step.figure).removeprefix("withheld ").removesuffix(" each"), step.inputs
    own = {
        given.name.removesuffix(f" {line}"): value_text(given.value)
        for given in inputs
        if given.name.endswith(f" {line}")
    }
    parts = [own[name] for name in ("fixed", "proceeds fixed") if name in own]
    if "proceeds cut" in own:
        first = tuple([given for given in inputs if not given.name.startswith("proceeds")])
        parts.insert(0, f"{own['proceeds cut']} of {_cuts(first)}, if anything")
    elif "gross cut" in own:
        parts.insert(0, f"{value_text(inputs[0].value)}{_gross_of_one(inputs)} × {own['gross cut']}")
    elif "net cut" in own:
        parts.insert(0, f"{_net(inputs)} × {own['net cut']}")
    return " + ".join(parts)


def _cuts(inputs: Inputs) -> str:
    """Exact net, less each cut: "13.99 EUR ÷ (1 + 19 %) × (1 − 30 %)" where all cuts are of the net."""
    of_net, of_gross, fixed = (_texts(inputs, name) for name in ("net cut", "gross cut", "fixed"))
    text = f"{_net(inputs)} × {_less(of_net)}" if of_net else _net(inputs)
    gross = value_text(inputs[0].value) + _gross_of_one(inputs)
    for rate in of_gross:
        text += f" − {gross} × {rate}"
    text += "".join(f" − {amount}" for amount in fixed)
    last, more = _texts(inputs, "proceeds cut"), _texts(inputs, "proceeds fixed")
    text += f", less {' and '.join(last)} of what is left, if anything" if last else ""
    return text + "".join(f" − {amount}" for amount in more)


def _listed(texts: list[str]) -> str:
    return " and ".join(texts)


def _exchange(step: Step) -> str:
    """The amount × the rate of the currency it becomes ÷ that of its own × (1 − spread)."""
    amount, *others = step.inputs
    text = value_text(amount.value)
    into = getattr(step.output, "currency", None)
    for other in others:
        if isinstance(other.value, ExchangeRate):
            rate = value_text(other.value)
            rate = f"({rate})" if "/" in rate else rate
            text += f" {'×' if other.name.startswith(f'{into} for') else '÷'} {rate}"
        else:
            text += f" × (1 − {value_text(other.value)})"
    return text


def _fee(inputs: tuple[Input | Step, ...]) -> str:
    """Fixed part + rate × what is left, with its floor and cap."""
    stated = {given.name: value_text(given.value) for given in inputs if given.name.startswith("fee ")}
    terms = [stated["fee fixed"]] if "fee fixed" in stated else []
    if "fee rate" in stated:
        terms.append(f"{value_text(inputs[0].value)} × {stated['fee rate']}")
    text = " + ".join(terms) or "0"
    text += f", at least {stated['fee floor']}" if "fee floor" in stated else ""
    return text + (f", at most {stated['fee cap']}" if "fee cap" in stated else "")
