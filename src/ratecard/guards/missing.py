"""Whether a market lacks the price of a package that most markets sell: a line that was deleted, or never written."""

from collections import Counter
from collections.abc import Iterator, Mapping
from fractions import Fraction

from ratecard.book.markets import MarketHistory
from ratecard.guards.findings import Finding
from ratecard.guards.ladders import PRICES, Ladder, Ladders
from ratecard.instants import Instant
from ratecard.rulefiles.stated import NONE
from ratecard.terms.market import MarketKey

MISSING = "missing_price"

MARKETS_LEAST = 3
"""How many markets have to sell something before one can be told to lack anything."""


def missing_prices(histories: Mapping[MarketKey, MarketHistory], ladders: Ladders) -> Iterator[Finding]:
    """Each package that most markets sell at an instant, and one that sells others does not, without saying none."""
    seen: set[tuple[MarketKey, str]] = set()
    for day, instant in ladders.days.items():
        selling = ladders.on(day)
        if len(selling) < MARKETS_LEAST:
            continue
        sold = Counter(package for ladder in selling.values() for package in _sold(ladder))
        usual = {package: number for package, number in sold.items() if 2 * number > len(selling)}
        for key, ladder in selling.items():
            for package in sorted(usual.keys() - _sold(ladder)):
                if (key, package) not in seen and not _is_withdrawn(histories[key], package, instant):
                    seen.add((key, package))
                    yield _finding(ladder, key, package, instant, usual[package], len(selling))


def _sold(ladder: Ladder) -> set[str]:
    return {*(rung.id for rung in ladder.rungs), *ladder.varying}


def _is_withdrawn(history: MarketHistory, package: str, at: Instant) -> bool:
    """Whether the market says that it does not sell the package, or that its price is not known."""
    timeline = history.below(PRICES).get((PRICES, package))
    held = None if timeline is None else timeline.at(at)
    return held is not None or _all_withdrawn(history, at)


def _all_withdrawn(history: MarketHistory, at: Instant) -> bool:
    timeline = history.below(PRICES).get((PRICES,))
    held = None if timeline is None else timeline.at(at)
    return held is not None and held.stated.value is NONE


def _finding(ladder: Ladder, market: MarketKey, package: str, since: Instant, sold: int, markets: int) -> Finding:
    last = max(rung.price.listed_stated.place for rung in ladder.rungs)
    named = ", ".join(rung.id for rung in ladder.rungs)
    return Finding(
        guard=MISSING,
        market=market,
        of=package,
        since=since,
        seen=Fraction(sold, markets),
        sentence=f"{market.shown} sells {named}, and not {package}, which {sold:,} of {markets:,} markets sell",
        place=last,
        hint=f"add {package}: with its price, or {package}: none",
        question=f"ratecard prices --region {market.region} --platform {market.platform}",
        table=(("sold", "markets"), (package, f"{sold:,} of {markets:,}")),
    )
