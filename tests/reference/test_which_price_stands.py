"""Which of stated prices and derives holds: layer first, then a stated price; a platform's own derive before plain."""

import pytest

from tests.reference.regular import Regular
from tests.reference.small_worlds import found, price, world

TO_CENTS = "rounding: half up"
FROM_US = "derive: {from: US, fx: none, tax: keep, factor: 2}"
WEB_HALF = "derive: {from: {platform: ios}, factor: 0.5}"
US = "prices: {coins_100: 1.00, coins_1000: 10.00}"
EU = {"eu": "prices: {coins_100: 3.00 EUR}\n"}


def test_a_regions_price_beats_a_derive_of_rules_and_the_source_keeps_its_own() -> None:
    book = world(f"pricing: {{{TO_CENTS}, {FROM_US}}}\n", us=US, de="prices: {coins_100: 1.39}")
    assert price(book, "DE ios coins_100") == "1.39 EUR"
    assert price(book, "DE ios coins_1000") == "20.00 EUR"
    assert price(book, "US ios coins_100") == "1.00 USD"


def test_a_regions_derive_beats_a_price_of_its_group_and_its_own_price_beats_both() -> None:
    derive = f"groups: [eu]\npricing: {{{FROM_US}}}\n"
    book = world(f"pricing: {{{TO_CENTS}}}\n", EU, us=US, de=derive, fr=f"{derive}prices: {{coins_100: 4.00}}\n")
    assert price(book, "DE ios coins_100") == "2.00 EUR"
    assert price(book, "FR ios coins_100") == "4.00 EUR"


def test_a_subdivisions_derive_beats_its_countrys_price() -> None:
    us = f"{US}\nplatforms: {{ios: {{tax: none}}}}\n"
    ny = "time_zone: America/New_York\npricing: {derive: {from: DE, fx: none, tax: keep}}\n"
    book = world(f"pricing: {{{TO_CENTS}}}\n", us=us, us_ny=ny, de="prices: {coins_100: 7.00}")
    assert price(book, "US ios coins_100") == "1.00 USD"
    assert price(book, "US-NY ios coins_100") == "7.00 USD"
    assert price(book, "US-NY ios coins_1000") == "not sold: DE ios coins_1000"


def test_in_one_layer_what_is_for_the_platform_is_a_rank_of_its_own() -> None:
    own = f"prices: {{coins_100: 4.00}}\nplatforms: {{web: {{pricing: {{{FROM_US}}}}}}}\n"
    book = world(f"pricing: {{{TO_CENTS}}}\n", us=US, de=own)
    assert price(book, "DE ios coins_100") == "4.00 EUR"
    assert price(book, "DE web coins_100") == "2.00 EUR"


def test_a_derive_replaces_a_broader_one_whole() -> None:
    narrow = "pricing: {derive: {from: US, fx: none, tax: keep, packages: [coins_100]}}\n"
    book = world(f"pricing: {{{TO_CENTS}, {FROM_US}}}\n", us=US, de=narrow)
    assert price(book, "DE ios coins_100") == "1.00 EUR"  # its factor is 1
    assert price(book, "DE ios coins_1000") == "not sold"


def test_a_list_of_packages_leaves_the_others_their_prices() -> None:
    narrow = "derive: {from: US, fx: none, tax: keep, packages: [coins_100]}"
    book = world(f"pricing: {{{TO_CENTS}}}\n", us=US, de=f"pricing: {{{narrow}}}\nprices: {{coins_1000: 13.99}}\n")
    assert price(book, "DE ios coins_100") == "1.00 EUR"
    assert price(book, "DE ios coins_1000") == "13.99 EUR"


def test_the_webs_derive_said_once_in_rules_beats_each_regions_plain_price_and_derive() -> None:
    rules = f"pricing: {{{TO_CENTS}}}\nplatforms: {{web: {{pricing: {{{WEB_HALF}}}}}}}\n"
    book = world(rules, us=US, de="prices: {coins_100: 1.39}", fr=f"pricing: {{{FROM_US}}}\n")
    assert price(book, "DE web coins_100") == "0.70 EUR"  # 0.695
    assert price(book, "FR ios coins_100") == "2.00 EUR"
    assert price(book, "FR web coins_100") == "1.00 EUR"  # half of what France's iOS takes from the US


