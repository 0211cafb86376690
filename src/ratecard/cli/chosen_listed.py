"""What is chosen, in the tables of `ratecard prices`: its numbers, and the price of each coin."""

from collections.abc import Iterable, Sequence

import rich_click as click

from ratecard.cli.tables import show_table
from ratecard.locale.amounts import format_count, format_money
from ratecard.money import Money
from ratecard.quotes.purchases.chosen_listed import ListedChosen
from ratecard.quotes.purchases.chosen_tiers import ListedTier
from ratecard.quotes.purchases.lists import RefusedChosen
from ratecard.showing import Reader
from ratecard.terms.pricing import PricingTerms

HEADER = ("chosen", "label", "least", "most", "step")


def show_chosen(
    chosen: Sequence[ListedChosen], refused: Iterable[RefusedChosen], reader: Reader, title: str = ""
) -> None:
    """A table of what is chosen, and how its prices are rounded; below it what is withheld."""
    show_table(
        (*HEADER, f"per {reader.noun_of_coins(1)}"), [_row(own, reader) for own in chosen], right=(2, 3, 4), title=title
    )
    for own in chosen:
        if own.pricing is not None:
            click.echo(f"prices of {own.id} are rounded {_rounding(own.pricing, reader)}")
    for withheld in refused:
        click.echo(f"withheld: {withheld.thing}: {withheld.refusal.code}")


def _row(own: ListedChosen, reader: Reader) -> list[str]:
    within = own.range
    numbers = [
        format_count(number, reader.locale)
        if within.currency is None
        else format_money(Money(number, within.currency), reader.locale)
        for number in (within.least, within.most, within.step)
    ]
    tiers = [_tier(tier, reader, is_first=not index) for index, tier in enumerate(own.tiers)]
    return [own.id, reader.label_of_chosen(own.package)[0], *numbers, "; ".join(tiers) or "-"]


def _tier(tier: ListedTier, reader: Reader, *, is_first: bool) -> str:
    """A tier as people read it: "$0.0135", then "beyond 5,000 $0.0131", or "from 5,000 $0.0131" where it is of all."""
    price = "not sold" if tier.price is None else reader.unit_price_formatted(tier.price)
    if is_first:
        return price
    return f"{'beyond' if tier.each else 'from'} {format_count(tier.start, reader.locale)} {price}"


def _rounding(pricing: PricingTerms, reader: Reader) -> str:
    if pricing.step is None:
        return f"{pricing.mode.value} to a price point"
    return f"{pricing.mode.value} to {format_money(Money(pricing.step, pricing.currency), reader.locale)}"
