"""Numbers of facts, and terms chosen by them: what has another type is a fault that is never computed with."""

import pytest

from ratecard.currency import CURRENCIES
from ratecard.money import Money, Rate
from ratecard.refusals import FactNeeded
from ratecard.terms.facts import ByFact, FactValue, OtherCurrency, choose_as, number_of, plain_number

EUR, USD = CURRENCIES["EUR"], CURRENCIES["USD"]


@pytest.mark.parametrize(("value", "expected"), [(18, 18), (Money(1234, EUR), 1234), (True, 1)])
def test_counts_and_money_are_numbers(value: FactValue, expected: int) -> None:
    assert plain_number(value) == expected


def test_a_word_is_no_number_even_where_it_reads_like_one() -> None:
    with pytest.raises(TypeError, match=r"^18 is not a number$"):
        plain_number("18")
    with pytest.raises(TypeError, match=r"^18 is not a number$"):
        number_of("buyer.age", "18", None)


def test_money_is_compared_with_money_of_its_currency_alone() -> None:
    assert number_of("buyer.spent", Money(1234, EUR), EUR) == 1234
    with pytest.raises(OtherCurrency):
        number_of("buyer.spent", Money(1234, USD), EUR)
    with pytest.raises(TypeError, match=r"^buyer\.spent is 12\.34 EUR, where a count is compared$"):
        number_of("buyer.spent", Money(1234, EUR), None)
    with pytest.raises(TypeError, match=r"^buyer\.spent is 1234, where EUR is compared$"):
        number_of("buyer.spent", 1234, EUR)


def test_terms_are_chosen_as_one_type_or_not_at_all() -> None:
    rates = ByFact[Rate]("buyer.member", {True: Rate(1, 10)}, None, False)
    assert choose_as(Rate, rates, {"buyer.member": True}, []) == Rate(1, 10)
    assert choose_as(Rate, rates, {"buyer.member": False}, []) is None
    assert choose_as(Rate, rates, {}, []) == FactNeeded("buyer.member")
    with pytest.raises(TypeError, match=r"^Rate is not Money$"):
        choose_as(Money, rates, {"buyer.member": True}, [])  # type: ignore[arg-type]
