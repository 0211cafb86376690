"""Tables of taxes: one row for each tax line of a market, or one that says that there is none."""

from collections.abc import Iterator
from fractions import Fraction

from ratecard.instants import Instant
from ratecard.money import Rate
from ratecard.refusals import FactNeeded
from ratecard.showing import Reader
from ratecard.tables.cells import ExactNumber, TableCell
from ratecard.tables.kinds import TableKind, TableRow, since_of
from ratecard.terms.facts import choose_as
from ratecard.terms.market import Market, MarketKey
from ratecard.terms.tax import TaxStatus, TaxTerms
from ratecard.terms.unknown import paths_of

SECTION = "tax"
VALUES = ("name", "rate", "of", "on", "effective_rate", "status", "paid_over_by", "line", "note")
DECIMALS_MOST = 12


def _rows(reader: Reader, key: MarketKey, at: Instant) -> Iterator[TableRow]:
    market = reader.book.market(key, at)
    if not isinstance(market, Market) or market.tax is None:
        return
    assumed: list[str] = []
    since = since_of(reader.book.history(key), (SECTION,), at)
    tax = choose_as(TaxTerms, market.tax, {}, assumed)
    if not isinstance(tax, TaxTerms):
        why = f"varies by {tax.fact}" if isinstance(tax, FactNeeded) else "varies by facts"
        yield TableRow((*key, ""), since, (*[None] * (len(VALUES) - 1), why))
        return
    notes = [f"not told, and so as for others: {', '.join(sorted(set(assumed)))}"] if assumed else []
    notes += [f"not known: {', '.join(paths_of(tax.unknown))}"] if tax.unknown else []
    collector = "" if tax.status is TaxStatus.NONE else "seller" if tax.seller_collects else "store"
    shared = (tax.status.value.lower(), "unknown" if tax.collector_unknown is not None else collector)
    for line in tax.lines:
        place = line.stated.place
        rates = percent_cell(line.rate), "gross" if line.of_gross else "net", line.on, percent_cell(line.effective)
        name = reader.name(line.names, line.id)
        values = (name, *rates, *shared, f"{place.file}:{place.line}", "; ".join(notes))
        yield TableRow((*key, line.id), since, values)
    if not tax.lines:
        place = tax.stated.place
        nothing: tuple[TableCell, ...] = (None,) * 5
        yield TableRow((*key, ""), since, (*nothing, *shared, f"{place.file}:{place.line}", "; ".join(notes)))


def percent_cell(rate: Rate) -> TableCell:
    """A rate as a number of per cent where that ends, 19 or 9.975; else as a text: "1/3 of the whole"."""
    percent = Fraction(rate.numerator, rate.denominator) * 100
    for decimals in range(DECIMALS_MOST + 1):
        scaled = percent * 10**decimals
        if scaled.denominator == 1:
            return ExactNumber(scaled.numerator, decimals)
    return f"{rate} of the whole"


TAX = TableKind(
    name=SECTION, keys=("region", "platform", "tax"), values=VALUES, starts=lambda own: own.starts, rows=_rows
)
