"""The promotions of one market in one period: for each package those that may give it anything, and every code."""

from collections.abc import Callable, Iterator, Mapping
from operator import attrgetter, methodcaller
from typing import cast

import msgspec

from ratecard.instants import Instant
from ratecard.rulefiles.keys.limits import LIMITS
from ratecard.terms.buyer_limits import NamedLimit
from ratecard.terms.effects import NO_EFFECT, Effect
from ratecard.terms.facts import VARYING, ByFact, FromThreshold, Varying, possible_terms
from ratecard.terms.held import TermsBySection, below
from ratecard.terms.limits import kept_in_a_case
from ratecard.terms.packages import PackageTerms
from ratecard.terms.promotions import PROMOTIONS, PromotionTerms, Thing

Of = Callable[[PromotionTerms], Effect]
"""What a case of a promotion gives with one package, or with a gift."""


class Promoted(msgspec.Struct, frozen=True):
    """One promotion, as one package has it. Only `effect` and limits vary by facts; `terms` are those of any case."""

    terms: PromotionTerms
    effect: Varying[Effect]
    limits: tuple[NamedLimit, ...]

    @property
    def id(self) -> str:
        """The promotion's id."""
        return self.terms.id


class KeptAnswers:
    """What was chosen for questions before, by package. A market is the same whatever is kept: any two are equal."""

    __slots__ = ("of_packages",)

    def __init__(self) -> None:
        self.of_packages: dict[str, object] = {}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, KeptAnswers)

    def __hash__(self) -> int:
        return hash(KeptAnswers)

    def __repr__(self) -> str:
        return "KeptAnswers()"


class MarketPromotions(msgspec.Struct, frozen=True):
    """The promotions of one market. `of_packages` are open in the period, by the package's or item's id, then by id.

    `of_gifts` are those of gifts that are open, in order of id.

    `coded` are all that ask for a code, also those that are over or not yet open. `kept` has what was chosen for
    questions before: whoever finds nothing there chooses anew, and finds the same.
    """

    of_packages: Mapping[str, tuple[Promoted, ...]]
    coded: tuple[PromotionTerms, ...]
    kept: KeptAnswers
    of_gifts: tuple[Promoted, ...] = ()

    def of(self, package: str) -> tuple[Promoted, ...]:
        """The promotions that may give this package or item anything, in order of id."""
        return self.of_packages.get(package, ())

    def of_gift(self, gift: str, kind: str) -> tuple[Promoted, ...]:
        """The promotions of a gift that is sent as this kind of spending, in order of id."""
        return tuple([promoted for promoted in self.of_gifts if promoted.terms.is_of_gift(gift, kind)])

    def limits_of(self, package: str | None) -> Iterator[NamedLimit]:
        """The limits of the promotions of one package, or of all of them, those of gifts too."""
        listed = (*self.of_packages.values(), self.of_gifts) if package is None else (self.of(package),)
        for promotions in listed:
            for promotion in promotions:
                yield from promotion.limits


def thing_of(holds: object) -> Thing:
    """What promotions see of the terms of a package or an item, which may vary by facts."""
    own = next((leaf for leaf in possible_terms(holds) if isinstance(leaf, PackageTerms)), None)
    return Thing() if own is None else Thing(own.kinds, own.is_item)


def market_promotions(terms: TermsBySection, sold: Mapping[str, Thing], at: Instant) -> MarketPromotions | None:
    """The promotions among the terms that hold in a period that begins at an instant, for what is sold, by its id.

    None where there are none, as in most markets.
    """
    stated = below(terms, PROMOTIONS)
    every = {name: first for name, varying in sorted(stated.items()) if (first := _any(varying)) is not None}
    running = {name: first for name, first in every.items() if first.window.is_open(at)}
    coded = tuple([first for first in every.values() if first.code is not None])
    of_packages: dict[str, tuple[Promoted, ...]] = {}
    limits = {name: _limits(terms, name) for name in running}
    for sold_id, thing in sold.items() if running else ():
        own = [
            Promoted(first, effect, limits[name])
            for name, first in running.items()
            if (effect := _effect(stated[name], methodcaller("effect_of", sold_id, thing))) is not None
        ]
        if own:
            of_packages[sold_id] = tuple(own)
    of_gifts = tuple(
        [
            Promoted(first, effect, limits[name])
            for name, first in running.items()
            if first.is_of_gifts and (effect := _effect(stated[name], attrgetter("effect"))) is not None
        ]
    )
    return MarketPromotions(of_packages, coded, KeptAnswers(), of_gifts) if of_packages or of_gifts or coded else None


def _any(varying: object) -> PromotionTerms | None:
    """Any of the cases of a promotion: they differ in what it gives, and in nothing else."""
    return next((leaf for leaf in possible_terms(varying) if isinstance(leaf, PromotionTerms)), None)


def _limits(terms: TermsBySection, promotion: str) -> tuple[NamedLimit, ...]:
    own = below(terms, PROMOTIONS, promotion, LIMITS)
    return tuple(
        (".".join((PROMOTIONS, promotion, LIMITS, name)), limit)
        for name, limit in sorted(own.items())
        if kept_in_a_case(limit)
    )


def _effect(varying: object, of: Of) -> Varying[Effect] | None:
    """What a promotion gives with one package, or gift, by the facts that its own values vary by; None for nothing.

    The cases of the whole promotion are also those of other packages: where all of them give this one the same, they
    are no cases of it.
    """
    found = _effect_in(varying, of)
    gives = any(isinstance(leaf, Effect) and leaf.gives for leaf in possible_terms(found))
    return cast("Varying[Effect]", found) if gives else None


def _effect_in(varying: object, of: Of) -> object:
    if not isinstance(varying, VARYING):
        return of(varying) if isinstance(varying, PromotionTerms) else NO_EFFECT
    other, has_other = _effect_in(varying.other, of), varying.has_other
    if isinstance(other, Effect) and other.needs == varying.fact:
        other, has_other = None, False
    if isinstance(varying, ByFact):
        cases = {value: _effect_in(case, of) for value, case in varying.cases.items()}
        first = next(iter(cases.values()))
        alike = all(case == first for case in cases.values()) and (not varying.has_other or other == first)
        return first if alike else ByFact(varying.fact, cases, other, has_other)
    if not isinstance(varying, FromThreshold):
        raise TypeError(f"{type(varying).__name__} is not terms that vary")
    values = tuple([_effect_in(case, of) for case in varying.values])
    alike = all(case == values[0] for case in values) and (not varying.has_other or other == values[0])
    if alike:
        return values[0]
    return FromThreshold(varying.fact, varying.starts, values, other, has_other, varying.currency)
