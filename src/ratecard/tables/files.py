"""The files of tables: the name's end says whether it is CSV, a workbook of Excel, or Parquet."""

from collections.abc import Sequence
from pathlib import Path

from ratecard.files import read_regular, replace_whole
from ratecard.tables.csv_files import csv_text, read_csv
from ratecard.tables.making import BookTable
from ratecard.tables.parquet_files import parquet_bytes
from ratecard.tables.read_cells import ReadTable, UnreadableTable
from ratecard.tables.workbooks import read_workbook, workbook_bytes

CSV, WORKBOOK, PARQUET = ".csv", ".xlsx", ".parquet"
BYTES_MOST = 64_000_000
FILE_MODE = 0o644


WRITTEN, READ = (CSV, WORKBOOK, PARQUET), (CSV, WORKBOOK)


def why_no_ending(file: Path, endings: Sequence[str] = WRITTEN) -> str:
    """Why a file of this name cannot be a table; "" where it can."""
    if file.suffix.lower() in endings:
        return ""
    return f"{file}: name a file that ends with {', '.join(endings[:-1])} or {endings[-1]}"


def table_bytes(table: BookTable, ending: str) -> bytes:
    """A table as the bytes of a file with such an ending.

    Raises SheetsNotInstalled or ParquetNotInstalled where that needs more.
    """
    if ending.lower() == PARQUET:
        return parquet_bytes(table)
    return workbook_bytes(table) if ending.lower() == WORKBOOK else csv_text(table).encode()


def write_table(table: BookTable, file: Path) -> None:
    """Writes a table. Raises SheetsNotInstalled, ParquetNotInstalled, or UnwritableFile."""
    replace_whole(file, table_bytes(table, file.suffix), FILE_MODE)


def read_table(file: Path, name: str) -> ReadTable:
    """The table of this name in a file. Raises SheetsNotInstalled, UnreadableFile, or UnreadableTable."""
    content = read_regular(file, BYTES_MOST)
    if file.suffix.lower() == WORKBOOK:
        return read_workbook(name, content)
    if content.startswith(b"PK\x03\x04"):
        raise UnreadableTable("it is a workbook and no CSV; call it .xlsx")
    return read_csv(file.stem, content)
