"""Price lists: one quote of one unit for each package and item that a market sells, and what is chosen there."""

from collections.abc import Mapping
from functools import partial
from typing import NamedTuple, cast

import msgspec

from ratecard.book.rulebook import RuleBook
from ratecard.instants import Instant
from ratecard.quotes.codes import check_codes
from ratecard.quotes.facts import WrongFact, check_facts, check_package_facts
from ratecard.quotes.purchases.beside import facts_of_list, with_prices_beside
from ratecard.quotes.purchases.chosen_listed import ListedChosen, list_chosen
from ratecard.quotes.purchases.limiting import told_in, when_used
from ratecard.quotes.purchases.lists import PriceList, PricesByWay, RefusedChosen, RefusedItem, RefusedPackage
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.quotes.purchases.quoting import quote_enclosed
from ratecard.quotes.requests import PriceListRequest, PurchaseRequest
from ratecard.quotes.used import ToldUses
from ratecard.refusals import InvalidInput, ItemNotSold, NotSold, Refusal, UnknownLimit
from ratecard.refusals.refused import Assuming
from ratecard.rulefiles.keys.facts import WAY
from ratecard.terms.market import Market
from ratecard.terms.offers import Offer, VaryingOffer, sold_to_somebody

NOT_SOLD = (NotSold, ItemNotSold)
"""What a list withholds only where it is sold to others."""


def list_prices(book: RuleBook, request: PriceListRequest) -> PriceList | Refusal:
    """One quote of one unit for each package that the market sells, in the order of the rules, then by coins and id.

    So for each item. What is chosen is listed with its numbers, and with what their prices are computed by.
    """
    market = book.market((request.region, request.platform), request.at)
    if not isinstance(market, Market):
        return market
    if (wrong := _wrong_in(book, market, request)) is not None:
        return wrong
    told = told_in(market, request.used, None)
    if isinstance(told, UnknownLimit | InvalidInput):
        return told
    listed = _listed(book, market, request, told)
    if not isinstance(listed, Listed):
        return listed
    sells_from = None if any(listed[:6]) else _first_sale(book, market, request.at)
    by_way: list[PricesByWay] = []
    for way in market.ways.values() if request.ways else ():
        paid = _listed(book, market, msgspec.structs.replace(request, facts={**request.facts, WAY: way.id}), told)
        if not isinstance(paid, Listed):
            return paid
        by_way.append(PricesByWay(way=way, **paid._asdict()))
    used_in, used_rolling = when_used(market, told, request.at) if told else (None, False)
    return PriceList(
        request=request,
        market=market,
        sells_from=sells_from,
        by_way=tuple(by_way),
        used_in=used_in,
        used_rolling=used_rolling,
        **listed._asdict(),
    )


class Listed(NamedTuple):
    """What is priced, what is refused, and the facts that were assumed for any of it; named as in a price list."""

    packages: tuple[PurchaseQuote, ...]
    refused: tuple[RefusedPackage, ...]
    items: tuple[PurchaseQuote, ...]
    refused_items: tuple[RefusedItem, ...]
    chosen: tuple[ListedChosen, ...]
    refused_chosen: tuple[RefusedChosen, ...]
    assumed: tuple[str, ...]


def _listed(book: RuleBook, market: Market, request: PriceListRequest, told: ToldUses) -> Listed | InvalidInput:
    """Each package and item that the market sells, priced for one unit or refused; or what was wrong of `told`."""
    unknown: list[str] = []
    packages = _answers(book, market, request, told, market.offers, unknown)
    items = _answers(book, market, request, told, market.items, unknown) if market.items else ([], [])
    if isinstance(packages, InvalidInput):
        return packages
    if isinstance(items, InvalidInput):
        return items
    chosen, refused_chosen = _chosen(book, market, request, told, unknown) if market.chosen else ((), ())
    return Listed(
        tuple(packages[0]),
        tuple([RefusedPackage(name, refusal) for name, refusal in packages[1]]),
        tuple(items[0]),
        tuple([RefusedItem(name, refusal) for name, refusal in items[1]]),
        chosen,
        refused_chosen,
        tuple(sorted(set(unknown))),
    )


