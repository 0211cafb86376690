"""The generated book and the requests asked of it: the same facts as text for the loader and as numbers for the peers.

Sixty regions, three platforms, eight packages and two dated versions are 2,880 prices, laid out as people lay out a
book: what holds everywhere in rules/, what members share in a group, one file a region. Each dated version of a price
states its own source, since each change of a price has its own decision behind it; a leaner layout, with one source for
a whole list, can be had beside it. Everything is drawn from a seed, so that two runs measure the same book.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from random import Random
from typing import NamedTuple
from zoneinfo import ZoneInfo

SEED = 2025
REGIONS = 60
PLATFORMS = ("ios", "android", "web")
VERSIONS = ("2025-01-01", "2026-07-01")
REQUESTS = 50_000
QUANTITY_MOST = 20

RATE_BASE = 100_000
"""Rates here are integers over this: 9.975 % is 9975, so that no peer ever sees a float."""

# Codes of ISO 3166, in no order that matters; a larger book takes more of them.
_CODES = """
AT BE CY DE EE ES FI FR GR HR IE IT LT LU LV MT NL PT SI SK US CA GB JP KW AU NZ CH NO SE DK PL CZ HU RO BG TR IL AE
SA QA BH OM JO EG MA TN KR TW HK SG MY TH VN PH ID IN BR MX AR CL CO PE UY EC BO PY CR PA GT HN NI SV DO JM TT BB BS
BZ GY SR KZ UZ KG TJ TM AM AZ GE MD UA RS BA ME MK AL IS LI MC SM VA AD ZA NG KE GH TZ UG RW ET SN CI CM GA CG CD AO
MZ ZM ZW BW NA SZ LS MU MG SC KM DJ ER SO SD SS LY DZ ML NE TD CF GQ ST CV GM GN GW SL LR TG BJ BF MR LB IQ YE SY AF
PK BD LK NP BT MV MM KH LA BN TL PG FJ SB VU WS TO TV KI NR PW FM MH CK NU TK AS GU MP PR VI VG AI AG DM GD KN LC MS
VC AW CW SX BQ KY TC BM GL FO GI JE GG IM AX SJ PM WF PF NC RE YT GP MQ GF BL MF MN KP MO CU HT VE IR RU BY AQ BI CC
CN CX EH FK MW PS US-CA US-NY US-TX US-FL US-WA US-OR US-NV US-AZ US-CO US-IL
"""
CODES = tuple(_CODES.split())

# Code, exponent, what a hundred coins cost in minor units, and a zone: each region takes one set in turn.
CURRENCIES = (
    ("EUR", 2, 129, "Europe/Berlin"),
    ("USD", 2, 129, "America/New_York"),
    ("JPY", 0, 160, "Asia/Tokyo"),
    ("GBP", 2, 119, "Europe/London"),
    ("KWD", 3, 390, "Asia/Kuwait"),
    ("BRL", 2, 690, "America/Sao_Paulo"),
    ("INR", 2, 9900, "Asia/Kolkata"),
    ("CHF", 2, 130, "Europe/Zurich"),
    ("KRW", 0, 1500, "Asia/Seoul"),
    ("AUD", 2, 199, "Australia/Sydney"),
    ("PLN", 2, 599, "Europe/Warsaw"),
    ("TND", 3, 3900, "Africa/Tunis"),
)

# Coins and bonus, a count or a share of the coins in per cent.
PACKAGES = (
    (100, "0"),
    (250, "5"),
    (500, "20"),
    (1_000, "50"),
    (2_500, "150"),
    (5_000, "400"),
    (10_000, "10 %"),
    (25_000, "12.5 %"),
)


class Tax(NamedTuple):
    """A region's taxes: the rate of each line over RATE_BASE, inside the listed price or added to it."""

    inclusive: bool
    together: bool
    rates: tuple[int, ...]


class Commission(NamedTuple):
    """A market's cut: a rate over RATE_BASE of net or gross, and a fixed part once for each unit or order."""

    rate: int
    of_gross: bool
    fixed_minor: int
    per_order: bool


class Version(NamedTuple):
    """A price and the instant, in seconds since 1970, from which it holds."""

    start: int
    listed_minor: int


class Offer(NamedTuple):
    """One package in one market: all that its figures are computed from. Every rounding is half up, tax by unit."""

    region: str
    platform: str
    package: str
    coins: int
    bonus: int
    tax: Tax
    seller_collects: bool
    commission: Commission
    versions: tuple[Version, ...]


