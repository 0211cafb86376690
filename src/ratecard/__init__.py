"""Ratecard: exact, explained prices for virtual currencies, stated in YAML and answered over GraphQL.

From Python, `ratecard.load(folder)` gives a book to ask; docs/for-python.md is its guide. What is named here is what
callers may rely on. It is imported when it is first asked for, so that `import ratecard` costs nothing.
"""

from typing import TYPE_CHECKING

__version__ = "0.1.0"

if TYPE_CHECKING:
    from ratecard.money import Money
    from ratecard.python.amounts import amount
    from ratecard.python.answers import TraceStep
    from ratecard.python.book import Book, InvalidBook, load
    from ratecard.python.chosen import ChosenQuote
    from ratecard.python.chosen_listed import ChosenAmount, ChosenCoins
    from ratecard.python.exchanges import ExchangeQuote
    from ratecard.python.gifts import GiftQuote
    from ratecard.python.items import ItemQuote
    from ratecard.python.limits import Budget, UsedAmount
    from ratecard.python.payouts import Lot, PayoutQuote
    from ratecard.python.purchases import PriceList, PurchaseQuote
    from ratecard.refusals import Refusal
    from ratecard.shipped import shipped_book
else:
    _HOMES = {
        "Book": "ratecard.python.book",
        "Budget": "ratecard.python.limits",
        "ChosenAmount": "ratecard.python.chosen_listed",
        "ChosenCoins": "ratecard.python.chosen_listed",
        "ChosenQuote": "ratecard.python.chosen",
        "ExchangeQuote": "ratecard.python.exchanges",
        "GiftQuote": "ratecard.python.gifts",
        "InvalidBook": "ratecard.python.book",
        "ItemQuote": "ratecard.python.items",
        "Lot": "ratecard.python.payouts",
        "Money": "ratecard.money",
        "PayoutQuote": "ratecard.python.payouts",
        "PriceList": "ratecard.python.purchases",
        "PurchaseQuote": "ratecard.python.purchases",
        "Refusal": "ratecard.refusals",
        "TraceStep": "ratecard.python.answers",
        "UsedAmount": "ratecard.python.limits",
        "amount": "ratecard.python.amounts",
        "load": "ratecard.python.book",
        "shipped_book": "ratecard.shipped",
    }

    def __getattr__(name: str) -> object:
        from importlib import import_module

        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(_HOMES[name]), name)


__all__ = (
    "Book",
    "Budget",
    "ChosenAmount",
    "ChosenCoins",
    "ChosenQuote",
    "ExchangeQuote",
    "GiftQuote",
    "InvalidBook",
    "ItemQuote",
    "Lot",
    "Money",
    "PayoutQuote",
    "PriceList",
    "PurchaseQuote",
    "Refusal",
    "TraceStep",
    "UsedAmount",
    "__version__",
    "amount",
    "load",
    "shipped_book",
)
