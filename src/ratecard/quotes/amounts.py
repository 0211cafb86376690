"""Amounts as callers write them: what is wanted, and what was used of limits. A wrong one is `InvalidInput`.

The sentence is the same over HTTP and on the command line. The path begins at the payout asked about.
"""

import re
from collections.abc import Iterable

from ratecard.currency import CURRENCIES, Currency
from ratecard.money import Money, amount_of
from ratecard.refusals import InvalidInput
from ratecard.rulefiles.keys.payouts import LIMIT
from ratecard.rulefiles.stated import StatedMoney
from ratecard.rulefiles.values.limits import CountOf, plain_limit
from ratecard.rulefiles.values.scalars import plain_count, plain_money
from ratecard.rulefiles.values.zeros import leading_zero_in
from ratecard.rulefiles.wrong import shown

USED_CHARACTERS_MOST = 80
"""Of an amount that was used. A longer one is refused unread: whoever asks may name it many times in one request."""

USED_HINT = "write 120.50 USD, 6700 diamonds or 2 payouts"


def want_and_diamonds(want: str = "want", diamonds: str = "diamonds") -> InvalidInput:
    """What is wrong where both are stated, by the names under which they were."""
    return InvalidInput(("want",), f"{want} asks how many diamonds are needed; state it without {diamonds}")


def wanted(amount: str, currency: Currency) -> Money | InvalidInput:
    """The money of a plain decimal: above zero, with no more decimals than the currency has. 50.555 EUR is not."""
    text = f"{shown(amount)} {currency.code}"
    money = amount_of(amount, currency)
    if money is None:
        decimals = currency.exponent
        most = f"at most {decimals} decimals" if decimals else "a whole number"
        return _wrong_want(f"{text} has more decimals than {currency.code} has; write {most}")
    if money.minor <= 0:
        return _wrong_want(f"{text} is not above zero; want is an amount to be paid")
    return money


def _wrong_want(message: str) -> InvalidInput:
    return InvalidInput(("want", "amount"), message)


def used_of(stated: Iterable[tuple[str, str]]) -> dict[str, Money | int] | InvalidInput:
    """What was used by the limit's id, of pairs of id and amount as rule files write it: ("daily", "120.50 USD")."""
    used: dict[str, Money | int] = {}
    for index, (limit, text) in enumerate(stated):
        amount = used_amount(text)
        if isinstance(amount, str):
            return InvalidInput(("used", str(index), "amount"), amount)
        if limit in used:
            return InvalidInput(("used", str(index), "limitId"), twice(limit))
        used[limit] = amount
    return used


def money_chosen(name: str, text: str) -> Money | InvalidInput:
    """The money of a text with its currency, "5.00 EUR", that a question chooses under this name; or why it is none."""
    found = plain_money(text)
    if found is None or found.currency is None:
        return InvalidInput((name,), f"{shown(text)} is not an amount with its currency, such as 5.00 EUR")
    money = amount_of(str(StatedMoney(found.scaled, found.decimals, None)), CURRENCIES[found.currency])
    if money is None:
        return InvalidInput((name,), f"{shown(text)} has more decimals than {found.currency} has")
    return money


def twice(limit: str) -> str:
    """What to say of a limit of which two amounts are stated."""
    return f"what was used of {shown(limit)} is stated twice; state it once"


def used_amount(text: str) -> Money | int | str:
    """Money with its currency, or a count with its unit or without; or the sentence that says what is wrong."""
    if len(text) > USED_CHARACTERS_MOST:
        return _not_used(text)
    if re.fullmatch(r"0(?: (?:diamonds?|payouts?))?", text, re.ASCII):
        return 0
    count = plain_count(text)
    if count is not None:
        return count
    amount = plain_limit(LIMIT.counts, text)
    if isinstance(amount, CountOf):
        return amount.count
    if amount is None:
        begun = leading_zero_in(text)
        if begun is not None:
            return f"{begun[0]} begins with a zero; write {begun[1]}"
        return _not_used(text)
    return money_of(amount) or too_fine(text, amount)


def too_fine(text: str, amount: StatedMoney) -> str:
    """What to say of an amount that has more decimals than its currency."""
    assert amount.currency is not None
    exponent = CURRENCIES[amount.currency].exponent
    most = f"at most {exponent} decimals" if exponent else "a whole number"
    return f"{shown(text)} has more decimals than {amount.currency} has; write {most}"


def _not_used(text: str) -> str:
    return f"{shown(text)} is not an amount that was used; {USED_HINT}"


def money_of(stated: StatedMoney) -> Money | None:
    """Money in its named currency; None where it names none, or has more decimals than that one: 100.5 JPY."""
    if stated.currency is None:
        return None
    named = CURRENCIES[stated.currency]
    minor, rest = divmod(stated.scaled * 10**named.exponent, 10**stated.decimals)
    return None if rest else Money(minor, named)
