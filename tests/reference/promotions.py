"""The promotions of one purchase: runs of equal units, what stays open, what became of codes, and what is used up."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tests.reference.layering import Market
from tests.reference.limits_of_buyers import limit_names
from tests.reference.promotion_choice import Benefit, Offer, Unit, chosen, unit_of
from tests.reference.promotion_standing import Asker, Need, Standing, is_code, limit_id, standing
from tests.reference.promotion_terms import Terms, promotion_ids, terms_of
from tests.reference.reading import Path
from tests.reference.used_before import Used

OUTCOMES = ("APPLIED", "NOT_NEEDED", "LIMIT_REACHED", "NOT_MET", "EXPIRED", "UNKNOWN")
"""What may become of a code; of several promotions with one code the first of these that any has."""


@dataclass(frozen=True)
class Run:
    """So many equal units, one of which is this, and the ids of the promotions that apply to it."""

    units: int
    unit: Unit
    applied: tuple[str, ...]


@dataclass(frozen=True)
class Open:
    """A promotion that may apply yet: what is needed, and the first unit as if it were met; None where it varies."""

    id: str
    needs: frozenset[Need]
    unit: Unit | None


@dataclass(frozen=True)
class Promoted:
    """The runs of a purchase, and all that answers say of promotions beside them."""

    runs: tuple[Run, ...]
    open: tuple[Open, ...]
    codes: tuple[tuple[str, str], ...]
    uses: tuple[Used, ...]
    assumed: frozenset[str]

    @property
    def applied(self) -> tuple[str, ...]:
        """The ids of all promotions that apply to any unit."""
        return tuple(sorted({promotion for run in self.runs for promotion in run.applied}))


def promoted(asker: Asker, quantity: int) -> Promoted:
    """What becomes of so many units. Without promotions they are one run of the regular price and the own bonus."""
    named = (asker.package, f"{asker.thing}s", asker.kind)
    stated = [terms_of(asker.here, asker.at, promotion, *named) for promotion in promotion_ids(asker.here)]
    fit = [replace(terms, is_for_it=terms.is_for_it and not asker.passed_over) for terms in stated if terms is not None]
    standings = [standing(asker, terms) for terms in fit]
    met = [each for each in standings if each.verdict == "met"]
    runs = tuple(_runs(asker.offer, met, quantity))
    applied = {promotion for run in runs for promotion in run.applied}
    return Promoted(
        runs,
        tuple(_open(asker.offer, met, each) for each in standings if _is_listed(each)),
        tuple((brought, _outcome(standings, brought, applied)) for brought in asker.codes),
        _uses(asker, met, runs),
        frozenset[str]().union(*(each.assumed for each in standings if each.verdict != "open" or _is_listed(each))),
    )


def limit_ids(
    here: Market, at: int, package: str, sections: Sequence[Path], table: str = "packages", *, passed_over: bool = False
) -> list[str]:
    """The ids of all limits that a question about a package has: of its promotions, and of some sections."""
    promotions = [] if passed_over else promotion_ids(here)
    stated = [terms_of(here, at, promotion, package, table) for promotion in promotions]
    running = [terms for terms in stated if terms is not None and terms.is_for_it and terms.is_on(at)]
    found = [limit_id(terms.id, limit) for terms in running for limit in terms.limits]
    return found + [".".join((*section, name)) for section in sections for name in limit_names(here, at, section)]


def _runs(offer: Offer, met: Sequence[Standing], quantity: int) -> list[Run]:
    """Run by run: the choice among those whose limits leave units, for as many as the tightest limit of it leaves."""
    runs: list[Run] = []
    taken = {each.terms.id: 0 for each in met}
    remaining = quantity
    while remaining:
        left = {each.terms.id: _units_left(offer, each, taken[each.terms.id]) for each in met}
        candidates = [each.benefit for each in met if each.benefit is not None and left[each.terms.id] != 0]
        applied = chosen(offer, candidates)
        units = min([remaining, *(k for benefit in applied if (k := left[benefit.id]) is not None)])
        runs.append(Run(units, unit_of(offer, applied), tuple(benefit.id for benefit in applied)))
        for benefit in applied:
            taken[benefit.id] += units
        remaining -= units
    return runs


def _units_left(offer: Offer, each: Standing, taken: int) -> int | None:
    """How many units all limits of a promotion leave; None where there is no end to them."""
    found = [left.units(offer.coins, taken) for left in each.limits]
    return min((units for units in found if units is not None), default=None)


def _is_listed(each: Standing) -> bool:
    """Whether a promotion is told of as open. One whose code only its hash tells is not."""
    return each.verdict == "open" and not (each.terms.code or "").startswith("sha256:")


def _open(offer: Offer, met: Sequence[Standing], each: Standing) -> Open:
    if each.benefit is None:
        return Open(each.terms.id, each.needs, None)
    candidates: list[Benefit] = [other.benefit for other in met if other.benefit is not None]
    return Open(each.terms.id, each.needs, unit_of(offer, chosen(offer, [*candidates, each.benefit])))


def _outcome(standings: Sequence[Standing], brought: str, applied: set[str]) -> str:
    found = {_became(each, applied) for each in standings if _has_code(each.terms, brought)}
    return min(found, key=OUTCOMES.index, default="UNKNOWN")


def _has_code(terms: Terms, brought: str) -> bool:
    return terms.code is not None and is_code(terms.code, brought)


def _became(each: Standing, applied: set[str]) -> str:
    """What became of a code's promotion. Before it begins nobody knows the code; for another package it is not met."""
    if each.verdict == "met":
        return "APPLIED" if each.terms.id in applied else "NOT_NEEDED"
    outcomes = {"used up": "LIMIT_REACHED", "over": "EXPIRED", "later": "UNKNOWN"}
    return outcomes.get(each.verdict, "NOT_MET")


def _uses(asker: Asker, met: Sequence[Standing], runs: Sequence[Run]) -> tuple[Used, ...]:
    """What the purchase uses up of the limits of the promotions that apply. A limit of one purchase keeps no count."""
    uses: list[Used] = []
    for each in met:
        units = sum(run.units for run in runs if each.terms.id in run.applied)
        for left in each.limits:
            if units and not left.per_purchase:
                number = {"coin": units * asker.offer.coins, "unit": units, "gift": units}.get(left.unit, 1)
                noun = left.unit if number == 1 else f"{left.unit}s"
                uses.append(Used(left.id, f"{number} {noun}", asker.package if left.of_package else None, left.way))
    return tuple(sorted(uses, key=lambda use: use.limit))
