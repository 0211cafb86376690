"""How a promotion stands for one question before anything is sold: it may apply, it is open, or why it does not."""

from collections.abc import Sequence
from enum import Enum
from typing import NamedTuple

from ratecard.currency import Currency
from ratecard.quotes.purchases.choice import Candidate
from ratecard.quotes.used import ToldUses, used_before
from ratecard.refusals import Condition, FactNeeded, InvalidInput
from ratecard.rulefiles.keys.facts import WAY
from ratecard.rulefiles.keys.promotions import ALONE
from ratecard.terms.conditions import ConditionTerms, Verdict, evaluate
from ratecard.terms.effects import NO_EFFECT, Effect
from ratecard.terms.facts import Facts, Varying, choose, possible_terms
from ratecard.terms.limits import LimitTerms, largest_most
from ratecard.terms.promoted import Promoted


class Standing(Enum):
    """Whether a promotion may apply. The value is what traces say of one that does not."""

    MAY_APPLY = "may apply"
    OPEN = "it is not known whether it applies"
    USED_UP = "its limit is reached"
    UNMET = "its conditions are not met"


class LimitLeft(NamedTuple):
    """What a limit of a promotion leaves before this question, in its unit; None where nothing says what was used.

    `way` is the way of paying where each is counted for itself: the one that is told, or else the usual one.
    """

    path: str
    terms: LimitTerms
    left: int | None
    way: str | None = None

    @property
    def is_alone(self) -> bool:
        """Whether it is for each question by itself, so that nothing counts from one to the next."""
        return self.terms.per in ALONE

    def units(self, coins: int, taken: int) -> int | None:
        """How many units of so many paid coins it leaves once so many were taken; None for as many as are asked for.

        50 coins leave no unit of 60: a limit cuts between units, and never inside one.
        """
        if self.left is None:
            return None
        if self.terms.unit == "purchases":
            return None if self.left > 0 else 0
        each = coins if self.terms.unit == "coins" else 1
        return max(0, self.left - taken * each) // each


class PromotionNeeds(NamedTuple):
    """What a promotion needs to apply: conditions that are open, facts, its code, and what was used of limits."""

    conditions: tuple[Condition, ...] = ()
    facts: tuple[str, ...] = ()
    code: bool = False
    limits: tuple[str, ...] = ()

    @property
    def anything(self) -> bool:
        """Whether anything is needed."""
        return bool(self.conditions or self.facts or self.code or self.limits)


class Stands(NamedTuple):
    """One promotion with its standing. `effect` is None where a fact that decides it is not known.

    `assumed` are the facts that were unknown and for which the answer takes something: for an effect that is known and
    may be given, and for limits, also where they are used up.
    """

    promoted: Promoted
    standing: Standing
    effect: Effect | None
    needs: PromotionNeeds
    limits: tuple[LimitLeft, ...]
    assumed: tuple[str, ...]

    @property
    def candidate(self) -> Candidate | None:
        """It as a candidate; None where it is not known what it gives."""
        return None if self.effect is None else Candidate(self.promoted, self.effect)

    def units_left(self, coins: int, taken: int) -> int | None:
        """How many units all its limits leave once so many were taken; None for as many as are asked for."""
        found = [limit.units(coins, taken) for limit in self.limits]
        return min([units for units in found if units is not None], default=None)


class Asker(NamedTuple):
    """Who asks, for a unit of a package or an item, or for a gift: facts, and codes as they are compared.

    `told` is what was used of limits, and `coins` are the paid ones of a unit, or what a gift costs by itself.
    `usual_way` is the way of paying that is taken where none is told, "" where there is none.
    """

    facts: Facts
    codes: Sequence[str]
    told: ToldUses
    currency: Currency
    coins: int
    package: str | None = None
    gift: str | None = None
    usual_way: str = ""
    item: str | None = None


