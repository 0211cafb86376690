"""What a calendar says of each kind of change, and how it is told on a page."""

from datetime import UTC, date, datetime, timedelta

import pytest

from ratecard.book.rulebook import RuleBook
from ratecard.calendar.collecting import calendar_of, everywhere
from ratecard.calendar.entries import Calendar, CalendarEntry, DueKind
from ratecard.calendar.telling import entry_line, told_days
from ratecard.instants import datetime_of, instant_of
from ratecard.terms.market import MarketKey
from tests.calendar.worlds import EURO, PROMOTIONS, world

NOW = instant_of(datetime(2026, 11, 28, 12, tzinfo=UTC))
WAVE = date(2026, 12, 15)


def due(book: RuleBook, days: int = 30) -> Calendar:
    return calendar_of(book, NOW, date(2026, 11, 28) + timedelta(days=days))


def entry(found: Calendar, name: str, kind: DueKind = DueKind.STATED) -> CalendarEntry:
    (own,) = (own for own in found.entries if (own.name, own.kind) == (name, kind))
    return own


@pytest.fixture(scope="module")
def book() -> RuleBook:
    return world()


def test_a_change_at_midnight_in_each_zone_is_one_entry_of_one_day(book: RuleBook) -> None:
    price = entry(due(book), "prices.coins_1000")
    assert (price.day, price.was, price.now) == (WAVE, "12.99 EUR", "13.99 EUR")
    assert [datetime_of(start).hour for start in price.starts] == [15, 23]  # in Tokyo, and in Berlin and Vienna
    assert {key.region for key in price.markets} == {"AT", "DE", "JP"}
    assert len(price.markets) == 6
    assert (price.place.file, price.place.line) == ("regions/groups/euro.yaml", 7)


def test_the_last_day_is_one_of_each_zone_and_the_next_is_not_there(book: RuleBook) -> None:
    days = (WAVE - date(2026, 11, 28)).days
    assert len(entry(due(book, days), "prices.coins_1000").markets) == 6
    assert "prices.coins_1000" not in {own.name for own in due(book, days - 1).entries}


def test_computed_prices_change_with_the_line_that_moves_them(book: RuleBook) -> None:
    price = entry(due(book), "prices.coins_1000")
    moves = [
        (move.market.shown, move.was and move.was.listed_minor, move.now and move.now.listed_minor)
        for move in price.follows
    ]
    assert moves == [("CH on ios", 1949, 2099), ("CH on web", 1949, 2099)]
    assert entry_line(price).endswith(
        "12.99 EUR → 13.99 EUR (+7.7 %); with it coins_1000 in CH on ios, CH on web 19.49 EUR → 20.99 EUR (+7.7 %)"
    )


def test_computed_prices_of_a_region_stand_at_the_line_of_another(book: RuleBook) -> None:
    found = calendar_of(book, NOW, WAVE, lambda key: key.region == "CH")
    (own,) = (own for own in found.entries if own.kind is DueKind.FOLLOWS)
    assert (own.place.file, own.place.line, own.day) == ("regions/groups/euro.yaml", 7, WAVE)
    assert own.markets == (MarketKey("CH", "ios"), MarketKey("CH", "web"))


def test_a_promotion_opens_and_ends_and_says_what_it_gives(book: RuleBook) -> None:
    found = due(book)
    opens, closes = (entry(found, "promotions.sale", kind) for kind in (DueKind.OPENS, DueKind.CLOSES))
    assert (opens.day, closes.day) == (date(2026, 12, 1), date(2026, 12, 4))
    assert len(opens.markets) == len(closes.markets) == 8
    assert (opens.place.column, closes.place.column) == (PROMOTIONS.splitlines()[1].index("2026-12-01") + 1, 38)
    assert entry_line(opens).endswith(
        "in 8 markets (AT on ios, AT on web, CH on ios, …): opens and gives 20 % off (coins_1000)"
    )


def test_what_nothing_is_answered_from_says_so(book: RuleBook) -> None:
    silent = entry(due(book), "promotions.sale.discount")
    assert silent.without_effect == silent.markets
    assert entry_line(silent).endswith("20 % → 30 %; nothing is answered from it")


