"""Prices that a market lacks: of a package, of a platform, of a country, and those that fall back on another list."""

from ratecard.guards.findings import Finding
from tests.books import Texts
from tests.guards.world import RULES, guarded, region_text

WEB = "  web:\n    name: Web\n    commission: {rounding: half up, per: unit, lines: {card: {rate: 5 %, base: net}}}\n"
OWN = "platforms:\n  web:\n    prices: {coins_100: 1.19, coins_500: 5.89, coins_1000: 11.49, coins_5000: 54.99}\n"


def book(**regions: str) -> Texts:
    """Three countries in euro that sell on two platforms, but for the texts of some that are others."""
    texts = {code: region_text(code) + OWN for code in ("DE", "FR")}
    ireland = region_text("DE").replace("region: DE", "region: IE").replace("Berlin", "Dublin").replace("19 %", "23 %")
    texts["IE"] = ireland + OWN
    rules = {**RULES, "rules/platforms.yaml": RULES["rules/platforms.yaml"] + WEB}
    return {**rules, **{f"regions/{code.lower()}.yaml": text for code, text in {**texts, **regions}.items()}}


def lacking(texts: Texts) -> list[Finding]:
    """What is missed."""
    return [finding for finding in guarded(texts).findings if finding.guard == "missing_price"]


def test_nothing_is_missed_where_all_sell_the_same() -> None:
    assert lacking(book()) == []


def test_a_price_that_falls_back_on_the_list_of_all_platforms_is_missed() -> None:
    """Without its line the web sells 500 coins at the app's 6.99: dearer than the 100, which follows."""
    found = guarded(book(DE=region_text("DE") + OWN.replace("coins_500: 5.89, ", "")))
    (finding,) = found.findings
    assert (finding.guard, finding.of, str(finding.place)) == ("missing_price", "coins_500", "regions/de.yaml:12:25")
    assert "takes coins_500 from the prices for all platforms, 6.99 EUR" in finding.sentence
    assert [follows.guard for follows in found.following][:1] == ["bulk_is_better"]


def test_a_platform_on_which_a_country_sells_nothing_is_missed() -> None:
    head, _, prices = region_text("DE").partition("prices:\n")
    alone = f"{head}platforms:\n  ios:\n    prices:\n" + prices.replace("  coins", "      coins")
    (finding,) = lacking(book(DE=alone))
    assert finding.sentence.startswith("DE on web sells nothing, and 2 of 3 countries")
    assert lacking(book(DE=f"{alone}  web: {{prices: none}}\n")) == []


def test_a_package_that_is_not_sold_by_its_own_word_is_not_missed() -> None:
    without = region_text("DE").replace("  coins_500: 6.99\n", "") + OWN.replace("coins_500: 5.89, ", "")
    assert {finding.of for finding in lacking(book(DE=without))} == {"coins_500"}
    assert lacking(book(DE=without + "packages: {coins_500: none}\n")) == []


def test_a_country_without_any_prices_is_told_by_the_same_platform_at_each_run() -> None:
    """The platforms were those of a set, whose order differs from run to run."""
    empty = region_text("DE").partition("prices:\n")[0]
    austria = (region_text("DE") + OWN).replace("region: DE", "region: AT").replace("Berlin", "Vienna")
    assert [finding.market.platform for finding in lacking(book(DE=empty, AT=austria))] == ["ios", "web"]


def test_a_platform_on_which_one_package_is_ended_and_the_others_are_forgotten_is_missed() -> None:
    """`none` of one package says nothing of the other three."""
    head, _, prices = region_text("DE").partition("prices:\n")
    alone = f"{head}platforms:\n  ios:\n    prices:\n" + prices.replace("  coins", "      coins")
    ended = [f"coins_{number}: none" for number in (100, 500, 1000, 5000)]
    for number in (1, 3):
        web = f"  web: {{prices: {{{', '.join(ended[:number])}}}}}\n"
        (finding,) = lacking(book(DE=alone + web))
        assert finding.sentence.startswith("DE on web sells nothing, and 2 of 3 countries")
    assert lacking(book(DE=f"{alone}  web: {{prices: {{{', '.join(ended)}}}}}\n")) == []
