"""The limits of buyers and the caller's own budget: whether a purchase keeps them, and what it uses of each.

They refuse a purchase and never split it. A limit of which nothing says what was used, or whose fact is not known, is
listed as open, unless the purchase alone takes more than it could allow.
"""

from typing import NamedTuple

import msgspec

from ratecard.instants import Instant
from ratecard.money import Money
from ratecard.quotes.limits import Asked, OpenLimit, amount_text, broken_limit, open_limit
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.quotes.requests import Amount, Budget, UsedBefore
from ratecard.quotes.used import NOTHING_TOLD, Told, told_of, used_before
from ratecard.quotes.windows import calendar_window
from ratecard.refusals import AboveLimit, FactNeeded, InvalidInput, OverBudget, UnknownLimit
from ratecard.rulefiles.keys.facts import WAY
from ratecard.rulefiles.keys.purchases import PURCHASE
from ratecard.rulefiles.values.limits import CountOf
from ratecard.rulefiles.values.windows import is_rolling
from ratecard.terms.buyer_limits import NamedLimit
from ratecard.terms.facts import choose, possible_terms
from ratecard.terms.limits import MONEY, LimitTerms, largest_most
from ratecard.terms.market import Market, Period, common_period
from ratecard.terms.unknown import Unknowns

NotWithin = AboveLimit | OverBudget | InvalidInput


def told_in(market: Market, used: tuple[UsedBefore, ...], package: str | None) -> Told | UnknownLimit | InvalidInput:
    """What was used of each limit of a purchase of this package, or with None of a list of all packages.

    Limits of other packages may be named by their paths, and say nothing of this purchase.
    """
    if not used:
        return NOTHING_TOLD
    limits, own = market.limits, [path for path, _ in _limits_of(market, package)]
    beside = [path for path, _ in _limits_of(market, None)]
    return told_of(own, used, beside=beside, any_known=limits is not None and limits.any_unknown)


def _limits_of(market: Market, package: str | None) -> list[NamedLimit]:
    """The limits of buyers and of promotions that a purchase of this package has, or with None those of any."""
    found: list[NamedLimit] = []
    if market.limits is not None:
        found += market.limits.all if package is None else market.limits.of(package)
    if market.promotions is not None:
        found += dict(market.promotions.limits_of(package)).items()
    return found


class _Kept(NamedTuple):
    """A limit that a purchase keeps: what it uses of it, whether it is open, and what of it is unknown."""

    use: UsedBefore | None = None
    opened: OpenLimit | None = None
    unknown: Unknowns = ()


def when_told(market: Market, told: Told, at: Instant) -> tuple[Period | None, bool]:
    """In which period what was used of limits counts, None where it always does; and whether it is rolling.

    What was used today counts until midnight, and what was used in the last 24 hours is another amount soon.
    """
    if not told:
        return None, False
    limits = [leaf for path, limit in _limits_of(market, None) if path in told for leaf in possible_terms(limit)]
    windows = {limit.per for limit in limits if isinstance(limit, LimitTerms) and limit.per is not None}
    periods = [window for per in windows if (window := calendar_window(per, at, market.in_zone)) is not None]
    return common_period(*periods) if periods else None, any(map(is_rolling, windows))


def within_limits(quote: PurchaseQuote, told: Told, assumed: list[str]) -> PurchaseQuote | NotWithin:
    """The quote with what it uses of limits, or the first limit that it breaks, by path; after limits the budget.

    The facts that were unknown and for which `other` was taken are appended to `assumed`.
    """
    market, package = quote.market, quote.offer.package
    limits = () if market.limits is None else market.limits.of(package.id)
    tables_unknown = () if market.limits is None else market.limits.tables_unknown(package.id)
    taken = _taken(quote)
    kept: list[_Kept] = []
    for named in limits:
        found = _kept(named, quote, told, taken, assumed)
        if not isinstance(found, _Kept):
            return found
        kept.append(found)
    if quote.request.budget is not None:
        refused = _over(quote.request.budget, taken, quote)
        if refused is not None:
            return refused
    used_in, used_rolling = when_told(market, told, quote.request.at)
    return msgspec.structs.replace(
        quote,
        assumed=tuple(assumed),
        uses=(*quote.uses, *[limit.use for limit in kept if limit.use is not None]),
        open_limits=tuple([limit.opened for limit in kept if limit.opened is not None]),
        limits_unknown=(*tables_unknown, *[value for limit in kept for value in limit.unknown]),
        used_in=used_in,
        used_rolling=used_rolling,
    )


