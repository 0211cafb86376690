"""Terms that are made of other terms, of which any may vary by facts: made for each case, and chosen as those are."""

from collections.abc import Callable

from ratecard.terms.cases import CASES_MOST, TooManyCases
from ratecard.terms.facts import VARYING, ByFact, Facts, FromThreshold, case_for, facts_of_choices, possible_terms


def lifted(make: Callable[..., object], *terms: object) -> object:
    """What `make` makes of plain terms, for each case in which these may hold. What it makes may vary again.

    `TooManyCases` is raised where these come to more than can be looked at.
    """
    many = 1
    for varying in terms:
        if isinstance(varying, VARYING):
            many *= max(1, _branches(varying))
    if many > CASES_MOST:
        raise TooManyCases(CASES_MOST, [fact for varying in terms for fact in facts_of_choices(varying)])
    return _lifted(make, terms)


def _branches(varying: object) -> int:
    """How many plain terms a varying one may come to, none among them."""
    return len(possible_terms(varying)) + 1


def _lifted(make: Callable[..., object], terms: tuple[object, ...]) -> object:
    for position, varying in enumerate(terms):
        if isinstance(varying, VARYING):
            return _of_cases(make, terms, position, varying)
    return make(*terms)


def _of_cases(
    make: Callable[..., object],
    terms: tuple[object, ...],
    position: int,
    varying: "ByFact[object] | FromThreshold[object]",
) -> object:
    """The same choice with what is made in each of its cases; what varies by the same fact is settled with it."""

    def made(case: object, others: tuple[object, ...]) -> object:
        return _lifted(make, (*others[:position], case, *others[position + 1 :]))

    other = made(varying.other, terms) if varying.has_other else None
    if isinstance(varying, ByFact):
        cases = {
            value: made(case, tuple([with_facts(term, {varying.fact: value}) for term in terms]))
            for value, case in varying.cases.items()
        }
        return ByFact(varying.fact, cases, other, varying.has_other)
    values = tuple([made(case, terms) for case in varying.values])
    return FromThreshold(varying.fact, varying.starts, values, other, varying.has_other, varying.currency)


def with_facts(terms: object, facts: Facts) -> object:
    """Terms in which each choice by one of these facts is settled; the others stay.

    `OtherCurrency` is raised where a fact is an amount in another currency than the one that it is compared in.
    """
    if not isinstance(terms, VARYING):
        return terms
    known = facts.get(terms.fact)
    if known is not None:
        return with_facts(case_for(terms, known), facts)
    other = with_facts(terms.other, facts)
    if isinstance(terms, ByFact):
        cases = {value: with_facts(case, facts) for value, case in terms.cases.items()}
        return ByFact(terms.fact, cases, other, terms.has_other)
    values = tuple([with_facts(value, facts) for value in terms.values])
    return FromThreshold(terms.fact, terms.starts, values, other, terms.has_other, terms.currency)
