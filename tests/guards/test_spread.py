"""The spread of prices: brute force over all pairs of markets finds the same, exactly."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratecard.guards.findings import Finding
from ratecard.guards.spread import SPREAD
from ratecard.guards.verdicts import GuardVerdict, verdict_of
from ratecard.loading import load_texts
from ratecard.loading.guarding import guarded as guarded_book
from tests.books import Texts, sound
from tests.guards.world import NOW, RULES, guarded, rates_text, region_text, world

QUIET = "guards: {level: off, shape: off, copied_row: off, change: off, bulk_is_better: off, bundle_trap: off%s}\n"
TAX = {"DE": Fraction(119, 100), "FR": Fraction(120, 100), "US": Fraction(1), "JP": Fraction(110, 100)}
"""By what a listed price is divided to be without tax: of the US it is so already."""

PER_EURO = {"DE": Fraction(1), "FR": Fraction(1), "US": Fraction(116, 100), "JP": Fraction(181)}


def texts_of(prices: dict[str, str], later: dict[str, str], above: str = "2.5") -> Texts:
    """Countries that sell one package, at prices that move on a day."""
    regions = {}
    for code, price in prices.items():
        head = region_text(code).partition("prices:")[0]
        dated = price if later[code] == price else f"{{begins: {price}, 2026-06-01: {later[code]}}}"
        regions[f"regions/{code.lower()}.yaml"] = f"{head}prices: {{coins_100: {dated}}}\n"
    rules = {"rules/guards.yaml": QUIET % f", spread: {{above: {above}}}", "rules/fx.yaml": rates_text()}
    packages = {"rules/packages.yaml": "packages: {coins_100: {coins: 100}}\n", "rules/promotions.yaml": ""}
    return {file: text for file, text in {**RULES, **regions, **rules, **packages}.items() if text}


EURO = st.integers(50, 900).map(lambda minor: f"{minor // 100}.{minor % 100:02}")
YEN = st.integers(50, 1500).map(str)
PRICES = st.fixed_dictionaries({"DE": EURO, "FR": EURO, "US": EURO, "JP": YEN})


@given(prices=PRICES, later=PRICES)
def test_all_pairs_of_markets_on_all_days_find_the_same(prices: dict[str, str], later: dict[str, str]) -> None:
    """The day begins in Tokyo first, then in Berlin and Paris, and last in New York: there are four stretches."""
    worst = Fraction(0)
    for moved in (set[str](), {"JP"}, {"JP", "DE", "FR"}, {*prices}):
        held = {code: later[code] if code in moved else prices[code] for code in prices}
        euros = [Fraction(price) / TAX[code] / PER_EURO[code] for code, price in held.items()]
        worst = max(worst, max(euros) / min(euros))
    found = [finding for finding in guarded(texts_of(prices, later)).findings if finding.guard == SPREAD]
    assert [finding.seen for finding in found] == ([worst] if worst > Fraction(5, 2) else [])


SAME = {"DE": "1.39", "US": "1.29", "JP": "800"}


def test_both_places_and_numbers_are_shown() -> None:
    (found,) = guarded(texts_of(SAME, SAME)).findings
    assert (found.guard, found.of, str(found.place)) == (SPREAD, "coins_100", "regions/jp.yaml:5:21")
    assert found.sentence == (
        "a coin of coins_100 costs 0.040181 EUR without tax in JP on ios, and 0.011121 EUR in US on ios: × 3.61 "
        "(bound × 2.50)"
    )
    assert found.table == (
        ("market", "a coin, net", "in one currency"),
        ("JP on ios", "7.2727 JPY", "0.040181 EUR"),
        ("US on ios", "0.012900 USD", "0.011121 EUR"),
    )
    assert [str(note.place) for note in found.notes] == ["regions/us.yaml:5:21"]


def informed(texts: Texts) -> tuple[Finding, ...]:
    """What guards only inform of."""
    return guarded_book(sound(load_texts(texts)), NOW, informing=True).information


def test_it_informs_where_the_book_states_nothing_of_it() -> None:
    """Countries are priced by what people earn there: Germany's price is × 1.4 of India's, and nobody is warned."""
    assert guarded(world()).diagnostics == ()
    told = informed(world())
    assert [finding.of for finding in told] == ["coins_100", "coins_1000", "coins_500", "coins_5000"]
    assert all("bound" not in finding.sentence for finding in told)
    assert informed(world({"rules/guards.yaml": "guards: {spread: off}\n"})) == ()


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        ("spread: off", GuardVerdict.OFF),
        ("shape: warning", GuardVerdict.INFORMS),
        ("spread: {above: 1.1}", GuardVerdict.FINDINGS),
        ("spread: error", GuardVerdict.SOUND),
    ],
)
def test_a_bound_or_a_severity_turns_it_on(said: str, verdict: GuardVerdict) -> None:
    assert verdict_of(guarded(world({"rules/guards.yaml": f"guards: {{{said}}}\n"})), SPREAD) is verdict


def test_what_no_rate_compares_is_unproved() -> None:
    texts = texts_of(SAME, SAME)
    texts["rules/fx.yaml"] = rates_text().replace("    JPY: 181\n", "")
    found = guarded(texts)
    assert verdict_of(found, SPREAD) is GuardVerdict.UNPROVED
    assert {(own.of, own.why) for own in found.unproved if own.guard == SPREAD} == {
        ("prices in JPY", "no rate of exchange compares it")
    }


def test_a_tax_that_is_not_known_leaves_it_unproved() -> None:
    texts = texts_of(SAME, SAME, "9")
    texts["regions/jp.yaml"] = texts["regions/jp.yaml"].replace("rate: 10 %", "rate: unknown")
    assert verdict_of(guarded(texts), SPREAD) is GuardVerdict.UNPROVED


def test_a_package_that_nobody_sells_is_compared_with_nothing() -> None:
    texts = texts_of(SAME, SAME)
    texts["rules/packages.yaml"] = "packages: {coins_100: {coins: 100}, coins_500: {coins: 500}}\n"
    assert [finding.of for finding in guarded(texts).findings if finding.guard == SPREAD] == ["coins_100"]
