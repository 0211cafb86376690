"""What a store and a book disagree about, as one page."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from ratecard.book.rulebook import RuleBook
from ratecard.cli.tables import counted, plain_table
from ratecard.drift.findings import LISTED, WITH_TAX, WITHOUT_TAX, Drift, LackingInStore, PriceDifference
from ratecard.guards.findings import decimal
from ratecard.instants import Instant, datetime_of, local_day, zone
from ratecard.sheets.store_prices import StorePrice

ROWS_MOST = 20
NAMED_MOST = 5
HEADER = ("package", "regions", "store", "book", "store − book", "since", "stated at", "file", "remark")
RIGHT = (2, 3, 4)
LIKENESS = {
    LISTED: "that is the book's price with its promotions",
    WITHOUT_TAX: "that is the book's price without its tax",
    WITH_TAX: "that is the book's price with its tax",
}
WHERE_MOST = 40


class DriftPage:
    """The page of a book and some files, as of a day or an instant."""

    def __init__(self, book_name: str, files: Sequence[str], at: date | Instant) -> None:
        self._of = f"{', '.join(files)} against {book_name}"
        self._at = at

    def text(self, book: RuleBook, drift: Drift, left_out: Sequence[str]) -> str:
        """Counts, the greatest differences first, and what else differs."""
        parts = [[f"{self._of}, as of {self._when()}", *self._counts(drift)]]
        if drift.differences:
            parts.append(list(_table(book, drift.differences)))
        parts += [part for part in _others(drift) if len(part) > 1]
        if left_out:
            parts.append(["left out of the files:", *[f"  {sentence}" for sentence in left_out]])
        return "\n\n".join("\n".join(part) for part in parts)

    def _when(self) -> str:
        if isinstance(self._at, datetime):
            return self._at.isoformat()
        return self._at.isoformat() if isinstance(self._at, date) else datetime_of(self._at).date().isoformat()

    def _counts(self, drift: Drift) -> Iterator[str]:
        if drift.is_empty:
            yield f"{counted(drift.compared, 'price')} compared: nothing differs"
            return
        yield f"{counted(drift.compared, 'price')} compared: {drift.same:,} the same, {len(drift.differences):,} differ"


def _table(book: RuleBook, differences: Sequence[PriceDifference]) -> Iterator[str]:
    """The rows, regions of one row together where all of it is the same."""
    groups: dict[tuple[str, ...], list[PriceDifference]] = {}
    for own in differences:
        row = _row(book, own)
        groups.setdefault((*row[:1], own.store.platform, *row[1:]), []).append(own)
    rows = [
        [key[0], _named([own.region for own in every]), *key[2:7], _short(every[0].store.where), key[7]]
        for key, every in groups.items()
    ]
    width = len(HEADER) if any(row[-1] for row in rows) else len(HEADER) - 1
    yield from plain_table(HEADER[:width], [row[:width] for row in rows[:ROWS_MOST]], RIGHT).splitlines()
    if len(rows) > ROWS_MOST:
        yield f"… and {len(rows) - ROWS_MOST:,} more: --format json has all"


def _short(where: str) -> str:
    """A place in a file; of a deep one in a document its beginning and its end: "play.json:oneTimeProducts[0]…[2]"."""
    file, _, path = where.partition(":")
    if len(where) <= WHERE_MOST or "." not in path:
        return where
    return f"{file}:{path.partition('.')[0]}…{path[max(path.rfind('['), path.rfind('.')) :]}"


def _row(book: RuleBook, own: PriceDifference) -> tuple[str, ...]:
    """Package, both prices, what the store asks more, since when the book has its price, its line, and a remark."""
    since = day_in(book, own.region, own.span.start)
    return (
        own.package,
        f"{own.store.money}",
        f"{own.regular}",
        _moved(own),
        since.isoformat(),
        f"{own.place}",
        remark_of(book, own),
    )


def _moved(own: PriceDifference) -> str:
    """What the store asks more, exactly, and in hundredths of a per cent."""
    moved, share = own.moved, own.share
    if moved is None:
        return "other money"
    sign = "+" if moved.minor > 0 else "−"
    of_book = "" if share is None else f" ({sign}{decimal(abs(100 * share), 2)} %)"
    return f"{sign}{moved.amount.removeprefix('-')}{of_book}"


def remark_of(book: RuleBook, own: PriceDifference) -> str:
    """Which other price of the book the store has, from when on it has its own, and whether the tax is between them."""
    said = [f"the store's price begins on {own.store.start}"] if own.planned else []
    if own.matches is not None:
        first = day_in(book, own.region, own.matches.start)
        end = own.matches.end
        if not own.is_earlier:
            said.append(f"the store has the price of {first} already")
        elif end == own.span.start:
            said.append(f"the store still has the price of before {day_in(book, own.region, end)}")
        elif end is not None:
            said.append(f"the store has the price from {first} until {day_in(book, own.region, end)}")
    if own.likeness:
        said.append(LIKENESS[own.likeness])
    return "; ".join(said)


def day_in(book: RuleBook, region: str, at: Instant) -> date:
    """The day of an instant in a region."""
    in_zone = zone(book.time_zones[region])
    assert in_zone is not None, "a region has a zone"
    return local_day(at, in_zone)


def _others(drift: Drift) -> Iterator[list[str]]:
    """What else differs, each kind with its title."""
    yield [
        "products that no package or item of the book names:",
        *_rows(
            f"{own.product} on {own.platform}: {counted(own.prices, 'price')}, {own.where}" for own in drift.unnamed
        ),
    ]
    yield ["in the store, and not sold by the book:", *_rows(_unsold(drift))]
    countries: dict[str, list[str]] = {}
    for own in drift.countries:
        countries.setdefault(own.platform, []).append(own.region)
    yield [
        "countries of the store in which the book sells nothing:",
        *_rows(f"{platform}: {_named(regions)}" for platform, regions in countries.items()),
    ]
    yield ["in the book, and not in the file:", *_rows(_lacking(drift.lacking))]


def _unsold(drift: Drift) -> Iterator[str]:
    groups: dict[tuple[str, str, str], list[tuple[str, StorePrice]]] = {}
    for own in drift.unsold:
        groups.setdefault((own.package, own.store.platform, own.reason), []).append((own.region, own.store))
    for (package, platform, reason), every in groups.items():
        regions = _named([region for region, _ in every])
        yield f"{package} on {platform}: {regions}, {every[0][1].where}{f': {reason}' if reason else ''}"


def _lacking(lacking: Iterable[LackingInStore]) -> Iterator[str]:
    groups: dict[tuple[str, tuple[str, ...], bool], list[str]] = {}
    for own in lacking:
        name = own.package if own.package == own.product else f"{own.package} ({own.product})"
        groups.setdefault((own.platform, own.regions, own.entirely), []).append(name)
    for (platform, regions, entirely), names in groups.items():
        where = (
            f"not there at all; the book sells it in {counted(len(regions), 'region')}" if entirely else _named(regions)
        )
        yield f"{', '.join(names)} on {platform}: {where}"


def _rows(lines: Iterable[str]) -> list[str]:
    every = [f"  {line}" for line in lines]
    more = len(every) - ROWS_MOST
    return every if more <= 0 else [*every[:ROWS_MOST], f"  … and {more:,} more: --format json has all"]


def _named(regions: Sequence[str]) -> str:
    """The first few regions, and how many there are: "DE", "AT, BE, DE, ES, FR … (20 regions)"."""
    first = ", ".join(regions[:NAMED_MOST])
    return first if len(regions) <= NAMED_MOST else f"{first} … ({len(regions):,} regions)"
