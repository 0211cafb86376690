"""The cases of varying terms: together all facts that anybody may state, each in exactly one of them."""

from collections.abc import Iterator, Mapping
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ratecard.refusals import FactNeeded
from ratecard.terms.assumptions import NOT_GIVEN, Among, Counts
from ratecard.terms.cases import Case, TooManyCases, cases_of, of_package
from ratecard.terms.conditions import AnyOf, ConditionTerms, Verdict, evaluate
from ratecard.terms.conditions import test_of as requirement
from ratecard.terms.facts import ByFact, Facts, FactType, FactValue, FromThreshold, choose

DECLARED = {
    "age": FactType("age", "count", (), False, {}),
    "grade": FactType("grade", "one of", ("standard", "partner", "star"), False, {}),
    "member": FactType("member", "yes or no", (), False, {}),
    "bought": FactType("bought", "count", (), True, {}),
}
EDGES = (0, 1, 3, 18, 65)
POSSIBLE: Mapping[str, tuple[FactValue | None, ...]] = {
    "age": (None, 0, 1, 2, 3, 4, 17, 18, 19, 64, 65, 66, 10**18 - 1),
    "grade": (None, "standard", "partner", "star"),
    "member": (None, True, False),
    "bought": (None, 0, 1, 2, 3, 4, 17, 18, 65),
}
"""Values of each fact on both sides of every edge that the terms below may have; None is unknown."""


def price(starts: tuple[int, ...], *values: object, fact: str = "age", other: object = None) -> object:
    """Terms from thresholds of a fact."""
    return FromThreshold(fact, starts, values, other, other is not None)


def by(fact: str, other: object = None, **cases: object) -> object:
    """Terms for each value of a fact, "yes" and "no" among them."""
    typed: dict[FactValue, object] = {
        {"yes": True, "no": False}.get(name, name): value for name, value in cases.items()
    }
    return ByFact(fact, typed, other, other is not None)


def assumed(*terms: object) -> list[Mapping[str, object]]:
    """What each case assumes."""
    return [case.facts for case in cases_of(DECLARED, *terms)]


def test_plain_terms_have_one_case_that_assumes_nothing() -> None:
    assert cases_of(DECLARED, "plain", None) == (Case({}, ("plain", None)),)


def test_thresholds_of_several_terms_on_one_fact_are_cut_at_all_starts() -> None:
    cases = cases_of(DECLARED, price((0, 18), "a", "b"), price((0, 21), "c", "d", other="e"))
    assert [(case.facts["age"], case.terms) for case in cases] == [
        (Counts(0, 18), ("a", "c")),
        (Counts(18, 21), ("b", "c")),
        (Counts(21, None), ("b", "d")),
        (NOT_GIVEN, (FactNeeded("age"), "e")),
    ]
    assert [case.witness for case in cases] == [{"age": 0}, {"age": 18}, {"age": 21}, {}]


def test_below_the_first_start_stands_other_or_nothing() -> None:
    assert [case.terms[0] for case in cases_of(DECLARED, price((18,), "a"))] == [None, "a", FactNeeded("age")]
    assert [case.terms[0] for case in cases_of(DECLARED, price((18,), "a", other="b"))] == ["b", "a", "b"]


def test_one_fact_has_one_value_in_all_terms() -> None:
    cases = cases_of(DECLARED, by("member", yes="cheap", no="dear"), by("member", yes="reduced", other="full"))
    assert [case.terms for case in cases] == [
        ("cheap", "reduced"),
        ("dear", "full"),
        (FactNeeded("member"), "full"),
    ]


def test_other_is_for_every_value_that_no_case_names() -> None:
    cases = cases_of(DECLARED, by("grade", star="a", other="b"), by("grade", partner="c", other="d"))
    assert [(case.facts["grade"], case.terms) for case in cases] == [
        (Among(("star",)), ("a", "d")),
        (Among(("partner",)), ("b", "c")),
        (Among(("standard",)), ("b", "d")),
        (NOT_GIVEN, ("b", "d")),
    ]


def test_a_fact_is_cut_where_it_matters_alone() -> None:
    inner = by("member", yes=price((0, 65), "young", "old"), no="plain")
    assert assumed(inner) == [
        {"member": Among((True,)), "age": Counts(0, 65)},
        {"member": Among((True,)), "age": Counts(65, None)},
        {"member": Among((True,)), "age": NOT_GIVEN},
        {"member": Among((False,))},
        {"member": NOT_GIVEN},
    ]


def test_what_is_given_is_not_asked_again() -> None:
    cases = cases_of(DECLARED, price((0, 18, 65), "a", "b", "c"), given={"age": Counts(20, 70)})
    assert [(case.facts["age"], case.terms) for case in cases] == [
        (Counts(20, 65), ("b",)),
        (Counts(65, 70), ("c",)),
    ]


