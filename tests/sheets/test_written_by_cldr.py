"""Prices as CLDR writes them in a region's languages are read back, or refused; never as another price."""

from decimal import Decimal

import pytest
from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.numbers import format_currency

from ratecard.currency import CURRENCIES
from ratecard.locale.geography import currencies_of
from ratecard.locale.territories import is_territory
from ratecard.money import Money, amount_of
from ratecard.sheets.amounts import NotAPrice
from ratecard.sheets.money import money_of

REGIONS = sorted(str(code) for code in get_global("territory_currencies") if is_territory(str(code)))
LANGUAGES_MOST = 4


def locales(region: str) -> list[Locale]:
    """The region's languages, as CLDR knows them."""
    found = []
    for language in list(get_global("territory_languages").get(region, {}))[:LANGUAGES_MOST]:
        try:
            found.append(Locale.parse(f"{language}_{region}"))
        except (UnknownLocaleError, ValueError):
            continue
    return found


@pytest.mark.parametrize("number", ["0.99", "13.99", "1234.5", "1234567"])
def test_a_price_is_read_as_its_region_writes_it(number: str) -> None:
    read = 0
    for region in REGIONS:
        for code in currencies_of(region)[:1]:
            currency = CURRENCIES[code]
            price = amount_of(number if currency.exponent else number.replace(".", ""), currency)
            assert price is not None
            for locale in locales(region):
                text = format_currency(Decimal(price.amount), code, locale=locale, decimal_quantization=False)
                found = money_of(text, [], (region, code), {}, "")
                assert isinstance(found, NotAPrice) or found == price, f"{text} in {region}"
                read += isinstance(found, Money)
    assert read > 200
