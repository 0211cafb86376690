"""What Python callers ask and are answered of packages and items alike."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from ratecard.book.rulebook import RuleBook
from ratecard.currency import Currency
from ratecard.python.answers import Explained
from ratecard.python.asking import GivenFacts, facts_of, instant, read_market, text, texts, whole
from ratecard.python.beside import MAKE_LOWEST, MAKE_SAVING, MAKE_SECOND, LowestPrice, Saving, SecondCurrency
from ratecard.python.limits import MAKE_OPEN_LIMIT, MAKE_USED, Budget, OpenLimit, UsedAmount, read_budget, read_used
from ratecard.python.prices import (
    MAKE_ECONOMICS,
    MAKE_OPEN_PROMOTION,
    MAKE_PRICE,
    OpenPromotion,
    Price,
    PurchaseEconomics,
)
from ratecard.python.promotions import MAKE_APPLIED, MAKE_CODE, AppliedPromotion, BroughtCode
from ratecard.python.shows import MAKE_SHOWN, Shown
from ratecard.quotes.requests import PurchaseRequest
from ratecard.refusals import InvalidInput


@dataclass(frozen=True, kw_only=True)
class SoldQuote(Explained):
    """What a quote of a package and one of an item say alike. Figures are of the whole quantity.

    `unknown_values` are the paths of what figures need and the rules do not know: these figures are None. What is
    required of the buyer leaves none so, and while it is listed it is not known whether the purchase is allowed.
    `names` are its own, by language. `store_product_id` is its id in the platform's store, and `way_id` the way of
    paying: the one told, or the one assumed where a figure varies by it.
    `uses` is what the purchase uses of limits, as a later question states it. Limits in `open_limits` are kept as far
    as is known. With `limits_by_listed` money was compared by the listed price, because gross is not known.
    `lowest_price` and `second_currency` are None where the rules do not ask for them.
    """

    region: str
    platform: str
    names: Mapping[str, str] = field(hash=False)
    store_product_id: str | None
    kinds: tuple[str, ...]
    way_id: str | None
    shows: Shown
    quantity: int
    currency: Currency
    price: Price
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


PARTS_OF_A_QUOTE = (
    *(MAKE_PRICE, MAKE_ECONOMICS, MAKE_USED, MAKE_OPEN_LIMIT, MAKE_SHOWN),
    *(MAKE_APPLIED, MAKE_OPEN_PROMOTION, MAKE_CODE),
    *(MAKE_SAVING, MAKE_LOWEST, MAKE_SECOND),
)
"""What makes the parts of such a quote."""


class Told(NamedTuple):
    """What a caller tells beside what is bought, and where."""

    facts: GivenFacts
    used: Sequence[UsedAmount]
    budget: Budget | None
    codes: Sequence[str]


def read_purchase(
    book: RuleBook, region: str, platform: str, thing: tuple[str, str], at: datetime, quantity: int, told: Told
) -> PurchaseRequest | InvalidInput:
    """The question as the engine takes it, or what of it cannot be read. `thing` is the argument with the id."""
    market = read_market(region, platform)
    asked = facts_of(book, told.facts)
    as_of = instant("at", at)
    name, count, brought = text(*thing), whole("quantity", quantity), texts("codes", told.codes)
    before, own = read_used(told.used), read_budget(told.budget)
    if isinstance(market, InvalidInput):
        return market
    if isinstance(before, InvalidInput):
        return before
    if isinstance(own, InvalidInput):
        return own
    code, shop = market
    return PurchaseRequest(code, shop, name, as_of, count, asked, used=before, budget=own, codes=brought)
