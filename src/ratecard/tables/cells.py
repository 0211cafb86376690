"""The cells of a table: texts, exact numbers and days; and how each is written where a spreadsheet will read it."""

import re
import unicodedata
from datetime import date
from fractions import Fraction

import msgspec

from ratecard.money import Money, decimal_text

EXACT_DIGITS = 15
"""How many digits of a number a spreadsheet keeps: a longer one it rounds without a word."""

_BEGINS_FORMULA = frozenset("=+-@\uff1d\uff0b\uff0d\uff20")
"""How texts begin that spreadsheets may run, those of full width among them."""

_PLAIN_NUMBER = re.compile(r"-?\d{1,30}(?:\.\d{1,30})?", re.ASCII)


class ExactNumber(msgspec.Struct, frozen=True):
    """`scaled` ÷ 10^`decimals`, to be shown with all of these decimals: 1390 and 2 are 13.90."""

    scaled: int
    decimals: int

    def __str__(self) -> str:
        return decimal_text(self.scaled, self.decimals)

    @property
    def is_kept_in_sheets(self) -> bool:
        """Whether a spreadsheet keeps all of its digits."""
        return len(str(abs(self.scaled)).rstrip("0")) <= EXACT_DIGITS and len(str(abs(self.scaled))) <= 2 * EXACT_DIGITS

    def equals(self, other: "ExactNumber") -> bool:
        """Whether both are the same number, however many decimals are written."""
        return Fraction(self.scaled, 10**self.decimals) == Fraction(other.scaled, 10**other.decimals)

    def minor(self, exponent: int) -> int | None:
        """How many minor units of a currency it is; None where it has more decimals than the currency."""
        minor = Fraction(self.scaled * 10**exponent, 10**self.decimals)
        return minor.numerator if minor.denominator == 1 else None


TableCell = str | ExactNumber | date | None
"""What stands in one cell; None is nothing."""


def number_written(text: str) -> ExactNumber | None:
    """The number that a text writes in the one plain way, 1299.5 or -3; None for any other text."""
    if not _PLAIN_NUMBER.fullmatch(text):
        return None
    whole, _, part = text.partition(".")
    return ExactNumber(int(whole + part), len(part))


def amount_cell(amount: Money | None) -> ExactNumber | None:
    """The cell of an amount, with the decimals of its currency."""
    return None if amount is None else ExactNumber(amount.minor, amount.currency.exponent)


def guarded_text(text: str) -> str:
    """A text that no spreadsheet runs: on one line, without control characters, an apostrophe before what = begins."""
    plain = "".join(" " if unicodedata.category(letter) in ("Cc", "Zl", "Zp") else letter for letter in text).strip()
    return f"'{plain}" if plain[:1] in _BEGINS_FORMULA else plain


def written(cell: TableCell) -> str:
    """A cell as the text that stands for it in CSV."""
    if cell is None:
        return ""
    if isinstance(cell, date):
        return cell.isoformat()
    return guarded_text(cell) if isinstance(cell, str) else str(cell)


def address(column: int, row: int) -> str:
    """What spreadsheets call a cell: column 4 of row 7 is D7."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row}"
