"""What follows from a mistake is not reported beside it, and what does not follow is: zones, declarations, names."""

import pytest

from tests.cases.smallest import Changes, codes, germany, only, replaced

HUNGARY = """region: HU
currency: {2020-01-01: HUF, 2026-01-01: EUR}
time_zone: Europe/Budapest
groups: {2025-03-01: [one], 2025-06-01: [two]}
tax: {lines: {vat: {name: VAT, rate: {2020-01-01: 27 %}}}}
prices: {coins_100: {2020-01-01: 499, 2026-01-01: 1.29}}
"""
VIENNA = "region: HU-BU\ntime_zone: Europe/Vienna\nprices: {coins_1000: {2020-01-01: 5990, 2026-01-01: none}}\n"
FILES: Changes = {
    "regions/hu.yaml": HUNGARY,
    "regions/hu-bu.yaml": VIENNA,
    "regions/groups/one.yaml": "group: one\n"
    "prices: {coins_1000: {begins: none, 2025-03-01: 4990 HUF, 2026-01-01: 12 EUR}}\n",
    "regions/groups/two.yaml": "group: two\n"
    "prices: {coins_1000: {begins: none, 2025-03-01: 4490 HUF, 2026-01-01: 11 EUR}}\n",
}
WRONG = [("time_zone: Europe/Budapest\n", ""), ("Europe/Budapest", "Europe/Buda"), ("Europe/Budapest", "")]


def hungary(old: str, new: str) -> Changes:
    assert old in HUNGARY
    return {**FILES, "regions/hu.yaml": HUNGARY.replace(old, new)}


def test_the_book_is_sound_with_its_zone_but_for_the_steps_of_a_group_that_hungary_has_left() -> None:
    assert codes(FILES) == ["never-holds"]


@pytest.mark.parametrize(("old", "new"), WRONG)
def test_a_wrong_zone_is_one_error_though_currency_groups_and_prices_hang_from_its_days(old: str, new: str) -> None:
    assert only(hungary(old, new)).code in ("missing-key", "unknown-time-zone", "empty-value")


@pytest.mark.parametrize(("old", "new"), WRONG)
def test_a_wrong_zone_hides_no_mistake_that_does_not_hang_from_its_days(old: str, new: str) -> None:
    changes = hungary(old, new)
    files = {
        **changes,
        "regions/hu.yaml": f"{changes['regions/hu.yaml']}platforms: {{ios: {{prices: {{coins_1: 1}}}}}}\n",
    }
    assert "unknown-package" in codes(files)


def test_without_a_zone_money_and_missing_statements_are_still_looked_at() -> None:
    no_zone = germany(("time_zone: Europe/Berlin\n", ""), ("1.29", "1.299"), ("rate: 19 %", "name: VAT"))
    assert sorted(codes(no_zone)) == ["duplicate-key", "incomplete-market", "missing-key", "too-many-digits"]


def test_a_date_that_only_the_missing_zone_could_have_skipped_is_no_error() -> None:
    assert only(germany(("time_zone: Europe/Berlin\n", ""), ("1.29", "{2011-12-30: 1.29}"))).code == "missing-key"


@pytest.mark.parametrize(
    ("book", "code"),
    [
        ("languages: [en]\n", "missing-declaration"),
        ("begins: soon\nlanguages: [en]\n", "not-an-instant"),
        ("begins: 2025-01-01\n", "missing-declaration"),
        ("begins: 2025-01-01\nlanguages: []\n", "missing-declaration"),
    ],
)
def test_a_book_that_does_not_say_when_it_begins_or_in_what_languages_is_looked_at_all_the_same(
    book: str, code: str
) -> None:
    wrong = {**hungary("27 %", "27 %"), **germany(("1.29", "1.299")), "rules/book.yaml": book}
    assert sorted(codes(wrong)) == sorted([code, "too-many-digits"])


