"""Purchases and price lists, as Python callers ask for them and are answered."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Literal

from ratecard.answers.purchases import (
    ECONOMICS,
    OPEN_PROMOTION,
    PRICE,
    PRICE_BOUNDS,
    PRICE_LIST,
    PRICES_BY_WAY,
    PURCHASE_QUOTE,
    TAX_LINE,
    WITHHELD_PACKAGE,
)
from ratecard.book.rulebook import RuleBook
from ratecard.currency import Currency
from ratecard.money import Coins, Money, Rate, UnitPrice
from ratecard.python.answers import OF_A_QUOTE, Explained, Maker, OnLibrary, steps_of
from ratecard.python.asking import GivenFacts, facts_of, instant, mapping, read_market, text, texts, whole
from ratecard.python.beside import MAKE_LOWEST, MAKE_SAVING, MAKE_SECOND, LowestPrice, Saving, SecondCurrency
from ratecard.python.limits import MAKE_OPEN_LIMIT, MAKE_USED, Budget, OpenLimit, UsedAmount, read_budget, read_used
from ratecard.python.promotions import MAKE_APPLIED, MAKE_CODE, AppliedPromotion, BroughtCode
from ratecard.python.shows import MAKE_SHOWN, Shown
from ratecard.quotes.purchases import quotes as engine
from ratecard.quotes.purchases.listing import list_prices
from ratecard.quotes.purchases.lists import PriceList as ListedPrices
from ratecard.quotes.purchases.quoting import quote_purchase
from ratecard.quotes.requests import PriceListRequest, PurchaseRequest
from ratecard.quotes.tracing.library_values import of_price_list, of_purchase
from ratecard.quotes.tracing.purchases import trace_purchase
from ratecard.refusals import Condition, InvalidInput, Refusal
from ratecard.terms.tax import TaxStatus


@dataclass(frozen=True)
class TaxLine:
    """One named tax, with its stated rate and its amount. `names` are those that the rules give it, by language."""

    tax_line_id: str
    names: Mapping[str, str] = field(hash=False)
    rate: Rate
    amount: Money


@dataclass(frozen=True)
class Price:
    """What a buyer sees of a price: net + tax = gross, and the lines sum to the tax.

    `listed` is the number in the price list: `regular`, the price before promotions, less `discount`. `tax_status` says
    whether tax is inside. What a tax that is undetermined leaves open is None: a subdivision decides, or the rules do
    not know it, and the answer's `unknown_values` say what.
    """

    regular: Money
    discount: Money
    listed: Money
    gross: Money | None
    net: Money | None
    tax: Money | None
    tax_status: TaxStatus
    lines: tuple[TaxLine, ...]


@dataclass(frozen=True)
class OpenPromotion:
    """A promotion that may apply yet, what it needs, and one unit as if that were met; None where a fact decides that.

    Which code it asks for is told nowhere, and one of which the rules hold but a hash is not among the open ones.
    """

    promotion_id: str
    names: Mapping[str, str] = field(hash=False)
    until: datetime | None
    needs_code: bool
    needed_facts: tuple[str, ...]
    conditions: tuple[Condition, ...]
    needed_limits: tuple[str, ...]
    price: Price | None
    bonus: Coins | None
    total: Coins | None


@dataclass(frozen=True)
class PurchaseEconomics:
    """Who keeps what: commission + withheld + proceeds = net. None is undetermined, or unknown.

    `withheld` are taxes that the store keeps back, and `remittance` is what it sends.
    `collected_by` pays the tax over to the state; None where no tax is levied, or where the rules do not know it.
    """

    commission: Money | None
    withheld: Money | None
    proceeds: Money | None
    remittance: Money | None
    collected_by: Literal["store", "seller"] | None


@dataclass(frozen=True, kw_only=True)
class PurchaseQuote(Explained):
    """One purchase, answered. Figures are of the whole quantity, but `per_coin`, which is exact.

    `unknown_values` are the paths of what figures need and the rules do not know: these figures are None. What is
    required of the buyer leaves none so, and while it is listed it is not known whether the purchase is allowed.
    `names` are the package's own, by language; empty where people call it by its coins. `store_product_id` is its id in
    the platform's store, and `way_id` the way of paying: the one told, or the one assumed where a figure varies by it.
    `uses` is what the purchase uses of limits, as a later question states it. Limits in `open_limits` are kept as far
    as is known. With `limits_by_listed` money was compared by the listed price, because gross is not known.
    `lowest_price` and `second_currency` are None where the rules do not ask for them.
    """

    region: str
    platform: str
    package_id: str
    names: Mapping[str, str] = field(hash=False)
    store_product_id: str | None
    kinds: tuple[str, ...]
    way_id: str | None
    shows: Shown
    quantity: int
    coins: Coins
    bonus: Coins
    total: Coins
    currency: Currency
    price: Price
    per_coin: UnitPrice
    savings: tuple[Saving, ...]
    lowest_price: LowestPrice | None
    second_currency: SecondCurrency | None
    promotions: tuple[AppliedPromotion, ...]
    open_promotions: tuple[OpenPromotion, ...]
    codes: tuple[BroughtCode, ...]
    economics: PurchaseEconomics
    uses: tuple[UsedAmount, ...]
    open_limits: tuple[OpenLimit, ...]
    limits_by_listed: bool
    unknown_values: tuple[str, ...]


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
    """The packages of a price list as they are paid in one way. `assumed_facts` were not given though they decide."""

    way_id: str
    names: Mapping[str, str] = field(hash=False)
    packages: tuple[PurchaseQuote, ...]
    withheld: tuple[WithheldPackage, ...]
    assumed_facts: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PriceList(OnLibrary):
    """Every package that a market sells, in the order of the rules, each quoted for one unit.

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
    best_value: str | None
    codes: tuple[BroughtCode, ...]
    ways: tuple[PricesByWay, ...]
    sells_from: datetime | None
    unknown_values: tuple[str, ...]


