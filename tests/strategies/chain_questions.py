"""Questions about gifts, payouts and eligibility: mostly good ones, close to the instants that matter."""

from hypothesis import strategies as st

from ratecard.currency import CURRENCIES
from ratecard.instants import Instant
from ratecard.money import Diamonds, Money
from ratecard.quotes.requests import EligibilityRequest, GiftListRequest, GiftRequest, Lot, PayoutRequest
from ratecard.terms.facts import FactValue
from tests.strategies.books import Book
from tests.strategies.drawing import Draw, Drawer
from tests.strategies.earnings import KINDS
from tests.strategies.gifts import GIFTS
from tests.strategies.payouts import METHODS
from tests.strategies.questions import QUANTITIES, WRONG_QUANTITIES, some_facts
from tests.strategies.values import Amount, Counted
from tests.strategies.ways import told_way

DAY = 86_400
AFTER = (0, 1, 0, 40 * DAY, -1, 5 * DAY, 5 * DAY - 1, 2 * DAY, 400 * DAY, 14 * DAY - 1)
NUMBERS = (20_000, 1, 7, 100, 999, 30_000, 1_000_003, 2**53 + 1, 10**15)
SOURCES = ("US", "US-NY", "DE", "JP", "US-NYC", "U")
FEW = (1, 3, 7, 20, 100, 150)


@st.composite
def gift_requests(draw: Draw, book: Book) -> GiftRequest:
    """Requests for gifts to a creator of the same region or another one."""
    drawer = Drawer(draw)
    region, at = _where(drawer, book)
    platform = "amazon" if drawer.maybe(2) else drawer.one(book.world.platforms)
    creator = _where(drawer, book)[0] if drawer.maybe(60) else region
    count = drawer.one(WRONG_QUANTITIES if drawer.maybe(3) else QUANTITIES)
    kind = drawer.one(KINDS) if drawer.maybe(40) else None
    stated = book.world.trees["rules:"]["gifts"]
    assert isinstance(stated, dict)
    gift = drawer.one(GIFTS) if drawer.maybe(3) else drawer.one(tuple(stated))
    facts = _facts(drawer, book) | told_way(drawer, book.world, platform, at)
    return GiftRequest(region, platform, creator, gift, at, count, kind, facts)


@st.composite
def gift_list_requests(draw: Draw, book: Book) -> GiftListRequest:
    """Requests for a list of gifts."""
    drawer = Drawer(draw)
    region, at = _where(drawer, book)
    platform = drawer.one(book.world.platforms)
    return GiftListRequest(region, platform, at, _facts(drawer, book) | told_way(drawer, book.world, platform, at))


@st.composite
def eligibility_requests(draw: Draw, book: Book) -> EligibilityRequest:
    """Requests for who may take part."""
    drawer = Drawer(draw)
    region, at = _where(drawer, book)
    return EligibilityRequest(region, at, _facts(drawer, book))


