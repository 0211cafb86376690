"""Books written by hand, each odd in one way, quoted by the engine as by the reference, at the edges of its days."""

import pytest

from ratecard.instants import Instant
from ratecard.quotes.purchases.quoting import quote_purchase
from ratecard.quotes.requests import PurchaseRequest
from ratecard.terms.facts import FactValue
from tests.quotes.test_agreement import assert_agrees, loaded
from tests.reference import answering, reading
from tests.reference.dates import second

RULES = """
begins: 2025-01-01
languages: [en]
units: {coin: {name: {en: {one: coin, other: coins}}, price: {rounding: half up, extra_digits: 3}}}
facts: {buyer.member: {type: yes or no}, buyer.age: {type: count}, creator.grade: {type: one of, of: [a, b]}}
platforms:
  ios: {name: App Store, commission: {lines: {store: {rate: 30 %, base: net}}, rounding: half up, per: unit}}
  web: {name: Web, commission: none}
packages: {c: {coins: 100}}
"""
TAX = "tax: {display: inclusive, rounding: half up, per: unit, collected_by: store, lines: {vat: {rate: 20 %}}}"
US = "region: US\ncurrency: USD\ntime_zone: America/New_York\n"
BG = "region: BG\ntime_zone: Europe/Sofia\ngroups: [g]\n"
DAYS = ("2024-12-31", "2025-01-01", "2025-02-28", "2025-07-01", "2025-12-31", "2026-01-01", "2026-06-01")
CLOCKS = ("00:00", "05:00", "12:00", "22:00", "23:00")
KNOWN: tuple[dict[str, FactValue], ...] = (
    {},
    {"buyer.member": True, "buyer.age": 9},
    {"buyer.member": False, "buyer.age": 18, "creator.grade": "a"},
    {"buyer.age": 10, "creator.grade": "b"},
)

ODD: dict[str, dict[str, str]] = {
    "a group changes its currency, and its bare prices with it": {
        "groups/g": "group: g\ncurrency: {2025-01-01: USD, 2026-01-01: EUR}\n"
        "prices: {c: {2025-01-01: 1.29, 2025-07-01: 1.39, 2026-01-01: 1.19}}",
        "bg": f"{BG}{TAX}",
    },
    "a group bills one platform in another currency": {
        "groups/g": "group: g\ncurrency: EUR\nprices: {c: 1}\nplatforms: {web: {currency: USD, prices: {c: 1.5}}}",
        "bg": f"{BG}{TAX}",
    },
    "a group speaks twice, and the region lets it": {
        "groups/g": "group: g\nprices: {c: {2024-01-01: 1 USD, 2025-07-01: 3 USD}}",
        "us": f"{US}{TAX}\ngroups: {{2025-01-01: [g], 2025-06-01: [], 2025-12-31: [g]}}\n"
        "prices: {c: {2025-02-01: 9, 2025-03-01: inherit}}",
    },
    "a subdivision has a currency of its own from a day on": {
        "us": f"{US}{TAX}\nprices: {{c: 2}}",
        "us-pr": "region: US-PR\ncurrency: {2026-01-01: EUR}\nprices: {c: {2026-01-01: 3}}",
    },
    "a subdivision states a package that its country removed": {
        "us": f"{US}{TAX}\npackages: {{c: none}}",
        "us-pr": "region: US-PR\npackages: {c: {coins: 5}}\nprices: {c: 3}",
    },
    "nothing broader is there to inherit": {
        "us": f"{US}{TAX}\nprices: {{c: {{2025-01-01: 2, 2025-07-01: inherit, 2026-01-01: 3}}}}",
    },
    "the tax of a country depends on its subdivision until a day": {
        "us": f"{US}prices: {{c: 2}}\ntax: {{display: exclusive, rounding: half up, per: unit, collected_by: seller, "
        "depends_on: {2025-01-01: subdivision, 2026-01-01: none}, lines: {v: {rate: {begins: none, 2026-01-01: 5 %}}}}",
    },
    "whether an undetermined tax is in the price depends on a fact": {
        "us": f"{US}prices: {{c: 2}}\ntax: {{display: {{by: buyer.member, is: {{yes: exclusive}}, other: inclusive}}, "
        "depends_on: subdivision, collected_by: seller}",
        "us-pr": "region: US-PR\ntax: {lines: none}",
    },
    "everything depends on some fact": {
        "us": f"{US}prices: {{c: {{by: buyer.age, from: {{0: 1, 18: 2}}}}}}\n"
        "tax: {display: {by: buyer.member, is: {yes: exclusive}, other: inclusive}, collected_by: store, "
        "rounding: {by: buyer.age, from: {10: half up}, other: down}, "
        "per: {by: creator.grade, is: {a: unit, b: order}}, "
        "lines: {v: {rate: {by: buyer.member, is: {no: 7 %, yes: none}}}}}",
    },
    "taxes inside a price are rounded each or together, by a fact": {
        "us": f"{US}prices: {{c: {{2025-01-01: 1.99, 2025-07-01: 0.01}}}}\n"
        "tax: {display: inclusive, rounding: up, per: {2025-01-01: unit, 2025-12-31: order}, collected_by: store, "
        "rounded: {by: buyer.member, is: {yes: each line}, other: together}, "
        "lines: {a: {rate: 9 %}, b: {rate: 9 %}, i: {rate: 12 %, base: gross}, z: {rate: 3 %, on: b}}}",
    },
    "taxes inside a price are rounded each where nothing says so for the platform": {
        "us": f"{US}prices: {{c: 99.99}}\nplatforms: {{web: {{tax: {{rounded: inherit}}}}}}\n"
        "tax: {display: inclusive, rounding: half even to 0.05, per: unit, collected_by: seller, "
        "rounded: {begins: inherit, 2026-01-01: each line, 2026-06-01: together}, "
        "lines: {a: {rate: 9 %}, b: {rate: 9 %}}}",
    },
    "a price dates from before a day that a zone skipped": {
        "ws": f"region: WS\ncurrency: WST\ntime_zone: Pacific/Apia\n{TAX}\nprices: {{c: {{2011-12-31: 2}}}}",
    },
}


@pytest.mark.parametrize("name", ODD)
def test_an_odd_book_is_quoted_as_the_reference_quotes_it(name: str) -> None:
    files = {f"regions/{file}.yaml": text for file, text in ODD[name].items()} | {"rules/book.yaml": RULES}
    engine, reference = loaded(files), reading.read(files)
    for region, platform in engine.markets():
        for moment in (f"{day}T{clock}+00:00" for day in DAYS for clock in CLOCKS):
            for facts in KNOWN:
                at = Instant(second(moment, "UTC"))
                request = PurchaseRequest(region, platform, "c", at, 3, facts)
                assert_agrees(quote_purchase(engine, request), answering.quote(reference, request))
