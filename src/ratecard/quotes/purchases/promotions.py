"""The promotions of one purchase: runs of equal units, what stays open, what became of codes, and what is used up.

Where the tightest limit leaves some units, what applies holds for those, and the choice is made anew for the rest.
"""

from collections.abc import Container, Sequence
from typing import Generic, NamedTuple, TypeVar

import msgspec

from ratecard.instants import Instant
from ratecard.money import Coins
from ratecard.quotes.codes import CodeOutcome
from ratecard.quotes.purchases.choice import Candidate, Regular, Unit, choose_unit
from ratecard.quotes.purchases.runs import Run, run_of
from ratecard.quotes.purchases.standing import Asker, PromotionNeeds, Standing, Stands, standing_of
from ratecard.quotes.requests import PurchaseRequest, UsedBefore
from ratecard.quotes.used import ToldUses
from ratecard.refusals import FactNeeded, InvalidInput
from ratecard.rulefiles.values.limits import CountOf
from ratecard.rulefiles.values.offered import folded
from ratecard.terms.facts import choose_as
from ratecard.terms.market import Market
from ratecard.terms.offers import Offer
from ratecard.terms.pricing import PricingTerms
from ratecard.terms.promoted import Promoted
from ratecard.terms.promotions import PromotionTerms
from ratecard.terms.purchase_facts import of_purchase

NEEDLESS = "it changes nothing"
BEATEN = "another choice costs no more per coin"
BEATEN_BY_PRICE = "another choice costs no more"
"""What is said of promotions of an item, which holds no coins."""


class Loser(msgspec.Struct, frozen=True):
    """A promotion of this package that is open and applies to no unit, with the reason, in words.

    `run` is 0, or the number of the run to whose units alone it does not apply.
    """

    terms: PromotionTerms
    reason: str
    run: int = 0


class Opened(msgspec.Struct, frozen=True):
    """A promotion that may apply yet, what it needs, and the first unit as if that were met; None where it varies."""

    terms: PromotionTerms
    needs: PromotionNeeds
    run: Run | None


Quote = TypeVar("Quote")


class AppliedPromotion(msgspec.Struct, frozen=True):
    """A promotion that applies, and to how many units."""

    terms: PromotionTerms
    units: int


class OpenPromotion(msgspec.Struct, Generic[Quote], frozen=True):
    """A promotion that may apply yet, and what it needs. `unit` is the quote of one unit as if that were met.

    It is None where a fact decides what the promotion gives.
    """

    terms: PromotionTerms
    needs: PromotionNeeds
    unit: Quote | None


class Deal(msgspec.Struct, frozen=True):
    """What promotions do to one purchase, beside its runs. `applied` are those of any unit, by id.

    `candidates` are the applied ones with what they give; `codes` are the brought ones as they were typed, each with
    what became of it; `uses` is what is used up of limits, in order of path.
    """

    applied: tuple[Candidate, ...] = ()
    losers: tuple[Loser, ...] = ()
    opened: tuple[Opened, ...] = ()
    codes: tuple[tuple[str, CodeOutcome], ...] = ()
    uses: tuple[UsedBefore, ...] = ()


class Dealt(NamedTuple):
    """The runs of a purchase, and what promotions did."""

    runs: tuple[Run, ...]
    deal: Deal


