"""Sheets that people make: a table of regions and packages, either of them in rows, or one price a row.

One price a row has columns for region and price, and the App Store's export is one of these: it is of one product,
which it does not name. In a table, the first column and the header are the regions and the packages. Each kind may have
a column of days from which the prices of a row hold.
"""

from ratecard.currency import CURRENCIES
from ratecard.sheets.amounts import NOT_SOLD
from ratecard.sheets.countries import region_named
from ratecard.sheets.currencies import Parted, parted
from ratecard.sheets.days import are_days
from ratecard.sheets.entries import PriceDays, ReadSheet, SheetPrice
from ratecard.sheets.faults import Cell, Fault, SheetsRefused
from ratecard.sheets.headers import folded, role_of, roles_of
from ratecard.sheets.periods import ROLES, DaysOfRows
from ratecard.sheets.platforms import platform_named
from ratecard.sheets.tables import Row, SheetTable

APP_STORE = "ios"
PRICE_WORDS = frozenset(
    {"price", "prices", "preis", "verkaufspreis", "endpreis", "prix", "precio", "preco", "prezzo", "prijs"}
)
_APPLES = frozenset({"countries or regions", "currency code", "price"})


def is_app_store(table: SheetTable) -> bool:
    """Whether a table has the columns of App Store Connect's export of one product's prices.

    They are "Countries or Regions, Currency Code, Price, Proceeds, May Adjust Automatically" (see the decision record
    0068 for where they were read); an import for the App Store has the first three.
    """
    roles = roles_of(table.header.texts)
    return {folded(header) for header in table.header.texts} >= _APPLES and "package" not in roles


def read_list(table: SheetTable, package: str, without: frozenset[str]) -> ReadSheet:
    """The prices of a sheet with one price a row; `package` is that of the whole sheet where no column says it.

    Columns in `without` are left out; another one that no price depends on is told, unless it holds codes of money.
    """
    periods = DaysOfRows(table, without)
    columns = {role: column for role, column in roles_of(table.header.texts).items() if role not in ROLES}
    if not {"package", "coins"} & columns.keys() and not package:
        where = str(table.cell(table.header, 0))
        advice = f"call that column package, or name the one of the whole sheet: --from coins_100={table.file}"
        raise SheetsRefused(Fault(where, "no column says which package a price is of", advice))
    apples = is_app_store(table)
    prices = _price_columns(table, columns["price"])
    used = {*columns.values(), *periods.columns.values(), *prices}
    unread = {index: header for index, header in enumerate(table.header.texts) if header and index not in used}
    ignored = list(unread.values())
    _refuse_unread(table, [index for index, header in unread.items() if header not in without])
    of_columns = [{**columns, "price": price} for price in prices]
    entries = tuple(
        _entry(table, row, own, package, apples, periods.of(row))
        for row in table.rows
        for own in (_priced(row, of_columns) if periods.of(row).start else of_columns)
    )
    kind = "App Store Connect's prices of one product" if apples else "one price a row"
    left_out = (f"columns that no price depends on: {', '.join(ignored)}",) if ignored else ()
    return ReadSheet(kind, entries, left_out)


def _price_columns(table: SheetTable, first: int) -> list[int]:
    """The columns of prices: the first one, and where its header says a currency the others that say one too."""
    headers = table.header.texts
    if not parted(headers[first]).currency:
        return [first]
    return [index for index, header in enumerate(headers) if role_of(header) == "price" and parted(header).currency]


def _priced(row: Row, of_columns: list[dict[str, int]]) -> list[dict[str, int]]:
    """Of columns of prices in several currencies those in which a row has one; the first where it has none."""
    return [own for own in of_columns if not sells_nothing(row.texts[own["price"]])] or of_columns[:1]


def _entry(
    table: SheetTable, row: Row, columns: dict[str, int], package: str, apples: bool, period: PriceDays
) -> SheetPrice:
    def text(role: str) -> str:
        return row.texts[columns[role]] if role in columns else ""

    own = text("package") or package or text("coins")
    return SheetPrice(
        region=text("region"),
        package=own,
        price=text("price"),
        currency=text("currency"),
        header_currency=parted(table.header.texts[columns["price"]]).currency,
        coins=text("coins"),
        platform=text("platform") or (APP_STORE if apples else ""),
        mark="." if apples else "",
        region_cell=table.cell(row, columns["region"]),
        package_cell=table.cell(row, columns.get("package", columns.get("coins", columns["price"]))),
        coins_cell=table.cell(row, columns["coins"]) if "coins" in columns else None,
        price_cell=table.cell(row, columns["price"]),
        platform_cell=_platform_cell(table, row, columns),
        period=period,
    )


def _platform_cell(table: SheetTable, row: Row, columns: dict[str, int]) -> Cell | None:
    return table.cell(row, columns["platform"]) if "platform" in columns else None


def _refuse_unread(table: SheetTable, unread: list[int]) -> None:
    """Refuses columns of codes of currencies and of days whose header does not say what they are of."""
    faults = []
    for index in unread:
        header, texts = table.header.texts[index], {row.texts[index] for row in table.rows} - {""}
        if texts and texts <= CURRENCIES.keys():
            sentence = f"the column {header} holds codes of currencies, and its header does not say what they are of"
            advice = f'call it currency where prices are in them, or leave it out with --without "{header}"'
            faults.append(Fault(str(table.cell(table.header, index)), sentence, advice))
    if faults:
        raise SheetsRefused(*faults)
    _refuse_days(table, unread)