def standing_of(promoted: Promoted, asker: Asker) -> Stands | InvalidInput:
    """How a promotion stands that is open at the instant, and for the package; or what was wrong of what was used."""
    facts, terms = asker.facts, promoted.terms
    for_effect, for_limits = list[str](), list[str]()
    needed: list[str] = []
    chosen = choose(promoted.effect, facts, for_effect)
    effect = chosen if isinstance(chosen, Effect) else NO_EFFECT if chosen is None else None
    unknown = chosen.fact if isinstance(chosen, FactNeeded) else None if effect is None else effect.needs
    if unknown is not None:
        effect = None
        needed.append(unknown)
    verdict, opened, by_way = _judged(terms.when, asker)
    limits, missing = list[LimitLeft](), list[str]()
    for path, varying in promoted.limits:
        limit = choose(varying, facts, for_limits)
        left = None
        if isinstance(limit, FactNeeded):
            needed += [limit.fact] if limit.fact not in needed else []
            left = _left_at_most(path, varying, asker)
        elif isinstance(limit, LimitTerms) and not limit.lifted:
            left = _left(path, limit, asker)
        if isinstance(left, InvalidInput):
            return left
        if left is not None:
            limits.append(left)
            missing += [path] if left.left is None else []
    no_code = terms.code is not None and not any(terms.code.is_brought(code) for code in asker.codes)
    needs = PromotionNeeds(opened, tuple(needed), no_code, tuple(missing))
    standing = Standing.OPEN if needs.anything else Standing.MAY_APPLY
    if any(limit.units(asker.coins, 0) == 0 for limit in limits):
        standing = Standing.USED_UP
    if verdict is Verdict.UNMET:
        standing = Standing.UNMET
    assumed = [WAY] if by_way and standing is not Standing.USED_UP else []
    if standing is not Standing.UNMET:
        by_limits = WAY not in facts and any(limit.way is not None for limit in limits)
        assumed += [*for_limits, WAY] if by_limits else for_limits
        assumed += for_effect if effect is not None and standing is not Standing.USED_UP else []
    return Stands(promoted, standing, effect, needs, tuple(limits), tuple(dict.fromkeys(assumed)))


def _judged(when: ConditionTerms | None, asker: Asker) -> tuple[Verdict, tuple[Condition, ...], bool]:
    """Whether conditions are met, what they leave open, and whether a way of paying was assumed that decides.

    Where the way is not told, the usual one of the market is taken. Where there is none, no way is.
    """
    if when is None:
        return Verdict.MET, (), False
    verdict, _, opened = evaluate(when, asker.facts)
    if verdict is not Verdict.OPEN or not any(condition.fact == WAY for condition in opened):
        return verdict, opened, False
    usual = asker.usual_way
    verdict, _, opened = evaluate(when, {**asker.facts, WAY: usual})
    return verdict, opened, bool(usual)


def _left_at_most(path: str, varying: Varying[LimitTerms], asker: Asker) -> LimitLeft | InvalidInput | None:
    """What the largest case of a limit leaves whose fact is not known: cases of 1 and of 3 units after 2 units, 1 unit.

    Where one allows any number, or they are in two units, None, unless nothing says what was used.
    """
    largest = largest_most(varying)
    if largest is not None:
        return _left(path, largest, asker)
    cases = [case for case in possible_terms(varying) if isinstance(case, LimitTerms) and not case.lifted]
    left = _left(path, cases[0], asker)
    return left if isinstance(left, LimitLeft) and left.left is None else None


def _left(path: str, limit: LimitTerms, asker: Asker) -> LimitLeft | InvalidInput:
    if limit.per in ALONE:
        return LimitLeft(path, limit, limit.most)
    way = asker.facts.get(WAY, asker.usual_way)
    own_way = str(way) if way else None
    before = used_before(limit, asker.told, asker.currency, asker.package, asker.gift, own_way, asker.item)
    if isinstance(before, InvalidInput):
        return before
    left = None if before is None else max(0, limit.most - before)
    return LimitLeft(path, limit, left, own_way if limit.by_way else None)