def deal_anew(
    market: Market, offer: Offer, request: PurchaseRequest, told: ToldUses, assumed: list[str]
) -> Dealt | FactNeeded | InvalidInput:
    """What promotions make of a purchase; or a fact without which no price can be rounded, or what was wrong of `told`.

    The facts that were unknown and for which `other` was taken are appended to `assumed`.
    """
    promoted = () if market.promotions is None else market.promotions.of(request.package)
    facts = of_purchase(request.facts, offer.package, offer.price, request.quantity)
    codes = [folded(code) for code in request.codes]
    coins, usual = offer.package.coins, market.usual_way
    of_package, of_item = (None, request.package) if offer.package.is_item else (request.package, None)
    asker = Asker(facts, codes, told, market.currency, coins, package=of_package, usual_way=usual, item=of_item)
    stands = stands_of(promoted, asker)
    if isinstance(stands, InvalidInput):
        return stands
    in_question = [own for own in stands if own.standing is Standing.MAY_APPLY or is_listed(own)]
    pricing: PricingTerms | None = None
    if any(own.effect is not None and own.effect.takes_off for own in in_question):
        chosen = choose_as(PricingTerms, market.pricing, request.facts, assumed)
        if isinstance(chosen, FactNeeded):
            return chosen
        pricing = chosen
    take_assumed(stands, assumed)
    package = offer.package
    regular = Regular(offer.price.listed_minor, package.coins, package.bonus, pricing)
    choices = choices_of(regular, stands, request.quantity)
    runs = tuple([_run(offer, unit, number) for unit, number in choices])
    applied = {candidate.id: candidate for unit, _ in choices for candidate in unit.applied}
    deal = Deal(
        applied=tuple([applied[name] for name in sorted(applied)]),
        losers=tuple(losers_of(stands, applied, choices, regular.coins)),
        opened=tuple(_opened(offer, regular, own, stands) for own in stands if is_listed(own)),
        codes=outcomes_of(market, request.codes, request.at, stands, applied),
        uses=uses_of(stands, choices, asker),
    )
    return Dealt(runs, deal)


def stands_of(promoted: Sequence[Promoted], asker: Asker) -> list[Stands] | InvalidInput:
    """How each promotion stands; or what was wrong of what was used of its limits."""
    stands: list[Stands] = []
    for promotion in promoted:
        found = standing_of(promotion, asker)
        if isinstance(found, InvalidInput):
            return found
        stands.append(found)
    return stands


def take_assumed(stands: Sequence[Stands], assumed: list[str]) -> None:
    """Appends what was assumed of promotions, but for those open ones of which the answer says nothing."""
    for own in stands:
        if own.standing is not Standing.OPEN or is_listed(own):
            assumed += [fact for fact in own.assumed if fact not in assumed]


def choices_of(regular: Regular, stands: Sequence[Stands], quantity: int) -> list[tuple[Unit, int]]:
    """Run by run: the choice among those whose limits leave units, for as many as the tightest of what applies."""
    found: list[tuple[Unit, int]] = []
    able = [own for own in stands if own.standing is Standing.MAY_APPLY]
    taken = dict.fromkeys([own.promoted.id for own in able], 0)
    while quantity:
        left = {own.promoted.id: own.units_left(regular.coins, taken[own.promoted.id]) for own in able}
        unit = choose_unit(regular, [own.candidate for own in able if own.candidate and left[own.promoted.id] != 0])
        bounds = [bound for candidate in unit.applied if (bound := left[candidate.id]) is not None]
        size = min(quantity, *bounds) if bounds else quantity
        for candidate in unit.applied:
            taken[candidate.id] += size
        found.append((unit, size))
        quantity -= size
    return found


def _run(offer: Offer, unit: Unit, units: int) -> Run:
    names = tuple([candidate.id for candidate in unit.applied])
    return run_of(offer, units, offer.package.coins, Coins(unit.bonus), unit.listed_minor, names)


def applied_in(deal: Deal, runs: Sequence[Run]) -> tuple[AppliedPromotion, ...]:
    """The promotions that apply to any unit, in order of id, each with the number of those units."""
    return tuple(
        AppliedPromotion(candidate.promoted.terms, sum([run.units for run in runs if candidate.id in run.applied]))
        for candidate in deal.applied
    )


def losers_of(
    stands: Sequence[Stands], applied: dict[str, Candidate], choices: Sequence[tuple[Unit, int]], coins: int
) -> list[Loser]:
    """Those that apply to no unit, and in a purchase of several runs those that do not apply to one of them.

    One of which only a hash tells the code is told of to nobody who lacks it. A unit has so many paid coins.
    """
    needless = {candidate.id for unit, _ in choices for candidate in unit.needless}
    found = []
    for own in stands:
        terms = own.promoted.terms
        secret = own.needs.code and terms.code is not None and terms.code.is_hashed
        if terms.id in applied or secret:
            continue
        reason = own.standing.value
        if own.standing is Standing.MAY_APPLY:
            reason = NEEDLESS if terms.id in needless else BEATEN if coins else BEATEN_BY_PRICE
        found.append(Loser(terms, reason))
    return found + (_losers_of_runs(stands, applied, choices, coins) if len(choices) > 1 else [])


