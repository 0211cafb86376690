"""Packages, items and what is chosen: one purchase, the most that some money buys, and lists of each kind."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from ratecard.money import Money
from ratecard.quotes.requests import QUANTITY_LEAST, QUANTITY_MOST, PriceListRequest, PurchaseRequest
from ratecard.refusals import FactNeeded, InvalidInput, QuantityOutOfRange, Refusal, UnknownPackage
from tests.reference.answering import Listed, of_things
from tests.reference.choices import NOTHING_CHOSEN, Choice, OutOfRange, Range, SpendTooLow, said_for
from tests.reference.facts import Facts, asks
from tests.reference.following_periods import things
from tests.reference.holding import known_before, section_of
from tests.reference.layering import CURRENCY, Held, Market, market
from tests.reference.per_coin import Tiers, is_per_coin, rounds_below, tiers_by_coins, tiers_of
from tests.reference.points import allowed
from tests.reference.price_standing import is_chosen
from tests.reference.reading import Book, Path
from tests.reference.selling import Missing, Question, Sold, Unpromoted, before_promotions, paid, range_of, sold
from tests.reference.settling import asked_market, wrong_fact
from tests.reference.told import NOTHING_TOLD, OverBudget, OverLimit, Told
from tests.reference.writing import money_of

Bought = Sold | OutOfRange | SpendTooLow | OverLimit | OverBudget | Refusal


@dataclass(frozen=True)
class Chosen:
    """What a price list shows of something that is chosen: its numbers, and what a client computes prices by.

    `tiers` has, for packages, the exact price of a coin in minor units by the number from which it counts; with `each`
    it is of the coins beyond that number alone. `rounding` is that of the book.
    """

    thing: str
    currency: str
    range: Range
    tiers: tuple[tuple[int, Fraction], ...]
    each: bool
    rounding: str


def buy(
    book: Book,
    request: PurchaseRequest,
    choice: Choice = NOTHING_CHOSEN,
    told: Told = NOTHING_TOLD,
    spend: Money | None = None,
) -> Bought:
    """One purchase of a package or an item, of which the question may choose the number, or say what may be spent."""
    if not QUANTITY_LEAST <= request.quantity <= QUANTITY_MOST:
        return QuantityOutOfRange(request.quantity, QUANTITY_LEAST, QUANTITY_MOST)
    here = asked_market(book, request.region, request.platform, request.at)
    if not isinstance(here, Market):
        return here
    wrong = wrong_fact(book, request.facts, here, request.at)
    if wrong is not None:
        return wrong
    if request.package not in things(book):
        return UnknownPackage(request.package, ())
    if spend is not None:
        most = most_for(here, request, spend)
        if not isinstance(most, Choice):
            return most
        choice = most
    answer = sold(Question(here, request, told, choice))
    return answer.refusal if isinstance(answer, Missing) else answer


def most_for(here: Market, request: PurchaseRequest, spend: Money) -> Choice | OutOfRange | SpendTooLow | Refusal:
    """The greatest number of which all units cost at most this, or why there is none: all are tried, from the top."""
    held = here.everything_held(request.at)
    within, currency = range_of(here, held, request), str(held[CURRENCY].says)
    of_item = section_of(held, request.package)[0] == "items"
    if within is None or spend.currency.code != currency:
        return InvalidInput(("spend",), "")
    for number in within.downwards():
        choice = _choice(number, currency, of_item=of_item)
        priced = before_promotions(Question(here, request, choice=choice))
        if isinstance(priced, Missing):
            return priced.refusal
        if not isinstance(priced, Unpromoted):
            return priced
        costs = _costs(here, request, choice)
        if costs <= spend.minor:
            return choice
    return SpendTooLow(request.package, within.least, costs)


def _choice(number: int, currency: str, *, of_item: bool) -> Choice:
    return Choice(amount=money_of(number, currency)) if of_item else Choice(coins=number)


def _costs(here: Market, request: PurchaseRequest, choice: Choice) -> int:
    """What is paid, whatever limits of buyers say of it."""
    answer = sold(Question(here, request, choice=choice, limited=False))
    assert isinstance(answer, Sold), f"{answer}: it was priced, and no limit is asked"
    return paid(answer.figures)


def items(book: Book, request: PriceListRequest, told: Told = NOTHING_TOLD) -> Listed:
    """One of each item that has a price, in their order; by the rules', then by id."""
    here = market(book, request.region, request.platform)
    held = here.everything_held(request.at)
    of_items = [thing for thing in things(book) if section_of(held, thing)[0] == "items"]
    return of_things(here, request, told, [thing for thing in of_items if not is_chosen(here, thing, request.at)])


def all_chosen(book: Book, request: PriceListRequest) -> tuple[Chosen, ...]:
    """Everything of a market of which the number is chosen, by id."""
    here = market(book, request.region, request.platform)
    return tuple(_all_chosen(here, request))


def _all_chosen(here: Market, request: PriceListRequest) -> Iterator[Chosen]:
    held = here.everything_held(request.at)
    for thing in things(here.book):
        one = PurchaseRequest(request.region, request.platform, thing, request.at, 1, request.facts)
        within = range_of(here, held, one)
        if within is None or isinstance(before_promotions(Question(here, one)), Missing | FactNeeded):
            continue
        rounding = here.held(("pricing", "rounding"), request.at)
        said = "" if rounding is None else str(rounding.says)
        if section_of(held, thing)[0] == "items":
            yield Chosen(thing, str(held[CURRENCY].says), within, (), False, "")
            continue
        tiers = tiers_at(held, thing, known_before(one))
        yield Chosen(thing, tiers.currency, within, _inside(tiers, within), tiers.each, said)


def tiers_at(held: Mapping[Path, Held], thing: str, facts: Facts) -> Tiers:
    """The price per coin of a package, by its number of coins."""
    path: Path = ("prices", thing)
    if asks(held[path].says) == "purchase.coins":
        return tiers_by_coins(held[path].says)
    taken = said_for(held, path, facts)
    assert taken is not None
    assert is_per_coin(taken), f"{thing} is chosen, and has no price per coin"
    return tiers_of(taken)


def _inside(tiers: Tiers, within: Range) -> tuple[tuple[int, Fraction], ...]:
    """The tiers that a number of the range reaches. Where all coins are at one, each begins at such a number."""
    ends: list[int | None] = [start for start, _ in tiers.units[1:]]
    found: list[tuple[int, Fraction]] = []
    for (start, unit), end in zip(tiers.units, [*ends, None], strict=True):
        if tiers.each and start < within.most:
            found.append((start, unit))
        first = next((number for number in _upwards(within) if number >= start), None)
        if not tiers.each and first is not None and (end is None or first < end):
            found.append((first, unit))
    return tuple(found)


def _upwards(within: Range) -> Iterator[int]:
    return iter(range(within.least, within.most + 1, within.step))


def cheapest_by_rounding(book: Book, request: PurchaseRequest) -> tuple[int, int] | None:
    """The number of coins that rounding makes over 2 % cheaper than its tier says, the worst, with its price."""
    here = market(book, request.region, request.platform)
    held = here.everything_held(request.at)
    within, prices = range_of(here, held, request), allowed(here, request.at, str(held[CURRENCY].says))
    assert within is not None
    assert prices is not None
    return rounds_below(tiers_at(held, request.package, known_before(request)), _upwards(within), prices)