def test_a_book_that_has_no_unit_is_looked_at_all_the_same() -> None:
    assert sorted(codes({**germany(("1.29", "1.299")), "rules/units.yaml": "units: {coin: {price: 1}}\n"})) == [
        "missing-declaration",
        "not-a-mapping",
        "too-many-digits",
    ]


def test_a_group_in_a_file_that_does_not_say_its_name_still_declares_its_packages() -> None:
    group = "prices: {gold: 1 EUR}\npackages: {gold: {coins: 5}}\n"
    assert only({"regions/groups/gold.yaml": group}).code == "missing-key"


def test_a_broken_groups_line_leaves_no_group_without_members() -> None:
    line = "currency: EUR\ngroups: {2025-02-30: [eu]}\n"
    files = {**germany(("currency: EUR\n", line)), "regions/groups/eu.yaml": "group: eu\nprices: {coins_100: 1 EUR}\n"}
    assert only(files).code == "date-does-not-exist"


def test_packages_under_a_misspelt_key_are_not_missed_where_they_are_sold() -> None:
    files = {"rules/packages.yaml": "pacckages:\n  coins_100: {coins: 100}\n  coins_1000: {coins: 1000}\n"}
    assert only(files).code == "unknown-key"


GROUPS = {
    "rules/tax.yaml": "tax: {display: inclusive, rounding: half up, per: unit, collected_by: store, "
    "lines: {levy: {name: {de: Abgabe}, rate: 1 %}}}\n",
    "rules/prices.yaml": "platforms: {ios: {prices: {coins_100: 3 EUR}}}\n",
    "regions/groups/one.yaml": "group: one\nprices: {coins_100: 2 EUR}\n",
    "regions/groups/two.yaml": "group: two\ntax: {lines: {levy: none}}\n"
    "platforms: {ios: {prices: {coins_100: 1 EUR}}}\n",
}


def members(written: str) -> Changes:
    return {
        **GROUPS,
        **germany(("  coins_100: 1.29\n", ""), ("currency: EUR\n", f"currency: EUR\ngroups: {written}\n")),
    }


def test_what_an_unknown_group_would_have_removed_or_covered_is_no_warning() -> None:
    assert codes(members("[one, two]")) == []
    assert sorted(codes(members("[one]"))) == ["group-without-members", "name-lacks-language", "platform-value-hidden"]
    assert only(members("[one, twoo]")).code == "unknown-group"


@pytest.mark.parametrize(
    ("step", "fine"),
    [("0.05", True), ("5", True), ("0.015", False), ("0.001", False), ("0.010", True)],
)
def test_a_rounding_step_is_whole_in_the_currencys_smallest_unit(step: str, fine: bool) -> None:
    changes = replaced("rules/tax.yaml", ("rounding: half up", f"rounding: half up to {step}"))
    assert codes(changes) == ([] if fine else ["step-too-fine"])


NEAR_DATES = {
    "regions/us.yaml": "region: US\ncurrency: {2025-01-01: USD, 2026-01-01: EUR}\ntime_zone: America/New_York\n"
    "tax: none\nprices: {coins_100: {2025-01-01: 1.29 USD, 2026-01-01: 1.29 EUR}}\n",
    "regions/us-ny.yaml": "region: US-NY\ntime_zone: America/New_York\n"
    "platforms: {ios: {commission: {lines: {fee: {fixed: {2025-01-01: 0.10 USD, 2026-01-01: 0.10 EUR}}}}}}\n",
}


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("time_zone: America/NewYork\n", "unknown-time-zone"),
        ("time_zone: unknown\n", "cannot-be-unknown"),
        ("time_zone: {2025-01-01: America/New_York}\n", "not-datable"),
        ("", "missing-key"),
    ],
)
def test_what_another_zone_moves_by_hours_is_not_told_beside_a_wrong_one(written: str, code: str) -> None:
    assert codes(NEAR_DATES) == []
    text = NEAR_DATES["regions/us.yaml"].replace("time_zone: America/New_York\n", written)
    assert codes(NEAR_DATES | {"regions/us.yaml": text}) == [code]


