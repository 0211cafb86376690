"""Purchase quotes: a pure function of the rule book, the request and its instant."""

from functools import partial

from msgspec import structs

from ratecard.book.rulebook import RuleBook
from ratecard.quotes.codes import check_codes
from ratecard.quotes.facts import check_facts
from ratecard.quotes.purchases.beside import facts_of_purchase, with_prices_beside
from ratecard.quotes.purchases.choosing import unnamed
from ratecard.quotes.purchases.enclosing import enclosed
from ratecard.quotes.purchases.limiting import told_in, within_limits
from ratecard.quotes.purchases.promotions import Deal, Dealt
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.quotes.purchases.remembered import always_counts, deal_of
from ratecard.quotes.purchases.runs import proceeds_of, runs_of, taxed_of
from ratecard.quotes.requests import QUANTITY_LEAST, QUANTITY_MOST, ItemRequest, PurchaseRequest
from ratecard.quotes.used import NOTHING_TOLD, ToldUses
from ratecard.refusals import (
    Condition,
    FactNeeded,
    Halted,
    InvalidInput,
    ItemNotEligible,
    ItemNotSold,
    NotEligible,
    NotSold,
    QuantityOutOfRange,
    Refusal,
    UnknownItem,
    UnknownLimit,
    UnknownPackage,
)
from ratecard.rulefiles.near import NEAREST_MOST, nearest
from ratecard.terms.computed import NoPrice
from ratecard.terms.conditions import Verdict, all_of, evaluate
from ratecard.terms.facts import Facts, OtherCurrency, choose
from ratecard.terms.market import Market
from ratecard.terms.offers import Offer, VaryingOffer
from ratecard.terms.purchase_facts import of_purchase, with_quantity
from ratecard.terms.shows import NOTHING_SHOWN, shown_for

MISSTATED = (UnknownLimit, InvalidInput)
"""What comes of what was used of limits, where that is wrong."""


def quote_purchase(book: RuleBook, request: PurchaseRequest) -> PurchaseQuote | Refusal:
    """The quote of one purchase, or why there is none.

    10 of 1.29 EUR with 19 % inside and 30 % of net, by unit: listed 12.90, net 10.80, tax 2.10, proceeds 7.60.
    """
    return _quote(book, request, is_item=False)


def quote_item(book: RuleBook, request: ItemRequest) -> PurchaseQuote | Refusal:
    """The quote of a purchase of an item, or why there is none: all as for a package, but without coins."""
    return _quote(book, as_purchase(request), is_item=True)


def as_purchase(request: ItemRequest) -> PurchaseRequest:
    """The same question as it is asked of a package: an item is looked up by its id, too, and no id is of both."""
    asked = structs.asdict(request)
    return PurchaseRequest(package=asked.pop("item"), **asked)


def as_item(request: PurchaseRequest) -> ItemRequest:
    """The same question as it is asked of an item of this id."""
    asked = structs.asdict(request)
    return ItemRequest(item=asked.pop("package"), **asked)


def asked_market(book: RuleBook, request: PurchaseRequest) -> Market | Refusal:
    """The market that is asked; or what is wrong with the quantity, the market, a fact or a code."""
    if not QUANTITY_LEAST <= request.quantity <= QUANTITY_MOST:
        return QuantityOutOfRange(request.quantity, QUANTITY_LEAST, QUANTITY_MOST)
    market = book.market((request.region, request.platform), request.at)
    if not isinstance(market, Market):
        return market
    if request.facts:
        wrong = check_facts(book, request.facts, market)
        if wrong is not None:
            return wrong
    if request.codes:
        misread = check_codes(request.codes)
        if misread is not None:
            return misread
    return market


def _quote(book: RuleBook, request: PurchaseRequest, *, is_item: bool) -> PurchaseQuote | Refusal:
    market = asked_market(book, request)
    if not isinstance(market, Market):
        return market
    if request.package not in (market.items if is_item else market.offers):
        return _item_without_price(book, market, request) if is_item else _without_price(book, market, request)
    answer = quote_in(market, request, [])
    if market.enclosing is not None and not is_item and isinstance(answer, PurchaseQuote):
        answer = enclosed(book, answer)
    if market.says_more_of_prices and isinstance(answer, PurchaseQuote):
        return with_prices_beside(book, answer, facts_of_purchase(book, request), partial(quote_enclosed, book))
    return answer


def quote_enclosed(
    book: RuleBook, market: Market, request: PurchaseRequest, assumed: list[str], told: ToldUses | None = None
) -> PurchaseQuote | Refusal:
    """The quote of a request as `quote_in` gives it, where it lies in the envelope of the market.

    The envelope bounds what coins cost, and what the coins that are given away are worth: an item holds none.
    """
    answer = quote_in(market, request, assumed, told)
    if market.enclosing is not None and isinstance(answer, PurchaseQuote) and not answer.package.is_item:
        return enclosed(book, answer)
    return answer


def quote_in(
    market: Market, request: PurchaseRequest, assumed: list[str], told: ToldUses | None = None
) -> PurchaseQuote | Refusal:
    """The quote of a request by the terms that its facts choose; quantity, facts and package are checked already.

    The facts that were unknown and for which `other` was taken are appended to `assumed`, also where nothing is sold
    because of them. `told` is what was used of limits, as a list of many packages reads it once.
    """
    offer = market.offers.get(request.package)
    is_item = offer is None
    return quote_offer(market, market.items[request.package] if is_item else offer, request, assumed, told, is_item)


