"""What the rules require of buyers and of creators."""

import msgspec

from ratecard.rulefiles.stated import Stated
from ratecard.terms.conditions import AnyOf, ConditionTerms, Test
from ratecard.terms.unknown import Unknowns, together
from ratecard.terms.values import Values


class EligibilityTerms(msgspec.Struct, frozen=True):
    """The requirements of each audience, or None where none is known. `stated` are the statements behind them.

    Beside them is what is required too, and the rules do not know: it is neither met nor unmet.
    """

    buyer: ConditionTerms | None
    creator: ConditionTerms | None
    buyer_unknown: Unknowns
    creator_unknown: Unknowns
    stated: tuple[Stated[object], ...]


def eligibility_terms(values: Values) -> EligibilityTerms | None:
    """The requirements of a region, in order of fact; None where one is broken."""
    if not values.usable:
        return None
    stated: list[Stated[object]] = []
    buyer, buyer_unknown = _of(values, "buyer", stated)
    creator, creator_unknown = _of(values, "creator", stated)
    return EligibilityTerms(buyer, creator, buyer_unknown, creator_unknown, tuple(stated))


def _of(values: Values, audience: str, stated: list[Stated[object]]) -> tuple[ConditionTerms | None, Unknowns]:
    """The requirements of an audience that are known, and those that are not."""
    tests: list[Test | AnyOf] = []
    facts = values.ids("eligibility", audience)
    for fact in facts:
        requirement = values.stated_as(ConditionTerms, "eligibility", audience, fact)
        if requirement is not None:
            tests.extend(requirement.value.all)
            stated.append(requirement)
    which = [values.unknown_at("eligibility", audience, fact) for fact in facts]
    unknown = together(which if facts else [values.unknown_at("eligibility", audience)])
    return ConditionTerms(tuple(tests)) if tests else None, unknown
