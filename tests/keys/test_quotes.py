"""The key `quotes`: read by markets and regions alike, dated, and seen by everybody; and its mistakes."""

from ratecard.audience import Audience
from ratecard.instants import Duration
from ratecard.loading import Loaded
from ratecard.terms.market import Market
from ratecard.terms.quotes import QuotesTerms
from ratecard.terms.region import Region
from tests.book.asking import at
from tests.books import sound
from tests.cases.smallest import DE, load

ABROAD = """
region: {region}
currency: {currency}
time_zone: {zone}
tax: none
prices: {{coins_100: {price}}}
"""
JAPAN = ABROAD.format(region="JP", currency="JPY", zone="Asia/Tokyo", price=200)
QUARTER, DAY = Duration(15, "minutes"), Duration(24, "hours")


def loaded(rules: str, german: str = "", japanese: str = "") -> Loaded:
    """The smallest book with Japan beside it, and with quotes under rules/."""
    files = {"regions/de.yaml": DE + german, "regions/jp.yaml": JAPAN + japanese, "rules/quotes.yaml": rules or None}
    return load(files)


def terms(found: Loaded, region: str, day: str = "2025-06-01", audience: Audience = Audience.PUBLIC) -> object:
    """What a market says of quotes on a day, which is what its region says, too."""
    book = sound(found).seen_by(audience)
    market, creators = book.market((region, "web"), at(day)), book.region(region, at(day))
    assert isinstance(market, Market)
    assert isinstance(creators, Region)
    assert market.quotes == creators.quotes
    return market.quotes


def found_in(found: Loaded) -> list[tuple[str, str, int]]:
    places = [(problem.code, problem.place) for problem in found.diagnostics]
    return [(code, place.file, place.line) for code, place in places if place is not None]


def test_it_holds_by_layers_and_dates_in_the_days_of_each_region() -> None:
    rules = "quotes: {valid: {begins: 15 minutes, 2026-03-01: 5 minutes}, honour: 24 hours}\n"
    book = loaded(rules, german="quotes: {honour: 2 days}\n")
    assert terms(book, "JP") == QuotesTerms(QUARTER, DAY)
    assert terms(book, "DE") == QuotesTerms(QUARTER, Duration(2, "days"))
    for region, start in (("DE", "2026-03-01T00:00+01:00"), ("JP", "2026-03-01T00:00+09:00")):
        market = sound(book).market((region, "web"), at(start))
        assert isinstance(market, Market)
        assert market.period.start == at(start)
        assert market.quotes is not None
        assert market.quotes.valid == Duration(5, "minutes")


def test_where_it_is_none_or_nobody_states_it_there_is_nothing() -> None:
    assert terms(loaded(""), "DE") is None
    assert terms(loaded("quotes: {valid: 15 minutes, honour: 24 hours}\n", german="quotes: none\n"), "DE") is None


def test_everybody_sees_it_and_it_counts_in_every_digest() -> None:
    books = [sound(loaded(f"quotes: {{valid: {life}, honour: 24 hours}}\n")) for life in ("15 minutes", "16 minutes")]
    for audience in Audience:
        assert len({book.seen_by(audience).digest for book in books}) == 2
        assert terms(loaded("quotes: {valid: 15 minutes, honour: 24 hours}\n"), "DE", audience=audience) is not None
    hour = sound(loaded("quotes: {valid: 15 minutes, honour: 24 hours}  # as agreed\n"))
    assert hour.digest == books[0].digest


def test_both_lengths_are_needed_and_the_second_is_no_shorter() -> None:
    assert found_in(loaded("quotes: {valid: 15 minutes}\n")) == [("incomplete-terms", "rules/quotes.yaml", 1)]
    assert found_in(loaded("quotes: {honour: 15 minutes}\n")) == [("incomplete-terms", "rules/quotes.yaml", 1)]
    assert found_in(loaded("quotes: {valid: 15 minutes, honour: 15 minutes}\n")) == []
    brief = loaded("quotes: {valid: 1 day, honour: 1439 minutes}\n")
    assert found_in(brief) == [("honoured-too-briefly", "rules/quotes.yaml", 1)]
    narrower = loaded("quotes: {valid: 15 minutes, honour: 24 hours}\n", german="quotes: {valid: 2 days}\n")
    assert [problem.code for problem in narrower.diagnostics] == ["honoured-too-briefly"]


def test_it_stands_under_no_platform() -> None:
    german = "platforms: {web: {quotes: {valid: 15 minutes, honour: 24 hours}}}\n"
    (found,) = loaded("", german=german).diagnostics
    assert found.code in ("unknown-key", "misplaced-key")
