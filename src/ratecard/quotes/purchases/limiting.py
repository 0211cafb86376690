"""The limits of buyers and the caller's own budget: whether a purchase keeps them, and what it uses of each."""

import msgspec

from ratecard.instants import Instant
from ratecard.money import Money
from ratecard.quotes.keeping import Kept, Taking, kept_limits, when_told
from ratecard.quotes.limits import Asked, amount_text
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.quotes.purchases.remembered import told_plainly
from ratecard.quotes.requests import Amount, Budget, UsedBefore
from ratecard.quotes.used import NOTHING_TOLD, ToldUses, told_of
from ratecard.refusals import AboveLimit, InvalidInput, OverBudget, UnknownLimit
from ratecard.rulefiles.keys.purchases import PURCHASE
from ratecard.terms.buyer_limits import NamedLimit
from ratecard.terms.limits import MONEY
from ratecard.terms.market import Market, Period

NotWithin = AboveLimit | OverBudget | InvalidInput


def told_in(
    market: Market, used: tuple[UsedBefore, ...], package: str | None
) -> ToldUses | UnknownLimit | InvalidInput:
    """What was used of each limit of a purchase of this package, or with None of a list of all packages.

    Limits of other packages may be named by their paths, and say nothing of this purchase.
    """
    if not used:
        return NOTHING_TOLD
    plainly = None if package is None else told_plainly(market, package, used)
    if plainly is not None:
        return plainly
    limits, own = market.limits, [path for path, _ in _limits_of(market, package)]
    beside = [*(path for path, _ in _limits_of(market, None)), *market.stopped]
    return told_of(own, used, beside=beside, any_known=limits is not None and limits.any_unknown)


def _limits_of(market: Market, package: str | None) -> list[NamedLimit]:
    """The limits of buyers and of promotions that a purchase of this package has, or with None those of any."""
    found: list[NamedLimit] = []
    if market.limits is not None:
        found += market.limits.all if package is None else market.limits.of(package)
    if market.promotions is not None:
        found += dict(market.promotions.limits_of(package)).items()
    return found


def when_used(market: Market, told: ToldUses, at: Instant) -> tuple[Period | None, bool]:
    """In which period what was used of limits counts, None where it always does; and whether it is rolling."""
    return when_told(_limits_of(market, None), told, at, market.in_zone)


def within_limits(quote: PurchaseQuote, told: ToldUses, assumed: list[str]) -> PurchaseQuote | NotWithin:
    """The quote with what it uses of limits, or the first limit that it breaks, by path; after limits the budget.

    The facts that were unknown and for which `other` was taken are appended to `assumed`.
    """
    market, request, taken = quote.market, quote.request, _taken(quote)
    own, is_item = request.package, quote.package.is_item
    package, item = (None, own) if is_item else (own, None)
    taking = Taking(taken, told, request.facts, quote.currency, package, usual_way=market.usual_way, item=item)
    for_figures = tuple(assumed)
    kept = kept_limits(market.limits, taking, assumed)
    if isinstance(kept, AboveLimit):
        return kept.assuming(for_figures)
    if not isinstance(kept, Kept):
        return kept
    if request.budget is not None:
        refused = _over(request.budget, taken, quote)
        if refused is not None:
            return refused if isinstance(refused, InvalidInput) else refused.assuming(for_figures)
    used_in, used_rolling = when_used(market, told, request.at)
    return msgspec.structs.replace(
        quote,
        assumed=tuple(assumed),
        uses=(*quote.uses, *kept.uses),
        open_limits=kept.open_limits,
        limits_unknown=kept.unknown,
        used_in=used_in,
        used_rolling=used_rolling,
    )


def _taken(quote: PurchaseQuote) -> Asked:
    """What a purchase takes: its gross, or its listed price where gross is unknown; paid coins; units; one purchase."""
    gross = quote.gross_minor
    counts = {"coins": quote.coins, "units": quote.request.quantity, "purchases": 1}
    minor = quote.listed_minor if gross is None else gross
    return Asked(minor, quote.currency, counts, PURCHASE, quote.request.at, quote.market.in_zone, gross is None)


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
