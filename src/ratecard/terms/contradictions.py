"""Conditions that nobody can meet: at least 18 and below 18, or an alternative that contradicts what is beside it."""

from collections.abc import Sequence

from ratecard.terms.conditions import BOUNDS, ConditionTerms, Test, currency_of, holds
from ratecard.terms.facts import COUNTS_END, MINORS_END, DeclaredFacts, FactType, plain_number


def contradiction_in(terms: ConditionTerms, declared: DeclaredFacts, around: tuple[Test, ...] = ()) -> str | None:
    """What no value of a fact fulfils in these requirements, beside those around them; None where all can be met.

    Every alternative has to be one that somebody can meet. One mapping has one `any:`, so that each way through the
    alternatives is looked at: {at least: 18, below: 18} gives "buyer.age cannot be at least 18 and below 18".
    """
    tests = (*around, *(part for part in terms.all if isinstance(part, Test)))
    for fact in dict.fromkeys(test.fact for test in tests):
        own = [test for test in tests if test.fact == fact]
        if not _can_hold(declared[fact], own):
            required = " and ".join(dict.fromkeys(test.requirement for test in own))
            return f"{fact} cannot be {required}"
    alternatives = [
        alternative for part in terms.all if not isinstance(part, Test) for alternative in part.alternatives
    ]
    clashes = (contradiction_in(alternative, declared, tests) for alternative in alternatives)
    return next((clash for clash in clashes if clash is not None), None)


def _can_hold(fact: FactType, tests: Sequence[Test]) -> bool:
    """Whether a value of the fact fulfils all of these requirements on it."""
    named = [test.operands for test in tests if test.word in ("is", "any of")]
    if len({currency_of(test) for test in tests}) > 1:
        return False  # one amount is in one currency
    if not named and fact.is_numeric:
        return _numbers_left(tests, MINORS_END if fact.kind == "money" else COUNTS_END) > 0
    words = fact.every_value
    candidates = named[0] if named else words
    return any(all(holds(test, candidate) for test in tests) for candidate in candidates)


def _numbers_left(tests: Sequence[Test], end: int) -> int:
    """How many counts, or minor units, below an end lie within all bounds and are not excluded; 0 or less: none."""
    least = 0
    for test in tests:
        if test.word in BOUNDS:
            edge = plain_number(test.operands[0]) + (test.word in ("above", "at most"))
            least, end = (max(least, edge), end) if test.word in ("at least", "above") else (least, min(end, edge))
    excluded = {plain_number(value) for test in tests if test.word == "none of" for value in test.operands}
    return end - least - len([value for value in excluded if least <= value < end])
