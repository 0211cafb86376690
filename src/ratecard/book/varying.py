"""Choices lifted from single values to whole terms, once for every key.

Terms are plain figures. Where a statement under them varies by a fact, one set of terms is built for each case, and the
fact chooses among them when a question comes.
"""

from collections.abc import Callable, Mapping
from typing import cast

from msgspec import structs

from ratecard.diagnostics.diagnostic import Diagnostic, Note
from ratecard.rulefiles.stated import KeyPath, Stated
from ratecard.terms.facts import BoundChoice, ByFact, FactValue, FromThreshold, Unsaid, is_of_platforms, plain_number
from ratecard.terms.resolved import Resolved

COMBINATIONS_MOST = 5_000
"""How many sets of terms one section may have: more is a mistake, and would be slow to build."""

Paths = dict[KeyPath, Resolved[object]]

Apart = Callable[[KeyPath], bool]
"""Whether the value at a path is missing by itself where its fact is unknown, and not with it the whole section."""


def as_a_whole(_: KeyPath) -> bool:
    """That a section has no terms where the fact of any of its values is unknown, and that value has no `other`."""
    return False


def combinations(paths: Paths) -> int:
    """How many sets of terms these statements need: the product, over facts, of the cases that they tell apart."""
    cases: dict[str, set[FactValue]] = {}
    for resolved in paths.values():
        choice = resolved.stated.value
        if type(choice) is BoundChoice:
            cases.setdefault(choice.by, set()).update(value for value, _ in choice.cases)
    product = 1
    for values in cases.values():
        product *= len(values) + 1
    return product


def too_many_cases(section: KeyPath, paths: Paths) -> Diagnostic:
    """That a section varies by facts in more ways than may be, at the last of its choices."""
    choices = sorted({own.stated.place for own in paths.values() if type(own.stated.value) is BoundChoice})
    many = f"{combinations(paths):,} ways, of at most {COMBINATIONS_MOST:,}"
    sentence = f"{'.'.join(section)} varies by facts in {many}"
    notes = tuple(Note(place, "this varies by a fact too") for place in choices[:-1])
    hint = "let it vary by fewer facts, or in fewer cases"
    return Diagnostic(code="too-many-cases", sentence=sentence, place=choices[-1], hint=hint, notes=notes)


def split_by_facts(paths: Paths, build: Callable[[Paths], object], apart: Apart = as_a_whole) -> object:
    """The terms of these statements, or a choice among terms where one of them varies by a fact."""
    choices = {
        path: resolved.stated.value for path, resolved in paths.items() if type(resolved.stated.value) is BoundChoice
    }
    if not choices:
        return build(paths)
    choice = min(choices.values(), key=lambda alternative: alternative.by)
    same_fact = {
        path: alternative
        for path, alternative in choices.items()
        if alternative.by == choice.by and alternative.currency == choice.currency
    }
    values = {value for alternative in same_fact.values() for value, _ in alternative.cases}
    if is_of_platforms(choice.by):
        values = {value for value in values if _can_be(value, same_fact, apart)}
    has_other = all(alternative.other is not None or apart(path) for path, alternative in same_fact.items())
    other = split_by_facts(_taken(paths, choice, None, apart), build, apart) if has_other else None
    if choice.thresholds:
        rising = sorted(values, key=plain_number)
        taken = tuple(split_by_facts(_taken(paths, choice, start), build, apart) for start in rising)
        starts = tuple(map(plain_number, rising))
        return FromThreshold(choice.by, starts, taken, other, has_other, choice.currency)
    cases = {value: split_by_facts(_taken(paths, choice, value), build, apart) for value in values}
    return ByFact(choice.by, cases, other, has_other)


def _can_be(value: FactValue, choices: Mapping[KeyPath, BoundChoice], apart: Apart) -> bool:
    """Whether a platform can have this value where these choices hold: each names it, or says what holds for others.

    One without `other` names every value of the markets that read it, which is looked at there.
    """
    return all(
        choice.other is not None or apart(path) or any(case == value for case, _ in choice.cases)
        for path, choice in choices.items()
    )


def _taken(paths: Paths, by: BoundChoice, value: FactValue | None, apart: Apart = as_a_whole) -> Paths:
    """The statements with each choice by the same fact replaced by its case for `value`, or by `other` for None.

    A value that stands apart and has no `other` is then `Unsaid`.

    One in another currency stays a choice, of which no known amount can be the fact too.
    """
    taken: Paths = {}
    for path, resolved in paths.items():
        choice = resolved.stated.value
        if type(choice) is not BoundChoice or (choice.by, choice.currency) != (by.by, by.currency):
            taken[path] = resolved
            continue
        stated: object = choice.other if value is None else _case(choice, value)
        if stated is None and value is None and apart(path):
            stated = Stated(Unsaid(choice.by), resolved.stated.place)
        if stated is not None:
            taken[path] = structs.replace(resolved, stated=cast("Stated[object]", stated))
    return taken


def _case(choice: BoundChoice, value: FactValue) -> object:
    if not choice.thresholds:
        return dict(choice.cases).get(value, choice.other)
    known = plain_number(value)
    reached = [(plain_number(start), stated) for start, stated in choice.cases if plain_number(start) <= known]
    return max(reached, key=lambda case: case[0])[1] if reached else choice.other
