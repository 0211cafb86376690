"""Lots of diamonds: what one diamond of each is worth, in which order they leave, and which of them are used."""

from dataclasses import dataclass
from fractions import Fraction

from ratecard.quotes.requests import DIAMONDS_LEAST, DIAMONDS_MOST, Lot, PayoutRequest
from ratecard.refusals import FactNeeded, InvalidLot, Refusal
from tests.reference import fx
from tests.reference.facts import said
from tests.reference.layering import Market
from tests.reference.reading import Book
from tests.reference.settling import settle, wrong_fact
from tests.reference.writing import unit_price

DIAMOND = ("payouts", "diamond")
CLASS = "lot.class"


@dataclass(frozen=True)
class Valued:
    """A lot with the exact value of one of its diamonds, in minor units of the value currency."""

    number: int
    diamonds: int
    earned: int
    source_region: str | None
    kind: str | None
    value: Fraction
    assumed: frozenset[str]

    def is_from(self, region: str) -> bool:
        """Whether its money came from that region or one in it."""
        return self.source_region is not None and f"{self.source_region}-".startswith(f"{region}-")


def valued_lots(
    book: Book,
    here: Market,
    request: PayoutRequest,
    lots: tuple[Lot, ...],
    order: str,
    currency: str,
    by_earned: bool,
) -> tuple[Valued, ...] | Refusal:
    """Every lot with its value, in the order in which they leave."""
    found: list[Valued] = []
    for number, lot in enumerate(lots, start=1):
        one = _valued(book, here, request, lot, number, currency, by_earned)
        if not isinstance(one, Valued):
            return one
        found.append(one)
    classes = book.stated("facts", CLASS, "of") or []
    found.sort(key=lambda lot: (lot.earned, lot.number))
    for word in reversed(order.split(", ")):
        if word == "class":
            # Where no lot has a class, there is no order among them to need it for.
            if any(lot.kind is None for lot in found) and any(lot.kind is not None for lot in found):
                return FactNeeded(CLASS)
            found.sort(key=lambda lot: list(classes).index(lot.kind or classes[0]))  # type: ignore[index]
        else:
            found.sort(key=lambda lot: lot.earned if word == "oldest" else -lot.earned)
    return tuple(found)


def _valued(
    book: Book, here: Market, request: PayoutRequest, lot: Lot, number: int, currency: str, by_earned: bool
) -> Valued | Refusal:
    if not DIAMONDS_LEAST <= lot.diamonds <= DIAMONDS_MOST or lot.earned > request.at:
        return InvalidLot(number, "")
    wrong = wrong_fact(book, lot.facts)
    if wrong is not None:
        return wrong
    facts = {**request.facts, **lot.facts}
    at = lot.earned if by_earned else request.at
    if at < here.begins:
        return InvalidLot(number, "")
    stated = here.held(DIAMOND, at)
    diamond = settle(DIAMOND, {DIAMOND: stated} if stated is not None else {}, facts)
    if isinstance(diamond, FactNeeded):
        return diamond
    written = diamond.get(*DIAMOND)
    if written is None:
        return InvalidLot(number, "")
    value, own = unit_price(written)
    rates = here.everything_held(request.at) if own != currency else {}
    between = fx.cross(here, rates, own, currency, request.at)
    if not isinstance(between, Fraction):
        return between
    kind = said(facts[CLASS]) if CLASS in facts else None
    exact = fx.minor(value, own, currency, between)
    return Valued(number, lot.diamonds, lot.earned, lot.source_region, kind, exact, diamond.assumed)


def take(lots: tuple[Valued, ...], number: int) -> list[tuple[Valued, int]]:
    """So many diamonds, from the first lots on."""
    used: list[tuple[Valued, int]] = []
    for lot in lots:
        taken = min(lot.diamonds, number)
        if taken:
            used.append((lot, taken))
        number -= taken
    assert number == 0
    return used
