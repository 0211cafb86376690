"""Purchases and price lists, as Python callers ask for them and are answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from ratecard.answers.purchases import (
    PRICE_BOUNDS,
    PRICE_LIST,
    PRICES_BY_WAY,
    PURCHASE_QUOTE,
    WITHHELD_PACKAGE,
)
from ratecard.book.rulebook import RuleBook
from ratecard.currency import Currency
from ratecard.money import Coins, Money, UnitPrice
from ratecard.python.answers import OF_A_QUOTE, Maker, OnLibrary, steps_of
from ratecard.python.asking import GivenFacts, facts_of, instant, mapping, read_market, text, texts
from ratecard.python.chosen_listed import MAKE_CHOSEN_THING, MAKE_WITHHELD_CHOSEN, ChosenThing, WithheldChosen
from ratecard.python.exchanges import MAKE_UNITS, UnitsWith
from ratecard.python.items import MAKE_WITHHELD_ITEM, ItemQuote, WithheldItem, item_quotes
from ratecard.python.limits import Budget, UsedAmount, read_budget, read_used
from ratecard.python.promotions import MAKE_CODE, BroughtCode
from ratecard.python.selling import PARTS_OF_A_QUOTE, SoldQuote, Told, read_purchase
from ratecard.quotes.purchases import quotes as engine
from ratecard.quotes.purchases.listing import list_prices
from ratecard.quotes.purchases.lists import PriceList as ListedPrices
from ratecard.quotes.purchases.lists import PricesByWay as ListedByWay
from ratecard.quotes.purchases.quoting import quote_purchase
from ratecard.quotes.requests import PriceListRequest
from ratecard.quotes.tracing.library_values import of_price_list, of_purchase
from ratecard.quotes.tracing.purchases import trace_purchase
from ratecard.refusals import InvalidInput, Refusal


@dataclass(frozen=True, kw_only=True)
class PurchaseQuote(SoldQuote):
    """One purchase of a package, answered. Figures are of the whole quantity, but `per_coin`, which is exact.

    `names` are empty where people call the package by its coins.
    """

    package_id: str
    coins: Coins
    bonus: Coins
    total: Coins
    units: tuple[UnitsWith, ...]
    per_coin: UnitPrice


@dataclass(frozen=True)
class WithheldPackage:
    """A package that the market sells and this asker gets no price for: not eligible, or a fact is needed."""

    package_id: str
    refusal: Refusal


@dataclass(frozen=True)
class PriceBounds:
    """The least and the most that a price of a market may be."""

    least: Money
    most: Money


@dataclass(frozen=True, kw_only=True)
class PricesByWay:
    """A price list as it is paid in one way. `assumed_facts` were not given though they decide."""

    way_id: str
    names: Mapping[str, str] = field(hash=False)
    packages: tuple[PurchaseQuote, ...]
    withheld: tuple[WithheldPackage, ...]
    items: tuple[ItemQuote, ...]
    withheld_items: tuple[WithheldItem, ...]
    chosen: tuple[ChosenThing, ...]
    withheld_chosen: tuple[WithheldChosen, ...]
    assumed_facts: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PriceList(OnLibrary):
    """All that a market sells, in the order of the rules: packages and items quoted for one unit, and what is `chosen`.

    `unknown_values` are the paths of what any package needs and the rules do not know.
    `ways` has the same for each way of paying where that was asked for, the one that is taken untold first.
    Where nothing is sold, `sells_from` is the instant from which something is; None where the rules name none.
    `best_value` is the package of which one coin costs least; None where nothing is priced, or that is not known.
    `codes` are those that were brought, each with the best that became of it for any package.
    `price_bounds` is None where the rules bound no price.
    """

    region: str
    platform: str
    currency: Currency
    price_bounds: PriceBounds | None
    packages: tuple[PurchaseQuote, ...]
    withheld: tuple[WithheldPackage, ...]
    items: tuple[ItemQuote, ...]
    withheld_items: tuple[WithheldItem, ...]
    chosen: tuple[ChosenThing, ...]
    withheld_chosen: tuple[WithheldChosen, ...]
    best_value: str | None
    codes: tuple[BroughtCode, ...]
    ways: tuple[PricesByWay, ...]
    sells_from: datetime | None
    unknown_values: tuple[str, ...]


MAKE_QUOTE = Maker(PurchaseQuote, PURCHASE_QUOTE, *PARTS_OF_A_QUOTE, MAKE_UNITS, beside=OF_A_QUOTE)
MAKE_WITHHELD = Maker(WithheldPackage, WITHHELD_PACKAGE)
OF_A_LIST = (MAKE_WITHHELD, MAKE_WITHHELD_ITEM, MAKE_CHOSEN_THING, MAKE_WITHHELD_CHOSEN)
"""What makes the parts of a list, beside its quotes."""

MAKE_BY_WAY = Maker(PricesByWay, PRICES_BY_WAY, *OF_A_LIST, beside=("packages", "items"))
MAKE_LIST = Maker(
    PriceList,
    PRICE_LIST,
    *OF_A_LIST,
    Maker(PriceBounds, PRICE_BOUNDS),
    MAKE_CODE,
    beside=("packages", "items", "ways", "looked_up"),
)


def ask_purchase(
    book: RuleBook,
    *,
    region: str,
    platform: str,
    package: str,
    at: datetime,
    quantity: int,
    facts: GivenFacts,
    used: Sequence[UsedAmount] = (),
    budget: Budget | None = None,
    codes: Sequence[str] = (),
) -> PurchaseQuote | Refusal:
    """The quote of one purchase, or why there is none."""
    told = Told(facts, used, budget, codes)
    request = read_purchase(book, region, platform, ("package", package), at, quantity, told)
    if isinstance(request, InvalidInput):
        return request
    answer = quote_purchase(book, request)
    return _quote(book, answer) if isinstance(answer, engine.PurchaseQuote) else answer.brief()


def ask_price_list(
    book: RuleBook,
    *,
    region: str,
    platform: str,
    at: datetime,
    facts: GivenFacts,
    package_facts: Mapping[str, GivenFacts],
    used: Sequence[UsedAmount] = (),
    budget: Budget | None = None,
    codes: Sequence[str] = (),
    ways: bool = False,
) -> PriceList | Refusal:
    """Every package that a market sells, or why there is no list."""
    market = read_market(region, platform)
    asked = facts_of(book, facts)
    by_package = mapping("package_facts", package_facts).items()
    own = {text("package", package): facts_of(book, given) for package, given in by_package}
    if type(ways) is not bool:
        raise TypeError(f"ways is a bool, and {ways!r} is a {type(ways).__name__}")
    as_of, brought = instant("at", at), texts("codes", codes)
    before, limit = read_used(used), read_budget(budget)
    for read in (market, before, limit):
        if isinstance(read, InvalidInput):
            return read
    assert not isinstance(market, InvalidInput)
    assert not isinstance(before, InvalidInput)
    assert not isinstance(limit, InvalidInput)
    question = PriceListRequest(
        market[0], market[1], as_of, asked, package_facts=own, used=before, budget=limit, codes=brought, ways=ways
    )
    answer = list_prices(book, question)
    if not isinstance(answer, ListedPrices):
        return answer.brief()
    by_way = tuple(MAKE_BY_WAY(listed, **_sold(book, listed)) for listed in answer.by_way)
    return MAKE_LIST(answer, ways=by_way, looked_up=partial(of_price_list, book, answer), **_sold(book, answer))


def _sold(book: RuleBook, listed: ListedPrices | ListedByWay) -> dict[str, tuple[SoldQuote, ...]]:
    """The packages and items of a list as callers see them."""
    packages = tuple(_quote(book, quote) for quote in listed.packages)
    return {"packages": packages, "items": item_quotes(book, listed.items)}


def _quote(book: RuleBook, quote: engine.PurchaseQuote) -> PurchaseQuote:
    """A quote of the engine as callers see it."""
    traced, looked_up = partial(steps_of, trace_purchase, quote), partial(of_purchase, book, quote)
    return MAKE_QUOTE(quote, facts=dict(quote.request.facts), traced=traced, looked_up=looked_up)
