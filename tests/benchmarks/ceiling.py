"""The ceiling: what one would write by hand for this workload alone, with a dictionary and integers.

It answers the same figures and no more. It knows nothing of layers, dates beyond two, facts, sources or refusals; every
rounding is half up, and a market has one tax line or two. The table holds what is stated, with rates brought to common
bases, and never a figure of a quote: those are computed when the question comes.
"""

from typing import NamedTuple

from tests.benchmarks.workload import RATE_BASE, Offer, Question, Version

QUANTITY_MOST = 10_000

Figures = tuple[int, int, int, int, int, int, tuple[int, ...], int, int, int, int]
"""What every peer answers, in the order of FIGURES: of the whole quantity, money in minor units."""

FIGURES = (
    "coins",
    "bonus",
    "total",
    "listed",
    "net",
    "tax",
    "tax_lines",
    "gross",
    "commission",
    "proceeds",
    "remittance",
)


class Row(NamedTuple):
    """One package in one market during one version. Exact proceeds are (price × kept − fixed) ÷ divisor."""

    coins: int
    bonus: int
    listed: int
    inclusive: bool
    together: bool
    weights: tuple[int, ...]
    weight: int
    seller_collects: bool
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
        starts = first.start, second.start
        rows[offer.region, offer.platform, offer.package] = (*starts, _row(offer, first), _row(offer, second))
    return rows


def _row(offer: Offer, version: Version) -> Row:
    tax, cut = offer.tax, offer.commission
    kept, divisor = kept_of(offer)
    return Row(
        coins=offer.coins,
        bonus=offer.bonus,
        listed=version.listed_minor,
        inclusive=tax.inclusive,
        together=tax.together,
        weights=tax.rates,
        weight=sum(tax.rates),
        seller_collects=offer.seller_collects,
        kept=kept,
        fixed=cut.fixed_minor * divisor,
        divisor=divisor,
        per_order=cut.per_order,
    )


def kept_of(offer: Offer) -> tuple[int, int]:
    """What share of the listed price is left after tax and the cut's rate, before its fixed part, as two integers."""
    tax, cut = offer.tax, offer.commission
    gross = RATE_BASE + sum(tax.rates)
    whole = gross if tax.inclusive else RATE_BASE
    return RATE_BASE * RATE_BASE - cut.rate * (gross if cut.of_gross else RATE_BASE), whole * RATE_BASE


def quote(rows: Table, question: Question) -> Figures | None:
    """The figures of one purchase, or None where there is none."""
    region, platform, package, quantity, at = question
    found = rows.get((region, platform, package))
    if found is None or not 1 <= quantity <= QUANTITY_MOST:
        return None
    first, second, early, late = found
    if at < first:
        return None
    row = late if at >= second else early
    coins, bonus, price, inclusive, together, weights, weight, seller_collects, kept, fixed, divisor, per_order = row
    if inclusive:
        whole = RATE_BASE + weight
        net = (2 * price * RATE_BASE + whole) // (2 * whole)
        tax = price - net
    else:
        net = price
        tax = (2 * price * weight + RATE_BASE) // (2 * RATE_BASE)
    if len(weights) == 1:
        lines: tuple[int, ...] = (tax * quantity,)
    elif inclusive or together:
        # Of two lines, the first rounded half up and the rest for the second is the largest remainder.
        part = (2 * tax * weights[0] + weight) // (2 * weight)
        lines = (part * quantity, (tax - part) * quantity)
    else:
        one = (2 * price * weights[0] + RATE_BASE) // (2 * RATE_BASE)
        two = (2 * price * weights[1] + RATE_BASE) // (2 * RATE_BASE)
        tax = one + two
        lines = (one * quantity, two * quantity)
    net *= quantity
    tax *= quantity
    if per_order:
        proceeds = (2 * (price * quantity * kept - fixed) + divisor) // (2 * divisor)
    else:
        proceeds = (2 * (price * kept - fixed) + divisor) // (2 * divisor) * quantity
    if proceeds > net:  # noqa: PLR1730 (min() would cost as much as the division)
        proceeds = net
    return (
        coins * quantity,
        bonus * quantity,
        (coins + bonus) * quantity,
        price * quantity,
        net,
        tax,
        lines,
        net + tax,
        net - proceeds,
        proceeds,
        proceeds + tax if seller_collects else proceeds,
    )
