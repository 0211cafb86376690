"""What promotions made of questions before, kept for alike ones: most buyers ask with the same few facts and amounts.

What is kept follows from the terms of a period and from its key alone. So whoever finds nothing computes the same anew,
and threads that do so at once write the same. It is bounded: a package that has as much as it may starts from nothing.
"""

from collections.abc import Iterator

import msgspec

from ratecard.quotes.purchases.promotions import Dealt, deal_anew
from ratecard.quotes.requests import PurchaseRequest, UsedBefore
from ratecard.quotes.used import ToldUses, short_path
from ratecard.refusals import FactNeeded, InvalidInput
from ratecard.rulefiles.keys.facts import STATED_BY_ENGINE, WAY
from ratecard.rulefiles.keys.promotions import ALONE
from ratecard.terms.buyer_limits import NamedLimit
from ratecard.terms.conditions import facts_of_conditions
from ratecard.terms.facts import facts_of_choices, possible_terms
from ratecard.terms.limits import LimitTerms
from ratecard.terms.market import Market
from ratecard.terms.offers import Offer
from ratecard.terms.promoted import Promoted

KEPT_MOST = 128
"""Of how many questions about one package the outcome is kept."""

RememberedBy = tuple[object, ...]


class Remembered(msgspec.Struct, frozen=True):
    """What decides about the promotions of one package in one period, and what they made of questions before.

    `facts` are the names of those that they vary by or ask for, and `limits` the paths of theirs. The outcome is
    `by_quantity` where there are limits, or where a fact decides that the engine states of the whole purchase. `paths`
    are those of all limits of the package, by the names that stand for one of them; what was used of `lasting` ones
    always counts. With each outcome stand the facts that it assumes.
    """

    facts: tuple[str, ...]
    limits: tuple[str, ...]
    by_quantity: bool
    paths: dict[str, str]
    lasting: frozenset[str]
    kept: dict[RememberedBy, tuple[Dealt, tuple[str, ...]]]

    def key_of(self, request: PurchaseRequest, told: ToldUses) -> RememberedBy:
        """All of a question without codes on which the outcome depends; the number of units only where it counts."""
        facts = request.facts
        stated = [facts.get(name) for name in self.facts] if facts else ()
        if not self.by_quantity:
            return tuple(stated)
        return (request.quantity, *[told.get(path) for path in self.limits], *stated)


def deal_of(
    market: Market, offer: Offer, request: PurchaseRequest, told: ToldUses, assumed: list[str]
) -> Dealt | FactNeeded | InvalidInput:
    """What promotions make of a purchase, as `deal_anew` gives it; codes are kept nowhere."""
    remembered = None if request.codes else _remembered(market, request.package)
    if remembered is None or market.sold(request.package) is not offer:
        return deal_anew(market, offer, request, told, assumed)
    key = remembered.key_of(request, told) if remembered.by_quantity or request.facts else ()
    found = remembered.kept.get(key)
    if found is None:
        names: list[str] = []
        dealt = deal_anew(market, offer, request, told, names)
        assumed += [name for name in names if name not in assumed]
        if isinstance(dealt, Dealt):
            if len(remembered.kept) >= KEPT_MOST:
                remembered.kept.clear()
            remembered.kept[key] = (dealt, tuple(names))
        return dealt
    dealt, assumes = found
    if assumes:
        assumed += [name for name in assumes if name not in assumed]
    if not remembered.by_quantity and dealt.runs[0].units != request.quantity:
        return Dealt((msgspec.structs.replace(dealt.runs[0], units=request.quantity),), dealt.deal)
    return dealt


def told_plainly(market: Market, package: str, used: tuple[UsedBefore, ...]) -> ToldUses | None:
    """What was stated of each limit of a package, where each is named by its path; None where one is not."""
    remembered = _remembered(market, package)
    if remembered is None:
        return None
    found: dict[str, tuple[tuple[int, UsedBefore], ...]] = {}
    for index, stated in enumerate(used):
        path = remembered.paths.get(stated.limit_id)
        if path is None:
            return None
        found[path] = (*found.get(path, ()), (index, stated))
    return found


def always_counts(market: Market, request: PurchaseRequest, told: ToldUses) -> bool:
    """Whether what was used of limits counts whenever the question is: none of them is of a window of time."""
    remembered = _remembered(market, request.package)
    return remembered is not None and remembered.lasting.issuperset(told)


def _remembered(market: Market, package: str) -> Remembered | None:
    """What is kept of a package's promotions; None where the market has none."""
    promotions = market.promotions
    if promotions is None:
        return None
    found = promotions.kept.of_packages.get(package)
    if not isinstance(found, Remembered):
        found = promotions.kept.of_packages[package] = _nothing_yet(market, promotions.of(package), package)
    return found


def _nothing_yet(market: Market, promoted: tuple[Promoted, ...], package: str) -> Remembered:
    facts = dict.fromkeys(_facts(market, promoted))
    own = dict(limit for promotion in promoted for limit in promotion.limits)
    every = {**own, **dict(() if market.limits is None else market.limits.of(package))}
    names = [(name, path) for path in every for name in dict.fromkeys((path, short_path(path)))]
    meant = [name for name, _ in names]
    return Remembered(
        tuple(facts),
        tuple(own),
        bool(own) or any(name in STATED_BY_ENGINE for name in facts),
        {name: path for name, path in names if meant.count(name) == 1},
        frozenset([limit[0] for limit in every.items() if _is_lasting(limit)]),
        {},
    )


def _facts(market: Market, promoted: tuple[Promoted, ...]) -> Iterator[str]:
    """The facts that may decide what promotions make of a purchase, some of them often."""
    if promoted:
        yield from facts_of_choices(market.pricing)
    for promotion in promoted:
        yield from facts_of_choices(promotion.effect)
        yield from facts_of_conditions(promotion.terms.when)
        for _, limit in promotion.limits:
            yield WAY
            yield from facts_of_choices(limit)


def _is_lasting(limit: NamedLimit) -> bool:
    """Whether a limit is for ever, or for each question by itself, in each of its cases."""
    return all(isinstance(case, LimitTerms) and case.per in (None, *ALONE) for case in possible_terms(limit[1]))
