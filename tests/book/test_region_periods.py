"""Regions as creators see them, over time: their own periods, the diamond's currency, what is not paid out."""

import pytest

from ratecard.instants import Instant
from ratecard.refusals import FxStale, NoFxRate, UnknownRegion
from ratecard.terms.exchange import Exchange
from ratecard.terms.gifts import GiftTerms
from ratecard.terms.market import Market, Period
from ratecard.terms.payout_offers import PayoutOffer
from tests.book.asking import at
from tests.book.cashing import Change, cash_book, region_of

FX, PAYOUTS, CREATORS, GIFTS = "rules/fx.yaml", "rules/payouts.yaml", "rules/creators.yaml", "rules/gifts.yaml"
DE = "regions/de.yaml"
BEGIN = at("2025-01-01T00:00+01:00")
USD, JPY = "{2025-01-01: 1.0389, 2026-01-02: 1.175}", "{2025-01-01: 163.06, 2026-01-02: 184.09}"
KRW = (FX, "    KRW: {2025-01-01: 1532.15, 2026-01-02: 1705.81}", "    KRW: {2025-01-01: 1532.15}")
ONE_DIAMOND = (PAYOUTS, "{2025-01-01: 0.005 USD each, 2026-01-01: 1 USD per 180}", "0.005 USD each")
FOR_GOOD = (FX, "maximum_age: 5 days", "maximum_age: none")
PLAIN = (ONE_DIAMOND, FOR_GOOD, (FX, USD, "1.0389"), (FX, JPY, "163.06"), KRW)
"""Changes after which nothing of a region changes with time."""


def starts(code: str, *changes: Change, warnings: tuple[str, ...] = ()) -> list[Instant]:
    return [region.period.start for region in cash_book(*changes, warnings=warnings).region_periods(code)]


def market_starts(*changes: Change, warnings: tuple[str, ...] = ()) -> list[Instant]:
    return [market.period.start for market in cash_book(*changes, warnings=warnings).market_periods(("DE", "web"))]


def test_a_region_in_which_nothing_changes_has_one_period() -> None:
    assert starts("DE", *PLAIN) == [BEGIN]
    assert region_of(cash_book(*PLAIN), "DE", BEGIN).period == Period(BEGIN, None)


def test_a_rate_that_becomes_too_old_ends_a_period_and_a_new_one_begins_the_next() -> None:
    dated = (ONE_DIAMOND, (FX, USD, "{2025-01-01: 1.0389, 2025-03-01: 1.1}"), (FX, JPY, "{2025-01-01: 163.06}"), KRW)
    assert starts("DE", *dated) == [
        BEGIN,
        at("2025-01-06T00:00+01:00"),
        at("2025-03-01T00:00+01:00"),
        at("2025-03-06T00:00+01:00"),
    ]


@pytest.mark.parametrize(
    ("written", "too_old"),
    [
        ("{2025-01-01: 1.0389, 2025-01-05: 1.1, 2025-01-10: 1.2}", "2025-01-15T00:00+01:00"),
        ("{2025-01-01: 1.0389, 2025-01-06: 1.1}", "2025-01-11T00:00+01:00"),
        ("{2024-12-30: 1.0389}", "2025-01-04T00:00+01:00"),
        ("{2025-01-02T16:00+01:00: 1.0389}", "2025-01-07T16:00+01:00"),
        ("{2025-03-28: 1.0389}", "2025-04-02T00:00+02:00"),
    ],
)
def test_the_first_instant_at_which_a_rate_is_too_old_is_counted_from_the_last_rate(written: str, too_old: str) -> None:
    whole = cash_book(ONE_DIAMOND, (FX, USD, written), (FX, JPY, "{2024-12-31: 163.06}"))
    last = at(too_old)
    assert last in [region.period.start for region in whole.region_periods("DE")]
    assert type(region_of(whole, "DE", Instant(last - 1)).exchanges["EUR"]) is Exchange
    stale = region_of(whole, "DE", last).exchanges["EUR"]
    assert type(stale) is FxStale
    assert (stale.currency, stale.expired) == ("USD", last)


def test_a_rate_whose_successor_comes_just_as_it_grows_too_old_leaves_no_gap() -> None:
    whole = cash_book(
        ONE_DIAMOND, (FX, JPY, "{2025-01-01: 163.06}"), (FX, USD, "{2025-01-01: 1.0389, 2025-01-06: 1.1}")
    )
    change = at("2025-01-06T00:00+01:00")
    for when in (Instant(change - 1), change):
        assert type(region_of(whole, "DE", when).exchanges["EUR"]) is Exchange


def test_before_the_first_rate_there_is_none() -> None:
    whole = cash_book(ONE_DIAMOND, FOR_GOOD, (FX, USD, "{2025-06-01: 1.1}"))
    first = at("2025-06-01T00:00+02:00")
    before = region_of(whole, "DE", Instant(first - 1)).exchanges["EUR"]
    assert type(before) is NoFxRate
    assert type(region_of(whole, "DE", first).exchanges["EUR"]) is Exchange


@pytest.mark.parametrize(
    "change",
    [
        (FX, USD, "{2025-01-01: 1.0389, 2025-06-01: 1.2}"),
        (PAYOUTS, "hold: 14 days", "hold: {2025-01-01: 14 days, 2025-06-01: 10 days}"),
        (PAYOUTS, "minimum: 100 USD", "minimum: {2025-01-01: 100 USD, 2025-06-01: 90 USD}"),
        (CREATORS, "share: 70 %", "share: {2025-01-01: 70 %, 2025-06-01: 60 %}"),
        (
            CREATORS,
            "rounding: down\n    scope: total",
            "rounding: {2025-01-01: down, 2025-06-01: up}\n    scope: total",
        ),
    ],
)
def test_what_changes_for_creators_ends_their_period_and_no_price_list(change: Change) -> None:
    plain = [each for each in PLAIN if each[:2] != change[:2]]
    assert starts("DE", *plain, change) == [BEGIN, at("2025-06-01T00:00+02:00")]
    assert market_starts(*plain, change) == market_starts()


