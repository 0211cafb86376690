"""Promotions below tables: which apply and until when, which may apply yet and what they need, what became of codes."""

from collections.abc import Iterable, Sequence

import rich_click as click

from ratecard.locale.amounts import format_count, format_instant, format_money
from ratecard.money import Money
from ratecard.quotes.codes import CodeOutcome
from ratecard.quotes.gifts.lists import ListedGift
from ratecard.quotes.gifts.quotes import GiftQuote
from ratecard.quotes.purchases.promotions import AppliedPromotion, OpenPromotion
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.quotes.purchases.standing import PromotionNeeds
from ratecard.showing import Reader
from ratecard.terms.gifts import GiftTerms
from ratecard.terms.promotions import PromotionTerms


def show_promotions(quotes: Sequence[PurchaseQuote], codes: Iterable[tuple[str, CodeOutcome]], reader: Reader) -> None:
    """Prints what is told of promotions, each line once; nothing of open ones that would change nothing."""
    applied = [_applied(own, quote, reader) for quote in quotes for own in quote.promotions]
    opened: dict[str, list[str]] = {}
    for quote in quotes:
        for own in quote.open_promotions:
            if _changes_nothing(own, quote):
                continue
            needs = f"open: {_named(own.terms, reader)} needs {', '.join(_needed(own.needs))}"
            opened.setdefault(needs, []).extend(_then(own, quote, reader))
    open_lines = ["; then ".join((needs, *([", ".join(then)] if then else []))) for needs, then in opened.items()]
    told = [f"code {code}: {outcome.value}" for code, outcome in codes]
    for line in dict.fromkeys([*applied, *open_lines, *told]):
        click.echo(line)


def show_gift_promotions(
    answers: Iterable[tuple[GiftQuote | ListedGift, GiftTerms, int]],
    codes: Iterable[tuple[str, CodeOutcome]],
    region: str,
    reader: Reader,
) -> None:
    """Prints what is told of promotions of gifts, each line once; each answer with its gift and the count asked for."""
    zone, told = reader.book.time_zones[region], list[str]()
    for answer, gift, count in answers:
        for promotion in answer.promotions:
            units = "" if promotion.units == count else f", for {promotion.units} of {count}"
            told.append(f"promotion: {_named(promotion.terms, reader)}{_until(promotion.terms, zone, reader)}{units}")
        for opened in answer.open_promotions:
            line = f"open: {_named(opened.terms, reader)} needs {', '.join(_needed(opened.needs))}"
            coins = opened.coins
            if coins is not None:
                line += f"; one {gift.id} is then {format_count(coins, reader.locale)} {reader.noun_of_coins(coins)}"
            told.append(line)
    for line in dict.fromkeys([*told, *[f"code {code}: {outcome.value}" for code, outcome in codes]]):
        click.echo(line)


def _applied(found: AppliedPromotion, quote: PurchaseQuote, reader: Reader) -> str:
    """That a promotion applies: "promotion: black_friday (Black Friday), until Dec 1, 2026"."""
    zone = reader.book.time_zones[quote.request.region]
    return f"promotion: {_named(found.terms, reader)}{_until(found.terms, zone, reader)}{_units(found.units, quote)}"


def _named(terms: PromotionTerms, reader: Reader) -> str:
    name = reader.name(terms.names, terms.id)
    return terms.id if name == terms.id else f"{terms.id} ({name})"


def _until(terms: PromotionTerms, zone: str, reader: Reader) -> str:
    closes = terms.window.closes
    return "" if closes is None else f", until {format_instant(closes, zone, reader.locale)}"


def _units(units: int, quote: PurchaseQuote) -> str:
    """To how many units it applies, where these are not all."""
    return "" if units == quote.request.quantity else f", for {units} of {quote.request.quantity}"


def _needed(needs: PromotionNeeds) -> list[str]:
    """What an open promotion needs, in words."""
    asked = [f"{condition.fact} {condition.requirement}" for condition in needs.conditions]
    return [
        *asked,
        *needs.facts,
        *(["a code"] if needs.code else []),
        *[f"what was used of {path}" for path in needs.limits],
    ]


def _changes_nothing(found: OpenPromotion[PurchaseQuote], quote: PurchaseQuote) -> bool:
    """Whether a single unit would cost the same and hold the same with an open promotion."""
    unit = found.unit
    if unit is None or quote.request.quantity != 1:
        return False
    return (unit.listed_minor, unit.total) == (quote.listed_minor, quote.total)


def _then(found: OpenPromotion[PurchaseQuote], quote: PurchaseQuote, reader: Reader) -> list[str]:
    """What one unit would be with an open promotion: "one coins_100 is $1.29 for 200 coins"; nothing if not known."""
    if found.unit is None:
        return []
    price = format_money(Money(found.unit.listed_minor, quote.currency), reader.locale)
    if found.unit.package.is_item:
        return [f"one {quote.package.id} is {price}"]
    coins = format_count(found.unit.total, reader.locale)
    return [f"one {quote.package.id} is {price} for {coins} {reader.noun_of_coins(found.unit.total)}"]
