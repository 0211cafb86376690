"""Limits, as Python callers state what was used of them and are told what is left open."""

from collections.abc import Sequence
from dataclasses import dataclass

from ratecard.answers.limits import OPEN_LIMIT, USED
from ratecard.python.answers import Maker
from ratecard.python.asking import text
from ratecard.quotes import requests as engine
from ratecard.quotes.used_amounts import StatedUse, budget_of, used_before_of
from ratecard.refusals import InvalidInput


@dataclass(frozen=True)
class UsedAmount:
    """What was used of a limit before, or what a purchase uses of it. `amount` has its unit: "12.34 EUR", "2 units".

    `limit_id` is the limit's path, "purchases.limits.daily"; "daily" will do where no other limit of the question ends
    so. Without a package, a way of paying, a gift or an item it counts for all of them.
    """

    limit_id: str
    amount: str
    package_id: str | None = None
    way_id: str | None = None
    gift_id: str | None = None
    item_id: str | None = None


@dataclass(frozen=True)
class Budget:
    """The most that the caller wants to spend, and what of it was used before, in the same unit: "50.00 EUR"."""

    most: str
    used: str | None = None


@dataclass(frozen=True)
class OpenLimit:
    """A limit that a question keeps as far as is known.

    `most` and `per` are in the words of the rules: "1000.00 USD" for each "calendar day"; `per` is None for ever.
    With a `fact` that one decides what is allowed, and `most` is None; without, it is not known what was used before.
    """

    limit_id: str
    most: str | None
    per: str | None
    fact: str | None


MAKE_USED = Maker(UsedAmount, USED)
MAKE_OPEN_LIMIT = Maker(OpenLimit, OPEN_LIMIT)


def read_used(used: Sequence[UsedAmount]) -> tuple[engine.UsedBefore, ...] | InvalidInput:
    """What was used before, or the first statement of it that cannot be read. TypeError for other values."""
    if not isinstance(used, Sequence):
        raise TypeError(f"used is a sequence of UsedAmount, and {used!r} is a {type(used).__name__}")
    for use in used:
        if not isinstance(use, UsedAmount):
            raise TypeError(f"used is a sequence of UsedAmount, and {use!r} is a {type(use).__name__}")
    return used_before_of(
        [
            StatedUse(
                text("limit_id", use.limit_id),
                text("amount", use.amount),
                None if use.package_id is None else text("package_id", use.package_id),
                None if use.way_id is None else text("way_id", use.way_id),
                None if use.gift_id is None else text("gift_id", use.gift_id),
                None if use.item_id is None else text("item_id", use.item_id),
            )
            for use in used
        ]
    )


def read_budget(budget: Budget | None) -> engine.Budget | InvalidInput | None:
    """The caller's own limit, or why it cannot be read. TypeError for other values."""
    if budget is None:
        return None
    if not isinstance(budget, Budget):
        raise TypeError(f"budget is a Budget, and {budget!r} is a {type(budget).__name__}")
    return budget_of(text("most", budget.most), None if budget.used is None else text("used", budget.used))
