"""Small books for cases that are worked by hand: the US before tax, Germany with 19 % inside its prices, and others."""

from collections.abc import Mapping

from ratecard.quotes.requests import PurchaseRequest
from tests.reference.dates import second
from tests.reference.facts import Facts, Known
from tests.reference.layering import market
from tests.reference.reading import Book, read
from tests.reference.regular import Asked, Found, Regular, regular
from tests.reference.writing import money_text, same

RULES = """
begins: 2026-01-01
languages: [en]
tax: {rounding: half up, rounded: together, per: unit, collected_by: store}
commission: none
fx:
  base: EUR
  rates: {USD: 1.1606, JPY: 182.63, BRL: {2026-01-01: 6.40, 2026-06-01: 6.00}}
platforms: {ios: {name: App Store}, web: {name: Website}}
packages: {coins_100: {coins: 100}, coins_1000: {coins: 1000, bonus: 50}}
facts:
  buyer.member: {type: yes or no}
  buyer.tier: {type: one of, of: [gold, bronze]}
"""

POINTS = """
pricing: {rounding: half up to a price point}
price_points: {EUR: [0.29, {least: 0.49, most: 9.99, step: 0.50}, {least: 10.99, most: 99.99, step: 1.00}]}
price_bounds: {EUR: {least: 0.29, most: 999.99}}
"""
"""The points and bounds of the page."""

US = """
region: US
currency: USD
time_zone: America/New_York
tax: {display: exclusive, depends_on: subdivision}
"""
DE = """
region: DE
currency: EUR
time_zone: Europe/Berlin
tax: {display: inclusive, lines: {vat: {rate: 19 %}}}
"""
FR = """
region: FR
currency: EUR
time_zone: Europe/Paris
tax: {display: inclusive, lines: {vat: {rate: 20 %}}}
"""
JP = """
region: JP
currency: JPY
time_zone: Asia/Tokyo
tax: {display: inclusive, lines: {consumption: {rate: 10 %}}}
"""
BR = """
region: BR
currency: BRL
time_zone: America/Sao_Paulo
tax: {display: inclusive, lines: {icms: {rate: 18 %, base: gross}}}
"""


def world(rules: str = "", groups: Mapping[str, str] | None = None, **regions: str) -> Book:
    """A book of these texts: what rules add, groups by name, and regions by code in small letters."""
    return read(texts_of(rules, groups, **regions))


def texts_of(rules: str = "", groups: Mapping[str, str] | None = None, **regions: str) -> dict[str, str]:
    """The files of such a book."""
    own = {"us": US, "de": DE, "fr": FR, "jp": JP, "br": BR}
    files = {"rules/book.yaml": RULES, "rules/more.yaml": rules}
    files |= {f"regions/groups/{name}.yaml": f"group: {name}\n{text}" for name, text in (groups or {}).items()}
    for code, text in regions.items():
        base = own.get(code, f"region: {code.upper().replace('_', '-')}\n")
        files[f"regions/{code.replace('_', '-')}.yaml"] = base + text
    for file, text in files.items():
        keys = [line.partition(":")[0] for line in text.splitlines() if line[:1].isalpha()]
        assert len(set(keys)) == len(keys), f"{file} has a key twice"
    return {file: text for file, text in files.items() if text}


def request(where: str, at: str = "2026-07-01T12:00+00:00", **facts: Known) -> PurchaseRequest:
    """A question for one unit: `DE ios coins_1000`; of facts `__` is a dot."""
    region, platform, thing = where.split(" ")
    told: Facts = {name.replace("__", "."): known for name, known in facts.items()}
    return PurchaseRequest(region, platform, thing, same(second(at, "UTC")), 1, told)


def found(book: Book, where: str, at: str = "2026-07-01T12:00+00:00", **facts: Known) -> Found:
    """The regular price, or why there is none."""
    asked = request(where, at, **facts)
    return regular(Asked(market(book, asked.region, asked.platform), asked))


def price(book: Book, where: str, at: str = "2026-07-01T12:00+00:00", **facts: Known) -> str:
    """The regular price as people read it: `13.99 EUR`; `not sold`, and by whose lack, where there is none."""
    answer = found(book, where, at, **facts)
    if isinstance(answer, Regular):
        return str(money_text(answer.minor, answer.currency))
    source = getattr(answer, "source", None)
    return f"not sold: {' '.join(source)}" if source else "not sold"
