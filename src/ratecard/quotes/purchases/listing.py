"""Price lists: one quote of one unit for each package that a market sells."""

from typing import cast

from ratecard.book.rulebook import RuleBook
from ratecard.instants import Instant
from ratecard.quotes.facts import check_facts, check_package_facts
from ratecard.quotes.purchases.quotes import PriceList, PurchaseQuote, RefusedPackage
from ratecard.quotes.purchases.quoting import quote_in
from ratecard.quotes.requests import PriceListRequest, PurchaseRequest
from ratecard.refusals import NotSold, Refusal
from ratecard.terms.market import Market
from ratecard.terms.offers import sold_to_somebody


def list_prices(book: RuleBook, request: PriceListRequest) -> PriceList | Refusal:
    """One quote of one unit for each package that the market sells, in the order of the rules, then by coins and id."""
    market = book.market((request.region, request.platform), request.at)
    if not isinstance(market, Market):
        return market
    wrong = check_facts(book, request.facts)
    if wrong is None and request.package_facts:
        wrong = check_package_facts(book, request.package_facts)
    if wrong is not None:
        return wrong
    quotes: list[PurchaseQuote] = []
    refused: list[RefusedPackage] = []
    unknown: list[str] = []
    for package in sorted(market.offers):
        assumed: list[str] = []
        answer = quote_in(market, _one_of(package, request), assumed)
        if assumed and type(answer) in (PurchaseQuote, NotSold):
            unknown += [fact for fact in assumed if fact not in unknown]
        if type(answer) is PurchaseQuote:
            quotes.append(answer)
        elif type(answer) is not NotSold or sold_to_somebody(market.offers[package]):
            refused.append(RefusedPackage(package, cast(Refusal, answer)))
    quotes.sort(key=_in_order)
    sells_from = None if quotes or refused else _first_sale(book, market, request.at)
    return PriceList(request, market, tuple(quotes), tuple(refused), tuple(sorted(unknown)), sells_from)


def _in_order(quote: PurchaseQuote) -> tuple[int, int, str]:
    """By the order of the rules, then by coins and id."""
    package = quote.offer.package
    return package.order, package.total, package.id


def _one_of(package: str, request: PriceListRequest) -> PurchaseRequest:
    """The question for one unit of a package of the list, with the facts that are told of it alone."""
    facts = request.facts
    if request.package_facts:
        facts = {**facts, **request.package_facts.get(package, {})}
    return PurchaseRequest(request.region, request.platform, package, request.at, 1, facts)


def _first_sale(book: RuleBook, market: Market, at: Instant) -> Instant | None:
    """The first instant after `at` at which something is sold, to whomever; None where there is none."""
    for start in book.history(market.key).starts:
        later = book.market(market.key, start)
        if start > at and isinstance(later, Market) and any(map(sold_to_somebody, later.offers.values())):
            return start
    return None
