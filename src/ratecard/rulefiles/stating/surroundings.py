"""What lies around the values of one file, as its own keys state it."""

from ratecard.currency import CURRENCIES
from ratecard.rulefiles.nearby import Nearby
from ratecard.rulefiles.text.nodes import Mapping, Scalar


def nearby_of(root: Mapping, around: Nearby) -> Nearby:
    """What lies around the values of a file: its region, its one currency and its time zone.

    A file that states no currency has none of its own: its bare money may be in that of a group.
    """
    plain = {key.text: value.text for key, value in root.entries if type(value) is Scalar}
    region = plain.get("region", "")
    own = "" if _has_currency_of_platform(root) else plain.get("currency", "")
    if own and own not in CURRENCIES:
        of_country = around.geography.currencies_of(region)
        own = of_country[0] if len(of_country) == 1 else ""
    return Nearby(region, own, plain.get("time_zone", ""), around.of_book, around.geography, around.dates)


def _has_currency_of_platform(root: Mapping) -> bool:
    """Whether a file states a currency for one platform: which one its bare money is in, depends on where it stands."""
    platforms = [value for key, value in root.entries if key.text == "platforms" and type(value) is Mapping]
    below = [value for platform in platforms for _, value in platform.entries if type(value) is Mapping]
    return any(key.text == "currency" for mapping in below for key, _ in mapping.entries)