MAKE_PRICE = Maker(Price, PRICE, Maker(TaxLine, TAX_LINE))
MAKE_QUOTE = Maker(
    PurchaseQuote,
    PURCHASE_QUOTE,
    *(MAKE_PRICE, Maker(PurchaseEconomics, ECONOMICS), MAKE_USED, MAKE_OPEN_LIMIT, MAKE_SHOWN),
    *(MAKE_APPLIED, Maker(OpenPromotion, OPEN_PROMOTION, MAKE_PRICE), MAKE_CODE),
    *(MAKE_SAVING, MAKE_LOWEST, MAKE_SECOND),
    beside=OF_A_QUOTE,
)
MAKE_WITHHELD = Maker(WithheldPackage, WITHHELD_PACKAGE)
MAKE_BY_WAY = Maker(PricesByWay, PRICES_BY_WAY, MAKE_WITHHELD, beside=("packages",))
MAKE_LIST = Maker(
    PriceList,
    PRICE_LIST,
    MAKE_WITHHELD,
    Maker(PriceBounds, PRICE_BOUNDS),
    MAKE_CODE,
    beside=("packages", "ways", "looked_up"),
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
    market = read_market(region, platform)
    asked = facts_of(book, facts)
    as_of = instant("at", at)
    name, count, brought = text("package", package), whole("quantity", quantity), texts("codes", codes)
    before, own = read_used(used), read_budget(budget)
    for read in (market, before, own):
        if isinstance(read, InvalidInput):
            return read
    assert not isinstance(market, InvalidInput)
    assert not isinstance(before, InvalidInput)
    assert not isinstance(own, InvalidInput)
    answer = quote_purchase(
        book, PurchaseRequest(market[0], market[1], name, as_of, count, asked, used=before, budget=own, codes=brought)
    )
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
    packages = _quotes(book, answer.packages)
    by_way = tuple(MAKE_BY_WAY(listed, packages=_quotes(book, listed.packages)) for listed in answer.by_way)
    return MAKE_LIST(answer, packages=packages, ways=by_way, looked_up=partial(of_price_list, book, answer))


def _quotes(book: RuleBook, quotes: Iterable[engine.PurchaseQuote]) -> tuple[PurchaseQuote, ...]:
    return tuple(_quote(book, quote) for quote in quotes)


def _quote(book: RuleBook, quote: engine.PurchaseQuote) -> PurchaseQuote:
    """A quote of the engine as callers see it."""
    traced, looked_up = partial(steps_of, trace_purchase, quote), partial(of_purchase, book, quote)
    return MAKE_QUOTE(quote, facts=dict(quote.request.facts), traced=traced, looked_up=looked_up)