def _answers(
    book: RuleBook,
    market: Market,
    request: PriceListRequest,
    told: ToldUses,
    offers: Mapping[str, Offer | VaryingOffer],
    unknown: list[str],
) -> tuple[list[PurchaseQuote], list[tuple[str, Refusal]]] | InvalidInput:
    """Each of these packages or items, priced for one unit, in their order, and those that are refused, by id.

    The facts that were assumed for any of them are appended to `unknown`.
    """
    facts_of = facts_of_list(request.facts, request.package_facts) if market.says_more_of_prices else None
    quotes: list[PurchaseQuote] = []
    refused: list[tuple[str, Refusal]] = []
    for package in sorted(offers):
        assumed: list[str] = []
        answer = quote_enclosed(book, market, _one_of(package, request), assumed, told)
        if type(answer) is InvalidInput:
            return answer
        if type(answer) is PurchaseQuote:
            if facts_of is not None:
                answer = with_prices_beside(book, answer, facts_of, partial(quote_enclosed, book))
            if answer.assumed:
                unknown += answer.assumed
            quotes.append(answer)
            continue
        if isinstance(answer, Assuming):
            unknown += answer.assumed_facts
        if type(answer) not in NOT_SOLD or sold_to_somebody(offers[package]):
            refused.append((package, cast(Refusal, answer)))
    quotes.sort(key=_in_order)
    return quotes, refused


def _chosen(
    book: RuleBook, market: Market, request: PriceListRequest, told: ToldUses, unknown: list[str]
) -> tuple[tuple[ListedChosen, ...], tuple[RefusedChosen, ...]]:
    """All of which the number is chosen, in order, and what of it is refused; as `_answers` gives packages and items.

    The facts that were assumed for any of it are appended to `unknown`.
    """
    listed: list[ListedChosen] = []
    refused: list[RefusedChosen] = []
    for thing, offer in sorted(market.chosen.items()):
        answer = list_chosen(book, market, offer, _one_of(thing, request), told)
        if isinstance(answer, ListedChosen):
            unknown += answer.assumed
            listed.append(answer)
            continue
        if isinstance(answer, Assuming):
            unknown += answer.assumed_facts
        if type(answer) not in NOT_SOLD or offer.is_sold_to_somebody:
            refused.append(RefusedChosen(thing, answer))
    listed.sort(key=_in_order)
    return tuple(listed), tuple(refused)


def _wrong_in(book: RuleBook, market: Market, request: PriceListRequest) -> WrongFact | None:
    """The first fact, or else code, that cannot be asked with, or that ways are asked for beside one; or None."""
    wrong = check_facts(book, request.facts, market)
    if wrong is None and request.package_facts:
        wrong = check_package_facts(book, request.package_facts)
    if wrong is None and request.codes:
        wrong = check_codes(request.codes)
    if wrong is None and request.ways and WAY in request.facts:
        return InvalidInput(("ways",), f"{WAY} is told, and each way is asked for; leave one of the two out")
    return wrong


def _in_order(sold: PurchaseQuote | ListedChosen) -> tuple[int, int, str]:
    """By the order of the rules, then by coins and id; of what is chosen by the coins of its first number."""
    package = sold.package
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
        1,
        facts,
        request.used,
        request.budget,
        codes=request.codes,
    )


def _first_sale(book: RuleBook, market: Market, at: Instant) -> Instant | None:
    """The first instant after `at` at which something is sold, to whomever; None where there is none."""
    for start in book.history(market.key).starts:
        later = book.market(market.key, start)
        if (
            start > at
            and isinstance(later, Market)
            and (
                any(map(sold_to_somebody, (*later.offers.values(), *later.items.values())))
                or any(offer.is_sold_to_somebody for offer in later.chosen.values())
            )
        ):
            return start
    return None
