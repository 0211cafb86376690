"""Why a sheet is not taken: each cell that cannot be read, by its row and column, with what to do."""

import re

import msgspec

LETTERS = 26
_LINE_END = re.compile(r"\s*\n\s*")
"""Cells may have several lines, and what is said of them has one."""


class Cell(msgspec.Struct, frozen=True, order=True):
    """One cell of a sheet, counted from 1 as spreadsheets do: row 3, column 28 of prices.csv is prices.csv:AB3."""

    file: str
    row: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{column_letters(self.column)}{self.row}"


class Fault(msgspec.Struct, frozen=True):
    """What is wrong with a cell, a file or an option. `where` says which, `advice` what to do."""

    where: str
    sentence: str
    advice: str

    def __str__(self) -> str:
        return _LINE_END.sub(" ", f"{self.where}: {self.sentence}; {self.advice}")


class SheetsRefused(Exception):
    """Prices that cannot be taken: all that is wrong with them."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


def column_letters(number: int) -> str:
    """A column as spreadsheets name it: A for 1, AB for 28."""
    letters = ""
    while number > 0:
        number, last = divmod(number - 1, LETTERS)
        letters = chr(ord("A") + last) + letters
    return letters


def in_shell(word: str) -> str:
    """A word as a shell takes it for one: "VAT 19" in quotes."""
    return word if re.fullmatch(r"[\w.:-]+", word) else f'"{word}"'
