"""Which region codes exist, and what their countries are called."""

import pytest

from ratecard.locale.territories import is_subdivision, is_territory, region_asked_for, territory_name, wrong_country
from tests.locale.readers import reader_of


@pytest.mark.parametrize("code", ["DE", "FR", "US", "JP", "KW", "BG", "CA", "NO", "XK", "TW", "GB"])
def test_countries_are_territories(code: str) -> None:
    assert is_territory(code)


@pytest.mark.parametrize("code", ["EU", "UK", "ZZ", "XX", "AA", "de", "DEU", "276", "150", "US-NY", "", "AC", "XA"])
def test_groups_old_codes_and_other_forms_are_not(code: str) -> None:
    assert not is_territory(code)


def test_there_are_249_countries_in_iso_3166_and_kosovo() -> None:
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    assert sum(is_territory(first + second) for first in letters for second in letters) == 250


@pytest.mark.parametrize("code", ["US-NY", "CA-QC", "GB-ENG", "FR-75", "AT-9"])
def test_a_subdivision_has_the_form_and_a_country(code: str) -> None:
    assert is_subdivision(code)


@pytest.mark.parametrize("code", ["XX-NY", "US", "US-", "US-ny", "US-NEWY", "US_NY", "US-NY ", "EU-DE", "US-NY\n"])
def test_what_has_another_form_or_no_country_is_no_subdivision(code: str) -> None:
    assert not is_subdivision(code)


@pytest.mark.parametrize(
    ("code", "tag", "name"),
    [
        ("DE", "de", ("Deutschland", "de")),
        ("DE", "ja", ("ドイツ", "ja")),
        ("KW", "ar", ("الكويت", "ar")),
        ("KW", "ar-u-nu-arab", ("الكويت", "ar")),
        ("US-NY", "de", ("Vereinigte Staaten (NY)", "de")),
        ("QQ", "de", ("QQ", None)),
        ("DE", "xx", ("Germany", "en")),
        # Afar has a few names in CLDR, and Germany's is not among them.
        ("DE", "aa", ("Germany", "en")),
        ("DE", "aa,fr", ("Allemagne", "fr")),
    ],
)
def test_a_country_has_its_name_in_the_language(code: str, tag: str, name: tuple[str, str | None]) -> None:
    assert territory_name(code, reader_of(tag)) == name


@pytest.mark.parametrize(
    ("code", "region"),
    [("DEU", "DE"), ("USA", "US"), ("KOR", "KR"), ("GBR", "GB"), ("CHE", "CH"), ("XKK", "XK"), ("DE", "DE")],
)
def test_an_alpha_3_code_means_the_country(code: str, region: str) -> None:
    assert region_asked_for(code) == region


@pytest.mark.parametrize("code", ["QUU", "ANT", "YUG", "ZZZ", "XYZ", "deu", "276", "DEU-BY", "US-NY", "UK", ""])
def test_what_stands_for_no_single_country_stays_as_it_is(code: str) -> None:
    assert region_asked_for(code) == code


def test_every_country_has_an_alpha_3_code() -> None:
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    codes = {region_asked_for(a + b + c) for a in letters for b in letters for c in letters}
    assert sum(is_territory(code) for code in codes) == 250


def test_a_code_of_no_country_is_told_with_the_right_one_where_there_is_one() -> None:
    assert [wrong_country(code) for code in ("GB", "US-NY", "XK")] == [None] * 3
    assert wrong_country("UK") == "UK is not a country of ISO 3166-1; did you mean GB?"
    assert wrong_country("QQ-1") == "QQ is not a country of ISO 3166-1; write a code of ISO 3166, such as DE or US-NY"
