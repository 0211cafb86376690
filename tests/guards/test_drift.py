"""Prices that nobody touched, of a currency that is worth something else by now."""

from fractions import Fraction

from tests.guards.world import PACKAGES, REGIONS, Prices, guarded, rates_text, region_text, world


def _drifted(rates: str, since: str = "") -> list[tuple[str, Fraction]]:
    own = REGIONS["TR"][2]
    dated = [f"{{begins: {price}, {since}: {price.replace('9', '8')}}}" if since else price for price in own]
    prices: Prices = (dated[0], dated[1], dated[2], dated[3])
    texts = world({"regions/tr.yaml": region_text("TR", prices), "rules/fx.yaml": rates_text(TRY=rates)})
    drifted = [finding for finding in guarded(texts).findings if finding.guard == "drifted"]
    return sorted((finding.of, round(finding.seen, 2)) for finding in drifted)


def test_a_price_that_stands_while_its_currency_falls_is_told() -> None:
    """From 33 to 38 and 49.2 lira for a euro a price loses a third."""
    every = [(package, Fraction(33, 100)) for package in sorted(PACKAGES)]
    assert _drifted("{begins: 33, 2026-06-01: 38, 2026-10-01: 49.2}") == every
    assert _drifted("{begins: 37.5, 2026-10-01: 49.2}") == []


def test_the_rate_of_the_day_of_the_price_counts() -> None:
    assert _drifted("{begins: 33, 2026-06-01: 40, 2026-10-01: 49.2}", "2026-10-05") == []
    assert len(_drifted("{begins: 33, 2026-06-01: 40, 2026-10-01: 54}", "2026-06-05")) == len(PACKAGES)


def test_where_the_rates_of_then_are_old_the_nearest_one_counts() -> None:
    """A book with one rate of long ago and one of a week after the price knows what it was worth by the later."""
    assert _drifted("{begins: 33, 2026-10-12: 49.2}", "2026-10-05") == []