def test_conditions_come_out_as_verdicts() -> None:
    adults = ConditionTerms((requirement("age", "at least", (18,)), requirement("member", "is", (True,))))
    cases = cases_of(DECLARED, adults, price((0, 21), "a", "b"))
    found = {(case.facts.get("age"), case.facts.get("member")): case.terms[0] for case in cases}
    assert found[Counts(0, 18), None] is Verdict.UNMET
    assert found[Counts(18, 21), Among((True,))] is Verdict.MET
    assert found[Counts(18, 21), NOT_GIVEN] is Verdict.OPEN
    assert found[NOT_GIVEN, Among((False,))] is Verdict.UNMET
    assert len(cases) == len(found) == 1 + 3 * 3


def test_facts_of_one_package_are_its_own() -> None:
    one, two = (of_package(price((0, 1), "first", "later", fact="bought"), name, DECLARED) for name in ("a", "b"))
    cases = cases_of(DECLARED, one, two)
    assert len(cases) == 9
    assert {"bought/a": 1, "bought/b": 0} in [case.witness for case in cases]
    assert len(cases_of(DECLARED, one, of_package(price((0, 9), 1, 2), "b", DECLARED))) == 9


def test_more_cases_than_were_to_be_listed_are_refused_at_once() -> None:
    wide = price(tuple(range(3_000)), *range(3_000))
    square = price(tuple(range(3_000)), *([price(tuple(range(3_000)), *range(3_000), fact="bought")] * 3_000))
    assert len(cases_of(DECLARED, wide)) == 3_001
    with pytest.raises(TooManyCases, match="more than 5,000 cases, by age, bought"):
        cases_of(DECLARED, square)
    assert len(cases_of(DECLARED, by("member", yes=1, no=2), most=3)) == 3
    with pytest.raises(TooManyCases, match="more than 2 cases, by member"):
        cases_of(DECLARED, by("member", yes=1, no=2), most=2)


def test_the_greatest_count_has_a_case_and_nothing_above_it_has() -> None:
    cases = cases_of(DECLARED, ConditionTerms((requirement("age", "is", (10**18 - 1,)),)))
    assert [case.facts["age"] for case in cases] == [Counts(0, 10**18 - 1), Counts(10**18 - 1, None), NOT_GIVEN]


plain = st.one_of(st.none(), st.integers(0, 9))


def _by_values(fact: str, values: tuple[FactValue, ...], below: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    cases = st.dictionaries(st.sampled_from(values), below, min_size=1)
    return st.builds(ByFact, st.just(fact), cases, below, st.booleans())


def _from_starts(fact: str, below: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    starts = st.sets(st.sampled_from(EDGES), min_size=1).map(lambda some: tuple(sorted(some)))
    return starts.flatmap(
        lambda some: st.builds(
            FromThreshold, st.just(fact), st.just(some), st.tuples(*[below] * len(some)), below, st.booleans()
        )
    )


def _deeper(below: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    return st.one_of(
        _from_starts("age", below),
        _from_starts("bought", below),
        _by_values("grade", ("standard", "partner", "star"), below),
        _by_values("member", (True, False), below),
    )


tests = st.one_of(
    st.builds(
        lambda fact, word, number: requirement(fact, word, (number,)),
        st.sampled_from(("age", "bought")),
        st.sampled_from(("at least", "above", "at most", "below", "is")),
        st.sampled_from(EDGES),
    ),
    st.builds(
        lambda word, some: requirement("age", word, tuple(some)),
        st.sampled_from(("any of", "none of")),
        st.sets(st.sampled_from(EDGES), min_size=1),
    ),
    st.builds(
        lambda some: requirement("grade", "any of", tuple(sorted(some))), st.sets(st.sampled_from(("star", "partner")))
    ),
    st.builds(lambda value: requirement("member", "is", (value,)), st.booleans()),
)
all_of = st.lists(tests, min_size=1, max_size=3).map(lambda some: ConditionTerms(tuple(some)))
conditions = st.one_of(
    all_of,
    st.builds(
        lambda first, others: ConditionTerms((*first.all, AnyOf(tuple(others)))),
        all_of,
        st.lists(all_of, min_size=1, max_size=2),
    ),
)
varying = st.one_of(plain, st.recursive(plain, _deeper, max_leaves=6), conditions)


def every_choice() -> Iterator[Facts]:
    """Every choice of facts that any terms of these strategies can tell apart."""
    for values in product(*POSSIBLE.values()):
        yield {name: value for name, value in zip(POSSIBLE, values, strict=True) if value is not None}


def under(term: object, facts: Facts) -> object:
    """What a question with these facts gets."""
    return evaluate(term, facts)[0] if isinstance(term, ConditionTerms) else choose(term, facts, [])


def says_what_questions_get(case: Case, terms: tuple[object, ...], facts: Facts) -> bool:
    """Whether the case has the very terms that a question with these facts gets."""
    return all(said == under(term, facts) for said, term in zip(case.terms, terms, strict=True))


@settings(max_examples=60)
@given(st.tuples(varying, varying, varying))
def test_each_choice_of_facts_is_in_one_case_which_says_what_a_question_gets(terms: tuple[object, ...]) -> None:
    cases = cases_of(DECLARED, *terms)
    for case in cases:
        assert case.admits(case.witness)
        assert says_what_questions_get(case, terms, case.witness)
    for facts in every_choice():
        (admitting,) = [case for case in cases if case.admits(facts)]
        assert says_what_questions_get(admitting, terms, facts)
