"""Tables as Parquet, for warehouses, by pyarrow, which is installed with the extra `parquet` alone.

A column of numbers is one of exact decimals, with as many as its most exact number has; one of days has days, and all
others are texts, without the apostrophe by which spreadsheets are kept from running them.
"""

import io
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from ratecard.tables.cells import ExactNumber, TableCell
from ratecard.tables.making import BookTable

DIGITS_MOST = 38
"""How many digits the decimals of Parquet's usual kind have; a column that needs more is one of texts."""


class ParquetNotInstalled(Exception):
    """What writes Parquet is not installed. The sentence says what to install."""

    def __init__(self) -> None:
        super().__init__(
            "a .parquet file needs pyarrow, which is not installed: pip install 'ratecard[parquet]'; "
            "a .csv file needs nothing more"
        )


def parquet_bytes(table: BookTable) -> bytes:
    """A table as a Parquet file, compressed by zstd. Raises ParquetNotInstalled."""
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError:
        raise ParquetNotInstalled from None
    columns = {name: [row[index] for row in table.rows] for index, name in enumerate(table.header)}
    content = io.BytesIO()
    parquet.write_table(
        pyarrow.table({name: _column(pyarrow, cells) for name, cells in columns.items()}), content, compression="zstd"
    )
    return content.getvalue()


def _column(pyarrow: Any, cells: Sequence[TableCell]) -> Any:
    stated = [cell for cell in cells if cell is not None]
    numbers = [cell for cell in stated if isinstance(cell, ExactNumber)]
    if stated and len(numbers) == len(stated):
        decimals = max(number.decimals for number in numbers)
        whole = max(len(str(abs(number.scaled))) - number.decimals for number in numbers)
        if decimals + max(whole, 1) <= DIGITS_MOST:
            values = [Decimal(str(cell)) if isinstance(cell, ExactNumber) else None for cell in cells]
            return pyarrow.array(values, pyarrow.decimal128(DIGITS_MOST, decimals))
    if stated and all(isinstance(cell, date) for cell in stated):
        return pyarrow.array(list(cells), pyarrow.date32())
    texts = [None if cell is None else cell.isoformat() if isinstance(cell, date) else str(cell) for cell in cells]
    return pyarrow.array(texts, pyarrow.string())
