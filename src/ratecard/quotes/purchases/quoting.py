"""Purchase quotes: a pure function of the rule book, the request and its instant."""

from ratecard.book.rulebook import RuleBook
from ratecard.quotes.facts import check_facts
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.quotes.purchases.runs import proceeds_of, runs_of, taxed_of
from ratecard.quotes.requests import QUANTITY_LEAST, QUANTITY_MOST, PurchaseRequest
from ratecard.refusals import Condition, FactNeeded, NotEligible, NotSold, QuantityOutOfRange, Refusal, UnknownPackage
from ratecard.rulefiles.near import NEAREST_MOST, nearest
from ratecard.terms.conditions import Verdict, all_of, evaluate
from ratecard.terms.facts import OtherCurrency
from ratecard.terms.market import Market
from ratecard.terms.offers import Offer, VaryingOffer
from ratecard.terms.purchase_facts import of_purchase
from ratecard.terms.shows import shown_for


def quote_purchase(book: RuleBook, request: PurchaseRequest) -> PurchaseQuote | Refusal:
    """The quote of one purchase, or why there is none.

    10 of 1.29 EUR with 19 % inside and 30 % of net, by unit: listed 12.90, net 10.80, tax 2.10, proceeds 7.60.
    """
    if not QUANTITY_LEAST <= request.quantity <= QUANTITY_MOST:
        return QuantityOutOfRange(request.quantity, QUANTITY_LEAST, QUANTITY_MOST)
    market = book.market((request.region, request.platform), request.at)
    if not isinstance(market, Market):
        return market
    if request.facts:
        wrong = check_facts(book, request.facts, market)
        if wrong is not None:
            return wrong
    if request.package not in market.offers:
        return _without_price(book, request)
    return quote_in(market, request, [])


def quote_in(market: Market, request: PurchaseRequest, assumed: list[str]) -> PurchaseQuote | Refusal:
    """The quote of a request by the terms that its facts choose; quantity, facts and package are checked already.

    The facts that were unknown and for which `other` was taken are appended to `assumed`, also where nothing is sold
    because of them.
    """
    try:
        offer: Offer | VaryingOffer | FactNeeded | None = market.offers[request.package]
        if isinstance(offer, VaryingOffer):
            offer = offer.chosen(request.facts, request.quantity, assumed)
        if not isinstance(offer, Offer):
            return not_sold(request) if offer is None else offer
        package = offer.package
        if package.most is not None and request.quantity > package.most:
            return QuantityOutOfRange(request.quantity, QUANTITY_LEAST, package.most)
        opened: tuple[Condition, ...] = ()
        required = all_of(market.eligibility.buyer if market.eligibility is not None else None, package.when)
        if required is not None:
            facts = request.facts
            if package.asks_question:
                facts = of_purchase(facts, package, offer.price, request.quantity)
            verdict, unmet, opened = evaluate(required, facts)
            if verdict is Verdict.UNMET:
                return NotEligible(package.id, unmet, opened)
        runs = runs_of(offer, request.quantity)
        taxed = taxed_of(offer.tax, runs)
        proceeds = proceeds_of(offer, runs, taxed[0])
        if market.shows:
            facts = of_purchase(request.facts, package, offer.price, request.quantity)
            shown = shown_for(market.shows.get(package.id), facts, assumed)
            return PurchaseQuote(request, market, offer, runs, taxed, proceeds, tuple(assumed), opened, shows=shown)
        return PurchaseQuote(request, market, offer, runs, taxed, proceeds, tuple(assumed), opened)
    except OtherCurrency as other:
        return other.refusal


def _without_price(book: RuleBook, request: PurchaseRequest) -> NotSold | UnknownPackage:
    if request.package in book.packages:
        return not_sold(request)
    return UnknownPackage(request.package, nearest(request.package, book.packages, NEAREST_MOST))


def not_sold(request: PurchaseRequest) -> NotSold:
    """That a package which the book has is not sold there."""
    return NotSold(request.region, request.platform, request.package, request.at)
