"""The shipped book: hard regions, every number with a source, every name in every language.

What must hold of all its markets on all days stands in tests/shipped/.
"""

import re
from collections.abc import Iterator

import pytest

from ratecard.book.named_dates import declared_in
from ratecard.currency import Currency
from ratecard.keys.registry import KEYS
from ratecard.loading import kind_of
from ratecard.locale.labels import needed_forms
from ratecard.money import Rate
from ratecard.rulefiles.nearby import Nearby
from ratecard.rulefiles.stated import FileStatements, Stated, StatedMoney, StatedTimeLine
from ratecard.rulefiles.stating.files import state_file
from ratecard.terms.tax import TaxStatus
from tests.books import HARD, HARD_PARTS, shipped, shipped_once, shipped_texts
from tests.shipped.walking import every_list, list_now

PACKAGES = ("coins_100", "coins_500", "coins_1000", "coins_5000")


def statements() -> list[FileStatements]:
    """What each shipped file states."""
    found = []
    rules = {file: text.encode() for file, text in shipped_texts().items() if file.startswith("rules/")}
    around = Nearby(dates=declared_in(rules))
    for file, text in shipped_texts().items():
        kind = kind_of(file)
        assert kind is not None
        stated = state_file(file, kind, text.encode(), lambda found: pytest.fail(found.sentence), KEYS.grammar, around)
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


def test_the_book_loads_without_a_single_diagnostic() -> None:
    assert shipped_once().diagnostics == ()


def test_the_regions_that_are_hard_are_there() -> None:
    assert set(HARD) <= set(shipped().regions)


def test_the_four_packages_are_sold_in_every_market_at_every_time() -> None:
    for listed in every_list():
        assert tuple(quote.package.id for quote in listed.packages) == PACKAGES
        assert listed.refused == ()


def test_the_bigger_packages_carry_bonus_coins_written_inline() -> None:
    lines = shipped_texts()["rules/packages.yaml"].split("\n")
    for package in PACKAGES:
        (line,) = [line for line in lines if line.startswith(f"  {package}:")]
        bonus = re.search(r"bonus: (\d+)", line)
        assert bonus is not None
        assert (int(bonus[1]) > 0) == (package != "coins_100")


def test_every_number_has_a_source() -> None:
    numbers = [
        (path, value)
        for path, value in values()
        if isinstance(value.value, int | Rate | StatedMoney) and path.partition(".")[0] not in KEYS.kept
    ]
    assert len(numbers) >= 550
    assert [(path, str(value.place)) for path, value in numbers if not value.source] == []


@pytest.mark.parametrize("file", [file for file in shipped_texts() if re.fullmatch(r"regions/[^/]+\.yaml", file)])
def test_a_region_file_begins_with_its_region_and_has_one_price_a_line(file: str) -> None:
    lines = [line for line in shipped_texts()[file].split("\n") if line and not line.startswith("#")]
    assert lines[0].startswith("region: ")
    assert not any(re.search(r"coins_\d+: .*coins_\d+:", line) for line in lines)


def test_every_name_is_stated_in_every_language_of_the_book() -> None:
    languages = shipped().languages
    assert languages[0] == "en"
    assert {"en", "de", "fr", "ja", "ar", "pl", "bg", "nb"} <= set(languages)
    for tag in languages:
        assert set(needed_forms(tag)) <= set(shipped().coin.names[tag])


def test_currencies_and_taxes_are_those_of_the_region() -> None:
    found = {}
    for region in (*HARD, *HARD_PARTS):
        listed = list_now(region, "ios")
        (status,) = {quote.tax.status for quote in listed.packages}
        found[region] = (listed.market.currency, status, len(listed.packages[0].tax.lines))
    eur, usd, cad, thb = (Currency(code, 2) for code in ("EUR", "USD", "CAD", "THB"))
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
        "TH": (thb, TaxStatus.INCLUDED, 1),
        "US": (usd, TaxStatus.UNDETERMINED, 0),
        "US-NY": (usd, TaxStatus.NONE, 0),
        "US-OR": (usd, TaxStatus.NONE, 0),
        "US-TX": (usd, TaxStatus.ADDED, 1),
    }
