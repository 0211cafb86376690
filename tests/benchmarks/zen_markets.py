"""zen-engine, one market a decision: the best that somebody could do by generating decisions from a resolved book.

A market's decision is a table of prices (package and instant, newest version first) and expressions in which the
market's rates and scopes are already written as numbers. Layers, regions and platforms are resolved by Python before,
so this is a compiler's output and nothing that people would keep by hand: its ratios are printed and nothing is owed
against it.
"""

from tests.benchmarks.ceiling import kept_of
from tests.benchmarks.workload import RATE_BASE, Offer, Question
from tests.benchmarks.zen import Column, Input, Json, graph, table


def decisions(offers: tuple[Offer, ...]) -> dict[str, Json]:
    """A decision for each market, by region and platform."""
    markets: dict[str, list[Offer]] = {}
    for offer in offers:
        markets.setdefault(f"{offer.region}/{offer.platform}", []).append(offer)
    return {key: _decision(offered) for key, offered in markets.items()}


def question_of(question: Question) -> Input:
    """A purchase as the market's decision is asked."""
    context: Json = {"package": question.package, "at": question.at, "quantity": question.quantity}
    return f"{question.region}/{question.platform}", context


def _decision(offers: list[Offer]) -> Json:
    """One market's decision. Its offers share their tax and commission."""
    rows = [(offer, each) for offer in offers for each in reversed(offer.versions)]
    inputs = [
        Column("package", [f'"{offer.package}"' for offer, _ in rows]),
        Column("at", [f">= {each.start}" for _, each in rows]),
    ]
    outputs = [
        Column("coins_each", [str(offer.coins) for offer, _ in rows]),
        Column("bonus_each", [str(offer.bonus) for offer, _ in rows]),
        Column("price", [str(each.listed_minor) for _, each in rows]),
    ]
    return graph([table("prices", inputs, outputs)], _expressions(offers[0]))


def _expressions(market: Offer) -> list[tuple[str, str]]:
    """The figures in their order; `$` is what stands above. Scopes of rounding are those of the book."""
    tax, cut = market.tax, market.commission
    weight = sum(tax.rates)
    kept, divisor = kept_of(market)
    fixed = cut.fixed_minor * divisor
    if tax.inclusive:
        net_each, tax_each = f"round(price * {RATE_BASE} / {RATE_BASE + weight})", "price - $.net_each"
    else:
        net_each, tax_each = "price", f"round(price * {weight} / {RATE_BASE})"
    if len(tax.rates) == 1:
        lines = ["$.tax_each"]
    elif tax.inclusive or tax.together:
        lines = [f"round($.tax_each * {tax.rates[0]} / {weight})", "$.tax_each - $.first_line"]
    else:
        lines = [f"round(price * {rate} / {RATE_BASE})" for rate in tax.rates]
        tax_each = "$.first_line + $.second_line"
    named = list(zip(("first_line", "second_line"), lines, strict=False))
    parts = [("net_each", net_each), ("tax_each", tax_each)]
    both = [*named, *parts] if tax_each.startswith("$.first") else [*parts, *named]
    scope = "price * quantity" if cut.per_order else "price"
    proceeds = f"round(({scope} * {kept} - {fixed}) / {divisor})" + ("" if cut.per_order else " * quantity")
    return [
        *both,
        ("coins", "coins_each * quantity"),
        ("bonus", "bonus_each * quantity"),
        ("total", "$.coins + $.bonus"),
        ("listed", "price * quantity"),
        ("net", "$.net_each * quantity"),
        ("tax", "$.tax_each * quantity"),
        ("tax_lines", f"[{', '.join(f'$.{name} * quantity' for name, _ in named)}]"),
        ("gross", "$.net + $.tax"),
        ("proceeds", f"min([{proceeds}, $.net])"),
        ("commission", "$.net - $.proceeds"),
        ("remittance", "$.proceeds + $.tax" if market.seller_collects else "$.proceeds"),
    ]