def test_what_is_missing_for_longer_than_zones_are_apart_is_told_beside_a_wrong_zone() -> None:
    late = germany(("time_zone: Europe/Berlin", "time_zone: Europe/Berlinn"), ("1.29", "{2025-06-01: 1.29}"))
    assert sorted(codes(late)) == ["silent-before", "unknown-time-zone"]


def test_prices_under_a_misspelt_key_may_have_said_that_a_thing_is_not_sold() -> None:
    rules = {
        "rules/prices.yaml": "prices: {gold: 1 EUR}\n",
        "rules/gold.yaml": "platforms: {ios: {packages: {gold: {coins: 5}}}}\n",
    }
    assert codes(rules) == ["incomplete-market"]
    assert codes(rules | germany(("prices:\n", "prices:\n  gold: none\n"))) == []
    assert codes(rules | germany(("prices:\n", "priсes:\n  gold: none\n"))) == ["look-alike"]


def test_lines_of_a_commission_under_a_misspelt_key_may_need_no_rounding() -> None:
    fixed = replaced(
        "rules/platforms.yaml",
        (
            "commission: {lines: {card: {rate: 2.9 %, base: gross}}, rounding: half up, per: order}",
            "commission: {lines: {card: {fixed: 0.30 EUR}}, per: order}",
        ),
    )
    assert codes(fixed) == []
    misspelt = {path: text.replace("{lines: {card: {fixed", "{linnes: {card: {fixed") for path, text in fixed.items()}
    assert only(misspelt).code == "unknown-key"


def test_a_key_that_may_have_been_meant_as_earnings_asks_for_no_unit_that_is_earned() -> None:
    assert only({"rules/commission.yaml": "commmission:\n  lines: {fee: {fixed: 0.10 EUR}}\n"}).code == "unknown-key"


def test_what_ended_before_the_book_begins_ends_silently() -> None:
    ended = germany(("1.29\n", "1.29\npackages: {coins_100: {bonus: {2020-01-01: 5, 2024-01-01: inherit}}}\n"))
    changing = {path: text.replace("19 %", "{begins: 19 %, 2026-01-01: 20 %}") for path, text in ended.items()}
    assert "silent-after" not in codes(ended)
    assert "silent-after" not in codes(changing)


POINTS = {
    "rules/promotions.yaml": "promotions: {sale: {name: Sale, from: 2026-11-27, discount: 20 %}}\n"
    "pricing: {rounding: half up to a price point}\n",
    "rules/points.yaml": "price_points: {EUR: [{least: 0.49, most: 99.99, step: 0.50}]}\n",
}


@pytest.mark.parametrize("key", ["price_point", "pricepoints", "price_pionts"])
def test_price_points_under_a_misspelt_key_are_not_missed_by_what_is_reduced(key: str) -> None:
    assert codes(POINTS) == []
    misspelt = POINTS["rules/points.yaml"].replace("price_points", key)
    assert only(POINTS | {"rules/points.yaml": misspelt}).code == "unknown-key"


def test_an_odd_space_behind_the_colon_of_a_threshold_is_one_mistake() -> None:
    facts = {"rules/facts.yaml": "facts: {buyer.spent: {type: money}}\n"}
    rate = "{by: buyer.spent, from: {0 USD: 19 %, 50.00 USD:\u00a020 %}, other: 19 %}"
    assert only(facts | germany(("rate: 19 %", f"rate: {rate}"))).code == "odd-space"
    assert codes(facts | germany(("rate: 19 %", f"rate: {rate}".replace("\u00a0", " ")))) == []


def test_a_price_under_a_misspelt_package_may_have_said_that_it_is_not_sold() -> None:
    rules = {"rules/gold.yaml": "platforms: {ios: {packages: {gold: {coins: 5}}}}\n"}
    assert codes(rules | germany(("prices:\n", "prices:\n  gold: none\n"))) == []
    assert codes(rules | germany(("prices:\n", "prices:\n  go\u200bld: none\n"))) == ["odd-space"]
