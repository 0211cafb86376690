"""Questions about books with promotions: close to the edges of windows and limits, with codes and what was used."""

from dataclasses import dataclass

from hypothesis import strategies as st

from ratecard.instants import Instant
from ratecard.quotes.requests import PurchaseRequest
from ratecard.terms.facts import FactValue
from tests.reference.dates import second
from tests.strategies.drawing import Draw, Drawer
from tests.strategies.promotion_worlds import WAYS
from tests.strategies.promotions import DATED, Book

DAYS = ("2026-11-27", "2026-11-30", "2026-12-01", "2025-12-20", "2026-03-29", "2026-10-25", "2027-03-28", *DATED)
ZONES = ("Europe/Berlin", "Europe/Sofia", "Asia/Tokyo", "Asia/Beirut", "Asia/Kuwait")
QUANTITIES = (1, 2, 3, 10_000, 7)


@dataclass(frozen=True)
class UsedNumber:
    """So much was used of a limit, in its unit (singular) or minor units of a currency; of one package, or of all."""

    limit: str
    number: int
    unit: str
    package: str | None


@dataclass(frozen=True)
class Question:
    """A purchase, the codes that are brought, and what was used of limits."""

    request: PurchaseRequest
    codes: tuple[str, ...]
    used: tuple[UsedNumber, ...]


@st.composite
def promoted_questions(draw: Draw, book: Book, everything_told: bool = False) -> Question:
    """A question about a book. `everything_told`: no fact is missing, and of each limit it is said what was used."""
    drawer = Drawer(draw)
    at = second(drawer.one(DAYS), drawer.one(ZONES)) + drawer.one((0, 43_200, -1))
    facts: dict[str, FactValue] = {}
    if everything_told or drawer.maybe(60):
        facts["buyer.member"] = drawer.maybe(60)
    if everything_told or drawer.maybe(60):
        facts["buyer.level"] = drawer.one((5, 0, 3, 4))
    platform = drawer.one(book.platforms)
    if platform == "web" and (everything_told or drawer.maybe(50)):
        facts["purchase.way"] = drawer.one(WAYS)
    package = drawer.one(("c", "d"))
    used = tuple(_used(drawer, limit, package) for limit in book.limits if everything_told or drawer.maybe(75))
    request = PurchaseRequest(
        drawer.one(book.regions),
        platform,
        package,
        Instant(at),
        _quantity(drawer, book, package),
        facts,
    )
    return Question(request, tuple(_codes(drawer, book)), used)


def _used(drawer: Drawer, limit: tuple[str, int, str, bool], package: str) -> UsedNumber:
    name, most, unit, of_package = limit
    number = max(0, drawer.one((0, most - 1, most, most + 1, most // 2)))
    return UsedNumber(name, number, unit, package if of_package and drawer.maybe(80) else None)


def _quantity(drawer: Drawer, book: Book, package: str) -> int:
    """A number of units, often the one at which a limit ends, one less or one more."""
    if not book.limits or drawer.maybe(40):
        return drawer.one(QUANTITIES)
    _, most, unit, _ = drawer.one(book.limits)
    if unit.isupper():
        return drawer.one(QUANTITIES)
    edge = most // book.coins[package] if unit == "coin" else most
    return min(10_000, max(1, edge + drawer.one((0, -1, 1))))


def _codes(drawer: Drawer, book: Book) -> list[str]:
    """Some of the book's codes, each as somebody types it, and sometimes one that is none."""
    typed = [
        drawer.one((code, f" {code.upper()} ", code.lower())) for code in dict.fromkeys(book.codes) if drawer.maybe(70)
    ]
    return [*typed, *(("NOTHING",) if drawer.maybe(10) else ())]
