"""What a store keeps back as taxes: the parts of a commission that the rules call so, each rounded by itself."""

from collections.abc import Sequence

from ratecard.quotes.purchases.runs import Run, listed_of, proceeds_of, taxed_of
from ratecard.terms.commission import CommissionLine
from ratecard.terms.kept import exact_cut
from ratecard.terms.offers import Offer

WithheldByLine = tuple[tuple[CommissionLine, int], ...]
"""Each line that is a tax, in order of id, with its amount of all units in minor units."""


def withheld_by_runs(offer: Offer, runs: Sequence[Run], taken: int) -> WithheldByLine:
    """What each of these lines comes to in all runs: run by run, where all is rounded by unit."""
    if len(runs) == 1 or offer.tax.per_order or offer.commission.per_order:
        return withheld_of(offer, runs, taken)
    sums: dict[CommissionLine, int] = {}
    for run in runs:
        net = taxed_of(offer.tax, (run,))[0]
        kept = proceeds_of(offer, (run,), net)
        assert net is not None
        assert kept is not None
        for line, minor in withheld_of(offer, (run,), net - kept):
            sums[line] = sums.get(line, 0) + minor
    return tuple(sums.items())


def withheld_of(offer: Offer, runs: Sequence[Run], taken: int) -> WithheldByLine:
    """What each of these lines comes to, together at most what is `taken` of the net. Proceeds have to be known.

    5 % of proceeds of 70.00 are 3.50. Rounded as the proceeds are: by unit and multiplied, or for the order.
    """
    commission, found = offer.commission, []
    for line in commission.lines:
        if line.is_tax:
            if commission.per_order:
                minor = rounded_cut(offer, line, listed_of(runs))
            else:
                minor = sum([run.units * rounded_cut(offer, line, run.listed_minor) for run in runs])
            minor = min(minor, taken)
            taken -= minor
            found.append((line, minor))
    return tuple(found)


def rounded_cut(offer: Offer, line: CommissionLine, price: int) -> int:
    """What a line takes of a price, rounded as the proceeds are."""
    exact = exact_cut(line, offer.commission, offer.tax, price)
    return offer.commission.divide(exact.numerator, exact.denominator)
