"""The shipped book: hard regions, every number with a source, every name in every language, better value in bulk."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from ratecard.currency import Currency
from ratecard.instants import Instant, instant_of
from ratecard.loading import kind_of, load_texts
from ratecard.locale.labels import needed_forms
from ratecard.money import Rate
from ratecard.quotes.purchase import list_prices
from ratecard.quotes.quotes import PriceList
from ratecard.quotes.requests import PriceListRequest
from ratecard.rulefiles.stated import FileStatements, Stated, StatedMoney, StatedTimeLine
from ratecard.rulefiles.stating import state_file
from ratecard.terms.tax import TaxStatus
from tests.books import shipped, shipped_texts

REGIONS = ("BG", "CA", "CA-ON", "CA-QC", "DE", "FR", "JP", "KR", "KW", "NO", "US", "US-NY", "US-OR", "US-TX")
PACKAGES = ("coins_100", "coins_500", "coins_1000", "coins_5000")
YEARS = (2025, 2026, 2027)


def statements() -> list[FileStatements]:
    """What each shipped file states."""
    found = []
    for file, text in shipped_texts().items():
        kind = kind_of(file)
        assert kind is not None
        stated = state_file(file, kind, text.encode(), lambda found: pytest.fail(found.sentence))
        assert stated is not None
        found.append(stated)
    return found


def values() -> Iterator[tuple[str, Stated[object]]]:
    """Every single value with its path, time lines taken apart."""
    for file in statements():
        for leaves in (file.plain, *file.by_platform.values()):
            for path, leaf in leaves.items():
                parts = [value for _, value in leaf.entries] if isinstance(leaf, StatedTimeLine) else [leaf]
                for part in parts:
                    yield ".".join(path), part


def price_lists() -> Iterator[PriceList]:
    """Every market's list on the second day of each quarter of three years."""
    book = shipped()
    for key in book.markets():
        for year in YEARS:
            for month in (1, 4, 7, 10):
                at = instant_of(datetime(year, month, 2, 12, tzinfo=UTC))
                listed = list_prices(book, PriceListRequest(key.region, key.platform, at))
                assert isinstance(listed, PriceList)
                yield listed


def test_the_book_loads_without_a_single_diagnostic() -> None:
    assert load_texts(shipped_texts()).diagnostics == ()


def test_the_regions_are_those_that_are_hard() -> None:
    assert shipped().regions == REGIONS


def test_the_four_packages_are_sold_in_every_market_at_every_time() -> None:
    for listed in price_lists():
        assert tuple(quote.package.id for quote in listed.packages) == PACKAGES
        assert listed.withheld == ()


def test_the_bigger_packages_carry_bonus_coins_written_inline() -> None:
    lines = shipped_texts()["rules/packages.yaml"].split("\n")
    for package in PACKAGES:
        (line,) = [line for line in lines if line.startswith(f"  {package}:")]
        bonus = re.search(r"bonus: (\d+)", line)
        assert bonus is not None
        assert (int(bonus[1]) > 0) == (package != "coins_100")


def test_every_number_has_a_source() -> None:
    numbers = [(path, value) for path, value in values() if isinstance(value.value, int | Rate | StatedMoney)]
    assert len(numbers) >= 90
    assert [(path, str(value.place)) for path, value in numbers if not value.source] == []


@pytest.mark.parametrize("file", [file for file in shipped_texts() if re.fullmatch(r"regions/[^/]+\.yaml", file)])
def test_a_region_file_begins_with_region_currency_and_zone_and_has_one_price_a_line(file: str) -> None:
    lines = [line for line in shipped_texts()[file].split("\n") if line and not line.startswith("#")]
    keys = [line.split(":")[0] for line in lines if not line.startswith(" ")]
    assert keys[:3] == ["region", "currency", "time_zone"]
    assert not any(re.search(r"coins_\d+: .*coins_\d+:", line) for line in lines)


def test_every_name_is_stated_in_every_language_of_the_book() -> None:
    languages = shipped().languages
    assert languages[0] == "en"
    assert {"en", "de", "fr", "ja", "ar", "pl", "bg", "nb"} <= set(languages)
    for tag in languages:
        assert set(needed_forms(tag)) <= set(shipped().coin.names[tag])


def test_names_are_written_in_their_own_script() -> None:
    scripts = {"ar": "[\u0600-\u06ff]", "ja": "[\u3040-\u30ff\u4e00-\u9fff]", "bg": "[\u0400-\u04ff]"}
    seen = set()
    for path, value in values():
        tag = path.split(".name.")[1].split(".")[0] if ".name." in f".{path}" and ".name." in path else ""
        if tag in scripts and isinstance(value.value, str):
            seen.add(tag)
            assert re.search(scripts[tag], value.value), (path, value.value)
    assert seen == set(scripts)


def test_a_bigger_package_is_cheaper_by_the_coin_in_every_market() -> None:
    for listed in price_lists():
        prices = [quote.per_coin.fraction for quote in listed.packages]
        assert prices == sorted(prices, reverse=True)
        assert len(set(prices)) == len(prices), (listed.request, prices)


def test_the_web_is_cheaper_than_the_stores() -> None:
    lists = {(each.request.region, each.request.platform, each.request.at): each for each in price_lists()}
    for (region, platform, at), listed in lists.items():
        if platform == "web":
            for store in ("ios", "android"):
                pairs = zip(listed.packages, lists[region, store, at].packages, strict=True)
                assert all(web.listed_minor < app.listed_minor for web, app in pairs), (region, store)


def test_currencies_and_taxes_are_those_of_the_region() -> None:
    now = Instant(1_793_000_000)  # 2026-10-25
    book = shipped()
    found = {}
    for region in REGIONS:
        listed = list_prices(book, PriceListRequest(region, "ios", now))
        assert isinstance(listed, PriceList)
        (status,) = {quote.tax.status for quote in listed.packages}
        found[region] = (listed.market.currency, status, len(listed.packages[0].tax.lines))
    eur, usd, cad = Currency("EUR", 2), Currency("USD", 2), Currency("CAD", 2)
    assert found == {
        "BG": (eur, TaxStatus.INCLUDED, 1),
        "CA": (cad, TaxStatus.UNDETERMINED, 0),
        "CA-ON": (cad, TaxStatus.ADDED, 1),
        "CA-QC": (cad, TaxStatus.ADDED, 2),
        "DE": (eur, TaxStatus.INCLUDED, 1),
        "FR": (eur, TaxStatus.INCLUDED, 1),
        "JP": (Currency("JPY", 0), TaxStatus.INCLUDED, 1),
        "KR": (Currency("KRW", 0), TaxStatus.INCLUDED, 1),
        "KW": (Currency("KWD", 3), TaxStatus.NONE, 0),
        "NO": (Currency("NOK", 2), TaxStatus.INCLUDED, 1),
        "US": (usd, TaxStatus.UNDETERMINED, 0),
        "US-NY": (usd, TaxStatus.NONE, 0),
        "US-OR": (usd, TaxStatus.NONE, 0),
        "US-TX": (usd, TaxStatus.ADDED, 1),
    }