class Question(NamedTuple):
    """One purchase asked about."""

    region: str
    platform: str
    package: str
    quantity: int
    at: int


class Region(NamedTuple):
    """What one region file states. `prices` are by platform, package and version, in minor units."""

    code: str
    currency: str
    exponent: int
    zone: str
    member: bool
    tax: Tax
    card_fixed_minor: int
    prices: dict[str, list[tuple[int, ...]]]


class Workload(NamedTuple):
    """A book as texts by path, and the same book as offers."""

    texts: dict[str, str]
    offers: tuple[Offer, ...]

    @property
    def prices(self) -> int:
        """How many prices the book states."""
        return sum(len(offer.versions) for offer in self.offers)


def workload(regions: int = REGIONS, *, sourced: bool = True, versions: tuple[str, ...] = VERSIONS) -> Workload:
    """The book of the first `regions` regions; 60 of them state 2,880 prices, each from two dates on.

    `sourced` writes a source at each dated version of a price; without it a list of prices has one for all.
    """
    if not 1 <= regions <= len(CODES):
        raise ValueError(f"{regions} regions asked for; there are 1 to {len(CODES)}")
    random = Random(SEED)
    drawn = [_region(index, random, versions) for index in range(regions)]
    texts = {**_rules(), "regions/groups/union.yaml": _GROUP}
    texts |= {f"regions/{region.code.lower()}.yaml": _region_text(region, sourced, versions) for region in drawn}
    return Workload(texts, tuple(offer for region in drawn for offer in _offers(region, versions)))


def questions(book: Workload, count: int = REQUESTS) -> list[Question]:
    """`count` distinct purchases, drawn evenly from every offer and from the two years around the second version."""
    random = Random(SEED)
    latest_start = max(version.start for offer in book.offers for version in offer.versions)
    until = latest_start + 180 * 86_400
    asked: dict[Question, None] = {}
    while len(asked) < count:
        offer = random.choice(book.offers)
        at = random.randrange(offer.versions[0].start, until)
        asked[Question(offer.region, offer.platform, offer.package, random.randint(1, QUANTITY_MOST), at)] = None
    return list(asked)


def rate_text(rate: int) -> str:
    """A rate as a rule file writes it: 19000 is "19 %", 9975 is "9.975 %"."""
    whole, part = divmod(rate * 100, RATE_BASE)
    decimals = f"{part * 1000 // RATE_BASE:03}".rstrip("0")
    return f"{whole}.{decimals} %" if decimals else f"{whole} %"


def money_text(minor: int, exponent: int) -> str:
    """An amount as a rule file writes it: (1299, 2) is "12.99"."""
    if exponent == 0:
        return str(minor)
    whole, part = divmod(minor, 10**exponent)
    return f"{whole}.{part:0{exponent}}"


