"""Statements bound to where they are written: bare money to a currency at its date, dates to a region's days."""

import pytest

from tests.book.asking import at, price, quoted
from tests.cases.smallest import DE, book, found, germany, only

# --- Bare money


def test_bare_money_is_in_the_currency_of_the_region_where_it_is_written() -> None:
    assert price(book({})) == "1.29 EUR"
    assert price(book({"regions/jp.yaml": JAPAN}), region="JP") == "160 JPY"


JAPAN = "region: JP\ncurrency: JPY\ntime_zone: Asia/Tokyo\ntax: none\nprices: {coins_100: 160}\n"


@pytest.mark.parametrize(
    ("currency", "written", "listed"),
    [
        ("EUR", "1.29", "1.29 EUR"),
        ("EUR", "1", "1.00 EUR"),
        ("EUR", "1.5", "1.50 EUR"),
        ("JPY", "160", "160 JPY"),
        ("KWD", "0.4", "0.400 KWD"),
        ("KWD", "0.375", "0.375 KWD"),
        ("KWD", "1", "1.000 KWD"),
        ("CLF", "0.0375", "0.0375 CLF"),
        ("EUR", "90071992547409.93", "90071992547409.93 EUR"),
    ],
)
def test_an_amount_is_exact_in_the_minor_units_of_its_currency(currency: str, written: str, listed: str) -> None:
    whole = book({"regions/xx.yaml": region("AD", currency, written)})
    assert price(whole, region="AD") == listed


def region(code: str, currency: str, price_text: str) -> str:
    """A small region without tax."""
    return f"region: {code}\ncurrency: {currency}\ntime_zone: UTC\ntax: none\nprices: {{coins_100: {price_text}}}\n"


@pytest.mark.parametrize(
    ("currency", "written", "sentence", "hint"),
    [
        (
            "EUR",
            "1.295",
            "1.295 has 3 decimals, and EUR has 2",
            "write 1295 if the point groups digits; else write it with at most 2 decimals",
        ),
        (
            "EUR",
            "1.290",
            "1.290 has 3 decimals, and EUR has 2",
            "write 1.29 if the last digit is one too many, or 1290 if the point groups digits",
        ),
        ("JPY", "160.0", "160.0 has 1 decimal, and JPY has none", "write 160"),
        ("JPY", "1.600", "1.600 has 3 decimals, and JPY has none", "write 1600 if the point groups digits"),
        ("EUR", "12.9900", "12.9900 has 4 decimals, and EUR has 2", "write 12.99"),
        ("KWD", "0.3755", "0.3755 has 4 decimals, and KWD has 3", "write it with at most 3 decimals"),
        ("EUR", "12.99 JPY", "12.99 JPY has 2 decimals, and JPY has none", "write it without decimals"),
    ],
)
def test_more_digits_than_the_currency_has_are_an_error(currency: str, written: str, sentence: str, hint: str) -> None:
    error = only({"regions/xx.yaml": region("AD", currency, written)})
    assert error.code == "too-many-digits"
    assert error.sentence == sentence
    assert error.advice.startswith(hint)


BULGARIA = """region: BG
currency: {2025-01-01: BGN, 2026-01-01: EUR}
time_zone: Europe/Sofia
tax: none
prices:
  coins_100: {2025-01-01: 2.59, 2026-01-01: 1.29}
"""


def test_bare_money_takes_the_currency_at_its_entrys_date() -> None:
    whole = book({"regions/bg.yaml": BULGARIA})
    for when, expected in [
        ("2025-01-01T00:00:00+02:00", "2.59 BGN"),
        ("2025-12-31T23:59:59+02:00", "2.59 BGN"),
        ("2026-01-01T00:00:00+02:00", "1.29 EUR"),
    ]:
        assert price(whole, when=at(when), region="BG") == expected


def test_a_price_left_open_over_a_change_of_currency_is_one_error_at_the_price() -> None:
    text = BULGARIA.replace("{2025-01-01: 2.59, 2026-01-01: 1.29}", "2.59")
    error = only({"regions/bg.yaml": text})
    assert error.code == "price-in-other-currency"
    assert error.sentence == "the price 2.59 BGN of coins_100 holds in a market whose currency is EUR"
    assert error.place is not None
    assert (error.place.file, error.place.line) == ("regions/bg.yaml", 6)


