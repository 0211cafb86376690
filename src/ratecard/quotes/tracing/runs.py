"""A purchase of several runs: each run traced by itself, and the sums of them."""

import msgspec

from ratecard.money import Money
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.quotes.purchases.runs import Run, proceeds_of, taxed_of
from ratecard.quotes.tracing.steps import OF_RUN, Arithmetic, Step, of_purchase

ONE_UNIT = " each"
PARTS = (
    "discount ",
    "left to take",
    "replacing bonus",
    "greater bonus",
    "bonus of ",
    "bonus with promotions",
    "price ",
)
OF_A_RATE = " for one "
"""Stands in the name of an exchange rate: "USD for one EUR"."""

"""How figures of a run begin that are parts of others, and no figures of the purchase."""


def quote_of_run(quote: PurchaseQuote, run: Run) -> PurchaseQuote:
    """The quote of one run alone: what it would be if nothing else were bought."""
    taxed = taxed_of(quote.offer.tax, (run,))
    return msgspec.structs.replace(
        quote,
        request=msgspec.structs.replace(quote.request, quantity=run.units),
        runs=(run,),
        taxed=taxed,
        proceeds_minor=proceeds_of(quote.offer, (run,), taxed[0]),
    )


def named_of_run(steps: list[Step], number: int) -> list[Step]:
    """The same steps with names that say of which run they are: "net each of run 2"."""
    renamed: dict[int, Step] = {}
    for step in steps:
        inputs = tuple([renamed.get(id(given), given) for given in step.inputs])
        renamed[id(step)] = msgspec.structs.replace(step, figure=f"{step.figure}{OF_RUN}{number}", inputs=inputs)
    return list(renamed.values())


def sums_of(runs: list[list[Step]]) -> dict[str, Step]:
    """The figures of a purchase of several runs, by name: the sum over the runs, at the place of the first that has it.

    A run without a bonus has no step of it.
    """
    parts: dict[str, list[Step]] = {}
    for steps in runs:
        last = {of_purchase(step.figure): step for step in steps}
        for name, step in last.items():
            if not name.endswith(ONE_UNIT) and not name.startswith(PARTS) and OF_A_RATE not in name:
                parts.setdefault(name, []).append(step)
    return {
        name: Step(name, Arithmetic.ADD, tuple(own), _sum(own), own[0].place, own[0].source)
        for name, own in parts.items()
    }


def _sum(parts: list[Step]) -> object:
    first = parts[0].output
    if isinstance(first, Money):
        return Money(sum([part.output.minor for part in parts if isinstance(part.output, Money)]), first.currency)
    return sum([part.output for part in parts if isinstance(part.output, int)])


def listed_of_run(steps: list[Step], suffix: str) -> Step:
    """The step of the listed price of one unit of a run; `suffix` names the run."""
    return next(step for step in steps if step.figure in (f"listed{ONE_UNIT}{suffix}", f"listed{suffix}"))
