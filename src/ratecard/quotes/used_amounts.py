"""What was used of limits and budgets, as callers write them: "12.34 EUR", "2 units", "0 units".

A wrong one is `InvalidInput`, and the sentence is the same on every face.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from ratecard.quotes.amounts import USED_CHARACTERS_MOST, money_of, too_fine
from ratecard.quotes.requests import Amount, Budget, UsedBefore
from ratecard.refusals import InvalidInput
from ratecard.rulefiles.values.limits import UNITS, CountOf, plain_limit
from ratecard.rulefiles.values.zeros import leading_zero_in
from ratecard.rulefiles.wrong import shown

HINT = "write 12.34 EUR, 600 coins or 2 units"

_NOTHING = re.compile(rf"0 ({'|'.join(f'{unit}?' for unit in UNITS)})", re.ASCII)

OF = "/"
"""Between the name of a limit and the package of which something was used: "first.each/coins_1000"."""
OF_WAY = "way:"
"""Before the way of paying by which something was used: "daily/way:card"."""

OF_GIFT = "gift:"
"""Before the gift of which something was used: "sale.each/gift:rose"."""

OF_ITEM = "item:"
"""Before the item of which something was used: "sale.each/item:tier_1"."""


class StatedUse(NamedTuple):
    """A limit's name, an amount, and the package, the way of paying, the gift and the item that it is of."""

    limit: str
    amount: str
    package: str | None = None
    way: str | None = None
    gift: str | None = None
    item: str | None = None


def amount_with_unit(text: str) -> Amount | str:
    """Money with its currency, or a number with its unit; or the sentence that says what is wrong."""
    if len(text) > USED_CHARACTERS_MOST:
        return _not_an_amount(text)
    nothing = _NOTHING.fullmatch(text)
    if nothing:
        return CountOf(0, f"{nothing[1].removesuffix('s')}s")
    amount = plain_limit(UNITS, text)
    if isinstance(amount, CountOf):
        return amount
    if amount is None:
        begun = leading_zero_in(text)
        return _not_an_amount(text) if begun is None else f"{begun[0]} begins with a zero; write {begun[1]}"
    return money_of(amount) or too_fine(text, amount)


def used_before_of(stated: Iterable[StatedUse]) -> tuple[UsedBefore, ...] | InvalidInput:
    """What was used of limits, "0 units" of "first.each" for coins_1000, say; or the first that is wrong."""
    found: list[UsedBefore] = []
    for index, use in enumerate(stated):
        amount = amount_with_unit(use.amount)
        if isinstance(amount, str):
            return InvalidInput(("used", str(index), "amount"), amount)
        found.append(UsedBefore(use.limit, amount, use.package, use.gift, use.way, use.item))
    return tuple(found)


def budget_of(most: str, used: str | None) -> Budget | InvalidInput:
    """The caller's own limit, of two amounts; or which of them is wrong."""
    amount = amount_with_unit(most)
    if isinstance(amount, str):
        return InvalidInput(("budget", "most"), amount)
    before = None if used is None else amount_with_unit(used)
    return InvalidInput(("budget", "used"), before) if isinstance(before, str) else Budget(amount, before)


def named_use(name: str, amount: str) -> StatedUse:
    """An amount of what "first.each/coins_1000", "daily/way:card", "sale.each/gift:rose" or "…/item:tier_1" names."""
    limit, _, of = name.partition(OF)
    if of.startswith(OF_GIFT):
        return StatedUse(limit, amount, gift=of.removeprefix(OF_GIFT))
    if of.startswith(OF_WAY):
        return StatedUse(limit, amount, way=of.removeprefix(OF_WAY))
    thing, _, way = of.partition(f"{OF}{OF_WAY}")
    if thing.startswith(OF_ITEM):
        return StatedUse(limit, amount, way=way or None, item=thing.removeprefix(OF_ITEM))
    return StatedUse(limit, amount, thing or None, way or None)


def name_of_use(used: UsedBefore) -> str:
    """What `named_use` reads as this limit, package or item, way and gift."""
    if used.gift is not None:
        return f"{used.limit_id}{OF}{OF_GIFT}{used.gift}"
    way = "" if used.way is None else f"{OF}{OF_WAY}{used.way}"
    thing = used.package if used.item is None else f"{OF_ITEM}{used.item}"
    return f"{used.limit_id}{'' if thing is None else f'{OF}{thing}'}{way}"


def _not_an_amount(text: str) -> str:
    return f"{shown(text)} is not an amount with its unit; {HINT}"
