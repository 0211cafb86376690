"""The spread of prices: brute force over all pairs of markets finds the same, exactly."""

import re
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratecard.diagnostics.diagnostic import Place
from ratecard.guards.findings import Finding
from ratecard.guards.net_coins import SPREAD
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
def test_each_price_is_told_with_the_one_it_is_farthest_from(prices: dict[str, str], later: dict[str, str]) -> None:
    """The day begins in Tokyo first, then in Berlin and Paris, and last in New York: there are four stretches."""
    worst: dict[tuple[str, str], Fraction] = {}
    for moved in (set[str](), {"JP"}, {"JP", "DE", "FR"}, {*prices}):
        held = {code: later[code] if code in moved else prices[code] for code in prices}
        euros = {line: Fraction(line[1]) / TAX[line[0]] / PER_EURO[line[0]] for line in held.items()}
        for line, own in euros.items():
            far = max(max(own / other, other / own) for other in euros.values())
            worst[line] = max(far, worst.get(line, far))
    texts = texts_of(prices, later)
    found = {
        (finding.market.region, price_at(texts, finding.place)): finding.seen
        for finding in guarded(texts).findings
        if finding.guard == SPREAD
    }
    assert found == {line: far for line, far in worst.items() if far > Fraction(5, 2)}


def price_at(texts: Texts, place: Place) -> str:
    """The price that stands at a place."""
    return re.split(r"[,}]", texts[place.file].splitlines()[place.line - 1][place.column - 1 :])[0]


SAME = {"DE": "1.39", "US": "1.29", "JP": "800"}


def test_both_places_and_numbers_are_shown() -> None:
    found = guarded(texts_of(SAME, SAME)).findings[0]
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


FAR = {"DE": "4.99", "FR": "4.79", "US": "4.49", "JP": "160"}
"""Japan is cheap: a coin costs × 5.22 as much in Germany, × 4.97 in France, × 4.82 in America."""
UP_TO = "spread: {above: 2.5}, accepted: {meant: {guard: spread, at: %s, number: %s, reason: R, owner: o, until: %s}}"


def left(at: str, number: str = "6") -> list[str]:
    """The regions whose prices are told where one exception stands."""
    texts = texts_of(FAR, FAR)
    texts["rules/guards.yaml"] = (QUIET % ", SAID").replace("SAID", UP_TO % (at, number, "2027-05-01"))
    found = guarded(texts)
    assert [own.code for own in found.diagnostics] == (["spread-above-bound"] if found.findings else [])
    return [finding.market.region for finding in found.findings]


def test_what_is_accepted_of_one_price_hides_no_other() -> None:
    """All are told at once; what is accepted of America leaves Germany, France and Japan, which is far from those."""
    assert set(left("US coins_100")) == {"DE", "FR", "JP"}
    assert set(left("DE coins_100")) == {"FR", "US"}
    assert left("JP coins_100") == []
    assert set(left("JP coins_100", "5")) == {"DE", "JP"}


def test_one_thing_is_told_of_a_package_and_what_accepts_all_of_it_names_the_price_that_all_are_far_from() -> None:
    (diagnostic,) = guarded(texts_of(FAR, FAR)).diagnostics
    assert diagnostic.sentence.endswith("(bound × 2.50), and 3 more like it")
    assert "spread_jp_ios_coins_100: {guard: spread, at: JP ios coins_100, number: 5.22," in diagnostic.hint


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
    assert [finding.of for finding in guarded(texts).findings if finding.guard == SPREAD] == ["coins_100"] * 3


@pytest.mark.parametrize("mistake", [("DE", "499"), ("DE", "0.04"), ("JP", "16"), ("US", "449")])
def test_an_exception_that_names_one_side_is_used_whatever_else_is_wrong(
    mistake: tuple[str, str],
) -> None:
    """A digit that was lost elsewhere makes another price the farthest, and Japan's line is told all the same."""
    prices = FAR | dict([mistake])
    texts = texts_of(prices, prices)
    texts["rules/guards.yaml"] = (QUIET % ", SAID").replace("SAID", UP_TO % ("JP coins_100", 6, "2027-05-01"))
    assert "exception-unused" not in {own.code for own in guarded(texts).diagnostics}


def test_a_coin_of_a_chosen_number_is_compared_between_markets_by_its_cheapest_number() -> None:
    prices = {"DE": "{tiers: {0: 0.0139 EUR each, 5000: 0.0100 EUR each}}", "US": "0.0500 USD each"}
    texts = texts_of(prices, prices)
    texts["rules/packages.yaml"] = "packages: {coins_100: {coins: {least: 100, most: 10_000, step: 100}}}\n"
    texts["rules/pricing.yaml"] = "pricing: {rounding: half up}\n"
    found = [own for own in guarded(texts).findings if own.guard == SPREAD]
    cheapest = Fraction(11950, 10_000) / TAX["DE"] / 100
    dearest = Fraction(5, 100) / PER_EURO["US"]
    assert {own.market.region: own.seen for own in found} == {"DE": dearest / cheapest, "US": dearest / cheapest}
    assert any(own.question.endswith("--thing coins_100 --coins 10000") for own in found)
    near = texts | {"regions/us.yaml": str(texts["regions/us.yaml"]).replace("0.0500", "0.0200")}
    assert [own for own in guarded(near).findings if own.guard == SPREAD] == []
