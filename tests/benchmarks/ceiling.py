"""The ceiling: what one would write by hand for this workload alone, with a dictionary and integers.

It knows nothing of layers, dates beyond two, facts, sources or refusals, and every rounding is half up. Nothing is
computed before the question comes: the table holds prices, rates and starts, never a figure.
"""

from typing import NamedTuple

from tests.benchmarks.workload import RATE_BASE, Offer, Question, Version

QUANTITY_MOST = 10_000

Figures = tuple[int, int, int, int, int, int, int]
"""Coins in all, listed, net, tax, gross, commission and proceeds, of the whole quantity and in minor units."""

FIGURES = ("coins", "listed", "net", "tax", "gross", "commission", "proceeds")


class Row(NamedTuple):
    """One package in one market during one version: (price × kept − fixed) ÷ divisor are its exact proceeds."""

    coins: int
    listed: int
    inclusive: bool
    together: bool
    weights: tuple[int, ...]
    weight: int
    kept: int
    fixed: int
    divisor: int
    per_order: bool


Table = dict[tuple[str, str, str], tuple[int, int, Row, Row]]
"""By region, platform and package: the starts of the two versions, then what holds in each."""


def table(offers: tuple[Offer, ...]) -> Table:
    """The rows of these offers."""
    rows: Table = {}
    for offer in offers:
        first, second = offer.versions
        rows[offer.region, offer.platform, offer.package] = (
            first.start,
            second.start,
            _row(offer, first),
            _row(offer, second),
        )
    return rows


def _row(offer: Offer, version: Version) -> Row:
    tax, cut = offer.tax, offer.commission
    weight = sum(tax.rates)
    # Net and gross are the price × net ÷ parts and × gross ÷ parts.
    net, gross, parts = (
        (RATE_BASE, RATE_BASE + weight, RATE_BASE + weight) if tax.inclusive else (RATE_BASE, RATE_BASE + weight, RATE_BASE)
    )
    divisor = parts * RATE_BASE
    return Row(
        coins=offer.coins + offer.bonus,
        listed=version.listed_minor,
        inclusive=tax.inclusive,
        together=tax.together,
        weights=tax.rates,
        weight=weight,
        kept=net * RATE_BASE - cut.rate * (gross if cut.of_gross else net),
        fixed=cut.fixed_minor * divisor,
        divisor=divisor,
        per_order=cut.per_order,
    )


def quote(rows: Table, question: Question) -> Figures | None:
    """The figures of one purchase, or None where there is none."""
    region, platform, package, quantity, at = question
    found = rows.get((region, platform, package))
    if found is None or not 1 <= quantity <= QUANTITY_MOST:
        return None
    first, second, early, late = found
    if at < first:
        return None
    coins, listed, inclusive, together, weights, weight, kept, fixed, divisor, per_order = late if at >= second else early
    if inclusive:
        whole = RATE_BASE + weight
        net = (2 * listed * RATE_BASE + whole) // (2 * whole)
        tax = listed - net
    else:
        net = listed
        if together:
            tax = (2 * listed * weight + RATE_BASE) // (2 * RATE_BASE)
        else:
            tax = 0
            for each in weights:
                tax += (2 * listed * each + RATE_BASE) // (2 * RATE_BASE)
    net *= quantity
    tax *= quantity
    if per_order:
        proceeds = (2 * (listed * quantity * kept - fixed) + divisor) // (2 * divisor)
    else:
        proceeds = (2 * (listed * kept - fixed) + divisor) // (2 * divisor) * quantity
    proceeds = min(proceeds, net)
    return coins * quantity, listed * quantity, net, tax, net + tax, net - proceeds, proceeds
