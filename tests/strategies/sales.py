"""Books that sell items beside packages: kinds, conditions, limits, dates, promotions of each list; small, as text."""

from collections.abc import Mapping
from dataclasses import dataclass

from hypothesis import strategies as st

from ratecard.instants import Instant
from ratecard.terms.facts import FactValue
from tests.reference.dates import second
from tests.strategies.drawing import Draw, Drawer

ITEMS = ("club", "shout", "tier")
PACKAGES = ("c", "d")
THINGS = (*ITEMS, *PACKAGES)
KINDS = ("sub", "chat")
REGIONS = {
    "DE": ("EUR", "Europe/Berlin", "{display: inclusive, lines: {vat: {name: VAT, rate: 19 %}}}"),
    "CA": ("CAD", "America/Toronto", "{display: exclusive, lines: {gst: {name: GST, rate: 5 %}}}"),
    "JP": ("JPY", "Asia/Tokyo", "{display: inclusive, lines: {ct: {name: CT, rate: 10 %}}}"),
    "US": ("USD", "America/New_York", "{display: exclusive, depends_on: subdivision}"),
}
DAY = "2026-06-01"
MOMENTS = ("2026-01-01", "2026-05-31", DAY, "2026-09-15")
ROUNDINGS = ("half up", "half even", "down", "up")
CODE = "CLUB"

RULES = f"""
begins: 2026-01-01
languages: [en]
tax: {{rounding: half up, rounded: together, per: PER, collected_by: store}}
units: {{coin: Coin}}
facts:
  buyer.member: {{type: yes or no}}
  purchase.kind: {{type: one of, of: [{", ".join(KINDS)}]}}
  purchase.coins: {{type: count}}
  purchase.quantity: {{type: count}}
  purchase.amount: {{type: money}}
"""


@dataclass(frozen=True)
class SaleBook:
    """The texts of a book, its regions and platforms."""

    files: Mapping[str, str]
    regions: tuple[str, ...]
    platforms: tuple[str, ...]

    def __repr__(self) -> str:
        return "\n".join(f"--- {path}\n{text}" for path, text in self.files.items())


@dataclass(frozen=True)
class SaleQuestion:
    """One purchase of a package or an item. `used` are amounts of limits by their paths; `codes` those brought."""

    region: str
    platform: str
    thing: str
    at: Instant
    quantity: int
    facts: Mapping[str, FactValue]
    used: tuple[tuple[str, str], ...]
    codes: tuple[str, ...]


@st.composite
def sale_books(draw: Draw) -> SaleBook:
    """A book of one to three regions on one or two platforms."""
    drawer = Drawer(draw)
    regions = drawer.some(tuple(REGIONS), 1, 3)
    platforms = ("ios", "web") if drawer.maybe(50) else ("ios",)
    things = [f"  {name}: {{coins: {drawer.one((100, 60))}{_sold(drawer, 'package')}}}\n" for name in PACKAGES]
    items = [f"  {name}: {{name: {{en: {name}}}{_sold(drawer, 'item')}}}\n" for name in ITEMS]
    rules = RULES.replace("PER", drawer.one(("unit", "order")))
    rules += f"pricing: {{rounding: {drawer.one(ROUNDINGS)}}}\n"
    rules += f"packages:\n{''.join(things)}items:\n{''.join(items)}"
    rules += "platforms:\n" + "".join(f"  {name}: {{name: {name}, {_commission(drawer)}}}\n" for name in platforms)
    files = {"rules/book.yaml": rules}
    for code in regions:
        currency, zone, tax = REGIONS[code]
        prices = {name: _price(drawer, currency) for name in THINGS if drawer.maybe(85)}
        text = f"region: {code}\ncurrency: {currency}\ntime_zone: {zone}\ntax: {tax}\n"
        text += "prices:\n" + "".join(f"  {name}: {price}\n" for name, price in (prices or {"c": "none"}).items())
        promotions = [_promotion(drawer, name, currency) for name in drawer.some(("a", "b", "z"))]
        text += f"promotions:\n{''.join(promotions)}" if promotions else ""
        if "web" in platforms and drawer.maybe(50):
            text += f"platforms: {{web: {{prices: {{{drawer.one(THINGS)}: {_price(drawer, currency)}}}}}}}\n"
        files[f"regions/{code.lower()}.yaml"] = text
    return SaleBook(files, tuple(regions), platforms)


def _sold(drawer: Drawer, noun: str) -> str:
    """What is stated of a package or an item."""
    said = f", order: {drawer.number(1, 3)}" if drawer.maybe(60) else ""
    kinds = drawer.some(KINDS)
    said += f", kinds: [{', '.join(kinds)}]" if kinds else ""
    if drawer.maybe(20):
        said += f", quantity: {{most: {drawer.one((2, 1))}}}"
    if drawer.maybe(20):
        said += f", when: {drawer.one(('{buyer.member: yes}', '{purchase.quantity: {below: 3}}'))}"
    if drawer.maybe(30):
        said += (
            f", limits: {{own: {{most: {drawer.one(('2 units', '1 purchase'))}{drawer.one(('', f', of: {noun}'))}}}}}"
        )
    return said