def quote_offer(
    market: Market,
    offered: Offer | VaryingOffer | None,
    request: PurchaseRequest,
    assumed: list[str],
    told: ToldUses | None = None,
    is_item: bool = False,
) -> PurchaseQuote | Refusal:
    """The quote of an offer, as `quote_in` gives it of one of the market's; None is one that is not sold."""
    if market.halted and (halt := market.halted.get(request.package)) is not None:
        return Halted(request.package, halt.until, halt.reason)
    try:
        offer: Offer | VaryingOffer | FactNeeded | None = offered
        if isinstance(offer, VaryingOffer):
            offer = offer.chosen(request.facts, request.quantity, assumed)
        if not isinstance(offer, Offer):
            return not_sold(market, request, is_item).assuming(assumed) if offer is None else offer
        package = offer.package
        if package.most is not None and request.quantity > package.most:
            return QuantityOutOfRange(request.quantity, QUANTITY_LEAST, package.most)
        opened: tuple[Condition, ...] = ()
        required = all_of(market.eligibility.buyer if market.eligibility is not None else None, package.when)
        if required is not None:
            verdict, unmet, opened = evaluate(
                required, _known(request, offer) if package.asks_question else request.facts
            )
            if verdict is Verdict.UNMET:
                return (ItemNotEligible if package.is_item else NotEligible)(package.id, unmet, opened)
        if not market.is_plain or request.used or request.codes or request.budget is not None:
            return _sold(market, offer, request, told, assumed, opened)
        runs = runs_of(offer, request.quantity)
        taxed = taxed_of(offer.tax, runs)
        left = proceeds_of(offer, runs, taxed[0])
        return PurchaseQuote(request, market, offer, runs, taxed, left, tuple(assumed), opened)
    except OtherCurrency as other:
        return other.refusal


def _sold(
    market: Market,
    offer: Offer,
    request: PurchaseRequest,
    told: ToldUses | None,
    assumed: list[str],
    opened: tuple[Condition, ...],
) -> PurchaseQuote | Refusal:
    """The quote of a purchase to which a buyer is entitled, with its promotions; or the limit that it breaks."""
    used = NOTHING_TOLD if told is None else told
    if told is None and request.used:
        stated = told_in(market, request.used, request.package)
        if isinstance(stated, MISSTATED):
            return stated
        used = stated
    deal: Deal | None = None
    if market.promotions is None and not request.codes:
        runs = runs_of(offer, request.quantity)
    else:
        dealt = deal_of(market, offer, request, used, assumed)
        if not isinstance(dealt, Dealt):
            return dealt
        runs, deal = dealt
    taxed = taxed_of(offer.tax, runs)
    left = proceeds_of(offer, runs, taxed[0])
    shown, package = NOTHING_SHOWN, offer.package
    if package.id in market.shows:
        shown = shown_for(market.shows[package.id], _known(request, offer), assumed)
    known, uses = tuple(assumed), () if deal is None else deal.uses
    quote = PurchaseQuote(request, market, offer, runs, taxed, left, known, opened, shows=shown, deal=deal, uses=uses)
    if market.limits is None and request.budget is None and (not used or always_counts(market, request, used)):
        return quote
    return within_limits(quote, used, assumed)


def _known(request: PurchaseRequest, offer: Offer) -> Facts:
    """All that is known of a purchase: the asker's facts, and those that the engine states."""
    return of_purchase(request.facts, offer.package, offer.price, request.quantity)


def _without_price(book: RuleBook, market: Market, request: PurchaseRequest) -> Refusal:
    if request.package in book.packages:
        told = unnamed(market, request) if request.package in market.chosen else None
        if told is not None:
            return told
        return _package_not_sold(market, request)
    return UnknownPackage(request.package, nearest(request.package, book.packages, NEAREST_MOST))


def _item_without_price(book: RuleBook, market: Market, request: PurchaseRequest) -> Refusal:
    if request.package in book.items:
        told = unnamed(market, request) if request.package in market.chosen else None
        if told is not None:
            return told
        return _item_not_sold(market, request)
    return UnknownItem(request.package, nearest(request.package, book.items, NEAREST_MOST))


def not_sold(market: Market, request: PurchaseRequest, is_item: bool) -> NotSold | ItemNotSold:
    """That a package or an item which the book has is not sold there."""
    return (_item_not_sold if is_item else _package_not_sold)(market, request)


def _item_not_sold(market: Market, request: PurchaseRequest) -> ItemNotSold:
    refusal = ItemNotSold(request.region, request.platform, request.package, request.at)
    lack = _lack(market, request)
    if lack is None:
        return refusal
    return structs.replace(refusal, source_region=lack.source.region, source_platform=lack.source.platform)


def _package_not_sold(market: Market, request: PurchaseRequest) -> NotSold:
    refusal = NotSold(request.region, request.platform, request.package, request.at)
    lack = _lack(market, request)
    if lack is None:
        return refusal
    region, platform, package = lack.source.region, lack.source.platform, lack.source.package
    return structs.replace(refusal, source_region=region, source_platform=platform, source_package_id=package)


def _lack(market: Market, request: PurchaseRequest) -> NoPrice | None:
    """Where the price is missing that this one follows; None where it follows none."""
    lack = market.unsold.get(request.package)
    found = None if lack is None else choose(lack, with_quantity(request.facts, request.quantity), [])
    return found if isinstance(found, NoPrice) else None
