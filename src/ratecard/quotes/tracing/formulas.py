"""A trace's steps as arithmetic that people can follow: "13.99 EUR ÷ (1 + 19 %), half up"."""

from datetime import datetime

from ratecard.instants import datetime_of
from ratecard.money import ExchangeRate, Money, UnitPrice, decimal_text
from ratecard.quotes.tracing.steps import UNKNOWN_PREFIX, Arithmetic, Step
from ratecard.rounding import Rounding
from ratecard.terms.given import Input
from ratecard.terms.written import written


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
        case Arithmetic.MULTIPLY:
            text = " × ".join(texts)
        case Arithmetic.ADD:
            text = " + ".join(texts) or "nothing"
        case Arithmetic.SUBTRACT:
            text = " − ".join(texts)
        case Arithmetic.DIVIDE:
            text = " ÷ ".join(texts)
        case Arithmetic.TAKE_OUT_TAX:
            text = f"{texts[0]} ÷ (1 + {' + '.join(texts[1:])})"
        case Arithmetic.APPLY_RATES:
            text = f"{texts[0]} × {_sum(texts[1:])}"
        case Arithmetic.SHARE:
            text = f"share of {texts[0]} by {' : '.join(texts[1:])}"
        case Arithmetic.LESSER:
            text = f"the lesser of {_listed(texts)}"
        case Arithmetic.TAKE_OFF_CUTS:
            text = _cuts(step.inputs)
        case Arithmetic.EXCHANGE:
            text = _exchange(step)
        case Arithmetic.FEE:
            text = _fee(step.inputs)
        case Arithmetic.LATEST:
            text = f"the latest of {_listed(texts)}" if len(texts) > 1 else texts[0]
        case Arithmetic.WAIT:
            text = " + ".join(texts)
        case Arithmetic.MONTH_END:
            text = f"the last day of the month of {texts[0]}"
    return text if step.rounding is None else _rounded(text, step, step.rounding)


def _rounded(text: str, step: Step, rounding: Rounding) -> str:
    """The arithmetic with the rounding of its result: "13.99 EUR × 19 %, half up to 0.05"."""
    if rounding.step == 1 or not isinstance(step.output, Money):
        return f"{text}, {rounding.mode.value}"
    return f"{text}, {rounding.mode.value} to {decimal_text(rounding.step, step.output.currency.exponent)}"


def _sum(texts: list[str]) -> str:
    return texts[0] if len(texts) == 1 else f"({' + '.join(texts)})"


def _cuts(inputs: tuple[Input | Step, ...]) -> str:
    """Exact net, less each cut: "13.99 EUR ÷ (1 + 19 %) × (1 − 30 %)" where all cuts are of the net."""
    price = value_text(inputs[0].value)
    inside = [value_text(given.value) for given in inputs if given.name.startswith("tax inside")]
    added = [value_text(given.value) for given in inputs if given.name.startswith("tax added")]
    of_net = [value_text(given.value) for given in inputs if given.name.startswith("net cut")]
    of_gross = [value_text(given.value) for given in inputs if given.name.startswith("gross cut")]
    fixed = [value_text(given.value) for given in inputs if given.name.startswith("fixed")]
    net = f"{price} ÷ (1 + {' + '.join(inside)})" if inside else price
    gross = f"{price} × (1 + {' + '.join(added)})" if added else price
    text = f"{net} × (1 − {' − '.join(of_net)})" if of_net else net
    for rate in of_gross:
        text += f" − {gross} × {rate}"
    return text + "".join(f" − {amount}" for amount in fixed)


def _listed(texts: list[str]) -> str:
    return " and ".join(texts)


def _exchange(step: Step) -> str:
    """The amount × the rate of the currency it becomes ÷ that of its own × (1 − spread)."""
    amount, *others = step.inputs
    text = value_text(amount.value)
    into = getattr(step.output, "currency", None)
    for other in others:
        if isinstance(other.value, ExchangeRate):
            text += f" {'×' if other.name.startswith(f'{into} for') else '÷'} {value_text(other.value)}"
        else:
            text += f" × (1 − {value_text(other.value)})"
    return text


def _fee(inputs: tuple[Input | Step, ...]) -> str:
    """Fixed part + rate × what is left, with its floor and cap."""
    left, *parts = inputs
    stated = {given.name: value_text(given.value) for given in parts}
    terms = [stated["fee fixed"]] if "fee fixed" in stated else []
    if "fee rate" in stated:
        terms.append(f"{value_text(left.value)} × {stated['fee rate']}")
    text = " + ".join(terms) or "0"
    text += f", at least {stated['fee floor']}" if "fee floor" in stated else ""
    return text + (f", at most {stated['fee cap']}" if "fee cap" in stated else "")
