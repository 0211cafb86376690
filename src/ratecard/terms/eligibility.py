"""What the rules require of buyers and of creators."""

import msgspec

from ratecard.rulefiles.stated import Stated
from ratecard.terms.conditions import AnyOf, ConditionTerms, Test
from ratecard.terms.values import Values


class EligibilityTerms(msgspec.Struct, frozen=True):
    """The requirements of each audience, or None where there are none. `stated` are the statements behind them."""

    buyer: ConditionTerms | None
    creator: ConditionTerms | None
    stated: tuple[Stated[object], ...]


def eligibility_terms(values: Values) -> EligibilityTerms | None:
    """The requirements of a region, in order of fact; None where one is broken."""
    if not values.usable:
        return None
    stated: list[Stated[object]] = []
    return EligibilityTerms(_of(values, "buyer", stated), _of(values, "creator", stated), tuple(stated))


def _of(values: Values, audience: str, stated: list[Stated[object]]) -> ConditionTerms | None:
    tests: list[Test | AnyOf] = []
    for fact in values.ids("eligibility", audience):
        requirement = values.stated_as(ConditionTerms, "eligibility", audience, fact)
        if requirement is not None:
            tests.extend(requirement.value.all)
            stated.append(requirement)
    return ConditionTerms(tuple(tests)) if tests else None
