"""`ratecard quote chosen` and `ratecard explain chosen`."""

from typing import Any

import rich_click as click

from ratecard.answers.chosen import CHOSEN_QUOTE
from ratecard.book.rulebook import RuleBook
from ratecard.cli.blame import blame_option, source_to_blame
from ratecard.cli.options import WholeNumber
from ratecard.cli.payout_values import MoneyText
from ratecard.cli.purchase import answer_sold, show_explained, show_quote, sold_options
from ratecard.cli.question_options import question_option
from ratecard.money import Money
from ratecard.questions import CHOSEN
from ratecard.quotes.purchases import chosen as engine
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.quotes.requests import PurchaseRequest
from ratecard.refusals import Refusal


def chosen_options(command: Any) -> Any:
    """The arguments of a question that chooses a number, the same for `quote` and `explain`."""
    about = "The most that all may cost, as 20 EUR: answers with the greatest number that costs no more."
    command = question_option(CHOSEN, "spend", about, MoneyText())(command)
    command = question_option(CHOSEN, "amount", "The amount of an item, as 5.00 USD.", MoneyText())(command)
    command = question_option(CHOSEN, "coins", "How many coins of a package.", WholeNumber())(command)
    return sold_options(CHOSEN, "thing", "top_up")(command)


def _answer(
    thing: str, output: str, coins: int | None, amount: Money | None, spend: Money | None, **asked: Any
) -> tuple[RuleBook, PurchaseQuote]:
    def ask(book: RuleBook, request: PurchaseRequest) -> PurchaseQuote | Refusal:
        return engine.quote_chosen(book, engine.choosing(request, coins, amount, spend))

    return answer_sold(ask, thing, output=output, **asked)


@click.command("chosen")
@chosen_options
def quote_chosen(locale: str | None, output: str, thing: str, **asked: Any) -> None:
    """Quote a number that is chosen: coins of a package, the amount of an item, or the most for some money."""
    show_quote(*_answer(thing, output, **asked), CHOSEN_QUOTE, locale, output)


@click.command("chosen")
@chosen_options
@blame_option
def explain_chosen(locale: str | None, output: str, thing: str, blame: bool, **asked: Any) -> None:
    """Explain a number that is chosen: each figure with its arithmetic, and its line in the rule files."""
    where = source_to_blame(blame, asked["source"])
    show_explained(*_answer(thing, output, **asked), CHOSEN_QUOTE, locale, output, where)
