"""Purchase quotes: a pure function of the rule book, the request and its instant."""

from typing import cast

from ratecard.book.rulebook import RuleBook
from ratecard.instants import Instant
from ratecard.quotes.facts import check_facts, check_package_facts
from ratecard.quotes.purchases.quotes import PriceList, PurchaseQuote, Withheld
from ratecard.quotes.requests import QUANTITY_LEAST, QUANTITY_MOST, PriceListRequest, PurchaseRequest
from ratecard.refusals import (
    Condition,
    FactNeeded,
    NotEligible,
    NotSold,
    QuantityOutOfRange,
    Refusal,
    UnknownPackage,
)
from ratecard.rulefiles.near import nearest
from ratecard.terms.commission import CommissionTerms
from ratecard.terms.conditions import Verdict, all_of, judge
from ratecard.terms.facts import settle
from ratecard.terms.market import Market
from ratecard.terms.offers import Offer, offer_of
from ratecard.terms.packages import PackageTerms
from ratecard.terms.prices import PriceTerms
from ratecard.terms.tax import TaxTerms, split_price, times

NEAREST_MOST = 3


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
        wrong = check_facts(book, request.facts)
        if wrong is not None:
            return wrong
    offer = market.offers.get(request.package)
    if (
        offer is not None
        and offer.package.when is None
        and (market.eligibility is None or not market.eligibility.buyer)
    ):
        return _figures(market, request, offer, (), ())
    if request.package not in market.prices:
        return _without_price(book, request)
    return quote_by_facts(market, request)


def quote_by_facts(
    market: Market, request: PurchaseRequest, assumed: list[str] | None = None
) -> PurchaseQuote | Refusal:
    """The quote of a request in its market, settled by its facts; quantity, facts and package are checked already.

    The facts that were unknown and for which `other` was taken are appended to `assumed`, also where nothing is sold
    because of them.
    """
    assumed = [] if assumed is None else assumed
    facts = request.facts
    price = settle(market.prices[request.package], facts, assumed)
    if not isinstance(price, PriceTerms):
        return price if isinstance(price, FactNeeded) else _not_sold(request)
    package = settle(market.packages.get(request.package), facts, assumed)
    tax = settle(market.tax, facts, assumed)
    commission = settle(market.commission, facts, assumed)
    for settled in (package, tax, commission):
        if isinstance(settled, FactNeeded):
            return settled
    assert isinstance(package, PackageTerms)
    assert isinstance(tax, TaxTerms)
    assert isinstance(commission, CommissionTerms) or market.commission is None
    assert isinstance(commission, CommissionTerms | None)
    opened: tuple[Condition, ...] = ()
    required = all_of(market.eligibility.buyer if market.eligibility is not None else None, package.when)
    if required is not None:
        verdict, unmet, opened = judge(required, facts)
        if verdict is Verdict.UNMET:
            return NotEligible(package.id, unmet, opened)
    offer = market.offers.get(request.package) or offer_of(package, price, tax, commission)
    return _figures(market, request, offer, tuple(assumed), opened)


def _figures(
    market: Market, request: PurchaseRequest, offer: Offer, assumed: tuple[str, ...], opened: tuple[Condition, ...]
) -> PurchaseQuote:
    """The figures in their order: listed, tax, proceeds, commission, remittance; each rounded where its rule says."""
    quantity, package, tax = request.quantity, offer.package, offer.tax
    unit = offer.price.listed_minor
    listed = unit * quantity
    taxed = split_price(tax, listed if tax.per_order else unit)
    net, tax_minor, lines, gross = taxed if tax.per_order or quantity == 1 else times(taxed, quantity)
    each, proceeds = _proceeds(offer, unit, quantity, net)
    return PurchaseQuote(
        request,
        market,
        offer,
        package.coins * quantity,
        package.bonus * quantity,
        package.total * quantity,
        listed,
        taxed,
        net,
        tax_minor,
        lines,
        gross,
        each,
        None if proceeds is None or net is None else net - proceeds,
        proceeds,
        _remittance(tax, tax_minor, proceeds),
        assumed,
        opened,
    )


def _proceeds(offer: Offer, unit: int, quantity: int, net: int | None) -> tuple[int | None, int | None]:
    """The proceeds of one unit where they are rounded by unit (else None), and those of the order, at most its net."""
    commission, kept = offer.shown_commission, offer.kept
    if net is None or kept is None or commission is None:
        return None, None
    if commission.rounding is None:
        return None, net
    if commission.per_order:
        proceeds = commission.divide(unit * quantity * kept - offer.fixed, offer.divisor)
        return None, proceeds if proceeds < net else net
    each = commission.divide(unit * kept - offer.fixed, offer.divisor)
    proceeds = each * quantity
    return each, proceeds if proceeds < net else net


def _remittance(tax: TaxTerms, tax_minor: int | None, proceeds: int | None) -> int | None:
    """What the store sends: the proceeds, and the tax where the seller has to pay it over."""
    if not tax.seller_collects or proceeds is None:
        return proceeds
    return None if tax_minor is None else proceeds + tax_minor


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
    withheld: list[Withheld] = []
    unknown: list[str] = []
    for package in sorted(market.prices):
        assumed: list[str] = []
        answer = quote_by_facts(market, _one_of(package, request), assumed)
        if assumed and type(answer) in (PurchaseQuote, NotSold):
            unknown += [fact for fact in assumed if fact not in unknown]
        if type(answer) is PurchaseQuote:
            quotes.append(answer)
        elif type(answer) is not NotSold:
            withheld.append(Withheld(package, cast(Refusal, answer)))
    quotes.sort(key=lambda quote: (quote.package.order, quote.total, quote.package.id))
    sells_from = None if quotes or withheld else _first_sale(book, market, request)
    return PriceList(request, market, tuple(quotes), tuple(withheld), tuple(sorted(unknown)), sells_from)


def _one_of(package: str, request: PriceListRequest) -> PurchaseRequest:
    """The question for one unit of a package of the list, with the facts that are told of it alone."""
    facts = request.facts
    if request.package_facts:
        facts = {**facts, **request.package_facts.get(package, {})}
    return PurchaseRequest(request.region, request.platform, package, request.at, 1, facts)


def _first_sale(book: RuleBook, market: Market, request: PriceListRequest) -> Instant | None:
    """The first instant after a period in which nothing is sold at which something is; None where there is none."""
    for start in book.line(market.key).starts:
        later = book.market(market.key, start)
        if start <= request.at or not isinstance(later, Market):
            continue
        answers = (quote_by_facts(later, _one_of(package, request)) for package in later.prices)
        if any(type(answer) is not NotSold for answer in answers):
            return start
    return None


def _without_price(book: RuleBook, request: PurchaseRequest) -> NotSold | UnknownPackage:
    if request.package in book.packages:
        return _not_sold(request)
    return UnknownPackage(request.package, nearest(request.package, book.packages, NEAREST_MOST))


def _not_sold(request: PurchaseRequest) -> NotSold:
    return NotSold(request.region, request.platform, request.package, request.at)
