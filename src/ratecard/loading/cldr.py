"""What is known of countries and their money from CLDR, for what to write instead of a code that is none."""

from ratecard.locale import geography
from ratecard.locale.territories import official_territories
from ratecard.rulefiles.nearby import Geography

CLDR = Geography(
    currencies_of=geography.currencies_of,
    currencies_named=geography.currencies_named,
    currencies_around=geography.currencies_around,
    other_money=geography.other_money,
    signs_of=geography.signs_of,
    country_named=geography.country_named,
    countries_of=official_territories,
    zones_named=geography.zones_named,
    zones=geography.zones,
    zones_of=geography.zones_of,
)
