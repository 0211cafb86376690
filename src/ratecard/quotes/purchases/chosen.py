"""Quotes of what the question chooses the number of: coins of a package, or the amount of an item.

The number makes an offer, which is quoted as any other. Whether there is a price is asked first, then the range.
"""

from functools import partial

from msgspec import structs

from ratecard.book.rulebook import RuleBook
from ratecard.money import Money
from ratecard.quotes.purchases.beside import facts_of_purchase, with_prices_beside
from ratecard.quotes.purchases.choosing import out_of_range
from ratecard.quotes.purchases.enclosing import enclosed
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.quotes.purchases.quoting import asked_market, not_sold, quote_enclosed, quote_offer
from ratecard.quotes.purchases.spending import most_for
from ratecard.quotes.requests import COINS_MOST, MINOR_MOST, ChosenRequest, PurchaseRequest
from ratecard.refusals import FactNeeded, InvalidInput, ItemNotSold, NotSold, Refusal, UnknownPackage
from ratecard.rulefiles.near import NEAREST_MOST, nearest
from ratecard.terms.chosen import ChosenOffer
from ratecard.terms.facts import OtherCurrency
from ratecard.terms.market import Market
from ratecard.terms.purchase_facts import with_quantity


def quote_chosen(book: RuleBook, request: ChosenRequest) -> PurchaseQuote | Refusal:
    """The quote of the number that the question names, or of the most for some money; or why there is none.

    6,000 coins at 0.0139 EUR each and beyond 5,000 at 0.0135 EUR each are 83.00 EUR.
    """
    asked = as_bought(request)
    market = asked_market(book, asked)
    if not isinstance(market, Market):
        return market
    wrong = _misread(request)
    chosen = market.chosen.get(request.thing)
    if wrong is not None or chosen is None:
        return wrong or _nothing_to_choose(book, market, request, asked)
    try:
        answer = _chosen(market, chosen, request, asked)
    except OtherCurrency as other:
        return other.refusal
    if market.enclosing is not None and isinstance(answer, PurchaseQuote) and not chosen.is_item:
        answer = enclosed(book, answer)
    if market.second_currency is not None and isinstance(answer, PurchaseQuote):
        alone = structs.replace(market, savings=None, lowest_price=None)
        answer = structs.replace(answer, market=alone)
        return with_prices_beside(book, answer, facts_of_purchase(book, asked), partial(quote_enclosed, book))
    return answer


def choosing(request: PurchaseRequest, coins: int | None, amount: Money | None, spend: Money | None) -> ChosenRequest:
    """The same question, of which a number is chosen."""
    asked = structs.asdict(request)
    return ChosenRequest(thing=asked.pop("package"), coins=coins, amount=amount, spend=spend, **asked)


def as_bought(request: ChosenRequest) -> PurchaseRequest:
    """The same question as it is asked of a package, without the number."""
    asked = structs.asdict(request)
    for name in ("coins", "amount", "spend"):
        del asked[name]
    return PurchaseRequest(package=asked.pop("thing"), **asked)


def _misread(request: ChosenRequest) -> InvalidInput | None:
    """Two numbers at once, or one that nobody can choose; None where nothing is wrong with them."""
    named = [name for name in ("coins", "amount", "spend") if getattr(request, name) is not None]
    if len(named) > 1:
        return InvalidInput((named[1],), f"{named[0]} and {named[1]} are both stated, and one of them is the other")
    if request.coins is not None and not 0 <= request.coins <= COINS_MOST:
        return InvalidInput(("coins",), f"a number of coins is from 0 to {COINS_MOST:,}")
    for name, money in (("amount", request.amount), ("spend", request.spend)):
        if money is not None and not 0 <= money.minor <= MINOR_MOST:
            return InvalidInput((name,), "an amount is from 0 on, and of no more digits than money has")
    return None


def _nothing_to_choose(book: RuleBook, market: Market, request: ChosenRequest, asked: PurchaseRequest) -> Refusal:
    """That there is nothing of which the number may be chosen, or nothing that is sold."""
    thing = request.thing
    if thing not in book.packages and thing not in book.items:
        return UnknownPackage(thing, nearest(thing, (*book.packages, *book.items), NEAREST_MOST))
    if market.sold(thing) is None:
        return not_sold(market, asked, thing in book.items)
    names = [name for name in ("coins", "amount", "spend") if getattr(request, name) is not None]
    sentence = f"{thing} has a price of its own there, and no number of it is chosen"
    return InvalidInput((*(names or ["thing"]),), sentence, at_instant=True)


def _chosen(
    market: Market, chosen: ChosenOffer, request: ChosenRequest, asked: PurchaseRequest
) -> PurchaseQuote | Refusal:
    assumed: list[str] = []
    within = chosen.range(with_quantity(asked.facts, asked.quantity), assumed)
    if isinstance(within, FactNeeded):
        return within
    if within is None:
        return not_sold(market, asked, chosen.is_item).assuming(assumed)

    def quoted(number: int) -> PurchaseQuote | Refusal:
        return quote_offer(market, chosen.offer(number), asked, list(assumed), is_item=chosen.is_item)

    wrong = _wrong_kind(market, chosen, request)
    if request.spend is not None:
        if wrong is not None:
            return wrong
        alone = structs.replace(asked, used=(), budget=None, codes=())
        number = most_for(chosen, within, request.spend.minor, partial(_without_limits, market, chosen, alone, assumed))
        return quoted(number) if isinstance(number, int) else number
    named = request.amount.minor if request.amount is not None else request.coins
    if wrong is None and named is not None and within.holds(named):
        return quoted(named)
    priced = quoted(within.least)
    if isinstance(priced, FactNeeded | NotSold | ItemNotSold):
        return priced
    return wrong or out_of_range(request.thing, within, named)


def _without_limits(
    market: Market, chosen: ChosenOffer, asked: PurchaseRequest, assumed: list[str], number: int
) -> PurchaseQuote | Refusal:
    """What a number costs, whatever limits of buyers say of it."""
    alone = structs.replace(market, limits=None)
    return quote_offer(alone, chosen.offer(number), asked, list(assumed), is_item=chosen.is_item)


def _wrong_kind(market: Market, chosen: ChosenOffer, request: ChosenRequest) -> InvalidInput | None:
    """Coins of an item, an amount of a package, or money in another currency than the market's."""
    if request.coins is not None and chosen.is_item:
        return InvalidInput(("coins",), f"{chosen.id} is an item: its amount is chosen", at_instant=True)
    if request.amount is not None and not chosen.is_item:
        return InvalidInput(("amount",), f"{chosen.id} is a package: its coins are chosen", at_instant=True)
    for name, money in (("amount", request.amount), ("spend", request.spend)):
        if money is not None and money.currency.code != market.currency.code:
            sentence = f"prices are in {market.currency} there, and {money} is not"
            return InvalidInput((name,), sentence, at_instant=True)
    return None
