"""Values that vary by a fact, and conditions: what holds where a fact is known, and what where it is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratecard.refusals import Condition, FactNeeded, InvalidFact, NotEligible, UnknownFact
from ratecard.terms.facts import Facts
from ratecard.terms.written import written
from tests.book.asking import asked, price, quoted, rates
from tests.cases.smallest import Changes, book, germany, only

FACTS = {
    "rules/facts.yaml": """facts:
  buyer.member: {type: yes or no}
  buyer.age: {type: count}
  creator.grade: {type: one of, of: [standard, silver, partner]}
"""
}


def priced(written: str) -> Changes:
    """Germany with this price of coins_100, in a book that declares three facts."""
    return {**FACTS, **germany(("coins_100: 1.29", f"coins_100: {written}"))}


# --- Choices


@pytest.mark.parametrize(
    ("written", "facts", "expected"),
    [
        ("{by: buyer.member, is: {yes: 1.00}, other: 2.00}", {"buyer.member": True}, "1.00 EUR"),
        ("{by: buyer.member, is: {yes: 1.00}, other: 2.00}", {"buyer.member": False}, "2.00 EUR"),
        ("{by: buyer.member, is: {yes: 1.00, no: 2.00}}", {"buyer.member": False}, "2.00 EUR"),
        (
            "{by: creator.grade, is: {partner: 1.00, silver: 1.50}, other: 2.00}",
            {"creator.grade": "silver"},
            "1.50 EUR",
        ),
        (
            "{by: creator.grade, is: {partner: 1.00, silver: 1.50}, other: 2.00}",
            {"creator.grade": "standard"},
            "2.00 EUR",
        ),
        ("{by: creator.grade, is: {partner: none}, other: 2.00}", {"creator.grade": "partner"}, "NOT_SOLD"),
        ("{by: buyer.age, from: {18: 1.00}, other: 2.00}", {"buyer.age": 18}, "1.00 EUR"),
        ("{by: buyer.age, from: {18: 1.00}, other: 2.00}", {"buyer.age": 17}, "2.00 EUR"),
        ("{by: buyer.age, from: {0: 1.00, 16: 2.00, 18: none}}", {"buyer.age": 0}, "1.00 EUR"),
        ("{by: buyer.age, from: {0: 1.00, 16: 2.00, 18: none}}", {"buyer.age": 17}, "2.00 EUR"),
        ("{by: buyer.age, from: {0: 1.00, 16: 2.00, 18: none}}", {"buyer.age": 99}, "NOT_SOLD"),
        ("{by: buyer.age, from: {18: 3.00, 0: 1.00, 16: 2.00}}", {"buyer.age": 16}, "2.00 EUR"),
    ],
)
def test_a_known_fact_chooses_its_case(written: str, facts: Facts, expected: str) -> None:
    assert price(book(priced(written)), facts=facts) == expected


def test_thresholds_are_shown_in_the_order_of_their_numbers() -> None:
    history = book(priced("{by: buyer.age, from: {20: 3.00, 0: 1.00, 100: 4.00, 5: 2.00}}")).history(("DE", "ios"))
    shown = written(history.paths["prices", "coins_100"].values[0].stated.value)
    assert shown == "{by: buyer.age, from: {0: 1.00 EUR, 5: 2.00 EUR, 20: 3.00 EUR, 100: 4.00 EUR}}"


@given(st.dictionaries(st.integers(0, 50), st.integers(1, 99), min_size=1), st.integers(0, 60))
def test_each_threshold_holds_from_itself_up_to_the_next(cases: dict[int, int], age: int) -> None:
    written = ", ".join(f"{start}: 1.{cents:02d}" for start, cents in cases.items())
    reached = [start for start in cases if start <= age]
    expected = f"1.{cases[max(reached)]:02d} EUR" if reached else "9.00 EUR"
    whole = book(priced(f"{{by: buyer.age, from: {{{written}}}, other: 9.00}}"))
    assert price(whole, facts={"buyer.age": age}) == expected


def test_an_unknown_fact_takes_other_and_the_quote_names_it() -> None:
    whole = book(priced("{by: buyer.member, is: {yes: 1.00}, other: 2.00}"))
    quote = quoted(whole)
    assert (quote.listed_minor, quote.assumed) == (200, ("buyer.member",))
    assert quoted(whole, facts={"buyer.member": True}).assumed == ()


def test_a_fact_that_no_figure_of_the_answer_needs_is_not_named() -> None:
    assert quoted(book(priced("{by: buyer.member, is: {yes: 1.00}, other: 2.00}")), "coins_1000").assumed == ()


@pytest.mark.parametrize(
    "written",
    ["{by: buyer.member, is: {yes: 1.00, no: 2.00}}", "{by: buyer.age, from: {0: 1.00, 18: 2.00}}"],
)
def test_an_unknown_fact_without_other_is_the_refusal_fact_needed(written: str) -> None:
    answer = asked(book(priced(written)))
    assert answer == FactNeeded("buyer.member" if "member" in written else "buyer.age")


def test_values_may_vary_by_several_facts() -> None:
    whole = book(
        {
            **FACTS,
            **germany(
                ("coins_100: 1.29", "coins_100: {by: buyer.member, is: {yes: 1.00}, other: 2.00}"),
                ("rate: 19 %", "rate: {by: buyer.age, from: {18: 20 %}, other: 10 %}"),
            ),
        }
    )
    quote = quoted(whole, facts={"buyer.age": 20})
    assert (quote.listed_minor, quote.assumed) == (200, ("buyer.member",))
    assert [str(line.rate) for line in quote.tax.lines] == ["20 %"]
    assert set(quoted(whole).assumed) == {"buyer.member", "buyer.age"}


def test_two_values_of_one_section_may_vary_by_one_fact_with_different_cases() -> None:
    levy = "\n    levy: {name: Levy, rate: {by: buyer.age, from: {16: 2 %, 21: 3 %}, other: 1 %}}\n"
    vat = "rate: {by: buyer.age, from: {18: 20 %}, other: 10 %}}"
    whole = book({**FACTS, **germany(("rate: 19 %}\n", vat + levy))})
    expected = {0: ("1 %", "10 %"), 16: ("2 %", "10 %"), 18: ("2 %", "20 %"), 21: ("3 %", "20 %")}
    for age, lines in expected.items():
        assert tuple(str(line.rate) for line in quoted(whole, facts={"buyer.age": age}).tax.lines) == lines


def test_a_choice_of_a_fact_per_package_asks_for_that_package() -> None:
    whole = book(
        {
            "rules/facts.yaml": "facts: {buyer.purchases: {type: count, of: package}}\n",
            **germany(("coins_100: 1.29", "coins_100: {by: buyer.purchases, from: {0: 0.99, 1: 1.29}}")),
        }
    )
    assert whole.facts["buyer.purchases"].each_package
    assert [price(whole, facts={"buyer.purchases": times}) for times in (0, 1)] == ["0.99 EUR", "1.29 EUR"]


def test_a_choice_may_vary_whether_a_tax_is_levied() -> None:
    whole = book({**FACTS, **germany(("rate: 19 %", "rate: {by: buyer.member, is: {yes: none}, other: 19 %}"))})
    assert rates(whole) == {"vat": "19 %"}
    assert quoted(whole, facts={"buyer.member": True}).tax_lines == ()


def test_what_no_figure_needs_does_not_vary_so_that_it_can_never_be_a_reason_to_refuse() -> None:
    order = "packages: {coins_100: {order: {by: buyer.age, from: {0: 1, 18: 2}}}}\n"
    assert only({**FACTS, "rules/order.yaml": order}).code == "not-by-fact"


# --- Choices that contradict their fact


@pytest.mark.parametrize(
    ("written", "code", "sentence"),
    [
        (
            "{by: buyer.membr, is: {yes: 1.00}, other: 2.00}",
            "unknown-fact",
            "buyer.membr is a fact that no file declares",
        ),
        (
            "{by: buyer.member, is: {gold: 1.00}, other: 2.00}",
            "unknown-fact-value",
            "gold is not a value of buyer.member",
        ),
        (
            "{by: creator.grade, is: {gold: 1.00}, other: 2.00}",
            "unknown-fact-value",
            "gold is not a value of creator.grade",
        ),
        ("{by: buyer.age, from: {old: 1.00}, other: 2.00}", "unknown-fact-value", "old is not a value of buyer.age"),
        ("{by: buyer.age, from: {-1: 1.00}, other: 2.00}", "unknown-fact-value", "-1 is not a value of buyer.age"),
        (
            "{by: buyer.age, is: {18: 1.00}, other: 2.00}",
            "unfitting-choice",
            "buyer.age is a count, which is chosen by from:",
        ),
        (
            "{by: buyer.member, from: {1: 1.00}, other: 2.00}",
            "unfitting-choice",
            "buyer.member is yes or no, which is chosen by is:",
        ),
        (
            "{by: buyer.member, is: {yes: 1.00}}",
            "choice-without-other",
            "the choice by buyer.member says nothing for no",
        ),
        (
            "{by: creator.grade, is: {partner: 1.00}}",
            "choice-without-other",
            "the choice by creator.grade says nothing for silver, standard",
        ),
        (
            "{by: buyer.age, from: {18: 1.00}}",
            "choice-without-other",
            "the choice by buyer.age says nothing below the first threshold",
        ),
    ],
)
def test_a_choice_that_does_not_fit_its_fact_is_one_error(written: str, code: str, sentence: str) -> None:
    error = only(priced(written))
    assert (error.code, error.sentence) == (code, sentence)
    assert error.place is not None
    assert (error.place.file, error.place.line) == ("regions/de.yaml", 10)


def test_a_threshold_that_begins_with_a_zero_is_one_error() -> None:
    error = only(priced("{by: buyer.age, from: {018: 1.00, 18: 2.00}, other: 3.00}"))
    assert (error.code, error.sentence, error.advice) == ("leading-zero", "018 begins with a zero", "did you mean 18?")


def test_two_thresholds_that_are_one_number_are_one_error() -> None:
    assert only(priced("{by: buyer.age, from: {1_000: 1.00, 1000: 2.00}, other: 3.00}")).code in {
        "duplicate-key",
        "unknown-fact-value",
    }


@pytest.mark.parametrize(
    ("declared", "code"),
    [
        ("{type: bool}", "not-one-of"),
        ("{type: one of}", "bad-fact"),
        ("{type: yes or no, of: [a]}", "bad-fact"),
        ("{type: count, of: [a, b]}", "bad-fact"),
        ("{of: [a, b]}", "missing-key"),
    ],
)
def test_a_fact_that_is_declared_wrongly_is_one_error_however_often_it_is_used(declared: str, code: str) -> None:
    files = {
        **germany(("coins_100: 1.29", "coins_100: {by: buyer.member, is: {yes: 1.00}, other: 2.00}")),
        "rules/facts.yaml": f"facts: {{buyer.member: {declared}}}\n",
        "rules/when.yaml": "packages: {coins_1000: {when: {buyer.member: yes}}}\n",
    }
    assert only(files).code == code


# --- Conditions


def conditional(when: str) -> Changes:
    """A book in which coins_100 has this condition."""
    return {**FACTS, "rules/when.yaml": f"packages: {{coins_100: {{when: {when}}}}}\n"}


ADULT = "{buyer.age: {at least: 18, below: 65}}"
EITHER = "{any: [{buyer.member: yes}, {buyer.age: {at least: 18}}]}"


@pytest.mark.parametrize(
    ("when", "facts"),
    [
        ("{buyer.member: yes}", {"buyer.member": True}),
        ("{buyer.member: no}", {"buyer.member": False}),
        ("{buyer.age: 18}", {"buyer.age": 18}),
        (ADULT, {"buyer.age": 18}),
        (ADULT, {"buyer.age": 64}),
        ("{creator.grade: {any of: [silver, partner]}}", {"creator.grade": "silver"}),
        ("{creator.grade: partner, buyer.member: yes}", {"creator.grade": "partner", "buyer.member": True}),
        ("{buyer.age: {above: 17, at most: 18}}", {"buyer.age": 18}),
        ("{buyer.age: {none of: [17, 19]}}", {"buyer.age": 18}),
        ("{creator.grade: {none of: [silver, partner]}}", {"creator.grade": "standard"}),
        ("{buyer.member: {none of: [no]}}", {"buyer.member": True}),
        (EITHER, {"buyer.member": True}),
        (EITHER, {"buyer.member": False, "buyer.age": 18}),
        (EITHER, {"buyer.age": 30}),
    ],
)
def test_conditions_that_known_facts_meet_leave_nothing_open(when: str, facts: Facts) -> None:
    assert quoted(book(conditional(when)), facts=facts).open == ()


@pytest.mark.parametrize(
    ("when", "facts", "unmet"),
    [
        ("{buyer.member: yes}", {"buyer.member": False}, [("buyer.member", "yes", "no")]),
        (ADULT, {"buyer.age": 17}, [("buyer.age", "at least 18", "17")]),
        (ADULT, {"buyer.age": 65}, [("buyer.age", "below 65", "65")]),
        ("{buyer.age: {above: 17}}", {"buyer.age": 17}, [("buyer.age", "above 17", "17")]),
        ("{buyer.age: {at most: 17}}", {"buyer.age": 18}, [("buyer.age", "at most 17", "18")]),
        ("{buyer.age: {none of: [20, 3]}}", {"buyer.age": 3}, [("buyer.age", "none of 3, 20", "3")]),
        (
            "{creator.grade: {none of: [silver, partner]}}",
            {"creator.grade": "partner"},
            [("creator.grade", "none of partner, silver", "partner")],
        ),
        (
            "{creator.grade: {any of: [silver, partner]}}",
            {"creator.grade": "standard"},
            [("creator.grade", "any of partner, silver", "standard")],
        ),
        (
            "{buyer.member: yes, buyer.age: {at least: 18}}",
            {"buyer.member": False, "buyer.age": 3},
            [("buyer.age", "at least 18", "3"), ("buyer.member", "yes", "no")],
        ),
        (
            EITHER,
            {"buyer.member": False, "buyer.age": 3},
            [("buyer.age", "at least 18", "3"), ("buyer.member", "yes", "no")],
        ),
    ],
)
def test_a_known_fact_that_fails_a_condition_refuses_and_every_such_is_listed(
    when: str, facts: Facts, unmet: list[tuple[str, str, str]]
) -> None:
    answer = asked(book(conditional(when)), facts=facts)
    assert type(answer) is NotEligible
    assert sorted((each.fact, each.requirement, each.actual) for each in answer.unmet) == unmet
    assert answer.open == ()


@pytest.mark.parametrize(
    ("when", "facts", "still_open"),
    [
        ("{buyer.member: yes}", {}, ["buyer.member"]),
        (ADULT, {"buyer.member": True}, ["buyer.age", "buyer.age"]),
        ("{buyer.member: yes, buyer.age: {at least: 18}}", {"buyer.age": 20}, ["buyer.member"]),
        (EITHER, {}, ["buyer.age", "buyer.member"]),
        (EITHER, {"buyer.member": False}, ["buyer.age"]),
        (EITHER, {"buyer.age": 3}, ["buyer.member"]),
    ],
)
def test_an_unknown_fact_is_never_false_the_quote_is_given_and_lists_what_is_open(
    when: str, facts: Facts, still_open: list[str]
) -> None:
    quote = quoted(book(conditional(when)), facts=facts)
    assert sorted(each.fact for each in quote.open) == still_open
    assert all(each.actual is None for each in quote.open)


def test_a_refusal_lists_what_is_still_open_beside_what_is_unmet() -> None:
    answer = asked(book(conditional("{buyer.member: yes, buyer.age: {at least: 18}}")), facts={"buyer.age": 3})
    assert answer == NotEligible(
        "coins_100", (Condition("buyer.age", "at least 18", "3"),), (Condition("buyer.member", "yes", None),)
    )


def test_a_region_replaces_conditions_whole_and_may_lift_them() -> None:
    shop = conditional("{buyer.member: yes, buyer.age: {at least: 18}}")
    stricter = germany(("prices:\n", "packages: {coins_100: {when: {buyer.age: {at least: 21}}}}\n\nprices:\n"))
    lifted = germany(("prices:\n", "packages: {coins_100: {when: none}}\n\nprices:\n"))
    assert [each.requirement for each in quoted(book({**shop, **stricter})).open] == ["at least 21"]
    assert quoted(book({**shop, **lifted})).open == ()


@pytest.mark.parametrize(
    ("when", "code", "at"),
    [
        ("{buyer.membr: yes}", "unknown-fact", "buyer.membr"),
        ("{buyer.member: maybe}", "unknown-fact-value", "maybe"),
        ("{buyer.age: {at least: old}}", "unknown-fact-value", "old"),
        ("{buyer.age: {at least: -1}}", "unknown-fact-value", "-1"),
        ("{creator.grade: {any of: [silver, gold]}}", "unknown-fact-value", "gold"),
        ("{creator.grade: {none of: [silver, gold]}}", "unknown-fact-value", "gold"),
        ("{buyer.age: {at most: 017}}", "leading-zero", "017"),
        ("{buyer.age: {none of: [17, 018]}}", "leading-zero", "018"),
        ("{buyer.member: {at least: 1}}", "unfitting-condition", "1"),
        ("{buyer.member: {at most: 1}}", "unfitting-condition", "1"),
        ("{creator.grade: {above: partner}}", "unfitting-condition", "partner"),
        ("{creator.grade: {below: partner}}", "unfitting-condition", "partner"),
        ("{any: [{buyer.member: yes}, {buyer.membr: yes}]}", "unknown-fact", "buyer.membr"),
    ],
)
def test_a_condition_that_does_not_fit_its_fact_is_one_error_at_its_place(when: str, code: str, at: str) -> None:
    files = conditional(when)
    error = only(files)
    assert error.code == code
    place = error.place
    assert place is not None
    line = (files[place.file] or "").split("\n")[place.line - 1]
    assert line[place.column - 1 : place.end_column - 1] == at


# --- What callers state


def test_a_fact_that_the_book_does_not_declare_is_refused() -> None:
    answer = asked(book(FACTS), facts={"buyer.height": 180})
    assert answer == UnknownFact("buyer.height", ("buyer.age", "buyer.member", "creator.grade"))


@pytest.mark.parametrize(
    ("fact", "value"),
    [("buyer.age", -1), ("buyer.age", True), ("buyer.age", "18"), ("buyer.member", 1), ("creator.grade", "gold")],
)
def test_a_value_that_the_fact_can_not_have_is_refused(fact: str, value: int | str) -> None:
    answer = asked(book(FACTS), facts={fact: value})
    assert type(answer) is InvalidFact
    assert answer.fact == fact