def _taken(quote: PurchaseQuote) -> Asked:
    """What a purchase takes: its gross, or its listed price where gross is unknown; paid coins; units; one purchase."""
    gross = quote.gross_minor
    counts = {"coins": quote.coins, "units": quote.request.quantity, "purchases": 1}
    minor = quote.listed_minor if gross is None else gross
    return Asked(minor, quote.currency, counts, PURCHASE, quote.request.at, quote.market.in_zone, gross is None)


def _kept(
    named: NamedLimit, quote: PurchaseQuote, told: Told, taken: Asked, assumed: list[str]
) -> _Kept | AboveLimit | InvalidInput:
    """How a purchase stands to one limit that it keeps, or why it does not."""
    path, varying = named
    request = quote.request
    terms = choose(varying, request.facts, assumed)
    fact = terms.fact if isinstance(terms, FactNeeded) else None
    limit = largest_most(varying) if fact is not None else terms
    if not isinstance(limit, LimitTerms) or limit.lifted:
        return _Kept() if fact is None else _Kept(opened=OpenLimit(path, None, None, fact))
    if limit.unknown:
        return _Kept(unknown=limit.unknown)
    way = _way(limit, quote, assumed)
    before = used_before(limit, told, quote.currency, request.package, way=way)
    if isinstance(before, InvalidInput):
        return before
    is_alone = limit.per == PURCHASE
    if is_alone:
        before = 0
    broken = broken_limit(limit, before, taken, path)
    if broken is not None:
        return broken
    opened = OpenLimit(path, limit.per, None, fact) if fact is not None else None
    if opened is None and before is None:
        opened = open_limit(limit, path)
    return _Kept(None if is_alone else _use(limit, taken, quote, way), opened)


def _way(limit: LimitTerms, quote: PurchaseQuote, assumed: list[str]) -> str | None:
    """The way of paying of a purchase: the one told, or the usual one where the limit counts each, which is assumed."""
    told = quote.request.facts.get(WAY)
    if told is not None or not limit.by_way or not quote.market.ways:
        return None if told is None else str(told)
    assumed += [WAY] if WAY not in assumed else []
    return quote.market.usual_way


def _use(limit: LimitTerms, taken: Asked, quote: PurchaseQuote, way: str | None) -> UsedBefore:
    """What a purchase uses of a limit, as a later question states it."""
    asked = taken.of(limit.unit)
    assert asked is not None, "a purchase knows what it takes"
    amount: Amount = Money(asked, quote.currency) if limit.unit == MONEY else CountOf(asked, limit.unit)
    package = quote.request.package if limit.by_package else None
    return UsedBefore(limit.path, amount, package, way=way if limit.by_way else None)


def _over(budget: Budget, taken: Asked, quote: PurchaseQuote) -> OverBudget | InvalidInput | None:
    """Why a purchase is more than the caller wants to spend, or why that cannot be compared; None where it fits."""
    most = _budgeted(budget.most, taken, quote)
    before = _budgeted(budget.used, taken, quote) if budget.used is not None else most and (0, most[1])
    if most is None or before is None:
        wrong, field = (budget.most, "most") if most is None else (budget.used, "used")
        sentence = f"a budget is in {quote.currency.code}, coins, units or purchases here, and {wrong} is not"
        return InvalidInput(("budget", field), sentence, at_instant=True)
    (amount, unit), (used, unit_used) = most, before
    if unit != unit_used:
        sentence = f"a budget is in one unit, and {budget.most} and {budget.used} are in two"
        return InvalidInput(("budget", "used"), sentence)
    asked = taken.of(unit)
    assert asked is not None, "a purchase knows what it takes"
    if used + asked <= amount:
        return None
    most_text, used_text, asked_text, left = [
        amount_text(unit, number, quote.currency) for number in (amount, used, asked, max(0, amount - used))
    ]
    return OverBudget(most_text, used_text, asked_text, left, taken.by_listed and unit == MONEY)


def _budgeted(amount: Amount, taken: Asked, quote: PurchaseQuote) -> tuple[int, str] | None:
    """An amount of a budget and its unit; None in another currency, or in what a purchase does not take."""
    if isinstance(amount, Money):
        return (amount.minor, MONEY) if amount.currency.code == quote.currency.code else None
    return (amount.count, amount.unit) if amount.unit in taken.counts else None
