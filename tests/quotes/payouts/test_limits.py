"""What a payout assumed that a limit refuses: what led to that limit, and nothing of other figures."""

import pytest

from ratecard.refusals import AboveLimit
from tests.quotes.small_chain import book, lot, pay, payouts

BY_GRADE = "{by: creator.grade, is: {partner: %s}, other: %s}"
FEE = "{bank: {name: Bank, fee: {fixed: " + BY_GRADE % ("1.00 USD", "2.00 USD") + "}}}"
BY_FORM = "{by: creator.form, is: {plain: %s}, other: %s}"
BY_CLASS = "{by: lot.class, is: {promotional: 1 USD each}, other: 2 USD each}"
HELD = "{by: lot.class, is: {promotional: 60 days}, other: 7 days}"


@pytest.mark.parametrize(
    ("worth", "most", "others", "assumed"),
    [
        ("1 USD each", "99 USD", {"methods": FEE}, ()),
        ("1 USD each", BY_FORM % ("500 USD", "99 USD"), {"methods": FEE}, ("creator.form",)),
        ("1 USD each", BY_FORM % ("500 diamonds", "99 diamonds"), {"methods": FEE, "hold": HELD}, ("creator.form",)),
        (BY_CLASS, "99 USD", {"methods": FEE}, ("lot.class",)),
        (BY_CLASS, "99 diamonds", {"methods": FEE}, ()),
        ("1 USD each", "99 USD", {"hold": HELD}, ()),
    ],
)
def test_a_limit_assumed_what_led_to_it(
    worth: str, most: str, others: dict[str, str], assumed: tuple[str, ...]
) -> None:
    rules = book(payouts(worth, currency="USD", limits=f"{{day: {{most: {most}, per: calendar day}}}}", **others))
    refused = pay(rules, None, lot(100, "2026-10-01"))
    assert isinstance(refused, AboveLimit), refused
    assert refused.assumed_facts == assumed


def test_where_an_amount_is_wanted_the_fee_decides_how_many_diamonds_leave() -> None:
    rules = book(payouts("1 USD each", methods=FEE, limits="{day: {most: 99 diamonds, per: calendar day}}"))
    refused = pay(rules, None, lot(1000, "2026-10-01"), want=(9_900, "USD"))
    assert isinstance(refused, AboveLimit), refused
    assert refused.assumed_facts == ("creator.grade",)
