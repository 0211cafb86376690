"""Stated values as a rule file writes them, for people who look for what a statement replaced, or what has changed."""

from collections.abc import Iterable

from ratecard.rulefiles.stated import Choice, Stated, Word
from ratecard.rulefiles.stating.conditions import StatedAny, StatedConditions, StatedTest
from ratecard.terms.conditions import AnyOf, ConditionTerms, Test
from ratecard.terms.facts import BoundChoice, FactValue, fact_text


def written(value: object) -> str:
    """A value, bound or not, as a rule file writes it: "none", "yes", "[eu, euro]", "{by: buyer.age, from: {18: 5 %}}".

    What has one form alone, such as an amount or a rate, is its own text: "13.99 EUR", "19 %".
    """
    if isinstance(value, Word):
        return value.value
    if isinstance(value, bool):
        return fact_text(value)
    if isinstance(value, Stated):
        return written(value.value)
    if isinstance(value, tuple):
        return f"[{', '.join(map(written, value))}]"
    if isinstance(value, BoundChoice | Choice):
        return _choice(value)
    if isinstance(value, StatedConditions):
        return _stated_conditions(value)
    return _conditions(value) if isinstance(value, ConditionTerms) else str(value)


def _choice(choice: BoundChoice | Choice) -> str:
    cases = ", ".join(f"{_case(case)}: {written(stated)}" for case, stated in choice.cases)
    other = "" if choice.other is None else f", other: {written(choice.other)}"
    return f"{{by: {choice.by}, {'from' if choice.thresholds else 'is'}: {{{cases}}}{other}}}"


def _case(case: FactValue | Stated[str]) -> str:
    return case.value if isinstance(case, Stated) else fact_text(case)


def _stated_conditions(stated: StatedConditions) -> str:
    """Conditions that are not bound to a fact's type yet; each requirement by itself."""
    parts = [_stated_test(part) if isinstance(part, StatedTest) else _stated_alternatives(part) for part in stated.all]
    return f"{{{', '.join(parts)}}}"


def _stated_alternatives(either: StatedAny) -> str:
    return f"any: [{', '.join(map(_stated_conditions, either.alternatives))}]"


def _stated_test(test: StatedTest) -> str:
    operands = [operand.value for operand in test.operands]
    if test.word == "is":
        return f"{test.fact.value}: {operands[0]}"
    listed = f"[{', '.join(operands)}]" if test.word in ("any of", "none of") else operands[0]
    return f"{test.fact.value}: {{{test.word}: {listed}}}"


def _conditions(terms: ConditionTerms) -> str:
    """All requirements of one fact stand together."""
    by_fact: dict[str, list[Test]] = {}
    parts: list[str] = []
    for part in terms.all:
        if isinstance(part, Test):
            by_fact.setdefault(part.fact, []).append(part)
        else:
            parts.append(_alternatives(part))
    return f"{{{', '.join([*(_tests(fact, tests) for fact, tests in by_fact.items()), *parts])}}}"


def _alternatives(either: AnyOf) -> str:
    return f"any: [{', '.join(map(_conditions, either.alternatives))}]"


def _tests(fact: str, tests: Iterable[Test]) -> str:
    said = []
    for test in tests:
        operands = [fact_text(operand) for operand in test.operands]
        if test.word == "is":
            return f"{fact}: {operands[0]}"
        listed = f"[{', '.join(operands)}]" if test.word in ("any of", "none of") else operands[0]
        said.append(f"{test.word}: {listed}")
    return f"{fact}: {{{', '.join(said)}}}"
