"""Terms that change often are shared between time zones only where they ask for no zone and no other beginning."""

from ratecard.book.rulebook import RuleBook
from ratecard.book.section_terms import held_terms
from ratecard.instants import Instant
from ratecard.loading import load_texts
from ratecard.terms.fx import FxRate, FxTerms
from tests.book.cashing import CASH
from tests.books import sound

DAYS = [f"2026-03-{day:02}T16:00Z" for day in range(2, 14)]
LAST = Instant(1_773_417_600)  # 2026-03-13T16:00Z


def book_of(age: str, others: str = "{2020-01-01T00:00Z: 1600}") -> RuleBook:
    """Four regions in zones of their own, with the rate of a currency of twelve days, and those of two others."""
    days = ", ".join(f"{day}: 1.1{number:02}" for number, day in enumerate(DAYS))
    rates = f"{{KRW: {others}, JPY: {others}, USD: {{{days}}}}}"
    texts = {**CASH, "rules/fx.yaml": f"fx: {{base: EUR, rounding: half up, rates: {rates}, maximum_age: {age}}}\n"}
    for code, zone in (("JP", "Asia/Tokyo"), ("NZ", "Pacific/Auckland"), ("US", "America/New_York")):
        own = CASH["regions/de.yaml"].replace("region: DE", f"region: {code}").replace("Europe/Berlin", zone)
        texts[f"regions/{code.lower()}.yaml"] = own
    return sound(load_texts(texts))


def rate_of(book: RuleBook, region: str, code: str) -> FxRate:
    """A rate as a region reads it at the last of these days."""
    terms = held_terms(book.history((region, "")).sections["fx",], LAST)
    assert isinstance(terms, FxTerms)
    rate = terms.rates[code]
    assert isinstance(rate, FxRate)
    return rate


def expiries(age: str) -> dict[str, tuple[Instant, Instant | None]]:
    """From when on, and until when, the last rate counts, by region."""
    book = book_of(age)
    rates = {region: rate_of(book, region, "USD") for region in ("DE", "JP", "NZ", "US")}
    return {region: (rate.since, rate.expires) for region, rate in rates.items()}


def test_an_age_in_days_ends_by_the_calendar_of_each_region() -> None:
    """New York put its clocks forward on 8 March, Berlin does on 29 March, and Auckland back on 5 April."""
    assert expiries("16 days") == {
        "DE": (LAST, Instant(LAST + 16 * 86_400 - 3_600)),
        "JP": (LAST, Instant(LAST + 16 * 86_400)),
        "NZ": (LAST, Instant(LAST + 16 * 86_400)),
        "US": (LAST, Instant(LAST + 16 * 86_400)),
    }
    assert expiries("24 days")["NZ"] == (LAST, Instant(LAST + 24 * 86_400 + 3_600))


def test_an_age_in_hours_ends_everywhere_at_once() -> None:
    assert set(expiries("48 hours").values()) == {(LAST, Instant(LAST + 48 * 3_600))}


def test_a_rate_without_a_date_holds_since_each_region_begins() -> None:
    book = book_of("none", "1600")
    for region in ("DE", "JP", "NZ", "US"):
        assert rate_of(book, region, "KRW").since == book.history((region, "")).begins
