"""Runs of equal units, which a purchase is a sum of: what each unit comes to, and what all of them do.

A figure that is rounded by unit is computed for one unit of each run and multiplied; one that is rounded for the order
is computed on the sums.
"""

from collections.abc import Sequence

import msgspec

from ratecard.money import Coins
from ratecard.terms.commission import CommissionTerms
from ratecard.terms.kept import Left
from ratecard.terms.offers import Offer
from ratecard.terms.tax import TaxSplit, TaxTerms, split_price, sum_of_splits, times


class Run(msgspec.Struct, frozen=True, gc=False):
    """Equal units: how many, and what each one holds and costs, in minor units.

    `taxed` is the split of one unit's price, None where the tax is of the order; `proceeds_minor` what the seller keeps
    of one unit, None where that is not rounded by unit. `regular_minor` is the price before promotions, and `applied`
    are the ids of those that apply.
    """

    units: int
    coins: Coins
    bonus: Coins
    listed_minor: int
    taxed: TaxSplit | None
    proceeds_minor: int | None
    regular_minor: int
    applied: tuple[str, ...] = ()


def runs_of(offer: Offer, quantity: int) -> tuple[Run, ...]:
    """The runs of a quantity of one package without promotions: all its units are alike."""
    package = offer.package
    return (run_of(offer, quantity, package.coins, package.bonus, offer.price.listed_minor),)


def run_of(
    offer: Offer, units: int, coins: Coins, bonus: Coins, listed_minor: int, applied: tuple[str, ...] = ()
) -> Run:
    """So many units of an offer at this price, with what each comes to where it is rounded by unit."""
    taxed = None if offer.tax.per_order else split_price(offer.tax, listed_minor)
    commission, kept = offer.shown_commission, offer.kept
    proceeds = None
    if kept is not None and commission is not None and commission.rounding is not None and not commission.per_order:
        proceeds = commission.divide(listed_minor * kept - offer.fixed, offer.divisor)
        if offer.at_most is not None:
            proceeds = min(proceeds, left_at_most(offer.at_most, commission, listed_minor))
    return Run(units, coins, bonus, listed_minor, taxed, proceeds, offer.price.listed_minor, applied)


def left_at_most(left: Left, commission: CommissionTerms, price: int) -> int:
    """What is left of a price, rounded as the proceeds are."""
    return commission.divide(price * left.kept - left.fixed, left.divisor)


def listed_of(runs: Sequence[Run]) -> int:
    """The listed price of all units: 3 of 1.00 and 2 of 1.29 are 5.58."""
    if len(runs) == 1:  # as in most purchases, for which a sum would take a good part of the quote
        return runs[0].units * runs[0].listed_minor
    return sum([run.units * run.listed_minor for run in runs])


def taxed_of(tax: TaxTerms, runs: Sequence[Run]) -> TaxSplit:
    """The split of the whole price: of the order at once, or the sum over the runs of one unit's times the units."""
    if tax.per_order:
        return split_price(tax, listed_of(runs))
    if len(runs) == 1 and runs[0].taxed is not None:
        return times(runs[0].taxed, runs[0].units)
    return sum_of_splits([times(run.taxed, run.units) for run in runs if run.taxed is not None])


def proceeds_of(offer: Offer, runs: Sequence[Run], net: int | None) -> int | None:
    """What the seller keeps of all units, at most their net; None where that is undetermined, or not for the asker."""
    commission, kept = offer.shown_commission, offer.kept
    if net is None or kept is None or commission is None:
        return None
    if len(runs) > 1 and not offer.tax.per_order and not commission.per_order:
        # Each run by itself, so that a question split where a run ends comes to the same.
        each = [proceeds_of(offer, (run,), taxed_of(offer.tax, (run,))[0]) for run in runs]
        return sum([minor for minor in each if minor is not None])
    if commission.rounding is None:
        return net - commission.fixed_minor * (1 if commission.per_order else sum([run.units for run in runs]))
    if commission.per_order:
        proceeds = commission.divide(listed_of(runs) * kept - offer.fixed, offer.divisor)
        if offer.at_most is not None:
            proceeds = min(proceeds, left_at_most(offer.at_most, commission, listed_of(runs)))
    elif len(runs) == 1 and runs[0].proceeds_minor is not None:
        proceeds = runs[0].units * runs[0].proceeds_minor
    else:
        proceeds = sum([run.units * run.proceeds_minor for run in runs if run.proceeds_minor is not None])
    return proceeds if proceeds < net else net
