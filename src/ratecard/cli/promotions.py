"""Promotions below tables: which apply and until when, which may apply yet and what they need, what became of codes."""

from collections.abc import Iterable, Sequence

import rich_click as click

from ratecard.locale.amounts import format_count, format_instant, format_money
from ratecard.money import Money
from ratecard.quotes.codes import CodeOutcome
from ratecard.quotes.purchases.promotions import AppliedPromotion, OpenPromotion
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.showing import Reader
from ratecard.terms.promotions import PromotionTerms


def show_promotions(quotes: Sequence[PurchaseQuote], codes: Iterable[tuple[str, CodeOutcome]], reader: Reader) -> None:
    """Prints what is told of promotions, each line once; nothing where there is nothing to tell."""
    applied = [_applied(own, quote, reader) for quote in quotes for own in quote.promotions]
    opened = [_opened(own, quote, reader) for quote in quotes for own in quote.open_promotions]
    told = [f"code {code}: {outcome.value}" for code, outcome in codes]
    for line in dict.fromkeys([*applied, *opened, *told]):
        click.echo(line)


def _applied(found: AppliedPromotion, quote: PurchaseQuote, reader: Reader) -> str:
    """That a promotion applies: "promotion: black_friday (Black Friday), until Dec 1, 2026"."""
    return f"promotion: {_named(found.terms, reader)}{_until(found.terms, quote, reader)}{_units(found.units, quote)}"


def _named(terms: PromotionTerms, reader: Reader) -> str:
    name = reader.name(terms.names, terms.id)
    return terms.id if name == terms.id else f"{terms.id} ({name})"


def _until(terms: PromotionTerms, quote: PurchaseQuote, reader: Reader) -> str:
    closes = terms.window.closes
    zone = reader.book.time_zones[quote.request.region]
    return "" if closes is None else f", until {format_instant(closes, zone, reader.locale)}"


def _units(units: int, quote: PurchaseQuote) -> str:
    """To how many units it applies, where these are not all."""
    return "" if units == quote.request.quantity else f", for {units} of {quote.request.quantity}"


def _opened(found: OpenPromotion[PurchaseQuote], quote: PurchaseQuote, reader: Reader) -> str:
    """What an open promotion needs, and what one unit would be: "open: club needs buyer.member; c then costs 7.99"."""
    needs = found.needs
    asked = [f"{condition.fact} {condition.requirement}" for condition in needs.conditions]
    asked += [*needs.facts, *(["a code"] if needs.code else []), *[f"what was used of {path}" for path in needs.limits]]
    line = f"open: {_named(found.terms, reader)} needs {', '.join(asked)}"
    if found.unit is None:
        return line
    price = format_money(Money(found.unit.listed_minor, quote.currency), reader.locale)
    coins = format_count(found.unit.total, reader.locale)
    return f"{line}; one {quote.package.id} is then {price} for {coins} {reader.noun_of_coins(found.unit.total)}"
