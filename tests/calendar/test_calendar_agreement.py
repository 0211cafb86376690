"""A calendar names the days on which a book answers otherwise, as its periods have them: no more, and none less."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from ratecard.book.rulebook import RuleBook
from ratecard.calendar.collecting import calendar_of
from ratecard.calendar.entries import Calendar
from ratecard.instants import Instant, local_day
from ratecard.loading import load_texts
from ratecard.money import Diamonds
from ratecard.plan.answers import figures_or_refusal
from ratecard.plan.figures import Answer, GiftFigures, NoAnswer, PaidFigures
from ratecard.quotes.gifts.quoting import quote_gift
from ratecard.quotes.payouts.quoting import quote_payout
from ratecard.quotes.purchases.quoting import quote_purchase
from ratecard.quotes.requests import GiftRequest, PayoutRequest, PurchaseRequest
from ratecard.terms.fx import FxRate
from ratecard.terms.market import Market, MarketKey
from ratecard.terms.region import Region
from tests.snapshots.answers import facts_of
from tests.strategies.books import Book, books
from tests.strategies.chains import chains
from tests.strategies.promotions import promoted_books

NO_PART_OF_AN_ANSWER = re.compile(
    r"Place\([^)]*\)|period=Period\([^)]*\)|digest='[^']*'|(?:source|note)=(?:None|'[^']*'|\"[^\"]*\")"
    r"|since=\d+, expires=(?:\d+|None)"
)
"""Where a value stands, by whom it is, and since when: what a snapshot holds beside what answers are made of."""


def snapshots(book: RuleBook, key: MarketKey) -> Iterator[tuple[Instant, str]]:
    """The start of each period of a market with its gifts, or of a region, and all that is answered from in it."""
    if not key.platform:
        for region in book.region_periods(key.region):
            yield region.period.start, stripped(region)
        return
    starts = {own.period.start for own in book.market_periods(key)}
    starts |= {own.period.start for own in book.catalogue_periods(key)}
    for start in sorted(starts):
        market = book.market(key, start)
        assert isinstance(market, Market)
        yield start, stripped(market, book.catalogue(market, start))


def stripped(first: Market | Region, *more: object) -> str:
    """Terms as a text, without what is no part of an answer; of rates which of them are too old."""
    start, fx = first.period.start, first.fx if isinstance(first, Region) else None
    rates = {} if fx is None else fx.rates
    old = [code for code, rate in rates.items() if isinstance(rate, FxRate) and rate.expires and rate.expires <= start]
    return NO_PART_OF_AN_ANSWER.sub("", repr((first, *more))) + repr(old)


def changing_days(book: RuleBook, key: MarketKey, now: Instant, last: date) -> set[date]:
    """The local days in a stretch on which something else is answered from in a market or region."""
    in_zone, days, before = book.history(key).in_zone, set[date](), ""
    for start, text in snapshots(book, key):
        if text != before and start > now and local_day(start, in_zone) <= last and (before or key.platform):
            days.add(local_day(start, in_zone))
        before = text
    return days


def named_days(found: Calendar, key: MarketKey) -> set[date]:
    """The days on which a calendar names something of a market or region from which something is answered."""
    days = {own.day for own in found.entries if key in own.markets and key not in own.without_effect}
    return days | {local for own in found.entries for move in own.follows if move.market == key for local in [own.day]}


def answers(book: RuleBook, key: MarketKey, at: Instant, seed: int) -> Iterator[Answer]:
    """What is answered about each package, gift and way to be paid at an instant, with some facts."""
    region, platform = key
    facts = facts_of(book, Random(seed))
    for name in book.packages if platform else ():
        yield figures_or_refusal(quote_purchase(book, PurchaseRequest(region, platform, name, at, facts=facts)))
    for name in book.gifts if platform else ():
        gift = figures_or_refusal(quote_gift(book, GiftRequest(region, platform, region, name, at, facts=facts)))
        coins = f"{gift.coins} {gift.regular} {gift.promotions}" if isinstance(gift, GiftFigures) else "see its region"
        yield NoAnswer("", coins)
    found = book.region(region, at)
    for name in sorted(found.ways) if isinstance(found, Region) and not platform else ():
        paid = figures_or_refusal(quote_payout(book, PayoutRequest(region, name, at, Diamonds(10**9), facts=facts)))
        yield paid if not isinstance(paid, PaidFigures) else NoAnswer("", f"{paid.paid} {paid.fee} {paid.withheld}")


def check(book: RuleBook, now: Instant, last: date, seed: int) -> None:
    """The calendar and the periods name the same days, and no answer changes on a day that is not named."""
    found = calendar_of(book, now, last)
    for key in [*book.markets(), *(MarketKey(code, "") for code in book.regions)]:
        history = book.history(key)
        named = named_days(found, key)
        assert named == changing_days(book, key, now, last), key
        starts = {*history.starts, *history.own_starts} - {history.begins}
        for start in sorted(starts):
            day = local_day(start, history.in_zone)
            if start > now and day <= last and day not in named:
                before, after = (list(answers(book, key, at, seed)) for at in (Instant(start - 1), start))
                assert [str(own) for own in before] == [str(own) for own in after], (key, day)


@settings(max_examples=settings().max_examples // 2, suppress_health_check=list(HealthCheck), deadline=None)
@given(book=st.one_of(books(), chains(), promoted_books()), data=st.data())
def test_a_calendar_names_the_days_on_which_answers_change(book: Book, data: st.DataObject) -> None:
    loaded = load_texts(book.files).book
    assume(loaded is not None)
    assert loaded is not None
    keys = [*loaded.markets(), *(MarketKey(code, "") for code in loaded.regions)]
    starts = sorted({start for key in keys for start in loaded.history(key).starts})
    now = Instant(data.draw(st.sampled_from(starts)) - data.draw(st.sampled_from((0, 1, 86_400, 10**6))))
    last = date(1970, 1, 1) + timedelta(days=now // 86_400 + data.draw(st.sampled_from((0, 1, 30, 400))))
    check(loaded, now, last, len(starts))
