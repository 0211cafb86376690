"""Tables of prices: one row for each package and item of a market, with what the engine makes of its price."""

from collections.abc import Iterator

from ratecard.book.markets import MarketHistory
from ratecard.instants import Instant
from ratecard.money import Money
from ratecard.quotes.purchases.listing import list_prices
from ratecard.quotes.purchases.lists import PriceList
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.quotes.requests import PriceListRequest
from ratecard.showing import Reader
from ratecard.tables.cells import ExactNumber, TableCell, amount_cell, number_written
from ratecard.tables.kinds import TableKind, TableRow, count_cell, since_of
from ratecard.terms.computed import Derivation
from ratecard.terms.facts import BoundChoice
from ratecard.terms.market import MarketKey
from ratecard.terms.prices import PriceTerms

PRICE, CURRENCY, PACKAGE = "price", "currency", "package"
SECTION = "prices"
VALUES = (CURRENCY, PRICE, "coins", "gross", "net", "tax", "proceeds", "per_coin", "line", "note")


def _rows(reader: Reader, key: MarketKey, at: Instant) -> Iterator[TableRow]:
    listed = list_prices(reader.book, PriceListRequest(key.region, key.platform, at))
    if not isinstance(listed, PriceList):
        return
    history, found = reader.book.history(key), dict[str, tuple[TableCell, ...]]()
    for quote in listed.sold:
        found[quote.package.id] = _values(reader, history, quote, at)
    currency = listed.market.currency.code
    for name, note in _withheld(listed):
        found[name] = (currency, *[None] * (len(VALUES) - 3), line_of_price(history, name, at), note)
    for name, values in found.items():
        yield TableRow((*key, name), since_of(history, (SECTION, name), at), values)


def _withheld(listed: PriceList) -> Iterator[tuple[str, str]]:
    """What is sold and has no price here, and why."""
    yield from ((own.package, f"refused: {own.refusal.code}") for own in listed.refused)
    yield from ((own.item, f"refused: {own.refusal.code}") for own in listed.refused_items)
    yield from ((own.quote.package.id, "the number is chosen by the buyer") for own in listed.chosen)
    yield from ((own.thing, "the number is chosen by the buyer") for own in listed.refused_chosen)


def _values(reader: Reader, history: MarketHistory, quote: PurchaseQuote, at: Instant) -> tuple[TableCell, ...]:
    amounts = [
        None if minor is None else amount_cell(Money(minor, quote.currency))
        for minor in (quote.gross_minor, quote.net_minor, quote.tax_minor, quote.proceeds_minor)
    ]
    per_coin = None if quote.package.is_item else number_written(reader.unit_price_amount(quote.per_coin))
    price = ExactNumber(quote.price.listed_minor, quote.currency.exponent)
    coins = None if quote.package.is_item else count_cell(quote.total)
    line = line_of_price(history, quote.package.id, at, quote.price)
    note = "; ".join(_notes(history, quote, at))
    return (quote.currency.code, price, coins, *amounts, per_coin, line, note)


def line_of_price(history: MarketHistory, name: str, at: Instant, price: PriceTerms | None = None) -> str:
    """The line that decides a price, as file:line; "" where none does alone."""
    place = None if price is None else price.listed_stated.place
    timeline = history.below(SECTION).get((SECTION, name))
    resolved = None if timeline is None else timeline.at(at)
    if resolved is not None and (price is None or price.derivation is None):
        place = resolved.stated.place
    return "" if place is None else f"{place.file}:{place.line}"


def _notes(history: MarketHistory, quote: PurchaseQuote, at: Instant) -> Iterator[str]:
    """What is to be known beside the figures of a row."""
    made = quote.price.derivation
    if made is not None:
        yield f"computed from {made.source}" if isinstance(made, Derivation) else "computed by coin"
    timeline = history.below(SECTION).get((SECTION, quote.package.id))
    resolved = None if timeline is None else timeline.at(at)
    if resolved is not None and isinstance(resolved.stated.value, BoundChoice):
        yield f"price varies by {resolved.stated.value.by}"
    assumed = sorted(set(quote.assumed))
    if assumed:
        yield f"not told, and so as for others: {', '.join(assumed)}"
    if quote.promotions:
        yield f"with promotion {', '.join(own.terms.id for own in quote.promotions)}"
    if quote.unknown_values:
        yield f"not known: {', '.join(quote.unknown_values)}"


PRICES = TableKind(
    name=SECTION, keys=("region", "platform", PACKAGE), values=VALUES, starts=lambda own: own.starts, rows=_rows
)
