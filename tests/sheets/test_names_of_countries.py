"""Countries by the names that stores and people write."""

import pytest
from babel import Locale

from ratecard.locale.territories import is_territory
from ratecard.sheets.countries import LANGUAGES, region_named


@pytest.mark.parametrize(
    ("name", "region"),
    [
        ("de", "DE"),
        ("DEU", "DE"),
        ("UK", "GB"),
        ("Deutschland", "DE"),
        ("Österreich", "AT"),
        ("osterreich", "AT"),
        ("日本", "JP"),
        ("China mainland", "CN"),
        ("Hong Kong", "HK"),
        ("Macau", "MO"),
        ("Czech Republic", "CZ"),
        ("Czechia", "CZ"),
        ("Türkiye", "TR"),
        ("Turkey", "TR"),
        ("Korea, Republic of", "KR"),
        ("Congo, Democratic Republic of the", "CD"),
        ("Congo, Republic of the", "CG"),
        ("Côte d'Ivoire", "CI"),
        ("Cote d’Ivoire", "CI"),
        ("Bosnia and Herzegovina", "BA"),
        ("St. Kitts and Nevis", "KN"),
        ("São Tomé and Príncipe", "ST"),
        ("Turks and Caicos Islands", "TC"),
        ("United States of America", "US"),
        ("US-NY", "US-NY"),
        ("us-ny", "US-NY"),
        ("Niger", "NE"),
        ("Nigeria", "NG"),
        ("Europe", ""),
        ("ZZ-AB", ""),
        ("Germny", ""),
        ("", ""),
    ],
)
def test_a_name_is_of_one_region_or_of_none(name: str, region: str) -> None:
    assert region_named(name) == region


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_name_of_a_country_in_a_language_leads_to_it_or_is_of_two(language: str) -> None:
    names = {str(code): str(name) for code, name in Locale(language).territories.items() if is_territory(str(code))}
    wrong = {name: (code, region_named(name)) for code, name in names.items() if region_named(name) not in (code, "")}
    lost = [name for name in names.values() if not region_named(name)]
    assert wrong == {}
    assert len(lost) <= 3, lost
