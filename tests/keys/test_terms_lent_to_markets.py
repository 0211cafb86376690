"""Terms of markets that read the exchange rates of regions: they are right, and cut periods where they change."""

from fractions import Fraction

import pytest
from msgspec import structs

from ratecard.audience import Audience
from ratecard.book.keys import Keys
from ratecard.book.records import Hidden, Home, Key, TermsOf
from ratecard.book.rulebook import RuleBook
from ratecard.instants import Instant
from ratecard.keys.book_wide import BOOK_WIDE
from ratecard.keys.registry import EARNED, GIVEN, KEYS, SOLD
from ratecard.loading import load_texts
from ratecard.money import Rate
from ratecard.packing import pack, unpack
from tests.book.asking import at
from tests.books import Texts, sound
from tests.cases.smallest import changed
from tests.keys.conversion import CONVERSION, ConversionTerms

EVERY = (*BOOK_WIDE, *SOLD, *GIVEN, *EARNED)
WITH_CONVERSION = Keys((*EVERY, CONVERSION))

RATES = """
fx:
  base: EUR
  rounding: half up
  rates:
    USD: {2025-01-01: 1.25, 2025-06-01: 1.5}
    JPY: {2025-01-01: 160, 2025-06-01: 180}
    KRW: {2025-01-01: 1500, 2025-03-01: 1600}
"""
STATES = """
region: US
currency: USD
time_zone: America/New_York
tax: {lines: {sales: {name: Sales tax, rate: 5 %}}}
prices: {coins_100: 1.19}
"""
INTO_YEN = "conversion: {into: JPY}\n"
DE, US = ("DE", "ios"), ("US", "web")

# Midnights of 2025 and of June 2025 where the region is: CET is UTC+1, CEST UTC+2, EST UTC−5, EDT UTC−4.
STARTS = {
    DE: ("2024-12-31T23:00+00:00", "2025-05-31T22:00+00:00"),
    US: ("2025-01-01T05:00+00:00", "2025-06-01T04:00+00:00"),
}


def texts(rates: str = RATES, everywhere: str = INTO_YEN, germany: str = "") -> Texts:
    """A book of two regions, in zones and currencies of their own."""
    own = changed({})["regions/de.yaml"] + germany
    files = {"rules/fx.yaml": rates or None, "rules/conversion.yaml": everywhere or None}
    return changed({**files, "regions/us.yaml": STATES, "regions/de.yaml": own})


def book(files: Texts, keys: Keys = WITH_CONVERSION) -> RuleBook:
    """The book of these texts, in which nothing is wrong."""
    return sound(load_texts(files, keys=keys))


def rate(whole: RuleBook, market: tuple[str, str], when: Instant) -> Fraction | None:
    """The rate of a market's conversion."""
    terms = whole.terms(market, ("conversion",), when)
    assert terms is None or isinstance(terms, ConversionTerms)
    return None if terms is None else terms.rate


def starts(whole: RuleBook, market: tuple[str, str]) -> list[Instant]:
    """The starts of a market's periods."""
    return [each.period.start for each in whole.market_periods(market)]


@pytest.mark.parametrize(
    ("market", "rates"), [(DE, (Fraction(160), Fraction(180))), (US, (Fraction(128), Fraction(120)))]
)
def test_the_rate_is_right_in_two_markets_and_two_periods(
    market: tuple[str, str], rates: tuple[Fraction, Fraction]
) -> None:
    whole = book(texts())
    first, second = map(at, STARTS[market])
    assert starts(whole, market) == [first, second]
    for when, expected in ((first, rates[0]), (Instant(second - 1), rates[0]), (second, rates[1])):
        assert rate(whole, market, when) == expected


def test_rates_that_no_terms_read_cut_no_period_of_a_market() -> None:
    for whole in (book(texts(everywhere="")), book(texts(everywhere=""), KEYS)):
        assert [starts(whole, market) for market in (DE, US)] == [[at(STARTS[DE][0])], [at(STARTS[US][0])]]
        assert len(list(whole.region_periods("DE"))) == 3
    into_won = book(texts(everywhere="", germany="conversion: {into: KRW}\n"))
    assert starts(into_won, DE) == [at(STARTS[DE][0]), at("2025-02-28T23:00+00:00")]
    assert starts(into_won, US) == [at(STARTS[US][0])]


def test_it_stands_where_its_home_says_and_for_one_platform_alone() -> None:
    one = "platforms: {ios: {conversion: {into: USD}}}\n"
    whole = book(texts(everywhere="", germany=one))
    assert rate(whole, DE, at(STARTS[DE][1])) == Fraction(3, 2)
    assert rate(whole, ("DE", "web"), at(STARTS[DE][1])) is None
    assert starts(whole, ("DE", "web")) == [at(STARTS[DE][0])]


