"""What markets read alike is resolved once, whatever their zones are called, and nothing else is shared."""

import pytest

from ratecard.book.rulebook import RuleBook
from ratecard.loading import load_texts
from ratecard.terms.fx import FxRate, FxTerms
from tests.book.cashing import CASH
from tests.quotes.small_chain import BOOK, DE, TAXES


def gifts_of(book: RuleBook, region: str) -> int:
    """Which bundle of gifts the website of a region reads."""
    return id(book.history((region, "web")).bundles["gifts"])


def test_regions_whose_days_begin_together_share_what_they_read_alike_and_others_do_not() -> None:
    files = dict(CASH)
    germany = files["regions/de.yaml"]
    files["regions/fr.yaml"] = germany.replace("region: DE", "region: FR").replace("Europe/Berlin", "Europe/Paris")
    files["regions/fi.yaml"] = germany.replace("region: DE", "region: FI").replace("Europe/Berlin", "Europe/Helsinki")
    book = load_texts(files).book
    assert book is not None
    assert gifts_of(book, "DE") == gifts_of(book, "FR")
    assert gifts_of(book, "FI") != gifts_of(book, "DE")


def test_regions_whose_days_part_at_one_date_alone_share_nothing_that_has_that_date() -> None:
    """Both days begin an hour before UTC's on 2025-01-01, and two hours apart on 2026-07-01."""
    files = dict(CASH)
    files["rules/gifts.yaml"] = files["rules/gifts.yaml"].replace("2026-01-01: 6", "2026-07-01: 6")
    lagos = files["regions/de.yaml"].replace("region: DE", "region: NG").replace("Europe/Berlin", "Africa/Lagos")
    files["regions/ng.yaml"] = lagos
    book = load_texts(files).book
    assert book is not None
    assert book.history(("NG", "web")).begins == book.history(("DE", "web")).begins
    assert gifts_of(book, "NG") != gifts_of(book, "DE")
    packages = [id(book.history((region, "web")).bundles["packages"]) for region in ("NG", "DE")]
    assert packages[0] == packages[1]


def test_that_the_currency_of_one_region_comes_late_is_no_error_of_another_that_begins_with_it() -> None:
    files = {
        "rules/book.yaml": (
            "begins: 2025-01-01\nlanguages: [en]\npackages: {c: {coins: 100}}\nplatforms: {web: {name: Website}}\n"
            "units: {coin: {name: {en: {one: coin, other: coins}}, price: {rounding: half up, extra_digits: 3}}}\n"
            "tax: none\ncommission: {lines: {card: {rate: 3 %, base: gross}}, rounding: half up, per: unit}\n"
            "prices: {c: {2025-01-01: none, 2026-01-01: 1.00 EUR}}\n"
        ),
        "regions/at.yaml": "region: AT\ntime_zone: Europe/Vienna\ncurrency: {2026-01-01: EUR}\n",
        "regions/be.yaml": "region: BE\ntime_zone: Europe/Brussels\ncurrency: EUR\nprices: {c: 1.00}\n",
    }
    assert [found.code for found in load_texts(files).diagnostics] == ["missing-key", "dated-change-hidden"]


def test_terms_are_built_once_wherever_the_same_is_stated_and_anew_where_a_day_decides() -> None:
    """A rate of the first of a month grows too old at midnight of each region's own day."""
    files = dict(CASH)
    finland = files["regions/de.yaml"].replace("region: DE", "region: FI").replace("Europe/Berlin", "Europe/Helsinki")
    files["regions/fi.yaml"] = finland
    book = load_texts(files).book
    assert book is not None
    there, here = book.history(("FI", "web")), book.history(("DE", "web"))
    assert there.bundles["gifts"] is not here.bundles["gifts"]
    for section, timeline in here.sections.items():
        if section[0] == "gifts":
            assert [each.terms for each in there.sections[section].values] == [each.terms for each in timeline.values]
            assert there.sections[section].values[0].terms is timeline.values[0].terms
    finnish, german = (book.history((code, "")).sections[("fx",)].values[0].terms for code in ("FI", "DE"))
    assert isinstance(finnish, FxTerms)
    assert isinstance(german, FxTerms)
    pairs = [(finnish.rates[code], german.rates[code]) for code in german.rates]
    ends = [(one.expires, two.expires) for one, two in pairs if isinstance(one, FxRate) and isinstance(two, FxRate)]
    assert len(ends) == len(pairs)
    assert {late - early for early, late in ends if early is not None and late is not None} == {3600}


def test_a_day_stated_under_a_platform_alone_is_each_zones_own() -> None:
    """Berlin and Lagos begin every day of winter together, and none of summer."""
    prices = "prices: {c: {2025-01-01: 1 EUR, 2025-07-01: 2 EUR}}"
    rules = BOOK.replace("ios: {name: App Store}", f"ios: {{name: App Store, {prices}}}") + TAXES
    lagos = "region: NG\ncurrency: EUR\ntime_zone: Africa/Lagos\n"
    book = load_texts({"rules/book.yaml": rules, "regions/de.yaml": DE, "regions/ng.yaml": lagos}).book
    assert book is not None
    there, here = (book.history((code, "ios")).sections["prices", "c"].starts for code in ("NG", "DE"))
    assert (there[0] - here[0], there[-1] - here[-1]) == (0, 3600)


@pytest.mark.parametrize(
    "cases", ["is: {partner: 1 EUR, standard: 1 EUR}, other: none", "is: {partner: none, standard: none}, other: 1 EUR"]
)
def test_a_case_in_another_currency_is_an_error_also_beside_one_that_asks_for_none(cases: str) -> None:
    rules = f"{BOOK}prices: {{c: {{by: creator.grade, {cases}}}}}\n{TAXES}"
    dollars = "region: US\ncurrency: USD\ntime_zone: Europe/Berlin\n"
    found = load_texts({"rules/book.yaml": rules, "regions/de.yaml": DE, "regions/us.yaml": dollars}).diagnostics
    assert "price-in-other-currency" in [each.code for each in found]


def test_a_region_without_a_zone_takes_nothing_from_the_zone_of_the_latest_days() -> None:
    rules = f"{BOOK}prices: {{c: {{2025-01-01: 1 EUR}}}}\n{TAXES}"
    nowhere = "region: AE\ncurrency: EUR\n"
    latest = "region: UM\ncurrency: USD\ntime_zone: Etc/GMT+12\n"
    found = load_texts({"rules/book.yaml": rules, "regions/ae.yaml": nowhere, "regions/um.yaml": latest}).diagnostics
    assert {"missing-key", "price-in-other-currency"} <= {each.code for each in found}