def test_an_exception_counts_on_its_last_day_and_ends_on_the_next(book: RuleBook) -> None:
    ends = entry(due(book), "guards.accepted.big", DueKind.EXCEPTION_ENDS)
    assert (ends.day, ends.place.line) == (date(2026, 12, 21), 8)
    in_japan = calendar_of(book, NOW, date(2026, 12, 31), lambda key: key.region == "JP")
    assert DueKind.EXCEPTION_ENDS not in {own.kind for own in in_japan.entries}


def test_a_rate_grows_too_old_on_the_day_on_which_it_is_refused() -> None:
    fx = "fx: {base: EUR, rounding: down, maximum_age: 5 days, rates: {USD: {2026-11-25: 1.16}}}\n"
    found = due(world(pricing=f"pricing: {{rounding: half up}}\n{fx}"))
    rates = entry(found, "fx.rates.USD", DueKind.RATE_TOO_OLD)
    assert (rates.day, {key.platform for key in rates.markets}) == (date(2026, 11, 30), {""})
    assert "of 2026-11-25 is too old: what needs it is refused with FxStale" in rates.sentence
    assert " in 4 regions (AT, CH, DE, …)" in entry_line(rates)


def test_a_rate_that_is_renewed_before_grows_old_later() -> None:
    fx = "fx: {base: EUR, rounding: down, maximum_age: 5 days, rates: {USD: {2026-11-25: 1.16, 2026-11-29: 1.17}}}\n"
    found = due(world(pricing=f"pricing: {{rounding: half up}}\n{fx}"))
    assert entry(found, "fx.rates.USD", DueKind.RATE_TOO_OLD).day == date(2026, 12, 4)


def test_what_is_stated_anew_and_says_the_same_is_no_change() -> None:
    found = due(world(euro=EURO.replace("wave: 13.99", "wave: 12.99")))
    assert "prices.coins_1000" not in {own.name for own in found.entries}
    assert [own for own in found.entries if own.follows] == []


def test_how_one_tax_alone_is_rounded_with_others_changes_no_answer() -> None:
    found = due(
        world(
            euro=EURO.replace(
                "tax: {", "tax: {rounding: up to 0.10, rounded: {begins: each line, 2026-12-08: together}, "
            )
        )
    )
    rounded = entry(found, "tax.rounded")
    assert (rounded.was, rounded.now, rounded.without_effect) == ("each line", "together", rounded.markets)


def test_a_change_in_the_middle_of_a_day_says_when() -> None:
    found = due(world(euro=EURO.replace("wave: 13.99", "2026-12-15T10:00+01:00: 13.99")))
    assert " at 09:00 UTC: 12.99 EUR" in entry_line(entry(found, "prices.coins_1000"))


def test_many_values_of_a_day_are_one_line_and_days_have_their_names() -> None:
    prices = "".join(f"  coins_{number}: {{begins: {number}.00, wave: {number + 1}.00}}\n" for number in range(2, 9))
    packages = "packages:\n" + "".join(
        f"  coins_{number}: {{coins: {number}}}\n" for number in (*range(2, 9), 100, 1000)
    )
    found = due(world(euro=EURO + prices, packages=packages))
    told = dict(told_days(found, {WAVE: "wave"}))
    lines = told["2026-12-15 (wave), in 17 days"]
    assert len(lines) == 2
    assert lines[1].startswith("8 of prices in 6 markets change, amounts by +")
    assert len([own for own in found.entries if own.path[:1] == ("prices",)]) == 8


def test_a_market_that_begins_is_told() -> None:
    found = due(world(jp="region: JP\ntime_zone: Asia/Tokyo\nbegins: 2026-12-05\n"))
    begins = entry(found, "", DueKind.BEGINS)
    assert (begins.day, begins.markets) == (date(2026, 12, 5), (MarketKey("JP", "ios"), MarketKey("JP", "web")))
    assert everywhere(begins.markets[0])