def _refuse_days(table: SheetTable, columns: list[int]) -> None:
    """Refuses columns of days whose header does not say what they are of."""
    faults = []
    for index in columns:
        header = table.header.texts[index]
        if are_days(row.texts[index] for row in table.rows):
            sentence = f"the column {header} holds days, and its header does not say what begins or ends on them"
            advice = f'where prices hold from them write --starts "{header}", else leave it out: --without "{header}"'
            faults.append(Fault(str(table.cell(table.header, index)), sentence, advice))
    if faults:
        raise SheetsRefused(*faults)


def read_matrix(table: SheetTable, without: frozenset[str]) -> ReadSheet:
    """The prices of a sheet with a column for each package, or for each region; columns in `without` are left out."""
    _refuse_several_prices(table)
    if _has_region_columns(table):
        return _read_by_region(table, without)
    headers = table.header.texts
    columns = roles_of(headers)
    periods = DaysOfRows(table, without)
    region = columns.get("region", 0)
    special = {
        region,
        *periods.columns.values(),
        *(columns[role] for role in ("currency", "platform") if role in columns),
    }
    packages = [
        index
        for index, header in enumerate(headers)
        if header and index not in special and header not in without and role_of(header) != "region"
    ]
    if not packages:
        where = str(table.cell(table.header, region))
        raise SheetsRefused(Fault(where, "no column is of a package", "give each package a column, such as coins_100"))
    _refuse_days(table, packages)
    platforms = [index for index in packages if platform_named(headers[index])]
    if platforms:
        sentence = f"{' and '.join(headers[index] for index in platforms)} may be platforms, not packages"
        advice = "write one price a row, with columns region, package, platform and price"
        raise SheetsRefused(Fault(str(table.cell(table.header, platforms[0])), sentence, advice))
    named = [(index, parted(headers[index]).currency) for index in packages]
    entries = tuple(
        _cell_entry(table, row, {**columns, "region": region, "price": index}, currency, periods.of(row))
        for row in table.rows
        for index, currency in named
    )
    left_out = tuple(f"column {header} is left out" for header in headers if header in without)
    return ReadSheet("a row for each region", entries, left_out)


def _cell_entry(table: SheetTable, row: Row, columns: dict[str, int], currency: str, period: PriceDays) -> SheetPrice:
    """The price in one cell of a table with a column for each package; `currency` is what its header says."""
    own = {role: row.texts[columns[role]] if role in columns else "" for role in ("currency", "platform")}
    index = columns["price"]
    return SheetPrice(
        region=row.texts[columns["region"]],
        package=table.header.texts[index],
        price=row.texts[index],
        currency=own["currency"],
        header_currency=currency,
        platform=own["platform"],
        mark="",
        region_cell=table.cell(row, columns["region"]),
        package_cell=table.cell(table.header, index),
        price_cell=table.cell(row, index),
        platform_cell=_platform_cell(table, row, columns),
        period=period,
        in_table=True,
    )


def _refuse_several_prices(table: SheetTable) -> None:
    """Refuses a list whose columns of prices say more than that: a net price is not what people pay everywhere."""
    headers, roles = table.header.texts, roles_of(table.header.texts)
    priced = [index for index, header in enumerate(headers) if not PRICE_WORDS.isdisjoint(folded(header).split())]
    if "region" not in roles or not {"package", "coins"} & roles.keys() or not priced:
        return
    named = " and ".join(headers[index] for index in priced)
    sentence = f"none of the columns is called price, and {named} may be"
    raise SheetsRefused(Fault(str(table.cell(table.header, priced[0])), sentence, "call the one that people see price"))


def _has_region_columns(table: SheetTable) -> bool:
    """Whether the header names regions, and the first column packages. A number is a package, and no country's code."""
    beside = ("platform", "coins", *ROLES)
    headers = [header for header in table.header.texts[1:] if header and role_of(header) not in beside]
    return len(headers) > 0 and all(_region_in(header) is not None for header in headers)


def _region_in(header: str) -> Parted | None:
    """The region that a header names, and the currency that it says beside it: "DE (EUR)"; None for no region."""
    for said in (Parted(header, ""), parted(header)):
        if not said.rest.isdigit() and region_named(said.rest):
            return said
    return None


def _read_by_region(table: SheetTable, without: frozenset[str]) -> ReadSheet:
    headers = table.header.texts
    columns = roles_of(headers)
    platform, coins = columns.get("platform"), columns.get("coins", 0)
    periods = DaysOfRows(table, without)
    own = {0, platform, coins, *periods.columns.values()}
    wanted = [index for index, header in enumerate(headers) if header not in {"", *without} and index not in own]
    regions = [(index, _region_in(headers[index]) or Parted(headers[index], "")) for index in wanted]
    entries = tuple(
        SheetPrice(
            region=said.rest,
            package=row.texts[0],
            price=row.texts[index],
            currency="",
            header_currency=said.currency,
            coins=row.texts[coins] if coins else "",
            platform=row.texts[platform] if platform is not None else "",
            mark="",
            region_cell=table.cell(table.header, index),
            package_cell=table.cell(row, 0),
            coins_cell=table.cell(row, coins) if coins else None,
            price_cell=table.cell(row, index),
            platform_cell=_platform_cell(table, row, columns),
            period=periods.of(row),
            in_table=True,
        )
        for row in table.rows
        for index, said in regions
        if row.texts[0] not in without
    )
    return ReadSheet("a row for each package", entries)


def is_list(table: SheetTable) -> bool:
    """Whether a table has one price a row: columns for region and price."""
    return {"region", "price"} <= set(roles_of(table.header.texts))


def sells_nothing(text: str) -> bool:
    """Whether a cell says that there is no price."""
    return text.casefold() in NOT_SOLD