def test_a_price_for_the_platform_beats_the_webs_derive_of_a_broader_layer() -> None:
    rules = f"pricing: {{{TO_CENTS}}}\nplatforms: {{web: {{pricing: {{{WEB_HALF}}}}}}}\n"
    groups = {"eu": "platforms: {web: {prices: {coins_100: 0.99 EUR}}}\n"}
    own = "groups: [eu]\nprices: {coins_100: 1.39}\n"
    assert price(world(rules, groups, de=own), "DE web coins_100") == "0.99 EUR"
    ended = "groups: [eu]\nprices: {coins_100: 1.39}\nplatforms: {web: {prices: {coins_100: none}}}\n"
    assert price(world(rules, groups, de=ended), "DE web coins_100") == "not sold"


def test_the_webs_derive_of_a_region_beats_the_webs_price_of_its_group() -> None:
    groups = {"eu": "platforms: {web: {prices: {coins_100: 0.99 EUR}}}\n"}
    own = f"groups: [eu]\nprices: {{coins_100: 1.39}}\nplatforms: {{web: {{pricing: {{{WEB_HALF}}}}}}}\n"
    assert price(world(f"pricing: {{{TO_CENTS}}}\n", groups, de=own), "DE web coins_100") == "0.70 EUR"


def test_a_derive_from_the_same_platform_name_elsewhere_has_no_such_right() -> None:
    """Stated for the web, but from another region's iOS: in rules it loses to a region's plain price."""
    elsewhere = "derive: {from: {region: US, platform: ios}, fx: none, tax: keep}"
    book = world(
        f"pricing: {{{TO_CENTS}}}\nplatforms: {{web: {{pricing: {{{elsewhere}}}}}}}\n",
        us=f"{US}\nplatforms: {{ios: {{prices: {{coins_100: 5.00}}}}}}\n",
        de="prices: {coins_100: 1.39}",
    )
    assert price(book, "DE web coins_100") == "1.39 EUR"
    assert price(book, "DE web coins_1000") == "10.00 EUR"
    assert price(book, "US web coins_100") == "5.00 USD"  # there it is another platform of the same region


def test_a_plain_derive_between_platforms_has_no_such_right_either() -> None:
    book = world(f"pricing: {{{TO_CENTS}, {WEB_HALF}}}\n", de="prices: {coins_100: 1.39}", fr="")
    assert price(book, "DE web coins_100") == "1.39 EUR"
    assert price(book, "DE ios coins_100") == "1.39 EUR"
    assert price(book, "FR ios coins_100") == "not sold"


def test_what_the_webs_derive_is_not_for_is_priced_as_if_it_were_not_there() -> None:
    half = "derive: {from: {platform: ios}, factor: 0.5, packages: [coins_1000]}"
    rules = f"pricing: {{{TO_CENTS}}}\nplatforms: {{web: {{pricing: {{{half}}}}}}}\n"
    book = world(rules, us=US, de="prices: {coins_100: 1.39, coins_1000: 13.99}", fr=f"pricing: {{{FROM_US}}}\n")
    assert (price(book, "DE web coins_100"), price(book, "DE web coins_1000")) == ("1.39 EUR", "7.00 EUR")
    assert (price(book, "FR web coins_100"), price(book, "FR web coins_1000")) == ("2.00 EUR", "10.00 EUR")


def test_no_prices_hide_broader_ones_and_leave_the_derive_of_their_rank() -> None:
    derive = f"pricing: {{{FROM_US}}}\nprices: none\ngroups: [eu]\n"
    plain = f"pricing: {{{TO_CENTS}}}\n"
    book = world(plain, EU, us=US, de=derive, fr="groups: [eu]\nprices: none\n")
    assert price(book, "DE ios coins_100") == "2.00 EUR"
    assert price(book, "FR ios coins_100") == "not sold"
    broad = world(f"pricing: {{{TO_CENTS}, {FROM_US}}}\n", us=US, de="prices: none", fr="prices: {coins_100: none}")
    assert price(broad, "DE ios coins_100") == "not sold"  # a narrower layer says that nothing is sold
    assert price(broad, "FR ios coins_100") == "not sold"
    assert price(broad, "FR ios coins_1000") == "20.00 EUR"


def test_none_for_one_package_ends_its_derive() -> None:
    book = world(f"pricing: {{{TO_CENTS}}}\n", us=US, de=f"pricing: {{{FROM_US}}}\nprices: {{coins_100: none}}\n")
    assert price(book, "DE ios coins_100") == "not sold"
    assert price(book, "DE ios coins_1000") == "20.00 EUR"