def test_a_rate_that_becomes_too_old_ends_a_period_where_its_reader_says_so() -> None:
    whole = book(texts(RATES.replace("rates:", "maximum_age: 60 days\n  rates:")))
    # 60 days after midnight of 1 January are 2 March, after that of 1 June 31 July.
    days = ["2025-01-01T00:00+01:00", "2025-03-02T00:00+01:00", "2025-06-01T00:00+02:00", "2025-07-31T00:00+02:00"]
    assert starts(whole, DE) == [at(day) for day in days]


def test_without_rates_there_are_no_terms_and_nothing_is_wrong() -> None:
    assert rate(book(texts("")), DE, at("2025-07-01")) is None
    late = RATES.replace("2025-01-01: 160, ", "")
    whole = book(texts(late))
    assert [rate(whole, DE, at(day)) for day in ("2025-02-01", "2025-07-01")] == [None, Fraction(180)]


def test_the_digest_counts_what_is_stated_once() -> None:
    plain, reading = book(texts(everywhere=""), KEYS), book(texts(everywhere=""))
    assert plain.digest == reading.digest
    assert book(texts()).digest != plain.digest
    assert book(texts(RATES.replace("180", "181"))).digest != book(texts()).digest


def test_who_may_not_see_it_has_neither_its_terms_nor_its_periods() -> None:
    whole = book(texts())
    public, service = whole.seen_by(Audience.PUBLIC), whole.seen_by(Audience.SERVICE)
    assert public.terms(DE, ("conversion",), at("2025-07-01")) is None
    assert starts(public, DE) == [at(STARTS[DE][0])]
    assert starts(service, DE) == starts(whole, DE)
    assert rate(service, DE, at("2025-07-01")) == Fraction(180)


def test_terms_read_of_what_is_lent_no_more_than_their_audience_sees() -> None:
    (fx,) = [key for key in EARNED if key.name == "fx"]
    secret = structs.replace(fx, hidden=(Hidden(("fx", "spread"), Audience.FINANCE, stand_in=Rate(0, 1)),))
    keys = Keys((*(key for key in EVERY if key.name != "fx"), secret, CONVERSION))
    whole = book(texts(RATES.replace("rates:", "spread: {2025-01-01: 10 %, 2025-02-01: 20 %}\n  rates:")), keys)
    seen = whole.seen_by(Audience.SERVICE)
    assert [rate(whole, DE, at(day)) for day in ("2025-01-15", "2025-02-15")] == [Fraction(144), Fraction(128)]
    assert [rate(seen, DE, at(day)) for day in ("2025-01-15", "2025-02-15")] == [Fraction(160), Fraction(160)]
    assert starts(seen, DE) == [at(day) for day in STARTS[DE]]
    assert len(starts(whole, DE)) == 3


def test_it_is_the_same_after_a_trip_to_another_process() -> None:
    whole = book(texts())
    after = unpack(pack(whole, b"secret"), b"secret", keys=WITH_CONVERSION)
    assert [rate(after, US, at(day)) for day in STARTS[US]] == [Fraction(128), Fraction(120)]
    for one in (whole, after):
        assert rate(one.seen_by(Audience.SERVICE), US, at(STARTS[US][1])) == Fraction(120)


def reader(home: Home, audience: Audience, of: str) -> Key:
    """A key whose terms read those of another."""
    return structs.replace(
        CONVERSION, home=home, audience=audience, terms=(TermsOf(path=("conversion",), build=lambda _: 1, of=((of,),)),)
    )


@pytest.mark.parametrize("home", [Home.MARKET, Home.BOTH, Home.REGION])
def test_what_is_lent_may_be_read_in_markets_and_regions(home: Home) -> None:
    keys = Keys((*EVERY, reader(home, Audience.SERVICE, "fx")))
    assert ("conversion" in keys.borrowing) == (home is not Home.REGION)
    assert book(texts(), keys).terms(
        ("DE", "" if home is not Home.MARKET else "ios"), ("conversion",), at("2025-07-01")
    )


@pytest.mark.parametrize(
    ("home", "audience", "of", "why"),
    [
        (Home.MARKET, Audience.PUBLIC, "fx", "conversion reads fx, which is for service alone"),
        (Home.MARKET, Audience.SERVICE, "payouts", "conversion reads payouts, which whoever reads conversion does not"),
        (Home.BOTH, Audience.SERVICE, "payouts", "conversion reads payouts, which whoever reads conversion does not"),
        (Home.REGION, Audience.SERVICE, "prices", "conversion reads prices, which whoever reads conversion does not"),
    ],
)
def test_nothing_else_is_lent(home: Home, audience: Audience, of: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        Keys((*EVERY, reader(home, audience, of)))
