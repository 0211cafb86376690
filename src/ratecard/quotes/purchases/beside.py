"""What stands beside a price: what it saves, the lowest one before a reduction, the price in a second currency."""

from collections.abc import Callable, Mapping

from msgspec.structs import replace

from ratecard.book.rulebook import RuleBook
from ratecard.quotes.purchases.lowest import lowest_price
from ratecard.quotes.purchases.quotes import Beside, PurchaseQuote
from ratecard.quotes.purchases.savings import Saving, saving
from ratecard.quotes.purchases.second import second_prices
from ratecard.quotes.requests import PurchaseRequest
from ratecard.refusals import Refusal, UnknownLimit
from ratecard.rulefiles.keys.facts import WAY
from ratecard.terms.facts import Facts
from ratecard.terms.market import Market, common_period
from ratecard.terms.savings import PACKAGE, PLATFORM, Against

Quoting = Callable[[Market, PurchaseRequest, list[str]], PurchaseQuote | Refusal]
"""What quotes a request in a market, and appends the facts that it assumed."""

FactsOf = Callable[[str], Facts]
"""The facts of a question with those that are told of one package alone, by its id."""


def with_prices_beside(book: RuleBook, quote: PurchaseQuote, facts_of: FactsOf, quoting: Quoting) -> PurchaseQuote:
    """A quote with what stands beside its price, where its market's rules ask for any of it."""
    market = quote.market
    if not market.says_more_of_prices:
        return quote
    assumed, periods = list(quote.assumed), [market.period]
    savings: list[Saving] = []
    rolling = quote.used_rolling
    for against in market.savings.against if market.savings is not None else ():
        question = _elsewhere(book, quote, against, facts_of)
        if question is not None:
            periods.append(question[0].period)
            other = _asked(*question, assumed, quoting)
            if other is not None:
                periods.append(other.period)
                rolling = rolling or other.used_rolling
                saved = saving(against, quote, other)
                savings += [saved] if saved is not None else []
    lowest = None if market.lowest_price is None else lowest_price(book, quote, market.lowest_price, assumed)
    if lowest is not None:
        periods.append(lowest.period)
    second = None if market.second_currency is None else second_prices(quote, market.second_currency, lowest)
    beside = Beside(common_period(*periods), tuple(savings), lowest, second)
    return replace(quote, beside=beside, assumed=tuple(dict.fromkeys(assumed)), used_rolling=rolling)


def _asked(market: Market, request: PurchaseRequest, assumed: list[str], quoting: Quoting) -> PurchaseQuote | None:
    """The quote of a question in another market, or of another package; None where this buyer cannot buy it.

    What was used of a limit that does not hold there says nothing there.
    """
    while market.sold(request.package) is not None:
        answer = quoting(market, request, assumed)
        if not isinstance(answer, UnknownLimit):
            return answer if isinstance(answer, PurchaseQuote) else None
        used = tuple([before for before in request.used if before.limit_id != answer.limit_id])
        request = replace(request, used=used)
    return None


def _elsewhere(
    book: RuleBook, quote: PurchaseQuote, against: Against, facts_of: FactsOf
) -> tuple[Market, PurchaseRequest] | None:
    """The market and the question that tell what something else costs; None where it is what the quote is of.

    Of another package one unit is asked for, of the same one elsewhere as many as here. Where the other market has not
    the way of paying that was told, it is asked for its usual one; a way that this market lacks is left out.
    """
    request, at = quote.request, quote.request.at
    region, platform, package, quantity = request.region, request.platform, request.package, request.quantity
    way = own_way = request.facts.get(WAY, quote.market.usual_way)
    if against.of == PACKAGE:
        package, quantity = against.name, 1
    elif against.of == PLATFORM:
        platform = against.name
    else:
        way = against.name
    if (platform, package, way) == (request.platform, request.package, own_way):
        return None
    market = quote.market if platform == request.platform else book.market((region, platform), at)
    if not isinstance(market, Market) or (way != own_way and way not in market.ways):
        return None
    facts = dict(facts_of(package))
    if way != own_way:
        facts[WAY] = way
    elif WAY in facts and way not in market.ways:
        del facts[WAY]
    return market, PurchaseRequest(region, platform, package, at, quantity, facts, request.used, codes=request.codes)


def facts_of_purchase(book: RuleBook, request: PurchaseRequest) -> FactsOf:
    """The facts of a question about one package: those that are kept for each package are not another one's."""

    def facts_of(package: str) -> Facts:
        if package == request.package:
            return request.facts
        return {name: value for name, value in request.facts.items() if not book.facts[name].each_package}

    return facts_of


def facts_of_list(facts: Facts, package_facts: Mapping[str, Facts]) -> FactsOf:
    """The facts of a question about all packages, with those that are told of one."""
    return lambda package: {**facts, **package_facts.get(package, {})}
