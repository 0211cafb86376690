"""Markets whose prices follow those of others are built after them, at each instant in the order of that time."""

from itertools import pairwise

import pytest
from msgspec import structs

from ratecard.audience import Audience
from ratecard.book.keys import Keys
from ratecard.book.memo import Memo
from ratecard.book.records import Hidden
from ratecard.book.rulebook import RuleBook
from ratecard.instants import Instant
from ratecard.keys.book_wide import BOOK_WIDE
from ratecard.keys.registry import EARNED, GIVEN, SOLD
from ratecard.loading import Loaded, load_texts
from ratecard.money import Money
from ratecard.packing import pack, unpack
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.terms.prices import PriceTerms
from tests.book.asking import asked, at
from tests.books import Texts, sound
from tests.cases.smallest import changed
from tests.keys.mirror import MIRROR

EVERY = (*BOOK_WIDE, *SOLD, *GIVEN, *EARNED)
WITH_MIRROR = Keys((*EVERY, MIRROR))

GERMANY = """
region: DE
currency: EUR
time_zone: Europe/Berlin
tax: {lines: {vat: {name: VAT, rate: 19 %}}}
prices:
  coins_100: {2025-01-01: 1.29, 2025-06-01: 1.39}
  coins_1000: 12.99
"""
STATES = """
region: US
currency: USD
time_zone: America/New_York
tax: {lines: {sales: {name: Sales tax, rate: 5 %}}}
prices: {coins_1000: 9.99}
mirror: {region: DE}
"""
JAPAN = """
region: JP
currency: JPY
time_zone: Asia/Tokyo
tax: {lines: {consumption: {name: Consumption tax, rate: 10 %}}}
mirror: {region: US}
"""
PRICE = ("prices", "coins_100")
BEFORE, LATER = at("2025-05-31T21:59+00:00"), at("2025-05-31T22:00+00:00")
"""The last minute before June, and June, in Berlin."""


def texts(germany: str = GERMANY, states: str = STATES, japan: str = JAPAN) -> Texts:
    """A book of three regions, each in a zone and a currency of its own."""
    return changed({"regions/de.yaml": germany, "regions/us.yaml": states, "regions/jp.yaml": japan})


def loaded(files: Texts, memo: Memo | None = None) -> Loaded:
    """What comes of these texts."""
    return load_texts(files, keys=WITH_MIRROR, memo=memo)


def book(files: Texts, memo: Memo | None = None) -> RuleBook:
    """The book of these texts, in which nothing is wrong."""
    return sound(loaded(files, memo))


def price(whole: RuleBook, region: str, when: Instant, package: str = "coins_100") -> Money | None:
    """The listed price of a package on the web; None where it is not sold."""
    terms = whole.terms((region, "web"), ("prices", package), when)
    assert terms is None or isinstance(terms, PriceTerms)
    return None if terms is None else Money(terms.listed_minor, terms.currency)


def shown(whole: RuleBook, when: Instant, package: str = "coins_100") -> list[str]:
    """The prices of a package in Germany, the United States and Japan."""
    return [str(price(whole, region, when, package)) for region in ("DE", "US", "JP")]


def starts(whole: RuleBook, region: str) -> list[Instant]:
    """The starts of a market's periods."""
    return [market.period.start for market in whole.market_periods((region, "web"))]


def test_each_market_is_built_after_the_one_that_it_follows() -> None:
    whole = book(texts())
    assert shown(whole, BEFORE) == ["1.29 EUR", "2.58 USD", "516 JPY"]
    assert shown(whole, LATER) == ["1.39 EUR", "2.78 USD", "556 JPY"]


def test_what_is_stated_counts_before_what_is_followed() -> None:
    assert shown(book(texts()), LATER, "coins_1000") == ["12.99 EUR", "9.99 USD", "1998 JPY"]


def test_periods_end_where_those_of_the_market_followed_do() -> None:
    whole = book(texts())
    assert starts(whole, "JP") == [at("2025-01-01T00:00+09:00"), LATER]
    assert starts(whole, "US") == [at("2025-01-01T00:00-05:00"), LATER]


def test_a_market_that_begins_before_the_one_followed_takes_its_first_terms() -> None:
    whole = book(texts())
    assert price(whole, "JP", at("2025-01-01T00:00+09:00")) == price(whole, "JP", BEFORE)


