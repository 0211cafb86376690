"""Questions about a book: mostly good ones, close to the instants at which an answer changes."""

from hypothesis import strategies as st

from ratecard.instants import Instant
from ratecard.money import Money
from ratecard.quotes.requests import PriceListRequest, PurchaseRequest
from ratecard.terms.facts import FactValue
from tests.strategies.books import Book
from tests.strategies.drawing import Draw, Drawer
from tests.strategies.values import FACTS, PER_PACKAGE, Facts, money
from tests.strategies.ways import told_way

QUANTITIES = (1, 1, 2, 3, 7, 10, 100, 10_000, 9_999)
WRONG_QUANTITIES = (0, 10_001, -1)
COUNTS = (0, 1, 2, 3, 15, 16, 17, 18, 64, 65, 10**6)
STARTS = (16, 18, 65, 1, 3)


@st.composite
def purchase_requests(draw: Draw, book: Book) -> PurchaseRequest:
    """Requests for one purchase."""
    drawer = Drawer(draw)
    region, platform, at, facts = _where(drawer, book)
    package = "coins_10" if drawer.maybe(3) else drawer.one(book.world.packages)
    quantity = drawer.one(WRONG_QUANTITIES if drawer.maybe(4) else QUANTITIES)
    return PurchaseRequest(region, platform, package, at, quantity, facts)


@st.composite
def price_list_requests(draw: Draw, book: Book) -> PriceListRequest:
    """Requests for a price list; how often some packages were bought is told of each by itself."""
    drawer = Drawer(draw)
    where = _where(drawer, book)
    told = drawer.some(book.world.packages, 0) if drawer.maybe(60) else []
    own = {package: {PER_PACKAGE: drawer.one(COUNTS)} for package in told}
    return PriceListRequest(*where, own, ways=drawer.maybe(30))


def _where(drawer: Drawer, book: Book) -> tuple[str, str, Instant, dict[str, FactValue]]:
    known = drawer.one(tuple(book.world.regions))
    region = drawer.one(("XX", "DE-ZZ", "de", "")) if drawer.maybe(4) else known
    platform = drawer.one(("amazon", "IOS")) if drawer.maybe(3) else drawer.one(book.world.platforms)
    begins = book.world.beginning(known)
    edges = [edge for edge in book.world.seconds(known) if edge >= begins]
    at = drawer.one(edges) + drawer.one((0, 1, 0, 86_400 * 40, -1))
    if drawer.maybe(5):
        at = drawer.number(-(10**9), 2 * 10**9)
    facts = some_facts(drawer) | told_way(drawer, book.world, platform, Instant(at))
    return region, platform, Instant(at), facts


def some_facts(drawer: Drawer, declared: Facts = FACTS) -> dict[str, FactValue]:
    """Values of most facts, now and then one that is wrong."""
    facts: dict[str, FactValue] = {}
    for fact, (kind, values) in declared.items():
        if drawer.maybe(30):
            continue
        if kind == "yes or no":
            facts[fact] = drawer.maybe(50)
        elif kind == "money":
            known = money(drawer.one(values))
            facts[fact] = Money(max(0, known.minor + drawer.one((0, 1, -1))), known.currency)
        else:
            options = STARTS if drawer.maybe(40) else COUNTS
            facts[fact] = drawer.one(options) if kind == "count" else drawer.one(values)
    if drawer.maybe(3):
        wrong: tuple[FactValue, ...] = (-1, "novice", True)
        facts[drawer.one(("buyer.agee", "creator.grade", "buyer.age"))] = drawer.one(wrong)
    return facts
