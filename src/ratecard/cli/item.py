"""`ratecard quote item` and `ratecard explain item`."""

from typing import Any

import rich_click as click

from ratecard.answers.purchases import ITEM_QUOTE
from ratecard.book.rulebook import RuleBook
from ratecard.cli.blame import blame_option, source_to_blame
from ratecard.cli.purchase import answer_sold, show_explained, show_quote, sold_options
from ratecard.questions import ITEM
from ratecard.quotes.purchases import quoting as engine
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.quotes.requests import PurchaseRequest
from ratecard.refusals import Refusal

item_options = sold_options(ITEM, "item", "tier_1")


def _ask(book: RuleBook, request: PurchaseRequest) -> PurchaseQuote | Refusal:
    return engine.quote_item(book, engine.as_item(request))


@click.command("item")
@item_options
def quote_item(locale: str | None, output: str, item: str, **asked: Any) -> None:
    """Quote a purchase of an item: what the buyer pays, what tax takes, and what the seller keeps."""
    show_quote(*answer_sold(_ask, item, output=output, **asked), ITEM_QUOTE, locale, output)


@click.command("item")
@item_options
@blame_option
def explain_item(locale: str | None, output: str, item: str, blame: bool, **asked: Any) -> None:
    """Explain a purchase of an item: each figure with its arithmetic, and its line in the rule files."""
    where = source_to_blame(blame, asked["source"])
    show_explained(*answer_sold(_ask, item, output=output, **asked), ITEM_QUOTE, locale, output, where)
