"""The steps of figures that need what the rules do not know: each unknown value once, and the figures that need it."""

from collections.abc import Iterable

from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.quotes.tracing.steps import UNKNOWN_PREFIX, Arithmetic, Step
from ratecard.rulefiles.stated import UNKNOWN
from ratecard.terms.kept import unknown_kept
from ratecard.terms.unknown import Unknowns, together

Needs = Iterable[tuple[str, Unknowns]]
"""Figures, each with what it needs that is unknown."""


def add_unknown(needs: Needs, steps: list[Step]) -> None:
    """Adds the steps of these figures, each behind those of what it needs. A figure that needs nothing has none."""
    made: dict[str, Step] = {}
    for figure, unknown in needs:
        for value in unknown:
            if value.path not in made:
                stated = value.stated
                made[value.path] = Step(
                    UNKNOWN_PREFIX + value.path, Arithmetic.UNKNOWN, (), UNKNOWN, stated.place, stated.source
                )
                steps.append(made[value.path])
        if unknown:
            first = unknown[0].stated
            inputs = tuple([made[value.path] for value in unknown])
            steps.append(Step(figure, Arithmetic.UNKNOWN, inputs, UNKNOWN, first.place, first.source))


def unknown_of_purchase(quote: PurchaseQuote) -> Needs:
    """The figures of a purchase that are None because the rules do not know what they need, and if it is allowed.

    One that is None because a subdivision decides alone is not among them.
    """
    yield "allowed", quote.not_told
    tax, commission = quote.tax, quote.offer.shown_commission
    figures = (("net", quote.net_minor), ("tax", quote.tax_minor), ("gross", quote.gross_minor))
    yield from ((figure, tax.unknown) for figure, minor in figures if minor is None)
    if commission is None:
        return
    kept = unknown_kept(commission, tax)
    if quote.proceeds_minor is None:
        yield from (("proceeds", kept), ("commission", kept))
    if quote.withheld_minor is None:
        yield "withheld", kept
    if quote.remittance_minor is None:
        of_tax = tax.unknown if tax.seller_collects or tax.collector_unknown is not None else ()
        yield "remittance", together((*kept, *of_tax, tax.collector_unknown))
