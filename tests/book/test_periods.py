"""Periods: half-open, from one instant at which an answer can change to the next."""

from itertools import pairwise

import pytest

from ratecard.audience import Audience
from ratecard.instants import Instant
from ratecard.refusals import UnknownPlatform, UnknownRegion
from ratecard.terms.market import Period
from tests.book.asking import at, market_of, price
from tests.cases.smallest import Changes, book, changed, germany

BULGARIA = """region: BG
currency: {2025-01-01: BGN, 2026-01-01: EUR}
time_zone: Europe/Sofia
groups: {2025-01-01: [eu], 2026-01-01: [eu, euro]}
tax: {lines: {vat: {name: VAT, rate: 20 %}}}
prices:
  coins_100: {2025-01-01: 2.59, 2026-01-01: 1.29}
"""
EUROPE: Changes = {
    "regions/bg.yaml": BULGARIA,
    "regions/groups/eu.yaml": "group: eu\ntax: {display: inclusive}\n",
    "regions/groups/euro.yaml": "group: euro\nplatforms: {web: {prices: {coins_1000: 11.99 EUR}}}\n",
}


def test_bulgaria_changes_its_currency_at_midnight_in_sofia_exactly() -> None:
    whole = book(EUROPE, "silent-before")
    midnight = at("2026-01-01T00:00+02:00")
    assert price(whole, when=Instant(midnight - 1), region="BG") == "2.59 BGN"
    assert price(whole, when=midnight, region="BG") == "1.29 EUR"
    before, after = market_of(whole, Instant(midnight - 1), "BG"), market_of(whole, midnight, "BG")
    assert before.period == Period(at("2025-01-01T00:00+02:00"), midnight)
    assert after.period == Period(midnight, None)
    assert (before.currency.code, after.currency.code) == ("BGN", "EUR")


def test_bulgaria_joins_its_group_in_the_same_instant() -> None:
    whole = book(EUROPE, "silent-before")
    midnight = at("2026-01-01T00:00+02:00")
    assert price(whole, "coins_1000", Instant(midnight - 1), "BG") == "NOT_SOLD"
    assert price(whole, "coins_1000", midnight, "BG") == "11.99 EUR"


def starts(changes: Changes, *warnings: str, platform: str = "web") -> list[Instant]:
    """The starts of Germany's periods."""
    return [market.period.start for market in book(changes, *warnings).market_periods(("DE", platform))]


BEGIN = at("2025-01-01T00:00+01:00")
JUNE = at("2025-06-01T00:00+02:00")
AUGUST = at("2025-08-01T00:00+02:00")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, [BEGIN]),
        (germany(("1.29", "{2025-01-01: 1.29, 2025-06-01: 1.39}")), [BEGIN, JUNE]),
        (germany(("1.29", "{begins: none, 2025-06-01: 1.29}")), [BEGIN, JUNE]),
        (germany(("1.29", "{2024-06-01: 1.29}")), [BEGIN]),
        (germany(("1.29", "{begins: 1.29}")), [BEGIN]),
        (
            germany(
                ("1.29", "{2025-01-01: 1.29, 2025-06-01: 1.39}"), ("12.99", "{2025-01-01: 12.99, 2025-08-01: 13.99}")
            ),
            [BEGIN, JUNE, AUGUST],
        ),
        (germany(("19 %", "{2025-01-01: 19 %, 2025-06-01: 16 %, 2025-08-01: 19 %}")), [BEGIN, JUNE, AUGUST]),
        (
            {
                **germany(("currency: EUR\n", "currency: EUR\ngroups: {2025-06-01: [eu], 2025-08-01: []}\n")),
                "regions/groups/eu.yaml": "group: eu\ntax: {lines: {levy: {name: Levy, rate: 1 %}}}\n",
            },
            [BEGIN, JUNE, AUGUST],
        ),
    ],
)
def test_a_period_starts_where_an_answer_can_change_and_nowhere_else(changes: Changes, expected: list[Instant]) -> None:
    joins = ("silent-after", "silent-before") if "regions/groups/eu.yaml" in changes else ()
    assert starts(changes, *joins) == expected


def test_a_change_under_a_value_that_hides_it_changes_no_answer() -> None:
    prices = "prices: {coins_100: {2025-01-01: 1.00 EUR, 2025-06-01: 2.00 EUR}}\n"
    assert starts({"rules/prices.yaml": prices}, "dated-change-hidden") == [BEGIN]


