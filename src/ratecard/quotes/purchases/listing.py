"""Price lists: one quote of one unit for each package that a market sells."""

from typing import cast

from ratecard.book.rulebook import RuleBook
from ratecard.instants import Instant
from ratecard.quotes.codes import check_codes
from ratecard.quotes.facts import check_facts, check_package_facts
from ratecard.quotes.purchases.beside import facts_of_list, with_prices_beside
from ratecard.quotes.purchases.limiting import told_in, when_told
from ratecard.quotes.purchases.lists import PriceList, RefusedPackage
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.quotes.purchases.quoting import quote_in
from ratecard.quotes.purchases.savings import best_value
from ratecard.quotes.requests import PriceListRequest, PurchaseRequest
from ratecard.refusals import InvalidFact, InvalidInput, NotSold, Refusal, UnknownFact, UnknownLimit
from ratecard.terms.market import Market
from ratecard.terms.offers import sold_to_somebody


def list_prices(book: RuleBook, request: PriceListRequest) -> PriceList | Refusal:
    """One quote of one unit for each package that the market sells, in the order of the rules, then by coins and id."""
    market = book.market((request.region, request.platform), request.at)
    if not isinstance(market, Market):
        return market
    facts_of = facts_of_list(request.facts, request.package_facts)
    if (wrong := _wrong_in(book, request)) is not None:
        return wrong
    told = told_in(market, request.used, None)
    if isinstance(told, UnknownLimit | InvalidInput):
        return told
    quotes: list[PurchaseQuote] = []
    refused: list[RefusedPackage] = []
    unknown: list[str] = []
    for package in sorted(market.offers):
        assumed: list[str] = []
        answer = quote_in(market, _one_of(package, request), assumed, told)
        if type(answer) is InvalidInput:
            return answer
        if type(answer) is PurchaseQuote:
            answer = with_prices_beside(book, answer, facts_of, quote_in)
            assumed = list(answer.assumed)
        unknown += [fact for fact in assumed if fact not in unknown and type(answer) in (PurchaseQuote, NotSold)]
        if type(answer) is PurchaseQuote:
            quotes.append(answer)
        elif type(answer) is not NotSold or sold_to_somebody(market.offers[package]):
            refused.append(RefusedPackage(package, cast(Refusal, answer)))
    quotes.sort(key=_in_order)
    used_in, used_rolling = when_told(market, told, request.at)
    return PriceList(
        request,
        market,
        tuple(quotes),
        tuple(refused),
        tuple(sorted(unknown)),
        None if quotes or refused else _first_sale(book, market, request.at),
        used_in=used_in,
        used_rolling=used_rolling,
        best_value=best_value(quotes),
    )


def _wrong_in(book: RuleBook, request: PriceListRequest) -> UnknownFact | InvalidFact | InvalidInput | None:
    """The first fact, or else code, that cannot be asked with; None where all may be right."""
    wrong = check_facts(book, request.facts)
    if wrong is None and request.package_facts:
        wrong = check_package_facts(book, request.package_facts)
    return wrong or (check_codes(request.codes) if request.codes else None)


def _in_order(quote: PurchaseQuote) -> tuple[int, int, str]:
    """By the order of the rules, then by coins and id."""
    package = quote.offer.package
    return package.order, package.total, package.id


def _one_of(package: str, request: PriceListRequest) -> PurchaseRequest:
    """The question for one unit of a package of the list, with the facts that are told of it alone."""
    facts = request.facts
    if request.package_facts:
        facts = {**facts, **request.package_facts.get(package, {})}
    return PurchaseRequest(
        request.region,
        request.platform,
        package,
        request.at,
        facts=facts,
        budget=request.budget,
        codes=request.codes,
    )


def _first_sale(book: RuleBook, market: Market, at: Instant) -> Instant | None:
    """The first instant after `at` at which something is sold, to whomever; None where there is none."""
    for start in book.history(market.key).starts:
        later = book.market(market.key, start)
        if start > at and isinstance(later, Market) and any(map(sold_to_somebody, later.offers.values())):
            return start
    return None
