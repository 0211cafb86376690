"""A region whose time zone is wrong or missing: what its days would say is unknown, and all else is still looked at."""

import pytest

from tests.cases.smallest import Changes, codes, germany, only

HUNGARY = """region: HU
currency: {2020-01-01: HUF, 2026-01-01: EUR}
time_zone: Europe/Budapest
groups: {2025-03-01: [one], 2025-06-01: [two]}
tax: {lines: {vat: {name: VAT, rate: {2020-01-01: 27 %}}}}
prices: {coins_100: {2020-01-01: 499, 2026-01-01: 1.29}}
"""
FILES: Changes = {
    "regions/hu.yaml": HUNGARY,
    "regions/hu-bu.yaml": "region: HU-BU\ntime_zone: Asia/Tokyo\nprices: {coins_1000: {2020-01-01: 4990}}\n",
    "regions/groups/one.yaml": "group: one\nprices: {coins_1000: {2025-03-01: 12 EUR, 2026-03-01: 13 EUR}}\n",
    "regions/groups/two.yaml": "group: two\nprices: {coins_1000: {2025-03-01: 14 EUR, 2026-03-01: 15 EUR}}\n",
}
WRONG = [("time_zone: Europe/Budapest\n", ""), ("Europe/Budapest", "Europe/Buda"), ("Europe/Budapest", "")]


def hungary(old: str, new: str) -> Changes:
    assert old in HUNGARY
    return {**FILES, "regions/hu.yaml": HUNGARY.replace(old, new)}


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