def test_a_quote_is_of_the_price_that_follows() -> None:
    quote = asked(book(texts()), when=LATER, region="US")
    assert isinstance(quote, PurchaseQuote)
    assert quote.listed_minor == 278


def test_one_platform_may_follow_another() -> None:
    platforms = "platforms: {web: {prices: {coins_1000: 9.99}}, ios: {mirror: {region: US, platform: web}}}\n"
    states = STATES.partition("prices:")[0] + platforms
    whole = book(texts(states=states, japan=JAPAN.replace("mirror: {region: US}", "prices: {coins_100: 150}")))
    terms = whole.terms(("US", "ios"), ("prices", "coins_1000"), LATER)
    assert isinstance(terms, PriceTerms)
    assert terms.listed_minor == 1998
    assert price(whole, "US", LATER) is None


def test_two_markets_may_follow_each_other_in_turn() -> None:
    # In Japan June begins before it does in Germany: so both are followed by nobody for some hours.
    japan = JAPAN.replace("region: US}", "region: {2025-01-01: DE, 2025-06-01: none}}") + "prices: {coins_1000: 2000}\n"
    germany = GERMANY + "mirror: {region: {2025-01-01: none, 2025-06-02: JP}}\n"
    whole = book(texts(germany.replace("  coins_1000: 12.99\n", ""), STATES.replace("mirror: {region: DE}", ""), japan))
    assert shown(whole, BEFORE - 86_400)[::2] == ["1.29 EUR", "258 JPY"]  # type: ignore[arg-type]
    later = at("2025-06-03")
    assert price(whole, "JP", later) is None
    assert str(price(whole, "DE", later, "coins_1000")) == "40.00 EUR"


def test_a_circle_that_closes_for_some_hours_is_an_error_once_with_the_places_of_all() -> None:
    # Germany follows Japan until its own midnight, which is seven hours after that of Japan.
    germany = GERMANY + "mirror: {region: {2025-01-01: JP, 2025-06-01: none}}\n"
    japan = JAPAN.replace("region: US}", "region: {2025-01-01: none, 2025-06-01: DE}}")
    found = [each for each in loaded(texts(germany, japan=japan)).diagnostics if each.code == "tax-circle"]
    # Both platforms go round by the same two statements, of which the error is said once.
    circle = "these markets follow one another in a circle: DE/ios → JP/ios → DE/ios"
    assert [each.sentence for each in found] == [circle]
    assert found[0].place is not None
    assert (found[0].place.file, [note.place.file for note in found[0].notes]) == (
        "regions/de.yaml",
        ["regions/jp.yaml"],
    )


def test_a_circle_that_never_closes_at_one_time_is_none() -> None:
    germany = GERMANY + "mirror: {region: {2025-01-01: JP, 2025-06-01: none}}\n"
    japan = JAPAN.replace("region: US}", "region: {2025-01-01: none, 2025-06-02: DE}}")
    assert "tax-circle" not in [each.code for each in loaded(texts(germany, japan=japan)).diagnostics]


def test_a_long_chain_is_followed_to_its_end() -> None:
    ids = [f"p{number}" for number in range(40)]
    store = "{name: P, commission: {lines: {store: {rate: 30 %, base: net}}, rounding: half up, per: unit}}"
    platforms = "platforms:\n" + "".join(f"  {each}: {store}\n" for each in ids)
    following = "".join(f"  {each}: {{mirror: {{region: DE, platform: {other}}}}}\n" for other, each in pairwise(ids))
    germany = f"{GERMANY.partition('prices:')[0]}platforms:\n  p0: {{prices: {{coins_100: 0.01}}}}\n{following}"
    files = {**changed({"regions/de.yaml": germany}), "rules/platforms.yaml": platforms}
    found = load_texts(files, keys=WITH_MIRROR).book
    assert found is not None
    terms = found.terms(("DE", "p39"), ("prices", "coins_100"), LATER)
    assert isinstance(terms, PriceTerms)
    assert terms.listed_minor == 2**39


def test_who_sees_less_sees_the_prices_that_follow_and_so_does_who_gets_the_book_as_bytes() -> None:
    whole = book(texts())
    for other in (
        whole.seen_by(Audience.PUBLIC),
        whole.seen_by(Audience.SERVICE),
        unpack(pack(whole, b"secret"), b"secret", keys=WITH_MIRROR),
    ):
        assert [shown(other, when) for when in (BEFORE, LATER)] == [shown(whole, when) for when in (BEFORE, LATER)]
        assert starts(other, "JP") == starts(whole, "JP")


