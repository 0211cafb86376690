"""Items, as Python callers ask for them and are answered."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from ratecard.answers.purchases import ITEM_QUOTE, WITHHELD_ITEM
from ratecard.book.rulebook import RuleBook
from ratecard.python.answers import OF_A_QUOTE, Maker, steps_of
from ratecard.python.asking import GivenFacts
from ratecard.python.limits import Budget, UsedAmount
from ratecard.python.selling import PARTS_OF_A_QUOTE, SoldQuote, Told, read_purchase
from ratecard.quotes.purchases import quotes as engine
from ratecard.quotes.purchases.quoting import as_item, quote_item
from ratecard.quotes.tracing.library_values import of_purchase
from ratecard.quotes.tracing.purchases import trace_purchase
from ratecard.refusals import InvalidInput, Refusal


@dataclass(frozen=True, kw_only=True)
class ItemQuote(SoldQuote):
    """A purchase of an item, answered: what a `PurchaseQuote` says, without coins. Figures are of the whole quantity.

    `names` are empty where the rules name it in no language.
    """

    item_id: str


@dataclass(frozen=True)
class WithheldItem:
    """An item that the market sells and this asker gets no price for: not eligible, or a fact is needed."""

    item_id: str
    refusal: Refusal


MAKE_WITHHELD_ITEM = Maker(WithheldItem, WITHHELD_ITEM)
MAKE_ITEM = Maker(ItemQuote, ITEM_QUOTE, *PARTS_OF_A_QUOTE, beside=OF_A_QUOTE)


def ask_item(
    book: RuleBook,
    *,
    region: str,
    platform: str,
    item: str,
    at: datetime,
    quantity: int,
    facts: GivenFacts,
    used: Sequence[UsedAmount] = (),
    budget: Budget | None = None,
    codes: Sequence[str] = (),
) -> ItemQuote | Refusal:
    """The quote of a purchase of an item, or why there is none."""
    told = Told(facts, used, budget, codes)
    request = read_purchase(book, region, platform, ("item", item), at, quantity, told)
    if isinstance(request, InvalidInput):
        return request
    answer = quote_item(book, as_item(request))
    return _item_quote(book, answer) if isinstance(answer, engine.PurchaseQuote) else answer.brief()


def item_quotes(book: RuleBook, quotes: Iterable[engine.PurchaseQuote]) -> tuple[ItemQuote, ...]:
    """Quotes of items of the engine as callers see them."""
    return tuple(_item_quote(book, quote) for quote in quotes)


def _item_quote(book: RuleBook, quote: engine.PurchaseQuote) -> ItemQuote:
    traced, looked_up = partial(steps_of, trace_purchase, quote), partial(of_purchase, book, quote)
    return MAKE_ITEM(quote, facts=dict(quote.request.facts), traced=traced, looked_up=looked_up)
