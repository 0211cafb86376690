"""Conditions on facts: met, unmet or open, where a fact is unknown."""

from collections.abc import Callable, Iterator, Mapping
from enum import Enum
from operator import ge, gt, le, lt
from typing import final

import msgspec

from ratecard.currency import Currency
from ratecard.money import Money
from ratecard.refusals import Condition
from ratecard.terms.facts import Facts, FactValue, fact_text, number_of, plain_number

BOUNDS: Mapping[str, Callable[[int, FactValue], bool]] = {"at least": ge, "above": gt, "at most": le, "below": lt}
"""The words that compare a number with a bound, each with what it asks of the two."""


class Verdict(Enum):
    """What the known facts say of a condition; OPEN while one that would decide is unknown."""

    MET = "met"
    UNMET = "unmet"
    OPEN = "open"


@final
class Test(msgspec.Struct, frozen=True):
    """One requirement on one fact: `word` is "is", one of `BOUNDS`, "any of" or "none of". Made by `test_of`.

    `open` is the condition that it leaves while the fact is unknown.
    """

    fact: str
    word: str
    operands: tuple[FactValue, ...]
    open: Condition

    @property
    def requirement(self) -> str:
        """The requirement in the rule's words: "at least 18", "any of standard, partner", "yes"."""
        return self.open.requirement


def test_of(fact: str, word: str, operands: tuple[FactValue, ...]) -> Test:
    """The requirement of these words, with its text made once."""
    values = ", ".join(fact_text(value) for value in operands)
    return Test(fact, word, operands, Condition(fact, values if word == "is" else f"{word} {values}", None))


class AnyOf(msgspec.Struct, frozen=True):
    """Alternatives, of which one must hold."""

    alternatives: tuple["ConditionTerms", ...]


class ConditionTerms(msgspec.Struct, frozen=True):
    """Requirements that must all hold."""

    all: tuple["Test | AnyOf", ...]


def all_of(one: ConditionTerms | None, two: ConditionTerms | None) -> ConditionTerms | None:
    """The requirements of both, those of the first before those of the second; what both require counts once."""
    if one is None or two is None:
        return one or two
    return ConditionTerms((*one.all, *(part for part in two.all if part not in one.all)))


def asks_for(terms: ConditionTerms | None, fact: str) -> bool:
    """Whether any requirement is on this fact."""
    if terms is None:
        return False
    tests = [part.fact == fact for part in terms.all if isinstance(part, Test)]
    return any(tests) or any(
        asks_for(branch, fact) for part in terms.all if isinstance(part, AnyOf) for branch in part.alternatives
    )


def facts_of_conditions(terms: ConditionTerms | None) -> Iterator[str]:
    """The facts that conditions ask for, some of them often."""
    for part in () if terms is None else terms.all:
        if isinstance(part, Test):
            yield part.fact
        else:
            for branch in part.alternatives:
                yield from facts_of_conditions(branch)


_FULFILLED: tuple[Verdict, tuple[Condition, ...], tuple[Condition, ...]] = (Verdict.MET, (), ())


def evaluate(terms: ConditionTerms, facts: Facts) -> tuple[Verdict, tuple[Condition, ...], tuple[Condition, ...]]:
    """The verdict, then every unmet and every open requirement, with what is required and what is known.

    One unmet requirement decides; without one, an open one leaves the whole open. Of alternatives that all fail,
    each one's requirements are listed.
    """
    unmet: list[Condition] = []
    still_open: list[Condition] = []
    for part in terms.all:
        if type(part) is Test:
            actual = facts.get(part.fact)
            if actual is None:
                still_open.append(part.open)
            elif not holds(part, actual):
                unmet.append(Condition(part.fact, part.requirement, fact_text(actual)))
        else:
            evaluated = [evaluate(alternative, facts) for alternative in part.alternatives]
            verdicts = [verdict for verdict, _, _ in evaluated]
            if Verdict.MET in verdicts:
                continue
            if Verdict.OPEN in verdicts:
                still_open.extend(c for verdict, _, opened in evaluated if verdict is Verdict.OPEN for c in opened)
            else:
                unmet.extend(condition for _, failed, _ in evaluated for condition in failed)
    if not unmet and not still_open:
        return _FULFILLED
    return Verdict.UNMET if unmet else Verdict.OPEN, tuple(unmet), tuple(still_open)


def met(terms: ConditionTerms, facts: Facts) -> tuple[Condition, ...]:
    """Every requirement on a single fact that the known facts fulfil, with what is required and what is known."""
    found: list[Condition] = []
    for part in terms.all:
        if type(part) is Test:
            actual = facts.get(part.fact)
            if actual is not None and holds(part, actual):
                found.append(Condition(part.fact, part.requirement, fact_text(actual)))
        else:
            fulfilled = [branch for branch in part.alternatives if evaluate(branch, facts)[0] is Verdict.MET]
            found.extend(condition for branch in fulfilled[:1] for condition in met(branch, facts))
    return tuple(found)


def currency_of(test: Test) -> Currency | None:
    """The currency in which a requirement on money is; None where its fact is another one."""
    first = test.operands[0]
    return first.currency if type(first) is Money else None


def holds(test: Test, actual: FactValue) -> bool:
    """Whether a value of its fact fulfils a requirement: 18 fulfils at least 18 and at most 18, and not above 18.

    Raises `OtherCurrency` for money in another currency than that of the requirement, and TypeError for a count where
    money is required, or the other way round: `FactType.accepts` neither.
    """
    compare = BOUNDS.get(test.word)
    if compare is not None:
        if type(actual) is int:
            return compare(actual, test.operands[0])  # a count, or TypeError as below
        return compare(number_of(test.fact, actual, currency_of(test)), plain_number(test.operands[0]))
    if type(actual) is Money:
        number_of(test.fact, actual, currency_of(test))  # whether it may be compared at all
    return (actual in test.operands) is not (test.word == "none of")