@pytest.mark.parametrize("ended", ["{2025-01-01: 2.59, 2026-01-01: none}", "{2025-01-01: 2.59, 2025-12-31: none}"])
def test_a_price_that_ends_with_its_currency_is_no_error(ended: str) -> None:
    whole = book({"regions/bg.yaml": BULGARIA.replace("{2025-01-01: 2.59, 2026-01-01: 1.29}", ended)})
    assert price(whole, when=at("2026-02-01"), region="BG") == "NOT_SOLD"


def test_a_price_that_begins_an_instant_too_late_is_an_error() -> None:
    late = BULGARIA.replace("2026-01-01: 1.29", "2026-01-01T00:00:01+02:00: 1.29")
    assert only({"regions/bg.yaml": late}).code == "price-in-other-currency"


def test_a_choice_takes_the_currency_at_its_entrys_date_in_every_case() -> None:
    whole = book(
        {
            "rules/facts.yaml": "facts: {buyer.member: {type: yes or no}}\n",
            "regions/bg.yaml": BULGARIA.replace(
                "2026-01-01: 1.29", "2026-01-01: {by: buyer.member, is: {yes: 1.09}, other: 1.29}"
            ),
        }
    )
    later = at("2026-02-01")
    assert price(whole, when=later, region="BG", facts={"buyer.member": True}) == "1.09 EUR"
    assert price(whole, when=later, region="BG") == "1.29 EUR"


# --- Where no currency is in force


@pytest.mark.parametrize("where", ["rules/prices.yaml", "regions/groups/eu.yaml"])
def test_bare_money_where_no_currency_is_stated_is_one_error(where: str) -> None:
    header = "group: eu\n" if "groups" in where else ""
    files = {
        **germany(("currency: EUR\n", "currency: EUR\ngroups: [eu]\n")),
        "regions/groups/eu.yaml": "group: eu\n",
        where: header + "prices: {coins_1000: 9.99}\n",
    }
    if where == "rules/prices.yaml":
        files["regions/groups/eu.yaml"] = "group: eu\ntax: {per: unit}\n"
    error = only(files)
    assert error.code == "money-without-currency"
    assert error.sentence == "9.99 names no currency, and none is in force where it is written"
    assert error.place is not None
    assert error.place.file == where


def test_a_currency_named_beside_the_amount_needs_none_in_force() -> None:
    whole = book({"rules/prices.yaml": "prices: {coins_1000: 9.99 EUR}\n", **germany(("  coins_1000: 12.99\n", ""))})
    assert price(whole, "coins_1000") == "9.99 EUR"


def test_one_bare_amount_that_many_regions_read_is_one_error() -> None:
    error = only({"rules/prices.yaml": "prices: {coins_1000: 9.99}\n", "regions/jp.yaml": JAPAN})
    assert error.code == "money-without-currency"


def test_a_group_with_its_own_currency_gives_it_to_its_bare_money_whenever_a_region_joins() -> None:
    euro = "group: euro\ncurrency: EUR\nprices: {coins_100: 1.19}\n"
    whole = book(
        {
            "regions/groups/euro.yaml": euro,
            "regions/bg.yaml": BULGARIA.replace(
                "{2025-01-01: BGN, 2026-01-01: EUR}", "{2025-01-01: BGN, 2026-01-01: inherit}"
            )
            .replace("2026-01-01: 1.29", "2026-01-01: inherit")
            .replace("time_zone", "groups: {2026-01-01: [euro]}\ntime_zone"),
        }
    )
    assert price(whole, when=at("2025-06-01"), region="BG") == "2.59 BGN"
    assert price(whole, when=at("2026-06-01"), region="BG") == "1.19 EUR"