def test_inherit_is_silence() -> None:
    own = f"pricing: {{{FROM_US}}}\nprices: {{coins_100: {{begins: 4.00, 2026-07-01: inherit}}}}\n"
    book = world(f"pricing: {{{TO_CENTS}}}\n", us=US, de=own)
    assert price(book, "DE ios coins_100", "2026-06-30T12:00+00:00") == "4.00 EUR"
    assert price(book, "DE ios coins_100") == "2.00 EUR"


def test_a_derive_ends_on_a_day_by_none() -> None:
    own = "groups: [eu]\npricing: {derive: {begins: {from: US, fx: none, tax: keep}, 2026-07-01: none}}\n"
    book = world(f"pricing: {{{TO_CENTS}}}\n", EU, us=US, de=own)
    assert price(book, "DE ios coins_100", "2026-06-30T21:59+00:00") == "1.00 EUR"
    assert price(book, "DE ios coins_100", "2026-06-30T22:00+00:00") == "3.00 EUR"
    assert price(book, "DE ios coins_1000", "2026-06-30T22:00+00:00") == "not sold"


def test_what_the_source_does_not_sell_is_not_sold_even_where_a_broader_price_lies_below() -> None:
    own = f"groups: [eu]\npricing: {{{FROM_US}}}\n"
    book = world(f"pricing: {{{TO_CENTS}}}\n", EU, us="prices: {coins_1000: 10.00}", de=own)
    assert price(book, "DE ios coins_100") == "not sold: US ios coins_100"


@pytest.mark.parametrize("factor", ["0.95", "95 %", "19/20"])
def test_bits_are_sold_as_so_many_at_a_twentieth_less(factor: str) -> None:
    rules = f"pricing: {{{TO_CENTS}}}\npackages: {{bits_100: {{coins: 100, bonus: 20}}, bits_1500: {{coins: 1500}}}}\n"
    book = world(rules, us=f"prices: {{bits_100: 1.40, bits_1500: {{as: bits_100, factor: {factor}}}}}\n")
    answer = found(book, "US ios bits_1500")
    assert price(book, "US ios bits_1500") == "19.95 USD"  # 1.40 ÷ 100 × 1,500 × 0.95; bonus coins are not paid
    assert isinstance(answer, Regular)
    assert [name for name, _ in answer.steps] == ["source", "per coin", "coins", "factor", "rounded"]


def test_as_counts_as_a_stated_price_and_follows_what_is_derived() -> None:
    own = f"pricing: {{{FROM_US}}}\nprices: {{coins_1000: {{as: coins_100, factor: 0.9}}}}\n"
    book = world(f"pricing: {{{TO_CENTS}}}\n", us=US, de=own)
    assert price(book, "DE ios coins_1000") == "18.00 EUR"  # 2.00 ÷ 100 × 1,000 × 0.9
    gone = world(f"pricing: {{{TO_CENTS}}}\n", us="prices: {coins_1000: {as: coins_100}}")
    assert price(gone, "US ios coins_1000") == "not sold: US ios coins_100"


def test_as_goes_onto_a_price_point_and_may_vary_and_be_dated() -> None:
    rules = """
pricing: {rounding: half up to a price point}
price_points: {USD: [{least: 0.99, most: 99.99, step: 1.00}]}
"""
    dated = "{2026-01-01: 19.99, 2026-07-01: {by: buyer.member, is: {yes: {as: coins_100, factor: 0.8}}, other: 9.99}}"
    book = world(rules, us=f"prices: {{coins_100: 1.00, coins_1000: {dated}}}\n")
    assert price(book, "US ios coins_1000", "2026-06-30T12:00+00:00", buyer__member=True) == "19.99 USD"
    assert price(book, "US ios coins_1000", buyer__member=True) == "7.99 USD"  # 8.00
    assert price(book, "US ios coins_1000") == "9.99 USD"


def test_what_was_assumed_for_the_coins_of_either_package_is_told() -> None:
    by_tier = "{by: buyer.tier, is: {gold: 110, bronze: 105}, other: 100}"
    rules = f"pricing: {{{TO_CENTS}}}\npackages: {{small: {{coins: {by_tier}}}, large: {{coins: 1000}}}}\n"
    for small, large in (("small", "large"), ("large", "small")):
        answer = found(world(rules, us=f"prices: {{{small}: 2.00, {large}: {{as: {small}}}}}\n"), f"US ios {large}")
        assert isinstance(answer, Regular)
        assert answer.assumed == {"buyer.tier"}
