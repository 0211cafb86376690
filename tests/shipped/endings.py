"""Which prices people know, by currency: a table of steps and endings, and the App Store's lowest and highest price.

After the ladders of the App Store of 2026-02-02 (see the domain's table of price points), with the endings that local
shops use where the App Store has no ladder of its own: BGN, BHD, KES, KWD, MAD, UAH.
"""

from typing import NamedTuple


class Band(NamedTuple):
    """Below `below` (in minor units) a price leaves one of `rests` when it is divided by `step`."""

    below: int
    step: int
    rests: frozenset[int]


TOP = 10**12


def _bands(*rows: tuple[int, int, set[int]]) -> tuple[Band, ...]:
    return tuple(Band(below, step, frozenset(rests)) for below, step, rests in rows)


# .09 to .99, .x0 and .x5 below ten; .49, .99, .90, .95, .00 and .50 below fifty; .99, .90, .95 and .00 above.
CENTS = _bands((1000, 10, {9, 0, 5}), (5000, 50, {49, 0, 40, 45}), (TOP, 100, {99, 0, 90, 95}))
NINETIES = _bands((TOP, 100, {99, 90, 95, 49, 50, 0}))
TENTHS = _bands((TOP, 100, {90, 50, 0}))
# Whole units; from one hundred on the last digit is one that shops use.
WHOLE = _bands((100_00, 100, {0}), (TOP, 10_00, {0, 5_00, 8_00, 9_00}))

ENDINGS: dict[str, tuple[Band, ...]] = {
    **dict.fromkeys(("AUD", "BGN", "CAD", "EUR", "GBP", "NZD", "USD"), CENTS),
    **dict.fromkeys(("AED", "EGP", "PLN", "RON", "SAR", "TRY", "ZAR"), NINETIES),
    **dict.fromkeys(("BRL", "ILS", "MYR", "PEN"), TENTHS),
    **dict.fromkeys(("CZK", "DKK", "HKD", "INR", "KES", "MAD", "MXN", "NOK", "PHP", "SEK", "THB", "TWD", "UAH"), WHOLE),
    "BHD": _bands((TOP, 50, {0})),
    "CHF": _bands((1000, 10, {0}), (TOP, 50, {0, 40, 45})),
    "CLP": _bands((TOP, 100, {90, 0})),
    "COP": _bands((TOP, 100_00, {0})),
    "HUF": _bands((1000_00, 10_00, {9_00, 0}), (TOP, 100_00, {90_00, 0})),
    "IDR": _bands((TOP, 1000_00, {0})),
    "JPY": _bands((TOP, 10, {0})),
    "KRW": _bands((TOP, 1000, {0, 500, 900})),
    "KWD": _bands((TOP, 10, {0})),
    "KZT": _bands((TOP, 50_00, {0, 40_00})),
    "NGN": _bands((1000_00, 50_00, {0}), (TOP, 100_00, {0})),
    "SGD": _bands((1000, 10, {8, 0}), (5000, 50, {48, 0}), (TOP, 100, {98, 88, 0})),
    "VND": _bands((TOP, 1000, {0})),
}

# The lowest and the highest price of the App Store in whole units of the currency; at least so high where the domain's
# table has the lowest alone. Where the App Store bills in another currency than the example there is none.
APP_STORE_RANGES: dict[str, tuple[float, int]] = {
    **dict.fromkeys(("USD", "EUR", "GBP", "CAD"), (0.29, 1_000)),
    **dict.fromkeys(("AED", "SAR"), (0.99, 1_000)),
    **dict.fromkeys(("HKD", "SEK", "NOK", "DKK", "MXN"), (2, 5_000)),
    **dict.fromkeys(("BRL", "MYR", "ILS", "PEN"), (0.90, 4_000)),
    **dict.fromkeys(("TRY", "EGP"), (2.99, 50_000)),
    "CHF": (0.30, 1_100),
    "CLP": (190, 1_199_990),
    "COP": (900, 6_000_000),
    "HUF": (99, 599_990),
    "IDR": (3_000, 18_999_000),
    "INR": (9, 100_000),
    "JPY": (50, 160_000),
    "KRW": (400, 1_600_000),
    "NGN": (100, 1_699_000),
    "SGD": (0.48, 1_500),
    "VND": (5_000, 29_999_000),
}


def is_paid(currency: str, minor: int) -> bool:
    """Whether people know prices like this one: 13.99 EUR and 1600 JPY are, 13.87 EUR and 1,599.50 CZK are not."""
    band = next(band for band in ENDINGS[currency] if minor < band.below)
    return minor % band.step in band.rests
