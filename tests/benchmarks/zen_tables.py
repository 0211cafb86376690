"""zen-engine, tables: a rule book kept as decision tables, as a user of that engine would keep it.

One decision graph for each platform, its tables one after another: packages, prices, taxes by region, commissions, and
then the figures as expressions over the rows that were hit. Nothing is resolved for a market beforehand: a rate, a
scope or a base is a cell, and the expressions ask what it says, so that a changed cell changes the answers.

The layout is the fastest found without the trace. Tables are of the hit policy `first` with the newest version above,
and the columns that it indexes (those compared with one text) stand first, the one with the most different cells
leading: with a trace it seems to read the rows in turn. Tables side by side that meet in the figures are as fast. One
graph with all 2,880 prices, or with a switch by platform before three tables of prices, is a little slower, and the
first takes twice as long with the trace. A graph for each of the 60 regions takes half as long again without the trace
and a little more than half the time with it: still about twice that of `zen_markets`, which is measured beside this.

Amounts are minor units, dates are instants and bonuses are counts, as the other peers get them.
"""

from collections.abc import Callable, Iterable
from decimal import Decimal

from tests.benchmarks.workload import RATE_BASE, Offer, Question
from tests.benchmarks.zen import Column, Input, Json, graph, table

# `$` is what stands above. Proceeds are one division of exact decimals, so that a half is a half when it is rounded.
FIGURES_OF_A_ROW = (
    ("rates", "vat + (vat_local ?? 0)"),
    ("whole", "display == 'inclusive' ? 1 + $.rates : 1"),
    ("kept", "1 - rate * (base == 'gross' ? 1 + $.rates : 1)"),
    ("net_each", "display == 'inclusive' ? round(price / $.whole) : price"),
    (
        "tax_each",
        "display == 'inclusive' ? price - $.net_each : (rounded == 'together' or vat_local == null"
        " ? round(price * $.rates) : round(price * vat) + round(price * vat_local))",
    ),
    (
        "first_line",
        "vat_local == null ? $.tax_each : (display == 'exclusive' and rounded == 'each line'"
        " ? round(price * vat) : round($.tax_each * vat / $.rates))",
    ),
    ("coins", "coins_each * quantity"),
    ("bonus", "bonus_each * quantity"),
    ("total", "$.coins + $.bonus"),
    ("listed", "price * quantity"),
    ("net", "$.net_each * quantity"),
    ("tax", "$.tax_each * quantity"),
    (
        "tax_lines",
        "vat_local == null ? [$.tax] : [$.first_line * quantity, ($.tax_each - $.first_line) * quantity]",
    ),
    ("gross", "$.net + $.tax"),
    (
        "proceeds",
        "min([scope == 'order' ? round((price * quantity * $.kept - fixed * $.whole) / $.whole)"
        " : round((price * $.kept - fixed * $.whole) / $.whole) * quantity, $.net])",
    ),
    ("commission", "$.net - $.proceeds"),
    ("remittance", "collected_by == 'seller' ? $.proceeds + $.tax : $.proceeds"),
)


def decisions(offers: tuple[Offer, ...]) -> dict[str, Json]:
    """A decision for each platform."""
    platforms: dict[str, list[Offer]] = {}
    for offer in offers:
        platforms.setdefault(offer.platform, []).append(offer)
    return {
        platform: graph([_packages(sold), _prices(sold), _taxes(sold), _commissions(sold)], FIGURES_OF_A_ROW)
        for platform, sold in platforms.items()
    }


def question_of(question: Question) -> Input:
    """A purchase as a platform's decision is asked."""
    region, platform, package, quantity, at = question
    return platform, {"region": region, "package": package, "at": at, "quantity": quantity}


def _packages(offers: list[Offer]) -> Json:
    """What a package holds."""
    rows = _first_of_each(offers, lambda offer: offer.package)
    coins = Column("coins_each", [str(offer.coins) for offer in rows])
    bonus = Column("bonus_each", [str(offer.bonus) for offer in rows])
    return table("packages", [_texts("package", (offer.package for offer in rows))], [coins, bonus])


def _prices(offers: list[Offer]) -> Json:
    """The platform's listed prices, each from its instant on."""
    rows = [(offer, version) for offer in offers for version in reversed(offer.versions)]
    inputs = [
        _texts("region", (offer.region for offer, _ in rows)),
        _texts("package", (offer.package for offer, _ in rows)),
        Column("at", [f">= {version.start}" for _, version in rows]),
    ]
    return table("prices", inputs, [Column("price", [str(version.listed_minor) for _, version in rows])])


def _taxes(offers: list[Offer]) -> Json:
    """How a region taxes: a rate for each of its lines, null where it has one line only."""
    rows = _first_of_each(offers, lambda offer: offer.region)
    taxes = [offer.tax for offer in rows]
    outputs = [
        _texts("display", ("inclusive" if tax.inclusive else "exclusive" for tax in taxes)),
        _texts("rounded", ("together" if tax.together else "each line" for tax in taxes)),
        Column("vat", [_rate(tax.rates[0]) for tax in taxes]),
        Column("vat_local", [_rate(tax.rates[1]) if len(tax.rates) > 1 else "null" for tax in taxes]),
    ]
    return table("taxes", [_texts("region", (offer.region for offer in rows))], outputs)


def _commissions(offers: list[Offer]) -> Json:
    """What the platform keeps, and who collects its taxes: one row, or one a region where there is a fixed part."""
    rows = _first_of_each(offers, lambda offer: offer.commission.fixed_minor and offer.region)
    cuts = [offer.commission for offer in rows]
    regions = [f'"{offer.region}"' if offer.commission.fixed_minor else "" for offer in rows]
    outputs = [
        Column("rate", [_rate(cut.rate) for cut in cuts]),
        Column("fixed", [str(cut.fixed_minor) for cut in cuts]),
        _texts("base", ("gross" if cut.of_gross else "net" for cut in cuts)),
        _texts("scope", ("order" if cut.per_order else "unit" for cut in cuts)),
        _texts("collected_by", ("seller" if offer.seller_collects else "store" for offer in rows)),
    ]
    return table("commissions", [Column("region", regions)], outputs)


def _first_of_each(offers: Iterable[Offer], what: Callable[[Offer], object]) -> list[Offer]:
    """An offer for each different thing, in the order of the offers."""
    rows: dict[object, Offer] = {}
    for offer in offers:
        rows.setdefault(what(offer), offer)
    return list(rows.values())


def _texts(field: str, cells: Iterable[str]) -> Column:
    """A column of texts, as its expressions write them."""
    return Column(field, [f'"{cell}"' for cell in cells])


def _rate(rate: int) -> str:
    """A rate as its expressions write it: 19000 is 0.19."""
    return f"{Decimal(rate) / RATE_BASE:f}"