def _region(index: int, random: Random, versions: tuple[str, ...]) -> Region:
    currency, exponent, hundred_minor, zone = CURRENCIES[index % len(CURRENCIES)]
    kind = index % 7
    one, two = random.randrange(5_000, 25_001, 250), random.randrange(1_000, 9_976, 25)
    rates = (one,) if kind < 4 or kind == 6 else (one, two)
    # A region in the group takes its display from it; the others state their own.
    member = kind < 3
    tax = Tax(inclusive=kind < 5, together=kind == 5 and index % 2 == 0, rates=rates)
    prices = {
        platform: [_prices(platform, coins, hundred_minor, random, len(versions)) for coins, _ in PACKAGES]
        for platform in PLATFORMS
    }
    return Region(CODES[index], currency, exponent, zone, member, tax, hundred_minor // 5, prices)


def _prices(platform: str, coins: int, hundred_minor: int, random: Random, versions: int) -> tuple[int, ...]:
    """A listed price for each version: a little less a coin for the bigger packages and on the web, and then a rise."""
    per_cent = (85 if platform == "web" else 100) - min(coins // 2_500, 8)
    listed = max(hundred_minor * coins * per_cent // 10_000 + random.randint(-5, 5), 1)
    return tuple(listed + version * random.randint(1, 20) for version in range(versions))


def _package(coins: int) -> str:
    return f"coins_{coins}"


def _bonus(coins: int, bonus: str) -> int:
    if not bonus.endswith(" %"):
        return int(bonus)
    whole, _, part = bonus.removesuffix(" %").partition(".")
    return coins * int(whole + part) // int(100 * 10 ** len(part))


def _offers(region: Region, dates: tuple[str, ...]) -> Iterator[Offer]:
    starts = [_first_instant(day, region.zone) for day in dates]
    commissions = {
        "ios": Commission(30_000, False, 0, False),
        "android": Commission(15_000, True, 0, False),
        "web": Commission(2_900, True, region.card_fixed_minor, True),
    }
    for platform in PLATFORMS:
        for (coins, bonus), listed in zip(PACKAGES, region.prices[platform], strict=True):
            versions = tuple(Version(start, minor) for start, minor in zip(starts, listed, strict=True))
            bonus_coins = _bonus(coins, bonus)
            package = _package(coins)
            cut, seller_collects = commissions[platform], platform == "web"
            yield Offer(region.code, platform, package, coins, bonus_coins, region.tax, seller_collects, cut, versions)


def _first_instant(day: str, zone: str) -> int:
    midnight = datetime.fromisoformat(day).replace(tzinfo=ZoneInfo(zone))
    since = midnight.astimezone(UTC) - datetime(1970, 1, 1, tzinfo=UTC)
    return since.days * 86_400 + since.seconds


def _rules() -> dict[str, str]:
    packages = "".join(
        f"  {_package(coins)}: {{coins: {coins}, bonus: {bonus}, order: {order}}}\n"
        for order, (coins, bonus) in enumerate(PACKAGES, 1)
    )
    return {
        "rules/book.yaml": f"begins: {VERSIONS[0]}\nlanguages: [en, de]\n",
        "rules/units.yaml": _UNITS,
        "rules/platforms.yaml": _PLATFORMS,
        "rules/tax.yaml": _TAX,
        "rules/packages.yaml": f"packages:\n  source: example\n{packages}",
    }


def _region_text(region: Region, sourced: bool, versions: tuple[str, ...]) -> str:
    lines = [f"region: {region.code}", f"currency: {region.currency}", f"time_zone: {region.zone}"]
    if region.member:
        lines.append("groups: [union]")
    lines += ["", "tax:", "  source: example"]
    if not region.member:
        lines.append(f"  display: {'inclusive' if region.tax.inclusive else 'exclusive'}")
    if region.tax.together or (region.tax.inclusive and len(region.tax.rates) > 1):
        lines.append("  rounded: together")
    lines.append("  lines:")
    for line, rate in zip(("vat", "vat_local"), region.tax.rates, strict=False):
        name = "" if region.member else "name: {en: VAT, de: MwSt.}, "
        lines.append(f"    {line}: {{{name}rate: {rate_text(rate)}}}")
    lines += ["", "platforms:"]
    for platform in PLATFORMS:
        lines += [f"  {platform}:", "    prices:"] + ([] if sourced else ["      source: example"])
        for (coins, _), listed in zip(PACKAGES, region.prices[platform], strict=True):
            lines.append(f"      {_package(coins)}:")
            for day, minor in zip(versions, listed, strict=True):
                price = money_text(minor, region.exponent)
                source = f"price list {day[:4]}, {region.code}"
                lines.append(f"        {day}: " + (f'{{value: {price}, source: "{source}"}}' if sourced else price))
        if platform == "web":
            fixed = money_text(region.card_fixed_minor, region.exponent)
            lines += ["    commission:", "      lines:", f"        card: {{fixed: {fixed}, source: example}}"]
    return "\n".join(lines) + "\n"


_UNITS = """\
units:
  coin:
    name: {en: {one: coin, other: coins}, de: {one: Münze, other: Münzen}}
    price: {rounding: half up, extra_digits: 3, source: example}
"""

_TAX = """\
tax:
  rounding: half up
  rounded: each line
  per: unit
  collected_by: store

platforms:
  web:
    tax: {collected_by: seller}
"""

_PLATFORMS = """\
platforms:
  ios:
    name: App Store
    commission:
      source: example
      rounding: half up
      per: unit
      lines:
        store: {rate: 30 %, base: net}

  android:
    name: Google Play
    commission:
      source: example
      rounding: half up
      per: unit
      lines:
        store: {rate: 15 %, base: gross}

  web:
    name: {en: Website, de: Website}
    commission:
      source: example
      rounding: half up
      per: order
      lines:
        card: {rate: 2.9 %, base: gross}
"""

_GROUP = """\
group: union
tax:
  display: inclusive
  lines:
    vat: {name: {en: VAT, de: MwSt.}}
"""
