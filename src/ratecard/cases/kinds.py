"""What a case may ask: each question in the words of the command line, with its answer's figures and its trace."""

from collections.abc import Callable
from typing import Any

import msgspec

from ratecard.answers.chosen import CHOSEN_QUOTE
from ratecard.answers.eligibility import ELIGIBILITY_CHECK
from ratecard.answers.exchanges import EXCHANGE_QUOTE
from ratecard.answers.figures import Record
from ratecard.answers.gifts import GIFT_LIST, GIFT_QUOTE
from ratecard.answers.payouts import PAYOUT_QUOTE
from ratecard.answers.purchases import ITEM_QUOTE, PRICE_LIST, PURCHASE_QUOTE
from ratecard.book.rulebook import RuleBook
from ratecard.questions import CHOSEN, ELIGIBILITY, EXCHANGE, GIFT, GIFTS, ITEM, PAYOUT, PRICES, PURCHASE, Question
from ratecard.quotes.eligibility import answer_eligibility
from ratecard.quotes.exchanges.quoting import quote_exchange
from ratecard.quotes.gifts.listing import list_gifts
from ratecard.quotes.gifts.quoting import quote_gift
from ratecard.quotes.payouts.quoting import quote_payout
from ratecard.quotes.purchases.chosen import quote_chosen
from ratecard.quotes.purchases.listing import list_prices
from ratecard.quotes.purchases.lists import PriceList
from ratecard.quotes.purchases.quoting import quote_item, quote_purchase
from ratecard.quotes.tracing.exchanges import trace_exchange
from ratecard.quotes.tracing.gifts import trace_gift
from ratecard.quotes.tracing.payouts import trace_payout
from ratecard.quotes.tracing.purchases import trace_purchase
from ratecard.quotes.tracing.steps import Step


class QuestionKind(msgspec.Struct, frozen=True):
    """One kind of question. `words` are those of the command line.

    `ask` gives the engine's answer or a refusal. `trace` gives the steps behind an answer, none for a list of many.
    `recorded` are the figures that a new case expects; of the records of a list, and of parts, with their own.
    """

    words: str
    question: Question
    record: Record
    ask: Callable[[RuleBook, Any], object]
    trace: Callable[[Any], tuple[Step, ...]]
    recorded: tuple["str | tuple[str, tuple[str, ...]]", ...]


def _no_steps(_: object) -> tuple[Step, ...]:
    return ()


def _steps_of_list(listed: PriceList) -> tuple[Step, ...]:
    """The steps of a list's only package or item; those of many would bury what differs."""
    return trace_purchase(listed.sold[0]) if len(listed.sold) == 1 else ()


KINDS = {
    kind.words: kind
    for kind in (
        QuestionKind(
            "quote purchase",
            PURCHASE,
            PURCHASE_QUOTE,
            quote_purchase,
            trace_purchase,
            ("total", "listed", "net", "tax", "tax_status", "gross", "commission", "proceeds", "remittance"),
        ),
        QuestionKind(
            "quote item",
            ITEM,
            ITEM_QUOTE,
            quote_item,
            trace_purchase,
            ("listed", "net", "tax", "tax_status", "gross", "commission", "proceeds", "remittance"),
        ),
        QuestionKind(
            "quote chosen",
            CHOSEN,
            CHOSEN_QUOTE,
            quote_chosen,
            trace_purchase,
            ("coins", "listed", "net", "tax", "tax_status", "gross", "commission", "proceeds", "remittance"),
        ),
        QuestionKind(
            "quote exchange",
            EXCHANGE,
            EXCHANGE_QUOTE,
            quote_exchange,
            trace_exchange,
            ("received", "received_unit_id"),
        ),
        QuestionKind(
            "quote gift",
            GIFT,
            GIFT_QUOTE,
            quote_gift,
            trace_gift,
            ("coins", "worth", "diamonds"),
        ),
        QuestionKind(
            "quote payout",
            PAYOUT,
            PAYOUT_QUOTE,
            quote_payout,
            trace_payout,
            ("diamonds", "value", "withheld", "fee", "remainder", "paid", "paid_on"),
        ),
        QuestionKind(
            "quote eligibility",
            ELIGIBILITY,
            ELIGIBILITY_CHECK,
            answer_eligibility,
            _no_steps,
            (("buyer", ("verdict",)), ("creator", ("verdict",))),
        ),
        QuestionKind(
            "prices",
            PRICES,
            PRICE_LIST,
            list_prices,
            _steps_of_list,
            (("packages", ("total", "listed", "gross")), ("items", ("listed", "gross"))),
        ),
        QuestionKind("gifts", GIFTS, GIFT_LIST, list_gifts, _no_steps, (("gifts", ("coins", "worth")),)),
    )
}
"""The kinds by their words."""
