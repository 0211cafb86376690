"""One mistake that many lines suffer from is told once: of a list, a rate, a content, a tax or a currency."""

from collections.abc import Sequence
from fractions import Fraction

import pytest

from ratecard.diagnostics.diagnostic import Diagnostic, Note
from ratecard.guards.running import guard
from ratecard.loading import load_texts
from tests.books import Texts, sound
from tests.guards.test_chain import Small, texts_of
from tests.guards.test_missing import WEB
from tests.guards.world import NOW, REGIONS, RULES, guarded, rates_text, region_text, told, world

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


def test_a_bonus_by_which_all_markets_are_dearer_in_bulk_is_told_where_it_stands() -> None:
    """No price is wrong: 400 became 40 in one line of the packages."""
    packages = RULES["rules/packages.yaml"].replace("bonus: 50}", "bonus: 200}")
    (diagnostic,) = told(world({"rules/packages.yaml": packages}))
    assert (diagnostic.code, str(diagnostic.place)) == ("dearer-in-bulk", "rules/packages.yaml:4:36")
    noted = [note for note in diagnostic.notes if note.place.file == "rules/packages.yaml"]
    assert [(note.place.line, note.text) for note in noted] == [(5, "coins_5000 holds 5,400 coins by this")]
    gone = RULES["rules/packages.yaml"].replace("bonus: 400}", "bonus: 0}")
    assert [str(own.place) for own in told(world({"rules/packages.yaml": gone}))] == ["rules/packages.yaml:5:36"]
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


def test_a_sale_of_a_wrong_year_is_told_once_with_its_end() -> None:
    sale = "  later: {name: Sale, from: 2036-12-05, last_day: 2036-12-07, bonus: 10 %}\n"
    texts = world({"rules/promotions.yaml": RULES["rules/promotions.yaml"] + sale})
    (diagnostic,) = told(texts)
    assert diagnostic.code == "odd-date"
    assert [note.text for note in diagnostic.notes] == ["the same here"]


def test_of_one_line_that_adds_up_wrong_the_gravest_is_told_alone() -> None:
    """A sale by which a bigger package costs less, and coins come back for more, and that the envelope refuses."""
    texts = texts_of(Small())
    texts["rules/promotions.yaml"] = (
        "promotions:\n  sale:\n    name: Sale\n    from: 2026-12-01\n    last_day: 2026-12-03\n"
        "    discount: {coins_1000: 95 %}\n"
    )
    texts["rules/pricing.yaml"] = "pricing: {rounding: half up}\n"
    texts["rules/envelope.yaml"] = "envelope: {margin: {least: -50 %}}\n"
    texts["rules/guards.yaml"] = "guards: {envelope: warning, no_cliff: warning}\n"
    whole = guarded(texts)
    assert {own.guard for own in whole.following} >= {"no_cliff", "envelope"}
    assert codes([own for own in whole.diagnostics if own.place and own.place.line == 6]) == ["round-trip"]


def test_a_diamond_that_was_too_dear_once_is_told_where_it_was() -> None:
    """A round trip says which of the two numbers of a jump is the wrong one."""
    texts = texts_of(Small())
    dated = "{begins: 0.05 USD each, 2026-01-01: 0.005 USD each}"
    texts["rules/payouts.yaml"] = texts["rules/payouts.yaml"].replace("0.005 USD each", dated)
    found = [own for own in told(texts) if own.code in ("share-jump", "round-trip", "margin-below-bound")]
    assert codes(found) == ["round-trip"]


def test_a_least_payout_above_the_limits_is_told_where_it_is_unusual() -> None:
    texts = texts_of(Small())
    payouts = texts["rules/payouts.yaml"]
    both = "  minimum: 5000 USD\n  limits: {daily: {most: 1000 USD, per: calendar day}}\n"
    texts["rules/payouts.yaml"] = payouts.rstrip("\n") + "\n" + both
    line = len(texts["rules/payouts.yaml"].splitlines()) - 1
    (diagnostic,) = (own for own in told(texts) if own.code in ("payout-out-of-reach", "unusual-payout-terms"))
    assert (diagnostic.code, diagnostic.place and diagnostic.place.line) == ("payout-out-of-reach", line)
    assert [note.text for note in diagnostic.notes] == ["the limit"]


def test_a_price_out_of_line_is_told_and_not_what_a_sale_makes_of_it() -> None:
    sale = (
        "promotions:\n  sale: {name: Sale, from: 2026-12-01, last_day: 2026-12-03, discount: {coins_5000: 20 %}}\n"
        "pricing: {rounding: half up}\n"
    )
    low = region_text("GB", ("1.19", "5.99", "11.99", "12.99"))
    assert codes(told(world({"rules/promotions.yaml": sale, "regions/gb.yaml": low}))) == ["price-out-of-line"]


def test_a_list_that_moved_against_an_older_book_is_told_once() -> None:
    older = sound(load_texts(world()))
    hundredfold = region_text("GB", ("119", "599", "1199", "5699"))
    newer = sound(load_texts(world({"regions/gb.yaml": hundredfold})))
    moved = [own for own in guard(newer, NOW, before=older).diagnostics if own.code == "price-moved-since"]
    assert [own.sentence.endswith("3 more like it") for own in moved] == [True]
    alone = region_text("GB", ("1.19", "5.99", "11.99", "5699"))
    newer = sound(load_texts(world({"regions/gb.yaml": alone})))
    (own,) = (own for own in guard(newer, NOW, before=older).diagnostics if own.code == "price-moved-since")
    assert own.place is not None
    assert own.place.line == 9


def test_a_commission_that_takes_too_much_is_told_and_not_that_less_is_left() -> None:
    texts = texts_of(Small())
    platforms = "rules/platforms.yaml" if "rate: 30 %" in str(texts.get("rules/platforms.yaml")) else ""
    file = platforms or next(name for name, text in texts.items() if "rate: 30 %" in str(text))
    texts[file] = str(texts[file]).replace("rate: 30 %", "rate: 85 %")
    found = {own.guard for own in guarded(texts).findings} & {"commission", "margin"}
    assert found == {"commission"}


def test_a_rate_of_proceeds_is_of_what_the_others_leave() -> None:
    """30 % of the net and 30 % of what is left take 51 %, and 28 % of it 49.6 %, which is below the bound."""
    seen = {}
    store = "        store: {rate: 30 %, base: net}\n"
    for rate in ("30 %", "28 %"):
        levy = f"        levy: {{rate: {rate}, base: proceeds}}\n"
        platforms = RULES["rules/platforms.yaml"].replace(store, store + levy)
        found = guarded(world({"rules/platforms.yaml": platforms})).findings
        seen[rate] = [own.seen for own in found if own.guard == "commission"]
    assert seen == {"30 %": [Fraction(51, 100)], "28 %": []}
