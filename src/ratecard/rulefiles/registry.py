"""Every key of the language, in one line each: what may stand where.

A market key may stand in each layer, plain or under `platforms.<p>`. A creator key may stand in each layer, and under
no platform, because a creator has none. The others belong to one kind of file.
"""

from collections.abc import Mapping

from ratecard.rulefiles.commission import COMMISSION
from ratecard.rulefiles.earnings import EARNINGS
from ratecard.rulefiles.eligibility import ELIGIBILITY
from ratecard.rulefiles.facts import FACTS
from ratecard.rulefiles.fx import FX
from ratecard.rulefiles.gifts import GIFTS, RARITIES, WORTH_AT
from ratecard.rulefiles.packages import PACKAGES
from ratecard.rulefiles.payouts import PAYOUTS
from ratecard.rulefiles.prices import PRICES
from ratecard.rulefiles.shapes import ListOf, Section, Shape, Table, Text, Value
from ratecard.rulefiles.stated import FileKind, KeyPath
from ratecard.rulefiles.tax import TAX
from ratecard.rulefiles.units import UNITS
from ratecard.rulefiles.values import CURRENCY, IDENTIFIER, INSTANT, LANGUAGE, REGION, ZONE

MARKET_KEYS: dict[str, Shape] = {
    "packages": PACKAGES,
    "prices": PRICES,
    "tax": TAX,
    "commission": COMMISSION,
    "gifts": GIFTS,
    "worth_at": WORTH_AT,
}
CREATOR_KEYS: dict[str, Shape] = {
    "earnings": EARNINGS,
    "payouts": PAYOUTS,
    "fx": FX,
    "eligibility": ELIGIBILITY,
}

_CURRENCY = Value(type=CURRENCY, by_fact=False, about="The currency that buyers are billed in, by ISO 4217.")

RULES_KEYS: dict[str, Shape] = {
    "begins": Value(
        type=INSTANT,
        dated=False,
        by_fact=False,
        inherits=False,
        about="The instant from which the book answers; undated values hold from then.",
    ),
    "languages": ListOf(
        type=LANGUAGE, dated=False, about="The languages in which every name is due; the first is the last resort."
    ),
    "facts": FACTS,
    "units": UNITS,
    "rarities": RARITIES,
}
GROUP_KEYS: dict[str, Shape] = {
    "group": Value(
        type=IDENTIFIER, dated=False, by_fact=False, inherits=False, required=True, about="The group's name."
    ),
    "currency": _CURRENCY,
}
REGION_KEYS: dict[str, Shape] = {
    "region": Value(
        type=REGION,
        dated=False,
        by_fact=False,
        inherits=False,
        required=True,
        about="The region: ISO 3166-1 alpha-2, or a subdivision by ISO 3166-2.",
    ),
    "currency": _CURRENCY,
    "time_zone": Value(
        type=ZONE,
        dated=False,
        by_fact=False,
        inherits=False,
        about="The time zone whose days the dates of this region are.",
    ),
    "groups": ListOf(type=IDENTIFIER, about="The groups that this region belongs to; a time line says from when."),
}

PLATFORM_NAME = Text(dated=False, about="What people call the platform. Stated under rules/, it declares the platform.")
_UNDER_A_PLATFORM: dict[str, Shape] = {"currency": _CURRENCY, **MARKET_KEYS}
PLATFORM_KEYS: dict[FileKind, dict[str, Shape]] = {
    FileKind.RULES: {"name": PLATFORM_NAME, **_UNDER_A_PLATFORM},
    FileKind.GROUP: _UNDER_A_PLATFORM,
    FileKind.REGION: _UNDER_A_PLATFORM,
}

KEYS_OF: dict[FileKind, dict[str, Shape]] = {
    FileKind.RULES: {**RULES_KEYS, **MARKET_KEYS, **CREATOR_KEYS},
    FileKind.GROUP: {**GROUP_KEYS, **MARKET_KEYS, **CREATOR_KEYS},
    FileKind.REGION: {**REGION_KEYS, **MARKET_KEYS, **CREATOR_KEYS},
}


def shape_of(path: KeyPath) -> Shape | None:
    """What stands at a path of a market or of a creator, whose names of things may be any; None where nothing may."""
    shape: Shape | None = None
    shapes: Mapping[str, Shape] = {**MARKET_KEYS, **CREATOR_KEYS}
    for depth, key in enumerate(path):
        if depth:
            if isinstance(shape, Table):
                shape = shape.of
                continue
            shapes = shape.keys if isinstance(shape, Section) else {}
        shape = shapes.get(key)
    return shape


HOME_OF_KEY: dict[str, str] = {
    **dict.fromkeys(RULES_KEYS, "a file under rules/"),
    "group": "a file under regions/groups/",
    "name": "a file under rules/, below a platform",
    **dict.fromkeys(REGION_KEYS, "a region file"),
    **dict.fromkeys(CREATOR_KEYS, "the file itself, under no platform"),
}
