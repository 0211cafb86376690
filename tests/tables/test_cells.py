"""Cells: what is exact in a spreadsheet, what it would run, and how it calls them."""

import pytest

from ratecard.tables.cells import ExactNumber, address, guarded_text, number_written


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("Rose", "Rose"),
        ('=HYPERLINK("x")', '\'=HYPERLINK("x")'),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'=1"),
        ("a\r\n=1", "a  =1"),
        ("＝1", "'＝1"),
        ("\x00\x1b=1", "'=1"),
        ("a=b", "a=b"),
    ],
)
def test_no_spreadsheet_runs_a_text(text: str, safe: str) -> None:
    assert guarded_text(text) == safe
    assert guarded_text(safe) == safe


@pytest.mark.parametrize("text", ["", "13,99", "1e3", "1.", ".5", "+1", "1 000", "１３", "1.2.3", "9" * 31, "€1", "-"])
def test_only_plain_numbers_are_read(text: str) -> None:
    assert number_written(text) is None


def test_a_number_is_read_and_compared_exactly() -> None:
    number = number_written("13.90")
    assert number == ExactNumber(1390, 2)
    assert str(number) == "13.90"
    assert number.equals(ExactNumber(139, 1))
    assert not number.equals(ExactNumber(1390, 1))
    assert (ExactNumber(1390, 2).minor(1), ExactNumber(1395, 2).minor(1)) == (139, None)
    assert ExactNumber(16, 0).minor(2) == 1600


def test_a_spreadsheet_keeps_fifteen_digits() -> None:
    assert ExactNumber(123_456_789_012_345, 2).is_kept_in_sheets
    assert not ExactNumber(1_234_567_890_123_456, 2).is_kept_in_sheets
    assert ExactNumber(1_234_567_890_123_450, 2).is_kept_in_sheets


def test_cells_are_called_as_spreadsheets_do() -> None:
    assert [address(column, 7) for column in (1, 4, 26, 27, 52, 53, 702, 703)] == [
        "A7",
        "D7",
        "Z7",
        "AA7",
        "AZ7",
        "BA7",
        "ZZ7",
        "AAA7",
    ]
