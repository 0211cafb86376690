"""A question to figures or a refusal, step by step, at the instant that the question names.

Where several things are wrong with a question the first of these answers: quantity, region, platform, instant, facts,
package, price, a fact that a value needs, a condition.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from msgspec import structs

from ratecard.quotes.requests import QUANTITY_LEAST, QUANTITY_MOST, PriceListRequest, PurchaseRequest
from ratecard.refusals import InvalidInput, QuantityOutOfRange, Refusal, UnknownPackage
from tests.reference.choices import OutOfRange
from tests.reference.layering import Market
from tests.reference.price_standing import is_chosen
from tests.reference.reading import Book
from tests.reference.selling import Figures, Missing, Question, Sold, sold
from tests.reference.settling import WAY, asked_market, ways, wrong_fact
from tests.reference.told import NOTHING_TOLD, OverBudget, OverLimit, Told

__all__ = ("Figures", "Listed", "Listing", "Sold", "listed", "price_list", "quote", "sell")


@dataclass(frozen=True)
class Listing:
    """The answer to a price list: figures in their order, and refusals of packages that facts withhold, by id.

    `assumed` holds what was assumed for any of them, also for packages that are not sold because of it. `by_way` has
    the same for each way of paying, the one that is taken untold first, where that was asked for.
    """

    figures: tuple[Figures, ...]
    refused: Mapping[str, Refusal]
    assumed: frozenset[str]
    by_way: Mapping[str, "Listing"]


Answer = Sold | OverLimit | OverBudget | Refusal


def quote(book: Book, request: PurchaseRequest) -> Figures | Refusal:
    """The figures of one purchase of which nothing more is told, or why there are none."""
    answer = sell(book, request)
    assert not isinstance(answer, OverLimit | OverBudget), answer
    return answer.figures if isinstance(answer, Sold) else answer


def sell(book: Book, request: PurchaseRequest, told: Told = NOTHING_TOLD) -> Answer:
    """One purchase with its promotions and limits, or why there is none."""
    if not QUANTITY_LEAST <= request.quantity <= QUANTITY_MOST:
        return QuantityOutOfRange(request.quantity, QUANTITY_LEAST, QUANTITY_MOST)
    here = asked_market(book, request.region, request.platform, request.at)
    if not isinstance(here, Market):
        return here
    wrong = wrong_fact(book, request.facts, here, request.at)
    if wrong is not None:
        return wrong
    if request.package not in _packages(book):
        return UnknownPackage(request.package, ())
    answer = sold(Question(here, request, told))
    assert not isinstance(answer, OutOfRange), answer
    return answer.refusal if isinstance(answer, Missing) else answer


def price_list(book: Book, request: PriceListRequest) -> Listing | Refusal:
    """One unit of everything that is sold: by the rules' order, then by coins, then by id."""
    found = listed(book, request)
    if not isinstance(found, Listed):
        return found
    refused: dict[str, Refusal] = {}
    for package, refusal in found.refused.items():
        assert not isinstance(refusal, OverLimit | OverBudget), refusal
        refused[package] = refusal
    by_way: dict[str, Listing] = {}
    for way in _ways(book, request) if request.ways else ():
        each = price_list(book, structs.replace(request, facts={**request.facts, WAY: way}, ways=False))
        assert isinstance(each, Listing), each
        by_way[way] = each
    return Listing(tuple(one.figures for one in found.sold), refused, found.assumed, by_way)


def _ways(book: Book, request: PriceListRequest) -> list[str]:
    here = asked_market(book, request.region, request.platform, request.at)
    assert isinstance(here, Market)
    return ways(here.everything_held(request.at))


@dataclass(frozen=True)
class Listed:
    """A price list with what promotions do to one unit of each package, and why others are refused, by id."""

    sold: tuple[Sold, ...]
    refused: Mapping[str, OverLimit | OverBudget | Refusal]
    assumed: frozenset[str]


def listed(book: Book, request: PriceListRequest, told: Told = NOTHING_TOLD) -> Listed | Refusal:
    """One unit of everything that is sold, in its order."""
    here = asked_market(book, request.region, request.platform, request.at)
    if not isinstance(here, Market):
        return here
    wrong = wrong_fact(book, request.facts, here, request.at)
    if wrong is not None:
        return wrong
    if request.ways and WAY in request.facts:
        return InvalidInput(("ways",), "")
    return of_things(here, request, told, [id_ for id_ in _packages(book) if not is_chosen(here, id_, request.at)])


def of_things(here: Market, request: PriceListRequest, told: Told, things: Iterable[str]) -> Listed:
    """One unit of each of these, in their order."""
    found: list[Sold] = []
    refused: dict[str, OverLimit | OverBudget | Refusal] = {}
    assumed = frozenset[str]()
    for thing in things:
        facts = {**request.facts, **request.package_facts.get(thing, {})}
        one = PurchaseRequest(request.region, request.platform, thing, request.at, 1, facts)
        answer = sold(Question(here, one, told))
        assert not isinstance(answer, OutOfRange), answer
        if isinstance(answer, Sold):
            found.append(answer)
            assumed |= answer.figures.assumed
        elif isinstance(answer, Missing):
            assumed |= set(answer.refusal.assumed_facts)
            if answer.price.for_some:
                refused[thing] = answer.refusal
        else:
            refused[thing] = answer
            assumed |= answer.assumed if isinstance(answer, OverLimit | OverBudget) else set()
    last = max([one.figures.order for one in found if one.figures.order is not None], default=0) + 1
    found.sort(key=lambda one: _place(one, last))
    return Listed(tuple(found), refused, assumed)


def _place(one: Sold, last: int) -> tuple[int, int, str]:
    """Its place in a list: by the rules, then by what the package itself holds, whatever promotions add."""
    order = last if one.figures.order is None else one.figures.order
    return order, one.offer.coins + one.offer.bonus, one.figures.package


def _packages(book: Book) -> set[str]:
    return {s.path[1] for s in book.statements if s.path[0] == "packages" and s.path[2:] == ("coins",)}