@st.composite
def payout_requests(draw: Draw, book: Book) -> PayoutRequest:
    """Requests for a payout of a number of diamonds, of all lots, or of some."""
    drawer = Drawer(draw)
    region, at = _where(drawer, book)
    facts = _facts(drawer, book)
    lots = tuple(_lot(drawer, book, region, at, NUMBERS) for _ in range(drawer.one((0, 1, 2, 3, 4))))
    total = sum(lot.diamonds for lot in lots)
    if lots and drawer.maybe(50):
        asked = None
    elif lots and drawer.maybe(90):
        asked = drawer.one((total, 1, max(total // 2, 1), max(total - 1, 1), lots[0].diamonds))
    else:
        asked = drawer.one((0, -1, 10**15 + 1, total + 1) if drawer.maybe(8) else NUMBERS)
    diamonds = Diamonds(asked) if asked is not None else None
    method = "cheque" if drawer.maybe(3) else _method(drawer, book, region)
    used = _used(drawer, book, region, at, facts)
    return PayoutRequest(region, method, at, diamonds, lots, None, used, facts)


@st.composite
def wanted_requests(draw: Draw, book: Book) -> PayoutRequest:
    """Requests for the fewest diamonds that pay an amount, so few that they can be tried one by one."""
    drawer = Drawer(draw)
    region, at = _where(drawer, book)
    facts = _facts(drawer, book)
    lots = tuple(_lot(drawer, book, region, at, FEW) for _ in range(drawer.one((1, 2, 3))))
    method = _method(drawer, book, region)
    known = [
        book.known(region, book.world.platforms[0], ("payouts", *path), at, facts)
        for path in (("methods", method, "currency"), ("currency",))
    ]
    code = next((code for code in known if isinstance(code, str)), "EUR")
    if drawer.maybe(3):
        code = "GBP"
    want = Money(drawer.one((1, 30, 500, 5, 100, 2000, 10_000, 99)), CURRENCIES[code])
    return PayoutRequest(region, method, at, None, lots, want, {}, facts)


def _where(drawer: Drawer, book: Book) -> tuple[str, Instant]:
    known = drawer.one(tuple(book.world.regions))
    region = drawer.one(("XX", "DE-ZZ")) if drawer.maybe(2) else known
    begins = book.world.beginning(known)
    edges = [edge for edge in book.world.seconds(known) if edge >= begins]
    return region, Instant(drawer.one(edges) + drawer.one(AFTER))


def _method(drawer: Drawer, book: Book, region: str) -> str:
    """A method that is stated somewhere for this region, or any."""
    for name in ("rules:", f"region:{region}", f"region:{region.partition('-')[0]}"):
        payouts = book.world.trees.get(name, {}).get("payouts")
        methods = payouts.get("methods") if isinstance(payouts, dict) else None
        if isinstance(methods, dict) and drawer.maybe(97):
            return drawer.one(tuple(methods))
    return drawer.one(METHODS)


def _facts(drawer: Drawer, book: Book) -> dict[str, FactValue]:
    """Facts; those on which eligibility may turn are mostly fine."""
    facts = some_facts(drawer, book.world.facts)
    facts = {name: value for name, value in facts.items() if not name.startswith("gift.")}
    if drawer.maybe(60):
        facts = {name: value for name, value in facts.items() if not name.startswith("lot.")}
    return facts


def _lot(drawer: Drawer, book: Book, region: str, at: int, numbers: tuple[int, ...]) -> Lot:
    edges = book.world.seconds(region if region in book.world.regions else next(iter(book.world.regions)))
    before = [edge for edge in edges if edge <= at] or [at]
    earned = drawer.one(before[1:] or before) + drawer.one((0, DAY, -1, 3600, 40 * DAY))
    earned = earned if drawer.maybe(2) else max(min(earned, at), before[0])
    number = drawer.one((0, -5, 10**15 + 1)) if drawer.maybe(1) else drawer.one(numbers)
    facts: dict[str, FactValue] = {}
    if drawer.maybe(97):
        facts["lot.class"] = drawer.one(book.world.facts["lot.class"][1])
    if drawer.maybe(70):
        facts["lot.months"] = drawer.one((0, 5, 6, 12, 99))
    if drawer.maybe(40):
        facts["creator.grade"] = drawer.one(book.world.facts["creator.grade"][1])
    if drawer.maybe(1):
        facts["lot.colour"] = "red"
    source = drawer.one(SOURCES) if drawer.maybe(95) else None
    return Lot(Diamonds(number), Instant(earned), source, facts)


def _used(drawer: Drawer, book: Book, region: str, at: int, facts: dict[str, FactValue]) -> dict[str, Money | int]:
    """What was used of some limits: nothing, almost all, or more."""
    if region not in book.world.regions:
        return {}
    used: dict[str, Money | int] = {}
    for name in ("daily", "monthly", "one"):
        known = book.known(region, book.world.platforms[0], ("payouts", "limits", name, "most"), at, facts)
        if isinstance(known, Amount) and drawer.maybe(50):
            minor = drawer.one((0, known.minor, known.minor - 1, known.minor // 2))
            code = "GBP" if drawer.maybe(2) else known.currency
            used[name] = Money(max(minor, 0), CURRENCIES[code])
        elif isinstance(known, Counted) and drawer.maybe(50):
            used[name] = max(drawer.one((0, known.number, known.number - 1, known.number // 2)), 0)
        elif drawer.maybe(1):
            used[name] = 1
    return used
