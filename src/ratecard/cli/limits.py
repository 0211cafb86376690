"""Limits on the command line: what was used of them, the caller's own budget, and what a purchase uses."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import rich_click as click

from ratecard.cli.question_options import question_option, several_option
from ratecard.questions import Question
from ratecard.quotes.limits import OpenLimit
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.quotes.requests import Budget, UsedBefore
from ratecard.quotes.used_amounts import OF, OF_GIFT, OF_ITEM, OF_WAY, budget_of, named_use, used_before_of
from ratecard.refusals import InvalidInput

Command = TypeVar("Command", bound=Callable[..., Any])

USED_OF_IT = ", used "
"""Between a budget and what was used of it: "50 EUR, used 12 EUR"."""


class UseText(click.ParamType[Any]):
    """LIMIT[/PACKAGE]=AMOUNT: first.each/coins_1000=0 units, daily=12.34 EUR."""

    name = "limit[/package]=amount"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> UsedBefore:
        """What was used of a limit; a usage error for any other text."""
        if isinstance(value, UsedBefore):
            return value
        name, equals, text = str(value).partition("=")
        if not equals or not name:
            self.fail(
                f"{value} is not LIMIT=AMOUNT; write daily=12.34 EUR, or first.each/coins_1000=0 units", param, ctx
            )
        used = used_before_of([named_use(name, text)])
        if isinstance(used, InvalidInput):
            self.fail(used.message, param, ctx)
        return used[0]


class BudgetText(click.ParamType[Any]):
    """AMOUNT, or AMOUNT, used AMOUNT: 50 EUR, or 5000 coins, used 1200 coins."""

    name = "amount[, used amount]"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Budget:
        """The budget; a usage error for any other text."""
        if isinstance(value, Budget):
            return value
        most, comma, used = str(value).partition(USED_OF_IT)
        two = str(value).split(", ")
        if not comma and len(two) == 2 and two[1][:1].isdigit():
            self.fail(f"{value} does not say which amount was used; write {two[0]}{USED_OF_IT}{two[1]}", param, ctx)
        budget = budget_of(most, used if comma else None)
        if isinstance(budget, InvalidInput):
            self.fail(budget.message, param, ctx)
        return budget


def limit_options(question: Question) -> Callable[[Command], Command]:
    """`--used` and `--budget`, which questions about purchases have alike."""

    def with_options(command: Command) -> Command:
        help_text = "The most to spend, as 50 EUR; with what of it is gone, as 50 EUR, used 12 EUR."
        command = question_option(question, "budget", help_text, BudgetText())(command)
        help_text = "What was used of a limit: daily=12.34 EUR, or first.each/coins_1000=0 units. May be repeated."
        return several_option(question, "used", "--used", help_text, UseText())(command)

    return with_options


def show_limits(quotes: Iterable[PurchaseQuote]) -> None:
    """Prints which limits are open, each once, and whether they were compared with the listed price."""
    shown: dict[str, None] = {}
    for quote in quotes:
        for limit in quote.open_limits:
            shown.setdefault(_open(limit))
        if quote.limits_by_listed:
            shown.setdefault("limits: the listed price was compared, because what the buyer pays is not known")
    for line in shown:
        click.echo(line)


def show_open_limits(limits: Iterable[OpenLimit]) -> None:
    """Prints which limits of a question are open."""
    for limit in limits:
        click.echo(_open(limit))


def used_option(question: Question) -> Callable[[Command], Command]:
    """`--used` alone, of questions about gifts."""
    help_text = "What was used of a limit: sale.each=2 gifts, or sale.each/gift:rose=0 gifts. May be repeated."
    return several_option(question, "used", "--used", help_text, UseText())


def show_uses(uses: Iterable[UsedBefore]) -> None:
    """Prints what a question uses of limits, as a later question states it."""
    for use in uses:
        of = [use.package] if use.package is not None else []
        of += [f"{OF_ITEM}{use.item}"] if use.item is not None else []
        of += [f"{OF_GIFT}{use.gift}"] if use.gift is not None else []
        of += [f"{OF_WAY}{use.way}"] if use.way is not None else []
        click.echo(f"uses: {OF.join([use.limit_id, *of])}={use.amount}")


def _open(limit: OpenLimit) -> str:
    """What a limit allows, and what to state of it."""
    if limit.fact is not None:
        return f"open: {limit.limit_id} depends on {limit.fact}; state --fact {limit.fact}=…"
    window = "" if limit.per is None else f" for each {limit.per}"
    return f"open: {limit.limit_id} allows {limit.most}{window}; state --used {limit.limit_id}=…"
