"""A small book with products of stores, and the files that stores would have of it."""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from ratecard.book.rulebook import RuleBook
from ratecard.drift.comparing import drift_of
from ratecard.drift.findings import Drift
from ratecard.instants import Instant, instant_of, parse_moment
from ratecard.loading import load_texts
from ratecard.money import Money
from ratecard.sheets.prices import Knowledge
from ratecard.sheets.reading import Sheet
from ratecard.sheets.store_files import StoreFiles, read_store_files
from ratecard.sheets.store_prices import StoreKnowledge
from ratecard.terms.market import Market
from tests.books import Texts, sound

TEXTS: Texts = {
    "rules/book.yaml": """begins: 2026-01-01
library: world 2026.11
sells_in: [BG, CA-ON, DE, FR, JP, KW, US-NY, US-OR]
sells_on: [ios, android, web]
packages:
  coins_100: {coins: 100, product: {ios: com.example.coins100, android: coins_100}}
  coins_1000: {coins: 1000, product: {ios: com.example.coins1000, android: coins_1000}}
items: {club: {name: {en: Club}, product: {ios: com.example.club}}}
""",
    "regions/groups/euro.yaml": """group: euro
prices:
  coins_100: {begins: 1.29, 2026-10-01: 1.39, 2027-01-12: 1.49}
  coins_1000: 13.99
""",
    "regions/groups/states.yaml": """group: states
members: [US-NY, US-OR]
currency: USD
prices: {coins_100: 1.49, coins_1000: 14.99}
""",
    "regions/ca-on.yaml": "region: CA-ON\nprices: {coins_100: 1.99}\n",
    "regions/de.yaml": "region: DE\nprices: {club: 4.99}\n",
    "regions/jp.yaml": "region: JP\nprices: {coins_100: 160, coins_1000: 1600}\n",
    "regions/kw.yaml": "region: KW\nprices: {coins_100: 0.400}\n",
}
AT = "2026-11-29T12:00:00Z"
EURO = {"BG": "1.39", "DE": "1.39", "FR": "1.39"}
SAME = {
    "coins_100": {**EURO, "CA": "1.99", "JP": "160", "KW": "0.400", "US": "1.49"},
    "coins_1000": {**dict.fromkeys(EURO, "13.99"), "JP": "1600", "US": "14.99"},
}
"""What Google Play has where nothing differs."""

HEADER = (
    "Product ID,Published State,Purchase Type,Auto Translate,Locale; Title; Description,Auto Fill Prices,Price,"
    "Pricing Template ID"
)


@lru_cache(maxsize=1)
def small_book() -> RuleBook:
    """The book, loaded once."""
    return sound(load_texts(TEXTS))


def instant(text: str) -> Instant:
    """An instant in RFC 3339."""
    return instant_of(parse_moment(text))


def play_csv(prices: Mapping[str, Mapping[str, str]]) -> str:
    """Google Play's list: by product and country, prices as plain decimals."""
    rows = [HEADER]
    for product, own in prices.items():
        pairs = "; ".join(f"{country}; {_micros(price)}" for country, price in own.items())
        rows.append(f"{product},published,managed_by_android,false,en_US; Coins; Coins,false,{pairs},")
    return "\n".join([*rows, ""])


def _micros(price: str) -> int:
    whole, _, part = price.partition(".")
    return int(whole + part.ljust(6, "0"))


def edited(product: str, **countries: str) -> dict[str, dict[str, str]]:
    """SAME with some prices of a product otherwise; "" takes one out."""
    own = {country: price for country, price in {**SAME[product], **countries}.items() if price}
    return {**SAME, product: own}


def sheet_of(rows: Iterable[Sequence[str]], header: Sequence[str]) -> str:
    """A sheet of one price a row."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([header, *rows])
    return out.getvalue()


def apple_json(prices: Sequence[tuple[str, Money, str | None, str | None]]) -> str:
    """App Store Connect's answer: territory, price, first day, end."""
    data: list[object] = []
    included: list[object] = []
    for number, (territory, money, start, end) in enumerate(prices):
        links = {
            "inAppPurchasePricePoint": {"data": {"type": "inAppPurchasePricePoints", "id": f"p{number}"}},
            "territory": {"data": {"type": "territories", "id": territory}},
        }
        days = {"startDate": start, "endDate": end, "manual": True}
        data.append({"type": "inAppPurchasePrices", "id": f"{number}", "attributes": days, "relationships": links})
        amount = {"customerPrice": money.amount, "proceeds": "0"}
        included.append({"type": "inAppPurchasePricePoints", "id": f"p{number}", "attributes": amount})
        included.append({"type": "territories", "id": territory, "attributes": {"currency": money.currency.code}})
    return json.dumps({"data": data, "included": included})


def read(*files: tuple[str, str], at: str = AT, product: str = "", platform: str = "", mark: str = "") -> StoreFiles:
    """The prices of files, each a name and a text; raises SheetsRefused."""
    book, when = small_book(), instant(at)
    markets = ((key, book.market(key, when)) for key in book.markets())
    currencies = {(key.region, key.platform): own.currency.code for key, own in markets if isinstance(own, Market)}
    sheets = [Sheet(name, text.encode(), product) for name, text in files]
    return read_store_files(sheets, Knowledge({}, {}, mark), StoreKnowledge(currencies, platform, mark))


def drifted(*files: tuple[str, str], at: str = AT, product: str = "", platform: str = "", mark: str = "") -> Drift:
    """What differs between files and the small book."""
    book, when = small_book(), instant(at)
    found = read(*files, at=at, product=product, platform=platform, mark=mark)
    told = frozenset([product]) & {*book.packages, *book.items}
    return drift_of(book, found.prices, found.listed, told, lambda _: when)