def test_a_reload_completes_only_what_follows_what_has_changed() -> None:
    memo = Memo()
    first = book(texts(), memo)
    same = book(texts(japan=JAPAN + "prices: {coins_100: 300}\n"), memo)
    assert same.terms(("US", "web"), PRICE, LATER) is first.terms(("US", "web"), PRICE, LATER)
    assert shown(same, LATER) == ["1.39 EUR", "2.78 USD", "300 JPY"]
    assert shown(book(texts(GERMANY.replace("1.39", "1.49")), memo), LATER) == ["1.49 EUR", "2.98 USD", "596 JPY"]
    assert shown(book(texts(), memo), LATER) == shown(first, LATER)


def test_a_circle_is_an_error_of_every_load_also_where_others_who_followed_into_it_are_gone() -> None:
    memo = Memo()
    germany = GERMANY.replace("  coins_1000: 12.99\n", "") + "mirror: {region: JP}\n"
    japan = JAPAN.replace("region: US", "region: DE")
    austria = GERMANY.replace("region: DE", "region: AT").replace("Berlin", "Vienna") + "mirror: {region: DE}\n"
    circle = {**texts(germany, japan=japan), "regions/at.yaml": austria}
    alone = {**circle, "regions/at.yaml": austria.replace("mirror: {region: DE}\n", "")}
    for files in (circle, alone, alone):
        found = loaded(files, memo)
        assert found.book is None
        assert "tax-circle" in [each.code for each in found.diagnostics]
        assert found.diagnostics == loaded(files).diagnostics


@pytest.mark.parametrize("region", ["5", "{by: buyer.x, is: {a: DE}, other: DE}"])
def test_a_mistake_about_whom_a_market_follows_is_told_and_it_follows_nobody(region: str) -> None:
    found = loaded(texts(states=STATES.replace("region: DE}", f"region: {region}}}")))
    assert found.book is None
    assert "regions/us.yaml" in {each.place.file for each in found.diagnostics if each.place is not None}


KIRIBATI = """
region: KI
currency: AUD
time_zone: Pacific/Kiritimati
tax: {lines: {vat: {name: VAT, rate: 12 %}}}
mirror: {region: US}
"""


def test_who_follows_a_market_that_begins_later_follows_also_what_that_one_follows_as_of_then() -> None:
    # The United States begin 19 hours after Kiribati; by then Japan's price has changed.
    japan = JAPAN.replace("mirror: {region: US}", "prices: {coins_100: {2025-01-01: 100, 2025-01-01T01:00Z: 200}}")
    files = {**texts(states=STATES.replace("region: DE}", "region: JP}"), japan=japan), "regions/ki.yaml": KIRIBATI}
    whole = book(files)
    for when in ("2025-01-01T00:00+14:00", "2025-01-01T00:30+00:00", "2025-01-02T00:00+00:00"):
        assert str(price(whole, "KI", at(when))) == "8.00 AUD"
    assert len(starts(whole, "KI")) == 1


def test_a_chain_that_comes_back_at_a_later_instant_is_no_circle() -> None:
    japan = JAPAN.replace("region: US}", "region: {2025-01-01: US, 2025-01-01T01:00Z: none}}")
    japan += "prices: {coins_100: {2025-01-01: none, 2025-01-01T01:00Z: 150}}\n"
    whole = book(texts(states=STATES.replace("region: DE}", "region: JP}"), japan=japan))
    assert str(price(whole, "JP", at("2025-01-01T00:30+00:00"))) == "600 JPY"
    assert str(price(whole, "US", at("2025-01-02"))) == "3.00 USD"


def test_nothing_that_is_followed_may_have_hidden_parts() -> None:
    (prices,) = [key for key in EVERY if key.name == "prices"]
    secret = structs.replace(prices, hidden=(Hidden(("prices", "floor"), Audience.FINANCE, stand_in=None),))
    with pytest.raises(ValueError, match="prices follows other markets, and has parts that are hidden"):
        Keys((*(key for key in EVERY if key.name != "prices"), secret, MIRROR))
