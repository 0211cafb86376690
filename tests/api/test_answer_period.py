"""For how long an answer holds, as resolvers say it; and that one which says nothing is kept by nobody."""

from ratecard.api.answer_period import ALWAYS, FIRST_INSTANT
from ratecard.api.context import Context
from ratecard.instants import Instant
from ratecard.refusals import NotSold, UnknownRegion
from ratecard.terms.market import Period
from tests.books import shipped

NOW, GIVEN = Instant(1_000), Instant(5)


def opened() -> Context:
    return Context(shipped(), NOW)


def test_what_takes_no_instant_holds_always() -> None:
    assert opened().answer_period.period == ALWAYS


def test_the_present_instant_narrows_to_the_period_that_is_named() -> None:
    context = opened()
    assert context.instant(None) == NOW
    context.depends_on(Period(Instant(900), Instant(1_100)))
    assert context.answer_period.period == Period(Instant(900), Instant(1_100))


def test_several_periods_narrow_to_what_they_have_in_common() -> None:
    context = opened()
    context.instant(None)
    for start, end in ((800, 1_100), (900, None), (700, 1_050)):
        context.depends_on(Period(Instant(start), None if end is None else Instant(end)))
    assert context.answer_period.period == Period(Instant(900), Instant(1_050))
    assert context.answer_period.shown_until == 1_050


def test_one_that_forgets_to_say_is_not_kept() -> None:
    context = opened()
    context.instant(None)
    assert context.answer_period.period is None


def test_one_that_forgets_is_not_covered_by_another_that_says() -> None:
    for forgetting_comes_first in (True, False):
        context = opened()
        for forgets in (forgetting_comes_first, not forgetting_comes_first):
            context.instant(None)
            if not forgets:
                context.depends_on(Period(Instant(900), None))
        assert context.answer_period.period is None
    context = opened()
    context.instant(None)
    context.instant(GIVEN)
    context.depends_on(Period(Instant(900), None))
    assert context.answer_period.period is None


def test_a_given_instant_narrows_nothing_and_shows_its_end() -> None:
    context = opened()
    assert context.instant(GIVEN) == GIVEN
    context.depends_on(Period(FIRST_INSTANT, Instant(10)))
    assert context.answer_period.period == ALWAYS
    assert context.answer_period.shown_until == 10


def test_a_refusal_of_the_book_alone_is_kept_and_one_that_names_the_instant_is_not() -> None:
    not_sold = NotSold("DE", "ios", "coins_7", NOW)
    context = opened()
    context.instant(None)
    context.refused(UnknownRegion("ZZ", ()))
    assert context.answer_period.period == ALWAYS
    of_now = opened()
    of_now.instant(None)
    of_now.refused(not_sold)
    assert of_now.answer_period.period is None
    given = opened()
    given.instant(GIVEN)
    given.refused(not_sold)
    assert given.answer_period.period == ALWAYS


def test_in_a_batch_one_answer_of_this_instant_makes_all_of_it_so() -> None:
    context = opened()
    context.instant(None)
    context.depends_on(Period(Instant(900), None))
    context.refused(NotSold("DE", "ios", "coins_7", NOW))
    context.depends_on(Period(Instant(900), None))
    assert context.answer_period.period is None