def _losers_of_runs(
    stands: Sequence[Stands], applied: dict[str, Candidate], choices: Sequence[tuple[Unit, int]], coins: int
) -> list[Loser]:
    """Run by run those that apply to other units: their limit is reached by then, or others are better."""
    taken = dict.fromkeys(applied, 0)
    found: list[Loser] = []
    for number, (unit, size) in enumerate(choices, 1):
        here, needless = ({candidate.id for candidate in every} for every in (unit.applied, unit.needless))
        for own in (own for own in stands if own.promoted.id in applied.keys() - here):
            name = own.promoted.id
            is_used_up = own.units_left(coins, taken[name]) == 0
            beaten = BEATEN if coins else BEATEN_BY_PRICE
            reason = Standing.USED_UP.value if is_used_up else NEEDLESS if name in needless else beaten
            found.append(Loser(own.promoted.terms, reason, number))
        for name in here:
            taken[name] += size
    return found


def is_listed(own: Stands) -> bool:
    """Whether a promotion is told of as open; never one of which only a hash tells the code."""
    code = own.promoted.terms.code
    return own.standing is Standing.OPEN and not (code is not None and code.is_hashed)


def _opened(offer: Offer, regular: Regular, own: Stands, stands: Sequence[Stands]) -> Opened:
    """An open promotion, with the first unit as if what it needs were met."""
    terms, candidate = own.promoted.terms, own.candidate
    if candidate is None:
        return Opened(terms, own.needs, None)
    beside = [other for other in stands if other is own or other.standing is Standing.MAY_APPLY]
    unit = choose_unit(regular, [other.candidate for other in beside if other.candidate is not None])
    return Opened(terms, own.needs, _run(offer, unit, 1))


def outcomes_of(
    market: Market, codes: Sequence[str], at: Instant, stands: Sequence[Stands], applied: Container[str]
) -> tuple[tuple[str, CodeOutcome], ...]:
    """What became of each code; of several promotions with one code the best."""
    if not codes:
        return ()
    by_id = {own.promoted.id: own for own in stands}
    coded = () if market.promotions is None else market.promotions.coded
    found = []
    for code in codes:
        outcomes = [
            _outcome(terms, by_id.get(terms.id), at, terms.id in applied)
            for terms in coded
            if terms.code is not None and terms.code.is_brought(folded(code))
        ]
        found.append((code, min(outcomes, key=list(CodeOutcome).index, default=CodeOutcome.UNKNOWN)))
    return tuple(found)


def _outcome(terms: PromotionTerms, own: Stands | None, at: Instant, applies: bool) -> CodeOutcome:
    """What became of a code's promotion. Before it begins nobody knows the code; for another package it is not met."""
    if terms.window.is_over(at):
        return CodeOutcome.EXPIRED
    if not terms.window.is_open(at):
        return CodeOutcome.UNKNOWN
    if own is None:
        return CodeOutcome.NOT_MET
    if own.standing is Standing.MAY_APPLY:
        return CodeOutcome.APPLIED if applies else CodeOutcome.NOT_NEEDED
    return CodeOutcome.LIMIT_REACHED if own.standing is Standing.USED_UP else CodeOutcome.NOT_MET


def uses_of(stands: Sequence[Stands], choices: Sequence[tuple[Unit, int]], asker: Asker) -> tuple[UsedBefore, ...]:
    """What a question uses up of the limits of what applies, as a later question states it.

    A limit of each question by itself keeps no count.
    """
    found: list[UsedBefore] = []
    for own in stands:
        name = own.promoted.id
        applying = [number for unit, number in choices if any(candidate.id == name for candidate in unit.applied)]
        units = sum(applying) if own.limits else 0
        for limit in own.limits if units else ():
            if not limit.is_alone:
                number = {"coins": units * asker.coins, "units": units, "gifts": units}.get(limit.terms.unit, 1)
                package = asker.package if limit.terms.by_package else None
                gift = asker.gift if limit.terms.by_gift else None
                item = asker.item if limit.terms.by_item else None
                amount = CountOf(number, limit.terms.unit)
                found.append(UsedBefore(limit.path, amount, package, gift, limit.way, item))
    return tuple(sorted(found, key=lambda use: use.limit_id))
