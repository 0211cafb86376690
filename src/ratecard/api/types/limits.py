"""Limits: what was used of them, what a question uses, and which stay open."""

import strawberry

from ratecard.api.audience import Audience
from ratecard.api.types.fields import api_input, api_type, field, given
from ratecard.quotes.limits import OpenLimit as Open
from ratecard.quotes.requests import Budget, UsedBefore
from ratecard.quotes.used_amounts import StatedUse, budget_of, used_before_of
from ratecard.refusals import InvalidInput


@api_input
class UsedInput:
    """What earlier questions used of a limit in its window."""

    limit_id: strawberry.ID = given(
        'The limit\'s path in the rules, such as "purchases.limits.daily"; "daily" where no other limit ends so.'
    )
    package_id: strawberry.ID | None = given(
        "The package that it is of, where each is counted for itself. Left out, it counts for all.", default=None
    )
    way_id: strawberry.ID | None = given(
        "The way of paying that it is of, where each is counted for itself. Left out, it counts for all.", default=None
    )
    gift_id: strawberry.ID | None = given(
        "The gift that it is of, where each is counted for itself. Left out, it counts for all.", default=None
    )
    item_id: strawberry.ID | None = given(
        "The item that it is of, where each is counted for itself. Left out, it counts for all.", default=None
    )
    amount: str = given('With its unit, as rule files write it: "120.50 USD", "6700 diamonds", "0 units".')


@api_input
class BudgetInput:
    """The most that the caller wants to spend: a limit of their own."""

    most: str = given('With its unit: "50.00 EUR", "5000 coins", "3 units".')
    used: str | None = given("What of it was used before, in the same unit. Left out, nothing.", default=None)


@api_type
class UsedAmount:
    """What this question uses of a limit, in the form of `used`."""

    use: strawberry.Private[UsedBefore]

    @field(Audience.PUBLIC)
    def limit_id(self) -> strawberry.ID:
        """The limit's path in the rules, such as "purchases.limits.daily"."""
        return strawberry.ID(self.use.limit_id)

    @field(Audience.PUBLIC)
    def package_id(self) -> strawberry.ID | None:
        """The package, where each is counted for itself; else null."""
        return None if self.use.package is None else strawberry.ID(self.use.package)

    @field(Audience.PUBLIC)
    def way_id(self) -> strawberry.ID | None:
        """The way of paying, where each is counted for itself and it is known; else null."""
        return None if self.use.way is None else strawberry.ID(self.use.way)

    @field(Audience.PUBLIC)
    def gift_id(self) -> strawberry.ID | None:
        """The gift, where each is counted for itself; else null."""
        return None if self.use.gift is None else strawberry.ID(self.use.gift)

    @field(Audience.PUBLIC)
    def item_id(self) -> strawberry.ID | None:
        """The item, where each is counted for itself; else null."""
        return None if self.use.item is None else strawberry.ID(self.use.item)

    @field(Audience.PUBLIC)
    def amount(self) -> str:
        """How much, with its unit: "1.29 EUR", "2 units"."""
        return str(self.use.amount)


@api_type
class OpenLimit:
    """A limit that this question keeps as far as is known: what was used, or a fact that it varies by, is not."""

    opened: strawberry.Private[Open]

    @field(Audience.PUBLIC)
    def limit_id(self) -> strawberry.ID:
        """The limit's path in the rules, such as "purchases.limits.daily"; of payouts its id, such as "daily"."""
        return strawberry.ID(self.opened.limit_id)

    @field(Audience.PUBLIC)
    def per(self) -> str | None:
        """The stretch of time that it is for, in the words of the rules: "calendar day". Null where it is for ever."""
        return self.opened.per

    @field(Audience.PUBLIC)
    def most(self) -> str | None:
        """The most that is allowed, as `used` is written: "1000.00 USD", "3 payouts", "20000 diamonds".

        The same in every language, whatever the book calls its units. Null where a fact decides it.
        """
        return self.opened.most

    @field(Audience.PUBLIC)
    def fact(self) -> str | None:
        """The fact that decides what it allows and was not given; null where it is not known what was used."""
        return self.opened.fact


def used_in(stated: list[UsedInput] | None) -> tuple[UsedBefore, ...] | InvalidInput:
    """What was used before, or the first statement of it that cannot be read."""
    return used_before_of(
        [
            StatedUse(use.limit_id, use.amount, use.package_id, use.way_id, use.gift_id, use.item_id)
            for use in stated or ()
        ]
    )


def budget_in(stated: BudgetInput | None) -> Budget | InvalidInput | None:
    """The caller's own limit, where there is one, or why it cannot be read."""
    return None if stated is None else budget_of(stated.most, stated.used)


def uses_of(uses: tuple[UsedBefore, ...]) -> list[UsedAmount]:
    """What a question uses of limits, as the API shows it."""
    return [UsedAmount(use=use) for use in uses]


def open_limits_of(limits: tuple[Open, ...]) -> list[OpenLimit]:
    """Open limits, as the API shows them."""
    return [OpenLimit(opened=limit) for limit in limits]
