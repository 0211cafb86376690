"""A book of two countries of one group in one zone, a third in another one, and dates in the month after 2026-11-28."""

from ratecard.book.rulebook import RuleBook
from ratecard.loading import load_texts
from tests.books import Texts, sound
from tests.cases.smallest import SMALLEST

LAST_OF_WAVE = "2026-12-15"

EURO = """\
group: euro
members: [DE, AT, JP]
currency: EUR
tax: {lines: {vat: {name: VAT, rate: {begins: 19 %, wave: 20 %}}}}
prices:
  coins_100: 1.29
  coins_1000: {begins: 12.99, wave: 13.99}
"""

PROMOTIONS = """\
promotions:
  sale: {from: 2026-12-01, last_day: 2026-12-03, packages: [coins_1000], name: Sale,
    discount: {begins: 20 %, 2026-12-10: 30 %}}
"""

GUARDS = """\
guards:
  accepted:
    big:
      guard: bulk_is_better
      at: DE
      reason: as in the shop
      owner: pricing
      until: 2026-12-20
"""

WORLD: Texts = {
    **SMALLEST,
    "rules/book.yaml": f"begins: 2025-01-01\nlanguages: [en]\ndates: {{wave: {LAST_OF_WAVE}}}\n",
    "rules/promotions.yaml": PROMOTIONS,
    "rules/guards.yaml": GUARDS,
    "rules/pricing.yaml": "pricing: {rounding: half up}\n",
    "regions/groups/euro.yaml": EURO,
    "regions/de.yaml": "region: DE\ntime_zone: Europe/Berlin\n",
    "regions/at.yaml": "region: AT\ntime_zone: Europe/Vienna\n",
    "regions/jp.yaml": "region: JP\ntime_zone: Asia/Tokyo\n",
    "regions/ch.yaml": (
        "region: CH\ncurrency: EUR\ntime_zone: Europe/Zurich\ntax: {lines: {vat: {name: VAT, rate: 8.1 %}}}\n"
        "pricing: {derive: {from: DE, factor: 1.5, tax: keep}}\n"
    ),
}


def world(**changed: str) -> RuleBook:
    """The book of these texts, with others by the file's name without its folder and ending."""
    texts = {path: changed.get(path.rpartition("/")[2].removesuffix(".yaml"), text) for path, text in WORLD.items()}
    return sound(load_texts(texts))
