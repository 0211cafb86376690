"""What holds of promotions whatever a book says: of the engine and the reference, which have to agree each time."""

from dataclasses import replace
from fractions import Fraction

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.quotes.promoted_engine import Both
from tests.quotes.promoted_questions import Sums, after, without_errors
from tests.reference.answering import Sold
from tests.reference.points import Allowed, Points
from tests.reference.promotion_choice import Benefit, Offer, all_subsets, chosen, unit_of
from tests.strategies.drawing import Draw, Drawer
from tests.strategies.promotion_questions import Question, promoted_questions
from tests.strategies.promotions import Book, promoted_books

QUESTIONS = 4
patiently = settings(
    max_examples=max(settings().max_examples // 2, 10),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)

STEPS = (Points(0, 10**9, 1), Points(0, 10**9, 10), Points(29, 29, 1), Points(49, 10**6 + 49, 50))


@st.composite
def choices(draw: Draw) -> tuple[Offer, tuple[Benefit, ...]]:
    """One unit, and up to six promotions that could apply to it."""
    drawer = Drawer(draw)
    points = tuple(drawer.some(STEPS[2:], 1)) if drawer.maybe(50) else (drawer.one(STEPS[:2]),)
    mode = drawer.one(("half up", "up", "down"))
    allowed = Allowed(mode, points, drawer.one((0, 30)), None)
    regular = drawer.one((1000, 1999, 50, 49, 29, 5, 0, 399))
    offer = Offer(regular, drawer.one((100, 7, 1000)), drawer.one((0, 10, 160)), allowed)
    benefits = []
    for name in drawer.some(("a", "b", "c", "d", "e", "f"), 0):
        kind = drawer.number(0, 3)
        off = Fraction(regular * drawer.one((10, 25, 33, 50, 100)), 100) if kind in (0, 3) else None
        price = drawer.one((9, 100, 995, 1500)) if kind == 1 else None
        bonus = drawer.one((5, 50, 100, 0)) if kind >= 2 else None
        benefits.append(Benefit(name, off, price, bonus, drawer.maybe(40), drawer.maybe(30)))
    return offer, tuple(benefits)


def is_without_a_point(offer: Offer) -> bool:
    """Whether no price is allowed that a discount could lead to."""
    allowed = offer.allowed
    if allowed is None:
        return False
    return allowed.lowest() is None or offer.regular > max(points.most for points in allowed.points)


@given(choices())
def test_the_choice_costs_no_more_per_coin_than_any_other_set(case: tuple[Offer, tuple[Benefit, ...]]) -> None:
    offer, benefits = case
    if is_without_a_point(offer):
        return  # it would be an error of the book: no-price-point
    unit = unit_of(offer, chosen(offer, benefits))
    cost = Fraction(unit.listed, unit.total)
    for applied in all_subsets(benefits):
        other = unit_of(offer, applied)
        assert cost <= Fraction(other.listed, other.total)
        assert cost < Fraction(other.listed, other.total) or unit.total >= other.total


@given(choices())
def test_each_promotion_that_applies_changes_something(case: tuple[Offer, tuple[Benefit, ...]]) -> None:
    offer, benefits = case
    if is_without_a_point(offer):
        return
    applied = chosen(offer, benefits)
    for benefit in applied:
        assert unit_of(offer, [other for other in applied if other is not benefit]) != unit_of(offer, applied)


def asked(data: st.DataObject, book: Book, everything_told: bool = False) -> list[Question]:
    """Some questions about a book."""
    questions = promoted_questions(book, everything_told)
    return data.draw(st.lists(questions, min_size=QUESTIONS, max_size=QUESTIONS), label="questions")


@patiently
@given(promoted_books().map(without_errors), st.data())
def test_no_promotion_makes_a_unit_dearer_or_smaller(book: Book, data: st.DataObject) -> None:
    both = Both.of(book.files)
    for question in asked(data, book):
        answer = both.sold(question)
        if answer is not None:
            quantity = question.request.quantity
            own = answer.offer
            units = [run.unit for run in answer.promoted.runs] + [
                each.unit for each in answer.promoted.open if each.unit
            ]
            assert all(unit.listed <= own.regular and unit.bonus >= own.bonus for unit in units)
            assert sum(run.units for run in answer.promoted.runs) == quantity
            assert answer.regular == own.regular * quantity


@patiently
@given(promoted_books().map(without_errors), st.data())
def test_figures_are_conserved(book: Book, data: st.DataObject) -> None:
    both = Both.of(book.files)
    for question in asked(data, book):
        answer = both.sold(question)
        if answer is None:
            continue
        figures = answer.figures
        assert answer.regular == figures.listed + answer.discount
        assert answer.discount >= 0
        assert figures.net is not None
        assert figures.net + (figures.tax or 0) == figures.gross
        assert figures.commission is not None
        assert figures.proceeds is not None
        assert figures.commission + (figures.withheld or 0) + figures.proceeds == figures.net


def bought_in_parts(both: Both, question: Question, parts: list[int]) -> list[Sold]:
    """The answers to one question after the other, each told what those before used."""
    answers = []
    for units in parts:
        request = msgspec.structs.replace(question.request, quantity=units)
        answer = both.sold(replace(question, request=request))
        assert answer is not None
        answers.append(answer)
        question = replace(question, used=after(question, answer))
    return answers


@patiently
@given(promoted_books(by_unit=True).map(without_errors), st.data())
def test_a_question_that_is_split_where_a_run_ends_comes_to_the_same(book: Book, data: st.DataObject) -> None:
    both = Both.of(book.files)
    for question in asked(data, book, everything_told=True):
        answer = both.sold(question)
        if answer is not None:
            parts = bought_in_parts(both, question, [run.units for run in answer.promoted.runs])
            assert Sums.of(parts) == Sums.of([answer])


@patiently
@given(promoted_books(by_unit=True).map(without_errors), st.data())
def test_twelve_questions_one_by_one_come_to_one_of_twelve(book: Book, data: st.DataObject) -> None:
    both = Both.of(book.files)
    for question in asked(data, book, everything_told=True):
        whole = replace(question, request=msgspec.structs.replace(question.request, quantity=12))
        answer = both.sold(whole)
        if answer is not None:
            assert Sums.of(bought_in_parts(both, question, [1] * 12)) == Sums.of([answer])