def test_bare_money_of_a_group_is_in_the_groups_currency_and_never_in_the_readers() -> None:
    errors = found(
        {
            "regions/groups/eu.yaml": "group: eu\ncurrency: EUR\nprices: {coins_1000: 9.99}\n",
            "regions/se.yaml": "region: SE\ncurrency: SEK\ntime_zone: Europe/Stockholm\ngroups: [eu]\ntax: none\n",
        }
    )
    assert [(each.code, each.place and each.place.file) for each in errors] == [
        ("price-in-other-currency", "regions/se.yaml")
    ]
    assert [note.place.file for note in errors[0].notes] == ["regions/groups/eu.yaml"]
    assert errors[0].sentence == "the price 9.99 EUR of coins_1000 holds in a market whose currency is SEK"


def test_a_subdivisions_bare_money_is_in_its_countrys_currency() -> None:
    whole = book({"regions/de-by.yaml": "region: DE-BY\nprices: {coins_100: 1.19}\n"})
    assert price(whole, region="DE-BY") == "1.19 EUR"


def test_a_countrys_bare_money_stays_in_the_countrys_currency_when_a_subdivision_reads_it() -> None:
    error = only({"regions/de-by.yaml": "region: DE-BY\ncurrency: CHF\nprices: {coins_1000: 9.00}\n"})
    assert error.code == "price-in-other-currency"
    assert error.sentence == "the price 1.29 EUR of coins_100 holds in a market whose currency is CHF"


def test_a_platform_may_bill_in_a_currency_of_its_own() -> None:
    whole = book(
        germany(
            (
                "prices:\n",
                "platforms:\n  web: {currency: USD, prices: {coins_100: 1.19, coins_1000: 11.99}}\n\nprices:\n",
            )
        )
    )
    assert [price(whole, platform=platform) for platform in ("web", "ios")] == ["1.19 USD", "1.29 EUR"]


def test_a_plain_price_does_not_hold_on_a_platform_of_another_currency() -> None:
    error = only(germany(("prices:\n", "platforms:\n  web: {currency: USD, prices: {coins_100: 1.19}}\n\nprices:\n")))
    assert error.code == "price-in-other-currency"
    assert "12.99 EUR of coins_1000" in error.sentence


def test_the_fixed_part_of_a_commission_is_in_the_markets_currency() -> None:
    fixed = ("prices:\n", "platforms:\n  web: {commission: {lines: {card: {fixed: 0.25}}}}\n\nprices:\n")
    whole = book(germany(fixed))
    assert quoted(whole).commission.fixed_minor == 25
    wrong = (fixed[0], fixed[1].replace("0.25", "0.25 USD"))
    assert only(germany(wrong)).code == "commission-in-other-currency"


# --- Dates


@pytest.mark.parametrize(
    ("zone", "first"),
    [
        ("Europe/Berlin", "2025-06-01T00:00+02:00"),
        ("America/New_York", "2025-06-01T00:00-04:00"),
        ("Pacific/Kiritimati", "2025-06-01T00:00+14:00"),
        ("Asia/Kolkata", "2025-06-01T00:00+05:30"),
    ],
)
def test_a_date_is_the_first_instant_of_that_day_in_the_regions_zone(zone: str, first: str) -> None:
    whole = book(
        germany(("Europe/Berlin", zone), ("coins_100: 1.29", "coins_100: {2025-01-01: 1.29, 2025-06-01: 1.39}"))
    )
    assert price(whole, when=at(first)) == "1.39 EUR"
    assert price(whole, when=type(at(first))(at(first) - 1)) == "1.29 EUR"


def test_a_date_in_rules_or_a_group_is_the_day_of_each_region_that_reads_it() -> None:
    whole = book(
        {
            "rules/prices.yaml": "prices: {coins_1000: {2025-01-01: 9.00 EUR, 2025-06-01: 8.00 EUR}}\n",
            **germany(("  coins_1000: 12.99\n", "")),
            "regions/ie.yaml": region("IE", "EUR", "1.29").replace("UTC", "Europe/Dublin"),
        }
    )
    between = at("2025-05-31T22:30+00:00")
    assert price(whole, "coins_1000", between, "DE") == "8.00 EUR"
    assert price(whole, "coins_1000", between, "IE") == "9.00 EUR"


def test_an_instant_with_an_offset_is_the_same_everywhere() -> None:
    whole = book(germany(("coins_100: 1.29", "coins_100: {2025-01-01: 1.29, 2025-06-01T12:00-07:00: 1.39}")))
    assert price(whole, when=at("2025-06-01T18:59:59+00:00")) == "1.29 EUR"
    assert price(whole, when=at("2025-06-01T19:00:00+00:00")) == "1.39 EUR"