def _commission(drawer: Drawer) -> str:
    rate = drawer.one(
        (
            "30 %",
            "{by: purchase.kind, is: {sub: 15 %}, other: 30 %}",
            "{by: purchase.coins, from: {0: 20 %, 1: 30 %}}",
            "{by: purchase.quantity, from: {0: 30 %, 2: 25 %}}",
        )
    )
    if drawer.maybe(20):
        return "commission: none"
    return f"commission: {{lines: {{store: {{rate: {rate}, base: net}}}}, rounding: half up, per: unit}}"


def _amount(drawer: Drawer, currency: str) -> str:
    """A small price in major units."""
    minor = drawer.one((499, 999, 100, 1299, 7))
    return str(minor) if currency == "JPY" else f"{minor // 100}.{minor % 100:02}"


def _price(drawer: Drawer, currency: str) -> str:
    """A price: plain, dated, or by a fact."""
    one, two = _amount(drawer, currency), _amount(drawer, currency)
    return drawer.one(
        (
            one,
            f"{{begins: {one}, {DAY}: {two}}}",
            f"{{begins: none, {DAY}: {one}}}",
            f"{{by: buyer.member, is: {{yes: {one}}}, other: {two}}}",
            f"{{by: buyer.member, is: {{yes: {one}, no: {two}}}}}",
            f"{{by: purchase.quantity, from: {{0: {one}, 2: {two}}}}}",
        )
    )


def _promotion(drawer: Drawer, name: str, currency: str) -> str:
    """One promotion, by one of the lists, or by what it gives."""
    thing, other = drawer.one(ITEMS), drawer.one(THINGS)
    gives = drawer.one(
        (
            "discount: 20 %",
            "discount: 1/3",
            f"discount: {drawer.one((1, 2))} {currency}",
            f"price: {drawer.one((3, 9))}",
        )
    )
    kind = drawer.one(KINDS)
    which = drawer.one(
        (
            f"items: [{thing}], {gives}",
            f"items: [{thing}], packages: [c], {gives}",
            gives,
            f"kinds: [{kind}], {drawer.one(('discount: 20 %', 'discount: 1/3'))}",
            f"discount: {{{thing}: 20 %}}" if thing == other else f"discount: {{{thing}: 20 %, {other}: 1/4}}",
        )
    )
    more = ", exclusive: yes" if drawer.maybe(25) else ""
    more += ", when: {buyer.member: yes}" if drawer.maybe(25) else ""
    more += f", code: {CODE}" if drawer.maybe(20) else ""
    more += f", from: {DAY}" if drawer.maybe(25) else ""
    unit = "1 purchase" if which.startswith("kinds") else drawer.one(("2 units", "1 unit", "1 purchase"))
    if drawer.maybe(30):
        of = ", of: item" if which.startswith("items") else ""
        more += f", limits: {{each: {{most: {unit}{of}}}}}"
    return f"  {name}: {{name: {{en: {name}}}, {which}{more}}}\n"


@st.composite
def sale_questions(draw: Draw, book: SaleBook) -> SaleQuestion:
    """A question about a package or an item of a book."""
    drawer = Drawer(draw)
    at = second(drawer.one(MOMENTS), drawer.one(("UTC", "America/Toronto", "Asia/Tokyo"))) + drawer.one(
        (86_400, 86_399)
    )
    facts: dict[str, FactValue] = {"buyer.member": drawer.maybe(50)} if drawer.maybe(60) else {}
    thing = drawer.one((*ITEMS, *ITEMS, *PACKAGES))
    table = "items" if thing in ITEMS else "packages"
    used = []
    if f"{thing}:" in book.files["rules/book.yaml"] and _limited(book, thing) and drawer.maybe(60):
        used.append((f"{table}.{thing}.limits.own", _limited(book, thing).replace("2", str(drawer.one((0, 2))))))
    return SaleQuestion(
        drawer.one(book.regions),
        drawer.one(book.platforms),
        thing,
        Instant(at),
        drawer.one((1, 2, 3)),
        facts,
        tuple(used),
        (CODE,) if drawer.maybe(40) else (),
    )


def _limited(book: SaleBook, thing: str) -> str:
    """What a thing's own limit allows; "" where it has none."""
    line = next(line for line in book.files["rules/book.yaml"].splitlines() if line.startswith(f"  {thing}: "))
    _, stated, rest = line.partition("limits: {own: {most: ")
    return rest.split(",")[0].split("}")[0] if stated else ""
