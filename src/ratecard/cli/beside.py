"""Rows of a table for what stands beside a price: savings, the lowest price, a second currency."""

from collections.abc import Iterable, Iterator

import click

from ratecard.locale.amounts import format_money, format_rate
from ratecard.quotes.purchases.lowest import NoLowestPrice
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.quotes.purchases.savings import rate_shown
from ratecard.showing import Reader


def beside_rows(quote: PurchaseQuote, reader: Reader, *, of_reduced_only: bool = False) -> Iterator[list[str]]:
    """The rows of what a market's rules ask for; none where they ask for nothing.

    `of_reduced_only` leaves out that a price is not reduced, and has so no lowest price before.
    """
    tag = reader.locale
    for saved in quote.savings:
        share = format_rate(rate_shown(saved.rate), tag)
        yield [f"saved against {saved.against.shown}", f"{format_money(saved.amount, tag)} ({share})"]
    lowest, second = quote.lowest, quote.second
    if lowest is not None and not (of_reduced_only and lowest.reason is NoLowestPrice.NOT_REDUCED):
        why = "" if lowest.reason is None else lowest.reason.value.lower().replace("_", " ")
        shown = why if lowest.amount is None else format_money(lowest.amount, tag)
        yield [f"lowest price {lowest.within} before", shown]
    if second is not None:
        regular = second.regular if quote.discount_minor else None
        listed = (("regular", regular), ("listed", second.listed), ("gross", second.gross))
        amounts = (*listed, ("lowest price before", second.lowest))
        for name, amount in amounts:
            if amount is not None:
                yield [f"{name} in {amount.currency}", format_money(amount, tag)]


def show_beside(packages: Iterable[PurchaseQuote], reader: Reader) -> None:
    """Prints below a table of packages what each of them has beside its price: a line for each kind of it.

    That a price is not reduced the table shows already.
    """
    by_kind: dict[str, list[str]] = {}
    for quote in packages:
        for kind, shown in beside_rows(quote, reader, of_reduced_only=True):
            by_kind.setdefault(kind, []).append(f"{quote.package.id} {shown}")
    for kind, of_packages in by_kind.items():
        click.echo(f"{kind}: {', '.join(of_packages)}")
