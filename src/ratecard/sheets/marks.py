"""Which marks stand before the decimals of a column's prices: with both of them one may be read as nobody meant it."""

from collections.abc import Iterator

from ratecard.money import Money
from ratecard.sheets.amounts import mark_in
from ratecard.sheets.faults import Cell


class DecimalMarks:
    """The first price with each mark, by column and currency; each as it was read."""

    def __init__(self) -> None:
        self._first: dict[tuple[str, int, str], dict[str, str]] = {}

    def noted(self, cell: Cell, text: str, money: Money) -> Money:
        """Takes in one price that was read, and gives it back."""
        mark = mark_in(text, money.currency.exponent)
        if mark:
            column = (cell.file, cell.column, money.currency.code)
            self._first.setdefault(column, {}).setdefault(mark, f"{text} ({cell}) as {money}")
        return money

    def mixed(self) -> Iterator[str]:
        """What to say of each column that has a comma before the decimals of one price, and a point before another's.

        A column may hold prices as several countries write them, so that it is said, and not refused.
        """
        for marks in self._first.values():
            if len(marks) > 1:
                yield f"a comma and a point are for decimals in one column: {' and '.join(marks.values())} were read"
