"""One mistake that many lines suffer from is told once: of a list, a rate, a content, a tax or a currency."""

from collections.abc import Sequence

import pytest

from ratecard.diagnostics.diagnostic import Diagnostic, Note
from tests.books import Texts
from tests.guards.test_chain import Small, texts_of
from tests.guards.test_missing import WEB
from tests.guards.world import REGIONS, RULES, guarded, rates_text, region_text, told, world

BOUNDS = (
    "envelope:\n  gross_per_coin:\n    EUR: {least: 0.001, most: 0.02}\n    GBP: {least: 0.001, most: 0.02}\n"
    "    SEK: {least: 0.01, most: 0.3}\n    DKK: {least: 0.01, most: 0.12}\n"
)
QUIET = "guards: {envelope: warning, spread: {severity: warning, above: 3}}\n"
PLATFORMS = "rules/platforms.yaml"


def codes(diagnostics: Sequence[Diagnostic]) -> list[str]:
    """The codes that are told, but for those of the envelope that lacks currencies."""
    return [own.code for own in diagnostics]


def enclosed(changes: Texts) -> Texts:
    """The world on two platforms that share their prices, within an envelope."""
    two = RULES[PLATFORMS] + WEB
    return world({PLATFORMS: two, "rules/envelope.yaml": BOUNDS, "rules/guards.yaml": QUIET, **changes})


def test_a_list_that_two_platforms_share_and_an_envelope_refuses_is_told_once() -> None:
    hundredfold = region_text("GB", ("119", "599", "1199", "5699"))
    (diagnostic,) = told(enclosed({"regions/gb.yaml": hundredfold}))
    assert diagnostic.code == "market-out-of-line"
    assert diagnostic.sentence.count("the envelope refuses it") == 1


def test_a_currency_of_elsewhere_is_told_and_not_all_that_follows() -> None:
    other = region_text("SE").replace("currency: SEK", "currency: DKK")
    rates = {"rules/fx.yaml": rates_text(DKK="7.46")}
    assert codes(told(enclosed({"regions/se.yaml": other, **rates}))) == ["currency-of-elsewhere"]


def test_a_tax_of_elsewhere_is_told_and_not_how_far_prices_are_then() -> None:
    text = region_text("GB").replace("rate: 20 %", "rate: 2 %")
    bound = {"rules/guards.yaml": QUIET.replace("above: 3", "above: 1.85")}
    assert codes(told(world(bound))) == []
    assert codes(told(world({"regions/gb.yaml": text, **bound}))) == ["tax-not-known-there"]


@pytest.mark.parametrize(("code", "rate"), [("KRW", "170"), ("USD", "0.8621"), ("INR", "0.0097")])
def test_a_rate_that_is_off_is_told_and_not_the_prices_that_it_compares(code: str, rate: str) -> None:
    texts = world({"rules/fx.yaml": rates_text(**{code: rate}), "rules/guards.yaml": QUIET})
    assert codes(told(texts)) == ["rate-jump"]


def test_what_an_envelope_refuses_of_a_package_that_loses_money_is_not_told_beside_it() -> None:
    texts = texts_of(Small())
    texts["rules/envelope.yaml"] = "envelope: {margin: {least: -50 %}}\n"
    texts["rules/guards.yaml"] = "guards: {envelope: warning}\n"
    texts["rules/payouts.yaml"] = texts["rules/payouts.yaml"].replace("0.005 USD", "0.05 USD")
    whole = guarded(texts)
    assert {own.guard for own in whole.following} >= {"envelope"}
    assert "outside-envelope" not in codes(whole.diagnostics)


def test_what_an_envelope_refuses_in_many_places_by_one_mistake_is_one_diagnostic() -> None:
    """Bounds of a margin that nobody meets: each price of each market is a line of its own."""
    texts = texts_of(Small())
    texts["rules/envelope.yaml"] = "envelope: {margin: {least: 98 %}}\n"
    texts["rules/guards.yaml"] = "guards: {envelope: warning}\n"
    refused = [own for own in guarded(texts).findings if own.guard == "envelope"]
    assert len({own.place for own in refused}) >= 6
    assert codes(told(texts)).count("outside-envelope") == 1


def test_a_content_of_one_region_is_told_once_on_all_of_its_platforms() -> None:
    more = region_text("BR") + "packages: {coins_1000: {bonus: 5000}}\n"
    (diagnostic,) = told(enclosed({"regions/br.yaml": more}))
    assert (diagnostic.code, diagnostic.place and diagnostic.place.file) == ("bonus-above-bound", "regions/br.yaml")


def test_a_bonus_by_which_all_markets_are_dearer_in_bulk_is_noted() -> None:
    """No price is wrong: 400 became 40 in one line of the packages."""
    packages = RULES["rules/packages.yaml"].replace("bonus: 50}", "bonus: 200}")
    (diagnostic,) = told(world({"rules/packages.yaml": packages}))
    assert diagnostic.code == "dearer-in-bulk"
    noted = [note for note in diagnostic.notes if note.place.file == "rules/packages.yaml"]
    assert [(note.place.line, note.text) for note in noted] == [
        (5, "coins_5000 holds 5,400 coins by this"),
        (4, "coins_1000 holds 1,200 coins by this"),
    ]
    one = told(world({"regions/de.yaml": region_text("DE", ("1.39", "6.99", "15.49", "64.99"))}))
    assert _files(one[0].notes) == {"regions/de.yaml"}


def _files(notes: Sequence[Note]) -> set[str]:
    return {note.place.file for note in notes}


def test_a_copy_is_found_on_the_day_on_which_the_currencies_have_moved_apart() -> None:
    """At first two currencies are worth about the same, and later one has fallen."""
    prices = REGIONS["US"][2]
    rates = {"rules/fx.yaml": rates_text(USD="{begins: 1.16, 2026-06-01: 1.5}", CHF="{begins: 0.93, 2026-06-01: 0.9}")}
    alps = region_text("FR", prices).replace("FR", "CH").replace("EUR", "CHF").replace("Paris", "Zurich")
    alps = alps.replace("rate: 20 %", "rate: 8.1 %")
    off = "guards: {copied_row: {beyond: 1.6}, rate: off, change: off, drifted: off}\n"
    found = told(world({"regions/ch.yaml": alps, **rates, "rules/guards.yaml": off}))
    assert codes(found) == ["copied-prices"]


def test_a_currency_of_payouts_that_is_of_another_country_is_told_where_a_region_states_it() -> None:
    texts = texts_of(Small())
    texts["regions/de.yaml"] += "payouts: {currency: SEK}\n"
    texts["rules/fx.yaml"] = rates_text()
    (diagnostic,) = (own for own in told(texts) if own.code == "currency-of-elsewhere")
    assert diagnostic.sentence == "payouts in DE are in SEK, and people there pay in EUR"


def test_what_is_withheld_in_a_case_is_compared_with_what_is_withheld_of_others() -> None:
    texts = texts_of(Small())
    line = "  withholding: {rounding: half up, lines: {tax: {name: {en: Tax}, of: whole, rate: RATE}}}\n"
    texts["rules/facts.yaml"] = "facts: {creator.form: {type: one of, of: [none, w9], name: Form}}\n"
    for rate, expected in (("24 %", 0), ("2.4 %", 1)):
        own = line.replace("RATE", f"{{by: creator.form, is: {{none: {rate}, w9: 0 %}}, other: 24 %}}")
        found = told({**texts, "rules/payouts.yaml": texts["rules/payouts.yaml"] + own})
        assert codes(found).count("share-jump") == expected