def test_a_day_without_midnight_begins_at_the_end_of_the_gap() -> None:
    beirut = germany(
        ("Europe/Berlin", "Asia/Beirut"), ("coins_100: 1.29", "coins_100: {2025-01-01: 1.29, 2026-03-29: 1.39}")
    )
    whole = book(beirut)
    assert price(whole, when=at("2026-03-28T21:59:59+00:00")) == "1.29 EUR"
    assert price(whole, when=at("2026-03-28T22:00:00+00:00")) == "1.39 EUR"


def test_a_day_that_the_zone_skipped_is_an_error_at_the_date() -> None:
    apia = {
        "rules/book.yaml": "begins: 2011-01-01\nlanguages: [en]\n",
        **germany(
            ("Europe/Berlin", "Pacific/Apia"), ("coins_100: 1.29", "coins_100: {2011-01-01: 1.29, 2011-12-30: 1.39}")
        ),
    }
    error = only(apia)
    assert error.code == "date-does-not-exist"
    assert "Pacific/Apia" in error.sentence
    assert error.place is not None
    assert (error.place.file, error.place.line) == ("regions/de.yaml", 10)


def test_two_entries_that_meet_only_in_one_zone_are_an_error_there() -> None:
    text = "prices: {coins_100: {begins: 0.90 EUR, 2025-06-01: 1.00 EUR, 2025-05-31T22:00Z: 1.10 EUR}}\n"
    error = only({"rules/prices.yaml": text, **germany(("  coins_100: 1.29\n", ""))})
    assert error.code == "same-instant-twice"
    assert "Europe/Berlin" in error.sentence


# --- Currency and zone themselves


def test_a_region_without_a_currency_is_one_error() -> None:
    error = only(germany(("currency: EUR\n", "")))
    assert (error.code, error.sentence) == ("missing-key", "DE does not state currency")


def test_a_region_whose_currency_begins_later_says_from_when() -> None:
    error = only(germany(("currency: EUR", "currency: {2025-06-01: EUR}")))
    assert error.code == "missing-key"
    assert error.sentence.startswith("DE states no currency before")
    assert error.place is not None
    assert error.place.line == 2


def test_a_currency_from_a_group_is_enough() -> None:
    whole = book(
        {"regions/groups/euro.yaml": "group: euro\ncurrency: EUR\n", **germany(("currency: EUR", "groups: [euro]"))}
    )
    assert price(whole) == "1.29 EUR"


def test_a_region_without_a_zone_is_one_error() -> None:
    error = only(germany(("time_zone: Europe/Berlin\n", "")))
    assert (error.code, error.sentence) == ("missing-key", "DE does not state time_zone")


def test_a_subdivision_may_have_a_zone_of_its_own_and_a_countrys_dates_stay_the_countrys() -> None:
    whole = book(
        {
            **germany(("coins_100: 1.29", "coins_100: {2025-01-01: 1.29, 2025-06-01: 1.39}")),
            "regions/de-by.yaml": "region: DE-BY\ntime_zone: Pacific/Honolulu\n",
        }
    )
    berlin_midnight = at("2025-06-01T00:00+02:00")
    assert price(whole, when=berlin_midnight, region="DE") == "1.39 EUR"
    assert price(whole, when=berlin_midnight, region="DE-BY") == "1.39 EUR"


@pytest.mark.parametrize("wrong", ["currency: EURO", "currency: {by: buyer.member, is: {yes: EUR}, other: USD}"])
def test_a_currency_that_is_wrong_is_one_error_and_not_one_for_each_price(wrong: str) -> None:
    only({"rules/facts.yaml": "facts: {buyer.member: {type: yes or no}}\n", **germany(("currency: EUR", wrong))})


def test_a_zone_that_is_wrong_is_one_error() -> None:
    assert only(germany(("Europe/Berlin", "Europe/Frankfurt"))).code == "unknown-time-zone"


def test_prices_of_the_smallest_book_have_no_currency_of_their_own() -> None:
    assert "EUR" not in DE[DE.index("prices:") :]
