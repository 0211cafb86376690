"""Files of prices as stores have them: a sheet, or the saved answer of a store's API."""

from collections.abc import Sequence

import msgspec

from ratecard.sheets.faults import Fault, SheetsRefused
from ratecard.sheets.headers import roles_of
from ratecard.sheets.plain import is_list
from ratecard.sheets.prices import Knowledge
from ratecard.sheets.reading import Sheet, reads_of
from ratecard.sheets.store_documents import read_document
from ratecard.sheets.store_prices import StoreKnowledge, StorePrice, once_each, store_prices
from ratecard.sheets.tables import table_of


class StoreFiles(msgspec.Struct, frozen=True):
    """The prices of some files, and in sentences what of them was left out.

    `listed` are the platforms of which a file names its products itself: such a file is taken to have them all.
    """

    prices: tuple[StorePrice, ...]
    listed: frozenset[str]
    left_out: tuple[str, ...]


def read_store_files(files: Sequence[Sheet], sheets: Knowledge, stores: StoreKnowledge) -> StoreFiles:
    """The prices of all files together. Raises SheetsRefused with all that cannot be taken."""
    prices: list[StorePrice] = []
    listed: set[str] = set()
    left_out: list[str] = []
    faults: list[Fault] = []
    for file in files:
        try:
            if file.content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
                document = read_document(file.name, file.content.removeprefix(b"\xef\xbb\xbf"), file.package)
                found, names, said = document.prices, document.names_products, document.left_out
            else:
                _check_product(file)
                reads = reads_of([file], sheets)
                found, names = store_prices(reads, stores), not file.package
                said = tuple(sentence for read in reads for sentence in read.left_out)
        except SheetsRefused as refused:
            faults += refused.faults
            continue
        prices += found
        left_out += said
        listed |= {price.platform for price in found} if names else set()
    if not faults and not prices:
        faults = [Fault(", ".join(file.name for file in files), "there is no price in it", "download it again")]
    if faults:
        raise SheetsRefused(*faults)
    return StoreFiles(once_each(prices), frozenset(listed), tuple(left_out))


def _check_product(file: Sheet) -> None:
    """Refuses a sheet of one product, as the App Store has them, that is named nowhere."""
    table = table_of(file.name, file.content)
    if is_list(table) and not file.package and not {"package", "coins"} & roles_of(table.header.texts).keys():
        where = str(table.cell(table.header, 0))
        advice = f"name it: com.example.coins1000={file.name}"
        raise SheetsRefused(Fault(where, "no column says which product a price is of", advice))