def test_what_changes_for_one_platform_starts_no_period_of_another() -> None:
    web = germany(("prices:\n", "platforms: {web: {prices: {coins_100: {2025-06-01: 1.19}}}}\nprices:\n"))
    assert starts(web, platform="web") == [BEGIN, JUNE]
    assert starts(web, platform="ios") == [BEGIN]


def test_periods_leave_no_gap_and_each_holds_up_to_the_next() -> None:
    changes = germany(
        ("1.29", "{2025-01-01: 1.29, 2025-06-01: 1.39}"), ("19 %", "{2025-01-01: 19 %, 2025-08-01: 16 %}")
    )
    whole = book(changes)
    markets = list(whole.market_periods(("DE", "web")))
    for market, later in pairwise(markets):
        start, end = market.period.start, later.period.start
        assert market_of(whole, start).period == market_of(whole, Instant(end - 1)).period == Period(start, end)
    assert markets[0].period.start == BEGIN
    assert market_of(whole, markets[-1].period.start).period == Period(markets[-1].period.start, None)


THREE = germany(("1.29", "{2025-01-01: 1.29, 2025-06-01: 1.39, 2025-08-01: 1.49}"))


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        (None, None, [BEGIN, JUNE, AUGUST]),
        (JUNE, AUGUST, [JUNE]),
        (Instant(JUNE - 1), Instant(AUGUST + 1), [BEGIN, JUNE, AUGUST]),
        (Instant(JUNE + 1), None, [JUNE, AUGUST]),
        (None, JUNE, [BEGIN]),
        (Instant(0), BEGIN, []),
        (Instant(0), Instant(BEGIN + 1), [BEGIN]),
        (AUGUST, AUGUST, []),
        (AUGUST, JUNE, []),
    ],
)
def test_the_periods_between_two_instants_are_those_that_hold_at_one_of_them(
    since: Instant | None, until: Instant | None, expected: list[Instant]
) -> None:
    whole = book(THREE)
    markets = list(whole.market_periods(("DE", "web"), since, until))
    assert [market.period.start for market in markets] == expected
    assert all(market is whole.market(("DE", "web"), market.period.start) for market in markets)
    regions = list(whole.region_periods("DE", since, until))
    assert bool(regions) == bool(expected)
    assert len(list(whole.catalogue_periods(("DE", "web"), since, until))) == bool(expected)


def test_an_audience_goes_through_the_periods_that_it_sees() -> None:
    commission = changed({})["rules/platforms.yaml"].replace("30 %", "{2025-01-01: 30 %, 2025-06-01: 25 %}")
    whole = book({"rules/platforms.yaml": commission})
    public = whole.seen_by(Audience.PUBLIC)
    for key in whole.markets():
        found = [market.period.start for market in whole.market_periods(key)]
        assert [market.period.start for market in public.market_periods(key)] == [BEGIN]
        assert found in ([BEGIN, JUNE], [BEGIN])


@pytest.mark.parametrize("name", ["market_periods", "catalogue_periods"])
def test_an_unknown_market_has_no_periods(name: str) -> None:
    with pytest.raises(KeyError):
        getattr(book({}), name)(("DX", "web"))
    with pytest.raises(KeyError):
        book({}).region_periods("DX")


def test_a_market_is_made_once_for_a_period() -> None:
    whole = book(germany(("1.29", "{2025-01-01: 1.29, 2025-06-01: 1.39}")))
    assert market_of(whole, BEGIN) is market_of(whole, Instant(JUNE - 1))
    assert market_of(whole, BEGIN) is not market_of(whole, JUNE)
    assert market_of(whole, BEGIN).digest == whole.digest


def test_an_unknown_region_or_platform_is_named_with_the_nearest_known_ones() -> None:
    whole = book({"regions/de-by.yaml": "region: DE-BY\n"})
    assert whole.market(("DE-BX", "web"), BEGIN) == UnknownRegion("DE-BX", ("DE",))
    assert whole.market(("DE", "wbe"), BEGIN) == UnknownPlatform("wbe", ("ios", "web"))
    assert [tuple(key) for key in whole.markets()] == [
        ("DE", "ios"),
        ("DE", "web"),
        ("DE-BY", "ios"),
        ("DE-BY", "web"),
    ]
