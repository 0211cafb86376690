"""Tables of payouts: one row for each way to be paid in a region, with what round numbers of diamonds come to."""

from collections.abc import Iterator

from ratecard.instants import Instant
from ratecard.plan.answers import figures_or_refusal, money_of
from ratecard.plan.asking import TwoBooks, paid_things
from ratecard.plan.figures import NoAnswer, PaidFigures
from ratecard.quotes.payouts.quoting import quote_payout
from ratecard.showing import Reader
from ratecard.tables.cells import TableCell, amount_cell
from ratecard.tables.kinds import TableKind, TableRow, count_cell, since_of
from ratecard.terms.market import MarketKey
from ratecard.terms.region import Region

SECTION = "payouts"
VALUES = ("diamonds", "currency", "value", "withheld", "fee", "least", "paid_in", "paid", "note")


def _rows(reader: Reader, key: MarketKey, at: Instant) -> Iterator[TableRow]:
    book = reader.book
    region = book.region(key.region, at)
    if not isinstance(region, Region):
        return
    history = book.history(key)
    for method, way in sorted(region.ways.items()):
        since = since_of(history, (SECTION, "methods", method), at)
        for asked in paid_things(TwoBooks(book, book), key.region, method, at, [way]):
            figures = figures_or_refusal(quote_payout(book, asked.request(key.region, at, {})))
            if isinstance(figures, PaidFigures):
                values = _values(figures)
            else:
                code = figures.code if isinstance(figures, NoAnswer) else ""
                values = (count_cell(asked.diamonds), *[None] * (len(VALUES) - 2), f"refused: {code}")
            yield TableRow((key.region, method, asked.source), since, values)


def _values(figures: PaidFigures) -> tuple[TableCell, ...]:
    amounts = [
        amount_cell(money_of(minor, figures.currency))
        for minor in (figures.value, figures.withheld, figures.fee, figures.minimum)
    ]
    needs = f"needs {', '.join(figures.needs)}" if figures.needs else ""
    return (
        count_cell(figures.diamonds),
        None if figures.currency is None else figures.currency.code,
        *amounts,
        None if figures.paid_in is None else figures.paid_in.code,
        amount_cell(money_of(figures.paid, figures.paid_in)),
        needs,
    )


PAYOUTS = TableKind(
    name=SECTION,
    keys=("region", "method", "money_from"),
    values=VALUES,
    of_regions=True,
    starts=lambda own: own.starts,
    rows=_rows,
)
