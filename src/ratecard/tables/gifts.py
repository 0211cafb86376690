"""Tables of gifts: one row for each gift of a market, sent to a creator of the same region who tells nothing."""

from collections.abc import Iterator

from ratecard.instants import Instant
from ratecard.money import Money
from ratecard.quotes.gifts.quotes import GiftQuote
from ratecard.quotes.gifts.quoting import quote_gift
from ratecard.quotes.requests import GiftRequest
from ratecard.refusals.refused import Refused
from ratecard.showing import Reader
from ratecard.tables.cells import TableCell, amount_cell
from ratecard.tables.kinds import TableKind, TableRow, count_cell, since_of
from ratecard.terms.facts import possible_terms
from ratecard.terms.gifts import GiftTerms
from ratecard.terms.market import Market, MarketKey

SECTION = "gifts"
VALUES = ("name", "kind", "coins", "diamonds", "currency", "worth", "note")


def _rows(reader: Reader, key: MarketKey, at: Instant) -> Iterator[TableRow]:
    market = reader.book.market(key, at)
    if not isinstance(market, Market):
        return
    history = reader.book.history(key)
    for gift, varying in sorted(reader.book.catalogue(market, at).gifts.items()):
        every = [own for own in possible_terms(varying) if isinstance(own, GiftTerms)]
        if not every:
            continue
        quote = quote_gift(reader.book, GiftRequest(key.region, key.platform, key.region, gift, at))
        name = reader.name(every[0].names, gift)
        values = _values(name, market, quote) if isinstance(quote, GiftQuote) else _refused(name, quote)
        yield TableRow((*key, gift), since_of(history, (SECTION, gift), at), values)


def _values(name: str, market: Market, quote: GiftQuote) -> tuple[TableCell, ...]:
    worth = None if quote.worth_minor is None else amount_cell(Money(quote.worth_minor, market.currency))
    diamonds = None if quote.earned is None else count_cell(quote.diamonds)
    assumed = sorted(set(quote.assumed))
    note = f"not told, and so as for others: {', '.join(assumed)}" if assumed else ""
    return (name, quote.kind, count_cell(quote.coins), diamonds, market.currency.code, worth, note)


def _refused(name: str, refusal: object) -> tuple[TableCell, ...]:
    code = refusal.code if isinstance(refusal, Refused) else ""
    return (name, *[None] * (len(VALUES) - 2), f"refused: {code}")


GIFTS = TableKind(
    name=SECTION,
    keys=("region", "platform", "gift"),
    values=VALUES,
    starts=lambda own: sorted({*own.starts, *own.own_starts}),
    rows=_rows,
)