@pytest.mark.parametrize(
    ("change", "ends"),
    [
        ((GIFTS, "rounding: half up}", "rounding: {2025-01-01: half up, 2025-06-01: down}}"), (True, False)),
        ((DE, "coins_100: 1.29", "coins_100: {2025-01-01: 1.29, 2025-06-01: 1.39}"), (True, False)),
        (
            (CREATORS, "{buyer.age: {at least: 18}}", "{buyer.age: {begins: inherit, 2025-06-01: {at least: 18}}}"),
            (True, True),
        ),
    ],
)
def test_what_changes_for_senders_ends_their_period_and_eligibility_ends_both(
    change: Change, ends: tuple[bool, bool]
) -> None:
    june, told = at("2025-06-01T00:00+02:00"), ("silent-before",) if "inherit" in change[2] else ()
    assert (june in market_starts(change, warnings=told), june in starts("DE", *PLAIN, change, warnings=told)) == ends


def test_the_value_currency_is_that_of_the_diamond_at_the_time() -> None:
    whole = cash_book(
        (PAYOUTS, "2026-01-01: 1 USD per 180", "2026-01-01: 0.8 JPY each"),
        (PAYOUTS, "minimum: {by: creator.payouts, from: {0: 50 USD, 1: 25 USD}, other: 50 USD}", "minimum: none"),
        (PAYOUTS, "most: 1000 USD", "most: {2025-01-01: 1000 USD, 2026-01-01: none}"),
        (PAYOUTS, "fee: {rate: 2 %, floor: 0.25 USD, cap: 20 USD, rounding: half up}", "fee: none"),
        (PAYOUTS, "fee: {fixed: 3 USD, rounding: half up}\n      minimum: 100 USD", "fee: none"),
    )
    change = at("2026-01-01T00:00+01:00")
    currencies = [region_of(whole, "DE", when).value_currency for when in (Instant(change - 1), change)]
    assert [str(currency) for currency in currencies] == ["USD", "JPY"]
    assert set(region_of(whole, "DE", change).exchanges) == {"EUR"}


def test_a_region_that_pays_nothing_out_has_no_payouts_and_keeps_its_earnings() -> None:
    region = region_of(cash_book(), "KR", at("2025-06-01"))
    assert region.payouts is None
    assert region.value_currency is None
    assert not region.ways
    assert set(region.earnings) == {"live", "video", "item"}


def test_a_payout_method_and_a_tax_may_be_removed_in_one_region_alone() -> None:
    whole = cash_book()
    germany, japan = (region_of(whole, code, at("2025-06-01")) for code in ("DE", "JP"))
    assert [set(region.ways) for region in (germany, japan)] == [{"paypal", "bank", "gift_card"}, {"bank", "gift_card"}]
    offers = [whole.offers.of(region.ways["bank"], {}, []) for region in (germany, japan)]
    assert [len(offer.withholding.lines) for offer in offers if isinstance(offer, PayoutOffer)] == [2, 0]


def test_before_a_diamond_has_a_value_nothing_is_paid_out() -> None:
    whole = cash_book(
        (PAYOUTS, "{2025-01-01: 0.005 USD each, 2026-01-01: 1 USD per 180}", "{2026-01-01: 1 USD per 180}")
    )
    first = at("2026-01-01T00:00+01:00")
    assert region_of(whole, "DE", Instant(first - 1)).payouts is None
    assert region_of(whole, "DE", first).payouts is not None


def test_a_region_is_made_once_for_a_period_and_an_unknown_one_is_named() -> None:
    whole = cash_book()
    assert region_of(whole, "DE", BEGIN) is region_of(whole, "DE", Instant(BEGIN + 60))
    assert whole.region("DX", BEGIN) == UnknownRegion("DX", ())


def test_what_changes_for_a_gift_ends_the_period_of_gifts_alone() -> None:
    change = (GIFTS, "coins: 1,", "coins: {2025-01-01: 1, 2025-06-01: 2},")
    june = at("2025-06-01T00:00+02:00")
    whole = cash_book(*PLAIN, change, warnings=("dated-change-hidden",))  # Japan's web states its own coins
    january = at("2026-01-01T00:00+01:00")
    catalogues = [catalogue.period for catalogue in whole.catalogue_periods(("DE", "web"))]
    assert catalogues == [Period(BEGIN, june), Period(june, january), Period(january, None)]
    assert [market.period for market in whole.market_periods(("DE", "web"))] == [Period(BEGIN, None)]
    assert [region.period for region in whole.region_periods("DE")] == [Period(BEGIN, None)]


def test_a_gift_of_one_region_or_platform_is_there_alone() -> None:
    whole = cash_book()
    when = at("2025-06-01")
    coins = {}
    for code, platform in (("DE", "web"), ("JP", "ios"), ("JP", "web"), ("KR", "web")):
        market = whole.market((code, platform), when)
        assert type(market) is Market
        gifts = whole.catalogue(market, when).gifts
        coins[code, platform] = {name: gift.coins for name, gift in gifts.items() if isinstance(gift, GiftTerms)}
    assert coins == {
        ("DE", "web"): {"rose": 1, "heart": 5, "castle": 20000},
        ("JP", "ios"): {"rose": 1, "heart": 5, "castle": 20000},
        ("JP", "web"): {"rose": 2, "heart": 5, "castle": 20000},
        ("KR", "web"): {"rose": 1, "heart": 5, "lantern": 199},
    }
