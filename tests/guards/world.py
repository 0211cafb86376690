"""A sound book of eleven regions in ten currencies, with the numbers that mistakes are made in; one price a line."""

from collections.abc import Mapping
from datetime import UTC, datetime

from ratecard.book.memo import Memo
from ratecard.diagnostics.diagnostic import Diagnostic
from ratecard.guards.running import Guarded, guard
from ratecard.instants import instant_of
from ratecard.loading import load_texts
from ratecard.loading.known import known_world
from tests.books import Texts, sound

NOW = instant_of(datetime(2026, 11, 28, 12, tzinfo=UTC))

Prices = tuple[str, str, str, str]

PACKAGES = ("coins_100", "coins_500", "coins_1000", "coins_5000")

REGIONS: Mapping[str, tuple[str, str, Prices]] = {
    "DE": ("EUR", "Europe/Berlin", ("1.39", "6.99", "13.49", "64.99")),
    "FR": ("EUR", "Europe/Paris", ("1.39", "6.89", "13.49", "63.99")),
    "US": ("USD", "America/New_York", ("1.29", "6.49", "12.99", "61.99")),
    "GB": ("GBP", "Europe/London", ("1.19", "5.99", "11.99", "56.99")),
    "JP": ("JPY", "Asia/Tokyo", ("160", "800", "1600", "7800")),
    "SE": ("SEK", "Europe/Stockholm", ("15", "75", "149", "709")),
    "KR": ("KRW", "Asia/Seoul", ("1900", "9500", "19000", "91000")),
    "TR": ("TRY", "Europe/Istanbul", ("44.99", "219.99", "429.99", "2049.99")),
    "ID": ("IDR", "Asia/Jakarta", ("19000", "95000", "189000", "899000")),
    "BR": ("BRL", "America/Sao_Paulo", ("6.90", "33.90", "66.90", "319.90")),
    "IN": ("INR", "Asia/Kolkata", ("89", "429", "849", "4099")),
}
"""Currency, time zone and prices by region."""

LINES = "{lines: {vat: {name: {en: VAT}, rate: %s}}}"

TAXES = {
    "DE": LINES % "19 %",
    "US": "{display: exclusive, lines: {sales: {name: {en: Sales tax}, rate: 7 %}}}",
    "JP": LINES % "10 %",
    "SE": LINES % "25 %",
    "KR": LINES % "10 %",
    "ID": LINES % "11 %",
    "BR": LINES % "17 %",
    "IN": LINES % "18 %",
}
"""The taxes of regions, where they are others than 20 %."""

RATES = {
    "USD": "1.16",
    "GBP": "0.87",
    "JPY": "181",
    "SEK": "11.1",
    "KRW": "1700",
    "TRY": "49.2",
    "IDR": "19300",
    "BRL": "6.2",
    "INR": "103",
}

RULES: Texts = {
    "rules/book.yaml": "begins: 2025-01-01\nlanguages: [en]\n",
    "rules/units.yaml": "units: {coin: Coin}\n",
    "rules/packages.yaml": (
        "packages:\n  coins_100: {coins: 100}\n  coins_500: {coins: 500, bonus: 20}\n"
        "  coins_1000: {coins: 1000, bonus: 50}\n  coins_5000: {coins: 5000, bonus: 400}\n"
    ),
    "rules/platforms.yaml": (
        "platforms:\n  ios:\n    name: App Store\n    commission:\n      rounding: half up\n      per: unit\n"
        "      lines:\n        store: {rate: 30 %, base: net}\n"
    ),
    "rules/tax.yaml": "tax: {display: inclusive, rounding: half up, per: unit, collected_by: store}\n",
    "rules/promotions.yaml": (
        "promotions:\n  first:\n    name: {en: First purchase}\n    bonus: 100 %\n    limits: {each: {most: 1 unit}}\n"
        "  friday:\n    name: {en: Black Friday}\n    from: 2026-11-27\n    last_day: 2026-11-30\n    bonus: 10 %\n"
    ),
}


def region_text(code: str, prices: Prices | None = None) -> str:
    """The file of a region; its prices are lines 6 to 9."""
    currency, zone, own = REGIONS[code]
    lines = [f"region: {code}", f"currency: {currency}", f"time_zone: {zone}"]
    lines += [f"tax: {TAXES.get(code, LINES % '20 %')}", "prices:"]
    lines += [f"  {package}: {price}" for package, price in zip(PACKAGES, prices or own, strict=True)]
    return "\n".join(lines) + "\n"


def rates_text(**changes: str) -> str:
    """The exchange rates; each stands in a line of its own, from line 7 on, in the order of RATES."""
    rates = {**RATES, **changes}
    head = "fx:\n  base: EUR\n  rounding: down\n  maximum_age: none\n  rates:\n    source: example\n"
    return head + "".join(f"    {code}: {rate}\n" for code, rate in rates.items())


def world(changes: Texts | None = None) -> Texts:
    """The texts of the book after changes of whole files."""
    regions = {f"regions/{code.lower()}.yaml": region_text(code) for code in REGIONS}
    return {**RULES, **regions, "rules/fx.yaml": rates_text(), **(changes or {})}


def guarded(texts: Texts, memo: Memo | None = None) -> Guarded:
    """What the guards find in a book without errors."""
    return guard(sound(load_texts(texts, memo=memo)), NOW, known_world())


def told(texts: Texts, memo: Memo | None = None) -> tuple[Diagnostic, ...]:
    """The same as diagnostics."""
    return guarded(texts, memo).diagnostics
